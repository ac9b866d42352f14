//! One linear model a theme: fitted with linfa-logistic, scored with our own sparse dot product.
//!
//! The only file that names linfa. What its logistic regression needs to be told (versions 0.8.1; a test pins each):
//! it calls the *majority* class positive, so the fitted weights are flipped where that is "not the theme"; it is dense,
//! so every theme gets a matrix over the terms selected for it, in f32 and column-major, which is many times faster than
//! the default layout; it gives no sign of convergence, so the gradient at the solution is computed here.

use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ShapeBuilder};
use serde::{Deserialize, Serialize};

use crate::tfidf::Row;

/// How a theme is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitSettings {
    /// Strength of the L2 penalty on the weights, on the *sum* of losses (1/C of scikit-learn); defaults to 1.5.
    pub alpha: f32,
    /// The most L-BFGS iterations; defaults to 200.
    pub iterations: u64,
    /// The largest gradient, relative to the weights, that counts as converged; defaults to 0.03.
    pub tolerance: f32,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self { alpha: 1.5, iterations: 200, tolerance: 0.03 }
    }
}

/// A fitted theme: score = intercept + Σ weight × value.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// The score of a text without any of the terms.
    pub intercept: f32,
    /// A weight for each of the columns, in their order.
    pub weights: Vec<f32>,
    /// Norm of the gradient at the solution, relative to the norm of the weights (at least 1).
    pub gradient: f32,
}

/// Why a theme could not be fitted; the caller knows its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitProblem {
    /// What is wrong.
    pub problem: String,
    /// What the user does next.
    pub remedy: String,
}

fn refuse<T>(problem: impl Into<String>, remedy: &str) -> Result<T, FitProblem> {
    Err(FitProblem { problem: problem.into(), remedy: remedy.to_owned() })
}

/// Fits one theme: `rows[i]` is about it when `positive[i]`; only the terms of `columns` (ascending) are used, each
/// stretched by its entry of `scales`, so that the penalty lets some terms speak up more easily than others. The weights
/// returned are those of the unstretched values.
///
/// # Errors
/// No positive or no negative example, a line search that failed, or a gradient above the tolerance at the end.
pub fn fit(
    rows: &[&Row],
    positive: &[bool],
    columns: &[u32],
    scales: &[f32],
    settings: FitSettings,
) -> Result<Linear, FitProblem> {
    let support = positive.iter().filter(|&&p| p).count();
    if support == 0 || support == positive.len() {
        let what = if support == 0 { "no paragraph" } else { "every paragraph" };
        return refuse(
            format!("{what} carries it"),
            "add labelled paragraphs with and without it, or remove the theme",
        );
    }
    let x = matrix(rows, columns, scales);
    let dataset = Dataset::new(x, Array1::from_vec(positive.to_vec()));
    let fitted = LogisticRegression::default()
        .alpha(settings.alpha)
        .max_iterations(settings.iterations)
        .gradient_tolerance(settings.tolerance)
        .fit(&dataset);
    let fitted = match fitted {
        Ok(fitted) => fitted,
        Err(e) => return refuse(format!("the fit failed: {e}"), "raise `alpha` in settings.toml"),
    };
    let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    let mut linear = Linear {
        intercept: sign * fitted.intercept(),
        weights: fitted.params().iter().map(|w| sign * w).collect(),
        gradient: 0.0,
    };
    linear.gradient = gradient(&dataset.records, positive, &linear, settings.alpha);
    if linear.gradient.is_nan() || linear.gradient > settings.tolerance {
        let problem = format!("not converged: relative gradient {:.4} above {}", linear.gradient, settings.tolerance);
        return refuse(problem, "raise `iterations` or `alpha` in settings.toml");
    }
    linear.weights.iter_mut().zip(scales).for_each(|(weight, scale)| *weight *= scale);
    Ok(linear)
}

/// The rows over the selected columns, dense and column-major.
fn matrix(rows: &[&Row], columns: &[u32], scales: &[f32]) -> Array2<f32> {
    // Each term's column by the term's index: a look-up instead of a search for each of millions of entries.
    let mut column_of = vec![None; columns.last().map_or(0, |&last| last as usize + 1)];
    columns.iter().enumerate().for_each(|(column, &term)| column_of[term as usize] = Some(column));
    let mut x = Array2::zeros((rows.len(), columns.len()).f());
    for (i, row) in rows.iter().enumerate() {
        for &(term, value) in *row {
            if let Some(Some(column)) = column_of.get(term as usize) {
                x[(i, *column)] = value * scales[*column];
            }
        }
    }
    x
}

/// Relative norm of the gradient of Σ ln(1 + exp(−yᵢ·scoreᵢ)) + α/2·‖w‖², the loss that linfa minimises.
fn gradient(x: &Array2<f32>, positive: &[bool], linear: &Linear, alpha: f32) -> f32 {
    let w = Array1::from_vec(linear.weights.clone());
    let score = x.dot(&w) + linear.intercept;
    let residual: Array1<f32> =
        score.iter().zip(positive).map(|(s, &p)| 1.0 / (1.0 + (-s).exp()) - f32::from(u8::from(p))).collect();
    let g = x.t().dot(&residual) + &w * alpha;
    let norm = (g.dot(&g) + residual.sum().powi(2)).sqrt();
    norm / w.dot(&w).sqrt().max(1.0)
}

/// The weights of all themes, ordered by term, so that a row is scored in one pass over its terms.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// One for each theme.
    pub intercepts: Vec<f32>,
    /// Where each term's entries end; those of the next one start there.
    ends: Vec<u32>,
    entries: Vec<(u16, f32)>,
}

impl Weights {
    /// Puts together the weights of all themes; `by_term[t]` holds (theme, weight) of term `t`.
    #[must_use]
    pub fn new(intercepts: Vec<f32>, by_term: &[Vec<(u16, f32)>]) -> Self {
        let mut weights = Self { intercepts, ..Self::default() };
        for of_term in by_term {
            weights.push(of_term);
        }
        weights
    }

    /// Adds a term with its (theme, weight).
    pub fn push(&mut self, of_term: &[(u16, f32)]) {
        self.entries.extend_from_slice(of_term);
        self.ends.push(self.entries.len() as u32);
    }

    /// Adds the terms of others.
    pub fn append(&mut self, next: &Self) {
        let before = self.entries.len() as u32;
        self.entries.extend_from_slice(&next.entries);
        self.ends.extend(next.ends.iter().map(|end| before + end));
    }

    /// What a term weighs, as (theme, weight).
    #[must_use]
    pub fn of_term(&self, term: u32) -> &[(u16, f32)] {
        let term = term as usize;
        let start = if term == 0 { 0 } else { self.ends[term - 1] };
        &self.entries[start as usize..self.ends[term] as usize]
    }

    /// Every theme's score of a row, written over `scores`: intercept + Σ weight × value, in 64 bits, in the row's order.
    pub fn score(&self, row: &Row, scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend(self.intercepts.iter().map(|&b| f64::from(b)));
        for &(term, value) in row {
            for &(theme, weight) in self.of_term(term) {
                scores[usize::from(theme)] += f64::from(weight) * f64::from(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Term 0 speaks for the theme, term 1 against it.
    fn split(positives: usize, negatives: usize) -> Linear {
        let mut rows: Vec<Row> = vec![vec![(0, 1.0)]; positives];
        rows.extend(vec![vec![(1, 1.0)]; negatives]);
        let positive: Vec<bool> = (0..rows.len()).map(|i| i < positives).collect();
        fit(&rows.iter().collect::<Vec<_>>(), &positive, &[0, 1], &[1.0; 2], FitSettings::default()).unwrap()
    }

    #[test]
    fn a_theme_is_positive_whether_it_is_the_majority_or_not() {
        for (positives, negatives) in [(9, 3), (3, 9), (6, 6)] {
            let linear = split(positives, negatives);
            assert!(linear.weights[0] > 0.0 && linear.weights[1] < 0.0, "{positives}:{negatives} {linear:?}");
        }
    }

    #[test]
    fn the_fit_without_terms_is_the_log_odds_of_the_theme() {
        let rows = vec![Row::new(); 40];
        let positive: Vec<bool> = (0..40).map(|i| i < 10).collect();
        let linear = fit(&rows.iter().collect::<Vec<_>>(), &positive, &[0], &[1.0], FitSettings::default()).unwrap();
        assert!((linear.intercept - (10.0_f32 / 30.0).ln()).abs() < 1e-2, "{linear:?}");
    }

    #[test]
    fn one_iteration_is_refused_as_not_converged() {
        let mut rows: Vec<Row> = (0..30).map(|i| vec![(0, (i % 7) as f32), (1, (i % 5) as f32)]).collect();
        rows.push(vec![(0, 9.0)]);
        let positive: Vec<bool> = (0..31).map(|i| i % 3 == 0).collect();
        let settings = FitSettings { iterations: 1, ..FitSettings::default() };
        let problem = fit(&rows.iter().collect::<Vec<_>>(), &positive, &[0, 1], &[1.0; 2], settings).unwrap_err();
        assert!(problem.problem.contains("not converged"), "{problem:?}");
    }

    #[test]
    fn a_theme_that_nobody_or_everybody_carries_is_refused() {
        let rows = [Row::new(), Row::new()];
        let rows: Vec<&Row> = rows.iter().collect();
        for positive in [[false, false], [true, true]] {
            assert!(
                fit(&rows, &positive, &[0], &[1.0], FitSettings::default()).unwrap_err().problem.contains("carries it")
            );
        }
    }

    #[test]
    fn scores_are_sparse_dot_products() {
        let weights = Weights::new(vec![0.5, -1.0], &[vec![(0, 2.0)], vec![(0, -1.0), (1, 4.0)]]);
        let mut scores = Vec::new();
        weights.score(&vec![(0, 1.0), (1, 0.5)], &mut scores);
        assert_eq!(scores, [2.0, 1.0]);
    }
}
