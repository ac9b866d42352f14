//! Our figures against scikit-learn's on random data: `benches/peers/sklearn_metrics.py` wrote both into
//! `tests/data/metrics.json`.

use serde::Deserialize;

use super::agreement::Agreement;
use super::averages::Average;
use super::calibration::{Calibration, MINIMUM};
use super::scores::{Averaged, Scores};
use super::{Judged, Sample, sample};

#[derive(Deserialize)]
struct File {
    themes: usize,
    expected: Expected,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    gold: Vec<usize>,
    predicted: Vec<usize>,
    probabilities: Vec<f32>,
}

#[derive(Deserialize)]
struct Expected {
    micro: Average,
    r#macro: Average,
    weighted: Average,
    samples: Average,
    subset_accuracy: f64,
    hamming_loss: f64,
    brier: f64,
    reliability: Vec<(f64, f64)>,
    per_theme: Vec<Theme>,
}

#[derive(Deserialize)]
struct Theme {
    #[serde(flatten)]
    own: Average,
    average_precision: Option<f64>,
    kappa: Option<f64>,
}

fn file() -> (Vec<String>, Vec<Judged>, Expected) {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/metrics.json")).unwrap();
    let File { themes, expected, paragraphs } = serde_json::from_str(&text).unwrap();
    let judged = |(n, Paragraph { gold, predicted, probabilities }): (usize, Paragraph)| Judged {
        probabilities,
        ..sample::judged(&n.to_string(), "s", &gold, &predicted)
    };
    (sample::themes(themes), paragraphs.into_iter().enumerate().map(judged).collect(), expected)
}

fn same(name: &str, found: Option<f64>, expected: Option<f64>) {
    let agree = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (found, expected) => found == expected,
    };
    assert!(agree, "help: {name} is {found:?} here and {expected:?} in scikit-learn");
}

fn same_average(name: &str, found: &Averaged, expected: Average) {
    same(&format!("{name} precision"), found.precision, expected.precision);
    same(&format!("{name} recall"), found.recall, expected.recall);
    same(&format!("{name} F1"), found.f1, expected.f1);
}

#[test]
fn averages_and_whole_set_measures_are_those_of_scikit_learn() {
    let (themes, rows, expected) = file();
    let scores = Scores::new(&Sample::new(&themes, &rows, "t").unwrap());
    same_average("micro", &scores.micro, expected.micro);
    same_average("macro", &scores.r#macro, expected.r#macro);
    same_average("weighted", &scores.weighted, expected.weighted);
    same_average("samples", &scores.samples, expected.samples);
    same("subset accuracy", scores.subset_accuracy, Some(expected.subset_accuracy));
    same("Hamming loss", scores.hamming_loss, Some(expected.hamming_loss));
}

#[test]
fn the_figures_of_each_theme_are_those_of_scikit_learn() {
    let (themes, rows, expected) = file();
    let sample = Sample::new(&themes, &rows, "t").unwrap();
    let (scores, agreement) = (Scores::new(&sample), Agreement::new(&sample));
    assert_eq!(expected.per_theme.len(), themes.len());
    for ((id, found), theme) in scores.per_theme.iter().zip(&expected.per_theme) {
        same(&format!("{id} precision"), found.precision, theme.own.precision);
        same(&format!("{id} recall"), found.recall, theme.own.recall);
        same(&format!("{id} F1"), found.f1, theme.own.f1);
        same(&format!("{id} average precision"), found.average_precision, theme.average_precision);
        same(&format!("{id} kappa"), agreement.per_theme[id].kappa, theme.kappa);
    }
}

#[test]
fn the_reliability_table_is_that_of_scikit_learn() {
    let (themes, rows, expected) = file();
    let calibration = Calibration::new(&Sample::new(&themes, &rows, "t").unwrap(), MINIMUM).unwrap();
    same("Brier score", calibration.all.brier, Some(expected.brier));
    let filled: Vec<_> = calibration.all.bins.iter().filter(|bin| bin.count > 0).collect();
    assert_eq!(filled.len(), expected.reliability.len());
    for (bin, (predicted, observed)) in filled.into_iter().zip(expected.reliability) {
        same("mean probability", bin.predicted, Some(predicted));
        same("observed share", bin.observed, Some(observed));
    }
}
