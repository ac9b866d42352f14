//! A folder of fetched statements: for each the page as it came, its text, and a record of where and when.
//!
//! `ID.html` (or `.pdf`, ...) is the page, `ID.txt` the text with a header, as `gongbao tag` reads it, and `ID.json` the
//! record. The record is written last: a statement without one is fetched again, so a broken run is simply repeated.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Article, Fetcher, Statement, check};
use crate::document::Document;
use crate::error::{Error, Place, Result};
use crate::model::write_atomically;
use crate::segment::segment;
use crate::store::sha256;

/// A folder for fetched statements.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

/// Where a statement came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its id: the catalogue's, or one made of the address.
    pub id: String,
    /// The address that was asked for.
    pub address: String,
    /// Where each of its pages came from in the end.
    pub pages: Vec<String>,
    /// When, in UTC.
    pub fetched: String,
    /// The file with the page as it came.
    pub raw_file: String,
    /// Its SHA-256.
    pub raw_sha256: String,
    /// The file with the text.
    pub text_file: String,
    /// Its SHA-256.
    pub text_sha256: String,
    /// The title.
    pub title: Option<String>,
    /// The date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// How many characters the text has, white space aside.
    pub characters: usize,
}

/// What became of one statement.
#[derive(Debug, PartialEq, Eq)]
pub enum Fetched {
    /// It was fetched and is in the folder.
    New(Record),
    /// It was in the folder already.
    Kept(Record),
}

impl Folder {
    /// A folder; made where there is none.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).map_err(|source| Error::Write { path: path.display().to_string(), source })?;
        Ok(Self { path: path.to_owned() })
    }

    /// Fetches a known statement from the first of its addresses that has it; kept is what the folder has whole.
    ///
    /// # Errors
    /// No address has it, with a line for each address that was tried.
    pub fn fetch(&self, fetcher: &Fetcher, statement: &Statement) -> Result<Fetched> {
        if let Some(record) = self.record(&statement.id) {
            return Ok(Fetched::Kept(record));
        }
        let mut errors = Vec::new();
        for address in &statement.addresses {
            match fetch_checked(fetcher, address, statement) {
                Ok(article) => return self.write(&statement.id, address, &article).map(Fetched::New),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            let remedy = format!("find `{}` at {} and give its address", statement.zh, statement.publisher);
            errors.push(Error::input(Place::file(&statement.id), "no address is known for it", remedy));
        }
        Err(Error::all(errors))
    }

    /// Fetches what stands at an address; kept is what the folder has whole.
    ///
    /// # Errors
    /// No page, or none that can be read.
    pub fn fetch_address(&self, fetcher: &Fetcher, address: &str) -> Result<Fetched> {
        let id = id_of(address);
        if let Some(record) = self.record(&id) {
            return Ok(Fetched::Kept(record));
        }
        let article = structured(fetcher.article(address)?);
        self.write(&id, address, &article).map(Fetched::New)
    }

    /// The record of a statement whose files are there, as they were written.
    fn record(&self, id: &str) -> Option<Record> {
        let json = fs::read(self.path.join(format!("{id}.json"))).ok()?;
        let record: Record = serde_json::from_slice(&json).ok()?;
        let whole = |name: &str, hash: &str| fs::read(self.path.join(name)).is_ok_and(|bytes| sha256(&bytes) == hash);
        let plain = |name: &str| Path::new(name).file_name().is_some_and(|file| file == name);
        let files = [(&record.raw_file, &record.raw_sha256), (&record.text_file, &record.text_sha256)];
        files.iter().all(|(name, hash)| plain(name) && whole(name, hash)).then_some(record)
    }

    fn write(&self, id: &str, address: &str, article: &Article) -> Result<Record> {
        let (raw, text) = (article.raw(), with_header(id, &article.document));
        let (raw_file, text_file) = (format!("{id}.{}", extension(article)), format!("{id}.txt"));
        write_atomically(&self.path.join(&raw_file), &raw)?;
        write_atomically(&self.path.join(&text_file), text.as_bytes())?;
        let document = &article.document;
        let record = Record {
            id: id.to_owned(),
            address: address.to_owned(),
            pages: article.pages.iter().map(|page| page.address.clone()).collect(),
            fetched: Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default().to_string(),
            raw_file,
            raw_sha256: sha256(&raw),
            text_file,
            text_sha256: sha256(text.as_bytes()),
            title: document.title.clone(),
            date: document.date.clone(),
            characters: document.text.chars().filter(|c| !c.is_whitespace()).count(),
        };
        let json = serde_json::to_string_pretty(&record).unwrap_or_default() + "\n";
        write_atomically(&self.path.join(format!("{id}.json")), json.as_bytes())?;
        Ok(record)
    }
}

fn fetch_checked(fetcher: &Fetcher, address: &str, statement: &Statement) -> Result<Article> {
    let mut article = structured(fetcher.article(address)?);
    let doubts = check::doubts(&article.document, statement);
    if !doubts.is_empty() {
        let problem = format!("is not {}: {}", statement.id, doubts.join(", "));
        let remedy = format!("look at it; `gongbao fetch {address}` takes it all the same");
        return Err(Error::input(Place::file(address), problem, remedy));
    }
    // The catalogue knows better than a page what the statement is called and when it was signed.
    article.document.title = Some(statement.zh.clone());
    article.document.date = Some(statement.date.clone());
    article.document.parties.clone_from(&statement.parties);
    Ok(article)
}

/// The article with what its own text says of title, date and parties.
fn structured(mut article: Article) -> Article {
    segment(&mut article.document);
    article
}

/// The text as a file with a header.
fn with_header(id: &str, document: &Document) -> String {
    let mut text = format!("---\nid: {id}\n");
    let fields = [
        ("title", document.title.clone()),
        ("date", document.date.clone()),
        ("parties", (!document.parties.is_empty()).then(|| document.parties.join("、"))),
    ];
    for (key, value) in fields.iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
        let _ = writeln!(text, "{key}: {}", value.replace(['\n', '\r'], " "));
    }
    text + "---\n" + document.text[document.body..].trim_end() + "\n"
}

/// An id made of an address: its host and the last part of its path, and enough of a hash to be its own.
fn id_of(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let path = url.as_ref().map(Url::path).unwrap_or_default();
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let name = format!("{host}-{}", last.rsplit_once('.').map_or(last, |(stem, _)| stem));
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(safe).take(60).collect();
    format!("{}-{}", name.trim_matches('-'), &sha256(address.as_bytes())[..8])
}

/// What the raw file's name ends in: by what the page looks like, not by what its address says.
fn extension(article: &Article) -> &'static str {
    let Some(page) = article.pages.first() else { return "txt" };
    match super::article::format(page) {
        Some("text") | None => "raw",
        Some("markdown") => "md",
        Some(name) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_addresses_are_file_names_of_their_own() {
        let id = id_of("https://www.mfa.gov.cn/zyxw/202202/t20220204_10638953.shtml");
        assert!(id.starts_with("www-mfa-gov-cn-t20220204-10638953-"), "{id}");
        assert_ne!(id_of("https://a.cn/a?x=1"), id_of("https://a.cn/a?x=2"));
        assert!(id_of("https://a.cn/../../%2e%2e/联合").chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    }

    #[test]
    fn the_text_file_reads_back_with_what_is_known() {
        let document = Document {
            text: "联合声明\n双方重申。\n".to_owned(),
            title: Some("联合\n声明".to_owned()),
            date: Some("2024-05-16".to_owned()),
            parties: vec!["中国".to_owned(), "俄罗斯".to_owned()],
            ..Document::default()
        };
        let file = with_header("a", &document);
        let read = crate::ingest::read(file.as_bytes(), "a.txt", None).unwrap();
        assert_eq!(
            (read.title.as_deref(), read.date, read.parties),
            (Some("联合 声明"), document.date, document.parties)
        );
        assert_eq!(&read.text[read.body..], "联合声明\n双方重申。\n");
    }
}
