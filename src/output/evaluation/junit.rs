//! `JUnit` XML: a case a theme, which fails with the gate rules that name the theme, and a case a gate rule.

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::Evaluation;
use super::figures::{f1_interval, figure};
use crate::evaluate::gate::{Outcome, Verdict};
use crate::evaluate::scores::ThemeScores;

pub(super) fn render(evaluation: &Evaluation) -> Result<String, SerializeError> {
    let report = &evaluation.report;
    let mut junit = Report::new(format!("{} on {}", report.system, report.gold));
    let mut themes = TestSuite::new("themes");
    themes.add_test_cases(report.scores.per_theme.iter().map(|(id, theme)| of_theme(evaluation, id, theme)));
    junit.add_test_suite(themes);
    if let Some(gate) = &report.gate {
        let mut rules = TestSuite::new(format!("gate {}", gate.file));
        rules.add_test_cases(gate.outcomes.iter().map(of_rule));
        junit.add_test_suite(rules);
    }
    junit.to_string().map(|xml| xml.trim_end().to_owned() + "\n")
}

fn of_theme(evaluation: &Evaluation, id: &str, theme: &ThemeScores) -> TestCase {
    let broken = broken_rules(evaluation, id);
    let status = if !broken.is_empty() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(broken.join("\n"));
        status
    } else if theme.support == 0 {
        let mut status = TestCaseStatus::skipped();
        status.set_message("no paragraph has this gold label");
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new(id, status);
    case.set_classname("theme");
    let [precision, recall, f1] = [theme.precision, theme.recall, theme.f1].map(figure);
    let interval = f1_interval(theme.intervals);
    case.set_system_out(format!(
        "precision {precision}, recall {recall}, F1 {f1} ({interval}); gold {}, predicted {}, correct {}",
        theme.support, theme.predicted, theme.correct
    ));
    case
}

/// The messages of the failed rules that name a theme.
fn broken_rules<'a>(evaluation: &'a Evaluation, id: &str) -> Vec<&'a str> {
    let outcomes = evaluation.report.gate.iter().flat_map(|gate| &gate.outcomes);
    let failed = outcomes.filter(|outcome| outcome.verdict == Verdict::Failed);
    let of_theme = failed.filter(|outcome| outcome.rule.contains(&format!("theme.{id}.")));
    of_theme.map(|outcome| outcome.message.as_str()).collect()
}

fn of_rule(outcome: &Outcome) -> TestCase {
    let kind = match outcome.verdict {
        Verdict::Passed | Verdict::Warned => None,
        Verdict::Failed => Some(NonSuccessKind::Failure),
        Verdict::Unjudged => Some(NonSuccessKind::Error),
    };
    let status = kind.map_or_else(TestCaseStatus::success, |kind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_message(outcome.message.as_str());
        status
    });
    let mut case = TestCase::new(outcome.rule.as_str(), status);
    case.set_classname("gate");
    case.set_system_out(outcome.message.as_str());
    case
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn a_case_a_theme_and_a_rule() {
        insta::assert_snapshot!(super::render(&sample::evaluation()).unwrap());
    }
}
