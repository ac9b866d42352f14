//! Which sentences of a paragraph carry its labels.
//!
//! A sentence is not judged by itself, out of its context: the paragraph has the label, and its sentences share it by
//! their part in the evidence. A term's contribution to the score is divided evenly among its occurrences; a sentence
//! carries the label when the contributions inside it add up to at least [`SHARE`] of the largest sentence's.

use super::{Model, Scratch};
use crate::document::Span;
use crate::tagged::Judgement;

/// The least part of the strongest sentence's evidence.
///
/// Not learned: no labelled sentences stand behind it. At 0.3 a sentence on the chair of BRICS was left out of a paragraph
/// on BRICS, at 0.15 it is not; a set of labelled sentences should decide.
pub const SHARE: f64 = 0.15;

impl Model {
    /// For each judgement, in order, the indices of the sentences that carry it; empty where it is not assigned.
    ///
    /// `sentences` tile the text; the row of the text must be in the scratch.
    pub(super) fn carrying(
        &self,
        text: &str,
        sentences: &[Span],
        judgements: &[Judgement],
        scratch: &Scratch,
    ) -> Vec<Vec<usize>> {
        let assigned = judgements.iter().any(|j| j.assigned);
        if !assigned || sentences.len() < 2 {
            let all: Vec<usize> = (0..sentences.len()).collect();
            return judgements.iter().map(|j| if j.assigned { all.clone() } else { Vec::new() }).collect();
        }
        let spans = self.spans(text);
        let of = |judgement: &Judgement| {
            if !judgement.assigned {
                return Vec::new();
            }
            let parts = self.evidence_by_sentence(judgement.theme, sentences, &spans, scratch);
            let largest = parts.iter().copied().fold(0.0, f64::max);
            (0..parts.len()).filter(|&s| largest > 0.0 && parts[s] >= SHARE * largest).collect()
        };
        judgements.iter().map(of).collect()
    }

    /// The sum of a theme's contributions in each sentence.
    fn evidence_by_sentence(
        &self,
        theme: usize,
        sentences: &[Span],
        spans: &[(u32, Span)],
        scratch: &Scratch,
    ) -> Vec<f64> {
        let mut parts = vec![0.0; sentences.len()];
        for &(term, value) in &scratch.row {
            let weights = self.parts.weights.of_term(term);
            let Some(&(_, weight)) = weights.iter().find(|(t, _)| usize::from(*t) == theme) else { continue };
            let from = spans.partition_point(|s| s.0 < term);
            let occurrences: Vec<Span> = spans[from..].iter().take_while(|s| s.0 == term).map(|s| s.1).collect();
            let each = f64::from(weight) * f64::from(value) / occurrences.len().max(1) as f64;
            for span in occurrences {
                let sentence = sentences.partition_point(|s| s.end <= span.start);
                if let Some(part) = parts.get_mut(sentence) {
                    *part += each;
                }
            }
        }
        parts
    }
}
