//! What one statement says that the one before did not, and what it dropped: words by keyness, formulas by presence.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::analyse::series::Series;
use crate::analyse::words::{Frequencies, StopWords, runs};
use crate::normalise::normalise;
use crate::words::Segmenter;

/// Log-likelihood above which a difference of frequencies has a chance of less than 1 in 1,000 (χ², one degree of
/// freedom).
pub const KEY: f64 = 10.83;

/// The longest formula, in words.
const LONGEST: usize = 8;

/// A word that one statement uses more than the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The word.
    pub word: String,
    /// Times in the earlier and the later statement.
    pub counts: (usize, usize),
    /// The log-likelihood, by [`log_likelihood`].
    pub keyness: f64,
}

impl Key {
    /// Whether the later statement uses it more, per word.
    #[must_use]
    pub fn rises(&self, sizes: (usize, usize)) -> bool {
        self.counts.1 * sizes.0.max(1) > self.counts.0 * sizes.1.max(1)
    }
}

/// The words whose frequency differs most between two statements, by log-likelihood; at most `top`, those of keyness
/// under 3.84 (1 in 20) left out.
#[must_use]
pub fn keys(words: &Frequencies, stop: &StopWords, (old, new): (usize, usize), top: usize) -> Vec<Key> {
    let sizes = (words.sizes[old], words.sizes[new]);
    let mut keys: Vec<Key> = words
        .words
        .iter()
        .filter(|w| stop.distinguishes(&w.word))
        .map(|w| {
            let counts = (w.counts[old], w.counts[new]);
            Key { word: w.word.clone(), counts, keyness: log_likelihood(counts, sizes) }
        })
        .filter(|key| key.keyness >= 3.84)
        .collect();
    keys.sort_by(|a, b| b.keyness.total_cmp(&a.keyness).then_with(|| a.word.cmp(&b.word)));
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

/// A fixed formula: several words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The words, joined.
    pub text: String,
    /// Times in the statement that has it.
    pub count: usize,
}

/// The formulas that each statement uses.
#[derive(Debug, Clone, Default)]
pub struct Formulas {
    counts: Vec<FxHashMap<String, usize>>,
}

impl Formulas {
    /// Counts the runs of two to eight words, no punctuation inside, that neither begin nor end with a stop word.
    #[must_use]
    pub fn new(series: &Series, segmenter: &Segmenter, stop: &StopWords) -> Self {
        let mut counts = vec![FxHashMap::default(); series.statements.len()];
        for (at, text, _) in series.paragraphs() {
            let normal = normalise(text);
            for run in runs(segmenter, &normal) {
                for formula in formulas(&run, stop) {
                    *counts[at.statement].entry(formula).or_default() += 1;
                }
            }
        }
        Self { counts }
    }

    /// The formulas that statement `here` uses at least `least` times and `there` never: the longest ones, the most
    /// frequent first.
    #[must_use]
    pub fn only_in(&self, here: usize, there: usize, least: usize) -> Vec<Formula> {
        let absent = |text: &String| !self.counts[there].contains_key(text);
        let own = self.counts[here].iter().filter(|&(text, &count)| count >= least && absent(text));
        let found: BTreeMap<&str, usize> = own.map(|(text, &count)| (text.as_str(), count)).collect();
        let part_of_longer = |text: &str, count: usize| {
            found.iter().any(|(other, &n)| n == count && other.len() > text.len() && other.contains(text))
        };
        let longest = found.iter().filter(|&(text, &count)| !part_of_longer(text, count));
        let mut longest: Vec<Formula> =
            longest.map(|(text, &count)| Formula { text: (*text).to_owned(), count }).collect();
        longest.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| b.text.len().cmp(&a.text.len())));
        longest
    }
}

fn formulas(run: &[&str], stop: &StopWords) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;
    use crate::analyse::words::{Kind, tests::small};

    fn series() -> Series {
        let of = |name, text| statement(name, None, &[(text, &[])]);
        Series::new(vec![
            of("a", "双方支持国际安全。双方支持国际安全。"),
            of("b", "双方支持北极航道合作，北极航道合作，北极航道合作。"),
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
        let keys = keys(&words, &StopWords::embedded(), (0, 1), 10);
        let arctic = keys.iter().find(|k| k.word == "北极").expect("the Arctic is new");
        assert!(arctic.rises((words.sizes[0], words.sizes[1])));
        assert_eq!(arctic.counts, (0, 9));
        assert!(keys.iter().all(|k| k.word != "合作"), "a genre word is no key word");
    }

    #[test]
    fn only_the_longest_new_formula_is_told() {
        let formulas = Formulas::new(&series(), &small(), &StopWords::embedded());
        let texts =
            |here, there| formulas.only_in(here, there, 2).into_iter().map(|f| (f.text, f.count)).collect::<Vec<_>>();
        assert_eq!(texts(1, 0), [("北极航道合作".to_owned(), 3)]);
        assert_eq!(texts(0, 1), [("双方支持国际安全".to_owned(), 2)]);
    }
}
