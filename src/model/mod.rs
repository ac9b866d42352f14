//! A model joins the stages: text → terms → row → scores → answers. It knows nothing of training.

mod embedded;
mod file;
mod read;
mod sentences;

pub use file::write_atomically;
pub use read::Outline;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::classifier::Weights;
use crate::decide::{Cuts, Decision};
use crate::document::{Document, Span};
use crate::error::Result;
use crate::features::{Featuriser, Terms, Vocabulary, Walk, runs};
use crate::normalise::{Character, is_letter, normalise};
use crate::tagged::{Evidence, Judgement, TaggedParagraph, TaggedStatement, Unjudged};
use crate::tfidf::{Kind, Row, Term, Weighting, weigh};
use crate::theme::ThemeSet;
use crate::words::{Entry, Segmenter};

/// The fewest Han characters that are judged, in normal form.
pub const FEWEST_HAN: usize = 6;

/// The least share of Han characters among letters, digits and Han characters.
const LEAST_HAN_SHARE: f64 = 0.3;

/// Everything that tagging needs, as plain data: what the model file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The themes, with their words.
    pub themes: ThemeSet,
    /// Which terms are made.
    pub terms_made: Terms,
    /// How they are weighed.
    pub weighting: Weighting,
    /// The dictionary: the words that the model knows, sorted.
    pub dictionary: Vec<Entry>,
    /// The sum of frequencies that the dictionary pretends to have.
    pub dictionary_total: usize,
    /// The terms, sorted by kind and text.
    pub terms: Vec<Term>,
    /// Each term's inverse document frequency.
    pub idf: Vec<f32>,
    /// The weights of all themes.
    pub weights: Weights,
    /// Each theme's decision.
    pub decisions: Vec<Decision>,
    /// The cuts that all themes share.
    pub cuts: Cuts,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a model comes from and how good it was found to be out of fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// Version of Gongbao that trained it.
    pub gongbao: String,
    /// SHA-256 of the labelled text, themes and settings that it was trained on.
    pub training_sha256: String,
    /// Labelled paragraphs.
    pub paragraphs: usize,
    /// Statements that they belong to.
    pub statements: usize,
    /// Out-of-fold scores of all themes together.
    pub micro: Quality,
    /// Means of the themes' out-of-fold scores.
    pub macro_average: Quality,
    /// Each theme's out-of-fold scores.
    pub themes: Vec<Quality>,
}

/// Precision, recall and F1, and the paragraphs that they rest on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Share of the labels given that are right.
    pub precision: f32,
    /// Share of the right labels that are given.
    pub recall: f32,
    /// Their harmonic mean.
    pub f1: f32,
    /// Paragraphs that carry the theme.
    pub support: usize,
}

/// A model, ready to tag.
#[derive(Debug)]
pub struct Model {
    /// Its name in messages and outputs: the file, or `embedded`.
    pub name: String,
    /// What the file holds.
    pub parts: Parts,
    featuriser: Featuriser,
    vocabulary: Vocabulary,
    /// The kind of each term, apart from its text, for the hot path.
    kinds: Vec<Kind>,
}

/// What a caller may ask for when tagging.
#[derive(Debug, Clone, Default)]
pub struct TagOptions {
    /// One threshold for every theme in place of their own; defaults to none.
    pub threshold: Option<f64>,
    /// Only these themes, by index; defaults to all.
    pub themes: Option<Vec<usize>>,
    /// Whether labels and near misses carry their evidence; defaults to false.
    pub explain: bool,
}

/// Buffers that one thread reuses from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    /// How often each term was found, by term; all zero between texts.
    times: Vec<u32>,
    counts: Vec<(u32, u32)>,
    row: Row,
    scores: Vec<f64>,
    walk: Walk,
}

impl Model {
    /// Builds the searches and tables that tagging uses.
    ///
    /// # Errors
    /// Theme words that cannot be searched.
    pub fn new(name: impl Into<String>, parts: Parts) -> Result<Self> {
        let name = name.into();
        let dictionary = (parts.dictionary.as_slice(), parts.dictionary_total);
        let featuriser = Featuriser::new(dictionary, (&parts.themes, &name), runs(&parts.terms), parts.terms_made)?;
        let vocabulary = Vocabulary::new(&parts.terms, &featuriser, &parts.themes);
        let kinds = parts.terms.iter().map(|term| term.kind).collect();
        Ok(Self { name, parts, featuriser, vocabulary, kinds })
    }

    /// The themes.
    #[must_use]
    pub fn themes(&self) -> &ThemeSet {
        &self.parts.themes
    }

    /// Every theme's score of a text, in the order of the themes.
    #[must_use]
    pub fn scores<'s>(&self, text: &str, scratch: &'s mut Scratch) -> &'s [f64] {
        scratch.walk.read(text);
        self.score(scratch);
        &scratch.scores
    }

    /// Leaves the scores of the text that was read in the scratch, and its row.
    fn score(&self, scratch: &mut Scratch) {
        self.row(scratch);
        self.parts.weights.score(&scratch.row, &mut scratch.scores);
    }

    /// Leaves the weighted row of the text that was read in the scratch, in the order in which its terms were found.
    fn row(&self, scratch: &mut Scratch) {
        let Scratch { times, counts, row, walk, .. } = scratch;
        times.resize(self.kinds.len(), 0);
        counts.clear();
        self.featuriser.visit(walk, &mut &self.vocabulary, |term, _| {
            let times = &mut times[term as usize];
            if *times == 0 {
                counts.push((term, 0));
            }
            *times += 1;
        });
        for (term, count) in counts.iter_mut() {
            *count = std::mem::take(&mut times[*term as usize]);
        }
        let of_term = |term: u32| (self.kinds[term as usize], self.parts.idf[term as usize]);
        weigh(counts, of_term, &self.parts.weighting, row);
    }

    /// Judges one text that stands by itself.
    #[must_use]
    pub fn judge(&self, text: &str, options: &TagOptions, scratch: &mut Scratch) -> TaggedParagraph {
        scratch.walk.read(text);
        if let Some(reason) = unjudged(scratch.walk.chars()) {
            return TaggedParagraph { unjudged: Some(reason), ..TaggedParagraph::default() };
        }
        self.score(scratch);
        let mut judgements = Vec::with_capacity(self.parts.decisions.len());
        for (theme, (&score, decision)) in scratch.scores.iter().zip(&self.parts.decisions).enumerate() {
            if options.themes.as_ref().is_some_and(|wanted| !wanted.contains(&theme)) {
                continue;
            }
            let answer = decision.answer(score, options.threshold, self.parts.cuts);
            let (probability, assigned, review) = (answer.probability, answer.assigned, answer.review);
            judgements.push(Judgement { theme, score, probability, assigned, review, evidence: Vec::new() });
        }
        if options.explain {
            self.explain(text, &mut judgements, scratch);
        }
        TaggedParagraph { judgements, ..TaggedParagraph::default() }
    }

    /// Tags every paragraph of a document, in parallel.
    #[must_use]
    pub fn tag(&self, document: Document, options: &TagOptions) -> TaggedStatement {
        let tag_one = |scratch: &mut Scratch, paragraph: &crate::document::Paragraph| {
            let mut tagged = self.judge(paragraph.span.of(&document.text), options, scratch);
            let by = paragraph.span.start;
            if tagged.unjudged.is_none() {
                let text = paragraph.span.of(&document.text);
                let inside = |s: &Span| Span::new(s.start - by, s.end - by);
                let sentences: Vec<Span> = paragraph.sentences.iter().map(inside).collect();
                tagged.sentences = self.sentences_of(text, &sentences, &tagged.judgements, options, scratch);
            }
            let evidence = tagged.judgements.iter_mut().flat_map(|j| &mut j.evidence);
            evidence.flat_map(|e| &mut e.spans).for_each(|span| *span = span.shifted(by));
            tagged
        };
        let paragraphs = document.paragraphs.par_iter().map_init(Scratch::default, tag_one).collect();
        TaggedStatement { document, paragraphs }
    }

    /// Fills in the evidence of the labels given and nearly given; the row must be in the scratch.
    fn explain(&self, text: &str, judgements: &mut [Judgement], scratch: &Scratch) {
        let spans = self.spans(text);
        for judgement in judgements.iter_mut().filter(|j| j.assigned || j.review) {
            let evidence = scratch.row.iter().filter_map(|&(term, value)| {
                let weights = self.parts.weights.of_term(term);
                let weight = weights.iter().find(|(theme, _)| usize::from(*theme) == judgement.theme)?.1;
                Some(self.evidence(term, weight, value, &spans))
            });
            judgement.evidence = evidence.collect();
            judgement.evidence.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        }
    }

    fn evidence(&self, term: u32, weight: f32, value: f32, spans: &[(u32, Span)]) -> Evidence {
        let Term { kind, text } = &self.parts.terms[term as usize];
        let from = spans.partition_point(|s| s.0 < term);
        let own = spans[from..].iter().take_while(|s| s.0 == term);
        Evidence {
            term: text.clone(),
            kind: kind.id(),
            weight: f64::from(weight),
            value: f64::from(value),
            contribution: f64::from(weight) * f64::from(value),
            spans: own.map(|s| s.1).collect(),
        }
    }

    /// Where each known term stands in a text as published, ordered by term.
    fn spans(&self, text: &str) -> Vec<(u32, Span)> {
        let (mut walk, mut found) = (Walk::default(), Vec::new());
        walk.read(text);
        self.featuriser.visit(&mut walk, &mut &self.vocabulary, |term, range| found.push((term, range)));
        let mut spans: Vec<_> = found.into_iter().map(|(term, range)| (term, walk.published(range))).collect();
        spans.sort_unstable();
        spans
    }

    /// The share of a text's words that the model has never seen, for warnings; none for a text without words.
    #[must_use]
    pub fn unfamiliar(&self, text: &str, full: &Segmenter) -> Option<f64> {
        let known = |word: &str| self.parts.dictionary.binary_search_by(|e| e.0.as_str().cmp(word)).is_ok();
        let normal = normalise(text);
        let (mut all, mut strange) = (0_usize, 0_usize);
        for (_, word) in full.words(&normal).filter(|(_, word)| word.chars().count() > 1) {
            all += 1;
            strange += usize::from(!known(word));
        }
        (all > 0).then(|| strange as f64 / all as f64)
    }
}

/// Why a text is not judged: too little of it is Han, or there is too little of it.
fn unjudged(chars: &[Character]) -> Option<Unjudged> {
    let (mut han, mut kana, mut other) = (0_usize, 0_usize, 0_usize);
    for &(_, c) in chars {
        match c {
            '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' => han += 1,
            '\u{3041}'..='\u{30FF}' => kana += 1,
            _ if is_letter(c) => other += 1,
            _ => {}
        }
    }
    let letters = han + kana + other;
    if letters >= FEWEST_HAN && ((han as f64) < LEAST_HAN_SHARE * letters as f64 || kana * 5 > han) {
        Some(Unjudged::NotChinese)
    } else if han < FEWEST_HAN {
        Some(Unjudged::TooShort)
    } else {
        None
    }
}

/// How a term reads to a person: a theme word by its theme and list, anything else as it stands.
#[must_use]
pub fn readable(kind: Kind, text: &str, themes: &ThemeSet) -> String {
    let named = text.rsplit_once(' ').filter(|_| kind == Kind::ThemeWord);
    match named.and_then(|(id, list)| Some((&themes.themes[themes.index(id)?], list))) {
        Some((theme, list)) => format!("{}（{list}）", theme.zh),
        None => text.replace(' ', "+"),
    }
}

#[cfg(test)]
mod tests;
