//! `gongbao report`: everything on one page.

use std::path::{Path, PathBuf};

use gongbao::analyse::findings::Findings;
use gongbao::analyse::study::{Asked, Settings, Study};
use gongbao::error::{Error, Result};
use gongbao::model::write_atomically;
use gongbao::output::analysis::page;

use super::statements::{Statements, names, text};
use crate::{Failure, Outcome, terminal};

/// Write one page about a set of statements
///
/// Writes one self-contained page about a set of statements: summary, themes by statement, room over time with its
/// uncertainty, who is named, what appeared and vanished, contentious themes side by side, word clouds, method and model;
/// every figure leads down to its paragraphs and their evidence.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao report 2022.txt 2023.txt 2024.txt 2025.txt -o report.html
  gongbao report --store statements.db --since 2022 -o report.html
  gongbao report --format markdown *.txt > report.md
  gongbao report *.html -o report.html --csv tables/")]
pub(crate) struct Args {
    #[command(flatten)]
    statements: Statements,
    /// The file to write; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    format: As,
    /// Write every table as CSV into this folder, too
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
    /// A file of findings in place of the built-in one
    #[arg(long, value_name = "FILE")]
    findings: Option<PathBuf>,
    /// A file of names in place of the built-in one
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum As {
    /// One self-contained page
    #[default]
    Html,
    /// Summary and tables
    Markdown,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let names = names(args.names.as_ref())?;
    let (model, series) = args.statements.read(true)?;
    series.alone().into_iter().for_each(terminal::note);
    let findings = match &args.findings {
        // A user's own model may have other themes than the study's findings speak of; the page says so.
        None => Findings::embedded(model.themes(), &names).map_or_else(unfit, Asked::Findings),
        Some(path) => {
            Asked::Findings(Findings::parse(&text(path)?, &path.display().to_string(), model.themes(), &names)?)
        }
    };
    let study = Study::new(&series, model, &names, Settings { findings, ..Settings::default() })?;
    if let Some(dir) = &args.csv {
        write_tables(dir, &study)?;
    }
    let written = match args.format {
        As::Html => page::page(&study),
        As::Markdown => page::markdown(&study),
    };
    match &args.output {
        Some(path) => write_atomically(path, written.as_bytes())?,
        None => super::write_out(written.as_bytes())?,
    }
    Ok(Outcome::Done)
}

/// The built-in findings speak of what this model or these names do not have.
fn unfit(error: Error) -> Asked {
    let why = match error {
        Error::Input { problem, .. } => problem,
        other => other.to_string(),
    };
    Asked::Unfit(format!("they speak of what the model or the names given do not have ({why})"))
}

fn write_tables(dir: &Path, study: &Study) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|source| Error::Write { path: dir.display().to_string(), source })?;
    for table in page::all_tables(study) {
        write_atomically(&dir.join(format!("{}.csv", table.id)), table.csv()?.as_bytes())?;
    }
    Ok(())
}
