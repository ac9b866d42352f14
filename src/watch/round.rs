//! One round of one source: what it names now, and what of that is new.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::folder::{self, Candidate};
use super::sources::{Place, Source};
use super::{Watcher, web};
use crate::document::Document;
use crate::error::{self, Error, Result};
use crate::fetch::{Article, Looked};
use crate::ingest;
use crate::model::TagOptions;
use crate::segment::segment;
use crate::store::{Find, Kept, Store, Visit, difference, sha256};

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
            Place::Web { .. } => self.web()?,
            Place::Folder(path) => self.folder(path)?,
        }
        Ok(self.missed)
    }

    fn web(&mut self) -> Result<()> {
        let Place::Web { address, links, pattern } = &self.source.place else { return Ok(()) };
        let page = self.watcher.fetcher.page(address, None).map_err(|refusal| refusal.at(address))?;
        let items = web::items(&page, links.as_deref(), pattern.as_ref())?;
        let wanted: Vec<_> = items.iter().filter(|item| self.source.titles.is_match(&item.title)).collect();
        tracing::debug!(source = self.source.name, named = items.len(), wanted = wanted.len(), "looked");
        if items.is_empty() {
            let remedy = "check its address, and the selector and pattern of its links";
            return Err(Error::input(error::Place::file(address), "names no document", remedy));
        }
        for item in wanted {
            if self.watcher.stop.is_set() {
                break;
            }
            self.item(item)?;
        }
        Ok(())
    }

    fn item(&mut self, item: &web::Item) -> Result<()> {
        let visit = self.store.visit(&item.address)?;
        if visit.as_ref().is_some_and(|visit| !self.is_due(visit)) {
            return Ok(());
        }
        // A stamp spares the page only if it was read; one that could not be is asked for whole.
        let stamp = visit.as_ref().filter(|visit| visit.document.is_some()).and_then(|visit| visit.stamp.as_deref());
        match self.watcher.fetcher.look(&item.address, stamp) {
            Looked::Read(article) => self.article(article, item),
            Looked::Unchanged => self.store.unchanged(&item.address),
            Looked::Refused(refusal) => self.miss(&item.address, None, &refusal.at(&item.address).to_string()),
            Looked::Unreadable { error, .. } => self.miss(&item.address, None, &error.to_string()),
        }
    }

    fn is_due(&self, visit: &Visit) -> bool {
        let now = Timestamp::now().as_second();
        let recheck = i64::try_from(self.watcher.sources.recheck.as_secs()).unwrap_or(i64::MAX);
        let fresh = visit.document.is_some() && visit.failures == 0 && now.saturating_sub(visit.checked) < recheck;
        now >= visit.due && !fresh
    }

    fn article(&mut self, article: Article, item: &web::Item) -> Result<()> {
        let characters = article.document.text.chars().filter(|c| !c.is_whitespace()).count();
        if characters < self.watcher.sources.characters {
            let problem = format!("{}: has {characters} characters, too few for a document", item.address);
            return self.miss(&item.address, None, &problem);
        }
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
            Err(error) => self.miss(&address, Some(&candidate.stamp), &error.to_string()),
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

    fn miss(&mut self, address: &str, stamp: Option<&str>, problem: &str) -> Result<()> {
        self.missed += 1;
        tracing::warn!(source = self.source.name, "{problem}");
        self.store.missed(address, stamp, problem)
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
