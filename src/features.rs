//! Normalised text to counted terms: the one featuriser that training and tagging share.
//!
//! Words, pairs of adjoining words, runs of two or three adjoining characters, and theme words. One walk over the text
//! finds all the strings that these are made of. Training goes with a [`Discovery`], which takes up every term it meets;
//! tagging with the model's frozen [`Vocabulary`]. Both go through [`Featuriser::visit`], so they cannot diverge.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::cut::{Cutter, Steps, can_stand};
use crate::document::Span;
use crate::error::Result;
use crate::lexicon::{Finds, Level, Lexicon, Part};
use crate::normalise::is_letter;
use crate::search::{Character, Search, read};
use crate::tfidf::{Kind, Term};
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
    /// The id of a word, to ask for pairs with; none for a word that no term holds. `place` is its place in the
    /// featuriser's dictionary, if it has one.
    fn word(&mut self, place: Option<u32>, word: &str) -> Option<u32>;
    /// The term that the word by itself is.
    fn word_term(&self, word: u32) -> Option<u32>;
    /// The term that two adjoining words are.
    fn pair(&mut self, first: u32, second: u32) -> Option<u32>;
    /// Gives every run of two or three adjoining letters, digits or Han characters that is a term to `found`; those that
    /// the featuriser was given to look for are left out.
    fn runs(&mut self, text: &str, found: impl FnMut(u32, Span));
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
    /// A word that can stand in a text, by its place in the dictionary.
    word: u32,
    /// A run of characters, by its term.
    run: u32,
    /// Where its parts of theme words begin; those of the next string end them.
    parts: u32,
}

/// What a walk over a text finds; its room is used again from text to text.
#[derive(Debug, Default)]
pub struct Walk {
    /// The characters of the text, and its end.
    chars: Vec<Character>,
    steps: Steps,
    finds: Finds,
}

impl Walk {
    /// How many characters the text has.
    fn len(&self) -> usize {
        self.chars.len().saturating_sub(1)
    }
}

/// Where characters stand in their text; the last entry of `chars` is its end.
fn span(chars: &[Character], start: usize, end: usize) -> Span {
    Span::new(chars[start].0 as usize, chars[end].0 as usize)
}

impl Featuriser {
    /// A featuriser with a dictionary, whose frequencies are to add up to `total`, the words of the themes (`file` names
    /// them in messages), and the runs of characters that are terms, each with its term.
    ///
    /// # Errors
    /// Theme words that cannot be searched.
    pub fn new<'a>(
        (dictionary, total): (&[Entry], usize),
        (themes, file): (&ThemeSet, &str),
        runs: impl Iterator<Item = (&'a str, u32)>,
        terms: Terms,
    ) -> Result<Self> {
        let mut senses: Vec<(Cow<'_, str>, Sense)> = Vec::new();
        let words = dictionary.iter().zip(0..).filter(|((word, _), _)| can_stand(word));
        senses.extend(words.map(|((word, _), place)| (Cow::Borrowed(word.as_str()), Sense::Word(place))));
        senses.extend(runs.map(|(run, term)| (Cow::Borrowed(run), Sense::Run(term))));
        let lexicon = Lexicon::new(themes, file, |string, part| senses.push((string, Sense::Part(part))))?;
        // Stable: what stands in order already is not sorted again, and parts stay in the order of the lists.
        senses.sort_by(|a, b| a.0.cmp(&b.0));
        let (strings, meanings, parts) = by_string(&senses);
        let search = Search::new(strings.into_iter());
        Ok(Self { search, meanings, parts, cutter: Cutter::new(dictionary, total), lexicon, terms })
    }

    /// Gives every occurrence of an indexed term in a normalised text to `found`, with its span; `walk` is room to work
    /// in.
    pub fn visit(&self, text: &str, index: &mut impl Index, walk: &mut Walk, mut found: impl FnMut(u32, Span)) {
        self.walk(text, walk, &mut found);
        self.visit_words(text, index, walk, &mut found);
        if self.terms.characters {
            index.runs(text, &mut found);
        }
        if self.terms.theme_words {
            for hit in self.lexicon.hits(text, &mut walk.finds) {
                if let Some(term) = index.theme_word(hit.theme, hit.level) {
                    found(term, hit.span);
                }
            }
        }
    }

    /// Finds all strings; runs of characters go to `found` at once.
    fn walk(&self, text: &str, walk: &mut Walk, found: &mut impl FnMut(u32, Span)) {
        let Walk { chars, steps, finds } = walk;
        read(text, chars);
        let length = chars.len();
        chars.push((text.len() as u32, '\0'));
        steps.clear();
        finds.clear();
        for start in 0..length {
            steps.advance();
            self.search.at(&chars[..length], start, |string, end| {
                let (meaning, next) = (self.meanings[string as usize], self.meanings[string as usize + 1]);
                if meaning.word != NONE {
                    steps.add(meaning.word, end);
                }
                if meaning.run != NONE {
                    found(meaning.run, span(chars, start, end));
                }
                for part in &self.parts[meaning.parts as usize..next.parts as usize] {
                    finds.add(*part, span(chars, start, end));
                }
            });
        }
    }

    fn visit_words(&self, text: &str, index: &mut impl Index, walk: &mut Walk, found: &mut impl FnMut(u32, Span)) {
        let length = walk.len();
        let Walk { chars, steps, .. } = walk;
        let mut before: Option<(u32, Span)> = None;
        self.cutter.cut(&chars[..length], steps, |range, place| {
            let span = span(chars, range.start, range.end);
            let id = index.word(place, span.of(text));
            if let Some(id) = id {
                if let Some(term) = index.word_term(id) {
                    found(term, span);
                }
                if let Some((first, first_span)) = before.filter(|(_, b)| self.terms.pairs && b.end == span.start)
                    && let Some(term) = index.pair(first, id)
                {
                    found(term, Span::new(first_span.start, span.end));
                }
            }
            before = id.map(|id| (id, span));
        });
    }
}

/// One thing that a string to look for is.
#[derive(Debug, Clone, Copy)]
enum Sense {
    Word(u32),
    Run(u32),
    Part(Part),
}

/// The distinct strings of sorted senses, what each is and one more, and the parts of theme words.
fn by_string<'a>(senses: &'a [(Cow<'_, str>, Sense)]) -> (Vec<&'a str>, Vec<Meaning>, Vec<Part>) {
    let mut strings: Vec<&str> = Vec::with_capacity(senses.len());
    let mut meanings: Vec<Meaning> = Vec::with_capacity(senses.len());
    let mut parts = Vec::new();
    for (string, sense) in senses {
        if strings.last() != Some(&&**string) {
            strings.push(string);
            meanings.push(Meaning { word: NONE, run: NONE, parts: parts.len() as u32 });
        }
        let Some(meaning) = meanings.last_mut() else { continue };
        match *sense {
            Sense::Word(place) => meaning.word = place,
            Sense::Run(term) => meaning.run = term,
            Sense::Part(part) => parts.push(part),
        }
    }
    meanings.push(Meaning { word: NONE, run: NONE, parts: parts.len() as u32 });
    (strings, meanings, parts)
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
    fn word(&mut self, _: Option<u32>, word: &str) -> Option<u32> {
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
    /// The term that each word by itself is, by the word's id: its place in the dictionary, or a further number.
    word_terms: Vec<u32>,
    /// The words that may come without their place: those that are not in the dictionary, and those with letters or
    /// digits, which may have been put together.
    spelt: FxHashMap<Box<str>, u32>,
    pairs: FxHashMap<u64, u32>,
    /// By 4 × theme + level.
    theme_words: Vec<Option<u32>>,
}

impl Vocabulary {
    /// An index in which each of `terms` has its position as its term index; `dictionary`, which is sorted, is that of the
    /// featuriser that it is used with.
    #[must_use]
    pub fn new(terms: &[Term], dictionary: &[Entry], themes: &ThemeSet) -> Self {
        let mut vocabulary = Self {
            word_terms: vec![NONE; dictionary.len()],
            theme_words: vec![None; themes.len() * 4],
            ..Self::default()
        };
        for (index, term) in terms.iter().enumerate() {
            vocabulary.add(term, index as u32, dictionary, themes);
        }
        vocabulary
    }

    fn add(&mut self, term: &Term, index: u32, dictionary: &[Entry], themes: &ThemeSet) {
        match term.kind {
            Kind::Word => {
                let word = self.word_id(&term.text, dictionary);
                self.word_terms[word as usize] = index;
            }
            Kind::Pair => {
                if let Some((first, second)) = term.text.split_once(' ') {
                    let (first, second) = (self.word_id(first, dictionary), self.word_id(second, dictionary));
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

    fn word_id(&mut self, word: &str, dictionary: &[Entry]) -> u32 {
        let place = dictionary.binary_search_by(|entry| entry.0.as_str().cmp(word));
        if let Ok(place) = place.map(|place| place as u32) {
            if !can_stand(word) || word.contains(|c: char| c.is_ascii()) {
                self.spelt.insert(word.into(), place);
            }
            return place;
        }
        let next = self.word_terms.len() as u32;
        let id = *self.spelt.entry(word.into()).or_insert(next);
        if id == next {
            self.word_terms.push(NONE);
        }
        id
    }
}

impl Index for &Vocabulary {
    fn word(&mut self, place: Option<u32>, word: &str) -> Option<u32> {
        place.or_else(|| self.spelt.get(word).copied())
    }

    fn word_term(&self, word: u32) -> Option<u32> {
        Some(self.word_terms[word as usize]).filter(|&term| term != NONE)
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

/// The runs of characters among terms, each with its term: what [`Featuriser::new`] looks for.
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

    fn dictionary() -> [Entry; 4] {
        ["加强", "北极", "双方", "合作"].map(|word| (word.to_owned(), 1000))
    }

    fn featuriser(themes: &ThemeSet, terms: &[Term]) -> Featuriser {
        Featuriser::new((&dictionary(), 60_000_000), (themes, "t"), runs(terms), Terms::default()).unwrap()
    }

    fn discover(text: &str) -> Vec<(Term, String)> {
        let themes = themes();
        let mut index = Discovery::new(&themes);
        let mut found = Vec::new();
        featuriser(&themes, &[])
            .visit(text, &mut index, &mut Walk::default(), |term, span| found.push((term, span.of(text).to_owned())));
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
            .visit(text, &mut index, &mut Walk::default(), |term, span| discovered.push((term, span)));
        let terms = index.into_terms(&themes);
        let vocabulary = Vocabulary::new(&terms, &dictionary(), &themes);
        let mut frozen = Vec::new();
        featuriser(&themes, &terms)
            .visit(text, &mut &vocabulary, &mut Walk::default(), |term, span| frozen.push((term, span)));
        // A vocabulary has the runs looked for in the walk, so they come first.
        frozen.sort_unstable();
        discovered.sort_unstable();
        assert_eq!(frozen, discovered);
    }
}
