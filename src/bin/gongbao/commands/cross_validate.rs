//! `gongbao cross-validate`: how good a training is on statements that it did not learn from.

use std::path::PathBuf;

use gongbao::evaluate::report::{Report, Settings};
use gongbao::evaluate::resample::Rounds;
use gongbao::evaluate::scores::Scores;
use gongbao::evaluate::{Judged, Sample};
use gongbao::labelled::Labelled;
use gongbao::output::evaluation::{Evaluation, Part};
use gongbao::system::{answered, of_block};
use gongbao::train::{TrainingText, by_year, folds, out_of_fold};

use super::evaluate::{reports::Reports, rounds};
use crate::{Failure, Outcome, terminal};

/// Trains on some statements and scores on others, again and again. By statement: whole statements are held out, in as
/// many folds as settings.toml says; calibration and thresholds are chosen on the other folds. By year: each block of years
/// is scored by a model that learned, and chose its thresholds, on earlier years alone. So no figure is tuned on what it
/// is scored on.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao cross-validate training
  gongbao cross-validate training --by year --report by-year.html

The year is that of a line's `date`, or else a year in the name of its statement (cn-ru-2024-05). `gongbao evaluate
--help` defines the averages.")]
pub(crate) struct Args {
    /// The folder of labelled text; training/README.md describes it
    dir: PathBuf,
    /// What is held out together
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = By::Statement)]
    by: By,
    #[command(flatten)]
    reports: Reports,
    /// Rounds of the bootstrap behind the intervals
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = rounds)]
    rounds: usize,
    /// How many threads to use; all processors unless given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum By {
    /// Whole statements, in folds
    Statement,
    /// Years: train before, test after
    Year,
}

/// What the held-out paragraphs were given.
struct Held {
    judged: Vec<Judged>,
    /// The rows of the training text that they are.
    rows: Vec<usize>,
    parts: Vec<Part>,
    notes: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    super::use_threads(args.threads);
    args.reports.check()?;
    let text = TrainingText::read(&args.dir)?;
    let source = args.dir.display().to_string();
    let ids: Vec<String> = text.themes.ids().map(str::to_owned).collect();
    let (name, held) = match args.by {
        By::Statement => ("cross-validation by statement", by_statement(&text, &ids, &source)?),
        By::Year => ("training before, testing after", by_years(&text, &ids, &source)?),
    };
    let settings = Settings { rounds: Rounds { rounds: args.rounds, ..Rounds::default() }, ..Settings::default() };
    let sample = Sample::new(&ids, &held.judged, &source)?;
    let rows: Vec<Labelled> = held.rows.iter().map(|&row| text.rows[row].clone()).collect();
    let evaluation = Evaluation::new(Report::new(&sample, name, &source, settings));
    let mut evaluation = evaluation.with_names(&text.themes).with_texts(&rows);
    (evaluation.parts, evaluation.notes) = (held.parts, held.notes);
    args.reports.write(&evaluation)?;
    Ok(Outcome::Done)
}

fn by_statement(text: &TrainingText, ids: &[String], source: &str) -> Result<Held, Failure> {
    let bar = terminal::progress(1, "fitting themes");
    let (scored, choice) = out_of_fold(text, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    let pairs = scored.rows.iter().zip(&choice.nested);
    let judged: Vec<Judged> = pairs.map(|(&row, answers)| answered(&text.rows[row], answers)).collect();
    let settings = &text.settings;
    let held = folds::grouped(&text.rows, settings.folds, settings.seed, settings.score_basis.as_deref());
    let mut parts = Vec::new();
    for fold in 0..settings.folds {
        let own = judged.iter().zip(&scored.folds).filter(|(_, of)| **of == fold).map(|(judged, _)| judged.clone());
        let learned = folds::learned_from(&text.rows, &held, fold).len();
        parts.extend(part(format!("fold {}", fold + 1), learned, &own.collect::<Vec<_>>(), ids, source)?);
    }
    let basis = settings.score_basis.as_ref();
    let left = text.rows.len() - judged.len();
    let notes = basis.map(|basis| format!("scored on text of the basis `{basis}`; {left} others were only learned from"));
    Ok(Held { judged, rows: scored.rows, parts, notes: notes.into_iter().collect() })
}

fn by_years(text: &TrainingText, ids: &[String], source: &str) -> Result<Held, Failure> {
    let bar = terminal::progress(1, "fitting themes");
    let blocks = by_year::before_and_after(text, source, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    let (_, undated) = by_year::dated(&text.rows);
    let mut notes = Vec::new();
    if undated > 0 {
        notes.push(format!("{undated} of {} paragraphs have no year and are left out", text.rows.len()));
    }
    let mut held = Held { judged: Vec::new(), rows: Vec::new(), parts: Vec::new(), notes };
    for block in &blocks {
        let judged = of_block(text, block);
        let name = years(block.years);
        if !block.unlearned.is_empty() {
            let unlearned = block.unlearned.join(", ");
            held.notes.push(format!("before {} too little text to learn {unlearned}", block.years.0));
        }
        held.parts.extend(part(name, block.learned, &judged, ids, source)?);
        held.judged.extend(judged);
        held.rows.extend(&block.rows);
    }
    Ok(held)
}

fn years((first, last): (u16, u16)) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// The figures of one part; none for an empty one.
fn part(
    name: String,
    learned: usize,
    judged: &[Judged],
    ids: &[String],
    source: &str,
) -> Result<Option<Part>, Failure> {
    if judged.is_empty() {
        return Ok(None);
    }
    let Scores { micro, r#macro, paragraphs, .. } = Scores::new(&Sample::new(ids, judged, source)?);
    Ok(Some(Part { name, learned, scored: paragraphs, micro_f1: micro.f1, macro_f1: r#macro.f1 }))
}
