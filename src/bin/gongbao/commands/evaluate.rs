//! `gongbao evaluate`: labelled text and a model to figures, a comparison, a verdict and reports.

mod against;
mod help;
pub(super) mod reports;

use std::path::{Path, PathBuf};

use gongbao::error::{Error, Place};
use gongbao::evaluate::gate::{Gate, Verdict};
use gongbao::evaluate::report::{Report, Settings};
use gongbao::evaluate::resample::Rounds;
use gongbao::evaluate::scores::Scores;
use gongbao::evaluate::sentences::SentenceScores;
use gongbao::evaluate::verdict::judge;
use gongbao::evaluate::{Judged, Sample};
use gongbao::keywords::Keywords;
use gongbao::labelled::{self, Labelled, read_text};
use gongbao::model::TagOptions;
use gongbao::output::evaluation::Evaluation;
use gongbao::system::System;

use self::against::Against;
use self::reports::Reports;
use crate::{Failure, Outcome, terminal};

/// Score a model on labelled text, compare it, and hold it against a gate
///
/// Labels gold paragraphs and scores the labels: micro, macro, weighted and per-paragraph averages, every theme, with
/// intervals; compares with another model or an earlier report on the same paragraphs; holds all of it against a gate.
#[derive(Debug, clap::Args)]
#[command(after_help = help::EXAMPLES, after_long_help = help::definitions())]
pub(crate) struct Args {
    /// Files of labelled text (JSON Lines of id, statement, text, themes), or folders of such files
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// The model to score; the one that is part of the program unless given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    #[command(flatten)]
    reports: Reports,
    /// Score the keyword baseline beside the model: a paragraph has every theme one of whose keywords occurs in it
    #[arg(long, value_name = "SYSTEM", value_parser = ["keywords"])]
    baseline: Option<String>,
    /// Compare, paired by paragraph, with another model, an earlier JSON report (*.json) or the word `keywords`
    #[arg(long, value_name = "MODEL|REPORT.json|keywords")]
    against: Option<PathBuf>,
    /// Limits that the figures must keep; exit code 1 where one is broken, 2 where one cannot be judged
    #[arg(long, value_name = "FILE.toml")]
    gate: Option<PathBuf>,
    /// Give every label with at least this probability, in place of each theme's own threshold
    #[arg(long, value_name = "X", value_parser = share)]
    threshold: Option<f64>,
    /// Rounds of the bootstrap behind the intervals
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = rounds)]
    rounds: usize,
    /// How many threads to use; all processors unless given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// The most rounds: more say nothing new and fill the memory.
const MOST_ROUNDS: usize = 100_000;

pub(super) fn rounds(text: &str) -> Result<usize, String> {
    let rounds = text.parse().ok().filter(|rounds| (1..=MOST_ROUNDS).contains(rounds));
    rounds.ok_or_else(|| format!("give a whole number from 1 to {MOST_ROUNDS}"))
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "give a number between 0 and 1".to_owned())
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    super::use_threads(args.threads);
    // Whatever can be wrong is found before the work is done.
    args.reports.check()?;
    let model = super::ModelFile::open(args.model.as_deref())?;
    let outline = model.outline()?;
    let rows = labelled::read(&args.gold, &outline.themes)?;
    let ids: Vec<String> = outline.themes.ids().map(str::to_owned).collect();
    let gate = args.gate.as_deref().map(|file| read_gate(file, &ids)).transpose()?;
    let against = args.against.as_deref().map(|path| Against::open(path, &outline.themes)).transpose()?;
    let options = TagOptions { threshold: args.threshold, ..TagOptions::default() };
    let system = System::Model(model.model()?, options);
    let judged = label(&system, &rows);
    let source = args.gold.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let sample = Sample::new(&ids, &judged, &source)?;
    let evaluation = evaluate(args, &system, &rows, &sample, against.as_ref(), gate.as_ref(), &source)?;
    args.reports.write(&evaluation)?;
    Ok(outcome(&evaluation, args.reports.tells_gate()))
}

fn read_gate(file: &Path, themes: &[String]) -> Result<Gate, Error> {
    Gate::parse(&read_text(file)?, &file.display().to_string(), themes)
}

/// Labels the rows, with a bar for the terminal.
fn label(system: &System<'_>, rows: &[Labelled]) -> Vec<Judged> {
    let bar = terminal::progress(rows.len() as u64, "labelling");
    let judged = system.judge(rows, &|| bar.inc(1));
    bar.finish_and_clear();
    judged
}

fn evaluate(
    args: &Args,
    system: &System<'_>,
    rows: &[Labelled],
    sample: &Sample<'_>,
    against: Option<&Against>,
    gate: Option<&Gate>,
    source: &str,
) -> Result<Evaluation, Failure> {
    let settings = Settings { rounds: Rounds { rounds: args.rounds, ..Rounds::default() }, ..Settings::default() };
    let name = args.model.as_ref().map_or_else(|| "embedded".to_owned(), |path| path.display().to_string());
    let mut report = Report::new(sample, &name, source, settings);
    if let Some(against) = against {
        report = against.compare(report, sample, rows, system.themes(), settings)?;
    }
    let sentences = system.sentences(rows);
    report = report.with_sentences(SentenceScores::new(sample.themes(), &sentences, settings.rounds, source)?);
    report.gate = gate.map(|gate| judge(gate, &report));
    let mut evaluation = Evaluation::new(report).with_names(system.themes()).with_texts(rows);
    evaluation = match against {
        Some(against) => against.explain(evaluation, rows, system),
        None => evaluation.with_words(rows, system, gongbao::output::evaluation::Before::Nothing),
    };
    if args.baseline.is_some() {
        let keywords = System::Keywords(Keywords::new(system.themes()), system.themes());
        let judged = keywords.judge(rows, &|| {});
        evaluation.baseline = Some(Scores::new(&Sample::new(sample.themes(), &judged, source)?));
    }
    Ok(evaluation)
}

/// The exit code of a gate; its broken rules go to standard error where the result does not show them to a person.
fn outcome(evaluation: &Evaluation, shown: bool) -> Outcome {
    let Some(gate) = &evaluation.report.gate else { return Outcome::Done };
    if !shown {
        let broken = gate.outcomes.iter().filter(|outcome| outcome.verdict != Verdict::Passed);
        broken.for_each(|outcome| terminal::note(&format!("{}:{}: {}", gate.file, outcome.line, outcome.message)));
    }
    match gate.verdict {
        Verdict::Passed | Verdict::Warned => Outcome::Done,
        Verdict::Failed => Outcome::Failed,
        Verdict::Unjudged => Outcome::Unjudged,
    }
}

/// An input error of a whole file.
fn refused(file: &Path, problem: impl Into<String>, remedy: impl Into<String>) -> Error {
    Error::input(Place::file(file.display().to_string()), problem, remedy)
}
