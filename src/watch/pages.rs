//! The pages of a list, one after the other as far as they are new.
//!
//! The first time all of them are read, up to the number that the source allows. What the first page names is noted in
//! the store when that is done, and the next round reads no further than to a page that names any of it: in most rounds
//! that is the first. A round that was broken off notes nothing, so the next one reads all again.

use std::collections::HashSet;

use super::sources::List;
use super::web::{self, Item};
use crate::error::{Error, Place, Result};
use crate::fetch::{Fetcher, Refusal};

/// A reading of a list.
pub(super) struct Pages<'l> {
    list: &'l List,
    /// What the first page named at the end of an earlier round.
    known: HashSet<String>,
    /// The addresses that the pages read so far name.
    pub(super) seen: HashSet<String>,
    /// How many of them were read.
    pub(super) number: usize,
    first: Vec<String>,
    next: Option<String>,
    /// Whether a page could not be had, so that older ones were not reached.
    broken: bool,
}

impl<'l> Pages<'l> {
    /// A reading that goes as far as to what is `known`.
    pub(super) fn new(list: &'l List, known: Vec<String>) -> Self {
        let (seen, next) = (HashSet::new(), Some(list.address.clone()));
        Self { list, known: known.into_iter().collect(), seen, number: 0, first: Vec::new(), next, broken: false }
    }

    /// What the next page names that no page before it did; none when there is nothing more to read.
    ///
    /// # Errors
    /// A first page that cannot be had or names nothing.
    pub(super) fn read(&mut self, fetcher: &Fetcher) -> Result<Option<Vec<Item>>> {
        let Some(address) = self.next.take() else { return Ok(None) };
        self.number += 1;
        let named = match self.fetch(fetcher, &address) {
            Ok(Some(named)) => named,
            Ok(None) => return Ok(None),
            Err(error) if self.number == 1 => return Err(error),
            Err(error) => {
                tracing::warn!(list = self.list.address, page = self.number, "the list is read up to here: {error}");
                self.broken = true;
                return Ok(None);
            }
        };
        let old = named.items.iter().any(|item| self.known.contains(&item.address));
        let fresh: Vec<Item> = named.items.into_iter().filter(|item| self.seen.insert(item.address.clone())).collect();
        if self.number == 1 {
            self.first = fresh.iter().map(|item| item.address.clone()).collect();
        }
        // A site that gives its last page for every number beyond it would never end otherwise.
        if !old && !fresh.is_empty() && self.number < self.list.pages {
            self.next = named.next;
        }
        Ok(Some(fresh))
    }

    /// Fetches a page of the list; none for one after the last.
    fn fetch(&self, fetcher: &Fetcher, address: &str) -> Result<Option<web::Named>> {
        let page = match fetcher.page(address, None) {
            Err(Refusal::Gone(_)) if self.number > 1 => return Ok(None),
            page => page.map_err(|refusal| refusal.at(address))?,
        };
        let named = web::named(&page, self.list, self.number)?;
        if self.number == 1 && named.items.is_empty() {
            let remedy = "check its address, and the selector and pattern of its links";
            return Err(Error::input(Place::file(address), "names no document", remedy));
        }
        Ok(Some(named))
    }

    /// What the first page names, to be noted after a list of several pages was read as far as it is new.
    pub(super) fn first_page(&self) -> Option<&[String]> {
        (self.list.pages > 1 && !self.broken).then_some(&self.first)
    }
}
