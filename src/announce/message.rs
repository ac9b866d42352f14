//! What is told: the document, the room of its themes, and what is new against the last one of the same parties.

use serde::Serialize;

use crate::error::Result;
use crate::store::{Announcement, Filter, Store, StoredDocument, StoredParagraph, difference};

/// What a receiver gets, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    /// The number of the announcement: the same in every attempt.
    pub announcement: i64,
    /// `new` or `changed`.
    pub event: &'static str,
    /// The document's number in the store.
    pub document: i64,
    /// The number of the version, from 1.
    pub version: i64,
    /// Its title.
    pub title: Option<String>,
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who speaks.
    pub parties: Vec<String>,
    /// Where it was found.
    pub source: String,
    /// When, in UTC.
    pub seen: String,
    /// Its themes, the one with the most room first.
    pub themes: Vec<Room>,
    /// What is new against the last document of the same parties, where there is one.
    pub against: Option<Against>,
    /// What the version changed, for changed documents.
    pub difference: Option<String>,
}

/// The room that a theme has in a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Room {
    /// The theme's id.
    pub theme: String,
    /// Paragraphs that carry it.
    pub paragraphs: usize,
    /// Sentences that carry it.
    pub sentences: i64,
    /// The share of the document's sentences, 0 to 1.
    pub share: f64,
}

/// The difference to an earlier document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// The earlier document's number in the store.
    pub document: i64,
    /// Its title.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Themes that it did not have.
    pub gained: Vec<String>,
    /// Themes that only it had.
    pub lost: Vec<String>,
}

impl Message {
    /// The message as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// One line for people: `2024-05-16 联合声明: arctic 12 %, energy 8 %`.
    #[must_use]
    pub fn line(&self) -> String {
        let themes = self.themes.iter().take(5).map(|room| format!("{} {:.0} %", room.theme, 100.0 * room.share));
        let title = self.title.as_deref().unwrap_or(&self.source);
        let themes = themes.collect::<Vec<_>>().join(", ");
        format!("{} {title}: {themes}", self.date.as_deref().unwrap_or("undated"))
    }
}

/// Puts a message together from the store.
///
/// # Errors
/// A store that cannot be read.
pub fn message(store: &Store, announcement: &Announcement) -> Result<Message> {
    let Announcement { id, document, version, .. } = *announcement;
    let entry = store.entry(document)?;
    let read = store.document(document, Some(version))?;
    let themes = rooms(&store.paragraphs(document)?);
    let against = match earlier(store, &entry)? {
        Some(before) => Some(against(store, &before, &themes)?),
        None => None,
    };
    let before = if version > 1 { Some(store.document(document, Some(version - 1))?) } else { None };
    Ok(Message {
        announcement: id,
        event: if version > 1 { "changed" } else { "new" },
        document,
        version,
        title: read.title,
        date: read.date,
        parties: read.parties,
        source: read.source,
        seen: entry.seen,
        themes,
        against,
        difference: before.map(|before| difference(&before.text, &read.text)),
    })
}

/// The room of each theme, the largest first.
fn rooms(paragraphs: &[StoredParagraph]) -> Vec<Room> {
    let all = paragraphs.iter().map(|paragraph| paragraph.sentences).sum::<i64>().max(1);
    let mut rooms: Vec<Room> = Vec::new();
    for label in paragraphs.iter().flat_map(|p| &p.labels).filter(|label| label.assigned) {
        let sentences = label.sentences.max(1);
        match rooms.iter_mut().find(|room| room.theme == label.theme) {
            Some(room) => (room.paragraphs, room.sentences) = (room.paragraphs + 1, room.sentences + sentences),
            None => rooms.push(Room { theme: label.theme.clone(), paragraphs: 1, sentences, share: 0.0 }),
        }
    }
    for room in &mut rooms {
        room.share = room.sentences as f64 / all as f64;
    }
    rooms.sort_by(|a, b| b.sentences.cmp(&a.sentences).then_with(|| a.theme.cmp(&b.theme)));
    rooms
}

/// The last document of the same parties that is dated before this one.
fn earlier(store: &Store, entry: &StoredDocument) -> Result<Option<StoredDocument>> {
    if entry.parties.is_empty() || entry.date.is_none() {
        return Ok(None);
    }
    let same = |other: &StoredDocument| {
        let (mut ours, mut theirs) = (entry.parties.clone(), other.parties.clone());
        ours.sort();
        theirs.sort();
        other.id != entry.id && ours == theirs && other.date.is_some() && other.date < entry.date
    };
    Ok(store.list(&Filter::default())?.into_iter().rfind(same))
}

fn against(store: &Store, before: &StoredDocument, themes: &[Room]) -> Result<Against> {
    let theirs = rooms(&store.paragraphs(before.id)?);
    let only = |ours: &[Room], others: &[Room]| {
        let mut ids: Vec<String> = ours.iter().map(|room| room.theme.clone()).collect();
        ids.retain(|id| others.iter().all(|other| other.theme != *id));
        ids
    };
    Ok(Against {
        document: before.id,
        title: before.title.clone(),
        date: before.date.clone(),
        gained: only(themes, &theirs),
        lost: only(&theirs, themes),
    })
}
