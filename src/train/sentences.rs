//! How much evidence a sentence must hold to carry a label of its paragraph, from labelled sentences.
//!
//! A cell is a sentence and a theme that its paragraph carries. Their evidence comes from a model that never saw them: one
//! of all statements without a labelled sentence. Where these are too few to fit every theme, the final model itself
//! gives it, which flatters the figures. A cell's evidence, as a part of the strongest sentence's, is divided by the number of
//! the paragraph's themes (see [`Cuts::carries`]); the cut is the one with the best F1 over the cells
//! ([`best_f1_cut`], the larger of equals), rounded to thousandths.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::TrainingText;
use super::choose::quality;
use crate::decide::{Cuts, best_f1_cut};
use crate::labelled::Labelled;
use crate::model::{Model, Quality, Scratch};
use crate::segment;

/// What was chosen, and how good it was found to be.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceChoice {
    /// What becomes [`Cuts::sentence`].
    pub cut: f32,
    /// Whether the model behind it had never seen the statements of these sentences.
    pub held_out: bool,
    /// Paragraphs with labelled sentences.
    pub paragraphs: usize,
    /// Their sentences.
    pub sentences: usize,
    /// Over the cells, with this cut; its support is the cells that carry their theme.
    pub quality: Quality,
    /// The same where every sentence carries every theme of its paragraph.
    pub every_sentence: Quality,
}

impl SentenceChoice {
    /// Chooses by the evidence that `model` finds; none without labelled sentences.
    pub(super) fn new(text: &TrainingText, model: &Model, held_out: bool) -> Option<Self> {
        let rows: Vec<&Labelled> = text.rows.iter().filter(|row| row.sentences.is_some()).collect();
        let of_row = |scratch: &mut Scratch, row: &&Labelled| cells(row, model, scratch);
        let cells: Vec<Cell> = rows.par_iter().map_init(Scratch::default, of_row).flatten_iter().collect();
        if !cells.iter().any(|cell| cell.carries) {
            return None;
        }
        let a_label = |cell: &Cell| (cell.evidence / cell.labels as f64, cell.carries);
        let cut = best_f1_cut(&cells.iter().map(a_label).collect::<Vec<_>>());
        let cut = ((cut * 1000.0).round().max(1.0) / 1000.0) as f32;
        let cuts = Cuts { sentence: cut, ..model.parts.cuts };
        Some(Self {
            cut,
            held_out,
            paragraphs: rows.len(),
            sentences: rows.iter().flat_map(|row| &row.sentences).map(Vec::len).sum(),
            quality: counted(&cells, |cell| cuts.carries(cell.evidence, cell.labels)),
            every_sentence: counted(&cells, |_| true),
        })
    }
}

/// The rows of the statements that have no labelled sentence.
pub(super) fn without_labelled_sentences(rows: &[Labelled]) -> Vec<usize> {
    let labelled = rows.iter().filter(|row| row.sentences.is_some());
    let held: FxHashSet<&str> = labelled.map(|row| row.statement.as_str()).collect();
    (0..rows.len()).filter(|&row| !held.contains(rows[row].statement.as_str())).collect()
}

/// A sentence and a theme of its paragraph.
struct Cell {
    /// As a part of the strongest sentence's.
    evidence: f64,
    /// How many themes the paragraph has.
    labels: usize,
    /// Whether the sentence truly carries the theme.
    carries: bool,
}

/// For each theme and sentence of a row its evidence, and whether it carries the theme.
fn cells(row: &Labelled, model: &Model, scratch: &mut Scratch) -> Vec<Cell> {
    let Some(labelled) = &row.sentences else { return Vec::new() };
    let evidence = model.sentence_evidence(&row.text, &segment::sentences(&row.text), &row.themes, scratch);
    let labels = row.themes.len();
    let of_theme = |(theme, evidence): (&usize, Vec<f64>)| -> Vec<Cell> {
        let cell = |(evidence, themes): (f64, &Vec<usize>)| Cell { evidence, labels, carries: themes.contains(theme) };
        evidence.into_iter().zip(labelled).map(cell).collect()
    };
    row.themes.iter().zip(evidence).flat_map(of_theme).collect()
}

fn counted(cells: &[Cell], carries: impl Fn(&Cell) -> bool) -> Quality {
    let mut counts = [0; 3];
    for cell in cells {
        let predicted = carries(cell);
        counts[0] += usize::from(cell.carries);
        counts[1] += usize::from(predicted);
        counts[2] += usize::from(cell.carries && predicted);
    }
    quality(&counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;
    use crate::train::Settings;

    const TEXT: &str = "双方愿加强北极航道合作。双方同意发展旅游。";

    fn text(sentences: Option<Vec<Vec<usize>>>) -> TrainingText {
        let themes = Model::embedded().unwrap().themes().clone();
        let row = |n: usize, statement: &str, sentences: Option<Vec<Vec<usize>>>| Labelled {
            id: format!("p{n}"),
            statement: statement.to_owned(),
            text: TEXT.to_owned(),
            themes: vec![themes.index("arctic").unwrap()],
            sentences,
            basis: None,
            date: None,
            place: Place::line("x.jsonl", n),
        };
        let rows = vec![row(1, "a", sentences), row(2, "a", None), row(3, "b", None)];
        let (settings, dictionary, sha256) = (Settings::default(), Vec::new(), String::new());
        TrainingText { themes, settings, dictionary, rows, sha256 }
    }

    #[test]
    fn a_cut_between_the_sentence_that_carries_and_the_one_that_does_not_is_found() {
        let model = Model::embedded().unwrap();
        let arctic = model.themes().index("arctic").unwrap();
        let chosen = SentenceChoice::new(&text(Some(vec![vec![arctic], vec![]])), model, true).unwrap();
        assert!(chosen.cut > 0.2 && chosen.cut < 1.0, "{chosen:?}");
        assert_eq!((chosen.paragraphs, chosen.sentences, chosen.quality.f1), (1, 2, 1.0));
        assert_eq!((chosen.every_sentence.precision, chosen.every_sentence.recall), (0.5, 1.0));
        let both = SentenceChoice::new(&text(Some(vec![vec![arctic], vec![arctic]])), model, true).unwrap();
        assert!(both.cut < chosen.cut, "{both:?}");
    }

    #[test]
    fn without_labelled_sentences_nothing_is_chosen() {
        let model = Model::embedded().unwrap();
        for sentences in [None, Some(vec![vec![], vec![]])] {
            assert_eq!(SentenceChoice::new(&text(sentences), model, true), None);
        }
    }

    #[test]
    fn whole_statements_are_held_out() {
        assert_eq!(without_labelled_sentences(&text(Some(vec![vec![], vec![]])).rows), [2]);
        assert_eq!(without_labelled_sentences(&text(None).rows), [0, 1, 2]);
    }
}
