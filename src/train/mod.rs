//! Labelled text and settings to a model.
//!
//! 1. Find the words with jieba's full dictionary; build the small dictionary that the model will carry.
//! 2. Count every term of every paragraph, with that small dictionary and the featuriser that tagging uses.
//! 3. Cross-validate, grouped by statement; selection, idf and weights are made anew in every fold.
//! 4. From the out-of-fold scores choose each theme's alpha, calibration and threshold, and the cuts all share.
//! 5. Fit once more on all rows.
//! 6. Where sentences are labelled, choose how much evidence one must hold to carry its paragraph's label.
//!
//! [`out_of_fold`] stops after the fourth step; [`by_year`] tests on later years what earlier years taught.

pub mod card;
mod choose;
mod sentences;
pub mod fold;
pub mod folds;
pub mod select;
pub mod settings;
pub mod text;
pub mod by_year;

use std::sync::atomic::{AtomicUsize, Ordering};

use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::{Error, Result};
use crate::features::{Discovery, Featuriser, Walk};
use crate::model::{Model, Parts};
use crate::normalise::normalise;
use crate::tfidf::{Kind, Term};
use crate::words::{Entry, Segmenter};

pub use choose::{Choice, OutOfFold};
use fold::{Fitted, Material, ThemeProblem};
use select::{Counts, is_made};
pub use sentences::SentenceChoice;
pub use settings::Settings;
pub use text::TrainingText;

/// How far a training is: called from several threads.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// A trained model and the out-of-fold answers that its choices rest on.
#[derive(Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// What it rests on.
    pub choice: Choice,
    /// The out-of-fold scores.
    pub out_of_fold: OutOfFold,
    /// How much evidence a sentence must hold to carry a label; none without labelled sentences.
    pub sentences: Option<SentenceChoice>,
    /// How long the final fit of all themes took, selection and weighing included; never part of the model.
    pub fit: Duration,
}

/// Trains a model; the same text and settings give the same bytes on any number of threads.
///
/// # Errors
/// Theme words that cannot be searched, and a theme that cannot be fitted, by name.
pub fn train(text: &TrainingText, progress: Progress<'_>) -> Result<Trained> {
    let prepared = Prepared::new(text)?;
    let material = prepared.material(&text.settings);
    let held = text.rows.iter().any(|row| row.sentences.is_some());
    let counted = Counted::new(text.themes.len() * (text.settings.folds + 1 + usize::from(held)), progress);
    let (out_of_fold, mut choice) = chosen(text, &material, &counted)?;
    let alphas: Vec<Vec<f32>> = choice.alphas.iter().map(|&a| vec![a]).collect();
    let all: Vec<usize> = (0..text.rows.len()).collect();
    let start = Instant::now();
    let fitted = material.fit(&all, &alphas, &|| counted.one_more()).map_err(|problem| fit_error(text, problem))?;
    let fit = start.elapsed();
    let model = |fitted| Model::new("trained", parts(text, &prepared, fitted, &choice, &out_of_fold));
    let mut trained = model(fitted)?;
    let rows = sentences::without_labelled_sentences(&text.rows);
    // Too little text beside the labelled sentences is no reason to refuse the training.
    let unseen = if held { material.fit(&rows, &alphas, &|| counted.one_more()).ok() } else { None };
    let unseen = unseen.map(model).transpose()?;
    let sentences = SentenceChoice::new(text, unseen.as_ref().unwrap_or(&trained), unseen.is_some());
    if let Some(chosen) = &sentences {
        choice.cuts.sentence = chosen.cut;
        trained.parts.cuts = choice.cuts;
    }
    Ok(Trained { model: trained, choice, out_of_fold, sentences, fit })
}

/// Cross-validates as [`train`] does, by statement, without the final fit: for figures and for label noise.
///
/// # Errors
/// As [`train`].
pub fn out_of_fold(text: &TrainingText, progress: Progress<'_>) -> Result<(OutOfFold, Choice)> {
    let prepared = Prepared::new(text)?;
    let material = prepared.material(&text.settings);
    chosen(text, &material, &Counted::new(text.themes.len() * text.settings.folds, progress))
}

fn chosen(text: &TrainingText, material: &Material<'_>, counted: &Counted<'_>) -> Result<(OutOfFold, Choice)> {
    let out_of_fold = cross_validate(text, material, &|| counted.one_more());
    let out_of_fold = out_of_fold.map_err(|problem| fit_error(text, problem))?;
    let choice = Choice::new(&out_of_fold, &text.settings);
    Ok((out_of_fold, choice))
}

/// Steps counted off as threads finish them.
struct Counted<'a> {
    finished: AtomicUsize,
    steps: usize,
    progress: Progress<'a>,
}

impl<'a> Counted<'a> {
    fn new(steps: usize, progress: Progress<'a>) -> Self {
        Self { finished: AtomicUsize::new(0), steps, progress }
    }

    fn one_more(&self) {
        (self.progress)(1 + self.finished.fetch_add(1, Ordering::Relaxed), self.steps);
    }
}

fn fit_error(text: &TrainingText, (theme, problem): ThemeProblem) -> Error {
    Error::Fit { theme: text.themes.id(theme).to_owned(), problem: problem.problem, remedy: problem.remedy }
}

/// The out-of-fold scores of every row that is held out in some fold.
///
/// # Errors
/// The first theme that cannot be fitted in a fold.
fn cross_validate(
    text: &TrainingText,
    material: &Material<'_>,
    done: &(dyn Fn() + Sync),
) -> Result<OutOfFold, ThemeProblem> {
    let settings = &text.settings;
    let folds = folds::grouped(&text.rows, settings.folds, settings.seed, settings.score_basis.as_deref());
    let alphas = vec![settings.alpha.clone(); text.themes.len()];
    let mut out = OutOfFold::default();
    for fold in 0..settings.folds {
        let held = folds::held_out(&folds, fold);
        let fitted = material.fit(&folds::learned_from(&text.rows, &folds, fold), &alphas, done)?;
        let scores = material.score(&fitted, &held);
        for (row, scores) in held.into_iter().zip(scores) {
            let gold = material.labels.iter().map(|label| label[row]).collect();
            out.push(row, fold, scores, gold);
        }
    }
    Ok(out)
}

/// The counted text and what counted it.
struct Prepared {
    dictionary: Vec<Entry>,
    dictionary_total: usize,
    terms: Vec<Term>,
    kinds: Vec<Kind>,
    counts: Counts,
    labels: Vec<Vec<bool>>,
}

impl Prepared {
    fn new(text: &TrainingText) -> Result<Self> {
        let normal: Vec<String> = text.rows.iter().map(|row| normalise(&row.text).into_owned()).collect();
        let (mut dictionary, dictionary_total) = small_dictionary(text, &normal);
        let themes = (&text.themes, "themes.toml");
        let small = (dictionary.as_slice(), dictionary_total);
        let featuriser = Featuriser::new(small, themes, std::iter::empty(), text.settings.terms)?;
        let (terms, counts) = candidates(text, &featuriser);
        add_strange_words(&mut dictionary, &terms);
        let labels = (0..text.themes.len())
            .map(|theme| text.rows.iter().map(|row| row.themes.binary_search(&theme).is_ok()).collect())
            .collect();
        let kinds = terms.iter().map(|term| term.kind).collect();
        Ok(Self { dictionary, dictionary_total, terms, kinds, counts, labels })
    }

    fn material<'a>(&'a self, settings: &'a Settings) -> Material<'a> {
        Material { counts: &self.counts, kinds: &self.kinds, labels: &self.labels, settings }
    }
}

/// The words of the labelled text, the theme words and the domain words, with the full dictionary's frequencies.
fn small_dictionary(text: &TrainingText, normal: &[String]) -> (Vec<Entry>, usize) {
    let full = Segmenter::full(&text.dictionary);
    let mut words: FxHashMap<String, usize> = text.dictionary.iter().cloned().collect();
    let lists = text.themes.themes.iter().flat_map(|t| [&t.strong, &t.weak, &t.unnamed, &t.cited, &t.keywords]);
    let theme_words: Vec<String> = lists.flatten().map(|entry| normalise(entry).into_owned()).collect();
    for source in normal.iter().chain(&theme_words) {
        for (_, word) in full.words(source) {
            if !words.contains_key(word) {
                words.insert(word.to_owned(), full.frequency(word).unwrap_or(1));
            }
        }
    }
    let mut entries: Vec<Entry> = words.into_iter().collect();
    entries.sort_unstable();
    (entries, full.total())
}

/// Adds the words of terms that only arose where no word of the dictionary fits, with a frequency of 0: they have a place in
/// it then and cut no text.
fn add_strange_words(dictionary: &mut Vec<Entry>, terms: &[Term]) {
    let words = terms.iter().filter(|term| matches!(term.kind, Kind::Word | Kind::Pair));
    let known: FxHashSet<&str> = dictionary.iter().map(|entry| entry.0.as_str()).collect();
    let strange = words.flat_map(|term| term.text.split(' ')).filter(|word| !known.contains(word));
    let strange: Vec<Entry> = strange.map(|word| (word.to_owned(), 0)).collect();
    dictionary.extend(strange);
    dictionary.sort_unstable();
    dictionary.dedup();
}

/// Every term that stands in enough paragraphs, sorted, and the rows counted over these.
fn candidates(text: &TrainingText, featuriser: &Featuriser) -> (Vec<Term>, Counts) {
    let mut index = Discovery::new(&text.themes);
    let (mut found, mut walk) = (Vec::new(), Walk::default());
    let mut counts: Counts = Vec::with_capacity(text.rows.len());
    for row in &text.rows {
        found.clear();
        walk.read(&row.text);
        featuriser.visit(&mut walk, &mut index, |term, _| found.push(term));
        let mut row = Vec::new();
        count(&mut found, &mut row);
        counts.push(row);
    }
    let terms = index.into_terms(&text.themes);
    let all: Vec<usize> = (0..counts.len()).collect();
    let df = select::document_frequencies(&counts, &all, terms.len());
    let kept = |id: usize| df[id] as usize >= text.settings.min_df && is_made(terms[id].kind, text.settings.terms);
    let mut order: Vec<usize> = (0..terms.len()).filter(|&id| kept(id)).collect();
    order.sort_by(|&a, &b| terms[a].cmp(&terms[b]));
    let mut position = vec![None; terms.len()];
    order.iter().enumerate().for_each(|(place, &id)| position[id] = Some(place as u32));
    for row in &mut counts {
        *row = row.iter().filter_map(|&(id, n)| Some((position[id as usize]?, n))).collect();
        row.sort_unstable();
    }
    (order.into_iter().map(|id| terms[id].clone()).collect(), counts)
}

fn parts(text: &TrainingText, prepared: &Prepared, fitted: Fitted, choice: &Choice, out_of_fold: &OutOfFold) -> Parts {
    let weights = fitted.weights.into_iter().next().unwrap_or_default();
    Parts {
        themes: text.themes.clone(),
        terms_made: text.settings.terms,
        weighting: text.settings.weighting,
        dictionary: prepared.dictionary.clone(),
        dictionary_total: prepared.dictionary_total,
        terms: fitted.vocabulary.iter().map(|&term| prepared.terms[term as usize].clone()).collect(),
        idf: fitted.idf,
        weights,
        decisions: choice.decisions.clone(),
        cuts: choice.cuts,
        origin: choice.origin(text, out_of_fold),
    }
}

/// Runs of equal terms in `found` as (term, count), ordered by term.
fn count(found: &mut [u32], counts: &mut Vec<(u32, u32)>) {
    found.sort_unstable();
    counts.clear();
    for &term in found.iter() {
        match counts.last_mut() {
            Some((last, times)) if *last == term => *times += 1,
            _ => counts.push((term, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_only_arise_enter_the_dictionary_in_order_with_a_frequency_of_0() {
        let mut dictionary = vec![("北极".to_owned(), 10), ("合作".to_owned(), 5)];
        let term = |kind, text: &str| Term { kind, text: text.to_owned() };
        let terms = [term(Kind::Characters, "极合"), term(Kind::Pair, "丙 合作"), term(Kind::Word, "丙")];
        add_strange_words(&mut dictionary, &terms);
        let expected = [("丙", 0), ("北极", 10), ("合作", 5)].map(|(word, frequency)| (word.to_owned(), frequency));
        assert_eq!(dictionary, expected);
    }
}
