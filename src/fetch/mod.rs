//! Pages from the web, within limits, at a polite pace.
//!
//! Only http and https; a page has a limit in size (as sent and as unpacked), in time and in redirects. Requests to one
//! host keep a pause between them. What may pass (a busy server, a broken connection) is tried again. A site's robots.txt
//! is kept to, also by the sites that a page redirects to, and pages of the web lead to no inner host that the user did
//! not name.

mod article;
mod catalogue;
mod check;
mod guard;
mod kept;
mod page;
mod robots;

pub use article::{Article, Looked};
pub use catalogue::{Catalogue, Statement};
pub use kept::{Fetched, Folder, Record};
pub use page::{Page, Refusal};

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use guard::{Guard, Hosts};
use page::Answer;
use robots::Robots;

/// What a fetcher keeps to.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest page in bytes, both as sent and as unpacked; defaults to 32 MiB.
    pub bytes: usize,
    /// The longest that one request may take, content included; each redirect makes one more. Defaults to 60 seconds.
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
    robots: Robots,
    /// Hosts that the user named: they may be inner ones.
    named: Hosts,
    /// Hosts that turned out to be inner ones.
    inner: Hosts,
    /// Hosts whose publishers permitted more than their robots.txt does.
    permitted: Hosts,
}

impl Fetcher {
    /// A fetcher that keeps to limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(limits.time))
            // They are followed here, each once its site's robots.txt was asked.
            .max_redirects(0)
            .http_status_as_error(false)
            .accept("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8")
            .accept_encoding("gzip")
            .user_agent(concat!("gongbao/", env!("CARGO_PKG_VERSION")))
            .build();
        let guard = Guard::default();
        let (named, inner) = (guard.named.clone(), guard.inner.clone());
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        let (free, robots, permitted) = (Mutex::default(), Robots::default(), Hosts::default());
        Self { agent, limits, free, robots, named, inner, permitted }
    }

    /// Takes an address as one that the user named himself: its host may be on this machine or network, where pages of
    /// the web are not followed to.
    pub fn name(&self, address: &str) {
        self.named.add_host_of(address);
    }

    /// Takes the publisher's permission for an address as given: its host's robots.txt is not asked.
    pub fn permit(&self, address: &str) {
        self.permitted.add_host_of(address);
    }

    /// Whether an address was fetched from this machine or network and says so by its name: a public name, whoever's
    /// name server it is, never speaks for inner hosts.
    #[must_use]
    pub fn is_inner(&self, address: &str) -> bool {
        guard::host(address).is_some_and(|host| self.inner.contains(&host) && guard::is_inner_by_name(&host))
    }

    /// Fetches one page.
    ///
    /// `stamp` is what [`Page::stamp`] was the last time: the server may then answer that nothing changed.
    ///
    /// # Errors
    /// Why there is no page, after the last attempt.
    pub fn page(&self, address: &str, stamp: Option<&str>) -> Result<Page, Refusal> {
        let first = checked(address)?;
        self.follow(&first, stamp, &|url| match self.allow(url) {
            Err(Refusal::Forbidden(None)) if *url != first => Err(Refusal::Forbidden(Some(url.to_string()))),
            answer => answer,
        })
    }

    /// Whether a site's robots.txt, which may itself redirect anywhere, lets a page be fetched.
    fn allow(&self, url: &Url) -> Result<(), Refusal> {
        if self.permitted.contains(url.host_str().unwrap_or_default()) {
            return Ok(());
        }
        self.robots.allow(url, self.limits.bytes, |rules| self.follow(rules, None, &|_| Ok(())))
    }

    /// Fetches a page and follows it where it redirects to; each address must be allowed.
    fn follow(
        &self,
        first: &Url,
        stamp: Option<&str>,
        allow: &dyn Fn(&Url) -> Result<(), Refusal>,
    ) -> Result<Page, Refusal> {
        let mut url = first.clone();
        for _ in 0..=self.limits.redirects {
            allow(&url)?;
            match self.get(&url, stamp)? {
                Answer::Page(page) => return Ok(page),
                Answer::Redirect(target) => url = target,
            }
        }
        Err(Refusal::Redirects)
    }

    /// Asks for what may be fetched, in as many attempts as it takes.
    fn get(&self, url: &Url, stamp: Option<&str>) -> Result<Answer, Refusal> {
        let (mut attempt, mut pause) = (1, self.limits.retry);
        loop {
            self.wait_for_turn(url);
            match page::get(&self.agent, url, stamp, self.limits.bytes) {
                Err(refusal) if refusal.may_pass() && attempt < self.limits.attempts => {
                    tracing::debug!(address = %url, attempt, %refusal, "will be tried again");
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
        Ok(url) if page::is_of_web(&url) => Ok(url),
        Ok(url) => Err(Refusal::Address(format!("`{}` addresses are not fetched", url.scheme()))),
        Err(error) => Err(Refusal::Address(error.to_string())),
    }
}
