//! Two systems on the same paragraphs: what differs, how sure that is, and which paragraphs changed.
//!
//! Everything is paired. The bootstrap draws the same statements for both systems in every round (Berg-Kirkpatrick,
//! Burkett & Klein 2012, "An empirical investigation of statistical significance in NLP"; here by whole statements and
//! with a two-sided p-value that matches the percentile interval, see [`bootstrap_p`]). Per theme, McNemar's exact test
//! counts the paragraphs on which only one of the two decides rightly, corrected by Holm over the themes.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::averages::{macro_average, micro};
use super::counts::{self, Count};
use super::intervals::{Interval, percentile};
use super::resample::{Groups, Method, Rounds, UnitCounts};
use super::scores::Scores;
use super::significance::{bootstrap_p, holm, mcnemar_exact};
use super::{Judged, Sample};
use crate::error::{Error, Place, Result};

/// Below this p-value a difference is called significant.
pub const SIGNIFICANT: f64 = 0.05;

/// How a candidate differs from a baseline. Differences are candidate − baseline: above 0, the candidate is better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What the candidate is compared with, as the caller calls it.
    pub against: String,
    /// How the intervals were drawn.
    pub bootstrap: Method,
    /// The baseline's own figures, without intervals.
    pub baseline: Scores,
    /// The difference of micro F1.
    pub micro_f1: Difference,
    /// The difference of macro F1.
    pub macro_f1: Difference,
    /// Each theme's difference by its id.
    pub per_theme: IndexMap<String, ThemeDifference>,
    /// The paragraphs whose labels changed, in the order of the candidate's paragraphs.
    pub changed: Vec<Change>,
}

/// The difference of one figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The baseline's figure.
    pub baseline: Option<f64>,
    /// The candidate's figure.
    pub candidate: Option<f64>,
    /// Candidate − baseline, undefined where either is.
    pub difference: Option<f64>,
    /// The paired bootstrap interval of the difference.
    pub interval: Option<Interval>,
    /// The paired bootstrap p-value, two-sided.
    pub p_value: Option<f64>,
}

/// The difference on one theme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ThemeDifference {
    /// The difference of F1; its p-value is of the bootstrap and not corrected for many themes.
    pub f1: Difference,
    /// Paragraphs that only the baseline decides rightly for this theme.
    pub only_baseline_right: u64,
    /// Paragraphs that only the candidate decides rightly for this theme.
    pub only_candidate_right: u64,
    /// McNemar's exact p-value.
    pub p_value: f64,
    /// The same after Holm's correction over all themes.
    pub p_holm: f64,
}

/// A paragraph whose labels changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The paragraph's id.
    pub id: String,
    /// Its statement.
    pub statement: String,
    /// Labels that only the candidate gives: right where gold.
    pub gained: Vec<Flip>,
    /// Labels that only the baseline gave: right to lose where not gold.
    pub lost: Vec<Flip>,
}

/// One label that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flip {
    /// The theme's id.
    pub theme: String,
    /// Whether the change put it right.
    pub right: bool,
}

impl Change {
    /// Labels put right minus labels put wrong.
    #[must_use]
    pub fn balance(&self) -> i64 {
        self.gained.iter().chain(&self.lost).map(|flip| if flip.right { 1 } else { -1 }).sum()
    }
}

impl Difference {
    /// Whether the candidate is worse by more than chance: the whole interval lies below 0.
    #[must_use]
    pub fn significantly_worse(&self) -> bool {
        self.interval.is_some_and(|interval| interval.high < 0.0)
    }
}

impl ThemeDifference {
    /// Whether the candidate is worse on this theme by more than chance, after Holm's correction.
    #[must_use]
    pub fn significantly_worse(&self) -> bool {
        self.p_holm < SIGNIFICANT && self.only_baseline_right > self.only_candidate_right
    }
}

/// Compares a candidate with a baseline, which is called `against` in messages and in the result.
///
/// # Errors
/// Theme ids, paragraphs, statements or gold labels that are not the same in both; their order may differ.
pub fn compare(candidate: &Sample<'_>, baseline: &Sample<'_>, against: &str, rounds: Rounds) -> Result<Comparison> {
    let aligned = align(candidate, baseline, against)?;
    let baseline = Sample { themes: candidate.themes, paragraphs: &aligned };
    let groups = Groups::new(candidate);
    let units = [candidate, &baseline].map(|sample| UnitCounts::new(sample, &groups));
    let drawn = groups.draw(rounds, |times| Figures::both(units.each_ref().map(|units| units.sum(times))));
    let own = Figures::both([candidate, &baseline].map(counts::per_theme));
    let difference = |of: &dyn Fn(&Figures) -> Option<f64>| difference(&own, &drawn, of);
    Ok(Comparison {
        against: against.to_owned(),
        bootstrap: Method::new(&groups, rounds),
        micro_f1: difference(&|figures| figures.micro_f1),
        macro_f1: difference(&|figures| figures.macro_f1),
        per_theme: per_theme(candidate, &baseline, |theme| difference(&|figures| figures.f1[theme])),
        changed: changed(candidate, &baseline),
        baseline: Scores::new(&baseline),
    })
}

/// The baseline's paragraphs in the candidate's order, with the candidate's theme indices.
fn align(candidate: &Sample<'_>, baseline: &Sample<'_>, against: &str) -> Result<Vec<Judged>> {
    let refused =
        |problem: String| Error::input(Place::file(against), problem, "evaluate both on the same gold file and themes");
    let index: FxHashMap<&str, usize> = candidate.themes.iter().enumerate().map(|(n, id)| (id.as_str(), n)).collect();
    let to: Option<Vec<usize>> = baseline.themes.iter().map(|id| index.get(id.as_str()).copied()).collect();
    let to = to.filter(|to| to.len() == index.len()).ok_or_else(|| refused("its themes are others".to_owned()))?;
    if baseline.paragraphs.len() != candidate.paragraphs.len() {
        let (theirs, ours) = (baseline.paragraphs.len(), candidate.paragraphs.len());
        return Err(refused(format!("it has {theirs} paragraphs, not {ours}")));
    }
    let known: FxHashMap<&str, &Judged> = baseline.paragraphs.iter().map(|p| (p.id.as_str(), p)).collect();
    let aligned = |ours: &Judged| {
        let theirs =
            known.get(ours.id.as_str()).ok_or_else(|| refused(format!("paragraph `{}` is missing", ours.id)))?;
        let theirs = renumbered(theirs, &to);
        let same = theirs.statement == ours.statement && same_labels(&theirs.gold, &ours.gold);
        if same { Ok(theirs) } else { Err(refused(format!("paragraph `{}` has other gold labels", ours.id))) }
    };
    candidate.paragraphs.iter().map(aligned).collect()
}

fn renumbered(paragraph: &Judged, to: &[usize]) -> Judged {
    let labels = |labels: &[usize]| labels.iter().map(|&theme| to[theme]).collect();
    let mut probabilities = paragraph.probabilities.clone();
    for (&theme, &probability) in to.iter().zip(&paragraph.probabilities) {
        probabilities[theme] = probability;
    }
    Judged {
        id: paragraph.id.clone(),
        statement: paragraph.statement.clone(),
        gold: labels(&paragraph.gold),
        predicted: labels(&paragraph.predicted),
        review: labels(&paragraph.review),
        probabilities,
    }
}

fn same_labels(a: &[usize], b: &[usize]) -> bool {
    a.len() == b.len() && a.iter().all(|theme| b.contains(theme))
}

/// The compared figures of one system.
struct Figures {
    micro_f1: Option<f64>,
    macro_f1: Option<f64>,
    f1: Vec<Option<f64>>,
}

impl Figures {
    /// Those of the candidate and of the baseline.
    fn both(counts: [Vec<Count>; 2]) -> [Self; 2] {
        counts.map(|counts| Self {
            micro_f1: micro(&counts).f1,
            macro_f1: macro_average(&counts).f1,
            f1: counts.iter().map(|count| count.f1()).collect(),
        })
    }
}

fn difference(own: &[Figures; 2], drawn: &[[Figures; 2]], of: &dyn Fn(&Figures) -> Option<f64>) -> Difference {
    let minus = |[candidate, baseline]: &[Figures; 2]| Some(of(candidate)? - of(baseline)?);
    let differences: Vec<_> = drawn.iter().map(minus).collect();
    Difference {
        baseline: of(&own[1]),
        candidate: of(&own[0]),
        difference: minus(own),
        interval: percentile(&differences),
        p_value: bootstrap_p(&differences),
    }
}

fn per_theme(
    candidate: &Sample<'_>,
    baseline: &Sample<'_>,
    f1: impl Fn(usize) -> Difference,
) -> IndexMap<String, ThemeDifference> {
    let discordant = discordant(candidate, baseline);
    let p_values: Vec<f64> = discordant.iter().map(|&[first, second]| mcnemar_exact(first, second)).collect();
    let p_holm = holm(&p_values);
    let difference = |theme: usize| ThemeDifference {
        f1: f1(theme),
        only_baseline_right: discordant[theme][0],
        only_candidate_right: discordant[theme][1],
        p_value: p_values[theme],
        p_holm: p_holm[theme],
    };
    candidate.themes.iter().cloned().zip((0..).map(difference)).collect()
}

/// For each theme, the paragraphs that only the baseline and only the candidate decide rightly.
fn discordant(candidate: &Sample<'_>, baseline: &Sample<'_>) -> Vec<[u64; 2]> {
    let mut cases = vec![[0, 0]; candidate.themes.len()];
    for (ours, theirs) in candidate.paragraphs.iter().zip(baseline.paragraphs) {
        for (theme, right) in flips(ours, theirs) {
            cases[theme][usize::from(right)] += 1;
        }
    }
    cases
}

/// The themes that only one system gives to a paragraph, and whether the candidate is the one that is right. Since a
/// decision is yes or no, these are exactly the decisions that only one of them gets right.
fn flips<'a>(ours: &'a Judged, theirs: &'a Judged) -> impl Iterator<Item = (usize, bool)> + 'a {
    gained(ours, theirs).chain(lost(ours, theirs))
}

fn gained<'a>(ours: &'a Judged, theirs: &'a Judged) -> impl Iterator<Item = (usize, bool)> + 'a {
    let gained = ours.predicted.iter().filter(|theme| !theirs.predicted.contains(theme));
    gained.map(|&theme| (theme, ours.gold.contains(&theme)))
}

fn lost<'a>(ours: &'a Judged, theirs: &'a Judged) -> impl Iterator<Item = (usize, bool)> + 'a {
    gained(theirs, ours).map(|(theme, gold)| (theme, !gold))
}

fn changed(candidate: &Sample<'_>, baseline: &Sample<'_>) -> Vec<Change> {
    let named = |(theme, right): (usize, bool)| Flip { theme: candidate.themes[theme].clone(), right };
    let change = |(ours, theirs): (&Judged, &Judged)| Change {
        id: ours.id.clone(),
        statement: ours.statement.clone(),
        gained: gained(ours, theirs).map(named).collect(),
        lost: lost(ours, theirs).map(named).collect(),
    };
    let pairs = candidate.paragraphs.iter().zip(baseline.paragraphs);
    pairs.filter(|(ours, theirs)| flips(ours, theirs).next().is_some()).map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn compared(candidate: &[Judged], baseline: &[Judged], themes: usize) -> Result<Comparison> {
        let themes = sample::themes(themes);
        let candidate = Sample::new(&themes, candidate, "c")?;
        compare(&candidate, &Sample::new(&themes, baseline, "b")?, "old.json", Rounds::default())
    }

    /// Twenty statements of one paragraph each, with one gold theme.
    fn twenty(found: impl Fn(usize) -> bool) -> Vec<Judged> {
        let labels = |n| if found(n) { vec![0] } else { vec![] };
        (0..20).map(|n| sample::judged(&n.to_string(), &n.to_string(), &[0], &labels(n))).collect()
    }

    #[test]
    fn a_system_compared_with_itself_shows_no_difference() {
        let same = compared(&sample::four(), &sample::four(), 4).unwrap();
        let Difference { difference, interval, p_value, .. } = same.micro_f1;
        assert_eq!((difference, p_value), (Some(0.0), Some(1.0)));
        assert_eq!(interval, Some(Interval { low: 0.0, high: 0.0 }));
        assert!(same.changed.is_empty());
        assert!(same.per_theme.values().all(|theme| theme.p_holm >= 1.0));
    }

    #[test]
    fn a_clear_loss_is_significant_and_a_slight_one_is_not() {
        let worse = compared(&twenty(|n| n < 8), &twenty(|_| true), 1).unwrap();
        assert!(worse.micro_f1.significantly_worse() && worse.macro_f1.significantly_worse());
        let theme = worse.per_theme["a"];
        assert_eq!((theme.only_baseline_right, theme.only_candidate_right), (12, 0));
        assert!(theme.significantly_worse() && (theme.p_value - 2.0 / 4096.0).abs() < 1e-15);
        let slight = compared(&twenty(|n| n < 19), &twenty(|n| n > 1), 1).unwrap();
        assert!(!slight.micro_f1.significantly_worse() && !slight.per_theme["a"].significantly_worse());
    }

    #[test]
    fn changed_paragraphs_say_what_was_gained_and_lost() {
        let mut candidate = sample::four();
        candidate[2].predicted = vec![1, 0];
        candidate[1].predicted = vec![0];
        let comparison = compared(&candidate, &sample::four(), 4).unwrap();
        let flip = |theme: &str, right| Flip { theme: theme.to_owned(), right };
        assert_eq!(comparison.changed.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["p2", "p3"]);
        assert_eq!(comparison.changed[0].lost, [flip("b", false)]);
        assert_eq!(
            (&comparison.changed[1].gained, &comparison.changed[1].lost),
            (&vec![flip("b", true)], &vec![flip("d", true)])
        );
        assert_eq!((comparison.changed[0].balance(), comparison.changed[1].balance()), (-1, 2));
    }

    #[test]
    fn order_of_paragraphs_and_themes_does_not_matter() {
        let (themes, rows) =
            (sample::themes(2), [sample::judged("1", "s", &[0], &[0]), sample::judged("2", "s", &[1], &[])]);
        let (swapped, turned) = (
            ["b".to_owned(), "a".to_owned()],
            [sample::judged("2", "s", &[0], &[]), sample::judged("1", "s", &[1], &[1])],
        );
        let candidate = Sample::new(&themes, &rows, "c").unwrap();
        let baseline = Sample::new(&swapped, &turned, "b").unwrap();
        assert!(compare(&candidate, &baseline, "b", Rounds::default()).unwrap().changed.is_empty());
    }

    #[test]
    fn what_is_not_the_same_gold_is_refused() {
        let refusal = |alter: fn(&mut Vec<Judged>)| {
            let mut rows = sample::four();
            alter(&mut rows);
            compared(&sample::four(), &rows, 4).unwrap_err().to_string()
        };
        assert!(refusal(|rows| rows.truncate(3)).starts_with("old.json: it has 3 paragraphs, not 4; evaluate both"));
        assert!(refusal(|rows| rows[0].id = "x".to_owned()).contains("`p1` is missing"));
        assert!(refusal(|rows| rows[1].gold = vec![0, 2]).contains("`p2` has other gold"));
    }
}
