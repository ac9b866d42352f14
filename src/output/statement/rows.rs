//! A statement as rows: one a paragraph, or one a sentence.

use std::borrow::Cow;

use crate::document::{Paragraph, Span};
use crate::tagged::{Evidence, Judgement, TaggedParagraph, TaggedStatement};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// A paragraph, the unit of tagging.
    #[default]
    Paragraph,
    /// A sentence. It carries those labels of its paragraph whose evidence stands in it; scores and the numbers of the
    /// evidence stay the paragraph's. Near misses belong to the paragraph and are left out.
    Sentence,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The paragraph's id; for a sentence a full stop and the sentence's number from 1 follow it.
    pub id: Cow<'a, str>,
    /// The index of its section.
    pub section: Option<usize>,
    /// Where it stands.
    pub span: Span,
    /// Its labels.
    pub tagged: Cow<'a, TaggedParagraph>,
}

/// The rows of a statement, in order.
pub fn rows(statement: &TaggedStatement, unit: Unit) -> impl Iterator<Item = Row<'_>> {
    let pairs = statement.document.paragraphs.iter().zip(&statement.paragraphs);
    pairs.flat_map(move |(paragraph, tagged)| match unit {
        Unit::Paragraph => vec![whole(paragraph, tagged)],
        Unit::Sentence => (0..paragraph.sentences.len()).map(|index| sentence(paragraph, tagged, index)).collect(),
    })
}

fn whole<'a>(paragraph: &'a Paragraph, tagged: &'a TaggedParagraph) -> Row<'a> {
    let id = Cow::Borrowed(paragraph.id.as_str());
    Row { id, section: paragraph.section, span: paragraph.span, tagged: Cow::Borrowed(tagged) }
}

fn sentence<'a>(paragraph: &'a Paragraph, tagged: &'a TaggedParagraph, index: usize) -> Row<'a> {
    let span = paragraph.sentences[index];
    let carried = |k: usize| tagged.sentences.get(k).is_some_and(|sentences| sentences.contains(&index));
    let judgements = tagged.judgements.iter().enumerate().map(|(k, judgement)| within(judgement, carried(k), span));
    let tagged = TaggedParagraph { judgements: judgements.collect(), sentences: Vec::new(), unjudged: tagged.unjudged };
    let id = Cow::Owned(format!("{}.{}", paragraph.id, index + 1));
    Row { id, section: paragraph.section, span, tagged: Cow::Owned(tagged) }
}

/// A paragraph's judgement as one of its sentences carries it.
fn within(judgement: &Judgement, carried: bool, sentence: Span) -> Judgement {
    let inside = |span: &&Span| sentence.start <= span.start && span.end <= sentence.end;
    let evidence = judgement.evidence.iter().filter(|_| carried).filter_map(|evidence| {
        let spans: Vec<Span> = evidence.spans.iter().filter(inside).copied().collect();
        (!spans.is_empty()).then(|| Evidence { spans, ..evidence.clone() })
    });
    Judgement {
        assigned: judgement.assigned && carried,
        review: judgement.review && carried,
        evidence: evidence.collect(),
        ..*judgement
    }
}
