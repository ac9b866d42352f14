//! One evaluation as one versioned file: every figure of this module, and the labels of every paragraph, so that a later
//! evaluation can be compared with it.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, MINIMUM};
use super::compare::{Comparison, compare};
use super::confusion::{Missed, confusion};
use super::gate::Judgement;
use super::intervals::Bootstrap;
use super::ranking::{self, Point};
use super::resample::{Method, Rounds};
use super::scores::Scores;
use super::sentences::SentenceScores;
use super::{Judged, Sample};
use crate::error::{Error, Place, Result};

/// The name and version of the file's shape; it changes when a reader would have to.
pub const SCHEMA: &str = "gongbao-evaluation/1";

/// An evaluation. In JSON the fields of [`Scores`] stand at the top level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// What was evaluated, as the caller calls it.
    pub system: String,
    /// What it was evaluated on, as the caller calls it.
    pub gold: String,
    /// Every figure, with intervals.
    #[serde(flatten)]
    pub scores: Scores,
    /// How the bootstrap intervals were drawn.
    pub bootstrap: Method,
    /// How far probabilities can be trusted; `None` without probabilities.
    pub calibration: Option<Calibration>,
    /// What was said instead of each missed theme.
    pub confusion: IndexMap<String, Missed>,
    /// Each theme's precision–recall curve, thinned for drawing; empty without probabilities.
    pub curves: IndexMap<String, Vec<Point>>,
    /// How it compares with a baseline, if it was compared.
    pub comparison: Option<Comparison>,
    /// How the gate came out, if there was one.
    pub gate: Option<Judgement>,
    /// The labels of each paragraph.
    pub judged: Vec<Labels>,
}

/// The labels of one paragraph, by theme id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// The paragraph's id.
    pub id: String,
    /// Its statement.
    pub statement: String,
    /// The themes that it truly has.
    pub gold: Vec<String>,
    /// The themes that were given to it.
    pub predicted: Vec<String>,
    /// The themes left for review.
    pub review: Vec<String>,
}

/// How an evaluation is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The bootstrap.
    pub rounds: Rounds,
    /// The least probability of a pair in [`Calibration::likely`]; defaults to [`MINIMUM`].
    pub minimum: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rounds: Rounds::default(), minimum: MINIMUM }
    }
}

impl Report {
    /// Evaluates a sample; `system` and `gold` say what was evaluated on what.
    #[must_use]
    pub fn new(sample: &Sample<'_>, system: &str, gold: &str, settings: Settings) -> Self {
        let bootstrap = Bootstrap::new(sample, settings.rounds);
        let calibration = Calibration::new(sample, settings.minimum);
        Self {
            schema: SCHEMA.to_owned(),
            system: system.to_owned(),
            gold: gold.to_owned(),
            scores: Scores::new(sample).with_intervals(&bootstrap),
            bootstrap: bootstrap.method,
            curves: if calibration.is_some() { curves(sample) } else { IndexMap::new() },
            calibration,
            confusion: confusion(sample),
            comparison: None,
            gate: None,
            judged: sample.paragraphs().iter().map(|p| Labels::of(p, sample)).collect(),
        }
    }

    /// Adds a comparison with a baseline, called `against`; `sample` is what this report was made of.
    ///
    /// # Errors
    /// See [`compare`].
    pub fn compared(
        mut self,
        sample: &Sample<'_>,
        baseline: &Sample<'_>,
        against: &str,
        settings: Settings,
    ) -> Result<Self> {
        self.comparison = Some(compare(sample, baseline, against, settings.rounds)?);
        Ok(self)
    }

    /// Adds the figures of the labelled sentences.
    #[must_use]
    pub fn with_sentences(mut self, sentences: Option<SentenceScores>) -> Self {
        self.scores.sentences = sentences;
        self
    }

    /// Reads a saved report; `file` names it in messages.
    ///
    /// # Errors
    /// Text that is no report, or one of another version.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            schema: Option<String>,
        }
        let text = text.trim_start_matches('\u{FEFF}');
        let unreadable = |e: &serde_json::Error| {
            let place = Place { file: file.to_owned(), line: Some(e.line()).filter(|line| *line > 0) };
            Error::input(place, format!("unreadable report: {e}"), "evaluate the baseline again")
        };
        let head: Head = serde_json::from_str(text).map_err(|e| unreadable(&e))?;
        let refused = |problem: String, remedy: &str| Err(Error::input(Place::file(file), problem, remedy));
        match head.schema.as_deref() {
            Some(SCHEMA) => serde_json::from_str(text).map_err(|e| unreadable(&e)),
            Some(other) => {
                let problem = format!("the report is of version `{other}`, this program reads `{SCHEMA}`");
                refused(problem, "evaluate the baseline again with this program")
            }
            None => refused("not an evaluation report".to_owned(), "give the JSON report of an earlier evaluation"),
        }
    }

    /// The report as JSON, ending in a line break.
    ///
    /// # Errors
    /// None that is known: no key and no figure of a report is beyond JSON.
    pub fn to_json(&self) -> Result<String> {
        let json = serde_json::to_string_pretty(self);
        json.map(|json| json + "\n").map_err(|e| {
            Error::input(Place::file(&self.system), format!("the report cannot be written as JSON: {e}"), "report this")
        })
    }

    /// The theme ids, in order.
    #[must_use]
    pub fn themes(&self) -> Vec<String> {
        self.scores.per_theme.keys().cloned().collect()
    }

    /// The judged paragraphs of a saved report, without probabilities, over [`Report::themes`]; `file` names it.
    ///
    /// # Errors
    /// A label that is none of its themes.
    pub fn paragraphs(&self, file: &str) -> Result<Vec<Judged>> {
        self.judged.iter().map(|labels| labels.judged(&self.scores, file)).collect()
    }
}

fn curves(sample: &Sample<'_>) -> IndexMap<String, Vec<Point>> {
    let curve = |(theme, id): (usize, &String)| (id.clone(), ranking::thinned(&ranking::curve(sample, theme)));
    sample.themes().iter().enumerate().map(curve).collect()
}

impl Labels {
    fn of(paragraph: &Judged, sample: &Sample<'_>) -> Self {
        Self {
            id: paragraph.id.clone(),
            statement: paragraph.statement.clone(),
            gold: sample.ids(&paragraph.gold),
            predicted: sample.ids(&paragraph.predicted),
            review: sample.ids(&paragraph.review),
        }
    }

    fn judged(&self, scores: &Scores, file: &str) -> Result<Judged> {
        let index = |id: &String| {
            scores.per_theme.get_index_of(id).ok_or_else(|| {
                let problem = format!("paragraph `{}`: theme `{id}` is not among its themes", self.id);
                Error::input(Place::file(file), problem, "evaluate the baseline again")
            })
        };
        let labels = |ids: &[String]| ids.iter().map(index).collect::<Result<Vec<_>>>();
        Ok(Judged {
            id: self.id.clone(),
            statement: self.statement.clone(),
            gold: labels(&self.gold)?,
            predicted: labels(&self.predicted)?,
            review: labels(&self.review)?,
            probabilities: Vec::new(),
        })
    }

    /// Gold labels that were not given.
    pub fn missed(&self) -> impl Iterator<Item = &String> {
        self.gold.iter().filter(|id| !self.predicted.contains(id))
    }

    /// Labels given that are not gold.
    pub fn extra(&self) -> impl Iterator<Item = &String> {
        self.predicted.iter().filter(|id| !self.gold.contains(id))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn rows() -> Vec<Judged> {
        let mut rows = sample::four();
        for row in &mut rows {
            row.probabilities = vec![0.75, 0.5, 0.25, 0.125];
        }
        rows[3].review = vec![0];
        rows
    }

    fn report() -> Report {
        let (themes, rows) = (sample::themes(4), rows());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        let report = Report::new(&sample, "model", "gold.jsonl", Settings::default());
        report.compared(&sample, &sample, "old", Settings::default()).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let report = report();
        let again = Report::parse(&report.to_json().unwrap(), "r.json").unwrap();
        assert_eq!((again.themes(), &again.judged), (report.themes(), &report.judged));
        assert_eq!(again.scores.micro.intervals, report.scores.micro.intervals);
        let expected: Vec<_> = rows().into_iter().map(|row| Judged { probabilities: vec![], ..row }).collect();
        assert_eq!(again.paragraphs("r.json").unwrap(), expected);
    }

    #[test]
    fn the_json_has_the_promised_shape() {
        let json: serde_json::Value = serde_json::from_str(&report().to_json().unwrap()).unwrap();
        assert_eq!(json["schema"], SCHEMA);
        assert_eq!((&json["paragraphs"], &json["statements"]), (&4.into(), &2.into()));
        assert_eq!(json["micro"]["f1"], 0.6);
        for average in ["micro", "macro", "weighted", "samples"] {
            assert!(json[average]["recall"].is_number() && json[average]["precision"].is_number());
        }
        let theme = &json["per_theme"]["a"];
        assert_eq!((&theme["support"], &theme["predicted"], &theme["correct"]), (&2.into(), &3.into(), &2.into()));
        assert!(theme["average_precision"].is_number() && theme["intervals"]["recall"]["low"].is_number());
        assert!(json["per_theme"]["c"]["precision"].is_null());
        assert_eq!(json["judged"][2]["predicted"], serde_json::json!(["a", "d"]));
    }

    #[test]
    fn another_version_or_file_is_refused() {
        let message = |text: &str| Report::parse(text, "r.json").unwrap_err().to_string();
        let newer = report().to_json().unwrap().replace(SCHEMA, "gongbao-evaluation/2");
        assert!(message(&newer).starts_with("r.json: the report is of version `gongbao-evaluation/2`"));
        assert!(message("{}").contains("not an evaluation report"));
        assert!(message("{\n").starts_with("r.json:2: unreadable report"));
        assert!(message(&format!("{{\"schema\": \"{SCHEMA}\"}}")).contains("missing field"));
    }

    #[test]
    fn a_report_with_a_label_beyond_its_themes_is_refused() {
        let mut report = report();
        report.judged[0].gold.push("zzz".to_owned());
        assert!(report.paragraphs("r.json").unwrap_err().to_string().contains("theme `zzz`"));
    }
}
