//! The keyword baseline: a text has every theme one of whose `keywords` occurs in it. What a model must beat to be worth
//! its keep.
//!
//! Words and text are compared in normal form ([`crate::normalise`]); overlapping words all count.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::document::Span;
use crate::normalise::normalise;
use crate::search::Search;
use crate::theme::ThemeSet;

/// The keywords of a theme set, ready to be searched.
#[derive(Debug)]
pub struct Keywords {
    search: Search,
    /// The themes of each string of the search, ascending.
    themes: Vec<Vec<usize>>,
}

/// A keyword in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The index of the theme that it stands for.
    pub theme: usize,
    /// Where it stands in the text as published.
    pub span: Span,
}

impl Keywords {
    /// Builds the search; blank keywords are passed over.
    #[must_use]
    pub fn new(set: &ThemeSet) -> Self {
        let mut strings: IndexMap<String, Vec<usize>, FxBuildHasher> = IndexMap::default();
        for (theme, word) in set.themes.iter().enumerate().flat_map(|(n, t)| t.keywords.iter().map(move |w| (n, w))) {
            let word = normalise(word.trim()).into_owned();
            if !word.is_empty() {
                strings.entry(word).or_default().push(theme);
            }
        }
        let search = Search::new(strings.keys().map(String::as_str));
        Self { search, themes: strings.into_values().collect() }
    }

    /// The themes of a text, ascending.
    #[must_use]
    pub fn labels(&self, text: &str) -> Vec<usize> {
        let mut labels: Vec<usize> = self.find(text).into_iter().map(|found| found.theme).collect();
        labels.dedup();
        labels
    }

    /// Every keyword in a text, by theme and then in the order of the text.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        self.search.each(text, |string, span| {
            found.extend(self.themes[string as usize].iter().map(|&theme| Found { theme, span }));
        });
        found.sort_unstable_by_key(|found| (found.theme, found.span));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keywords(themes: &[(&str, &[&str])]) -> Keywords {
        let theme = |(id, words): &(&str, &[&str])| {
            format!("[[theme]]\nid=\"{id}\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nkeywords={words:?}\n")
        };
        let text: String = themes.iter().map(theme).collect();
        Keywords::new(&ThemeSet::parse(&text, "t").unwrap())
    }

    #[test]
    fn a_text_has_every_theme_whose_word_occurs() {
        let keywords =
            keywords(&[("arctic", &["北极"]), ("silk-road", &["冰上丝绸之路", "丝绸之路"]), ("taiwan", &["台湾"])]);
        assert_eq!(keywords.labels("共建冰上丝绸之路，开发北极航道。"), [0, 1]);
        assert_eq!(keywords.labels("别的事情"), [0; 0]);
    }

    #[test]
    fn spelling_does_not_matter_and_spans_are_of_the_published_text() {
        let keywords = keywords(&[("brics", &["BRICS"]), ("taiwan", &["台湾"])]);
        let text = "ＢＲＩＣＳ與臺灣";
        let found: Vec<_> = keywords.find(text).iter().map(|found| (found.theme, found.span.of(text))).collect();
        assert_eq!(found, [(0, "ＢＲＩＣＳ"), (1, "臺灣")]);
    }

    #[test]
    fn a_word_of_two_themes_gives_both_and_no_word_gives_none() {
        assert_eq!(keywords(&[("a", &["油气"]), ("b", &["油气", "气"])]).labels("油气"), [0, 1]);
        assert_eq!(keywords(&[("a", &[" "])]).labels("油气 和别的"), [0; 0]);
    }
}
