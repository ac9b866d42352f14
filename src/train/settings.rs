//! `settings.toml`: every number that training uses, checked once.

use serde::{Deserialize, Serialize};

use crate::classifier::FitSettings;
use crate::error::{Error, Place, Result};
use crate::features::Terms;
use crate::tfidf::Weighting;

/// The settings of a training; each has a default, so that an empty file is a valid one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Folds of the cross-validation, grouped by statement; defaults to 5.
    pub folds: usize,
    /// Seed of the folds; defaults to 1.
    pub seed: u64,
    /// The basis whose rows are held out and scored; other rows are only learned from. Defaults to none: all are scored.
    pub score_basis: Option<String>,
    /// The fewest paragraphs that a term must stand in; defaults to 2.
    pub min_df: usize,
    /// The most terms that a theme uses, chosen by chi-square; defaults to 512.
    pub terms_per_theme: usize,
    /// Strengths of the penalty to choose from, for each theme by out-of-fold log loss; defaults to 1.5 alone.
    pub alpha: Vec<f32>,
    /// The power of a term's log ratio by which it is stretched before the fit, see `fold.rs`; defaults to 0.7.
    pub log_ratio: f32,
    /// The most iterations of a fit; defaults to 200.
    pub iterations: u64,
    /// The largest relative gradient that counts as converged; defaults to 0.03.
    pub tolerance: f32,
    /// Positives at which a theme's own threshold weighs as much as the common one; defaults to 20.
    pub threshold_pull: f64,
    /// Strength with which a theme's calibration is pulled to the common one; defaults to 4.
    pub calibration_pull: f64,
    /// Precision that labels without a review mark must keep; defaults to 0.9.
    pub sure_precision: f64,
    /// Probability from which a label that is not assigned is worth a look; defaults to 0.2.
    pub near_miss: f32,
    /// Which terms are made.
    pub terms: Terms,
    /// How they are weighed.
    pub weighting: Weighting,
}

impl Default for Settings {
    fn default() -> Self {
        let fit = FitSettings::default();
        Self {
            folds: 5,
            seed: 1,
            score_basis: None,
            min_df: 2,
            terms_per_theme: 512,
            alpha: vec![fit.alpha],
            log_ratio: 0.7,
            iterations: fit.iterations,
            tolerance: fit.tolerance,
            threshold_pull: 20.0,
            calibration_pull: 4.0,
            sure_precision: 0.9,
            near_miss: 0.2,
            terms: Terms::default(),
            weighting: Weighting::default(),
        }
    }
}

impl Settings {
    /// Reads `settings.toml`; `file` names it in messages.
    ///
    /// # Errors
    /// Text that is not such a file, and values outside their range.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let settings: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let place = Place { file: file.to_owned(), line };
            Error::input(place, e.message().to_owned(), "mend the line; training/README.md describes the settings")
        })?;
        match settings.out_of_range() {
            Some((name, range)) => {
                Err(Error::input(Place::file(file), format!("`{name}` is out of range"), format!("give it {range}")))
            }
            None => Ok(settings),
        }
    }

    fn out_of_range(&self) -> Option<(&'static str, &'static str)> {
        let share = |x: f64| x > 0.0 && x < 1.0;
        let checks = [
            (self.folds >= 2, "folds", "at least 2"),
            (self.min_df >= 1, "min_df", "at least 1"),
            (self.terms_per_theme >= 1, "terms_per_theme", "at least 1"),
            (
                !self.alpha.is_empty() && self.alpha.iter().all(|a| a.is_finite() && *a > 0.0),
                "alpha",
                "one or more positive numbers",
            ),
            (self.iterations >= 1, "iterations", "at least 1"),
            (self.tolerance > 0.0, "tolerance", "a positive number"),
            (self.threshold_pull >= 0.0, "threshold_pull", "0 or more"),
            (self.calibration_pull >= 0.0, "calibration_pull", "0 or more"),
            (share(self.sure_precision), "sure_precision", "a number between 0 and 1"),
            (share(f64::from(self.near_miss)), "near_miss", "a number between 0 and 1"),
        ];
        checks.into_iter().find(|(good, ..)| !good).map(|(_, name, range)| (name, range))
    }

    /// The settings of a fit with one of the alphas.
    #[must_use]
    pub fn fit(&self, alpha: f32) -> FitSettings {
        FitSettings { alpha, iterations: self.iterations, tolerance: self.tolerance }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(Settings::parse("", "settings.toml").unwrap(), Settings::default());
    }

    #[test]
    fn unknown_and_senseless_settings_are_refused() {
        let of = |text: &str| Settings::parse(text, "settings.toml").unwrap_err().to_string();
        assert!(of("folds = 5\ncolour = 1").starts_with("settings.toml:2: unknown field `colour`"));
        assert!(of("folds = 1").contains("`folds` is out of range; give it at least 2"));
        assert!(of("alpha = [0.0]").contains("`alpha` is out of range"));
        assert!(of("sure_precision = 1.5").contains("`sure_precision`"));
    }
}
