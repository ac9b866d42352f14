//! Where the strongest terms of a row's labels stand in its text.

use std::io::{self, Write};

use super::hue;
use crate::document::Span;
use crate::model::Model;
use crate::output::markup::Escaped;
use crate::output::statement::signed;
use crate::tagged::TaggedParagraph;

/// The most terms of one label that are marked.
const TERMS: usize = 6;

/// A term that adds less than this to a score is not worth a mark.
const LEAST: f64 = 0.1;

/// A stretch of text and what it adds to the score of each theme, in log-odds.
#[derive(Debug, PartialEq)]
struct Mark {
    span: Span,
    adds: Vec<(usize, f64)>,
}

/// The marks of a row, in order; stretches that overlap are one.
fn marks(tagged: &TaggedParagraph) -> Vec<Mark> {
    let mut merged: Vec<Mark> = Vec::new();
    for (span, theme, adds) in places(tagged) {
        match merged.last_mut().filter(|mark| span.start < mark.span.end) {
            Some(mark) => {
                mark.span.end = mark.span.end.max(span.end);
                mark.add(theme, adds);
            }
            None => merged.push(Mark { span, adds: vec![(theme, adds)] }),
        }
    }
    merged
}

/// Every place of a strong term, with the theme and the term's contribution shared evenly among its places.
fn places(tagged: &TaggedParagraph) -> Vec<(Span, usize, f64)> {
    let mut places = Vec::new();
    for judgement in tagged.shown() {
        let strong = judgement.evidence.iter().filter(|evidence| evidence.contribution >= LEAST);
        for evidence in strong.filter(|evidence| !evidence.spans.is_empty()).take(TERMS) {
            let each = evidence.contribution / evidence.spans.len() as f64;
            places.extend(evidence.spans.iter().map(|&span| (span, judgement.theme, each)));
        }
    }
    places.sort_by_key(|place| (place.0, place.1));
    places
}

impl Mark {
    fn add(&mut self, theme: usize, adds: f64) {
        match self.adds.iter_mut().find(|known| known.0 == theme) {
            Some(known) => known.1 += adds,
            None => self.adds.push((theme, adds)),
        }
    }

    /// The themes that the stretch speaks for and how loud, the loudest first.
    fn by_strength(&self) -> Vec<(usize, f64)> {
        let mut adds = self.adds.clone();
        adds.sort_by(|a, b| b.1.total_cmp(&a.1));
        adds
    }
}

/// Writes the text of a row with its marks.
pub(super) fn write(
    text: &str,
    span: Span,
    tagged: &TaggedParagraph,
    model: &Model,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut from = span.start;
    for mark in marks(tagged) {
        let by_strength = mark.by_strength();
        let title: Vec<String> = by_strength
            .iter()
            .map(|&(theme, adds)| {
                format!("{} {} {}", model.themes().themes[theme].zh, model.themes().id(theme), signed(adds))
            })
            .collect();
        let hue = by_strength.first().map_or(0, |strongest| hue(strongest.0));
        write!(out, "{}", Escaped(&text[from..mark.span.start]))?;
        write!(out, "<mark style=\"--h:{hue}\" title=\"{}\">", Escaped(&title.join("; ")))?;
        write!(out, "{}</mark>", Escaped(mark.span.of(text)))?;
        from = mark.span.end;
    }
    write!(out, "{}", Escaped(&text[from..span.end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagged::{Evidence, Judgement};

    fn judgement(theme: usize, evidence: &[(f64, &[(usize, usize)])]) -> Judgement {
        let evidence = evidence.iter().map(|&(contribution, spans)| Evidence {
            term: String::new(),
            kind: "word",
            weight: contribution,
            value: 1.0,
            contribution,
            spans: spans.iter().map(|&(start, end)| Span::new(start, end)).collect(),
        });
        Judgement { theme, score: 0.0, probability: 0.9, assigned: true, review: false, evidence: evidence.collect() }
    }

    #[test]
    fn overlapping_places_are_one_mark_that_adds_up_by_theme() {
        let judgements = vec![
            judgement(0, &[(1.0, &[(0, 6), (12, 18)]), (0.5, &[(3, 9)]), (-2.0, &[(12, 18)])]),
            judgement(1, &[(2.0, &[(6, 9)]), (0.3, &[(9, 12)])]),
        ];
        let marks = marks(&TaggedParagraph { judgements, ..TaggedParagraph::default() });
        assert_eq!(
            marks,
            [
                Mark { span: Span::new(0, 9), adds: vec![(0, 1.0), (1, 2.0)] },
                Mark { span: Span::new(9, 12), adds: vec![(1, 0.3)] },
                Mark { span: Span::new(12, 18), adds: vec![(0, 0.5)] },
            ]
        );
        assert_eq!(marks[0].by_strength()[0].0, 1);
    }
}
