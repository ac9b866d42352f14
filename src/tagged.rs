//! A tagged statement: what tagging returns and every output format reads. Plain data.

use crate::document::{Document, Span};

/// A document whose paragraphs carry labels.
#[derive(Debug, Clone)]
pub struct TaggedStatement {
    /// The document, with its structure.
    pub document: Document,
    /// One entry for each of `document.paragraphs`, in order.
    pub paragraphs: Vec<TaggedParagraph>,
}

/// The labels of one paragraph (or sentence).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaggedParagraph {
    /// Every theme's judgement, in the order of the model's theme set; empty where the text was not judged.
    pub judgements: Vec<Judgement>,
    /// For each judgement the indices of the paragraph's sentences that carry it; empty for labels not given, and
    /// altogether where a text was judged by itself.
    pub sentences: Vec<Vec<usize>>,
    /// Why the text was not judged, if it was not.
    pub unjudged: Option<Unjudged>,
}

/// What the model says of one theme in one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Index of the theme in the model's theme set.
    pub theme: usize,
    /// The linear score: intercept plus the contributions of the terms (log-odds before calibration).
    pub score: f64,
    /// The calibrated probability that the paragraph speaks about the theme, 0 to 1.
    pub probability: f64,
    /// Whether the label is given: the probability reaches the theme's threshold.
    pub assigned: bool,
    /// Whether a person should look: the probability is in the theme's review band, on either side of the threshold.
    pub review: bool,
    /// The terms behind the score, strongest first; empty unless an explanation was asked for.
    pub evidence: Vec<Evidence>,
}

/// One term's part in a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The term as an analyst reads it: `北极`, `北极 航道` (a pair), `theme word arctic`.
    pub term: String,
    /// The kind of term: `word`, `pair`, `characters`, `theme-word`.
    pub kind: &'static str,
    /// The model's weight for the term and theme.
    pub weight: f64,
    /// The term's value in this paragraph's vector.
    pub value: f64,
    /// `weight × value`: what it adds to the score.
    pub contribution: f64,
    /// Where the term stands, as byte spans into the document's text.
    pub spans: Vec<Span>,
}

/// Why a text was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unjudged {
    /// Fewer Han characters than a judgement needs.
    TooShort,
    /// Mostly another script.
    NotChinese,
}

impl Unjudged {
    /// A word for data formats.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::NotChinese => "not-chinese",
        }
    }

    /// A clause for people.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::TooShort => "too short to judge",
            Self::NotChinese => "not Chinese",
        }
    }
}

impl TaggedParagraph {
    /// The labels that are given, in the order of the theme set.
    pub fn assigned(&self) -> impl Iterator<Item = &Judgement> {
        self.judgements.iter().filter(|j| j.assigned)
    }

    /// The labels, given or nearly given, that a person should look at.
    pub fn review(&self) -> impl Iterator<Item = &Judgement> {
        self.judgements.iter().filter(|j| j.review)
    }

    /// The labels to show: given ones and near misses.
    pub fn shown(&self) -> impl Iterator<Item = &Judgement> {
        self.judgements.iter().filter(|j| j.assigned || j.review)
    }
}
