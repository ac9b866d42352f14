//! Normalised text to counted terms: the one featuriser that training and tagging share.
//!
//! Words, pairs of adjoining words, runs of two or three adjoining characters, and theme words. One walk over the text
//! finds all the strings that these are made of. Training goes with a [`Discovery`], which takes up every term it meets;
//! tagging with the model's frozen [`Vocabulary`]. Both go through [`Featuriser::visit`], so they cannot diverge.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::cut::{Cutter, Steps, can_stand};
use crate::document::Span;
use crate::error::Result;
use crate::lexicon::{Finds, Level, Lexicon, Part};
use crate::normalise::{Character, is_letter, published, read};
use crate::search::{Search, Strings};
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
    /// featuriser's dictionary, if it is there.
    fn word(&mut self, place: Option<u32>, word: &[Character]) -> Option<u32>;
    /// The term that the word by itself is.
    fn word_term(&self, word: u32) -> Option<u32>;
    /// The term that two adjoining words are.
    fn pair(&mut self, first: u32, second: u32) -> Option<u32>;
    /// Gives every run of two or three adjoining letters, digits or Han characters that is a term to `found`, by the
    /// indices of its characters; those that the featuriser was given to look for are left out.
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
        let runs: Vec<(&str, u32)> = runs.collect();
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
        let (search, names) = Search::with_names(strings.followed_by(&of_parts));
        let (of_words, rest) = names.split_at(dictionary.len());
        let (of_runs, of_parts) = rest.split_at(runs.len());
        let mut meanings = vec![NOTHING; names.len() + 1];
        for ((word, frequency), (&name, place)) in dictionary.iter().zip(of_words.iter().zip(0..)) {
            let meaning = &mut meanings[name as usize];
            meaning.word = place;
            // A frequency of 0 is that of a word which only arises where no other fits.
            meaning.step = if *frequency > 0 && can_stand(word) { place } else { NONE };
        }
        runs.iter().zip(of_runs).for_each(|(run, &name)| meanings[name as usize].run = run.1);
        let parts = by_string(&mut meanings, of_parts, &parts);
        Ok(Self { search, meanings, parts, cutter: Cutter::new(dictionary, total), lexicon, terms })
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

    /// The place in the dictionary of a word that was not cut out as one: of letters or digits put together, say.
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
    /// An index in which each of `terms` has its position as its term index; `dictionary`, which is sorted, is that of the
    /// featuriser that it is used with. A term with a word that is not in it is never found.
    #[must_use]
    pub fn new(terms: &[Term], dictionary: &[Entry], themes: &ThemeSet) -> Self {
        let mut vocabulary = Self {
            word_terms: vec![NONE; dictionary.len()],
            theme_words: vec![None; themes.len() * 4],
            ..Self::default()
        };
        let place = |word: &str| dictionary.binary_search_by(|entry| entry.0.as_str().cmp(word)).ok();
        for (term, index) in terms.iter().zip(0..) {
            vocabulary.add(term, index, place, themes);
        }
        vocabulary
    }

    fn add(&mut self, term: &Term, index: u32, place: impl Fn(&str) -> Option<usize>, themes: &ThemeSet) {
        match term.kind {
            Kind::Word => {
                if let Some(word) = place(&term.text) {
                    self.word_terms[word] = index;
                }
            }
            Kind::Pair => {
                let pair = term.text.split_once(' ');
                if let Some((first, second)) = pair.and_then(|(first, second)| place(first).zip(place(second))) {
                    self.pairs.insert(join(first as u32, second as u32), index);
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

    /// The terms of a text by number, each with its text as published, in order.
    fn visit(featuriser: &Featuriser, text: &str, index: &mut impl Index) -> Vec<(u32, String)> {
        let (mut walk, mut found) = (Walk::default(), Vec::new());
        walk.read(text);
        featuriser.visit(&mut walk, index, |term, range| found.push((term, range)));
        let mut found: Vec<(u32, String)> =
            found.into_iter().map(|(term, range)| (term, walk.published(range).of(text).to_owned())).collect();
        found.sort_unstable();
        found
    }

    fn discover(text: &str) -> Vec<(Term, String)> {
        let themes = themes();
        let mut index = Discovery::new(&themes);
        let found = visit(&featuriser(&themes, &[]), text, &mut index);
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
        let text = "雙方加强北极合作，北极合作G20";
        let themes = themes();
        let mut index = Discovery::new(&themes);
        let discovered = visit(&featuriser(&themes, &[]), text, &mut index);
        let terms = index.into_terms(&themes);
        let mut dictionary = dictionary().to_vec();
        dictionary.extend([("g20".to_owned(), 0)]);
        dictionary.sort_unstable();
        let featuriser =
            Featuriser::new((&dictionary, 60_000_000), (&themes, "t"), runs(&terms), Terms::default()).unwrap();
        let vocabulary = Vocabulary::new(&terms, &dictionary, &themes);
        assert_eq!(visit(&featuriser, text, &mut &vocabulary), discovered);
        assert!(discovered.iter().any(|(term, text)| terms[*term as usize].text == "合作 g20" && text == "合作G20"));
    }
}
