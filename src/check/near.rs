//! Paragraphs of different statements that are nearly the same: set phrases that were copied make a model look better
//! than it is, most of all where one side is tested on.
//!
//! Two texts are near when the Jaccard similarity of their sets of character 5-grams is at least [`NEAR`]. Pairs are
//! found by prefix filtering (Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, "Scaling up all pairs
//! similarity search"): with grams in the order of their rarity, two sets with a similarity of at least *t* share one of
//! the first |x| − ⌈t·|x|⌉ + 1 grams of x, so only these are looked up in an inverted index.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Finding, Kind, Severity, beginning, letters};
use crate::labelled::Labelled;

/// The least similarity that is reported.
pub const NEAR: f64 = 0.4;

/// The characters of a gram.
const GRAM: usize = 5;

/// The most characters of a problem's quotation.
const QUOTED: usize = 24;

/// A pair of near texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The index of the earlier text.
    pub first: usize,
    /// The index of the later text.
    pub second: usize,
    /// Their Jaccard similarity.
    pub similarity: f64,
}

/// The near paragraphs of different statements, the nearest first.
pub(super) fn findings(rows: &[&Labelled]) -> Vec<Finding> {
    let texts: Vec<String> = rows.iter().map(|row| letters(&row.text)).collect();
    let mut pairs = pairs(&texts);
    pairs.retain(|pair| rows[pair.first].statement != rows[pair.second].statement);
    pairs.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then((a.second, a.first).cmp(&(b.second, b.first))));
    let finding = |pair: Pair| {
        let (first, second) = (rows[pair.first], rows[pair.second]);
        let quoted = beginning(&second.text, QUOTED);
        let share = 100.0 * pair.similarity;
        let problem = format!("{share:.0} % the same as {} of another statement: {quoted}", first.place);
        let remedy = "write one of them anew, or keep both statements in one part";
        Finding::new(Severity::Warning, Kind::NearDuplicate, &second.place, problem, remedy)
    };
    pairs.into_iter().map(finding).collect()
}

/// Every pair of texts with a similarity of at least [`NEAR`]; texts shorter than a gram are near to nothing.
#[must_use]
pub fn pairs(texts: &[String]) -> Vec<Pair> {
    let sets = ranked(texts);
    let mut order: Vec<usize> = (0..sets.len()).filter(|&text| !sets[text].is_empty()).collect();
    order.sort_by_key(|&text| (sets[text].len(), text));
    let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut pairs = Vec::new();
    for text in order {
        let own = &sets[text];
        let prefix = &own[..=own.len() - least_shared(own.len())];
        let mut seen = FxHashSet::default();
        for &other in prefix.iter().filter_map(|gram| index.get(gram)).flatten() {
            // A set that is too small cannot be similar enough.
            if sets[other].len() < least_shared(own.len()) || !seen.insert(other) {
                continue;
            }
            let similarity = jaccard(own, &sets[other]);
            if similarity >= NEAR {
                pairs.push(Pair { first: text.min(other), second: text.max(other), similarity });
            }
        }
        for &gram in prefix {
            index.entry(gram).or_default().push(text);
        }
    }
    pairs
}

/// The fewest grams that a set of `size` shares with any near one: ⌈t·size⌉, at least 1.
fn least_shared(size: usize) -> usize {
    // A hair less, so that rounding never hides a pair; the exact similarity decides.
    ((NEAR * size as f64 - 1e-9).ceil() as usize).max(1)
}

/// The grams of each text as numbers that rise with their frequency, ascending, without repeats.
fn ranked(texts: &[String]) -> Vec<Vec<u32>> {
    let mut ids: FxHashMap<[char; GRAM], u32> = FxHashMap::default();
    let mut sets: Vec<Vec<u32>> = texts.iter().map(|text| grams(text, &mut ids)).collect();
    let mut frequency = vec![0_u32; ids.len()];
    sets.iter().flatten().for_each(|&gram| frequency[gram as usize] += 1);
    let mut order: Vec<u32> = (0..ids.len() as u32).collect();
    order.sort_by_key(|&gram| (frequency[gram as usize], gram));
    let mut rank = vec![0; ids.len()];
    order.iter().zip(0..).for_each(|(&gram, place)| rank[gram as usize] = place);
    for set in &mut sets {
        for gram in set.iter_mut() {
            *gram = rank[*gram as usize];
        }
        set.sort_unstable();
    }
    sets
}

fn grams(text: &str, ids: &mut FxHashMap<[char; GRAM], u32>) -> Vec<u32> {
    let characters: Vec<char> = text.chars().collect();
    let mut grams: Vec<u32> = characters
        .windows(GRAM)
        .filter_map(|gram| <[char; GRAM]>::try_from(gram).ok())
        .map(|gram| {
            let next = ids.len() as u32;
            *ids.entry(gram).or_insert(next)
        })
        .collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Shared over all, of two ascending lists.
fn jaccard(first: &[u32], second: &[u32]) -> f64 {
    let (mut at, mut other, mut shared) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (first.get(at), second.get(other)) {
        shared += usize::from(x == y);
        at += usize::from(x <= y);
        other += usize::from(y <= x);
    }
    shared as f64 / (first.len() + second.len() - shared) as f64
}

#[cfg(test)]
mod tests {
    use super::super::sample::row;
    use super::*;

    /// Every pair, by the definition.
    fn by_definition(texts: &[String]) -> Vec<(usize, usize)> {
        let sets = ranked(texts);
        let near = |&(a, b): &(usize, usize)| jaccard(&sets[a], &sets[b]) >= NEAR;
        (0..texts.len()).flat_map(|b| (0..b).map(move |a| (a, b))).filter(near).collect()
    }

    #[test]
    fn the_index_finds_what_the_definition_does() {
        // Texts over a small alphabet, changed here and there: many are near, many are not.
        let text = |n: usize| (0..40).map(|i| ['甲', '乙', '丙'][(i * i + i / (1 + n % 5) + n / 7) % 3]).collect();
        let texts: Vec<String> = (0..60).map(text).collect();
        let mut found: Vec<_> = pairs(&texts).iter().map(|pair| (pair.first, pair.second)).collect();
        found.sort_unstable_by_key(|&(a, b)| (b, a));
        let expected = by_definition(&texts);
        assert_eq!(found, expected);
        assert!(expected.len() > 20 && expected.len() < 60 * 59 / 2, "help: {} pairs", expected.len());
    }

    #[test]
    fn near_paragraphs_of_one_statement_are_no_finding() {
        let text = "双方一致同意加强北极航道的开发和利用。";
        let of = |statement: &str| vec![row(1, "a", text, &[0]), row(2, statement, text, &[0])];
        let (same, other) = (of("a"), of("b"));
        assert!(findings(&same.iter().collect::<Vec<_>>()).is_empty());
        let found = findings(&other.iter().collect::<Vec<_>>());
        assert_eq!((found.len(), found[0].severity, &*found[0].place), (1, Severity::Warning, "x.jsonl:2"));
        assert!(found[0].problem.starts_with("100 % the same as x.jsonl:1"));
    }

    #[test]
    fn texts_shorter_than_a_gram_are_near_to_nothing() {
        assert!(pairs(&["北极".to_owned(), "北极".to_owned(), String::new()]).is_empty());
    }
}
