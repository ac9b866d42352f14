//! `gongbao findings`: a study's findings held against tagged statements.

use std::path::PathBuf;

use gongbao::analyse::findings::{Findings, Measured, Verdict};
use gongbao::analyse::room::{Matrix, Unit};
use gongbao::analyse::words::{Frequencies, Kind, StopWords, segmenter};
use gongbao::output::analysis::tables;

use super::statements::{Format, Statements, names, print, text};
use crate::{Failure, Outcome, terminal};

/// Hold the findings of the study against statements
///
/// Says for each finding of the study of China–Russia statements whether the tagged statements agree, with the figures.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao findings corpus/authored/cn-ru-*.txt
  gongbao findings --differ official/*.html
  gongbao findings --findings mine.toml --strict *.txt")]
pub(crate) struct Args {
    #[command(flatten)]
    statements: Statements,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// A file of findings in place of the built-in one
    #[arg(long, value_name = "FILE")]
    findings: Option<PathBuf>,
    /// A file of names in place of the built-in one
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Show only what differs
    #[arg(long)]
    differ: bool,
    /// Exit with 1 when a finding differs
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let names = names(args.names.as_ref())?;
    let (tagger, series) = args.statements.read(false)?;
    let parts = &tagger.model().parts;
    let themes = &parts.themes;
    let findings = match &args.findings {
        None => Findings::embedded(themes, &names)?,
        Some(path) => Findings::parse(&text(path)?, &path.display().to_string(), themes, &names)?,
    };
    let matrix = Matrix::new(&series, &parts.origin.themes, Unit::Sentence);
    let words = Frequencies::new(&series, &segmenter()?, &StopWords::embedded(), Kind::Words);
    let measured = Measured { series: &series, matrix: &matrix, themes, names: &names, words: &words };
    let about = findings.about(&series);
    for (_, other) in series.statements.iter().enumerate().filter(|(s, _)| !about.contains(s)) {
        let parties = findings.parties.join("、");
        terminal::note(&format!("{}: not judged, by its title or header it is no statement of {parties}", other.name));
    }
    let judged = findings.judge(&measured);
    let mut table = tables::findings(&series, &judged);
    if args.differ {
        let mut verdicts = judged.iter().map(|j| j.verdict);
        table.rows.retain(|_| verdicts.next() == Some(Verdict::Differ));
    }
    print(&[table], args.format, None, &series.notes)?;
    let differs = judged.iter().any(|j| j.verdict == Verdict::Differ);
    Ok(if args.strict && differs { Outcome::Failed } else { Outcome::Done })
}
