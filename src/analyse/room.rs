//! How much room each theme gets in each statement, and how sure the figure is.

use serde::Serialize;

use crate::analyse::series::{Reference, Series, characters};
use crate::model::Quality;

/// What is counted when a paragraph carries a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// The whole paragraph.
    Paragraph,
    /// Only its sentences that carry the theme.
    #[default]
    Sentence,
}

/// The room of one theme in one statement.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Room {
    /// Paragraphs that carry the theme.
    pub paragraphs: usize,
    /// Sentences: of those paragraphs, or those that carry it themselves, by [`Unit`].
    pub sentences: usize,
    /// Characters of those sentences, white space left out.
    pub characters: usize,
    /// `characters` as a share of the statement's, 0 to 1; 0 for a statement without characters.
    pub share: f64,
}

/// A cell of the matrix: the room, what is behind it, and the range that the classifier's errors leave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// The room.
    pub room: Room,
    /// The paragraphs, each with its sentences that were counted.
    pub behind: Vec<(Reference, Vec<usize>)>,
    /// The estimated true number of sentences, with its error.
    pub estimate: Estimate,
}

/// What the number found says about the true number.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Estimate {
    /// The expected true number.
    pub expected: f64,
    /// Its variance.
    pub variance: f64,
}

/// The half-width of a 95 % interval of a normal distribution, in standard deviations.
pub const Z95: f64 = 1.96;

impl Estimate {
    /// The true amount behind labelled paragraphs of sizes `sizes` (in sentences, say), given the classifier's
    /// out-of-fold precision P and recall R for the theme.
    ///
    /// A label given is right with probability P, so of the amount found, Σs, about P·Σs is there; what is there is
    /// found with probability R, so the true amount is P·Σs / R. (Correcting a classified count by the classifier's
    /// error rates is the *adjusted count* of Forman, "Quantifying counts and costs via classification", Data Mining and
    /// Knowledge Discovery 17, 2008, there with the true and false positive rates; with precision and recall it needs
    /// no count of negatives.)
    ///
    /// Its variance is our own derivation. Each paragraph is an independent trial. Whether its label is right adds
    /// s²·P(1−P)/R². The paragraphs missed for each one rightly found are geometric with mean (1−R)/R and variance
    /// (1−R)/R², which adds s²·P(1−R)/R². Together: Σs² · P(2−P−R)/R².
    ///
    /// P and R rest on few paragraphs, so both are drawn towards one half by Laplace's rule of succession,
    /// (k·p + 1) / (k + 2) with k the theme's support: 1.00 on 24 paragraphs counts as 0.96. Where nothing was found, a
    /// single paragraph of size `usual` may still have been missed, and the variance is that of one such paragraph.
    #[must_use]
    pub fn new(sizes: impl IntoIterator<Item = usize>, usual: f64, quality: &Quality) -> Self {
        let (p, r) = (smoothed(quality.precision, quality.support), smoothed(quality.recall, quality.support));
        let (mut sum, mut squares) = (0.0, 0.0);
        for size in sizes {
            sum += size as f64;
            squares += (size as f64).powi(2);
        }
        let squares = if squares > 0.0 { squares } else { usual * usual };
        Self { expected: sum * p / r, variance: squares * p * (2.0 - p - r) / (r * r) }
    }

    /// The 95 % range, cut off at 0.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let half = Z95 * self.variance.sqrt();
        ((self.expected - half).max(0.0), self.expected + half)
    }

    /// Whether two estimates differ by more than the errors of both can produce, 19 times in 20.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> bool {
        (self.expected - other.expected).abs() > Z95 * (self.variance + other.variance).sqrt()
    }
}

/// Laplace's rule of succession on a share of `support` trials; a share that is not defined counts as one half.
fn smoothed(share: f32, support: usize) -> f64 {
    let share = if share.is_finite() { f64::from(share).clamp(0.0, 1.0) } else { 0.5 };
    (share * support as f64 + 1.0) / (support as f64 + 2.0)
}

/// Theme × statement: `cells[theme][statement]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// What was counted.
    pub unit: Unit,
    /// A row a theme, in the order of the model's theme set; a cell a statement, in the order of the series.
    pub cells: Vec<Vec<Cell>>,
}

impl Matrix {
    /// Measures a series; `qualities` are the model's out-of-fold scores, one a theme.
    #[must_use]
    pub fn new(series: &Series, qualities: &[Quality], unit: Unit) -> Self {
        let totals: Vec<usize> = series.statements.iter().map(super::series::Statement::characters).collect();
        let row = |theme: usize, quality: &Quality| {
            let cells = totals.iter().enumerate().map(|(s, &total)| cell(series, (theme, s), total, unit));
            let mut cells: Vec<Cell> = cells.collect();
            estimate(&mut cells, quality);
            cells
        };
        Self { unit, cells: qualities.iter().enumerate().map(|(theme, quality)| row(theme, quality)).collect() }
    }

    /// The themes that any statement speaks of.
    pub fn spoken_of(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|&theme| self.cells[theme].iter().any(|cell| cell.room.paragraphs > 0))
    }
}

fn cell(series: &Series, (theme, s): (usize, usize), total: usize, unit: Unit) -> Cell {
    let statement = &series.statements[s];
    let mut cell = Cell::default();
    for at in series.carrying(s, theme) {
        let spans = statement.sentences(at.paragraph);
        let counted = match unit {
            Unit::Paragraph => (0..spans.len()).collect(),
            Unit::Sentence => sentences(series, at, theme),
        };
        let length = |&i: &usize| spans.get(i).map_or(0, |span| characters(span.of(&statement.tagged.document.text)));
        cell.room.paragraphs += 1;
        cell.room.sentences += counted.len();
        cell.room.characters += counted.iter().map(length).sum::<usize>();
        cell.behind.push((at, counted));
    }
    cell.room.share = cell.room.characters as f64 / total.max(1) as f64;
    cell
}

/// The sentences of a paragraph that carry a theme.
fn sentences(series: &Series, at: Reference, theme: usize) -> Vec<usize> {
    let tagged = &series.statements[at.statement].tagged.paragraphs[at.paragraph];
    let place = tagged.judgements.iter().position(|j| j.theme == theme);
    place.and_then(|place| tagged.sentences.get(place).cloned()).unwrap_or_default()
}

/// Fills in the estimates of one theme: in sentences, a paragraph of it being as long as it usually is in the series.
fn estimate(cells: &mut [Cell], quality: &Quality) {
    let sum = |of: fn(&Room) -> usize| cells.iter().map(|cell| of(&cell.room)).sum::<usize>();
    let (paragraphs, sentences) = (sum(|room| room.paragraphs), sum(|room| room.sentences));
    let usual = if paragraphs == 0 { 1.0 } else { sentences as f64 / paragraphs as f64 };
    for cell in cells {
        let sizes = cell.behind.iter().map(|(_, counted)| counted.len());
        cell.estimate = Estimate::new(sizes, usual, quality);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;

    pub(crate) const GOOD: Quality = Quality { precision: 0.9, recall: 0.8, f1: 0.85, support: 98 };

    pub(crate) fn two_years() -> Series {
        let first = statement("a.txt", Some("2022-02-04"), &[("北极航道。", &[0]), ("贸易。金融。", &[1])]);
        let second = statement("b.txt", Some("2023-03-21"), &[("贸易。", &[1]), ("其他文字。", &[])]);
        Series::new(vec![first, second])
    }

    #[test]
    fn room_is_counted_in_paragraphs_sentences_characters_and_share() {
        let matrix = Matrix::new(&two_years(), &[GOOD, GOOD], Unit::Sentence);
        let room = matrix.cells[1][0].room;
        assert_eq!((room.paragraphs, room.sentences, room.characters), (1, 2, 6));
        assert!((room.share - 6.0 / 11.0).abs() < 1e-9, "{room:?}");
        assert_eq!(matrix.cells[0][1].room, Room::default());
        assert_eq!(matrix.cells[0][0].behind, [(Reference { statement: 0, paragraph: 0 }, vec![0])]);
    }

    #[test]
    fn sentence_level_counts_only_the_sentences_that_carry_the_theme() {
        let mut tagged = statement("a.txt", None, &[("北极。航道。贸易。", &[0])]);
        tagged.paragraphs[0].sentences[0] = vec![1];
        let series = Series::new(vec![tagged]);
        let at = |unit| Matrix::new(&series, &[GOOD], unit).cells[0][0].room.sentences;
        assert_eq!((at(Unit::Sentence), at(Unit::Paragraph)), (1, 3));
    }

    #[test]
    fn the_estimate_follows_its_formula() {
        // P = (0.9·98+1)/100 = 0.892, R = (0.8·98+1)/100 = 0.794; sizes 1 and 2.
        let estimate = Estimate::new([1, 2], 1.0, &GOOD);
        assert!((estimate.expected - 3.0 * 0.892 / 0.794).abs() < 1e-6, "{estimate:?}");
        let variance = 5.0 * 0.892 * (2.0 - 0.892 - 0.794) / (0.794 * 0.794);
        assert!((estimate.variance - variance).abs() < 1e-6, "{estimate:?}");
    }

    #[test]
    fn one_paragraph_may_be_an_error_and_twenty_are_not() {
        let of = |n: usize| Estimate::new(vec![1; n], 1.0, &GOOD);
        assert!(!of(0).differs_from(&of(1)));
        assert!(of(0).differs_from(&of(20)) && of(20).differs_from(&of(0)));
        assert!(of(0).range().0 == 0.0 && of(0).range().1 > 0.5);
        let unknown = Quality { precision: f32::NAN, recall: 0.0, f1: f32::NAN, support: 0 };
        assert!(Estimate::new([3], 1.0, &unknown).expected.is_finite());
    }
}
