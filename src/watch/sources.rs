//! What is watched and who is told, read from a sources file (TOML) or named on the command line.
//!
//! ```toml
//! every = "30m"
//!
//! [[source]]
//! name = "ministry"
//! list = "https://www.example.cn/statements/"
//! links = ".list a"
//! pages = 20
//! next = "index_{n}.html"
//! titles = "联合声明|联合公报|宣言"
//!
//! [[source]]
//! folder = "inbox"
//!
//! [[webhook]]
//! url = "https://desk.example.org/hook"
//! secret_env = "HOOK_SECRET"
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use regex_lite::Regex;
use scraper::Selector;
use serde::Deserialize;

use crate::announce::{Channels, Command, Feed, Webhook};
use crate::error::{self, Error, Result};

/// Titles of documents that are wanted from a list or feed, unless a source says otherwise.
const TITLES: &str =
    "联合声明|联合公报|宣言|共同声明|联合新闻公报|聯合聲明|聯合公報|Joint Statement|Joint Declaration|Joint Communiqu";

/// How often a source is looked at, unless it says otherwise.
const EVERY: Duration = Duration::from_secs(30 * 60);

/// After how long a document that is still listed is looked at again, unless the file says otherwise.
const RECHECK: Duration = Duration::from_secs(24 * 3600);

/// The fewest characters of a web page's article that are taken for a document, unless the file says otherwise: pages
/// that say that there is no page are shorter.
const CHARACTERS: usize = 100;

/// What is watched and who is told.
#[derive(Debug, Clone)]
pub struct Sources {
    /// What is watched.
    pub sources: Vec<Source>,
    /// Who is told.
    pub channels: Channels,
    /// After how long a listed document is looked at again.
    pub recheck: Duration,
    /// The fewest characters of a web page's article.
    pub characters: usize,
}

/// A source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name in logs.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// Titles that are wanted.
    pub titles: Regex,
    /// How often it is looked at.
    pub every: Duration,
}

/// Where a source is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A page with links, or a feed: its content tells which.
    Web(List),
    /// A folder of files, those in folders within it included.
    Folder(PathBuf),
}

/// A list of documents on the web.
#[derive(Debug, Clone)]
pub struct List {
    /// Its address.
    pub address: String,
    /// The elements with the links; all links of the page without one.
    pub links: Option<String>,
    /// What the addresses of documents look like.
    pub pattern: Option<Regex>,
    /// The most pages of it that are read.
    pub pages: usize,
    /// How its next page is found.
    pub next: Next,
    /// Whether the publisher permits what robots.txt does not.
    pub permission: bool,
}

/// How the next page of a list is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// By the link that says so.
    Said,
    /// By the link that a CSS selector finds.
    Link(String),
    /// By its number: in an address as `index_{n}.shtml`, `{n}` is 1 for the second page and `{page}` is 2.
    Numbered(String),
}

impl List {
    fn new(address: &str) -> Self {
        let (links, pattern) = (None, None);
        Self { address: address.to_owned(), links, pattern, pages: 1, next: Next::Said, permission: false }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every: Option<String>,
    recheck: Option<String>,
    characters: Option<usize>,
    #[serde(default)]
    source: Vec<Entry>,
    #[serde(default)]
    webhook: Vec<Webhook>,
    #[serde(default)]
    atom: Vec<Feed>,
    #[serde(default)]
    command: Vec<Command>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Option<String>,
    list: Option<String>,
    feed: Option<String>,
    folder: Option<PathBuf>,
    links: Option<String>,
    pattern: Option<String>,
    titles: Option<String>,
    every: Option<String>,
    pages: Option<usize>,
    next: Option<String>,
    #[serde(default)]
    permission: bool,
}

impl Sources {
    /// What the command line names: sources files, addresses of lists and feeds, folders.
    ///
    /// # Errors
    /// Something that is none of these; a mistake in a sources file.
    pub fn named(names: &[String]) -> Result<Self> {
        let mut all =
            Self { sources: Vec::new(), channels: Channels::default(), recheck: RECHECK, characters: CHARACTERS };
        for name in names {
            all.add(name)?;
        }
        if all.sources.is_empty() {
            let remedy = "add a [[source]] with `list`, `feed` or `folder`";
            return Err(Error::input(error::Place::file(names.join(", ")), "names nothing to watch", remedy));
        }
        Ok(all)
    }

    fn add(&mut self, name: &str) -> Result<()> {
        let path = Path::new(name);
        let place = if name.starts_with("http://") || name.starts_with("https://") {
            Place::Web(List::new(name))
        } else if path.is_dir() {
            Place::Folder(path.to_owned())
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(path).map_err(|source| Error::Read { path: name.to_owned(), source })?;
            return self.add_file(&text, path);
        } else {
            let remedy = "name a file SOURCES.toml, an http address or a folder";
            return Err(Error::input(error::Place::file(name), "is nothing that can be watched", remedy));
        };
        self.sources.push(Source { name: name.to_owned(), place, titles: usual_titles(name)?, every: EVERY });
        Ok(())
    }

    fn add_file(&mut self, text: &str, path: &Path) -> Result<()> {
        let file = path.display().to_string();
        let read: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let place = error::Place { file: file.clone(), line };
            Error::input(place, error.message().to_owned(), "mend the line; docs/watch.md describes the fields")
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let every = read.every.as_deref().map_or(Ok(EVERY), |text| duration(text, &file))?;
        if let Some(recheck) = &read.recheck {
            self.recheck = duration(recheck, &file)?;
        }
        self.characters = read.characters.unwrap_or(self.characters);
        for entry in read.source {
            self.sources.push(source(entry, every, folder, &file)?);
        }
        let mut channels = Channels { webhook: read.webhook, feed: read.atom, command: read.command };
        channels.relative_to(folder);
        self.channels.webhook.extend(channels.webhook);
        self.channels.feed.extend(channels.feed);
        self.channels.command.extend(channels.command);
        Ok(())
    }
}

fn source(entry: Entry, every: Duration, folder: &Path, file: &str) -> Result<Source> {
    let places = [&entry.list, &entry.feed].into_iter().flatten().count() + usize::from(entry.folder.is_some());
    if places != 1 {
        let remedy = "give each [[source]] one of `list`, `feed` and `folder`";
        return Err(Error::input(error::Place::file(file), format!("a source has {places} places"), remedy));
    }
    let every = entry.every.as_deref().map_or(Ok(every), |text| duration(text, file))?;
    let titles = entry.titles.as_deref().map_or_else(|| usual_titles(file), |text| expression(text, file))?;
    let place = match &entry.folder {
        Some(path) => Place::Folder(folder.join(path)),
        None => Place::Web(list(&entry, file)?),
    };
    let name = entry.name.unwrap_or_else(|| match &place {
        Place::Web(list) => list.address.clone(),
        Place::Folder(path) => path.display().to_string(),
    });
    Ok(Source { name, place, titles, every })
}

fn list(entry: &Entry, file: &str) -> Result<List> {
    let refuse = |problem: String, remedy: &str| Err(Error::input(error::Place::file(file), problem, remedy));
    let next = next(entry.next.as_deref());
    let selectors = [entry.links.as_deref(), if let Next::Link(css) = &next { Some(css) } else { None }];
    if let Some(css) = selectors.into_iter().flatten().find(|css| Selector::parse(css).is_err()) {
        return refuse(format!("`{css}` is no CSS selector"), "write one like `.list a`");
    }
    let pages = entry.pages.unwrap_or(1);
    if pages == 0 || entry.next.is_some() && pages == 1 {
        return refuse(
            format!("a list of {pages} pages with a next page"),
            "write `pages = 10`, or how many there are",
        );
    }
    if pages > 1 && entry.links.is_none() && entry.pattern.is_none() {
        let problem = "which links of a list of several pages are its items is not said".to_owned();
        return refuse(problem, "add `links` or `pattern`, so that they are told from menus, which are on every page");
    }
    let address = entry.list.as_ref().or(entry.feed.as_ref()).cloned().unwrap_or_default();
    let pattern = entry.pattern.as_deref().map(|text| expression(text, file)).transpose()?;
    Ok(List { address, links: entry.links.clone(), pattern, pages, next, permission: entry.permission })
}

fn next(text: Option<&str>) -> Next {
    match text {
        None => Next::Said,
        Some(text) if text.contains("{n}") || text.contains("{page}") => Next::Numbered(text.to_owned()),
        Some(css) => Next::Link(css.to_owned()),
    }
}

fn usual_titles(file: &str) -> Result<Regex> {
    expression(TITLES, file)
}

fn expression(text: &str, file: &str) -> Result<Regex> {
    Regex::new(text).map_err(|_| {
        let problem = format!("`{text}` is no regular expression");
        Error::input(error::Place::file(file), problem, "write one like 联合声明|宣言")
    })
}

/// `90s`, `30m`, `12h`, `1d`.
fn duration(text: &str, file: &str) -> Result<Duration> {
    let units = [('s', 1), ('m', 60), ('h', 3600), ('d', 24 * 3600)];
    let parsed = units.iter().find_map(|(unit, seconds)| {
        let number: u64 = text.trim().strip_suffix(*unit)?.trim().parse().ok()?;
        Some(Duration::from_secs(number.checked_mul(*seconds)?))
    });
    parsed.ok_or_else(|| {
        let problem = format!("`{text}` is no time");
        Error::input(error::Place::file(file), problem, "write a number and a unit: 90s, 30m, 12h, 1d")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Sources> {
        let mut all =
            Sources { sources: Vec::new(), channels: Channels::default(), recheck: RECHECK, characters: CHARACTERS };
        all.add_file(text, Path::new("dir/s.toml")).map(|()| all)
    }

    #[test]
    fn a_file_names_sources_and_channels() {
        let text = "every = '1h'\nrecheck = '2d'\n[[source]]\nlist = 'https://a.cn/'\nlinks = 'ul a'\nevery = '90s'\n\
            [[source]]\nname = 'in'\nfolder = 'inbox'\n[[webhook]]\nurl = 'http://b/'\n[[atom]]\nfile = 'feed.xml'\n";
        let all = read(text).unwrap();
        assert_eq!((all.sources[0].every.as_secs(), all.sources[1].every.as_secs()), (90, 3600));
        assert_eq!((all.sources[0].name.as_str(), all.sources[1].name.as_str()), ("https://a.cn/", "in"));
        assert!(matches!(&all.sources[1].place, Place::Folder(path) if path == Path::new("dir/inbox")));
        assert_eq!(all.recheck.as_secs(), 2 * 24 * 3600);
        assert_eq!(all.channels.names(), ["webhook http://b/", "feed dir/feed.xml"]);
        assert!(all.sources[0].titles.is_match("中俄联合声明") && !all.sources[0].titles.is_match("例行记者会"));
    }

    #[test]
    fn a_list_of_several_pages_says_how_they_follow() {
        let list = |more: &str| {
            let all = read(&format!("[[source]]\nlist = 'https://a.cn/'\nlinks = 'ul a'\n{more}")).unwrap();
            let Place::Web(list) = &all.sources[0].place else { panic!("help: a list is on the web") };
            (list.pages, list.next.clone(), list.permission)
        };
        assert_eq!(list(""), (1, Next::Said, false));
        assert_eq!(list("pages = 9\npermission = true\n"), (9, Next::Said, true));
        assert_eq!(list("pages = 9\nnext = 'a.next'\n"), (9, Next::Link("a.next".to_owned()), false));
        let numbered = "index_{n}.shtml";
        assert_eq!(list(&format!("pages = 9\nnext = '{numbered}'\n")).1, Next::Numbered(numbered.to_owned()));
    }

    #[test]
    fn mistakes_name_file_and_remedy() {
        let problem = |text: &str| read(text).unwrap_err().to_string();
        assert!(problem("[[source]]\nlist = 'a'\nfeed = 'b'\n").contains("a source has 2 places; give each"));
        assert!(problem("[[source]]\nname = 'a'\n").contains("a source has 0 places"));
        assert!(problem("[[source]]\nlist = 'a'\nlinks = '..'\n").contains("`..` is no CSS selector"));
        assert!(problem("[[source]]\nlist = 'a'\nlinks = 'a'\npages = 2\nnext = '..'\n").contains("`..` is no CSS"));
        assert!(problem("[[source]]\nlist = 'a'\nlinks = 'a'\nnext = 'a'\n").contains("write `pages = 10`"));
        assert!(problem("[[source]]\nlist = 'a'\npages = 2\n").contains("add `links` or `pattern`"));
        assert!(problem("[[source]]\nlist = 'a'\ntitles = '('\n").contains("`(` is no regular expression"));
        assert!(problem("every = '5 weeks'\n").contains("`5 weeks` is no time; write a number"));
        assert!(problem("evry = '5m'\n").starts_with("dir/s.toml:1: unknown field"));
        let nothing = Sources::named(&["nowhere.txt".to_owned()]).unwrap_err().to_string();
        assert!(nothing.contains("is nothing that can be watched"), "{nothing}");
    }
}
