//! The figures that a gate can name, in two lists: those of the whole sample and those of one theme. What a name means,
//! which way is better and where the figure stands is one row; messages and help are made from the lists.

use super::calibration::Calibration;
use super::intervals::Interval;
use super::scores::{Averaged, Scores, ThemeScores};
use super::sentences::SentenceScores;
use crate::likeness::nearest;

/// A figure and how sure it is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figure {
    /// The figure, 0 to 1; `None` where undefined.
    pub value: Option<f64>,
    /// Its interval, where there is one.
    pub interval: Option<Interval>,
}

/// Which labels make a figure bad, and so which paragraphs to read first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Labels missed.
    Missed,
    /// Labels given for nothing.
    Extra,
    /// Both.
    Wrong,
    /// Labels left for review.
    Review,
    /// None: what makes it bad is not in the labels of paragraphs.
    Elsewhere,
}

/// A figure of the whole sample.
#[derive(Debug)]
pub struct Overall {
    /// Its name in a gate file.
    pub name: &'static str,
    /// What it is, in a clause.
    pub meaning: &'static str,
    /// Whether less is better.
    pub lower_is_better: bool,
    /// Which labels make it bad.
    pub focus: Focus,
    figure: fn(&Scores, Option<&Calibration>) -> Figure,
}

/// A figure of one theme: `theme.ID.NAME`.
#[derive(Debug)]
pub struct PerTheme {
    /// The last part of its name in a gate file.
    pub name: &'static str,
    /// What it is, in a clause.
    pub meaning: &'static str,
    /// Which labels make it bad.
    pub focus: Focus,
    figure: fn(&ThemeScores) -> Figure,
}

type OverallFigure = fn(&Scores, Option<&Calibration>) -> Figure;

const fn higher(name: &'static str, meaning: &'static str, focus: Focus, figure: OverallFigure) -> Overall {
    Overall { name, meaning, lower_is_better: false, focus, figure }
}

const fn lower(name: &'static str, meaning: &'static str, focus: Focus, figure: OverallFigure) -> Overall {
    Overall { name, meaning, lower_is_better: true, focus, figure }
}

/// Every figure of the whole sample.
pub static OVERALL: [Overall; 22] = [
    higher("micro_precision", "precision over all labels", Focus::Extra, |s, _| precision(&s.micro)),
    higher("micro_recall", "recall over all labels", Focus::Missed, |s, _| recall(&s.micro)),
    higher("micro_f1", "F1 over all labels", Focus::Wrong, |s, _| f1(&s.micro)),
    higher("macro_precision", "mean precision of the themes with gold labels", Focus::Extra, |s, _| {
        precision(&s.r#macro)
    }),
    higher("macro_recall", "mean recall of the themes with gold labels", Focus::Missed, |s, _| recall(&s.r#macro)),
    higher("macro_f1", "mean F1 of the themes with gold labels", Focus::Wrong, |s, _| f1(&s.r#macro)),
    higher("weighted_precision", "mean precision of the themes by gold labels", Focus::Extra, |s, _| {
        precision(&s.weighted)
    }),
    higher("weighted_recall", "mean recall of the themes by gold labels", Focus::Missed, |s, _| recall(&s.weighted)),
    higher("weighted_f1", "mean F1 of the themes by gold labels", Focus::Wrong, |s, _| f1(&s.weighted)),
    higher("samples_precision", "mean precision of the paragraphs", Focus::Extra, |s, _| precision(&s.samples)),
    higher("samples_recall", "mean recall of the paragraphs", Focus::Missed, |s, _| recall(&s.samples)),
    higher("samples_f1", "mean F1 of the paragraphs", Focus::Wrong, |s, _| f1(&s.samples)),
    higher("subset_accuracy", "share of paragraphs with exactly the gold labels", Focus::Wrong, |s, _| {
        bare(s.subset_accuracy)
    }),
    lower("hamming_loss", "share of wrong decisions among all pairs", Focus::Wrong, |s, _| bare(s.hamming_loss)),
    lower("review_share", "share of paragraphs with a label to review", Focus::Review, |s, _| bare(s.review.share)),
    lower(
        "ece",
        "expected calibration error of the pairs with at least the minimum probability",
        Focus::Wrong,
        |_, c| bare(c.and_then(|c| c.likely.ece)),
    ),
    lower("ece_all", "expected calibration error of all pairs", Focus::Wrong, |_, c| bare(c.and_then(|c| c.all.ece))),
    lower("brier", "Brier score of all pairs", Focus::Wrong, |_, c| bare(c.and_then(|c| c.all.brier))),
    higher("sentence_precision", "as sentence_f1, the precision", Focus::Elsewhere, |s, _| {
        of_sentences(s, |sentences| precision(&sentences.true_themes.by_evidence))
    }),
    higher("sentence_recall", "as sentence_f1, the recall", Focus::Elsewhere, |s, _| {
        of_sentences(s, |sentences| recall(&sentences.true_themes.by_evidence))
    }),
    higher("sentence_f1", "F1 of which sentences carry the paragraph's gold themes", Focus::Elsewhere, |s, _| {
        of_sentences(s, |sentences| f1(&sentences.true_themes.by_evidence))
    }),
    higher("sentence_f1_given", "F1 of the sentences' themes, by the labels given", Focus::Elsewhere, |s, _| {
        of_sentences(s, |sentences| f1(&sentences.given_labels.by_evidence))
    }),
];

/// Every figure of one theme; more is better in all of them.
pub static PER_THEME: [PerTheme; 4] = [
    PerTheme { name: "precision", meaning: "correct among predicted", focus: Focus::Extra, figure: theme_precision },
    PerTheme { name: "recall", meaning: "correct among gold", focus: Focus::Missed, figure: theme_recall },
    PerTheme { name: "f1", meaning: "F1 of the theme", focus: Focus::Wrong, figure: theme_f1 },
    PerTheme {
        name: "average_precision",
        meaning: "precision averaged over the ranking by probability",
        focus: Focus::Wrong,
        figure: |theme| bare(theme.average_precision),
    },
];

/// A figure of the labelled sentences; undefined where there are none.
fn of_sentences(scores: &Scores, figure: fn(&SentenceScores) -> Figure) -> Figure {
    scores.sentences.as_ref().map(figure).unwrap_or_default()
}

fn bare(value: Option<f64>) -> Figure {
    Figure { value, interval: None }
}

fn precision(average: &Averaged) -> Figure {
    Figure { value: average.precision, interval: average.intervals.and_then(|i| i.precision) }
}

fn recall(average: &Averaged) -> Figure {
    Figure { value: average.recall, interval: average.intervals.and_then(|i| i.recall) }
}

fn f1(average: &Averaged) -> Figure {
    Figure { value: average.f1, interval: average.intervals.and_then(|i| i.f1) }
}

fn theme_precision(theme: &ThemeScores) -> Figure {
    Figure { value: theme.precision, interval: theme.intervals.and_then(|i| i.precision) }
}

fn theme_recall(theme: &ThemeScores) -> Figure {
    Figure { value: theme.recall, interval: theme.intervals.and_then(|i| i.recall) }
}

fn theme_f1(theme: &ThemeScores) -> Figure {
    Figure { value: theme.f1, interval: theme.intervals.and_then(|i| i.f1) }
}

/// A figure that a gate names.
#[derive(Debug, Clone)]
pub enum Metric {
    /// Of the whole sample.
    Overall(&'static Overall),
    /// Of one theme.
    Theme {
        /// The theme's id.
        id: String,
        /// Which of its figures.
        row: &'static PerTheme,
    },
}

/// A name that is no metric: what is wrong with it and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub problem: String,
    /// What to write.
    pub remedy: String,
}

impl Metric {
    /// The metric of a name: one of [`OVERALL`], or `theme.ID.` and one of [`PER_THEME`].
    ///
    /// # Errors
    /// A name that is neither, and a theme that is not among `themes`.
    pub fn parse(name: &str, themes: &[String]) -> Result<Self, Unknown> {
        let Some(rest) = name.strip_prefix("theme.") else {
            let row = OVERALL.iter().find(|row| row.name == name);
            return row.map(Self::Overall).ok_or_else(|| unknown_metric(name, OVERALL.iter().map(|row| row.name)));
        };
        let (id, part) = rest.rsplit_once('.').unwrap_or((rest, ""));
        let row = PER_THEME.iter().find(|row| row.name == part);
        let row = row.ok_or_else(|| unknown_metric(name, PER_THEME.iter().map(|row| row.name)))?;
        if themes.iter().any(|theme| theme == id) {
            return Ok(Self::Theme { id: id.to_owned(), row });
        }
        let remedy = match nearest(themes.iter().map(String::as_str), id) {
            Some(near) => format!("did you mean `theme.{near}.{part}`"),
            None => format!("the themes are {}", themes.join(", ")),
        };
        Err(Unknown { problem: format!("theme `{id}` is unknown"), remedy })
    }

    /// Its name in a gate file.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Overall(row) => row.name.to_owned(),
            Self::Theme { id, row } => format!("theme.{id}.{}", row.name),
        }
    }

    /// Whether less of it is better.
    #[must_use]
    pub fn lower_is_better(&self) -> bool {
        matches!(self, Self::Overall(row) if row.lower_is_better)
    }

    /// Which labels make it bad.
    #[must_use]
    pub fn focus(&self) -> Focus {
        match self {
            Self::Overall(row) => row.focus,
            Self::Theme { row, .. } => row.focus,
        }
    }

    /// The figure that it names.
    #[must_use]
    pub fn figure(&self, scores: &Scores, calibration: Option<&Calibration>) -> Figure {
        match self {
            Self::Overall(row) => (row.figure)(scores, calibration),
            Self::Theme { id, row } => scores.per_theme.get(id).map(row.figure).unwrap_or_default(),
        }
    }
}

fn unknown_metric<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Unknown {
    let remedy = match nearest(known.clone(), name) {
        Some(near) => format!("did you mean `{near}`"),
        None if name.starts_with("theme.") => {
            format!("write theme.ID and one of {}", known.collect::<Vec<_>>().join(", "))
        }
        None => format!("the metrics are {} and theme.ID.recall and the like", known.collect::<Vec<_>>().join(", ")),
    };
    Unknown { problem: format!("metric `{name}` is unknown"), remedy }
}

#[cfg(test)]
mod tests {
    use super::super::{Sample, sample};
    use super::*;

    fn themes() -> Vec<String> {
        vec!["taiwan".to_owned(), "south-china-sea".to_owned()]
    }

    fn remedy(name: &str) -> String {
        Metric::parse(name, &themes()).unwrap_err().remedy
    }

    #[test]
    fn every_metric_is_found_by_its_own_name() {
        for row in &OVERALL {
            assert_eq!(Metric::parse(row.name, &[]).unwrap().name(), row.name);
        }
        for row in &PER_THEME {
            let name = format!("theme.south-china-sea.{}", row.name);
            assert_eq!(Metric::parse(&name, &themes()).unwrap().name(), name);
        }
    }

    #[test]
    fn an_unknown_name_comes_with_the_nearest_known_one() {
        assert_eq!(remedy("micro_fl"), "did you mean `micro_f1`");
        assert_eq!(remedy("theme.taiwn.recall"), "did you mean `theme.taiwan.recall`");
        assert!(remedy("theme.taiwan").starts_with("write theme.ID and one of precision, recall"));
        assert!(remedy("xyz").starts_with("the metrics are micro_precision"));
        assert!(remedy("theme.xyz.f1").starts_with("the themes are taiwan"));
    }

    #[test]
    fn figures_are_read_from_the_scores() {
        let (themes, rows) = (sample::themes(4), sample::four());
        let scores = Scores::new(&Sample::new(&themes, &rows, "t").unwrap());
        let figure = |name: &str| Metric::parse(name, &themes).unwrap().figure(&scores, None).value;
        assert_eq!((figure("micro_f1"), figure("macro_recall")), (Some(0.6), Some(0.5)));
        assert_eq!((figure("theme.b.recall"), figure("theme.c.precision"), figure("ece")), (Some(0.5), None, None));
    }
}
