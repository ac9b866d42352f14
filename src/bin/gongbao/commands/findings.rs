//! `gongbao findings`: a study's findings held against tagged statements.

use std::path::PathBuf;

use gongbao::analyse::findings::{Findings, Verdict};
use gongbao::analyse::study::{Asked, Settings, Study};
use gongbao::output::analysis::tables;

use super::statements::{Statements, names, text};
use super::tables::{Format, print};
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
    let (model, series) = args.statements.read(args.format == Format::Html)?;
    let themes = model.themes();
    let findings = match &args.findings {
        None => Findings::embedded(themes, &names)?,
        Some(path) => Findings::parse(&text(path)?, &path.display().to_string(), themes, &names)?,
    };
    let about = findings.about(&series);
    for (_, other) in series.statements.iter().enumerate().filter(|(s, _)| !about.contains(s)) {
        let parties = findings.parties.join("、");
        terminal::note(&format!("{}: not judged, by its title or header it is no statement of {parties}", other.name));
    }
    let settings = Settings { findings: Asked::Findings(findings), ..Settings::default() };
    let study = Study::new(&series, model, &names, settings)?;
    let judged = study.judged();
    let mut table = tables::findings(&series, &judged);
    if args.differ {
        let mut verdicts = judged.iter().map(|j| j.verdict);
        table.rows.retain(|_| verdicts.next() == Some(Verdict::Differ));
    }
    print(&study, &[table], args.format, &[])?;
    let differs = judged.iter().any(|j| j.verdict == Verdict::Differ);
    Ok(if args.strict && differs { Outcome::Failed } else { Outcome::Done })
}
