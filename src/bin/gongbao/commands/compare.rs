//! `gongbao compare`: theme × statement, what changed, who is named.

use std::path::PathBuf;

use gongbao::analyse::compare::changes;
use gongbao::analyse::room::{Matrix, Unit};
use gongbao::analyse::stance::taken;
use gongbao::output::analysis::tables;

use super::statements::{Format, Statements, names, print};
use crate::{Failure, Outcome, terminal};

/// Compare statements: room by theme, what changed, who is named
///
/// Shows how much room each theme gets in each statement, what appeared, grew, shrank and vanished from one to the next
/// and whether that exceeds the classifier's own error, who is named, and what is opposed and supported.
///
/// The statements stand in the order of their dates, or as given where a date is missing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao compare 2022.txt 2023.txt 2024.txt
  gongbao compare --store statements.db --since 2022 --parties 中国,俄罗斯
  gongbao compare --format csv *.html > room.csv
  gongbao compare --format csv --table changes *.html
  gongbao compare --format json *.txt | jq '.changes[] | select(.beyond_error)'")]
pub(crate) struct Args {
    #[command(flatten)]
    statements: Statements,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Whether a labelled paragraph counts whole or only its sentences that carry the theme
    #[arg(long, value_enum, default_value_t)]
    unit: UnitName,
    /// Only this table: matrix, room, changes, mentions or stances
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// A file of names in place of the built-in one
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub(crate) enum UnitName {
    /// The whole paragraph
    Paragraph,
    /// The sentences that carry the theme
    #[default]
    Sentence,
}

impl From<UnitName> for Unit {
    fn from(name: UnitName) -> Self {
        match name {
            UnitName::Paragraph => Self::Paragraph,
            UnitName::Sentence => Self::Sentence,
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let names = names(args.names.as_ref())?;
    let (tagger, series) = args.statements.read(false)?;
    series.alone().into_iter().for_each(terminal::note);
    let parts = &tagger.model().parts;
    let matrix = Matrix::new(&series, &parts.origin.themes, args.unit.into());
    let mut all = vec![
        tables::room(&series, &matrix, &parts.themes),
        tables::matrix(&series, &matrix, &parts.themes),
        tables::changes(&series, &changes(&matrix), &matrix, &parts.themes),
        tables::mentions(&series, &names, &names.count(&series)),
        tables::stances(&series, &names, &taken(&series, &names)),
    ];
    // People read the matrix and find the long tables when they ask for them.
    if args.table.is_none() && matches!(args.format, Format::Table) {
        all.retain(|table| table.id != "room" && table.id != "stances");
    }
    print(&all, args.format, args.table.as_deref(), &series.notes)?;
    Ok(Outcome::Done)
}
