//! The share of the strongest sentence's evidence from which a sentence carries a label, from labelled sentences.
//!
//! A cell is a sentence and a theme that its paragraph carries. Their evidence comes from a model that never saw them: one
//! of all statements without a labelled sentence. Where these are too few to fit every theme, the final model itself
//! gives it, which flatters the figures. The share is the one with the best F1 over the cells
//! ([`crate::decide::best_f1_cut`], the larger of equals), rounded to hundredths.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::TrainingText;
use super::choose::quality;
use crate::decide::{Cuts, Judged, best_f1_cut};
use crate::labelled::Labelled;
use crate::model::{Model, Quality, Scratch};
use crate::segment;

/// What was chosen, and how good it was found to be.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceChoice {
    /// The share.
    pub share: f32,
    /// Whether the model behind it had never seen the statements of these sentences.
    pub held_out: bool,
    /// Paragraphs with labelled sentences.
    pub paragraphs: usize,
    /// Their sentences.
    pub sentences: usize,
    /// Over the cells, with this share; its support is the cells that carry their theme.
    pub quality: Quality,
    /// The same where every sentence carries every theme of its paragraph.
    pub every_sentence: Quality,
}

impl SentenceChoice {
    /// Chooses by the evidence that `model` finds; none without labelled sentences.
    pub(super) fn new(text: &TrainingText, model: &Model, held_out: bool) -> Option<Self> {
        let rows: Vec<&Labelled> = text.rows.iter().filter(|row| row.sentences.is_some()).collect();
        let of_row = |scratch: &mut Scratch, row: &&Labelled| cells(row, model, scratch);
        let cells: Vec<Judged> = rows.par_iter().map_init(Scratch::default, of_row).flatten_iter().collect();
        if !cells.iter().any(|cell| cell.1) {
            return None;
        }
        let share = (best_f1_cut(&cells) * 100.0).round().max(1.0) / 100.0;
        let cuts = Cuts { sentence: share as f32, ..model.parts.cuts };
        Some(Self {
            share: share as f32,
            held_out,
            paragraphs: rows.len(),
            sentences: rows.iter().flat_map(|row| &row.sentences).map(Vec::len).sum(),
            quality: counted(&cells, |evidence| cuts.carries(evidence)),
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

/// For each theme and sentence of a row its evidence, and whether it carries the theme.
fn cells(row: &Labelled, model: &Model, scratch: &mut Scratch) -> Vec<Judged> {
    let Some(labelled) = &row.sentences else { return Vec::new() };
    let evidence = model.sentence_evidence(&row.text, &segment::sentences(&row.text), &row.themes, scratch);
    let of_theme = |(theme, evidence): (&usize, Vec<f64>)| -> Vec<Judged> {
        let carries = labelled.iter().map(|themes| themes.contains(theme));
        evidence.into_iter().zip(carries).collect()
    };
    row.themes.iter().zip(evidence).flat_map(of_theme).collect()
}

fn counted(cells: &[Judged], carries: impl Fn(f64) -> bool) -> Quality {
    let mut counts = [0; 3];
    for &(evidence, gold) in cells {
        let predicted = carries(evidence);
        counts[0] += usize::from(gold);
        counts[1] += usize::from(predicted);
        counts[2] += usize::from(gold && predicted);
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
    fn a_share_between_the_sentence_that_carries_and_the_one_that_does_not_is_found() {
        let model = Model::embedded().unwrap();
        let arctic = model.themes().index("arctic").unwrap();
        let chosen = SentenceChoice::new(&text(Some(vec![vec![arctic], vec![]])), model, true).unwrap();
        assert!(chosen.share > 0.2 && chosen.share < 1.0, "{chosen:?}");
        assert_eq!((chosen.paragraphs, chosen.sentences, chosen.quality.f1), (1, 2, 1.0));
        assert_eq!((chosen.every_sentence.precision, chosen.every_sentence.recall), (0.5, 1.0));
        let both = SentenceChoice::new(&text(Some(vec![vec![arctic], vec![arctic]])), model, true).unwrap();
        assert!(both.share < chosen.share, "{both:?}");
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
