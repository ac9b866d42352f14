//! One request and what comes of it.

use std::fmt;
use std::io;
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body, ResponseExt as _, Timeout};
use url::Url;

use super::guard::Inner;
use crate::error::{Error, Place};
use crate::ingest::gz;

/// A page as it came.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it came from in the end, redirects followed.
    pub address: String,
    /// Its content, unpacked; empty if nothing changed.
    pub bytes: Vec<u8>,
    /// Whether the server said that nothing changed since the stamp.
    pub unchanged: bool,
    /// What the server calls this state of the page: `etag …` or `time …`.
    pub stamp: Option<String>,
    /// The media type that the server states, in lower case and without parameters.
    pub media_type: Option<String>,
}

/// What a server answers.
#[derive(Debug)]
pub(super) enum Answer {
    /// With a page.
    Page(Page),
    /// With the address where the page is.
    Redirect(Url),
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An address that cannot be fetched.
    Address(String),
    /// The server says that it has no such page (404, 410).
    Gone(u16),
    /// The server answers with another status that is no success.
    Status {
        /// The status.
        status: u16,
        /// For how long the server asks to be left alone.
        after: Duration,
    },
    /// The site's robots.txt asks programs to leave it alone; with the address that the page redirects to, if it is that
    /// one's site.
    Forbidden(Option<String>),
    /// The site's robots.txt is larger than this many bytes, so that nobody knows what it asks.
    Rules(usize),
    /// It leads to a host of this machine or network that the user did not name.
    Inner(String),
    /// More redirects than allowed, or one that leads nowhere.
    Redirects,
    /// A page over the limit.
    TooLarge,
    /// No answer, or not all of it, within the time.
    TooSlow,
    /// No connection, or one that broke.
    Connection(String),
    /// An answer that makes no sense.
    Answer(String),
}

impl Refusal {
    /// Whether the next attempt may go better.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            Self::TooSlow | Self::Connection(_) => true,
            Self::Address(_)
            | Self::Gone(_)
            | Self::Forbidden(_)
            | Self::Rules(_)
            | Self::Inner(_)
            | Self::Redirects
            | Self::TooLarge
            | Self::Answer(_) => false,
        }
    }

    /// For how long the server asks to be left alone.
    pub(super) fn after(&self) -> Duration {
        if let Self::Status { after, .. } = self { *after } else { Duration::ZERO }
    }

    /// The error of a program that wanted this address.
    #[must_use]
    pub fn at(&self, address: &str) -> Error {
        let remedy = match self {
            Self::Address(_) => "give an address that begins with http:// or https://",
            Self::Gone(_) => "look for its new address on the publisher's site",
            Self::Forbidden(_) | Self::Rules(_) => {
                "save it by hand, or get the publisher's permission and say so (`permission`)"
            }
            Self::Inner(_) => "name an address of that host yourself if it is meant",
            Self::Status { .. } | Self::Redirects => "open it in a browser to see what is asked for",
            Self::TooLarge => "check that it is a statement's page",
            Self::TooSlow | Self::Connection(_) => "check the network, or try again later",
            Self::Answer(_) => "open it in a browser and save the page",
        };
        Error::input(Place::file(address), self.to_string(), remedy)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(problem) => write!(f, "is no address of the web: {problem}"),
            Self::Gone(status) => write!(f, "has moved or is gone (status {status})"),
            Self::Status { status, .. } => write!(f, "the server refuses it (status {status})"),
            Self::Forbidden(None) => f.write_str("its site's robots.txt asks programs to leave it alone"),
            Self::Forbidden(Some(target)) => {
                write!(f, "redirects to {target}, whose site's robots.txt asks programs to leave it alone")
            }
            Self::Rules(limit) => {
                let limit = *limit as f64 / f64::from(1 << 20);
                write!(f, "its site's robots.txt is larger than {limit} MiB and not read; so the site is left alone")
            }
            Self::Inner(host) => write!(f, "leads to {host}, which is on this machine or network"),
            Self::Redirects => f.write_str("redirects in a circle or too often"),
            Self::TooLarge => f.write_str("is larger than a page may be"),
            Self::TooSlow => f.write_str("did not come whole in time"),
            Self::Connection(problem) => write!(f, "the connection failed: {problem}"),
            Self::Answer(problem) => write!(f, "the answer cannot be used: {problem}"),
        }
    }
}

/// Asks once for a page of at most `limit` bytes.
pub(super) fn get(agent: &Agent, url: &Url, stamp: Option<&str>, limit: usize) -> Result<Answer, Refusal> {
    let request = agent.get(url.as_str());
    let request = match stamp.and_then(|stamp| stamp.split_once(' ')) {
        Some(("etag", tag)) => request.header(header::IF_NONE_MATCH, tag),
        Some(("time", time)) => request.header(header::IF_MODIFIED_SINCE, time),
        _ => request,
    };
    let mut response = request.call().map_err(|error| refusal(&error))?;
    let status = response.status();
    let unchanged = status == StatusCode::NOT_MODIFIED;
    if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return target(&response, url).map(Answer::Redirect);
    }
    if !unchanged && !status.is_success() {
        return Err(refused(&response));
    }
    let address = response.get_uri().to_string();
    let bytes = if unchanged { Vec::new() } else { content(&mut response, limit)? };
    let new_stamp = stamp_of(&response).or_else(|| stamp.filter(|_| unchanged).map(str::to_owned));
    Ok(Answer::Page(Page { address, bytes, unchanged, stamp: new_stamp, media_type: media_type(&response) }))
}

/// Where a redirect leads to, if that is a place of the web.
fn target(response: &Response<Body>, from: &Url) -> Result<Url, Refusal> {
    let stated = response.headers().get(header::LOCATION).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let target = stated.and_then(|stated| from.join(stated).ok());
    target.filter(is_of_web).ok_or(Refusal::Redirects)
}

/// Whether an address can be fetched.
pub(super) fn is_of_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

fn refused(response: &Response<Body>) -> Refusal {
    match response.status().as_u16() {
        status @ (404 | 410) => Refusal::Gone(status),
        300..400 => Refusal::Redirects,
        status => {
            let seconds = text(response, &header::RETRY_AFTER).and_then(|value| value.parse().ok()).unwrap_or(0);
            Refusal::Status { status, after: Duration::from_secs(seconds) }
        }
    }
}

/// The content, unpacked here: what is unpacked is limited as well as what is sent.
fn content(response: &mut Response<Body>, limit: usize) -> Result<Vec<u8>, Refusal> {
    let coding = text(response, &header::CONTENT_ENCODING).unwrap_or_default().to_ascii_lowercase();
    let sent = response.body_mut().with_config().limit(limit as u64 + 1).read_to_vec();
    let sent = sent.map_err(|error| refusal(&error))?;
    if sent.len() > limit {
        return Err(Refusal::TooLarge);
    }
    match coding.trim() {
        "" | "identity" => Ok(sent),
        "gzip" | "x-gzip" => gz::unpack(&sent, limit, "").map_err(|error| match error {
            Error::Input { problem, .. } if problem.contains("more than") => Refusal::TooLarge,
            _ => Refusal::Connection("the packed page is damaged or cut off".to_owned()),
        }),
        other => Err(Refusal::Answer(format!("it is packed as `{other}`"))),
    }
}

fn stamp_of(response: &Response<Body>) -> Option<String> {
    let tag = text(response, &header::ETAG).map(|tag| format!("etag {tag}"));
    tag.or_else(|| text(response, &header::LAST_MODIFIED).map(|time| format!("time {time}")))
}

fn media_type(response: &Response<Body>) -> Option<String> {
    let value = text(response, &header::CONTENT_TYPE)?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

fn text<'r>(response: &'r Response<Body>, name: &header::HeaderName) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

fn refusal(error: &ureq::Error) -> Refusal {
    match error {
        ureq::Error::BodyExceedsLimit(_) => Refusal::TooLarge,
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => Refusal::Redirects,
        ureq::Error::Timeout(Timeout::Resolve) | ureq::Error::HostNotFound => {
            Refusal::Connection("the host's name is not known".to_owned())
        }
        ureq::Error::Timeout(_) => Refusal::TooSlow,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Refusal::TooSlow,
        ureq::Error::Io(_) | ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            Refusal::Connection(error.to_string())
        }
        ureq::Error::Other(cause) if cause.is::<Inner>() => Refusal::Inner(cause.to_string()),
        other => Refusal::Answer(other.to_string()),
    }
}
