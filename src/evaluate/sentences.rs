//! Which sentences of a paragraph carry its labels, against sentences labelled by people.
//!
//! Counted are cells, pairs of a sentence and a theme, in two ways: given the themes that the paragraph truly has, which
//! asks only *which* sentences carry them, and with the labels that the paragraph was given, where a label missed is
//! missed in all its sentences. Beside each stands the plainest rule: every sentence carries every label.

use serde::{Deserialize, Serialize};

use super::intervals::{Averaged, Bootstrap};
use super::resample::Rounds;
use super::{Judged, Sample, averages, counts};
use crate::error::Result;

/// One labelled sentence and what a system said of it. Labels are indices into a list of theme ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JudgedSentence {
    /// The id of its paragraph.
    pub paragraph: String,
    /// Its number in the paragraph, from 1.
    pub number: usize,
    /// The statement that it belongs to.
    pub statement: String,
    /// The themes that it truly carries.
    pub gold: Vec<usize>,
    /// Those that its paragraph truly has.
    pub true_themes: Vec<usize>,
    /// Those of them that it is said to carry.
    pub carried_of_true: Vec<usize>,
    /// The themes that its paragraph was given.
    pub given_labels: Vec<usize>,
    /// Those of them that it is said to carry.
    pub carried_of_given: Vec<usize>,
}

/// How well a system tells which sentences carry the labels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SentenceScores {
    /// Paragraphs with labelled sentences.
    pub paragraphs: usize,
    /// Their sentences.
    pub sentences: usize,
    /// Given the themes that each paragraph truly has.
    pub true_themes: Rules,
    /// With the labels that each paragraph was given.
    pub given_labels: Rules,
}

/// Micro averages over the cells under two rules.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// A sentence carries the labels whose evidence stands in it.
    pub by_evidence: Averaged,
    /// Every sentence carries every label, without intervals.
    pub every_sentence: Averaged,
}

impl SentenceScores {
    /// The figures, with intervals drawn by statement; none without sentences. `source` names them in messages.
    ///
    /// # Errors
    /// Labels that name no theme or repeat, as for [`Sample::new`].
    pub fn new(themes: &[String], sentences: &[JudgedSentence], rounds: Rounds, source: &str) -> Result<Option<Self>> {
        if sentences.is_empty() {
            return Ok(None);
        }
        let average = |predicted: fn(&JudgedSentence) -> &Vec<usize>, rounds: Option<Rounds>| {
            let rows: Vec<Judged> = sentences.iter().map(|sentence| sentence.judged(predicted(sentence))).collect();
            let sample = Sample::new(themes, &rows, source)?;
            let intervals = rounds.map(|rounds| Bootstrap::new(&sample, rounds).micro);
            Ok(Averaged { intervals, ..averages::micro(&counts::per_theme(&sample)).into() })
        };
        let true_themes = Rules {
            by_evidence: average(|sentence| &sentence.carried_of_true, Some(rounds))?,
            every_sentence: average(|sentence| &sentence.true_themes, None)?,
        };
        let given_labels = Rules {
            by_evidence: average(|sentence| &sentence.carried_of_given, Some(rounds))?,
            every_sentence: average(|sentence| &sentence.given_labels, None)?,
        };
        let paragraphs = sentences.chunk_by(|a, b| a.paragraph == b.paragraph).count();
        Ok(Some(Self { paragraphs, sentences: sentences.len(), true_themes, given_labels }))
    }
}

impl JudgedSentence {
    /// The sentence as a paragraph of its own that was given `predicted`.
    fn judged(&self, predicted: &[usize]) -> Judged {
        Judged {
            id: format!("{}.{}", self.paragraph, self.number),
            statement: self.statement.clone(),
            gold: self.gold.clone(),
            predicted: predicted.to_vec(),
            ..Judged::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// Two sentences of one paragraph that truly has `a` and `b` and was given `a` and `c`.
    fn two() -> Vec<JudgedSentence> {
        let sentence = |number, gold: &[usize], of_true: &[usize], of_given: &[usize]| JudgedSentence {
            paragraph: "p".to_owned(),
            number,
            statement: "s".to_owned(),
            gold: gold.to_vec(),
            true_themes: vec![0, 1],
            carried_of_true: of_true.to_vec(),
            given_labels: vec![0, 2],
            carried_of_given: of_given.to_vec(),
        };
        vec![sentence(1, &[0], &[0], &[0]), sentence(2, &[0, 1], &[1], &[2])]
    }

    fn scores(sentences: &[JudgedSentence]) -> Option<SentenceScores> {
        SentenceScores::new(&sample::themes(3), sentences, Rounds { rounds: 50, seed: 1 }, "t").unwrap()
    }

    #[test]
    fn cells_are_counted_with_the_true_themes_and_with_the_labels_given() {
        let scores = scores(&two()).unwrap();
        assert_eq!((scores.paragraphs, scores.sentences), (1, 2));
        let of = |averaged: Averaged| (averaged.precision.unwrap(), averaged.recall.unwrap());
        // Three cells are gold: 1a, 2a, 2b. By evidence 1a, 2b; by every sentence 1a, 1b, 2a, 2b.
        assert_eq!(of(scores.true_themes.by_evidence), (1.0, 2.0 / 3.0));
        assert_eq!(of(scores.true_themes.every_sentence), (0.75, 1.0));
        // By evidence 1a, 2c; by every sentence 1a, 1c, 2a, 2c.
        assert_eq!(of(scores.given_labels.by_evidence), (0.5, 1.0 / 3.0));
        assert_eq!(of(scores.given_labels.every_sentence), (0.5, 2.0 / 3.0));
        assert!(scores.true_themes.by_evidence.intervals.unwrap().f1.is_some());
    }

    #[test]
    fn without_sentences_there_are_no_figures() {
        assert_eq!(scores(&[]), None);
    }

    #[test]
    fn a_label_that_is_no_theme_is_refused_with_its_sentence() {
        let mut sentences = two();
        sentences[1].carried_of_true = vec![7];
        let refused = SentenceScores::new(&sample::themes(3), &sentences, Rounds::default(), "t").unwrap_err();
        assert!(refused.to_string().contains("paragraph `p.2`: predicted label 7 names no theme"), "{refused}");
    }
}
