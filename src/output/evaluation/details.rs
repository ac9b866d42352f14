//! The words behind the labels of an evaluation, and the texts that a reader will want to see.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::{Detail, Evaluation};
use crate::evaluate::report::Labels;
use crate::labelled::Labelled;
use crate::system::{System, Words};
use crate::theme::ThemeSet;

/// The most words of a label that are kept without the text.
pub(super) const FEW_WORDS: usize = 3;

/// Where the words of what an evaluation is compared with come from.
#[derive(Debug, Clone, Copy)]
pub enum Before<'a> {
    /// It is not compared.
    Nothing,
    /// A system at hand.
    System(&'a System<'a>),
    /// The details of a saved evaluation.
    Saved(&'a IndexMap<String, Detail>),
}

impl Evaluation {
    /// Adds the texts of the paragraphs with a wrong or changed label. `rows` are what was evaluated, in order.
    #[must_use]
    pub fn with_texts(mut self, rows: &[Labelled]) -> Self {
        let changed = self.changed();
        let told: Vec<bool> = self.report.judged.iter().map(|l| is_wrong(l) || changed.contains_key(&l.id)).collect();
        for (row, _) in rows.iter().zip(told).filter(|(_, told)| *told) {
            self.details.entry(row.id.clone()).or_default().text.clone_from(&row.text);
        }
        self
    }

    /// Adds the words for and against every label that is gold, given or changed, by the system that was evaluated and,
    /// for the changed ones, by what it is compared with.
    #[must_use]
    pub fn with_words(mut self, rows: &[Labelled], system: &System<'_>, before: Before<'_>) -> Self {
        let changed = self.changed();
        let none = Vec::new();
        let of = |labels: &Labels| changed.get(&labels.id).unwrap_or(&none).clone();
        let both: Vec<Vec<String>> = self.report.judged.iter().map(of).collect();
        let wanted: Vec<Vec<String>> = self.report.judged.iter().zip(&both).map(|(l, c)| told(l, c)).collect();
        let now = system.words(rows, &indices(&wanted, system.themes()));
        let against: Vec<Words> = match before {
            Before::Nothing => vec![Words::new(); rows.len()],
            Before::System(other) => other.words(rows, &indices(&both, other.themes())),
            Before::Saved(details) => rows.iter().zip(&both).map(|(row, ids)| saved(details, &row.id, ids)).collect(),
        };
        for ((row, words), against) in rows.iter().zip(now).zip(against) {
            if !words.is_empty() || !against.is_empty() {
                let detail = self.details.entry(row.id.clone()).or_default();
                (detail.words, detail.against) = (words, against);
                if detail.text.is_empty() {
                    shorten(&mut detail.words);
                }
            }
        }
        self
    }

    /// Adds the Chinese names of the themes.
    #[must_use]
    pub fn with_names(mut self, themes: &ThemeSet) -> Self {
        self.names = themes.themes.iter().map(|theme| (theme.id.clone(), theme.zh.clone())).collect();
        self
    }

    /// The themes that changed, by paragraph.
    fn changed(&self) -> FxHashMap<String, Vec<String>> {
        let changes = self.report.comparison.iter().flat_map(|comparison| &comparison.changed);
        let themes = |flips: &[crate::evaluate::compare::Flip]| -> Vec<String> {
            flips.iter().map(|flip| flip.theme.clone()).collect()
        };
        changes.map(|change| (change.id.clone(), [themes(&change.gained), themes(&change.lost)].concat())).collect()
    }
}

/// What a later comparison shows of a paragraph that nothing is wrong with.
fn shorten(words: &mut Words) {
    for words in words.values_mut() {
        words.truncate(FEW_WORDS);
        for word in words.iter_mut() {
            word.spans.clear();
        }
    }
}

fn is_wrong(labels: &Labels) -> bool {
    labels.missed().next().is_some() || labels.extra().next().is_some()
}

/// The themes of a paragraph that its detail tells of.
fn told(labels: &Labels, changed: &[String]) -> Vec<String> {
    let mut told = labels.gold.clone();
    for id in labels.predicted.iter().chain(changed) {
        if !told.contains(id) {
            told.push(id.clone());
        }
    }
    told
}

fn indices(ids: &[Vec<String>], themes: &ThemeSet) -> Vec<Vec<usize>> {
    let index: FxHashMap<&str, usize> = themes.ids().zip(0..).collect();
    ids.iter().map(|ids| ids.iter().filter_map(|id| index.get(id.as_str()).copied()).collect()).collect()
}

fn saved(details: &IndexMap<String, Detail>, id: &str, themes: &[String]) -> Words {
    let Some(detail) = details.get(id) else { return Words::new() };
    themes.iter().filter_map(|theme| Some((theme.clone(), detail.words.get(theme)?.clone()))).collect()
}
