//! Whether a difference is more than chance: exact McNemar for one theme, Holm's correction for many, and a p-value
//! from paired bootstrap differences.

/// The two-sided exact p-value of McNemar's test (McNemar 1947; exact form in Fay 2010, "Two-sided exact tests and
/// matching confidence intervals for discrete data"): `only_first` cases that only the first system gets right against
/// `only_second` that only the second does, under a fair coin. Twice the smaller tail, at most 1; cases on which both
/// are right or both wrong do not enter. Without any discordant case it is 1.
#[must_use]
pub fn mcnemar_exact(only_first: u64, only_second: u64) -> f64 {
    let n = only_first.saturating_add(only_second);
    // The logarithm of C(n, k) / 2ⁿ, kept up from one k to the next: 2ⁿ itself overflows soon.
    let mut log_term = -(n as f64) * std::f64::consts::LN_2;
    let mut tail = 0.0;
    for k in 0..=only_first.min(only_second) {
        tail += log_term.exp();
        log_term += ((n - k) as f64).ln() - ((k + 1) as f64).ln();
    }
    (2.0 * tail).min(1.0)
}

/// Holm's step-down correction (Holm 1979, "A simple sequentially rejective multiple test procedure"): adjusted
/// p-values in the order given, to be compared with the level directly. The i-th smallest of m is multiplied by
/// m − i + 1 and is never below one before it.
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut highest: f64 = 0.0;
    for (rank, index) in order.into_iter().enumerate() {
        highest = highest.max((p_values[index] * (p_values.len() - rank) as f64).min(1.0));
        adjusted[index] = highest;
    }
    adjusted
}

/// The two-sided p-value that belongs to a percentile interval of resampled differences: twice the smaller share of
/// rounds on either side of no difference, with one added to both counts so that it is never 0 (Davison & Hinkley 1997,
/// ch. 4). It is below 0.05 about when the 95 % interval leaves out 0. Undefined without rounds.
#[must_use]
pub fn bootstrap_p(differences: &[Option<f64>]) -> Option<f64> {
    let defined: Vec<f64> = differences.iter().copied().flatten().collect();
    let share =
        |such: fn(&f64) -> bool| (1 + defined.iter().filter(|d| such(d)).count()) as f64 / (1 + defined.len()) as f64;
    let tail = share(|d| *d <= 0.0).min(share(|d| *d >= 0.0));
    (!defined.is_empty()).then(|| (2.0 * tail).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mcnemar_gives_the_published_value_for_the_prime_ministers_approval() {
        // Agresti 1990, *Categorical Data Analysis*, p. 350: 86 and 150 of 1,600 voters changed their mind. Fay's R
        // package exact2x2 prints 3.716e-05 for it.
        let p = mcnemar_exact(86, 150);
        assert!((p - 3.716e-5).abs() < 5e-9, "{p}");
        assert!((mcnemar_exact(150, 86) - p).abs() < 1e-18);
    }

    #[test]
    fn small_mcnemar_cases_are_binomial_tails() {
        assert!((mcnemar_exact(0, 5) - 2.0 / 32.0).abs() < 1e-15);
        assert!((mcnemar_exact(1, 7) - 2.0 * 9.0 / 256.0).abs() < 1e-15);
        assert!((mcnemar_exact(4, 4) - 1.0).abs() < 1e-15);
        assert!((mcnemar_exact(0, 0) - 1.0).abs() < 1e-15);
        assert!(mcnemar_exact(10_000, 30_000) < 1e-300);
    }

    #[test]
    fn holm_rejects_the_first_three_of_benjamini_and_hochberg_1995() {
        // Their example: fifteen p-values of a trial of thrombolysis; at 0.05 a familywise procedure rejects three.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000,
        ];
        let adjusted = holm(&p);
        assert_eq!(adjusted.iter().filter(|p| **p < 0.05).count(), 3);
        for (found, expected) in adjusted.iter().zip([0.0015, 0.0056, 0.0247, 0.114, 0.2211]) {
            assert!((found - expected).abs() < 1e-12, "{adjusted:?}");
        }
    }

    #[test]
    fn holm_keeps_the_order_given_and_never_steps_down() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-12, "{adjusted:?}");
        }
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn a_bootstrap_p_value_counts_the_rounds_beyond_no_difference() {
        let rounds: Vec<_> = (0..99).map(|n| Some(if n < 2 { -1.0 } else { 1.0 })).collect();
        assert!((bootstrap_p(&rounds).unwrap() - 0.06).abs() < 1e-12);
        assert_eq!(bootstrap_p(&[Some(0.0); 9]), Some(1.0));
        assert_eq!(bootstrap_p(&[None]), None);
    }
}
