//! Who is named, how often, and where first and last.
//!
//! Names and their variants are data (`mentions.toml`). In a text the leftmost and then longest variant wins and every
//! character is counted once.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::analyse::series::{Reference, Series, within};
use crate::error::{Error, Place, Result};
use crate::normalise::normalise;
use crate::search::Search;

/// The names that come with the program.
pub static DEFAULT: &str = include_str!("../../training/mentions.toml");

/// A name and the ways to write it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The stable id.
    pub id: String,
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: String,
    /// How texts write it.
    pub variants: Vec<String>,
}

/// Verbs that say the same of their object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stance {
    /// The stable id: `opposed`.
    pub id: String,
    /// The English name.
    pub en: String,
    /// The verbs.
    pub verbs: Vec<String>,
    /// Phrases in which a verb is none.
    #[serde(default)]
    pub not: Vec<String>,
}

/// `mentions.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Phrases in which a variant is no mention.
    #[serde(default)]
    pub not: Vec<String>,
    /// The names.
    #[serde(rename = "name", default)]
    pub names: Vec<Name>,
    /// Who may speak in a statement, for the speaker of a stance.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// The stances.
    #[serde(rename = "stance", default)]
    pub stances: Vec<Stance>,
}

impl Names {
    /// Reads `mentions.toml`; `file` names it in messages.
    ///
    /// # Errors
    /// Text that is not such a file, an empty variant or verb.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let names: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let remedy = "mend the line; the built-in training/mentions.toml shows the fields";
            Error::input(Place { file: file.to_owned(), line }, e.message().to_owned(), remedy)
        })?;
        let variants = names.names.iter().flat_map(|name| &name.variants);
        let verbs = names.stances.iter().flat_map(|stance| stance.verbs.iter().chain(&stance.not));
        let single = names.not.iter().chain(&names.speakers);
        if variants.chain(verbs).chain(single).any(|entry| entry.trim().is_empty()) {
            return Err(Error::input(Place::file(file), "an entry is empty", "remove it"));
        }
        Ok(names)
    }

    /// The names that come with the program.
    ///
    /// # Errors
    /// A fault of the build: they do not parse.
    pub fn embedded() -> Result<Self> {
        Self::parse(DEFAULT, "mentions.toml")
    }

    /// Counts every name in every statement.
    #[must_use]
    pub fn count(&self, series: &Series) -> Vec<Mentions> {
        let finder = Finder::new(self.names.iter().map(|name| name.variants.as_slice()), &self.not);
        let mut mentions: Vec<Mentions> = self.names.iter().map(|_| Mentions::none(series.statements.len())).collect();
        for (at, text, _) in series.paragraphs() {
            for (owners, _) in finder.find(&normalise(text)) {
                for &owner in owners {
                    mentions[owner].add(at);
                }
            }
        }
        mentions
    }
}

/// How often one name is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentions {
    /// Times, a count for each statement.
    pub counts: Vec<usize>,
    /// The paragraphs that name it, each once, in the order of the series.
    pub places: Vec<Reference>,
}

impl Mentions {
    fn none(statements: usize) -> Self {
        Self { counts: vec![0; statements], places: Vec::new() }
    }

    fn add(&mut self, at: Reference) {
        self.counts[at.statement] += 1;
        if self.places.last() != Some(&at) {
            self.places.push(at);
        }
    }

    /// The paragraphs of one statement that name it.
    #[must_use]
    pub fn places_in(&self, statement: usize) -> &[Reference] {
        within(&self.places, statement)
    }

    /// Times in all statements.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// Finds the entries of several lists, each character once, the longest entry first.
#[derive(Debug)]
pub struct Finder {
    search: Search,
    /// Whose each string of the search is.
    owners: Vec<Vec<usize>>,
}

impl Finder {
    /// A search for the entries of `lists`; where an entry of `not` is the longest, nothing is found.
    #[must_use]
    pub fn new<'a>(lists: impl Iterator<Item = &'a [String]>, not: &[String]) -> Self {
        let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (owner, list) in lists.enumerate() {
            for entry in list {
                let of = owners.entry(normalise(entry.trim()).into_owned()).or_default();
                if !of.contains(&owner) {
                    of.push(owner);
                }
            }
        }
        for entry in not {
            owners.entry(normalise(entry.trim()).into_owned()).or_default();
        }
        owners.remove("");
        let search = Search::new(owners.keys().map(String::as_str));
        Self { search, owners: owners.into_values().collect() }
    }

    /// The finds in a normalised text in order: whose they are, and where. Of those that overlap, the leftmost and then
    /// the longest is one.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (&[usize], std::ops::Range<usize>)> {
        let mut found = Vec::new();
        self.search.each(text, |entry, span| found.push((span.start..span.end, entry)));
        found.sort_unstable_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
        let mut free = 0;
        found.retain(|(place, _)| {
            let kept = place.start >= free;
            free = if kept { place.end } else { free };
            kept
        });
        let owned = found.into_iter().map(|(place, entry)| (self.owners[entry as usize].as_slice(), place));
        owned.filter(|(owners, _)| !owners.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;

    fn counts(text: &str) -> Vec<(String, usize)> {
        let names = Names::embedded().unwrap();
        let series = Series::new(vec![statement("a", None, &[(text, &[])])]);
        let totals = names.count(&series).into_iter().map(|m| m.total());
        names.names.iter().map(|n| n.id.clone()).zip(totals).filter(|(_, n)| *n > 0).collect()
    }

    #[test]
    fn overlaps_are_counted_once_and_the_longest_wins() {
        assert_eq!(counts("中华人民共和国支持联合国安理会。"), [("china".into(), 1), ("un".into(), 1)]);
        assert_eq!(counts("中方、中国和俄罗斯联邦"), [("china".into(), 2), ("russia".into(), 1)]);
    }

    #[test]
    fn a_joint_name_counts_for_each_and_a_false_friend_for_none() {
        assert_eq!(counts("中俄关系"), [("china".into(), 1), ("russia".into(), 1)]);
        assert_eq!(counts("发展中国家和其中国际组织"), []);
        assert_eq!(counts("發展中國家與中國"), [("china".into(), 1)]);
    }

    #[test]
    fn the_paragraphs_that_name_it_are_kept() {
        let texts: [(&str, &[usize]); 3] = [("前言。", &[]), ("北约。北约。", &[]), ("北约。", &[])];
        let series = Series::new(vec![statement("a", None, &texts)]);
        let names = Names::embedded().unwrap();
        let nato = names.names.iter().position(|n| n.id == "nato").unwrap();
        let mentions = &names.count(&series)[nato];
        let places: Vec<usize> = mentions.places.iter().map(|at| at.paragraph).collect();
        assert_eq!((mentions.total(), places), (3, vec![1, 2]));
    }

    #[test]
    fn a_mistake_in_the_file_is_placed() {
        let error = Names::parse("not = []\n[[name]]\nid = 1\n", "n.toml").unwrap_err().to_string();
        assert!(error.starts_with("n.toml:3: "), "{error}");
        let empty = "[[name]]\nid = \"a\"\nzh = \"a\"\nen = \"a\"\nvariants = [\"\"]\n";
        assert!(Names::parse(empty, "n.toml").unwrap_err().to_string().contains("empty"));
        assert!(Names::parse("", "n.toml").unwrap().count(&Series::default()).is_empty());
    }
}
