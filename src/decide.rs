//! From a score to an answer: calibrated probability, threshold, and what a person should look at.
//!
//! A theme's probability is σ(slope · score + offset), Platt's scaling (J. Platt, "Probabilistic Outputs for Support
//! Vector Machines", 1999), fitted on out-of-fold scores. We differ from it in pulling every theme's slope and offset
//! towards the ones of all themes together, since a rare theme has too few examples for two numbers of its own.
//!
//! Three answers. A label is *assigned* when its probability reaches the theme's threshold, chosen for F1. It is *sure*
//! when it also reaches [`Cuts::sure`], chosen so that sure labels keep the promised precision. Assigned but not sure
//! labels, and labels not assigned whose probability is at least [`Cuts::near_miss`], are for *review*.

use serde::{Deserialize, Serialize};

/// How one theme's score becomes a probability and an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Platt's slope.
    pub slope: f32,
    /// Platt's offset.
    pub offset: f32,
    /// The least probability at which the label is assigned.
    pub threshold: f32,
}

/// The cuts that all themes share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cuts {
    /// The least probability of a label that needs no second look.
    pub sure: f32,
    /// The least probability of a label that is not assigned but worth a look.
    pub near_miss: f32,
    /// The least part of the strongest sentence's evidence, times the labels of the paragraph, at which a sentence carries
    /// one of them; defaults to [`SENTENCE`] for a model that learned from no labelled sentences.
    pub sentence: f32,
}

/// [`Cuts::sentence`] where no labelled sentences tell a better one: what those of the default model gave.
pub const SENTENCE: f32 = 0.071;

impl Cuts {
    /// Whether a sentence with this part of the strongest sentence's evidence carries one of the paragraph's `labels`.
    ///
    /// The more labels a paragraph has, the fewer of its sentences are about any one of them, and the more it takes. The
    /// strongest sentence always carries the label.
    #[must_use]
    pub fn carries(&self, evidence: f64, labels: usize) -> bool {
        evidence >= (f64::from(self.sentence) * labels as f64).min(1.0)
    }
}

/// An answer about one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The calibrated probability.
    pub probability: f64,
    /// Whether the label is given.
    pub assigned: bool,
    /// Whether a person should look at it.
    pub review: bool,
}

impl Decision {
    /// The calibrated probability of a score.
    #[must_use]
    pub fn probability(&self, score: f64) -> f64 {
        logistic(f64::from(self.slope) * score + f64::from(self.offset))
    }

    /// The answer to a score; `threshold` replaces the theme's own.
    #[must_use]
    pub fn answer(&self, score: f64, threshold: Option<f64>, cuts: Cuts) -> Answer {
        let probability = self.probability(score);
        let assigned = probability >= threshold.unwrap_or(f64::from(self.threshold));
        let review =
            if assigned { probability < f64::from(cuts.sure) } else { probability >= f64::from(cuts.near_miss) };
        Answer { probability, assigned, review }
    }
}

/// 1 / (1 + e⁻ˣ).
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// An out-of-fold score and whether the paragraph really carries the theme.
pub type Scored = (f64, bool);

/// Fits slope and offset by penalised maximum likelihood; `prior` is where the penalty `strength`/2·‖Δ‖² pulls to.
///
/// Newton's method with halved steps; the loss is convex, so it ends at the optimum.
#[must_use]
pub fn calibrate(scored: &[Scored], prior: (f64, f64), strength: f64) -> (f64, f64) {
    let mut at = prior;
    let mut loss = calibration_loss(scored, at, prior, strength);
    for _ in 0..50 {
        let step = newton_step(scored, at, prior, strength);
        let mut scale = 1.0;
        let (next, next_loss) = loop {
            let next = (at.0 - scale * step.0, at.1 - scale * step.1);
            let next_loss = calibration_loss(scored, next, prior, strength);
            if next_loss <= loss || scale < 1e-6 {
                break (next, next_loss);
            }
            scale /= 2.0;
        };
        let gained = loss - next_loss;
        if gained.is_nan() || gained < 0.0 {
            break;
        }
        (at, loss) = (next, next_loss);
        if gained < 1e-10 {
            break;
        }
    }
    at
}

fn calibration_loss(scored: &[Scored], at: (f64, f64), prior: (f64, f64), strength: f64) -> f64 {
    let fit: f64 = scored.iter().map(|&(score, y)| log_loss(at.0 * score + at.1, y)).sum();
    fit + strength / 2.0 * ((at.0 - prior.0).powi(2) + (at.1 - prior.1).powi(2))
}

/// −ln of the probability that log-odds `x` give to what is so.
#[must_use]
pub fn log_loss(x: f64, y: bool) -> f64 {
    let wrong = if y { -x } else { x };
    // ln(1 + eˣ) without overflow.
    wrong.max(0.0) + (-wrong.abs()).exp().ln_1p()
}

fn newton_step(scored: &[Scored], at: (f64, f64), prior: (f64, f64), strength: f64) -> (f64, f64) {
    let (mut g0, mut g1) = (strength * (at.0 - prior.0), strength * (at.1 - prior.1));
    let ridge = strength + 1e-9;
    let (mut h00, mut h01, mut h11) = (ridge, 0.0, ridge);
    for &(score, y) in scored {
        let p = logistic(at.0 * score + at.1);
        let error = p - f64::from(u8::from(y));
        let curvature = p * (1.0 - p);
        g0 += error * score;
        g1 += error;
        h00 += curvature * score * score;
        h01 += curvature * score;
        h11 += curvature;
    }
    let determinant = h00 * h11 - h01 * h01;
    ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
}

/// A probability and whether the label is right, for choosing cuts.
pub type Judged = (f64, bool);

/// The cut with the best F1 of the labels at or above it, halfway to the next probability; 0.5 without a positive.
#[must_use]
pub fn best_f1_cut(judged: &[Judged]) -> f64 {
    let positives = judged.iter().filter(|j| j.1).count();
    let mut sorted = judged.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut best, mut cut, mut correct) = (0.0, 0.5, 0_usize);
    for (taken, pair) in sorted.iter().enumerate().map(|(i, j)| (i + 1, j)) {
        correct += usize::from(pair.1);
        let next = sorted.get(taken).map_or(0.0, |j| j.0);
        let f1 = 2.0 * correct as f64 / (taken + positives) as f64;
        if f1 > best && next < pair.0 {
            best = f1;
            cut = f64::midpoint(pair.0, next);
        }
    }
    cut
}

/// Pulls a theme's own threshold towards the common one, in log-odds: with *n* positives its own weighs *n*/(*n* + `pull`).
#[must_use]
pub fn shrunk(own: f64, common: f64, positives: usize, pull: f64) -> f64 {
    let odds = |p: f64| (p.clamp(1e-4, 1.0 - 1e-4) / (1.0 - p.clamp(1e-4, 1.0 - 1e-4))).ln();
    let weight = positives as f64 / (positives as f64 + pull);
    logistic(weight * odds(own) + (1.0 - weight) * odds(common))
}

/// The least probability at or above which assigned labels keep the promised precision; 1 if none does.
#[must_use]
pub fn sure_cut(assigned: &[Judged], precision: f64) -> f64 {
    let mut sorted = assigned.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut cut, mut correct) = (1.0, 0_usize);
    for (taken, pair) in sorted.iter().enumerate().map(|(i, j)| (i + 1, j)) {
        correct += usize::from(pair.1);
        if correct as f64 >= precision * taken as f64 {
            cut = pair.0;
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUTS: Cuts = Cuts { sure: 0.7, near_miss: 0.2, sentence: SENTENCE };

    #[test]
    fn answers_fall_into_sure_review_and_no() {
        let decision = Decision { slope: 1.0, offset: 0.0, threshold: 0.4 };
        let of = |p: f64| {
            let answer = decision.answer((p / (1.0 - p)).ln(), None, CUTS);
            (answer.assigned, answer.review)
        };
        assert_eq!(of(0.9), (true, false));
        assert_eq!(of(0.5), (true, true));
        assert_eq!(of(0.3), (false, true));
        assert_eq!(of(0.1), (false, false));
        assert!(!decision.answer(0.0, Some(0.6), CUTS).assigned);
    }

    #[test]
    fn the_more_labels_the_more_evidence_it_takes_but_the_strongest_sentence_carries_them_all() {
        let cuts = Cuts { sentence: 0.25, ..CUTS };
        assert!(cuts.carries(0.25, 1) && !cuts.carries(0.24, 1));
        assert!(cuts.carries(0.5, 2) && !cuts.carries(0.25, 2));
        assert!(cuts.carries(1.0, 5) && !cuts.carries(0.99, 5));
    }

    #[test]
    fn calibration_finds_the_logistic_that_made_the_labels() {
        // 1,000 scores of each kind, labelled in the exact proportion of σ(2·score − 1).
        let mut scored = Vec::new();
        for score in [-1.0, 0.0, 0.5, 1.0, 2.0] {
            let yes = (1000.0 * logistic(2.0 * score - 1.0)).round() as usize;
            scored.extend((0..1000).map(|i| (score, i < yes)));
        }
        let (slope, offset) = calibrate(&scored, (1.0, 0.0), 0.0);
        assert!((slope - 2.0).abs() < 0.02 && (offset + 1.0).abs() < 0.02, "{slope} {offset}");
    }

    #[test]
    fn calibration_of_separable_or_no_scores_is_finite() {
        for scored in [vec![(1.0, true), (-1.0, false)], vec![], vec![(5.0, true)]] {
            let (slope, offset) = calibrate(&scored, (1.0, 0.0), 1.0);
            assert!(slope.is_finite() && offset.is_finite());
        }
    }

    #[test]
    fn the_best_cut_separates_what_can_be_separated() {
        let judged = [(0.9, true), (0.6, true), (0.4, false), (0.1, false)];
        assert!((best_f1_cut(&judged) - 0.5).abs() < 1e-12);
        assert!((best_f1_cut(&[(0.3, false)]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_rare_theme_keeps_near_the_common_threshold() {
        let rare = shrunk(0.9, 0.4, 2, 20.0);
        let common = shrunk(0.9, 0.4, 2000, 20.0);
        assert!(rare < 0.55 && common > 0.88, "{rare} {common}");
    }

    #[test]
    fn the_sure_cut_keeps_its_promise() {
        let judged = [(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.5, false)];
        assert!((sure_cut(&judged, 0.75) - 0.6).abs() < 1e-12);
        assert!((sure_cut(&[(0.9, false)], 0.9) - 1.0).abs() < 1e-12);
    }
}
