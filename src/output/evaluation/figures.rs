//! The figures of an evaluation as people read them.

use super::details::FEW_WORDS;
use crate::evaluate::intervals::{Interval, Intervals};
use crate::evaluate::scores::{Averaged, Scores};
use crate::output::figures::UNDEFINED;
pub(super) use crate::output::figures::{counted, figure};
use crate::system::{Word, Words};

/// `+0.012`, or a dash.
pub(super) fn change(value: Option<f64>) -> String {
    // What rounds to nothing has no sign.
    let rounded = value.map(|value| if value.abs() < 5e-4 { 0.0 } else { value });
    rounded.map_or_else(|| UNDEFINED.to_owned(), |value| format!("{value:+.3}"))
}

/// `0.790–0.833`, or a dash.
pub(super) fn interval(interval: Option<Interval>) -> String {
    interval.map_or_else(|| UNDEFINED.to_owned(), |Interval { low, high }| format!("{low:.3}–{high:.3}"))
}

/// `-0.012 to +0.033`, or a dash.
pub(super) fn signed_interval(interval: Option<Interval>) -> String {
    let ends = |Interval { low, high }| format!("{} to {}", change(Some(low)), change(Some(high)));
    interval.map_or_else(|| UNDEFINED.to_owned(), ends)
}

/// `0.790–0.833` of F1, a dash where undefined, nothing where none was drawn.
pub(super) fn f1_interval(intervals: Option<Intervals>) -> String {
    intervals.map_or_else(String::new, |intervals| interval(intervals.f1))
}

/// `< 0.001` or `0.034`.
pub(super) fn p_value(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.001 => "< 0.001".to_owned(),
        other => figure(other),
    }
}

/// The four averages by name.
pub(super) fn averages(scores: &Scores) -> [(&'static str, &Averaged); 4] {
    [
        ("micro", &scores.micro),
        ("macro", &scores.r#macro),
        ("weighted", &scores.weighted),
        ("per paragraph", &scores.samples),
    ]
}

/// What the figures of the labelled sentences are called.
pub(super) const SENTENCES: &str = "Which sentences carry the labels";

/// The figures of the labelled sentences: how many there are, and a row for each way and rule.
pub(super) fn sentences(scores: &Scores) -> Option<(String, [(&'static str, &Averaged); 4])> {
    let found = scores.sentences.as_ref()?;
    let (of, sentences) = (counted(found.paragraphs, "paragraph"), counted(found.sentences, "labelled sentence"));
    let rows = [
        ("given the true themes, by evidence", &found.true_themes.by_evidence),
        ("given the true themes, every sentence", &found.true_themes.every_sentence),
        ("with the labels given, by evidence", &found.given_labels.by_evidence),
        ("with the labels given, every sentence", &found.given_labels.every_sentence),
    ];
    Some((format!("{sentences} of {of}"), rows))
}

/// The figures that concern the set as a whole, by name.
pub(super) fn whole_set(evaluation: &super::Evaluation) -> Vec<(&'static str, String)> {
    let scores = &evaluation.report.scores;
    let mut rows = vec![
        ("subset accuracy", figure(scores.subset_accuracy)),
        ("Hamming loss", scores.hamming_loss.map_or_else(|| UNDEFINED.to_owned(), |loss| format!("{loss:.4}"))),
        ("gold labels a paragraph", figure(scores.cardinality.gold)),
        ("predicted labels a paragraph", figure(scores.cardinality.predicted)),
        ("share of paragraphs with a label to review", figure(scores.review.share)),
    ];
    if let Some(calibration) = &evaluation.report.calibration {
        rows.push(("calibration error (ECE) of the likely labels", figure(calibration.likely.ece)));
        rows.push(("Brier score of all labels", figure(calibration.all.brier)));
    }
    rows
}

/// The words behind a changed label, now and before: `: now 北极 +2.00; before 北极 -0.50`; nothing without words.
pub(super) fn why(evaluation: &super::Evaluation, paragraph: &str, theme: &str) -> String {
    let Some(detail) = evaluation.details.get(paragraph) else { return String::new() };
    let said = |of: &Words, when: &str| {
        let words = of.get(theme).filter(|words| !words.is_empty())?;
        Some(format!("{when} {}", words.iter().take(FEW_WORDS).map(word).collect::<Vec<_>>().join(", ")))
    };
    let sides = [said(&detail.words, "now"), said(&detail.against, "before")];
    let sides: Vec<String> = sides.into_iter().flatten().collect();
    if sides.is_empty() { String::new() } else { format!(": {}", sides.join("; ")) }
}

/// `北极 +2.00`; a keyword stands alone.
pub(super) fn word(word: &Word) -> String {
    word.adds.map_or_else(|| word.word.clone(), |adds| format!("{} {adds:+.2}", word.word))
}

/// What a reader must know, a sentence each.
pub(super) fn notes(evaluation: &super::Evaluation) -> Vec<String> {
    let scores = &evaluation.report.scores;
    let mut notes = evaluation.notes.clone();
    notes.extend(evaluation.report.bootstrap.note.clone());
    let named = |ids: &[String], what: &str| (!ids.is_empty()).then(|| format!("{what}: {}", ids.join(", ")));
    notes.extend(named(&scores.absent_themes, "no gold label, so not in the macro and weighted averages"));
    notes.extend(named(&scores.unpredicted_themes, "never predicted, so without precision"));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undefined_is_a_dash_and_what_rounds_to_nothing_has_no_sign() {
        assert_eq!(figure(None), "–");
        assert_eq!(
            (figure(Some(0.8124)), change(Some(-0.0001)), change(Some(-0.02))),
            ("0.812".into(), "+0.000".into(), "-0.020".into())
        );
        assert_eq!(
            (p_value(Some(0.0)), p_value(Some(0.04)), p_value(None)),
            ("< 0.001".into(), "0.040".into(), "–".into())
        );
        assert_eq!(signed_interval(Some(Interval { low: -0.01, high: 0.02 })), "-0.010 to +0.020");
    }
}
