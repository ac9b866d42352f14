//! `gongbao mentions`: who is named, and what is opposed and supported.

use std::path::PathBuf;

use gongbao::analyse::stance::taken;
use gongbao::output::analysis::tables;

use super::statements::{Format, Statements, names, print};
use crate::{Failure, Outcome};

/// Count who is named, and what is opposed and supported
///
/// Counts who is named in each statement, with the first and last mention, and lists what is opposed and supported.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao mentions 2024.txt 2025.txt
  gongbao mentions --names my-names.toml --format csv *.txt
  gongbao mentions --table stances 2025.txt")]
pub(crate) struct Args {
    #[command(flatten)]
    statements: Statements,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Only this table: mentions or stances
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// A file of names in place of the built-in one
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let names = names(args.names.as_ref())?;
    let (_, series) = args.statements.read(false)?;
    let mut all = vec![tables::mentions(&series, &names, &names.count(&series))];
    if args.table.as_deref() != Some("mentions") {
        all.push(tables::stances(&series, &names, &taken(&series, &names)));
    }
    print(&all, args.format, args.table.as_deref(), &series.notes)?;
    Ok(Outcome::Done)
}
