//! How sure a figure is: Wilson intervals for precision and recall, bootstrap percentile intervals for the rest. All of
//! them at 95 %.
//!
//! Wilson 1927, "Probable inference, the law of succession, and statistical inference" (the score interval, without
//! continuity correction; method 3 in Newcombe 1998). It treats labels as independent; the bootstrap by statement does
//! not, so where both are given the bootstrap is the more careful one.

use serde::{Deserialize, Serialize};

use super::Sample;
use super::averages::{Average, macro_average, micro};
use super::counts::Count;
use super::resample::{Groups, Method, Rounds, UnitCounts};

/// The coverage that every interval aims at.
pub const LEVEL: f64 = 0.95;

/// The standard normal quantile at (1 + [`LEVEL`]) / 2.
const Z: f64 = 1.959_963_984_540_054;

/// An interval, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The intervals of precision, recall and F1; `None` where undefined or not computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Of the precision.
    pub precision: Option<Interval>,
    /// Of the recall.
    pub recall: Option<Interval>,
    /// Of F1.
    pub f1: Option<Interval>,
}

/// An average with its intervals, where they were drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Averaged {
    /// How much of what was given is right.
    pub precision: Option<f64>,
    /// How much of what is right was given.
    pub recall: Option<f64>,
    /// The F1 of this average.
    pub f1: Option<f64>,
    /// Bootstrap intervals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervals: Option<Intervals>,
}

impl From<Average> for Averaged {
    fn from(average: Average) -> Self {
        let Average { precision, recall, f1 } = average;
        Self { precision, recall, f1, intervals: None }
    }
}

/// The Wilson score interval of `part` out of `whole`; undefined where the whole is nothing.
#[must_use]
pub fn wilson(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 {
        return None;
    }
    let n = whole as f64;
    let p = part as f64 / n;
    let centre = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some(Interval { low: ((centre - half) / scale).max(0.0), high: ((centre + half) / scale).min(1.0) })
}

/// The percentile interval of resampled values: their 2.5th and 97.5th percentile, interpolated linearly between order
/// statistics (type 7 of Hyndman & Fan 1996, numpy's default).
///
/// Undefined values are left out; where they are more than half, so is the interval.
#[must_use]
pub fn percentile(values: &[Option<f64>]) -> Option<Interval> {
    let mut defined: Vec<f64> = values.iter().copied().flatten().collect();
    if defined.is_empty() || defined.len() * 2 < values.len() {
        return None;
    }
    defined.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - LEVEL) / 2.0;
    Some(Interval { low: quantile(&defined, tail), high: quantile(&defined, 1.0 - tail) })
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = share * (sorted.len() - 1) as f64;
    let below = position as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (position - below as f64)
}

/// Bootstrap intervals of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Bootstrap {
    /// How they were drawn.
    pub method: Method,
    /// Of the micro average.
    pub micro: Intervals,
    /// Of the macro average; in each round over the themes with gold labels in that round.
    pub macro_average: Intervals,
    /// Of each theme's F1, in the order of the themes.
    pub f1: Vec<Option<Interval>>,
}

impl Bootstrap {
    /// Draws statements with replacement and reads the intervals off the rounds.
    #[must_use]
    pub fn new(sample: &Sample<'_>, rounds: Rounds) -> Self {
        let groups = Groups::new(sample);
        let units = UnitCounts::new(sample, &groups);
        let rounds_drawn = groups.draw(rounds, |times| Round::new(&units.sum(times)));
        let column =
            |value: &dyn Fn(&Round) -> Option<f64>| percentile(&rounds_drawn.iter().map(value).collect::<Vec<_>>());
        let average = |of: fn(&Round) -> Average| Intervals {
            precision: column(&|round| of(round).precision),
            recall: column(&|round| of(round).recall),
            f1: column(&|round| of(round).f1),
        };
        Self {
            method: Method::new(&groups, rounds),
            micro: average(|round| round.micro),
            macro_average: average(|round| round.macro_average),
            f1: (0..sample.themes().len()).map(|theme| column(&|round| round.f1[theme])).collect(),
        }
    }
}

/// The figures of one round.
struct Round {
    micro: Average,
    macro_average: Average,
    f1: Vec<Option<f64>>,
}

impl Round {
    fn new(counts: &[Count]) -> Self {
        Self {
            micro: micro(counts),
            macro_average: macro_average(counts),
            f1: counts.iter().map(|count| count.f1()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Judged, sample};
    use super::*;

    fn near(interval: Option<Interval>, low: f64, high: f64, within: f64) {
        let found = interval.unwrap();
        let off = (found.low - low).abs().max((found.high - high).abs());
        assert!(off <= within, "help: {found:?} against {low} to {high}");
    }

    #[test]
    fn wilson_intervals_are_those_of_newcombe_1998() {
        // Table I, method 3, four decimals.
        near(wilson(81, 263), 0.2553, 0.3662, 5e-5);
        near(wilson(15, 148), 0.0624, 0.1605, 5e-5);
        near(wilson(0, 20), 0.0000, 0.1611, 5e-5);
        near(wilson(1, 29), 0.0061, 0.1718, 5e-5);
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn percentiles_interpolate_between_order_statistics() {
        let values: Vec<_> = (0..=100).rev().map(|n| Some(f64::from(n))).collect();
        near(percentile(&values), 2.5, 97.5, 1e-9);
        near(percentile(&[Some(3.0)]), 3.0, 3.0, 0.0);
    }

    #[test]
    fn mostly_undefined_rounds_give_no_interval() {
        assert_eq!(percentile(&[Some(1.0), None, None]), None);
        assert_eq!(percentile(&[]), None);
        assert!(percentile(&[Some(1.0), None]).is_some());
    }

    /// Two statements: in `s1` both gold labels are found, in `s2` none of two. A resample holds s1 twice (F1 1), each
    /// once (F1 4/6) or s2 twice (F1 0), a quarter, a half and a quarter of the time: the interval is 0 to 1.
    fn two_statements() -> Vec<Judged> {
        vec![
            sample::judged("1", "s1", &[0], &[0]),
            sample::judged("2", "s1", &[0], &[0]),
            sample::judged("3", "s2", &[0], &[]),
            sample::judged("4", "s2", &[0], &[]),
        ]
    }

    #[test]
    fn the_interval_of_two_statements_is_the_one_worked_out_by_hand() {
        let (themes, rows) = (sample::themes(1), two_statements());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        let bootstrap = Bootstrap::new(&sample, Rounds::default());
        near(bootstrap.micro.f1, 0.0, 1.0, 0.0);
        near(bootstrap.micro.recall, 0.0, 1.0, 0.0);
        near(bootstrap.f1[0], 0.0, 1.0, 0.0);
        near(bootstrap.macro_average.f1, 0.0, 1.0, 0.0);
        // Precision is 1 whenever it is defined, which is three quarters of the time.
        near(bootstrap.micro.precision, 1.0, 1.0, 0.0);
    }

    #[test]
    fn statements_that_are_all_alike_leave_no_doubt() {
        let themes = sample::themes(1);
        let labels = |n: usize| if n.is_multiple_of(2) { vec![0] } else { vec![] };
        let row = |n: usize| sample::judged(&n.to_string(), &(n / 2).to_string(), &[0], &labels(n));
        let rows: Vec<Judged> = (0..40).map(row).collect();
        let bootstrap = Bootstrap::new(&Sample::new(&themes, &rows, "t").unwrap(), Rounds::default());
        near(bootstrap.micro.recall, 0.5, 0.5, 1e-12);
        assert_eq!((bootstrap.method.units, bootstrap.method.note), (20, None));
    }

    #[test]
    fn no_round_gives_no_interval() {
        let (themes, rows) = (sample::themes(1), two_statements());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        assert_eq!(Bootstrap::new(&sample, Rounds { rounds: 0, seed: 1 }).micro, Intervals::default());
    }
}
