//! A gate held against a report: how each rule came out, with the figure and the paragraphs to read first.

use std::cmp::Reverse;

use super::compare::{Change, Comparison, Flip};
use super::gate::{Check, Gate, Judgement, Operator, Outcome, Rule, Severity, Verdict, Worst};
use super::intervals::Interval;
use super::metric::{Figure, Focus, Metric};
use super::report::{Labels, Report};

/// The most paragraphs that a broken rule names.
const MOST_WORST: usize = 5;

/// Holds a gate against a report.
#[must_use]
pub fn judge(gate: &Gate, report: &Report) -> Judgement {
    let outcomes: Vec<Outcome> = gate.rules.iter().map(|rule| Finding::of(rule, report).outcome(rule)).collect();
    let verdict = outcomes.iter().map(|outcome| outcome.verdict).max().unwrap_or(Verdict::Passed);
    Judgement { file: gate.file.clone(), verdict, outcomes }
}

/// What was found for one rule, before it is put into words.
struct Finding {
    verdict: Verdict,
    figure: Figure,
    /// The limit that the figure was held against, to be told apart from it.
    limit: Option<f64>,
    /// What the words of a figure cannot say.
    remark: Option<String>,
    worst: Vec<Worst>,
}

impl Finding {
    fn of(rule: &Rule, report: &Report) -> Self {
        match (&rule.check, &report.comparison) {
            (Check::Limit(metric, operator, limit), _) => Self::limit(metric, *operator, *limit, report),
            (Check::MaxDrop(metric, limit), Some(comparison)) => Self::drop(metric, *limit, report, comparison),
            (Check::SignificantlyWorse(severity), Some(comparison)) => Self::significance(*severity, comparison),
            (_, None) => Self::unjudged("there is no baseline to compare with (--against)"),
        }
    }

    fn unjudged(why: impl Into<String>) -> Self {
        let (figure, worst) = (Figure::default(), Vec::new());
        Self { verdict: Verdict::Unjudged, figure, limit: None, remark: Some(why.into()), worst }
    }

    fn limit(metric: &Metric, operator: Operator, limit: f64, report: &Report) -> Self {
        let figure = match defined(metric, report) {
            Ok(figure) => figure,
            Err(why) => return Self::unjudged(why),
        };
        let kept = figure.value.is_some_and(|value| operator.holds(value, limit));
        let (verdict, worst) =
            if kept { (Verdict::Passed, Vec::new()) } else { (Verdict::Failed, worst(metric, &report.judged)) };
        Self { verdict, figure, limit: Some(limit), remark: None, worst }
    }

    fn drop(metric: &Metric, limit: f64, report: &Report, comparison: &Comparison) -> Self {
        let before = metric.figure(&comparison.baseline, None).value;
        let value = match (defined(metric, report), before) {
            (Err(why), _) => return Self::unjudged(why),
            (Ok(_), None) => return Self::unjudged(format!("{} of the baseline is undefined", metric.name())),
            (Ok(figure), Some(before)) => figure.value.map(|now| before - now),
        };
        let figure = Figure { value, interval: drop_interval(metric, comparison) };
        // 0.80 − 0.78 is a little more than 0.02 in binary; such a drop keeps its limit.
        let kept = value.is_some_and(|drop| drop <= limit + 1e-12);
        let (verdict, worst) = if kept {
            (Verdict::Passed, Vec::new())
        } else {
            (Verdict::Failed, worst_changes(&comparison.changed, |flip| concerns(metric, flip)))
        };
        Self { verdict, figure, limit: Some(limit), remark: None, worst }
    }

    fn significance(severity: Severity, comparison: &Comparison) -> Self {
        if comparison.micro_f1.interval.is_none() {
            return Self::unjudged("the difference from the baseline has no interval");
        }
        let averages = [("micro F1", &comparison.micro_f1), ("macro F1", &comparison.macro_f1)];
        let averages = averages.into_iter().filter(|(_, d)| d.significantly_worse()).map(|(name, _)| name.to_owned());
        let themes = comparison.per_theme.iter().filter(|(_, theme)| theme.significantly_worse());
        let losses: Vec<String> = averages.chain(themes.map(|(id, _)| format!("theme {id}"))).collect();
        let figure = Figure { value: comparison.micro_f1.difference, interval: comparison.micro_f1.interval };
        let (verdict, remark, worst) = match (losses.is_empty(), severity) {
            (true, _) => (Verdict::Passed, "the difference of micro F1".to_owned(), Vec::new()),
            (false, severity) => {
                let verdict = if severity == Severity::Fail { Verdict::Failed } else { Verdict::Warned };
                let remark = format!("worse in {}; the difference of micro F1", losses.join(", "));
                (verdict, remark, worst_changes(&comparison.changed, |_| true))
            }
        };
        Self { verdict, figure, limit: None, remark: Some(remark), worst }
    }

    fn outcome(self, rule: &Rule) -> Outcome {
        let message = self.message(&rule.text);
        let Self { verdict, figure: Figure { value, interval }, worst, .. } = self;
        Outcome { rule: rule.text.clone(), line: rule.line, verdict, figure: value, interval, worst, message }
    }

    /// `micro_f1 >= 0.85: failed: 0.812 (95 % interval 0.790 to 0.833); worst paragraphs: a (3), b (2)`.
    fn message(&self, rule: &str) -> String {
        let verdict = match self.verdict {
            Verdict::Passed => "passed",
            Verdict::Warned => "warning",
            Verdict::Unjudged => "could not be judged",
            Verdict::Failed => "failed",
        };
        let figure = self.figure.value.map(|value| shown(value, self.limit));
        let said: Vec<String> = self.remark.iter().cloned().chain(figure).collect();
        let interval = self
            .figure
            .interval
            .map_or_else(String::new, |Interval { low, high }| format!(" (95 % interval {low:.3} to {high:.3})"));
        let worst: Vec<String> = self.worst.iter().map(|w| format!("{} ({})", w.id, w.labels)).collect();
        let worst = if worst.is_empty() { String::new() } else { format!("; worst paragraphs: {}", worst.join(", ")) };
        format!("{rule}: {verdict}: {}{interval}{worst}", said.join(" "))
    }
}

/// A figure with three decimals, or as many as it takes to tell it from its limit: 0.8499 fails 0.85.
fn shown(value: f64, limit: Option<f64>) -> String {
    let digits = |decimals: usize| format!("{value:.decimals$}");
    let alike = |decimals: usize| limit.is_some_and(|limit| digits(decimals) == format!("{limit:.decimals$}"));
    let same = limit.is_some_and(|limit| (limit - value).abs() < 1e-12);
    if same { digits(3) } else { (3..12).find(|&n| !alike(n)).map_or_else(|| digits(12), digits) }
}

/// The figure of a metric, or why it cannot be judged.
fn defined(metric: &Metric, report: &Report) -> Result<Figure, String> {
    if let Metric::Theme { id, .. } = metric {
        match report.scores.per_theme.get(id) {
            None => return Err(format!("theme {id} was not evaluated")),
            Some(theme) if theme.support == 0 => return Err(format!("no paragraph has the gold label {id}")),
            Some(_) => {}
        }
    }
    let figure = metric.figure(&report.scores, report.calibration.as_ref());
    if figure.value.is_some() { Ok(figure) } else { Err(format!("{} is undefined here", metric.name())) }
}

/// The interval of a drop, turned from that of the difference, where the comparison has one.
fn drop_interval(metric: &Metric, comparison: &Comparison) -> Option<Interval> {
    let difference = match metric {
        Metric::Overall(row) if row.name == "micro_f1" => Some(&comparison.micro_f1),
        Metric::Overall(row) if row.name == "macro_f1" => Some(&comparison.macro_f1),
        Metric::Theme { id, row } if row.name == "f1" => comparison.per_theme.get(id).map(|theme| &theme.f1),
        _ => None,
    };
    difference?.interval.map(|Interval { low, high }| Interval { low: -high, high: -low })
}

/// The paragraphs that weigh most against a metric: those with most labels of its kind wrong, in the order of the file
/// among equals. For a theme, only the paragraphs in which that theme is wrong.
fn worst(metric: &Metric, judged: &[Labels]) -> Vec<Worst> {
    let weighed = judged.iter().filter(|labels| match metric {
        Metric::Overall(_) => true,
        Metric::Theme { id, .. } => at_fault(labels, metric.focus()).contains(&id),
    });
    heaviest(weighed.map(|labels| Worst { id: labels.id.clone(), labels: at_fault(labels, metric.focus()).len() }))
}

fn at_fault(labels: &Labels, focus: Focus) -> Vec<&String> {
    match focus {
        Focus::Missed => labels.missed().collect(),
        Focus::Extra => labels.extra().collect(),
        Focus::Wrong => labels.missed().chain(labels.extra()).collect(),
        Focus::Review => labels.review.iter().collect(),
        Focus::Elsewhere => Vec::new(),
    }
}

/// The changed paragraphs with most labels put wrong on balance, counting only the changes that matter.
fn worst_changes(changes: &[Change], matters: impl Fn(&Flip) -> bool) -> Vec<Worst> {
    let lost = |change: &Change| {
        let counted = change.gained.iter().chain(&change.lost).filter(|flip| matters(flip));
        let balance: i64 = counted.map(|flip| if flip.right { -1 } else { 1 }).sum();
        Worst { id: change.id.clone(), labels: usize::try_from(balance).unwrap_or(0) }
    };
    heaviest(changes.iter().map(lost))
}

fn concerns(metric: &Metric, flip: &Flip) -> bool {
    match metric {
        Metric::Overall(_) => true,
        Metric::Theme { id, .. } => *id == flip.theme,
    }
}

fn heaviest(paragraphs: impl Iterator<Item = Worst>) -> Vec<Worst> {
    let mut worst: Vec<Worst> = paragraphs.filter(|paragraph| paragraph.labels > 0).collect();
    worst.sort_by_key(|paragraph| Reverse(paragraph.labels));
    worst.truncate(MOST_WORST);
    worst
}

#[cfg(test)]
mod tests {
    use super::super::report::Settings;
    use super::super::{Judged, Sample, sample};
    use super::*;

    fn report(rows: &[Judged], baseline: Option<&[Judged]>) -> Report {
        let themes = sample::themes(4);
        let sample = Sample::new(&themes, rows, "t").unwrap();
        let report = Report::new(&sample, "model", "gold", Settings::default());
        let Some(baseline) = baseline else { return report };
        let baseline = Sample::new(&themes, baseline, "b").unwrap();
        report.compared(&sample, &baseline, "old", Settings::default()).unwrap()
    }

    fn judged(gate: &str, report: &Report) -> Judgement {
        judge(&Gate::parse(gate, "gate.toml", &sample::themes(4)).unwrap(), report)
    }

    fn outcome(gate: &str, report: &Report) -> Outcome {
        judged(gate, report).outcomes.remove(0)
    }

    #[test]
    fn a_limit_is_passed_or_failed_with_the_figure_and_the_worst_paragraphs() {
        let report = report(&sample::four(), None);
        assert_eq!(outcome("rules = [\"micro_f1 >= 0.6\"]", &report).verdict, Verdict::Passed);
        let failed = outcome("rules = [\"micro_f1 > 0.6\"]", &report);
        assert_eq!((failed.verdict, failed.figure), (Verdict::Failed, Some(0.6)));
        assert_eq!(failed.worst, [Worst { id: "p3".to_owned(), labels: 4 }]);
        let interval = "(95 % interval 0.000 to 1.000)";
        assert_eq!(failed.message, format!("micro_f1 > 0.6: failed: 0.600 {interval}; worst paragraphs: p3 (4)"));
    }

    #[test]
    fn a_rule_on_a_theme_names_the_paragraphs_where_that_theme_is_wrong() {
        let mut rows = sample::four();
        rows[1].predicted = vec![1, 2];
        let failed = outcome("rules = [\"theme.a.recall >= 0.9\"]", &report(&rows, None));
        assert_eq!(failed.worst, [Worst { id: "p2".to_owned(), labels: 1 }]);
        assert!(failed.interval.is_some());
    }

    #[test]
    fn what_has_no_figure_cannot_be_judged() {
        let report = report(&sample::four(), None);
        let message = |gate: &str| {
            let outcome = outcome(gate, &report);
            assert_eq!(outcome.verdict, Verdict::Unjudged);
            outcome.message
        };
        assert_eq!(
            message("rules = [\"theme.d.recall >= 0.5\"]"),
            "theme.d.recall >= 0.5: could not be judged: no paragraph has the gold label d"
        );
        assert!(message("rules = [\"ece <= 0.5\"]").ends_with("ece is undefined here"));
        assert!(message("rules = [\"theme.c.precision >= 0.5\"]").ends_with("theme.c.precision is undefined here"));
        assert!(message("rules = [\"sentence_f1 >= 0.5\"]").ends_with("sentence_f1 is undefined here"));
        assert!(message("max_drop.micro_f1 = 0.1").contains("no baseline"));
        assert!(message("significantly_worse = \"fail\"").contains("no baseline"));
    }

    #[test]
    fn a_drop_is_held_against_its_limit() {
        let mut worse = sample::four();
        worse[0].predicted = vec![];
        let report = report(&worse, Some(&sample::four()));
        // Micro F1 falls from 6/10 to 4/9.
        let failed = outcome("max_drop.micro_f1 = 0.1", &report);
        assert_eq!(failed.verdict, Verdict::Failed);
        assert!((failed.figure.unwrap() - (0.6 - 4.0 / 9.0)).abs() < 1e-12);
        assert_eq!(failed.worst, [Worst { id: "p1".to_owned(), labels: 1 }]);
        assert!(failed.interval.is_some_and(|interval| interval.high >= interval.low));
        assert_eq!(outcome("max_drop.micro_f1 = 0.2", &report).verdict, Verdict::Passed);
        assert_eq!(outcome("max_drop.theme.b.f1 = 0", &report).verdict, Verdict::Passed);
    }

    #[test]
    fn a_significant_loss_fails_or_warns_as_asked() {
        let row = |n: usize, found: bool| {
            let predicted: &[usize] = if found { &[0] } else { &[] };
            sample::judged(&n.to_string(), &n.to_string(), &[0], predicted)
        };
        let before: Vec<Judged> = (0..20).map(|n| row(n, true)).collect();
        let after: Vec<Judged> = (0..20).map(|n| row(n, n < 8)).collect();
        let worse = report(&after, Some(&before));
        let failed = outcome("significantly_worse = \"fail\"", &worse);
        assert_eq!((failed.verdict, failed.worst.len()), (Verdict::Failed, MOST_WORST));
        assert!(failed.message.contains("worse in micro F1, macro F1, theme a; the difference of micro F1 -0.429"));
        assert_eq!(outcome("significantly_worse = \"warn\"", &worse).verdict, Verdict::Warned);
        assert_eq!(outcome("significantly_worse = \"fail\"", &report(&after, Some(&after))).verdict, Verdict::Passed);
    }

    #[test]
    fn the_gravest_outcome_is_the_gates() {
        let report = report(&sample::four(), None);
        let verdict = |rules: &str| judged(&format!("rules = [{rules}]"), &report).verdict;
        assert_eq!(verdict("\"micro_f1 >= 0.5\""), Verdict::Passed);
        assert_eq!(verdict("\"micro_f1 >= 0.5\", \"ece <= 0.1\""), Verdict::Unjudged);
        assert_eq!(verdict("\"micro_f1 >= 0.9\", \"ece <= 0.1\""), Verdict::Failed);
    }

    #[test]
    fn a_near_miss_is_shown_as_a_miss() {
        assert_eq!(shown(0.849_96, Some(0.85)), "0.84996");
        assert_eq!(shown(0.85, Some(0.85)), "0.850");
        assert_eq!(shown(0.6, None), "0.600");
    }
}
