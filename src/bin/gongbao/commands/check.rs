//! `gongbao check`: lints of labelled text, and labels worth a second look.

use std::path::{Path, PathBuf};

use gongbao::check::{Finding, Folder, Severity};
use gongbao::evaluate::noise::Noise;
use gongbao::evaluate::{Judged, Sample};
use gongbao::labelled::Labelled;
use gongbao::output::findings::{lines_of, suspects_of};
use gongbao::system::answered;
use gongbao::train::{TrainingText, out_of_fold};

use super::DataFormat;
use crate::{Failure, Outcome, terminal};

/// Check labelled text for what would mislead a training or an evaluation
///
/// Reads themes.toml, paragraphs/**/*.jsonl and test/**/*.jsonl of a folder and names, with file and line: unreadable
/// lines, unknown themes, ids that stand twice, statements in both parts, the same text with different labels (errors);
/// near-duplicates between statements and themes with little text (warnings).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao check training
  gongbao check training --noise        also the labels that out-of-fold models disagree with most

Label noise is found by confident learning (Northcutt, Jiang & Chuang 2021): a person decides, nothing is changed.
Exit codes: 0 no errors, 1 errors found, 2 bad usage or a folder that cannot be read.")]
pub(crate) struct Args {
    /// The folder of labelled text; training/README.md describes it
    dir: PathBuf,
    /// Rank the labels that models trained without the paragraph disagree with most
    #[arg(long)]
    noise: bool,
    /// The format of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DataFormat::Table)]
    format: DataFormat,
    /// How many threads to use; all processors unless given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// The result as JSON.
#[derive(serde::Serialize)]
struct Checked<'a> {
    findings: &'a [Finding],
    #[serde(skip_serializing_if = "Option::is_none")]
    noise: Option<&'a Noise>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    super::use_threads(args.threads);
    let findings = Folder::read(&args.dir)?.findings();
    let faulty = findings.iter().any(|finding| finding.severity == Severity::Error);
    let noise = if args.noise && !faulty { Some(noise(&args.dir)?) } else { None };
    match args.format {
        DataFormat::Table => {
            let noise = noise.as_ref().map_or_else(String::new, |(noise, rows)| suspects_of(noise, rows));
            terminal::screen().write_coloured(&(lines_of(&findings) + &noise))?;
        }
        DataFormat::Json => {
            let noise = noise.as_ref().map(|(noise, _)| noise);
            super::write_json(&Checked { findings: &findings, noise })?;
        }
    }
    if args.noise && faulty {
        terminal::note("label noise is only looked for once the errors are mended");
    }
    Ok(if faulty { Outcome::Failed } else { Outcome::Done })
}

/// The labels of the training part that out-of-fold models speak against, and the rows that they are of.
fn noise(dir: &Path) -> Result<(Noise, Vec<Labelled>), Failure> {
    let mut text = TrainingText::read(dir)?;
    // Every row is judged, whatever the settings score.
    text.settings.score_basis = None;
    let bar = terminal::progress(1, "fitting themes");
    let (scored, choice) = out_of_fold(&text, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    let rows: Vec<Labelled> = scored.rows.iter().map(|&row| text.rows[row].clone()).collect();
    let judged: Vec<Judged> = rows.iter().zip(&choice.nested).map(|(row, answers)| answered(row, answers)).collect();
    let ids: Vec<String> = text.themes.ids().map(str::to_owned).collect();
    let noise = Noise::new(&Sample::new(&ids, &judged, &dir.display().to_string())?);
    Ok((noise, rows))
}
