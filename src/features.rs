//! Normalised text to counted terms: the one featuriser that training and tagging share.
//!
//! Words from jieba, pairs of adjoining words, runs of two or three adjoining characters, and theme words. Training
//! walks the text with a [`Discovery`], which takes up every term it meets; tagging with the model's frozen
//! [`Vocabulary`]. Both go through [`Featuriser::visit`], so they cannot diverge.

use rustc_hash::FxHashMap;

use crate::document::Span;
use crate::lexicon::{Finds, Level, Lexicon};
use crate::normalise::is_letter;
use crate::tfidf::{Kind, Term};
use crate::theme::ThemeSet;
use crate::words::Segmenter;

/// Which terms are made of a text; fixed in a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent switches of settings.toml")]
pub struct Terms {
    /// Pairs of adjoining words; defaults to true.
    pub pairs: bool,
    /// Character n-grams of two and three; defaults to true.
    pub characters: bool,
    /// Theme words; defaults to true.
    pub theme_words: bool,
    /// jieba's guess at unknown words; defaults to false, it invents words in official prose.
    pub hmm: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self { pairs: true, characters: true, theme_words: true, hmm: false }
    }
}

/// Finds terms by their parts. Ids of words are the index's own; the rest are term indices.
pub trait Index {
    /// The id of a word, to ask for pairs with; none for a word that no term holds.
    fn word(&mut self, word: &str) -> Option<u32>;
    /// The term that the word by itself is.
    fn word_term(&self, word: u32) -> Option<u32>;
    /// The term that two adjoining words are.
    fn pair(&mut self, first: u32, second: u32) -> Option<u32>;
    /// Gives every run of two or three adjoining letters, digits or Han characters that is a term to `found`; those that
    /// the featuriser's [`Lexicon`] finds are left out.
    fn runs(&mut self, text: &str, found: impl FnMut(u32, Span));
    /// The term of a theme's list.
    fn theme_word(&self, theme: u16, level: Level) -> Option<u32>;
}

/// Cuts text and finds theme words; with an [`Index`] it makes terms.
#[derive(Debug)]
pub struct Featuriser {
    segmenter: Segmenter,
    lexicon: Lexicon,
    terms: Terms,
}

impl Featuriser {
    /// A featuriser of these parts.
    #[must_use]
    pub fn new(segmenter: Segmenter, lexicon: Lexicon, terms: Terms) -> Self {
        Self { segmenter, lexicon, terms }
    }

    /// Gives every occurrence of an indexed term in a normalised text to `found`, with its span; `finds` is room to work
    /// in.
    pub fn visit(&self, text: &str, index: &mut impl Index, finds: &mut Finds, mut found: impl FnMut(u32, Span)) {
        self.visit_words(text, index, &mut found);
        if self.terms.characters {
            index.runs(text, &mut found);
        }
        if self.terms.theme_words || self.terms.characters {
            for hit in self.lexicon.hits(text, finds, &mut found) {
                if let Some(term) = index.theme_word(hit.theme, hit.level) {
                    found(term, hit.span);
                }
            }
        }
    }

    fn visit_words(&self, text: &str, index: &mut impl Index, found: &mut impl FnMut(u32, Span)) {
        let mut before: Option<(u32, Span)> = None;
        for (start, word) in self.segmenter.words(text) {
            let span = Span::new(start, start + word.len());
            let id = index.word(word);
            if let Some(id) = id {
                if let Some(term) = index.word_term(id) {
                    found(term, span);
                }
                if let Some((first, first_span)) = before.filter(|(_, b)| self.terms.pairs && b.end == start)
                    && let Some(term) = index.pair(first, id)
                {
                    found(term, Span::new(first_span.start, span.end));
                }
            }
            before = id.map(|id| (id, span));
        }
    }
}

/// Gives every run of two and three characters that are letters, digits or Han, without anything between, to `found`.
fn each_run(text: &str, mut found: impl FnMut(Span)) {
    let (mut two, mut one) = (None, None);
    for (start, c) in text.char_indices() {
        if !is_letter(c) {
            (two, one) = (None, None);
            continue;
        }
        let end = start + c.len_utf8();
        [two, one].into_iter().flatten().for_each(|first| found(Span::new(first, end)));
        (two, one) = (one, Some(start));
    }
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
    fn word(&mut self, word: &str) -> Option<u32> {
        Some(id(&mut self.words, word, &mut self.terms))
    }

    fn word_term(&self, word: u32) -> Option<u32> {
        Some(word)
    }

    fn pair(&mut self, first: u32, second: u32) -> Option<u32> {
        Some(*self.pairs.entry((first, second)).or_insert_with(|| next(&mut self.terms)))
    }

    fn runs(&mut self, text: &str, mut found: impl FnMut(u32, Span)) {
        each_run(text, |span| found(id(&mut self.runs, span.of(text), &mut self.terms), span));
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

/// The frozen index of a model's terms.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: FxHashMap<Box<str>, u32>,
    /// The term that each word by itself is, by the word's id.
    word_terms: Vec<Option<u32>>,
    pairs: FxHashMap<u64, u32>,
    /// By 4 × theme + level.
    theme_words: Vec<Option<u32>>,
}

impl Vocabulary {
    /// An index in which each of `terms` has its position as its term index.
    #[must_use]
    pub fn new(terms: &[Term], themes: &ThemeSet) -> Self {
        let mut vocabulary = Self { theme_words: vec![None; themes.len() * 4], ..Self::default() };
        for (index, term) in terms.iter().enumerate() {
            vocabulary.add(term, index as u32, themes);
        }
        vocabulary
    }

    fn add(&mut self, term: &Term, index: u32, themes: &ThemeSet) {
        match term.kind {
            Kind::Word => {
                let word = self.word_id(&term.text);
                self.word_terms[word as usize] = Some(index);
            }
            Kind::Pair => {
                if let Some((first, second)) = term.text.split_once(' ') {
                    let (first, second) = (self.word_id(first), self.word_id(second));
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

    fn word_id(&mut self, word: &str) -> u32 {
        let next = self.word_terms.len() as u32;
        let id = *self.words.entry(word.into()).or_insert(next);
        if id == next {
            self.word_terms.push(None);
        }
        id
    }
}

impl Index for &Vocabulary {
    fn word(&mut self, word: &str) -> Option<u32> {
        self.words.get(word).copied()
    }

    fn word_term(&self, word: u32) -> Option<u32> {
        self.word_terms[word as usize]
    }

    fn pair(&mut self, first: u32, second: u32) -> Option<u32> {
        self.pairs.get(&join(first, second)).copied()
    }

    fn runs(&mut self, _: &str, _: impl FnMut(u32, Span)) {}

    fn theme_word(&self, theme: u16, level: Level) -> Option<u32> {
        self.theme_words[usize::from(theme) * 4 + level as usize]
    }
}

fn join(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The runs of characters among terms, each with its term: what [`Lexicon::with_runs`] looks for.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn themes() -> ThemeSet {
        let text = "[[theme]]\nid=\"arctic\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nstrong=[\"北极\"]\n";
        ThemeSet::parse(text, "t").unwrap()
    }

    fn featuriser(themes: &ThemeSet, terms: &[Term]) -> Featuriser {
        let known = ["双方", "加强", "北极", "合作"].map(|w| (w, 1000));
        let segmenter = Segmenter::small(known.into_iter(), 60_000_000, false);
        Featuriser::new(segmenter, Lexicon::with_runs(themes, "t", runs(terms)).unwrap(), Terms::default())
    }

    fn discover(text: &str) -> Vec<(Term, String)> {
        let themes = themes();
        let mut index = Discovery::new(&themes);
        let mut found = Vec::new();
        featuriser(&themes, &[])
            .visit(text, &mut index, &mut Finds::default(), |term, span| found.push((term, span.of(text).to_owned())));
        let terms = index.into_terms(&themes);
        found.into_iter().map(|(term, text)| (terms[term as usize].clone(), text)).collect()
    }

    #[test]
    fn words_pairs_characters_and_theme_words_are_found_with_their_spans() {
        let found = discover("加强北极合作");
        let has =
            |kind, term: &str, text: &str| found.contains(&(Term { kind, text: term.to_owned() }, text.to_owned()));
        assert!(has(Kind::Word, "北极", "北极"));
        assert!(has(Kind::Pair, "北极 合作", "北极合作"));
        assert!(has(Kind::Characters, "极合", "极合"));
        assert!(has(Kind::Characters, "极合作", "极合作"));
        assert!(has(Kind::ThemeWord, "arctic strong", "北极"));
    }

    #[test]
    fn nothing_crosses_punctuation() {
        let found = discover("北极,合作");
        assert!(found.iter().all(|(term, _)| !term.text.contains("极合") && term.kind != Kind::Pair));
    }

    #[test]
    fn a_frozen_vocabulary_finds_what_discovery_found() {
        let text = "双方加强北极合作,北极合作";
        let themes = themes();
        let mut index = Discovery::new(&themes);
        let mut discovered = Vec::new();
        featuriser(&themes, &[])
            .visit(text, &mut index, &mut Finds::default(), |term, span| discovered.push((term, span)));
        let terms = index.into_terms(&themes);
        let vocabulary = Vocabulary::new(&terms, &themes);
        let mut frozen = Vec::new();
        featuriser(&themes, &terms)
            .visit(text, &mut &vocabulary, &mut Finds::default(), |term, span| frozen.push((term, span)));
        assert_eq!(frozen, discovered);
    }
}
