//! What is plainly wrong with labelled lines.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Finding, Kind, Severity, letters};
use crate::error::{Error, Place};
use crate::labelled::Labelled;
use crate::theme::ThemeSet;

/// A line that cannot be read.
pub(super) fn line(error: &Error) -> Finding {
    match error {
        Error::Input { place, problem, remedy } => {
            Finding::new(Severity::Error, Kind::Line, place, problem.as_str(), remedy.as_str())
        }
        other => Finding::new(Severity::Error, Kind::Line, &Place::file(""), other.to_string(), "mend it"),
    }
}

/// Ids that stand twice, in any of the files.
pub(super) fn repeated_ids(rows: &[&Labelled]) -> Vec<Finding> {
    let mut seen: FxHashMap<&str, &Place> = FxHashMap::default();
    let repeated = rows.iter().filter_map(|row| {
        let first = seen.insert(&row.id, &row.place)?;
        let problem = format!("id `{}` stands at {first} already", row.id);
        let remedy = "give every paragraph an id of its own";
        Some(Finding::new(Severity::Error, Kind::RepeatedId, &row.place, problem, remedy))
    });
    repeated.collect()
}

/// Statements of the test part that the training part has, too: each named once.
pub(super) fn shared_statements(training: &[Labelled], test: &[Labelled]) -> Vec<Finding> {
    let mut learned: FxHashMap<&str, &Place> = FxHashMap::default();
    for row in training {
        learned.entry(&row.statement).or_insert(&row.place);
    }
    let mut seen = FxHashSet::default();
    let shared = test.iter().filter_map(|row| {
        let place = learned.get(row.statement.as_str()).filter(|_| seen.insert(&row.statement))?;
        let problem = format!("statement `{}` is also learned from ({place})", row.statement);
        let remedy = "keep every statement whole, in paragraphs/ or in test/";
        Some(Finding::new(Severity::Error, Kind::SharedStatement, &row.place, problem, remedy))
    });
    shared.collect()
}

/// Paragraphs with the text of an earlier one and other labels.
pub(super) fn contradictions(rows: &[&Labelled], themes: &ThemeSet) -> Vec<Finding> {
    let mut first: FxHashMap<String, &Labelled> = FxHashMap::default();
    let mut findings = Vec::new();
    for row in rows {
        let text = letters(&row.text);
        // Paragraphs of signs alone are not the same text.
        if text.is_empty() {
            continue;
        }
        let earlier = *first.entry(text).or_insert(row);
        if earlier.themes != row.themes {
            let (here, there) = (named(row, themes), named(earlier, themes));
            let problem = format!("labelled {here}, but the same text at {} is labelled {there}", earlier.place);
            let remedy = "decide by the labelling guide and label both alike";
            findings.push(Finding::new(Severity::Error, Kind::Contradiction, &row.place, problem, remedy));
        }
    }
    findings
}

/// Themes that none of a paragraph's labelled sentences carries.
pub(super) fn in_no_sentence(rows: &[&Labelled], themes: &ThemeSet) -> Vec<Finding> {
    let of = |row: &&Labelled| {
        let sentences = row.sentences.as_ref()?;
        let left: Vec<&str> = row
            .themes
            .iter()
            .filter(|theme| !sentences.iter().any(|of_sentence| of_sentence.contains(theme)))
            .map(|&theme| themes.id(theme))
            .collect();
        let problem = format!("no sentence carries {}", left.join(", "));
        let remedy = "find its sentence, or see whether the paragraph carries it";
        (!left.is_empty()).then(|| Finding::new(Severity::Warning, Kind::NoSentence, &row.place, problem, remedy))
    };
    rows.iter().filter_map(of).collect()
}

fn named(row: &Labelled, themes: &ThemeSet) -> String {
    if row.themes.is_empty() {
        return "with nothing".to_owned();
    }
    row.themes.iter().map(|&theme| themes.id(theme)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::sample::row;
    use super::*;

    fn themes() -> ThemeSet {
        let theme = |id| format!("[[theme]]\nid=\"{id}\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\n");
        ThemeSet::parse(&(theme("arctic") + &theme("taiwan")), "t").unwrap()
    }

    #[test]
    fn the_same_text_with_other_labels_is_a_contradiction_whatever_its_signs() {
        let rows = [row(1, "a", "双方支持北极合作。", &[0]), row(2, "b", "双方支持，北极合作", &[])];
        let findings = contradictions(&rows.iter().collect::<Vec<_>>(), &themes());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "x.jsonl:2");
        assert_eq!(findings[0].problem, "labelled with nothing, but the same text at x.jsonl:1 is labelled arctic");
        let alike =
            [row(1, "a", "北极", &[0]), row(2, "b", "北极", &[0]), row(3, "c", "。", &[]), row(4, "d", "！", &[1])];
        assert!(contradictions(&alike.iter().collect::<Vec<_>>(), &themes()).is_empty());
    }

    #[test]
    fn a_theme_without_a_sentence_is_named_where_sentences_are_labelled() {
        let row = |sentences| Labelled { sentences, ..row(1, "a", "北极。甲。", &[0, 1]) };
        let of = |sentences| in_no_sentence(&[&row(sentences)], &themes());
        assert!(of(None).is_empty() && of(Some(vec![vec![0], vec![1]])).is_empty());
        let findings = of(Some(vec![vec![0], vec![]]));
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Warning));
        assert_eq!(findings[0].problem, "no sentence carries taiwan");
    }

    #[test]
    fn a_statement_in_both_parts_is_named_once() {
        let (training, test) =
            ([row(1, "a", "x", &[])], [row(2, "a", "y", &[]), row(3, "a", "z", &[]), row(4, "b", "w", &[])]);
        let findings = shared_statements(&training, &test);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].problem.contains("`a` is also learned from (x.jsonl:1)"));
    }

    #[test]
    fn an_id_that_stands_twice_names_both_places() {
        let twice = [row(1, "a", "x", &[]), Labelled { id: "p1".to_owned(), ..row(2, "a", "y", &[]) }];
        let findings = repeated_ids(&twice.iter().collect::<Vec<_>>());
        assert_eq!(findings.len(), 1);
        assert_eq!((&*findings[0].place, &*findings[0].problem), ("x.jsonl:2", "id `p1` stands at x.jsonl:1 already"));
    }
}
