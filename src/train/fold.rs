//! One fit of all themes on some of the rows: select, weigh, fit. The same for a fold and for the final model.

use rayon::prelude::*;

use super::select::{Counts, document_frequencies, select};
use super::settings::Settings;
use crate::classifier::{FitProblem, Linear, Weights, fit};
use crate::tfidf::{Kind, Row, idf, weigh};

/// All themes fitted on the same rows.
#[derive(Debug)]
pub struct Fitted {
    /// The candidate terms that some theme uses, ascending: the vocabulary.
    pub vocabulary: Vec<u32>,
    /// The inverse document frequency of each.
    pub idf: Vec<f32>,
    /// For each alpha the weights of all themes.
    pub weights: Vec<Weights>,
}

/// What a fit is made from.
pub struct Material<'a> {
    /// All rows, counted.
    pub counts: &'a Counts,
    /// The kind of each candidate term.
    pub kinds: &'a [Kind],
    /// For each theme whether each row carries it.
    pub labels: &'a [Vec<bool>],
    /// The settings.
    pub settings: &'a Settings,
}

/// A theme's columns and fit for each of its alphas.
type Choices = Vec<(Vec<u32>, Linear)>;

/// A theme that could not be fitted: its index and why.
pub type ThemeProblem = (usize, FitProblem);

impl Material<'_> {
    /// Fits every theme on `rows` with every alpha of `alphas[theme]`; `done` is called after each theme.
    ///
    /// # Errors
    /// The first theme, in their order, that cannot be fitted.
    pub fn fit(&self, rows: &[usize], alphas: &[Vec<f32>], done: &(dyn Fn() + Sync)) -> Result<Fitted, ThemeProblem> {
        let df = document_frequencies(self.counts, rows, self.kinds.len());
        let chosen: Vec<Vec<u32>> = self
            .labels
            .par_iter()
            .map(|label| {
                let positive: Vec<usize> = rows.iter().copied().filter(|&row| label[row]).collect();
                let settings = self.settings;
                select(self.counts, &positive, &df, rows.len(), settings.min_df, settings.terms_per_theme)
            })
            .collect();
        let mut vocabulary: Vec<u32> = chosen.iter().flatten().copied().collect();
        vocabulary.sort_unstable();
        vocabulary.dedup();
        let idf: Vec<f32> = vocabulary.iter().map(|&term| idf(rows.len(), df[term as usize] as usize)).collect();
        let weighed: Vec<Row> = rows.par_iter().map(|&row| self.row(&self.counts[row], &vocabulary, &idf)).collect();
        let weighed: Vec<&Row> = weighed.iter().collect();
        let linears: Vec<Result<Choices, ThemeProblem>> = (0..chosen.len())
            .into_par_iter()
            .map(|theme| {
                let columns = positions(&chosen[theme], &vocabulary);
                let positive: Vec<bool> = rows.iter().map(|&row| self.labels[theme][row]).collect();
                let scales = self.scales(&chosen[theme], rows, theme, &df);
                let fitted = alphas[theme].iter().map(|&alpha| {
                    let linear = fit(&weighed, &positive, &columns, &scales, self.settings.fit(alpha));
                    linear.map(|linear| (columns.clone(), linear)).map_err(|problem| (theme, problem))
                });
                let fitted = fitted.collect();
                done();
                fitted
            })
            .collect();
        let linears: Vec<_> = linears.into_iter().collect::<Result<_, _>>()?;
        let choices = alphas.iter().map(Vec::len).max().unwrap_or(0);
        let weights = (0..choices).map(|choice| by_term(&linears, choice, vocabulary.len())).collect();
        Ok(Fitted { vocabulary, idf, weights })
    }

    /// How much each of a theme's terms is stretched before the fit: |ln(p/q)| to the power `log_ratio`, where *p* and *q*
    /// are the smoothed shares of the rows with and without the theme that hold the term.
    ///
    /// After S. Wang & C. Manning, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification" (2012), who
    /// multiply binary features with the signed ratio; the sign does not matter to a linear model, the power is ours.
    fn scales(&self, terms: &[u32], rows: &[usize], theme: usize, df: &[u32]) -> Vec<f32> {
        let positive: Vec<usize> = rows.iter().copied().filter(|&row| self.labels[theme][row]).collect();
        let with_theme = document_frequencies(self.counts, &positive, df.len());
        let (n, support) = (rows.len() as f32, positive.len() as f32);
        let ratio = |&term: &u32| {
            let both = with_theme[term as usize] as f32;
            let without = df[term as usize] as f32 - both;
            let ratio = ((both + 1.0) / (support + 2.0)).ln() - ((without + 1.0) / (n - support + 2.0)).ln();
            ratio.abs().powf(self.settings.log_ratio)
        };
        terms.iter().map(ratio).collect()
    }

    /// A counted row, weighed over a vocabulary.
    fn row(&self, counts: &[(u32, u32)], vocabulary: &[u32], idf: &[f32]) -> Row {
        let mut known: Vec<(u32, u32)> = Vec::with_capacity(counts.len());
        known.extend(counts.iter().filter_map(|&(term, count)| {
            vocabulary.binary_search(&term).ok().map(|position| (position as u32, count))
        }));
        let mut row = Row::new();
        let of_term = |position: u32| {
            let position = position as usize;
            (self.kinds[vocabulary[position] as usize], idf[position])
        };
        weigh(&known, of_term, &self.settings.weighting, &mut row);
        row
    }

    /// The scores of all themes for the given rows, for each of the fitted alphas.
    #[must_use]
    pub fn score(&self, fitted: &Fitted, rows: &[usize]) -> Vec<Vec<Vec<f64>>> {
        let score_row = |&row: &usize| {
            let weighed = self.row(&self.counts[row], &fitted.vocabulary, &fitted.idf);
            let of_alpha = fitted.weights.iter().map(|weights| {
                let mut scores = Vec::new();
                weights.score(&weighed, &mut scores);
                scores
            });
            of_alpha.collect()
        };
        rows.par_iter().map(score_row).collect()
    }
}

fn positions(terms: &[u32], vocabulary: &[u32]) -> Vec<u32> {
    terms.iter().filter_map(|term| vocabulary.binary_search(term).ok()).map(|p| p as u32).collect()
}

/// The weights of one choice of alpha, ordered by term; a theme with fewer choices gives its last.
fn by_term(linears: &[Choices], choice: usize, terms: usize) -> Weights {
    let mut entries = vec![Vec::new(); terms];
    let mut intercepts = Vec::with_capacity(linears.len());
    for (theme, choices) in linears.iter().enumerate() {
        let (columns, linear) = &choices[choice.min(choices.len() - 1)];
        intercepts.push(linear.intercept);
        for (&column, &weight) in columns.iter().zip(&linear.weights) {
            if weight != 0.0 {
                entries[column as usize].push((theme as u16, weight));
            }
        }
    }
    Weights::new(intercepts, &entries)
}
