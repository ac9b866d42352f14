//! Evaluation: how well predicted themes agree with the gold ones, and how sure that is.
//!
//! It works on plain judged paragraphs and knows no model and no document. Data flows one way here too: counts of
//! labels, then ratios of counts, then intervals, comparison and gate; each file names only those listed before it.
//!
//! 1. [`counts`] counts gold, predicted and correct labels; [`averages`] divides them into micro, macro, weighted and
//!    per-paragraph figures, and [`ranking`] scores the order of the probabilities.
//! 2. [`resample`] draws statements with replacement, [`intervals`] reads intervals off the draws, [`sentences`] says
//!    which sentences of a paragraph rightly carry its labels, [`scores`] puts figures and intervals together.
//! 3. [`significance`] and [`compare`] set two systems side by side on the same paragraphs.
//! 4. [`calibration`], [`confusion`], [`agreement`] and [`noise`] say what kind of errors there are.
//! 5. [`report`] is all of it as one versioned file; [`metric`], [`gate`] and [`verdict`] hold it against limits.
//!
//! A figure that is not defined (a precision without predictions, say) is `None` and `null` in JSON, never 0.

pub mod counts;
pub mod averages;
pub mod ranking;
pub mod resample;
pub mod intervals;
pub mod sentences;
pub mod scores;
pub mod significance;
pub mod compare;
pub mod calibration;
pub mod confusion;
pub mod agreement;
pub mod noise;
pub mod metric;
pub mod gate;
pub mod report;
pub mod verdict;

#[cfg(test)]
mod scikit_learn;

use rustc_hash::FxHashSet;

use crate::error::{Error, Place, Result};

/// One paragraph with its gold labels and what a system said of it. Labels are indices into a list of theme ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// The paragraph's id, one of a kind.
    pub id: String,
    /// The statement that it belongs to.
    pub statement: String,
    /// The themes that it truly has.
    pub gold: Vec<usize>,
    /// The themes that were given to it.
    pub predicted: Vec<usize>,
    /// The themes that a person should look at, given or not.
    pub review: Vec<usize>,
    /// The probability of each theme, 0 to 1, one per theme; empty where there are none.
    pub probabilities: Vec<f32>,
}

impl Judged {
    /// Gold labels that were not given.
    pub fn missed(&self) -> impl Iterator<Item = usize> {
        self.gold.iter().copied().filter(|theme| !self.predicted.contains(theme))
    }

    /// Labels given that are not gold.
    pub fn extra(&self) -> impl Iterator<Item = usize> {
        self.predicted.iter().copied().filter(|theme| !self.gold.contains(theme))
    }
}

/// Judged paragraphs that were checked once and are then used everywhere: at least one, each with an id of its own,
/// labels that name a theme and do not repeat, and probabilities that are there for all themes or for none.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    themes: &'a [String],
    paragraphs: &'a [Judged],
}

impl<'a> Sample<'a> {
    /// Checks the paragraphs; `source` names where they come from in messages.
    ///
    /// # Errors
    /// No paragraph, and each (up to twenty) that breaks what the type promises.
    pub fn new(themes: &'a [String], paragraphs: &'a [Judged], source: &str) -> Result<Self> {
        if paragraphs.is_empty() {
            return Err(Error::input(Place::file(source), "no paragraph to evaluate", "give at least one"));
        }
        let mut seen = FxHashSet::default();
        if let Some(twice) = themes.iter().find(|id| !seen.insert(id.as_str())) {
            let problem = format!("theme `{twice}` stands twice");
            return Err(Error::input(Place::file(source), problem, "give every theme an id of its own"));
        }
        seen.clear();
        let problem = |p: &'a Judged| {
            let repeated = (!seen.insert(p.id.as_str())).then(|| "its id stands twice".to_owned());
            let problem = repeated.or_else(|| fault(p, themes.len()))?;
            let remedy = "give every paragraph an id of its own, each label once, and all probabilities or none";
            Some(Error::input(Place::file(source), format!("paragraph `{}`: {problem}", p.id), remedy))
        };
        let errors: Vec<Error> = paragraphs.iter().filter_map(problem).take(20).collect();
        if errors.is_empty() { Ok(Self { themes, paragraphs }) } else { Err(Error::all(errors)) }
    }

    /// The ids of the themes.
    #[must_use]
    pub fn themes(&self) -> &'a [String] {
        self.themes
    }

    /// The paragraphs.
    #[must_use]
    pub fn paragraphs(&self) -> &'a [Judged] {
        self.paragraphs
    }

    /// The ids of some themes.
    #[must_use]
    pub fn ids(&self, labels: &[usize]) -> Vec<String> {
        labels.iter().map(|&theme| self.themes[theme].clone()).collect()
    }

    /// The number of statements.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.paragraphs.iter().map(|p| p.statement.as_str()).collect::<FxHashSet<_>>().len()
    }
}

/// What is wrong with the labels or probabilities of a paragraph.
fn fault(paragraph: &Judged, themes: usize) -> Option<String> {
    let lists = [("gold", &paragraph.gold), ("predicted", &paragraph.predicted), ("review", &paragraph.review)];
    let labels = lists.into_iter().find_map(|(name, labels)| label_fault(labels, themes).map(|f| (name, f)));
    if let Some((name, fault)) = labels {
        return Some(format!("{name} label {fault}"));
    }
    let given = paragraph.probabilities.len();
    if given != 0 && given != themes {
        return Some(format!("{given} probabilities for {themes} themes"));
    }
    let outside = paragraph.probabilities.iter().find(|p| !(0.0..=1.0).contains(*p))?;
    Some(format!("probability {outside} is not between 0 and 1"))
}

fn label_fault(labels: &[usize], themes: usize) -> Option<String> {
    for (n, label) in labels.iter().enumerate() {
        if *label >= themes {
            return Some(format!("{label} names no theme (there are {themes})"));
        }
        if labels[..n].contains(label) {
            return Some(format!("{label} stands twice"));
        }
    }
    None
}

/// What the unit tests of this module's files share.
#[cfg(test)]
mod sample {
    use super::Judged;

    /// Theme ids `a`, `b`, `c`, ...
    pub fn themes(n: usize) -> Vec<String> {
        (b'a'..).take(n).map(|letter| char::from(letter).to_string()).collect()
    }

    /// A paragraph without review labels and probabilities.
    pub fn judged(id: &str, statement: &str, gold: &[usize], predicted: &[usize]) -> Judged {
        let (id, statement) = (id.to_owned(), statement.to_owned());
        Judged { id, statement, gold: gold.to_vec(), predicted: predicted.to_vec(), ..Judged::default() }
    }

    /// Four paragraphs of two statements over four themes; the last theme has no gold label and the third is never
    /// predicted. Counts a theme (gold, predicted, correct): a 2 3 2, b 2 1 1, c 1 0 0, d 0 1 0.
    pub fn four() -> Vec<Judged> {
        vec![
            judged("p1", "s1", &[0], &[0]),
            judged("p2", "s1", &[0, 1], &[0, 1]),
            judged("p3", "s2", &[1, 2], &[0, 3]),
            judged("p4", "s2", &[], &[]),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(paragraph: Judged) -> String {
        let themes = sample::themes(2);
        let rows = [sample::judged("p0", "s", &[1], &[]), paragraph];
        Sample::new(&themes, &rows, "gold.jsonl").unwrap_err().to_string()
    }

    #[test]
    fn a_faulty_paragraph_is_named_with_its_fault() {
        let fine = || sample::judged("p", "s", &[0], &[0, 1]);
        assert!(message(Judged { gold: vec![2], ..fine() }).contains("`p`: gold label 2 names no theme"));
        assert!(message(Judged { review: vec![1, 1], ..fine() }).contains("review label 1 stands twice"));
        assert!(message(Judged { probabilities: vec![0.5], ..fine() }).contains("1 probabilities for 2 themes"));
        assert!(message(Judged { probabilities: vec![0.5, f32::NAN], ..fine() }).contains("probability NaN"));
        assert!(message(Judged { id: "p0".to_owned(), ..fine() }).starts_with("gold.jsonl: paragraph `p0`: its id"));
    }

    #[test]
    fn nothing_cannot_be_evaluated() {
        assert!(Sample::new(&[], &[], "x").unwrap_err().to_string().contains("no paragraph"));
    }

    #[test]
    fn missed_and_extra_labels_are_told_apart() {
        let paragraph = sample::judged("p", "s", &[0, 1], &[1, 2]);
        assert_eq!(paragraph.missed().collect::<Vec<_>>(), [0]);
        assert_eq!(paragraph.extra().collect::<Vec<_>>(), [2]);
    }
}
