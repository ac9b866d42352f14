//! What finds the terms of a text: in training all that it meets, afterwards those of a model.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Featuriser, Index, NONE};
use crate::lexicon::Level;
use crate::normalise::{Character, is_letter};
use crate::tfidf::{Kind, Term};
use crate::theme::ThemeSet;

/// Gives every run of two and three characters that are letters, digits or Han, without anything between, to `found`.
fn each_run(chars: &[Character], mut found: impl FnMut(Range<usize>)) {
    let mut letters = 0;
    for (at, &(_, c)) in chars.iter().enumerate() {
        letters = if is_letter(c) { letters + 1 } else { 0 };
        (2..=letters.min(3)).rev().for_each(|length| found(at + 1 - length..at + 1));
    }
}

fn spell(chars: &[Character]) -> String {
    chars.iter().map(|c| c.1).collect()
}

/// An index that takes up every term it meets, in the order in which they come.
#[derive(Debug, Default)]
pub struct Discovery {
    words: FxHashMap<Box<str>, u32>,
    pairs: FxHashMap<(u32, u32), u32>,
    runs: FxHashMap<Box<str>, u32>,
    theme_words: usize,
    terms: u32,
}

impl Discovery {
    /// An index that knows the lists of the themes and nothing else: term `4 × theme + level` is a list.
    #[must_use]
    pub fn new(themes: &ThemeSet) -> Self {
        let theme_words = themes.len() * Level::ALL.len();
        Self { theme_words, terms: theme_words as u32, ..Self::default() }
    }

    /// The terms met so far, by index.
    #[must_use]
    pub fn into_terms(self, themes: &ThemeSet) -> Vec<Term> {
        let mut words = vec![""; self.terms as usize];
        for (word, &id) in &self.words {
            words[id as usize] = word;
        }
        let mut terms: Vec<Term> =
            themes.ids().flat_map(|id| Level::ALL.map(|level| Term::theme_word(id, level))).collect();
        terms.extend(words[self.theme_words..].iter().map(|w| Term { kind: Kind::Word, text: (*w).to_owned() }));
        for (&(first, second), &id) in &self.pairs {
            let text = format!("{} {}", words[first as usize], words[second as usize]);
            terms[id as usize] = Term { kind: Kind::Pair, text };
        }
        for (run, &id) in &self.runs {
            terms[id as usize] = Term { kind: Kind::Characters, text: run.to_string() };
        }
        terms
    }
}

impl Index for Discovery {
    fn word(&mut self, _: Option<u32>, word: &[Character]) -> Option<u32> {
        Some(id(&mut self.words, &spell(word), &mut self.terms))
    }

    fn word_term(&self, word: u32) -> Option<u32> {
        Some(word)
    }

    fn pair(&mut self, first: u32, second: u32) -> Option<u32> {
        Some(*self.pairs.entry((first, second)).or_insert_with(|| next(&mut self.terms)))
    }

    fn runs(&mut self, chars: &[Character], mut found: impl FnMut(u32, Range<usize>)) {
        each_run(chars, |run| found(id(&mut self.runs, &spell(&chars[run.clone()]), &mut self.terms), run));
    }

    fn theme_word(&self, theme: u16, level: Level) -> Option<u32> {
        Some(u32::from(theme) * 4 + level as u32)
    }
}

/// The id of a string, the next one if it is new.
fn id(ids: &mut FxHashMap<Box<str>, u32>, string: &str, terms: &mut u32) -> u32 {
    if let Some(&id) = ids.get(string) {
        return id;
    }
    let id = next(terms);
    ids.insert(string.into(), id);
    id
}

fn next(terms: &mut u32) -> u32 {
    *terms += 1;
    *terms - 1
}

/// The frozen index of a model's terms. The id of a word is its place in the dictionary.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The term that each word by itself is.
    word_terms: Vec<u32>,
    pairs: FxHashMap<u64, u32>,
    /// By 4 × theme + level.
    theme_words: Vec<Option<u32>>,
}

impl Vocabulary {
    /// An index for a featuriser, in which each of `terms` has its position as its term index. A term with a word that is
    /// not in the featuriser's dictionary is never found.
    #[must_use]
    pub fn new(terms: &[Term], featuriser: &Featuriser, themes: &ThemeSet) -> Self {
        let mut vocabulary = Self {
            word_terms: vec![NONE; featuriser.dictionary()],
            theme_words: vec![None; themes.len() * 4],
            ..Self::default()
        };
        for (term, index) in terms.iter().zip(0..) {
            vocabulary.add(term, index, featuriser, themes);
        }
        vocabulary
    }

    fn add(&mut self, term: &Term, index: u32, featuriser: &Featuriser, themes: &ThemeSet) {
        match term.kind {
            Kind::Word => {
                if let Some(word) = featuriser.place_of(&term.text) {
                    self.word_terms[word as usize] = index;
                }
            }
            Kind::Pair => {
                let places = |(first, second)| featuriser.place_of(first).zip(featuriser.place_of(second));
                if let Some((first, second)) = term.text.split_once(' ').and_then(places) {
                    self.pairs.insert(join(first, second), index);
                }
            }
            Kind::Characters => {}
            Kind::ThemeWord => {
                if let Some(list) = list_index(&term.text, themes) {
                    self.theme_words[list] = Some(index);
                }
            }
        }
    }
}

impl Index for &Vocabulary {
    fn word(&mut self, place: Option<u32>, _: &[Character]) -> Option<u32> {
        place
    }

    fn word_term(&self, word: u32) -> Option<u32> {
        Some(self.word_terms[word as usize]).filter(|&term| term != NONE)
    }

    fn pair(&mut self, first: u32, second: u32) -> Option<u32> {
        self.pairs.get(&join(first, second)).copied()
    }

    fn runs(&mut self, _: &[Character], _: impl FnMut(u32, Range<usize>)) {}

    fn theme_word(&self, theme: u16, level: Level) -> Option<u32> {
        self.theme_words[usize::from(theme) * 4 + level as usize]
    }
}

fn join(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The runs of characters among terms, each with its term: what [`super::Featuriser::new`] looks for.
pub fn runs(terms: &[Term]) -> impl Iterator<Item = (&str, u32)> {
    let placed = terms.iter().enumerate().filter(|(_, term)| term.kind == Kind::Characters);
    placed.map(|(index, term)| (term.text.as_str(), index as u32))
}

/// The position of the list that a theme-word term names.
fn list_index(text: &str, themes: &ThemeSet) -> Option<usize> {
    let (theme, list) = text.rsplit_once(' ')?;
    let level = Level::ALL.iter().position(|level| level.name() == list)?;
    Some(themes.index(theme)? * 4 + level)
}
