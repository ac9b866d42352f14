//! The documents that a feed names: RSS 0.9 to 2.0 and Atom.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use url::Url;

use super::web::Item;

/// Whether a page is a feed.
pub(super) fn is_feed(page: &str) -> bool {
    let head: String = page.chars().take(2000).collect();
    let feed = ["<rss", "<feed", "<rdf:RDF"].iter().filter_map(|tag| head.find(tag)).min();
    feed.is_some_and(|at| head[..at].find("<html").is_none())
}

/// The entries of a feed, in order. What cannot be read ends it: the entries before count.
pub(super) fn items(page: &str, address: &str) -> Vec<Item> {
    let Ok(base) = Url::parse(address) else { return Vec::new() };
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = false;
    let mut entries = Entries::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => entries.open(&tag),
            Ok(Event::Empty(tag)) => entries.link(&tag),
            Ok(Event::Text(text)) => entries.write(&text.xml10_content().unwrap_or_default()),
            Ok(Event::CData(text)) => entries.write(&text.xml10_content().unwrap_or_default()),
            Ok(Event::GeneralRef(entity)) => entries.write(&resolved(&entity)),
            Ok(Event::End(tag)) => entries.close(tag.local_name().as_ref()),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    entries.whole.into_iter().filter_map(|entry| entry.item(&base)).collect()
}

fn resolved(entity: &BytesRef) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    resolve_predefined_entity(&entity.xml10_content().unwrap_or_default()).unwrap_or_default().to_owned()
}

/// The text of one entry's elements.
#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    /// The `href` of an Atom link to the document itself.
    href: Option<String>,
}

impl Entry {
    fn item(self, base: &Url) -> Option<Item> {
        let link = self.href.unwrap_or(self.link);
        let url = base.join(link.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        (!link.trim().is_empty()).then(|| Item { address: url.into(), title })
    }
}

#[derive(Default)]
struct Entries {
    whole: Vec<Entry>,
    entry: Option<Entry>,
    inside: Vec<u8>,
}

impl Entries {
    fn open(&mut self, tag: &BytesStart) {
        if matches!(tag.local_name().as_ref(), b"item" | b"entry") {
            self.entry = Some(Entry::default());
        }
        self.link(tag);
        // Media extensions have titles of their own.
        let own = tag.name().prefix().is_none();
        self.inside = if own { tag.local_name().as_ref().to_vec() } else { Vec::new() };
    }

    /// `<link rel="alternate" href="…"/>`; other relations (self, enclosure) are not the document.
    fn link(&mut self, tag: &BytesStart) {
        let Some(entry) = self.entry.as_mut().filter(|_| tag.name().as_ref() == b"link") else { return };
        let attribute = |name: &str| {
            let found = tag.try_get_attribute(name).ok().flatten()?;
            Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
        };
        if attribute("rel").is_none_or(|rel| rel == "alternate") && entry.href.is_none() {
            entry.href = attribute("href");
        }
    }

    fn write(&mut self, text: &str) {
        let Some(entry) = &mut self.entry else { return };
        match self.inside.as_slice() {
            b"title" => entry.title.push_str(text),
            b"link" => entry.link.push_str(text),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        self.inside.clear();
        if matches!(name, b"item" | b"entry") {
            self.whole.extend(self.entry.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(page: &str) -> Vec<(String, String)> {
        assert!(is_feed(page));
        items(page, "https://a.cn/x/feed.xml").into_iter().map(|item| (item.address, item.title)).collect()
    }

    #[test]
    fn rss_entries_have_titles_and_links() {
        let page = "<?xml version='1.0'?><rss version='2.0'><channel><title>某网</title><link>https://a.cn/</link>\
            <item><title><![CDATA[中俄联合声明]]></title><media:title>图</media:title><link>https://a.cn/1?a=1&amp;b=2</link></item>\
            <item><title>A &lt;B&#x3E;\n C</title><link> /2 </link></item><item><title>无</title></item></channel></rss>";
        let expected = [("https://a.cn/1?a=1&b=2", "中俄联合声明"), ("https://a.cn/2", "A <B> C")];
        assert_eq!(found(page), expected.map(|(a, t)| (a.to_owned(), t.to_owned())));
    }

    #[test]
    fn atom_entries_take_the_link_to_the_document() {
        let page = "<feed xmlns='http://www.w3.org/2005/Atom'><link href='/'/><entry><link rel='self' href='/s'/>\
            <link rel='alternate' href='3'/><title>宣言</title></entry><entry><title>断";
        assert_eq!(found(page), [("https://a.cn/x/3".to_owned(), "宣言".to_owned())]);
    }

    #[test]
    fn pages_are_no_feeds() {
        for page in ["<html><body><pre><rss></pre>", "", "联合声明", "<!doctype html><HTML>"] {
            assert!(!is_feed(page), "{page}");
        }
    }
}
