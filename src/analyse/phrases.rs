//! What one statement says that the one before did not, and what it dropped: words and phrases by keyness, formulas by
//! presence.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::analyse::series::{Reference, Series};
use crate::analyse::words::{Frequencies, StopWords, runs};
use crate::normalise::normalise;
use crate::words::Segmenter;

/// Log-likelihood above which a difference of frequencies has a chance of less than 1 in 1,000 (χ², one degree of
/// freedom).
pub const KEY: f64 = 10.83;

/// Log-likelihood under which a difference is not told: a chance of 1 in 20.
pub const TOLD: f64 = 3.84;

/// The longest phrase, in words.
const LONGEST: usize = 8;

/// The least uses of a formula.
pub const LEAST: usize = 2;

/// A word or phrase that one statement uses more than its neighbour.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The later statement's index; the earlier one stands just before it.
    pub statement: usize,
    /// The word, or the words of the phrase joined.
    pub text: String,
    /// Whether it is several words.
    pub phrase: bool,
    /// Times in the earlier and the later statement.
    pub counts: (usize, usize),
    /// The paragraphs of the earlier and of the later statement that hold it.
    pub places: (Vec<Reference>, Vec<Reference>),
    /// The log-likelihood, by [`log_likelihood`].
    pub keyness: f64,
    /// Whether the later statement uses it more, per word.
    pub rises: bool,
}

/// The words whose frequency differs most between a statement and the one before, by log-likelihood; at most `top`, those
/// of keyness under [`TOLD`] left out.
#[must_use]
pub fn keys(words: &Frequencies, stop: &StopWords, statement: usize, top: usize) -> Vec<Key> {
    let (old, new) = (statement - 1, statement);
    let sizes = (words.sizes[old], words.sizes[new]);
    let used = words.words.iter().filter(|w| w.counts[old] + w.counts[new] > 0 && stop.distinguishes(&w.word));
    let keys = used.filter_map(|w| {
        let counts = (w.counts[old], w.counts[new]);
        let keyness = told(counts, sizes)?;
        let places = (w.places_in(old).to_vec(), w.places_in(new).to_vec());
        let rises = rises(counts, sizes);
        Some(Key { statement, text: w.word.clone(), phrase: false, counts, places, keyness, rises })
    });
    strongest(keys.collect(), top)
}

/// The keyness of what is worth telling.
fn told(counts: (usize, usize), sizes: (usize, usize)) -> Option<f64> {
    Some(log_likelihood(counts, sizes)).filter(|keyness| *keyness >= TOLD)
}

fn rises(counts: (usize, usize), sizes: (usize, usize)) -> bool {
    counts.1 * sizes.0.max(1) > counts.0 * sizes.1.max(1)
}

fn strongest(mut keys: Vec<Key>, top: usize) -> Vec<Key> {
    keys.sort_by(|a, b| b.keyness.total_cmp(&a.keyness).then_with(|| a.text.cmp(&b.text)));
    keys.truncate(top);
    keys
}

/// G² of a word used `counts` times in two texts of `sizes` words: 2 Σ O ln(O / E), E = size · Σ counts / Σ sizes.
///
/// Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19(1), 1993, in
/// the two-cell form of Rayson & Garside, "Comparing corpora using frequency profiling", 2000.
#[must_use]
pub fn log_likelihood(counts: (usize, usize), sizes: (usize, usize)) -> f64 {
    let all = (counts.0 + counts.1) as f64 / (sizes.0 + sizes.1).max(1) as f64;
    let part = |count: usize, size: usize| {
        let expected = size as f64 * all;
        if count == 0 || expected == 0.0 { 0.0 } else { count as f64 * (count as f64 / expected).ln() }
    };
    2.0 * (part(counts.0, sizes.0) + part(counts.1, sizes.1))
}

/// A fixed formula, several words in a row, that one statement uses and its neighbour never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The later statement's index; the earlier one stands just before it.
    pub statement: usize,
    /// Whether the later statement has it (it is new) or the earlier one (it is gone).
    pub new: bool,
    /// The words, joined.
    pub text: String,
    /// Times in the statement that has it.
    pub count: usize,
    /// The paragraphs that hold it.
    pub places: Vec<Reference>,
}

/// How many phrases of each pair of neighbours are kept at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Top {
    /// Phrases by keyness.
    pub keys: usize,
    /// New formulas, and as many that are gone.
    pub formulas: usize,
}

/// What changed in the phrases from each statement to the next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phrases {
    /// Phrases used more or less, pair by pair of neighbours, the strongest first.
    pub keys: Vec<Key>,
    /// Formulas used at least [`LEAST`] times and never in the neighbour, pair by pair, new ones first; of those that are
    /// part of one another the longest, the most frequent first.
    pub formulas: Vec<Formula>,
}

impl Phrases {
    /// Compares neighbours by their runs of two to eight words, no punctuation inside, that neither begin nor end with a
    /// stop word. Only two statements' phrases are kept at a time.
    #[must_use]
    pub fn new(series: &Series, segmenter: &Segmenter, stop: &StopWords, top: Top) -> Self {
        let mut found = Self::default();
        let mut before: Option<Used> = None;
        for statement in 0..series.statements.len() {
            let new = Used::new(series, statement, segmenter, stop);
            if let Some(old) = &before {
                found.keys.extend(key_phrases((old, &new), statement, top.keys));
                found.formulas.extend(only_in(&new, old, (statement, true), top.formulas));
                found.formulas.extend(only_in(old, &new, (statement, false), top.formulas));
            }
            before = Some(new);
        }
        found
    }
}

/// The phrases of one statement.
#[derive(Default)]
struct Used {
    /// Its words.
    size: usize,
    /// Each phrase with the paragraph of each use.
    uses: FxHashMap<String, Vec<Reference>>,
}

impl Used {
    fn new(series: &Series, statement: usize, segmenter: &Segmenter, stop: &StopWords) -> Self {
        let mut used = Self::default();
        for (paragraph, text, _) in series.statements[statement].paragraphs() {
            let normal = normalise(text);
            for run in runs(segmenter, &normal) {
                used.size += run.len();
                for phrase in phrases(&run, stop) {
                    used.uses.entry(phrase).or_default().push(Reference { statement, paragraph });
                }
            }
        }
        used
    }

    fn count(&self, phrase: &str) -> usize {
        self.uses.get(phrase).map_or(0, Vec::len)
    }

    /// The paragraphs of a phrase, each once.
    fn places(&self, phrase: &str) -> Vec<Reference> {
        let mut places = self.uses.get(phrase).cloned().unwrap_or_default();
        places.dedup();
        places
    }
}

fn phrases(run: &[&str], stop: &StopWords) -> Vec<String> {
    let ends = |word: &&str| stop.counts(word);
    let mut found = Vec::new();
    for start in 0..run.len() {
        for end in start + 2..=run.len().min(start + LONGEST) {
            let words = &run[start..end];
            let distinguishing = words.iter().any(|word| stop.distinguishes(word));
            if words.first().is_some_and(ends) && words.last().is_some_and(ends) && distinguishing {
                found.push(words.concat());
            }
        }
    }
    found
}

/// The phrases whose frequency differs most.
fn key_phrases((old, new): (&Used, &Used), statement: usize, top: usize) -> Vec<Key> {
    let sizes = (old.size, new.size);
    let all = new.uses.keys().chain(old.uses.keys().filter(|phrase| !new.uses.contains_key(*phrase)));
    let told: BTreeMap<&str, (usize, usize)> = all
        .map(|phrase| (phrase.as_str(), (old.count(phrase), new.count(phrase))))
        .filter(|&(_, counts)| told(counts, sizes).is_some())
        .collect();
    let key = |(&phrase, &counts): (&&str, &(usize, usize))| Key {
        statement,
        text: phrase.to_owned(),
        phrase: true,
        counts,
        places: (old.places(phrase), new.places(phrase)),
        keyness: log_likelihood(counts, sizes),
        rises: rises(counts, sizes),
    };
    strongest(longest(&told).map(key).collect(), top)
}

/// The formulas that `here` uses and `there` never.
fn only_in(here: &Used, there: &Used, (statement, new): (usize, bool), top: usize) -> Vec<Formula> {
    let absent = here.uses.iter().filter(|(phrase, uses)| uses.len() >= LEAST && !there.uses.contains_key(*phrase));
    let found: BTreeMap<&str, usize> = absent.map(|(phrase, uses)| (phrase.as_str(), uses.len())).collect();
    let formula = |(&text, &count): (&&str, &usize)| {
        let places = here.places(text);
        Formula { statement, new, text: text.to_owned(), count, places }
    };
    let mut formulas: Vec<Formula> = longest(&found).map(formula).collect();
    formulas.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| b.text.len().cmp(&a.text.len())));
    formulas.truncate(top);
    formulas
}

/// The phrases that are no part of a longer one with the same counts.
fn longest<'a, N: PartialEq>(found: &'a BTreeMap<&'a str, N>) -> impl Iterator<Item = (&'a &'a str, &'a N)> {
    let part = |text: &str, count: &N| {
        found.iter().any(|(other, n)| n == count && other.len() > text.len() && other.contains(text))
    };
    found.iter().filter(move |(text, count)| !part(text, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;
    use crate::analyse::words::{Kind, tests::small};

    fn series() -> Series {
        let of = |name, text| statement(name, None, &[(text, &[])]);
        Series::new(vec![
            of("a", "双方支持国际安全。双方支持国际安全。"),
            of("b", "双方支持北极航道合作，北极航道合作，北极航道合作，北极航道合作，北极航道合作。"),
        ])
    }

    #[test]
    fn log_likelihood_is_that_of_the_literature() {
        // Computed by hand: O = (10, 30), sizes 1000 and 1000, E = 20 each: 2(10 ln .5 + 30 ln 1.5).
        assert!((log_likelihood((10, 30), (1000, 1000)) - 10.464_96).abs() < 1e-4);
        assert!(log_likelihood((5, 10), (100, 200)).abs() < 1e-9);
        assert!(log_likelihood((0, 0), (0, 0)).abs() < 1e-9);
    }

    #[test]
    fn key_words_rise_or_fall() {
        let of = |name, text: &str| statement(name, None, &[(text, &[])]);
        let series = Series::new(vec![of("a", &"双方合作。".repeat(9)), of("b", &"北极合作。".repeat(9))]);
        let words = Frequencies::new(&series, &small(), &StopWords::embedded(), Kind::Words);
        let keys = keys(&words, &StopWords::embedded(), 1, 10);
        let arctic = keys.iter().find(|k| k.text == "北极").expect("the Arctic is new");
        let place = Reference { statement: 1, paragraph: 0 };
        assert_eq!((arctic.rises, arctic.counts, &arctic.places), (true, (0, 9), &(vec![], vec![place])));
        assert!(keys.iter().all(|k| k.text != "合作"), "a genre word is no key word");
    }

    fn found() -> Phrases {
        Phrases::new(&series(), &small(), &StopWords::embedded(), Top { keys: 5, formulas: 5 })
    }

    #[test]
    fn only_the_longest_new_formula_is_told() {
        let found = found();
        let told: Vec<_> = found.formulas.iter().map(|f| (f.new, f.text.as_str(), f.count)).collect();
        assert_eq!(told, [(true, "北极航道合作", 5), (false, "双方支持国际安全", 2)]);
        assert_eq!(found.formulas[1].places, [Reference { statement: 0, paragraph: 0 }]);
    }

    #[test]
    fn phrases_of_several_words_have_a_keyness_too() {
        let found = found();
        let told: Vec<_> = found.keys.iter().map(|k| (k.text.as_str(), k.counts, k.rises)).collect();
        assert_eq!(told, [("双方支持国际安全", (2, 0), false), ("北极航道合作", (0, 5), true)]);
        // Sizes 8 and 17 words: 2 · 5 ln(5 / (17 · 5 / 25)).
        assert!((found.keys[1].keyness - 10.0 * (25.0_f64 / 17.0).ln()).abs() < 1e-9, "{}", found.keys[1].keyness);
    }
}
