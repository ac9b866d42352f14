//! The page structures of known publishers, read from `sites.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

/// Where one publisher's pages hold what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Who publishes there; for the reader of the file.
    #[allow(dead_code)]
    pub name: String,
    /// The hosts, without `www.` and the like.
    pub hosts: Vec<String>,
    /// Selectors of the element with the article.
    pub article: Vec<String>,
    /// Selectors of its title.
    pub title: Vec<String>,
    /// Selectors of the day of publication.
    pub date: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    site: Vec<Site>,
}

/// All sites, in the order of the file; none if the file were damaged, which a test excludes.
fn all() -> &'static [Site] {
    static SITES: OnceLock<Vec<Site>> = OnceLock::new();
    SITES.get_or_init(|| toml::from_str::<File>(include_str!("sites.toml")).map(|file| file.site).unwrap_or_default())
}

/// The sites in the order to try them for a page from `source`: its own, then the others.
pub fn for_source(source: &str) -> impl Iterator<Item = &'static Site> {
    let host = host(source).unwrap_or_default();
    let own = move |site: &&Site| site.hosts.iter().any(|known| belongs(&host, known));
    let others = own.clone();
    all().iter().filter(own).chain(all().iter().filter(move |site| !others(site)))
}

/// The host of a web address, in lower case.
fn host(source: &str) -> Option<String> {
    let (_, rest) = source.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.to_ascii_lowercase())
}

fn belongs(host: &str, known: &str) -> bool {
    host.strip_suffix(known).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use scraper::Selector;

    use super::*;

    #[test]
    fn every_selector_of_every_site_is_valid() {
        assert!(all().len() >= 6, "help: sites.toml does not parse");
        for site in all() {
            for css in site.article.iter().chain(&site.title).chain(&site.date) {
                assert!(Selector::parse(css).is_ok(), "{}: {css}", site.name);
            }
        }
    }

    #[test]
    fn a_pages_own_site_comes_first() {
        let first = |source: &str| for_source(source).next().unwrap().name.as_str();
        assert_eq!(first("http://en.kremlin.ru/supplement/5770"), "President of Russia");
        assert_eq!(first("https://www.gov.cn/a.htm"), "State Council of the PRC");
        assert_eq!(first("https://www.mfa.gov.cn:443/a"), "Ministry of Foreign Affairs of the PRC");
        assert_eq!(first("https://notgov.cn.example/a"), all()[0].name);
        assert_eq!(for_source("page.html").count(), all().len());
    }
}
