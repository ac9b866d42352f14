//! An axis of a chart, with labels where a reader looks for them.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

/// Places on the axis of statements that get a label at most: five years fit side by side.
const PLACES: usize = 5;

/// Labels on the axis of heights at most, nothing included.
const HEIGHTS: usize = 5;

/// A linear axis and the values on it that are labelled. `plotters` offers one that chooses them itself: then the last
/// statement has no label.
pub(super) struct Axis {
    /// From where to where it runs.
    pub(super) range: Range<f64>,
    /// The labelled values.
    pub(super) labelled: Vec<f64>,
}

impl Axis {
    /// The axis on which `count` statements stand at 0, 1, 2 …: all of a few labelled, of many the first, the last and
    /// some between.
    pub(super) fn of_statements(count: usize) -> Self {
        let last = count.saturating_sub(1);
        let beside = if last > 0 { 0.05 * last as f64 } else { 1.0 };
        let places = count.min(PLACES);
        let place = |k: usize| (k * last) as f64 / places.saturating_sub(1).max(1) as f64;
        let labelled = (0..places).map(|k| place(k).round()).collect();
        Self { range: -beside..last as f64 + beside, labelled }
    }

    /// The axis of counts from nothing to at least `most`, labelled in steps of 1, 2 or 5 times a power of ten.
    pub(super) fn of_counts(most: f64) -> Self {
        let steps = (0..).flat_map(|power| [1.0, 2.0, 5.0].map(|times| times * 10_f64.powi(power)));
        let fits = |step: &f64| most <= step * (HEIGHTS - 1) as f64;
        // Steps grow without an end, so one fits whatever is finite.
        let step = steps.take(900).find(fits).unwrap_or(most);
        let count = (most / step).ceil().max(1.0) as usize;
        let labelled: Vec<f64> = (0..=count).map(|k| k as f64 * step).collect();
        Self { range: 0.0..count as f64 * step, labelled }
    }
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (value - self.range.start) / (self.range.end - self.range.start);
        from + (f64::from(to - from) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // Asked first for bold lines with their labels, then for light ones between them.
        if hint.weight().allow_light_points() { Vec::new() } else { self.labelled.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_statements_the_first_the_last_and_some_between_are_labelled() {
        assert_eq!(Axis::of_statements(4).labelled, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(Axis::of_statements(200).labelled, [0.0, 50.0, 100.0, 149.0, 199.0]);
        assert_eq!(Axis::of_statements(1).labelled, [0.0]);
        assert!(Axis::of_statements(0).labelled.is_empty());
    }

    #[test]
    fn heights_are_labelled_in_round_steps_up_to_the_highest() {
        assert_eq!(Axis::of_counts(3.2).labelled, [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(Axis::of_counts(19.0).labelled, [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(Axis::of_counts(22.0).labelled, [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(Axis::of_counts(0.0).labelled, [0.0, 1.0]);
        assert!(Axis::of_counts(1234.0).range.end >= 1234.0);
    }

    #[test]
    fn values_stand_between_the_ends_in_proportion() {
        let axis = Axis { range: 0.0..4.0, labelled: Vec::new() };
        assert_eq!((axis.map(&0.0, (100, 0)), axis.map(&1.0, (100, 0)), axis.map(&4.0, (100, 0))), (100, 75, 0));
    }
}
