//! A list page or feed: what it names now.

use super::{feed, listing};
use crate::error::Result;
use crate::fetch::Page;
use crate::ingest::{Input, decode, html};

/// A document that a list or feed names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its address.
    pub(super) address: String,
    /// What it is called there.
    pub(super) title: String,
}

/// What a page names: a feed's entries or a list's links.
///
/// # Errors
/// A page that is no text, or nested too deeply.
pub(super) fn items(page: &Page, links: Option<&str>, pattern: Option<&regex::Regex>) -> Result<Vec<Item>> {
    let is_page = (html::FORMAT.looks_like)(&Input { bytes: &page.bytes, source: &page.address });
    if is_page {
        let text = html::decoded(&page.bytes, &page.address)?;
        return Ok(listing::items(&text, &page.address, links, pattern));
    }
    let text = decode::decode(&page.bytes, &page.address)?;
    if feed::is_feed(&text) {
        let items = feed::items(&text, &page.address).into_iter();
        return Ok(items.filter(|item| pattern.is_none_or(|pattern| pattern.is_match(&item.address))).collect());
    }
    let text = html::decoded(&page.bytes, &page.address)?;
    Ok(listing::items(&text, &page.address, links, pattern))
}
