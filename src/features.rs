//! Text to counted terms: the one featuriser that training and tagging share.
//!
//! Words, pairs of adjoining words, runs of two or three adjoining characters, and theme words. One walk over the text
//! finds all the strings that these are made of. Training goes with a [`Discovery`], which takes up every term it meets;
//! tagging with the model's frozen [`Vocabulary`]. Both go through [`Featuriser::visit`], so they cannot diverge.

mod index;

use std::borrow::Cow;
use std::ops::Range;

pub use index::{Discovery, Vocabulary, runs};

use crate::cut::{Cutter, Steps, can_stand};
use crate::document::Span;
use crate::error::Result;
use crate::lexicon::{Finds, Level, Lexicon, Part};
use crate::normalise::{Character, published, read};
use crate::search::{Search, Strings};
use crate::theme::ThemeSet;
use crate::words::Entry;

/// No word, no term.
const NONE: u32 = u32::MAX;

/// Which terms are made of a text; fixed in a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    /// Pairs of adjoining words; defaults to true.
    pub pairs: bool,
    /// Character n-grams of two and three; defaults to true.
    pub characters: bool,
    /// Theme words; defaults to true.
    pub theme_words: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self { pairs: true, characters: true, theme_words: true }
    }
}

/// Finds terms by their parts. Ids of words are the index's own; the rest are term indices.
pub trait Index {
    /// The id of a word, to ask for pairs with; none for one that is in no term for sure. `place` is its place in the
    /// featuriser's dictionary, if it is there.
    fn word(&mut self, place: Option<u32>, word: &[Character]) -> Option<u32>;
    /// The term that the word by itself is.
    fn word_term(&self, word: u32) -> Option<u32>;
    /// The term that two adjoining words are.
    fn pair(&mut self, first: u32, second: u32) -> Option<u32>;
    /// Gives every run of two or three adjoining letters, digits or Han characters that is a term to `found`, by the
    /// indices of its characters. An index whose runs the featuriser was given to look for gives none.
    fn runs(&mut self, chars: &[Character], found: impl FnMut(u32, Range<usize>));
    /// The term of a theme's list.
    fn theme_word(&self, theme: u16, level: Level) -> Option<u32>;
}

/// Finds what terms are made of; with an [`Index`] it makes terms.
#[derive(Debug)]
pub struct Featuriser {
    search: Search,
    /// What each string of the search is, and one more.
    meanings: Vec<Meaning>,
    /// The parts of theme words that the strings are, all one after another.
    parts: Vec<Part>,
    cutter: Cutter,
    lexicon: Lexicon,
    terms: Terms,
}

/// What a string of the search is; it may be several things.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    /// A word, by its place in the dictionary.
    word: u32,
    /// The same, if a text can be cut there for it.
    step: u32,
    /// A run of characters, by its term.
    run: u32,
    /// Where its parts of theme words begin; those of the next string end them.
    parts: u32,
}

const NOTHING: Meaning = Meaning { word: NONE, step: NONE, run: NONE, parts: 0 };

/// A text, and what a walk over it finds; its room is used again from text to text.
#[derive(Debug, Default)]
pub struct Walk {
    /// The characters of the text in normal form, and its end.
    chars: Vec<Character>,
    steps: Steps,
    finds: Finds,
}

impl Walk {
    /// Goes over to a text.
    pub fn read(&mut self, text: &str) {
        read(text, &mut self.chars);
        self.steps.clear();
        self.finds.clear();
    }

    /// The characters of the text in normal form.
    #[must_use]
    pub fn chars(&self) -> &[Character] {
        self.chars.split_last().map_or(&[], |(_, chars)| chars)
    }

    /// Where these of its characters stand in the text as published.
    #[must_use]
    pub fn published(&self, characters: Range<usize>) -> Span {
        published(&self.chars, characters)
    }
}

impl Featuriser {
    /// A featuriser with a sorted dictionary, whose frequencies are to add up to `total`, the words of the themes (`file`
    /// names them in messages), and the runs of characters that are terms, each with its term.
    ///
    /// # Errors
    /// Theme words that cannot be searched.
    pub fn new<'a>(
        (dictionary, total): (&[Entry], usize),
        (themes, file): (&ThemeSet, &str),
        runs: impl Iterator<Item = (&'a str, u32)>,
        terms: Terms,
    ) -> Result<Self> {
        let runs: Vec<(&str, u32)> = runs.filter(|_| terms.characters).collect();
        let words = dictionary.iter().map(|entry| entry.0.as_str());
        // Side by side, for a cold start.
        let (strings, theme_words) = rayon::join(
            || Strings::new(words.chain(runs.iter().map(|run| run.0))),
            || -> Result<_> {
                let mut parts: Vec<(Cow<'_, str>, Part)> = Vec::new();
                let lexicon = Lexicon::new(themes, file, |string, part| parts.push((string, part)))?;
                Ok((lexicon, Strings::new(parts.iter().map(|part| &*part.0)), parts))
            },
        );
        let (lexicon, of_parts, parts) = theme_words?;
        let ((search, names), (cutter, stand)) = rayon::join(
            || Search::with_names(strings.followed_by(&of_parts)),
            || (Cutter::new(dictionary, total), dictionary.iter().map(|entry| can_stand(&entry.0)).collect::<Vec<_>>()),
        );
        let (of_words, rest) = names.split_at(dictionary.len());
        let (of_runs, of_parts) = rest.split_at(runs.len());
        let mut meanings = vec![NOTHING; names.len() + 1];
        for ((entry, stands), (&name, place)) in dictionary.iter().zip(stand).zip(of_words.iter().zip(0..)) {
            let meaning = &mut meanings[name as usize];
            meaning.word = place;
            // A frequency of 0 is that of a word which only arises where no other fits.
            meaning.step = if entry.1 > 0 && stands { place } else { NONE };
        }
        runs.iter().zip(of_runs).for_each(|(run, &name)| meanings[name as usize].run = run.1);
        let parts = by_string(&mut meanings, of_parts, &parts);
        Ok(Self { search, meanings, parts, cutter, lexicon, terms })
    }

    /// Gives every occurrence of an indexed term in the text that `walk` has read to `found`, by the indices of its
    /// characters. A text is visited once for each reading.
    pub fn visit(&self, walk: &mut Walk, index: &mut impl Index, mut found: impl FnMut(u32, Range<usize>)) {
        let Walk { chars, steps, finds } = walk;
        let Some((_, text)) = chars.split_last() else { return };
        self.find(text, steps, finds, &mut found);
        self.visit_words(text, steps, index, &mut found);
        if self.terms.characters {
            index.runs(text, &mut found);
        }
        if self.terms.theme_words {
            for hit in self.lexicon.hits(text, finds) {
                if let Some(term) = index.theme_word(hit.theme, hit.level) {
                    found(term, hit.start as usize..hit.end as usize);
                }
            }
        }
    }

    /// Finds all strings; runs of characters go to `found` at once.
    fn find(
        &self,
        chars: &[Character],
        steps: &mut Steps,
        finds: &mut Finds,
        found: &mut impl FnMut(u32, Range<usize>),
    ) {
        for start in 0..chars.len() {
            steps.advance();
            self.search.at(chars, start, |string, end| {
                let (meaning, next) = (&self.meanings[string as usize], &self.meanings[string as usize + 1]);
                if meaning.step != NONE {
                    steps.add(meaning.step, end);
                }
                if meaning.run != NONE {
                    found(meaning.run, start..end);
                }
                for part in &self.parts[meaning.parts as usize..next.parts as usize] {
                    finds.add(*part, start, end);
                }
            });
        }
    }

    fn visit_words(
        &self,
        chars: &[Character],
        steps: &mut Steps,
        index: &mut impl Index,
        found: &mut impl FnMut(u32, Range<usize>),
    ) {
        let mut before: Option<(u32, Range<usize>)> = None;
        self.cutter.cut(chars, steps, |range, place| {
            let word = &chars[range.clone()];
            let id = index.word(place.or_else(|| self.place(word)), word);
            if let Some(id) = id {
                if let Some(term) = index.word_term(id) {
                    found(term, range.clone());
                }
                if let Some((first, first_range)) =
                    before.take().filter(|(_, b)| self.terms.pairs && b.end == range.start)
                    && let Some(term) = index.pair(first, id)
                {
                    found(term, first_range.start..range.end);
                }
            }
            before = id.map(|id| (id, range));
        });
    }

    /// How many words the dictionary has.
    #[must_use]
    pub fn dictionary(&self) -> usize {
        self.cutter.words()
    }

    /// The place of a word in the dictionary.
    #[must_use]
    pub fn place_of(&self, word: &str) -> Option<u32> {
        self.place(&word.chars().map(|c| (0, c)).collect::<Vec<_>>())
    }

    /// The place in the dictionary of a word that was not cut out as one of it: put together from letters or digits, or with
    /// a frequency of 0.
    fn place(&self, word: &[Character]) -> Option<u32> {
        let string = self.search.whole(word)?;
        Some(self.meanings[string as usize].word).filter(|&place| place != NONE)
    }
}

/// Groups parts by the names of their strings, in the order of the lists, and puts down where each group begins.
fn by_string(meanings: &mut [Meaning], names: &[u32], parts: &[(Cow<'_, str>, Part)]) -> Vec<Part> {
    for &name in names {
        meanings[name as usize + 1].parts += 1;
    }
    let mut before = 0;
    for meaning in meanings {
        before += meaning.parts;
        meaning.parts = before;
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&part| names[part]);
    order.into_iter().map(|part| parts[part].1).collect()
}

#[cfg(test)]
mod tests;
