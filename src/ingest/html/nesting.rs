//! Refuses pages nested so deeply that parsing them would take minutes.
//!
//! The parser looks through all open elements at most tags, so its time grows with the square of the depth. Browsers cut
//! pages off at [`DEEPEST`] as well. The depth is estimated from the tags alone, with the closing rules that careless
//! pages rely on (`<p>` ends a paragraph, `<li>` an item).

use crate::error::{Error, Place, Result};

/// The most elements inside each other.
const DEEPEST: usize = 512;

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Groups of elements that end each other when a page leaves out the closing tag.
const ALTERNATES: &[&[&str]] = &[
    &["p"],
    &["li"],
    &["dd", "dt"],
    &["option"],
    &["a"],
    &["td", "th"],
    &["tr"],
    &["tbody", "thead", "tfoot"],
    &["h1", "h2", "h3", "h4", "h5", "h6"],
];

/// Elements that a closing tag inside them does not reach across.
const WALLS: &[&str] = &["table", "ul", "ol", "dl", "template", "object", "button", "caption", "marquee", "applet"];

/// Elements that are closed alone, leaving open what was opened inside them.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Lets a page pass that is not nested too deeply.
///
/// # Errors
/// A page that is, with the line at which it gets too deep.
pub fn check(page: &str, source: &str) -> Result<()> {
    let mut open = Vec::new();
    let mut tags = Tags { rest: page };
    while let Some(tag) = tags.next() {
        take(&mut open, tag);
        if open.len() > DEEPEST {
            let line = 1 + page[..page.len() - tags.rest.len()].matches('\n').count();
            let problem = format!("elements are nested more than {DEEPEST} deep");
            let remedy = "that is no page of an article: save the article's text and read it with --from text";
            return Err(Error::input(Place::line(source, line), problem, remedy));
        }
    }
    Ok(())
}

/// One tag of the page.
#[derive(Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// Written `<name/>`, which counts only in drawings and formulas.
    empty: bool,
}

fn take<'a>(open: &mut Vec<&'a str>, tag: Tag<'a>) {
    if tag.closes {
        close(open, &[tag.name], is(tag.name, FORMATTING));
    } else if !(is(tag.name, VOID) || tag.empty && open.iter().any(|name| is(name, &["svg", "math"]))) {
        if let Some(group) = ALTERNATES.iter().find(|group| is(tag.name, group)) {
            close(open, group, is(tag.name, FORMATTING));
        }
        open.push(tag.name);
    }
}

/// Closes the innermost element of these names with all inside it, or `alone`.
fn close(open: &mut Vec<&str>, names: &[&str], alone: bool) {
    let cells = names.iter().any(|name| is(name, &["td", "th", "tr", "tbody", "thead", "tfoot", "table"]));
    let wall = |name: &&str| is(name, WALLS) || !cells && is(name, &["td", "th"]);
    let reach = open.iter().rev().position(|name| is(name, names) || wall(name));
    let Some(at) = reach.map(|from_top| open.len() - 1 - from_top).filter(|&at| is(open[at], names)) else { return };
    if alone {
        open.remove(at);
    } else {
        open.truncate(at);
    }
}

fn is(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The tags of a page in order, without those in comments, scripts and the like.
struct Tags<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            self.rest = &self.rest[self.rest.find('<')? + 1..];
            if self.rest.starts_with("!--") {
                self.rest = &self.rest[1..];
                self.rest = &self.rest[self.rest.find("-->")? + 3..];
            } else if let Some(tag) = self.tag() {
                return Some(tag);
            }
        }
    }
}

impl<'a> Tags<'a> {
    /// The tag whose `<` was just passed.
    fn tag(&mut self) -> Option<Tag<'a>> {
        let inner = self.rest.strip_prefix('/').unwrap_or(self.rest);
        let closes = inner.len() < self.rest.len();
        let letters = inner.starts_with(|c: char| c.is_ascii_alphabetic());
        let end = inner.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).filter(|_| letters)?;
        let (name, attributes) = inner.split_at(end);
        let length = attributes_length(attributes.as_bytes());
        self.rest = &attributes[length..];
        let empty = attributes[..length].ends_with("/>");
        if !closes && is(name, RAW) {
            self.skip_raw(name);
        }
        Some(Tag { name, closes, empty })
    }

    /// Goes on to the closing tag of an element whose content is not markup.
    fn skip_raw(&mut self, name: &str) {
        let closing = |at: usize| {
            let after = self.rest.get(at + 2..at + 2 + name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name))
        };
        let at = self.rest.match_indices("</").map(|(at, _)| at).find(|&at| closing(at));
        self.rest = &self.rest[at.unwrap_or(self.rest.len())..];
    }
}

/// How far a tag's attributes reach, its `>` included. A quotation mark counts only right after an equals sign.
fn attributes_length(attributes: &[u8]) -> usize {
    let (mut quote, mut before) = (None, b' ');
    for (i, &byte) in attributes.iter().enumerate() {
        if let Some(mark) = quote {
            quote = Some(mark).filter(|&mark| mark != byte);
        } else if byte == b'>' {
            return i + 1;
        } else if matches!(byte, b'"' | b'\'') && before == b'=' {
            quote = Some(byte);
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    attributes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(page: &str) -> bool {
        check(page, "a.html").is_ok()
    }

    #[test]
    fn deep_nesting_is_refused_with_its_line() {
        let message = check(&"<div>\n".repeat(100_000), "a.html").unwrap_err().to_string();
        assert!(message.starts_with("a.html:513: elements are nested more than 512 deep; "), "{message}");
        for deep in ["<div/>", "<b>", "<table><tr><td>", "<ul><li>", "<b><div></b>", "<svg>", "<a><div>"] {
            assert!(!passes(&deep.repeat(2000)), "{deep}");
        }
    }

    #[test]
    fn careless_but_flat_pages_pass() {
        for flat in [
            "<p>双方",
            "<ul><li>a<li>b</ul>",
            "<a name=x>",
            "<img src='>'>",
            "<tr><td>x",
            "<div><span></div>",
            "<br>",
            "<p><b>x</b></p>",
            "<p><font size=3>x",
            "<!-- <div> -->",
            "<script>'<div>'</script>",
            "<a title=\"<div>\"></a>",
        ] {
            assert!(passes(&flat.repeat(2000)), "{flat}");
        }
        assert!(passes(&format!("<svg>{}</svg>", "<path d='x'/>".repeat(2000))));
    }

    #[test]
    fn unclosed_markup_ends_with_the_page() {
        for page in ["<", "</", "<a", "<a href=\"", "<!--", "<script>", "<script></", "</é", "<é>", "<script></脚本"]
        {
            assert!(passes(page), "{page}");
        }
    }
}
