//! Pages from the web, within limits, at a polite pace.
//!
//! Only http and https; a page has a limit in size (as sent and as unpacked), in time and in redirects. Requests to one
//! host keep a pause between them. What may pass (a busy server, a broken connection) is tried again.

mod article;
mod catalogue;
mod check;
mod kept;
mod page;

pub use article::{Article, Looked};
pub use catalogue::{Catalogue, Statement};
pub use kept::{Fetched, Folder, Record};
pub use page::{Page, Refusal};

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;
use url::Url;

/// What a fetcher keeps to.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest page in bytes, both as sent and as unpacked; defaults to 32 MiB.
    pub bytes: usize,
    /// The longest that one request may take, redirects and content included; defaults to 60 seconds.
    pub time: Duration,
    /// The most redirects; defaults to 5.
    pub redirects: u32,
    /// The pause between two requests to one host; defaults to 2 seconds.
    pub pace: Duration,
    /// How often a page is tried; defaults to 3.
    pub attempts: u32,
    /// The pause before the second attempt, doubled before each further one; defaults to 2 seconds.
    pub retry: Duration,
    /// The most pages of one article; defaults to 30.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            time: Duration::from_secs(60),
            redirects: 5,
            pace: Duration::from_secs(2),
            attempts: 3,
            retry: Duration::from_secs(2),
            pages: 30,
        }
    }
}

/// Fetches pages; to be shared by all threads of a program, so that they keep one pace.
#[derive(Debug)]
pub struct Fetcher {
    agent: Agent,
    limits: Limits,
    /// When each host may be asked again.
    free: Mutex<HashMap<String, Instant>>,
}

impl Fetcher {
    /// A fetcher that keeps to limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(limits.time))
            .max_redirects(limits.redirects)
            .http_status_as_error(false)
            .accept("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8")
            .accept_encoding("gzip")
            .user_agent(concat!("gongbao/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), limits, free: Mutex::default() }
    }

    /// Fetches one page.
    ///
    /// `stamp` is what [`Page::stamp`] was the last time: the server may then answer that nothing changed.
    ///
    /// # Errors
    /// Why there is no page, after the last attempt.
    pub fn page(&self, address: &str, stamp: Option<&str>) -> Result<Page, Refusal> {
        let url = checked(address)?;
        let (mut attempt, mut pause) = (1, self.limits.retry);
        loop {
            self.wait_for_turn(&url);
            match page::get(&self.agent, &url, stamp, self.limits.bytes) {
                Err(refusal) if refusal.may_pass() && attempt < self.limits.attempts => {
                    tracing::debug!(%address, attempt, %refusal, "will be tried again");
                    thread::sleep(pause.max(refusal.after().min(self.limits.time)));
                    (attempt, pause) = (attempt + 1, pause * 2);
                }
                outcome => return outcome,
            }
        }
    }

    /// Waits until the host may be asked again, and books its next free moment.
    fn wait_for_turn(&self, url: &Url) {
        let host = url.host_str().unwrap_or_default().to_owned();
        let turn = {
            let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = free.get(&host).copied().unwrap_or_else(Instant::now).max(Instant::now());
            free.insert(host, turn + self.limits.pace);
            turn
        };
        thread::sleep(turn.saturating_duration_since(Instant::now()));
    }
}

/// The address, if it is one of the web.
fn checked(address: &str) -> Result<Url, Refusal> {
    match Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        Ok(url) => Err(Refusal::Address(format!("`{}` addresses are not fetched", url.scheme()))),
        Err(error) => Err(Refusal::Address(error.to_string())),
    }
}
