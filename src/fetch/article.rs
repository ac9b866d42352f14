//! A page, or the pages of one article, read as a document.

use std::collections::HashSet;

use super::{Fetcher, Page, Refusal};
use crate::document::Document;
use crate::error::Result;
use crate::ingest::{self, FORMATS, Input, html};
use crate::store::sha256;

/// A fetched article.
#[derive(Debug)]
pub struct Article {
    /// Its pages as they came.
    pub pages: Vec<Page>,
    /// Its text and what is known of it, without structure.
    pub document: Document,
}

/// What came of looking at an article's address.
#[derive(Debug)]
pub enum Looked {
    /// It was fetched and read.
    Read(Article),
    /// The server says that nothing changed.
    Unchanged,
    /// There was no page.
    Refused(Refusal),
    /// There was a page, and it could not be read.
    Unreadable {
        /// The page's stamp, not to read it again until it changes.
        stamp: Option<String>,
        /// Why.
        error: crate::error::Error,
    },
}

impl Article {
    /// The SHA-256 of its bytes, all pages one after the other.
    #[must_use]
    pub fn raw_sha256(&self) -> String {
        sha256(&self.raw())
    }

    /// Its bytes, all pages one after the other.
    #[must_use]
    pub fn raw(&self) -> Vec<u8> {
        self.pages.iter().flat_map(|page| page.bytes.iter().copied()).collect()
    }

    /// Where its first page came from in the end.
    #[must_use]
    pub fn address(&self) -> &str {
        self.pages.first().map_or(self.document.source.as_str(), |page| &page.address)
    }

    /// The stamp of its first page.
    #[must_use]
    pub fn stamp(&self) -> Option<&str> {
        self.pages.first()?.stamp.as_deref()
    }
}

impl Fetcher {
    /// Fetches an article and reads it; one that was cut into pages is joined.
    ///
    /// # Errors
    /// No page, or none that can be read.
    pub fn article(&self, address: &str) -> Result<Article> {
        match self.look(address, None) {
            Looked::Read(article) => Ok(article),
            Looked::Refused(refusal) => Err(refusal.at(address)),
            Looked::Unreadable { error, .. } => Err(error),
            Looked::Unchanged => {
                Err(Refusal::Answer("nothing changed, it says, though unasked".to_owned()).at(address))
            }
        }
    }

    /// The same, where `stamp` tells the server which state is known already.
    pub fn look(&self, address: &str, stamp: Option<&str>) -> Looked {
        let first = match self.page(address, stamp) {
            Ok(page) if page.unchanged => return Looked::Unchanged,
            Ok(page) => page,
            Err(refusal) => return Looked::Refused(refusal),
        };
        let stamp = first.stamp.clone();
        match read(&first) {
            Ok(document) => match self.with_following(first, document) {
                Ok(article) => Looked::Read(article),
                Err(refusal) => Looked::Refused(refusal),
            },
            Err(error) => Looked::Unreadable { stamp, error },
        }
    }

    /// Fetches the pages that follow the first. An article with a page missing is none: it would be kept as if whole.
    fn with_following(&self, first: Page, mut document: Document) -> Result<Article, Refusal> {
        let mut seen = HashSet::from([first.address.clone()]);
        let mut pages = vec![first];
        while let Some(last) = pages.last().filter(|_| pages.len() < self.limits.pages) {
            let Some(next) = next(last).filter(|next| seen.insert(next.clone())) else { break };
            let page = self.page(&next, None)?;
            let text = read(&page).map_err(|error| Refusal::Answer(format!("page {}: {error}", pages.len() + 1)))?.text;
            document.text = format!("{}\n{text}", document.text.trim_end());
            pages.push(page);
        }
        Ok(Article { pages, document })
    }
}

fn next(page: &Page) -> Option<String> {
    (format(page) == Some("html")).then(|| html::next_page(&page.bytes, &page.address)).flatten()
}

/// Reads a page's content. What it looks like counts before what its address ends in: servers send their error pages
/// and viewers under any name.
fn read(page: &Page) -> Result<Document> {
    ingest::read(&page.bytes, &page.address, format(page))
}

pub(super) fn format(page: &Page) -> Option<&'static str> {
    let input = Input { bytes: &page.bytes, source: &page.address };
    let telling = FORMATS.iter().filter(|format| format.name != "text");
    let looks = telling.clone().find(|format| (format.looks_like)(&input)).map(|format| format.name);
    looks.or(match page.media_type.as_deref() {
        Some("text/html" | "application/xhtml+xml") => Some("html"),
        Some("text/plain") => Some("text"),
        Some("text/markdown") => Some("markdown"),
        _ => None,
    })
}
