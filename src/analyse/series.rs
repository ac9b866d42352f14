//! Tagged statements in order, each under a name of its own.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::document::Span;
use crate::tagged::{TaggedParagraph, TaggedStatement};

/// A tagged statement of a series.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What tables call it: the name that its file gives it, or the file's own without folder and ending; numbered where
    /// two are the same.
    pub name: String,
    /// The statement.
    pub tagged: TaggedStatement,
}

/// A paragraph of a series: the indices of its statement and of itself in the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Index of the statement in [`Series::statements`].
    pub statement: usize,
    /// Index of the paragraph in the statement.
    pub paragraph: usize,
}

/// Statements in the order of their dates, or as given where a date is missing.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// The statements.
    pub statements: Vec<Statement>,
    /// What a reader must know of the order and of the statements, in sentences.
    pub notes: Vec<String>,
}

impl Series {
    /// Names and orders the statements. Those of the same date stay in the order given.
    #[must_use]
    pub fn new(tagged: Vec<TaggedStatement>) -> Self {
        let mut statements = named(tagged);
        let mut notes = Vec::new();
        let undated: Vec<&str> = statements.iter().filter(|s| s.date().is_none()).map(|s| s.name.as_str()).collect();
        if undated.is_empty() {
            statements.sort_by(|a, b| a.date().cmp(&b.date()));
            notes.extend(same_dates(&statements));
        } else if statements.len() > 1 {
            notes.push(format!("no date in {}: the statements stand in the order given", few(&undated)));
        }
        notes.extend(statements.iter().filter_map(Statement::fault));
        Self { statements, notes }
    }

    /// What to say where statements are compared and there is one at most.
    #[must_use]
    pub fn alone(&self) -> Option<&'static str> {
        (self.statements.len() == 1).then_some("one statement only: there is nothing to compare it with")
    }

    /// Every paragraph with its place, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = (Reference, &str, &TaggedParagraph)> {
        self.statements.iter().enumerate().flat_map(|(s, statement)| {
            let of = move |p| Reference { statement: s, paragraph: p };
            statement.paragraphs().map(move |(p, text, tagged)| (of(p), text, tagged))
        })
    }

    /// The text of a paragraph.
    #[must_use]
    pub fn text(&self, at: Reference) -> &str {
        let document = &self.statements[at.statement].tagged.document;
        document.text_of(&document.paragraphs[at.paragraph])
    }

    /// The id of a paragraph within its statement.
    #[must_use]
    pub fn id(&self, at: Reference) -> &str {
        &self.statements[at.statement].tagged.document.paragraphs[at.paragraph].id
    }

    /// Whether a paragraph carries a theme.
    #[must_use]
    pub fn carries(&self, at: Reference, theme: usize) -> bool {
        let tagged = self.statements[at.statement].tagged.paragraphs.get(at.paragraph);
        tagged.is_some_and(|p| p.assigned().any(|j| j.theme == theme))
    }

    /// The paragraphs of one statement that carry a theme.
    pub fn carrying(&self, statement: usize, theme: usize) -> impl Iterator<Item = Reference> {
        let count = self.statements[statement].tagged.paragraphs.len();
        let places = (0..count).map(move |paragraph| Reference { statement, paragraph });
        places.filter(move |&at| self.carries(at, theme))
    }
}

impl Statement {
    /// Its date as `YYYY-MM-DD`, where one could be read.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.tagged.document.date.as_deref()
    }

    /// Its paragraphs with their index, text and labels.
    pub fn paragraphs(&self) -> impl Iterator<Item = (usize, &str, &TaggedParagraph)> {
        let document = &self.tagged.document;
        let both = document.paragraphs.iter().zip(&self.tagged.paragraphs).enumerate();
        both.map(|(index, (paragraph, tagged))| (index, document.text_of(paragraph), tagged))
    }

    /// The sentences of one of its paragraphs.
    #[must_use]
    pub fn sentences(&self, paragraph: usize) -> &[Span] {
        &self.tagged.document.paragraphs[paragraph].sentences
    }

    /// The characters of all its paragraphs, white space left out.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.paragraphs().map(|(_, text, _)| characters(text)).sum()
    }

    /// Why its figures say little, if they do.
    fn fault(&self) -> Option<String> {
        let all = self.tagged.paragraphs.len();
        let foreign = self.tagged.paragraphs.iter().filter(|p| p.unjudged.is_some()).count();
        if all == 0 {
            Some(format!("{}: no paragraph in it", self.name))
        } else if foreign * 2 > all {
            Some(format!("{}: {foreign} of {all} paragraphs were not judged (not Chinese, or too short)", self.name))
        } else {
            None
        }
    }
}

/// How many characters a text has, white space left out: the unit of room.
#[must_use]
pub fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Those of some paragraphs, in the order of their series, that stand in one statement.
#[must_use]
pub fn within(places: &[Reference], statement: usize) -> &[Reference] {
    let from = places.partition_point(|at| at.statement < statement);
    let to = places.partition_point(|at| at.statement <= statement);
    &places[from..to]
}

fn named(tagged: Vec<TaggedStatement>) -> Vec<Statement> {
    let mut times: FxHashMap<String, usize> = FxHashMap::default();
    let name = |statement: TaggedStatement| {
        let own = statement.document.name.clone().unwrap_or_else(|| stem(&statement.document.source));
        let seen = times.entry(own.clone()).or_default();
        *seen += 1;
        let name = if *seen == 1 { own } else { format!("{own} ({seen})") };
        Statement { name, tagged: statement }
    };
    tagged.into_iter().map(name).collect()
}

/// A file's name without folder and ending.
fn stem(source: &str) -> String {
    Path::new(source).file_stem().map_or_else(|| source.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn same_dates(statements: &[Statement]) -> Vec<String> {
    let same = statements.chunk_by(|a, b| a.date() == b.date()).filter(|run| run.len() > 1);
    let note = |run: &[Statement]| {
        let names: Vec<&str> = run.iter().map(|s| s.name.as_str()).collect();
        format!("{} have the same date: they stand in the order given", few(&names))
    };
    same.map(note).collect()
}

/// Up to five names, and how many more.
fn few(names: &[&str]) -> String {
    let shown = names.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    if names.len() > 5 { format!("{shown} and {} more", names.len() - 5) } else { shown }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::document::{Document, Paragraph};
    use crate::tagged::Judgement;

    /// A statement of paragraphs, each a text (cut at 。) with the themes that all its sentences carry.
    pub(crate) fn statement(source: &str, date: Option<&str>, paragraphs: &[(&str, &[usize])]) -> TaggedStatement {
        let mut document = Document { source: source.into(), date: date.map(Into::into), ..Document::default() };
        let mut tagged = Vec::new();
        for (index, (text, themes)) in paragraphs.iter().enumerate() {
            let start = document.text.len();
            document.text.push_str(text);
            let mut sentences = Vec::new();
            let mut at = start;
            for sentence in text.split_inclusive('。') {
                sentences.push(Span::new(at, at + sentence.len()));
                at += sentence.len();
            }
            let count = sentences.len();
            let span = Span::new(start, document.text.len());
            document.paragraphs.push(Paragraph { id: (index + 1).to_string(), section: None, span, sentences });
            document.text.push('\n');
            let judgement = |&theme: &usize| Judgement {
                theme,
                score: 1.0,
                probability: 0.9,
                assigned: true,
                review: false,
                evidence: Vec::new(),
            };
            tagged.push(TaggedParagraph {
                judgements: themes.iter().map(judgement).collect(),
                sentences: themes.iter().map(|_| (0..count).collect()).collect(),
                unjudged: None,
            });
        }
        TaggedStatement { document, paragraphs: tagged }
    }

    #[test]
    fn statements_stand_by_date_and_same_names_are_told_apart() {
        let of = |date| statement("a/x.txt", Some(date), &[("双方。", &[])]);
        let series = Series::new(vec![of("2024-05-16"), of("2022-02-04")]);
        let names: Vec<_> = series.statements.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["x (2)", "x"]);
        assert!(series.notes.is_empty(), "{:?}", series.notes);
    }

    #[test]
    fn the_name_that_a_file_gives_counts() {
        let mut tagged = statement("a/x.v2.jsonl", None, &[("双方。", &[])]);
        assert_eq!(Series::new(vec![tagged.clone()]).statements[0].name, "x.v2");
        tagged.document.name = Some("cn-ru.2024".to_owned());
        assert_eq!(Series::new(vec![tagged]).statements[0].name, "cn-ru.2024");
    }

    #[test]
    fn a_missing_date_keeps_the_order_given_and_says_so() {
        let of = |name, date| statement(name, date, &[("双方。", &[])]);
        let series = Series::new(vec![of("b.txt", Some("2024-05-16")), of("a.txt", None)]);
        assert_eq!(series.statements[0].name, "b");
        assert_eq!(series.notes, ["no date in a: the statements stand in the order given"]);
    }

    #[test]
    fn odd_statements_are_noted() {
        let day = Some("2024-05-16");
        let mut foreign = statement("en.txt", day, &[("Both sides", &[])]);
        foreign.paragraphs[0].unjudged = Some(crate::tagged::Unjudged::NotChinese);
        let notes = Series::new(vec![statement("empty.txt", day, &[]), foreign]).notes;
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(notes[0].contains("same date") && notes[1].contains("no paragraph"));
        assert!(notes[2].contains("1 of 1 paragraphs were not judged"));
        assert!(Series::new(Vec::new()).notes.is_empty());
    }
}
