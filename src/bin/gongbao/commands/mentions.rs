//! `gongbao mentions`: who is named, what is opposed and supported.

use std::path::PathBuf;

use gongbao::analyse::study::{Settings, Study};

use super::statements::{Statements, names};
use super::tables::{self, Format, chosen, known, of};
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
    /// How to print; CSV is one table, mentions unless --table names another
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Only these tables; mentions and stances unless given
    #[arg(long, value_name = "TABLE,TABLE", value_delimiter = ',', value_parser = known())]
    table: Vec<String>,
    /// A file of names and of verbs that oppose and support in place of the built-in one (training/mentions.toml)
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let names = names(args.names.as_ref())?;
    let (model, series) = args.statements.read(args.format == Format::Html)?;
    let study = Study::new(&series, model, &names, Settings::default())?;
    let kinds = chosen(&args.table, &of(&["mentions", "stances"]));
    tables::print(&study, &tables::made(&study, &kinds), args.format, &[])?;
    Ok(Outcome::Done)
}
