//! The vocabulary with its frozen inverse document frequencies, and counts to a weighted sparse row. No labels.
//!
//! For a term counted *c* times, in *df* of the *n* training paragraphs:
//!
//! - tf = 1 + ln *c* (sublinear; Manning, Raghavan & Schütze, *Introduction to Information Retrieval*, 6.4.1);
//! - idf = ln((1 + *n*) / (1 + *df*)) + 1 (smoothed, as scikit-learn's `TfidfTransformer` has it), frozen at training:
//!   a paragraph tagged alone sees the idf of the training text, not of itself;
//! - words and pairs together, and character n-grams together, are scaled to Euclidean length 1, each block by itself.
//!
//! We differ from the textbook in two things. The length is taken over the terms of the vocabulary only, and the
//! vocabulary holds only terms that some theme uses. Theme words (the lexicon) are a third block: they have no idf, and
//! their tf is 1 + ln min(*c*, cap). Scaling that block to one length, too, is what tells a subject from a mention: a
//! theme word that stands alone weighs more than one among the words of six other themes.

use serde::{Deserialize, Serialize};

use crate::lexicon::Level;

/// What a term is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A word of the dictionary.
    Word,
    /// Two adjoining words.
    Pair,
    /// Two or three adjoining characters.
    Characters,
    /// One of a theme's four lists of words.
    ThemeWord,
}

impl Kind {
    /// The name that data formats use.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Pair => "pair",
            Self::Characters => "characters",
            Self::ThemeWord => "theme-word",
        }
    }
}

/// A term: its kind and its text. Pairs are written with a space, theme words as `theme id`, a space and the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Term {
    /// What it is made of.
    pub kind: Kind,
    /// The term itself, in normal form.
    pub text: String,
}

impl Term {
    /// The term for one list of a theme.
    #[must_use]
    pub fn theme_word(theme: &str, level: Level) -> Self {
        Self { kind: Kind::ThemeWord, text: format!("{theme} {}", level.name()) }
    }
}

/// How counts become values; see the module's formulas.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weighting {
    /// Length of the block of words and pairs; defaults to 1.
    pub word_block: f32,
    /// Length of the block of character n-grams; defaults to 1.
    pub character_block: f32,
    /// Length of the block of theme words; defaults to 1.
    pub lexicon_block: f32,
    /// The most hits of one list that count; defaults to 4.
    pub lexicon_cap: u32,
}

impl Default for Weighting {
    fn default() -> Self {
        Self { word_block: 1.0, character_block: 1.0, lexicon_block: 1.0, lexicon_cap: 4 }
    }
}

/// A sparse row: (term index, value), in the order of the counts that it was made from.
pub type Row = Vec<(u32, f32)>;

/// The smoothed inverse document frequency of a term in `df` of `n` paragraphs.
#[must_use]
pub fn idf(n: usize, df: usize) -> f32 {
    (((1 + n) as f64 / (1 + df) as f64).ln() + 1.0) as f32
}

/// Weighs counts, given as (term index, count), into `row`.
///
/// `terms` gives each term's kind and idf; `row` is overwritten.
pub fn weigh(counts: &[(u32, u32)], terms: impl Fn(u32) -> (Kind, f32), weighting: &Weighting, row: &mut Row) {
    row.clear();
    let mut squares = [0.0_f32; 3];
    for &(term, count) in counts {
        let (kind, idf) = terms(term);
        let value = match kind {
            Kind::ThemeWord => sublinear(count.min(weighting.lexicon_cap)),
            Kind::Word | Kind::Pair | Kind::Characters => sublinear(count) * idf,
        };
        squares[block(kind)] += value * value;
        row.push((term, value));
    }
    let lengths = [weighting.word_block, weighting.character_block, weighting.lexicon_block];
    let scales: [f32; 3] = std::array::from_fn(|block| scale(lengths[block], squares[block]));
    for (entry, &(term, _)) in row.iter_mut().zip(counts) {
        entry.1 *= scales[block(terms(term).0)];
    }
}

/// The block that a kind is scaled with.
fn block(kind: Kind) -> usize {
    match kind {
        Kind::Word | Kind::Pair => 0,
        Kind::Characters => 1,
        Kind::ThemeWord => 2,
    }
}

fn scale(length: f32, squares: f32) -> f32 {
    if squares > 0.0 { length / squares.sqrt() } else { 0.0 }
}

fn sublinear(count: u32) -> f32 {
    const LOGS: [f32; 8] = [0.0, 1.0, 1.693_147_2, 2.098_612_3, 2.386_294_4, 2.609_438, 2.791_759_5, 2.945_910_1];
    LOGS.get(count as usize).copied().unwrap_or_else(|| 1.0 + (count as f32).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idf_is_scikit_learns_smoothed_one() {
        assert!((idf(9, 4) - 1.693_147_2).abs() < 1e-6);
        assert!((idf(9, 9) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn each_block_has_its_own_length() {
        let kinds = [Kind::Word, Kind::Pair, Kind::Characters, Kind::ThemeWord];
        let weighting = Weighting { word_block: 1.0, character_block: 0.5, lexicon_block: 2.0, lexicon_cap: 2 };
        let mut row = Row::new();
        weigh(&[(0, 1), (1, 3), (2, 2), (3, 9)], |t| (kinds[t as usize], 1.5), &weighting, &mut row);
        let length = |terms: &[usize]| terms.iter().map(|&t| row[t].1.powi(2)).sum::<f32>().sqrt();
        assert!((length(&[0, 1]) - 1.0).abs() < 1e-6);
        assert!((length(&[2]) - 0.5).abs() < 1e-6);
        assert!((length(&[3]) - 2.0).abs() < 1e-6);
    }

    #[test]
    fn the_table_of_logarithms_holds_logarithms() {
        for count in 1..12_u32 {
            assert!((sublinear(count) - (1.0 + (count as f32).ln())).abs() < 1e-6, "{count}");
        }
    }
}
