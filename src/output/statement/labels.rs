//! The labels of a row as JSON: `themes`, `review`, `scores`, with explanations `evidence`, and `unjudged` where the text
//! was not judged.

use serde::ser::{Serialize, SerializeMap, SerializeSeq as _, Serializer};

use super::Context;
use crate::document::Span;
use crate::tagged::{Evidence, Judgement, TaggedParagraph};

/// Writes the entries of a row's labels.
pub(super) fn entries<M: SerializeMap>(
    map: &mut M,
    tagged: &TaggedParagraph,
    context: &Context<'_>,
) -> Result<(), M::Error> {
    let labels = Labels { tagged, context };
    map.serialize_entry("themes", &Ids(labels, |judgement| judgement.assigned))?;
    map.serialize_entry("review", &Ids(labels, |judgement| judgement.review))?;
    map.serialize_entry("scores", &Scores(labels))?;
    if context.explain {
        map.serialize_entry("evidence", &Explanations(labels))?;
    }
    if let Some(unjudged) = tagged.unjudged {
        map.serialize_entry("unjudged", unjudged.id())?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Labels<'a> {
    tagged: &'a TaggedParagraph,
    context: &'a Context<'a>,
}

impl Labels<'_> {
    fn id(&self, judgement: &Judgement) -> &str {
        self.context.model.themes().id(judgement.theme)
    }
}

struct Ids<'a>(Labels<'a>, fn(&&Judgement) -> bool);

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.tagged.judgements.iter().filter(self.1).map(|judgement| self.0.id(judgement)))
    }
}

struct Scores<'a>(Labels<'a>);

impl Serialize for Scores<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Labels { tagged, context } = self.0;
        let wanted = |judgement: &&Judgement| context.all_scores || judgement.assigned || judgement.review;
        let judgements = tagged.judgements.iter().filter(wanted);
        serializer.collect_map(judgements.map(|judgement| (self.0.id(judgement), rounded(judgement.probability))))
    }
}

/// To six decimals: more says nothing and fills the lines.
pub(super) fn rounded(probability: f64) -> f64 {
    (probability * 1e6).round() / 1e6
}

struct Explanations<'a>(Labels<'a>);

impl Serialize for Explanations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let intercepts = &self.0.context.model.parts.weights.intercepts;
        serializer.collect_map(self.0.tagged.shown().map(|judgement| {
            let explanation = Explanation {
                intercept: f64::from(intercepts[judgement.theme]),
                score: judgement.score,
                probability: rounded(judgement.probability),
                terms: Terms(&judgement.evidence),
            };
            (self.0.id(judgement), explanation)
        }))
    }
}

/// The intercept and the contributions of the terms add up to the score.
#[derive(serde::Serialize)]
struct Explanation<'a> {
    intercept: f64,
    score: f64,
    probability: f64,
    terms: Terms<'a>,
}

struct Terms<'a>(&'a [Evidence]);

impl Serialize for Terms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|evidence| TermView {
            term: &evidence.term,
            kind: evidence.kind,
            weight: evidence.weight,
            value: evidence.value,
            contribution: evidence.contribution,
            spans: Spans(&evidence.spans),
        }))
    }
}

#[derive(serde::Serialize)]
struct TermView<'a> {
    term: &'a str,
    kind: &'a str,
    weight: f64,
    value: f64,
    contribution: f64,
    spans: Spans<'a>,
}

/// Spans as pairs: there are many of them.
struct Spans<'a>(&'a [Span]);

impl Serialize for Spans<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for span in self.0 {
            list.serialize_element(&[span.start, span.end])?;
        }
        list.end()
    }
}
