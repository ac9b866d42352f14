//! Which sentences of a paragraph carry its labels.
//!
//! A sentence is not judged by itself, out of its context: the paragraph has the label, and its sentences share it by
//! their part in the evidence. A term's contribution to the score is divided evenly among its occurrences; a sentence
//! carries the label when the contributions inside it add up to at least a share of the largest sentence's. That share
//! is [`Cuts::sentence`] times the number of labels of the paragraph; training finds it from sentences labelled by people.
//!
//! [`Cuts::sentence`]: crate::decide::Cuts::sentence

use super::{Model, Scratch, TagOptions};
use crate::decide::Decision;
use crate::document::Span;
use crate::tagged::Judgement;

impl Model {
    /// For each theme, in order, each sentence's evidence as a part of the strongest sentence's, 0 to 1.
    ///
    /// `sentences` tile the text. The only sentence of a text has 1; where no sentence speaks for a theme, all have 0.
    #[must_use]
    pub fn sentence_evidence(
        &self,
        text: &str,
        sentences: &[Span],
        themes: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<Vec<f64>> {
        scratch.walk.read(text);
        self.row(scratch);
        self.evidence_of_row(text, sentences, themes, scratch)
    }

    /// For each of a paragraph's themes, in order, the indices of the sentences that carry it.
    #[must_use]
    pub fn carrying_sentences(
        &self,
        text: &str,
        sentences: &[Span],
        themes: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<Vec<usize>> {
        scratch.walk.read(text);
        self.row(scratch);
        self.carrying(text, sentences, themes, themes.len(), scratch)
    }

    /// For each judgement, in order, the indices of the sentences that carry it; empty where it is not assigned. The text
    /// must have been judged last with this scratch.
    pub(super) fn sentences_of(
        &self,
        text: &str,
        sentences: &[Span],
        judgements: &[Judgement],
        options: &TagOptions,
        scratch: &Scratch,
    ) -> Vec<Vec<usize>> {
        // Themes that were not asked for are labels of the paragraph all the same.
        let assigned =
            |(score, decision): (&f64, &Decision)| decision.answer(*score, options.threshold, self.parts.cuts).assigned;
        let labels = scratch.scores.iter().zip(&self.parts.decisions).filter(|pair| assigned(*pair)).count();
        let themes: Vec<usize> = judgements.iter().filter(|label| label.assigned).map(|label| label.theme).collect();
        let mut carrying = self.carrying(text, sentences, &themes, labels, scratch).into_iter();
        let of = |label: &Judgement| if label.assigned { carrying.next().unwrap_or_default() } else { Vec::new() };
        judgements.iter().map(of).collect()
    }

    /// The sentences that carry each theme of a paragraph with so many labels; its row must be in the scratch.
    fn carrying(
        &self,
        text: &str,
        sentences: &[Span],
        themes: &[usize],
        labels: usize,
        scratch: &Scratch,
    ) -> Vec<Vec<usize>> {
        let cuts = self.parts.cuts;
        let carrying = |parts: Vec<f64>| (0..parts.len()).filter(|&s| cuts.carries(parts[s], labels)).collect();
        self.evidence_of_row(text, sentences, themes, scratch).into_iter().map(carrying).collect()
    }

    /// As [`Self::sentence_evidence`]; the row of the text must be in the scratch.
    fn evidence_of_row(&self, text: &str, sentences: &[Span], themes: &[usize], scratch: &Scratch) -> Vec<Vec<f64>> {
        if themes.is_empty() || sentences.len() < 2 {
            return vec![vec![1.0; sentences.len()]; themes.len()];
        }
        let spans = self.spans(text);
        let of_theme = |&theme: &usize| {
            let mut parts = self.evidence_by_sentence(theme, sentences, &spans, scratch);
            let largest = parts.iter().copied().fold(0.0, f64::max);
            // Evidence against the theme is no share of the evidence for it.
            for part in &mut parts {
                *part = if *part > 0.0 { *part / largest } else { 0.0 };
            }
            parts
        };
        themes.iter().map(of_theme).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::segment;
    use crate::tagged::TaggedParagraph;

    const TEXT: &str = "双方愿加强北极航道合作。双方同意发展旅游。台湾是中国领土不可分割的一部分。";

    fn evidence(text: &str, ids: &[&str]) -> Vec<Vec<f64>> {
        let model = Model::embedded().unwrap();
        let themes: Vec<usize> = ids.iter().map(|id| model.themes().index(id).unwrap()).collect();
        model.sentence_evidence(text, &segment::sentences(text), &themes, &mut Scratch::default())
    }

    #[test]
    fn the_strongest_sentence_of_a_theme_has_all_and_no_other_more() {
        let [arctic, taiwan] = evidence(TEXT, &["arctic", "taiwan"]).try_into().unwrap();
        assert!((arctic[0] - 1.0).abs() < 1e-12 && (taiwan[2] - 1.0).abs() < 1e-12, "{arctic:?} {taiwan:?}");
        assert!(arctic[1..].iter().chain(&taiwan[..2]).all(|part| (0.0..0.2).contains(part)), "{arctic:?} {taiwan:?}");
    }

    #[test]
    fn a_single_sentence_carries_whatever_its_paragraph_does() {
        assert_eq!(evidence("双方同意发展旅游。", &["arctic"]), [[1.0]]);
    }

    #[test]
    fn a_theme_has_the_same_sentences_whichever_themes_are_asked_for() {
        let mut parts = Model::embedded().unwrap().parts.clone();
        parts.cuts.sentence = 0.5;
        let model = Model::new("strict", parts).unwrap();
        let text = "双方愿加强北极航道合作。双方支持北极科考和极地保护。台湾是中国领土不可分割的一部分，反对“台独”。";
        let sentences = |themes: Option<Vec<usize>>| {
            let options = TagOptions { themes, ..TagOptions::default() };
            let mut document = Document { text: text.to_owned(), ..Document::default() };
            segment::segment(&mut document);
            model.tag(document, &options).paragraphs.remove(0)
        };
        let arctic = model.themes().index("arctic").unwrap();
        let (all, alone) = (sentences(None), sentences(Some(vec![arctic])));
        let enough = evidence(text, &["arctic"])[0].iter().filter(|part| **part >= 0.5).count();
        assert!(enough == 2 && all.assigned().count() > 1, "help: two sentences are enough for one label, not for two");
        let of = |tagged: &TaggedParagraph| {
            tagged.judgements.iter().position(|label| label.theme == arctic).map(|at| tagged.sentences[at].clone())
        };
        assert_eq!(of(&all).map(|sentences| sentences.len()), Some(1));
        assert_eq!(of(&all), of(&alone));
    }

    #[test]
    fn where_nothing_speaks_for_a_theme_no_sentence_carries_it() {
        assert_eq!(evidence("甲。乙。", &["arctic"]), [[0.0, 0.0]]);
    }
}
