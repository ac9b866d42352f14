//! What a site's robots.txt allows (RFC 9309), asked for once a day and host.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use robotstxt::DefaultMatcher;
use url::Url;

use super::{Page, Refusal};

/// The name that rules for this program use.
const AGENT: &str = "gongbao";

/// How long an answer holds.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The answers of all sites.
#[derive(Debug, Default)]
pub(super) struct Robots {
    sites: Mutex<HashMap<String, Arc<Mutex<Option<Answer>>>>>,
}

#[derive(Debug)]
struct Answer {
    since: Instant,
    /// The rules; empty where there are none, and nothing where they are larger than a page may be.
    text: Option<String>,
}

impl Robots {
    /// Whether a page may be had; `get` fetches the rules, of at most `limit` bytes, where they are not known or a day
    /// old.
    ///
    /// # Errors
    /// The rules forbid it, or cannot be had now: a site that does not answer is not asked for more. Rules over the
    /// limit: what they ask is not known, so the site is left alone, and for a day not asked for them again.
    pub(super) fn allow(
        &self,
        url: &Url,
        limit: usize,
        get: impl FnOnce(&Url) -> Result<Page, Refusal>,
    ) -> Result<(), Refusal> {
        let Ok(address) = url.join("/robots.txt") else { return Ok(()) };
        let site = Arc::clone(self.lock().entry(url.origin().ascii_serialization()).or_default());
        // Held while the rules are fetched, so that they are fetched once.
        let mut known = site.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|answer| answer.since.elapsed() >= DAY) {
            *known = Some(Answer { since: Instant::now(), text: rules(get(&address))? });
        }
        match known.as_ref().map(|answer| answer.text.as_deref()) {
            Some(None) => Err(Refusal::Rules(limit)),
            Some(Some(text)) if !allows(text, url) => Err(Refusal::Forbidden(None)),
            _ => Ok(()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Mutex<Option<Answer>>>>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The rules that an answer means: a site without the file (any 4xx) allows all, one that fails must be waited for;
/// nothing where they are too large.
fn rules(answer: Result<Page, Refusal>) -> Result<Option<String>, Refusal> {
    match answer {
        Ok(page) => Ok(Some(String::from_utf8_lossy(&page.bytes).into_owned())),
        Err(Refusal::TooLarge) => Ok(None),
        Err(Refusal::Status { status, .. }) if (400..500).contains(&status) && status != 429 => Ok(Some(String::new())),
        Err(Refusal::Gone(_) | Refusal::Redirects | Refusal::Answer(_)) => Ok(Some(String::new())),
        Err(refusal) => Err(refusal),
    }
}

fn allows(rules: &str, url: &Url) -> bool {
    DefaultMatcher::default().one_agent_allowed_by_robots(rules, AGENT, url.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allowed(rules: &str, path: &str) -> bool {
        allows(rules, &Url::parse("https://a.cn").unwrap().join(path).unwrap())
    }

    #[test]
    fn the_longest_rule_of_our_own_group_counts() {
        let rules = "User-agent: *\nDisallow: /\n\nUser-agent: Gongbao\nUser-agent: other\nDisallow: /a\nAllow: /a/b\n\
            Disallow: /*.pdf$\nDisallow: /搜索\n";
        for (path, expected) in [
            ("/", true),
            ("/a", false),
            ("/a/c.html", false),
            ("/a/b/c.html", true),
            ("/x.pdf", false),
            ("/x.pdf?y", true),
            ("/搜索?q=1", false),
        ] {
            assert_eq!(allowed(rules, path), expected, "{path}");
        }
        assert!(!allowed("user-agent: *\r\ndisallow: /x\r\n", "/x/y"));
    }

    #[test]
    fn what_holds_no_rules_allows_all() {
        for rules in ["", "<!DOCTYPE html><p>404 User agent", "Disallow: /", "User-agent: *\nDisallow:\n", "\u{FEFF}"] {
            assert!(allowed(rules, "/a"), "{rules}");
        }
    }

    #[test]
    fn a_site_is_asked_once_and_one_that_fails_again() {
        let (robots, url) = (Robots::default(), Url::parse("https://a.cn/x?y").unwrap());
        assert_eq!(robots.allow(&url, 9, |_| Err(Refusal::TooSlow)), Err(Refusal::TooSlow));
        assert_eq!(
            robots.allow(&url, 9, |at| {
                assert_eq!(at.as_str(), "https://a.cn/robots.txt");
                Err(Refusal::Gone(404))
            }),
            Ok(())
        );
        assert_eq!(robots.allow(&url, 9, |_| Err(Refusal::TooSlow)), Ok(()));
        let busy = Refusal::Status { status: 503, after: Duration::ZERO };
        assert_eq!(rules(Err(busy.clone())), Err(busy));
    }

    proptest! {
        #[test]
        fn no_rules_make_it_panic(rules in "(User-agent|Allow|Disallow|Site|:|\\*|\\$|%|/|é|联|#|\\n|\\r| |\\PC){0,60}", path in "/x\\PC{0,12}") {
            let _ = allowed(&rules, &path);
        }
    }
}
