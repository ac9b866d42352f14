//! What out-of-fold scores decide: each theme's alpha, calibration and threshold, and the cuts that all themes share.

use rayon::prelude::*;

use super::settings::Settings;
use super::text::TrainingText;
use crate::decide::{Answer, Cuts, Decision, Judged, Scored};
use crate::decide::{SENTENCE, best_f1_cut, calibrate, log_loss, shrunk, sure_cut};
use crate::model::{Origin, Quality};

/// The scores of every row that was held out in some fold, by the model of that fold.
#[derive(Debug, Clone, Default)]
pub struct OutOfFold {
    /// The row of the training text.
    pub rows: Vec<usize>,
    /// The fold that held it out.
    pub folds: Vec<usize>,
    /// For each row, alpha and theme the score.
    pub scores: Vec<Vec<Vec<f64>>>,
    /// For each row and theme whether the row carries it.
    pub gold: Vec<Vec<bool>>,
}

impl OutOfFold {
    pub(super) fn push(&mut self, row: usize, fold: usize, scores: Vec<Vec<f64>>, gold: Vec<bool>) {
        self.rows.push(row);
        self.folds.push(fold);
        self.scores.push(scores);
        self.gold.push(gold);
    }

    /// A theme's scores under one alpha, of the held-out rows in `of`.
    fn scored(&self, theme: usize, alpha: usize, of: &[usize]) -> Vec<Scored> {
        of.iter().map(|&i| (self.scores[i][alpha.min(self.scores[i].len() - 1)][theme], self.gold[i][theme])).collect()
    }

    fn themes(&self) -> usize {
        self.gold.first().map_or(0, Vec::len)
    }
}

/// Everything chosen, and how good it was found to be.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Each theme's alpha.
    pub alphas: Vec<f32>,
    /// Each theme's decision.
    pub decisions: Vec<Decision>,
    /// The cuts all share.
    pub cuts: Cuts,
    /// For each held-out row and theme the answer under calibration and thresholds chosen on the *other* folds: figures
    /// made from these are not tuned on what they are scored on.
    pub nested: Vec<Vec<Answer>>,
}

impl Choice {
    /// Chooses from out-of-fold scores.
    #[must_use]
    pub fn new(out: &OutOfFold, settings: &Settings) -> Self {
        let all: Vec<usize> = (0..out.rows.len()).collect();
        let (chosen, decisions, cuts) = choose(out, &all, settings);
        let mut nested = vec![Vec::new(); out.rows.len()];
        for fold in 0..settings.folds {
            let (others, held): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&i| out.folds[i] != fold);
            let (chosen, decisions, cuts) = choose(out, &others, settings);
            for i in held {
                let scores = &out.scores[i];
                let answers = chosen.iter().zip(&decisions).enumerate();
                nested[i] = answers.map(|(t, (&a, d))| d.answer(scores[a][t], None, cuts)).collect();
            }
        }
        Self { alphas: chosen.iter().map(|&a| settings.alpha[a]).collect(), decisions, cuts, nested }
    }

    /// Where the model comes from, with the nested out-of-fold figures.
    #[must_use]
    pub fn origin(&self, text: &TrainingText, out: &OutOfFold) -> Origin {
        let mut counts = vec![[0_usize; 3]; out.themes()];
        for (answers, gold) in self.nested.iter().zip(&out.gold) {
            for (theme, (answer, &gold)) in answers.iter().zip(gold).enumerate() {
                counts[theme][0] += usize::from(gold);
                counts[theme][1] += usize::from(answer.assigned);
                counts[theme][2] += usize::from(gold && answer.assigned);
            }
        }
        let themes: Vec<Quality> = counts.iter().map(quality).collect();
        let sum = counts.iter().fold([0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
        Origin {
            gongbao: env!("CARGO_PKG_VERSION").to_owned(),
            training_sha256: text.sha256.clone(),
            paragraphs: text.rows.len(),
            statements: text.statements(),
            micro: quality(&sum),
            macro_average: mean(&themes),
            themes,
        }
    }
}

/// Precision, recall and F1 of (gold, predicted, correct).
pub(super) fn quality(&[gold, predicted, correct]: &[usize; 3]) -> Quality {
    let ratio = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f32 / b as f32 };
    Quality {
        precision: ratio(correct, predicted),
        recall: ratio(correct, gold),
        f1: ratio(2 * correct, gold + predicted),
        support: gold,
    }
}

/// The mean over the themes that some row carries.
fn mean(themes: &[Quality]) -> Quality {
    let seen: Vec<&Quality> = themes.iter().filter(|q| q.support > 0).collect();
    let mean = |of: fn(&Quality) -> f32| seen.iter().map(|q| of(q)).sum::<f32>() / seen.len().max(1) as f32;
    Quality {
        precision: mean(|q| q.precision),
        recall: mean(|q| q.recall),
        f1: mean(|q| q.f1),
        support: seen.iter().map(|q| q.support).sum(),
    }
}

/// Each theme's alpha (as an index into the settings) and decision, and the shared cuts, from the rows in `of`.
fn choose(out: &OutOfFold, of: &[usize], settings: &Settings) -> (Vec<usize>, Vec<Decision>, Cuts) {
    let themes = out.themes();
    let middle = settings.alpha.len() / 2;
    let pooled: Vec<Scored> = (0..themes).flat_map(|t| out.scored(t, middle, of)).collect();
    let prior = calibrate(&pooled, (1.0, 0.0), 1e-3);
    let fitted: Vec<(usize, (f64, f64))> = (0..themes)
        .into_par_iter()
        .map(|theme| {
            let of_alpha = |alpha: usize| {
                let scored = out.scored(theme, alpha, of);
                let at = calibrate(&scored, prior, settings.calibration_pull);
                let loss: f64 = scored.iter().map(|&(score, y)| log_loss(at.0 * score + at.1, y)).sum();
                (loss, alpha, at)
            };
            let best = (0..settings.alpha.len()).map(of_alpha).min_by(|a, b| a.0.total_cmp(&b.0));
            best.map_or((0, prior), |(_, alpha, at)| (alpha, at))
        })
        .collect();
    let judged = |theme: usize| -> Vec<Judged> {
        let (alpha, (slope, offset)) = fitted[theme];
        let scored = out.scored(theme, alpha, of);
        scored.into_iter().map(|(score, y)| (crate::decide::logistic(slope * score + offset), y)).collect()
    };
    let by_theme: Vec<Vec<Judged>> = (0..themes).map(judged).collect();
    let common = best_f1_cut(&by_theme.concat());
    let decisions: Vec<Decision> = by_theme
        .iter()
        .zip(&fitted)
        .map(|(judged, &(_, (slope, offset)))| {
            let positives = judged.iter().filter(|j| j.1).count();
            let threshold = shrunk(best_f1_cut(judged), common, positives, settings.threshold_pull);
            Decision { slope: slope as f32, offset: offset as f32, threshold: threshold as f32 }
        })
        .collect();
    let assigned = by_theme.iter().zip(&decisions);
    let assigned: Vec<Judged> =
        assigned.flat_map(|(j, d)| j.iter().filter(|j| j.0 >= f64::from(d.threshold))).copied().collect();
    let sure = sure_cut(&assigned, settings.sure_precision);
    let cuts = Cuts { sure: sure as f32, near_miss: settings.near_miss, sentence: SENTENCE };
    (fitted.into_iter().map(|f| f.0).collect(), decisions, cuts)
}
