//! A list page or feed: what it names now.

use super::sources::List;
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

/// What a list or feed names now.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The documents, each address once, in order.
    pub(super) items: Vec<Item>,
    /// The address of the list's next page.
    pub(super) next: Option<String>,
}

/// What a page names: a feed's entries or a list's links. It is the list's page `number`, from 1.
///
/// # Errors
/// A page that is no text, or nested too deeply.
pub(super) fn named(page: &Page, list: &List, number: usize) -> Result<Named> {
    let is_page = (html::FORMAT.looks_like)(&Input { bytes: &page.bytes, source: &page.address });
    if !is_page {
        let text = decode::decode(&page.bytes, &page.address)?;
        if feed::is_feed(&text) {
            let mut items = feed::items(&text, &page.address);
            items.retain(|item| list.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&item.address)));
            return Ok(Named { items, next: None });
        }
    }
    let text = html::decoded(&page.bytes, &page.address)?;
    Ok(listing::named(&text, &page.address, list, number))
}
