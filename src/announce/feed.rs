//! The Atom feed (RFC 4287): the newest documents, written anew from the store.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::channels::{Channel, Feed};
use super::message::{Message, message};
use crate::error::Result;
use crate::model::write_atomically;
use crate::store::{Announcement, Filter, Store, StoredDocument};

/// How many documents the feed holds.
const NEWEST: usize = 50;

impl Channel for Feed {
    fn name(&self) -> String {
        format!("feed {}", self.file.display())
    }

    /// The whole feed is written, with all that the store holds by now; so repeating it does no harm.
    fn tell(&self, store: &Store, _: &Message) -> Result<(), String> {
        self.write(store).map_err(|error| error.to_string())
    }
}

impl Feed {
    fn write(&self, store: &Store) -> Result<()> {
        let mut documents = store.list(&Filter::default())?;
        documents.sort_by(|a, b| (&b.seen, b.id).cmp(&(&a.seen, a.id)));
        documents.truncate(NEWEST);
        let entries = documents.iter().map(|document| Ok((document, told(store, document)?)));
        let entries = entries.collect::<Result<Vec<_>>>()?;
        let title = self.title.as_deref().unwrap_or("Joint statements");
        // Writing to memory does not fail.
        write_atomically(&self.file, &atom(title, &entries).unwrap_or_default())
    }
}

fn told(store: &Store, document: &StoredDocument) -> Result<Message> {
    message(store, &Announcement { id: 0, document: document.id, version: document.versions, attempts: 0 })
}

fn atom(title: &str, entries: &[(&StoredDocument, Message)]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let updated = entries.first().map_or("1970-01-01T00:00:00Z", |(document, _)| &document.seen);
    writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom")).write_inner_content(
        |feed| {
            element(feed, "id", "urn:gongbao:feed")?;
            element(feed, "title", title)?;
            element(feed, "updated", updated)?;
            feed.create_element("author").write_inner_content(|author| element(author, "name", "gongbao"))?;
            entries.iter().try_for_each(|(document, message)| entry(feed, document, message))
        },
    )?;
    Ok(writer.into_inner())
}

fn entry(feed: &mut Writer<Vec<u8>>, document: &StoredDocument, message: &Message) -> std::io::Result<()> {
    feed.create_element("entry")
        .write_inner_content(|entry| {
            // The hash of the document's bytes makes the id the store's own, whatever other store numbers the same.
            let hash = &document.raw_sha256[..document.raw_sha256.len().min(16)];
            element(entry, "id", &format!("urn:gongbao:{}:{}:{hash}", document.id, document.versions))?;
            element(entry, "title", message.title.as_deref().unwrap_or("without a title"))?;
            element(entry, "published", &document.first_seen)?;
            element(entry, "updated", &document.seen)?;
            if message.source.contains("://") {
                entry.create_element("link").with_attribute(("href", message.source.as_str())).write_empty()?;
            }
            element(entry, "summary", &message.line())
        })
        .map(drop)
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    // Control characters are not allowed in XML, escaped or not.
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    writer.create_element(name).write_text_content(BytesText::new(&text)).map(drop)
}
