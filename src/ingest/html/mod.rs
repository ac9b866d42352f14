//! Saved web pages: the article's own paragraphs, one a line, with the title and date that the page states.
//!
//! `sites.toml` says how known publishers build their pages. Menus, scripts, hidden elements, share boxes, related links
//! and footers stay out. Where the article stands is said by `container`, on pages of unknown structure by `readable`; how
//! an element becomes lines by `lines`; pages that are nested too deeply are refused by `nesting`, as parsing takes time
//! quadratic in the depth.

mod container;
mod lines;
mod metadata;
mod nesting;
mod pages;
mod readable;
mod sites;

pub use pages::{next_page, says_next};

use std::ops::Deref;

use encoding_rs::Encoding;
use scraper::{ElementRef, Html};

use super::{Format, Input, decode};
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Web pages.
pub static FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm", "shtml", "shtm", "xhtml"],
    description: "a saved web page: the article's paragraphs, its title and date",
    looks_like,
    read,
};

/// A node of the tree. `scraper` does not name the type; this is the one that its elements wrap.
type Node<'a> = <ElementRef<'a> as Deref>::Target;

fn looks_like(input: &Input) -> bool {
    let head = decode::head(input.bytes).trim_start().to_ascii_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<meta", "<body", "<div", "<p>"];
    head.starts_with('<') && tags.iter().any(|tag| head.contains(tag))
}

/// A page's markup as text, where it is fit to be parsed.
///
/// # Errors
/// Bytes that are no text; elements nested too deeply.
pub fn decoded(bytes: &[u8], source: &str) -> Result<String> {
    let page = decode::decode_declared(bytes, source, declared(bytes))?;
    nesting::check(&page, source)?;
    Ok(page)
}

fn read(input: &Input) -> Result<Document> {
    let page = decoded(input.bytes, input.source)?;
    let html = Html::parse_document(&page);
    let known = container::find(&html, input.source).map(|element| lines::of(*element));
    let article = known.unwrap_or_else(|| readable::lines(&page, &html));
    if article.is_empty() {
        let remedy = "save the article's text in a file of its own and read that with --from text";
        return Err(Error::input(Place::file(input.source), "no article was found in the page", remedy));
    }
    Ok(Document {
        source: input.source.to_owned(),
        text: article.join("\n"),
        title: metadata::title(&html, input.source),
        date: metadata::date(&html, input.source),
        ..Document::default()
    })
}

/// The encoding that a `<meta>` near the top declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    head.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
        let label = value.split(['"', '\'', ' ', ';', '/']).next()?;
        Encoding::for_label(label.as_bytes())
    })
}

/// Calls `enter` on every node under `root` in document order, and under those only where it returns true; `leave` on
/// the way out of these. A loop instead of recursion: the depth of a page is its author's choice.
fn walk<'a>(root: Node<'a>, visitor: &mut impl Visitor<'a>) {
    if !visitor.enter(root) {
        return;
    }
    let (mut next, mut parent) = (root.first_child(), root);
    loop {
        let Some(node) = next else {
            visitor.leave(parent);
            if parent.id() == root.id() {
                return;
            }
            next = parent.next_sibling();
            let Some(above) = parent.parent() else { return };
            parent = above;
            continue;
        };
        if visitor.enter(node) {
            parent = node;
            next = node.first_child();
        } else {
            next = node.next_sibling();
        }
    }
}

/// What [`walk`] calls.
trait Visitor<'a> {
    /// Takes a node; whether to go on into it.
    fn enter(&mut self, node: Node<'a>) -> bool;
    /// Takes a node again, when all under it was seen.
    fn leave(&mut self, _node: Node<'a>) {}
}

#[cfg(test)]
mod tests;
