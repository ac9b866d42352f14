//! One round of one source: what it names now, and what of that is new.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::Watcher;
use super::folder::{self, Candidate};
use super::pages::Pages;
use super::sources::{List, Place, Source};
use super::web::Item;
use crate::document::Document;
use crate::error::{self, Error, Result};
use crate::fetch::{Article, Looked};
use crate::ingest;
use crate::model::TagOptions;
use crate::segment::segment;
use crate::store::{Find, Kept, Listed, Store, Visit, difference, sha256};

/// How long a file must be left alone before it is read.
const SETTLING: Duration = Duration::from_secs(2);

/// The largest file that is read.
const LARGEST: u64 = 64 << 20;

/// A round.
pub(super) struct Round<'r> {
    watcher: &'r Watcher<'r>,
    source: &'r Source,
    store: &'r mut Store,
    /// Documents that could not be had or read.
    missed: usize,
}

impl<'r> Round<'r> {
    pub(super) fn new(watcher: &'r Watcher<'r>, source: &'r Source, store: &'r mut Store) -> Self {
        Self { watcher, source, store, missed: 0 }
    }

    /// Looks at everything that the source names; how many documents could not be had or read.
    ///
    /// # Errors
    /// The source itself cannot be reached, or the store cannot be used. A single document that cannot be had or read is
    /// noted in the store.
    pub(super) fn run(mut self) -> Result<usize> {
        match &self.source.place {
            Place::Web(list) => self.list(list)?,
            Place::Folder(path) => self.folder(path)?,
        }
        Ok(self.missed)
    }

    /// Looks at a list: its pages as far as they are new, and what earlier rounds could not read.
    fn list(&mut self, list: &'r List) -> Result<()> {
        let fetcher = self.watcher.fetcher;
        fetcher.name(&list.address);
        if list.permission {
            fetcher.permit(&list.address);
        }
        let mut pages = Pages::new(list, self.store.named(&list.address)?);
        while let Some(named) = pages.read(fetcher)? {
            let wanted = named.into_iter().filter(|item| self.source.titles.is_match(&item.title));
            for item in wanted {
                if self.watcher.stop.is_set() {
                    return Ok(());
                }
                // A list of this network may name documents on its other hosts.
                if fetcher.is_inner(&list.address) {
                    fetcher.name(&item.address);
                }
                self.item(list, &item)?;
            }
        }
        tracing::debug!(source = self.source.name, pages = pages.number, named = pages.seen.len(), "looked");
        if let Some(first) = pages.first_page() {
            self.store.note_named(&list.address, first)?;
        }
        for (address, title) in self.store.overdue(&list.address)? {
            if !self.watcher.stop.is_set() && !pages.seen.contains(&address) {
                self.item(list, &Item { address, title })?;
            }
        }
        Ok(())
    }

    fn item(&mut self, list: &List, item: &Item) -> Result<()> {
        let visit = self.store.visit(&item.address)?;
        if visit.as_ref().is_some_and(|visit| !self.is_due(visit)) {
            return Ok(());
        }
        // A stamp spares the page only if it was read; one that could not be is asked for whole.
        let stamp = visit.as_ref().filter(|visit| visit.document.is_some()).and_then(|visit| visit.stamp.as_deref());
        let problem = match self.watcher.fetcher.look(&item.address, stamp) {
            Looked::Read(article) => match self.too_short(&article) {
                None => return self.article(article, item),
                Some(problem) => problem,
            },
            Looked::Unchanged => return self.store.unchanged(&item.address),
            Looked::Refused(refusal) => refusal.at(&item.address).to_string(),
            Looked::Unreadable { error, .. } => error.to_string(),
        };
        self.miss(&item.address, None, &problem, Some(Listed { list: &list.address, title: &item.title }))
    }

    fn is_due(&self, visit: &Visit) -> bool {
        let now = Timestamp::now().as_second();
        let recheck = i64::try_from(self.watcher.sources.recheck.as_secs()).unwrap_or(i64::MAX);
        let fresh = visit.document.is_some() && visit.failures == 0 && now.saturating_sub(visit.checked) < recheck;
        now >= visit.due && !fresh
    }

    /// What is wrong with an article that is too short for a document.
    fn too_short(&self, article: &Article) -> Option<String> {
        let characters = article.document.text.chars().filter(|c| !c.is_whitespace()).count();
        let short = characters < self.watcher.sources.characters;
        short.then(|| format!("{}: has {characters} characters, too few for a document", article.document.source))
    }

    fn article(&mut self, article: Article, item: &Item) -> Result<()> {
        let (stamp, raw) = (article.stamp().map(str::to_owned), article.raw_sha256());
        let mut document = article.document;
        document.source.clone_from(&item.address);
        if document.title.is_none() {
            segment(&mut document);
            document.title = document.title.or_else(|| Some(item.title.clone()));
        }
        self.keep(document, &item.address, stamp.as_deref(), &raw)
    }

    fn folder(&mut self, folder: &Path) -> Result<()> {
        let settling = if self.watcher.once { Duration::ZERO } else { SETTLING };
        let found = folder::candidates(folder, settling)
            .map_err(|source| Error::Read { path: folder.display().to_string(), source })?;
        for candidate in found {
            if self.watcher.stop.is_set() {
                break;
            }
            self.file(&candidate)?;
        }
        Ok(())
    }

    fn file(&mut self, candidate: &Candidate) -> Result<()> {
        let path = fs::canonicalize(&candidate.path).unwrap_or_else(|_| candidate.path.clone());
        let address = path.display().to_string();
        let visit = self.store.visit(&address)?;
        if visit.is_some_and(|visit| visit.stamp.as_deref() == Some(&candidate.stamp)) {
            return Ok(());
        }
        match read(&path, &address) {
            Ok((document, raw)) => self.keep(document, &address, Some(&candidate.stamp), &raw),
            Err(error) => self.miss(&address, Some(&candidate.stamp), &error.to_string(), None),
        }
    }

    fn keep(&mut self, mut document: Document, address: &str, stamp: Option<&str>, raw_sha256: &str) -> Result<()> {
        segment(&mut document);
        let model = self.watcher.model;
        let tagged = model.tag(document, &TagOptions::default());
        let channels = self.watcher.sources.channels.names();
        let find = Find { address, stamp, raw_sha256, tagged: &tagged, channels: &channels };
        let title = tagged.document.title.as_deref().unwrap_or("without a title");
        let source = self.source.name.as_str();
        match self.store.keep(&find, model)? {
            Kept::New { document } => tracing::info!(source, document, address, title, "new document"),
            Kept::Changed { document, version } => {
                let before = self.store.document(document, Some(version - 1))?;
                let difference = difference(&before.text, &tagged.document.text);
                tracing::info!(source, document, version, address, title, "changed document\n{difference}");
            }
            Kept::Known { document } => tracing::debug!(source, document, address, "known document"),
        }
        Ok(())
    }

    fn miss(&mut self, address: &str, stamp: Option<&str>, problem: &str, listed: Option<Listed>) -> Result<()> {
        self.missed += 1;
        tracing::warn!(source = self.source.name, "{problem}");
        self.store.missed(address, stamp, problem, listed)
    }
}

/// Reads a file as a document; its text and the SHA-256 of its bytes.
fn read(path: &Path, address: &str) -> Result<(Document, String)> {
    let failed = |source| Error::Read { path: address.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.len() > LARGEST {
        let problem = format!("is larger than {} MiB", LARGEST >> 20);
        return Err(Error::input(error::Place::file(address), problem, "give the part that holds the text"));
    }
    let bytes = fs::read(path).map_err(failed)?;
    Ok((ingest::read(&bytes, address, None)?, sha256(&bytes)))
}
