//! What an evaluation is compared with: another model, a saved report, or the keywords.

use std::path::Path;

use gongbao::error::Error;
use gongbao::evaluate::Sample;
use gongbao::evaluate::report::{Report, Settings};
use gongbao::keywords::Keywords;
use gongbao::labelled::{Labelled, read_text};
use gongbao::model::{Model, TagOptions};
use gongbao::output::evaluation::{Before, Detail, Evaluation};
use gongbao::system::{System, relabelled};
use gongbao::theme::ThemeSet;
use indexmap::IndexMap;

use super::{label, refused};

/// What it is compared with, opened and checked.
pub(super) enum Against {
    Model(String, Box<Model>),
    Report(String, Box<Report>, IndexMap<String, Detail>),
    Keywords,
}

/// The part of a saved evaluation beside its report.
#[derive(serde::Deserialize)]
struct Saved {
    #[serde(default)]
    details: IndexMap<String, Detail>,
}

impl Against {
    /// Opens what is named; `themes` are those of the candidate.
    pub(super) fn open(path: &Path, themes: &ThemeSet) -> Result<Self, Error> {
        let name = path.display().to_string();
        if name == "keywords" {
            return Ok(Self::Keywords);
        }
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = read_text(path)?;
            let report = Report::parse(&text, &name)?;
            let saved = serde_json::from_str::<Saved>(text.trim_start_matches('\u{FEFF}'));
            let details = saved.map(|saved| saved.details).unwrap_or_default();
            return Ok(Self::Report(name, Box::new(report), details));
        }
        let model = Model::open(path)?;
        if relabelled(&[], themes, model.themes()).is_none() {
            return Err(refused(path, "its themes are others", "compare with a model of the same themes"));
        }
        Ok(Self::Model(name, Box::new(model)))
    }

    /// The report with the comparison; `rows` are labelled with `themes`.
    pub(super) fn compare(
        &self,
        report: Report,
        sample: &Sample<'_>,
        rows: &[Labelled],
        themes: &ThemeSet,
        settings: Settings,
    ) -> Result<Report, Error> {
        let (name, ids, judged) = match self {
            Self::Report(name, saved, _) => (name.as_str(), saved.themes(), saved.paragraphs(name)?),
            Self::Model(name, model) => {
                let system = System::Model(model, TagOptions::default());
                let rows = relabelled(rows, themes, model.themes()).unwrap_or_default();
                (name.as_str(), model.themes().ids().map(str::to_owned).collect(), label(&system, &rows))
            }
            Self::Keywords => {
                let system = System::Keywords(Keywords::new(themes), themes);
                ("keywords", sample.themes().to_vec(), label(&system, rows))
            }
        };
        report.compared(sample, &Sample::new(&ids, &judged, name)?, name, settings)
    }

    /// The evaluation with the words of both sides.
    pub(super) fn explain(&self, evaluation: Evaluation, rows: &[Labelled], system: &System<'_>) -> Evaluation {
        match self {
            Self::Report(_, _, details) => evaluation.with_words(rows, system, Before::Saved(details)),
            Self::Model(_, model) => {
                let other = System::Model(model, TagOptions::default());
                evaluation.with_words(rows, system, Before::System(&other))
            }
            Self::Keywords => {
                let other = System::Keywords(Keywords::new(system.themes()), system.themes());
                evaluation.with_words(rows, system, Before::System(&other))
            }
        }
    }
}
