//! `gongbao compare`: theme × statement, what changed, who is named.

use std::path::PathBuf;

use gongbao::analyse::room::Unit;
use gongbao::analyse::study::{Settings, Study};
use gongbao::model::Model;
use gongbao::output::analysis::prose;
use gongbao::output::analysis::tables::{ALL, Kind, comparison};

use super::statements::{Statements, names};
use super::tables::{self, Format, chosen, known, of};
use crate::{Failure, Outcome, terminal};

/// Compare statements: room by theme, what changed, in which words, who is named
///
/// Shows how much room each theme gets in each statement; what appeared, grew, shrank and vanished from one to the next
/// and whether that exceeds the classifier's own error; the words, phrases and fixed formulas that came and went; old and
/// new paragraphs of a theme side by side; who is named, what is opposed and supported; and what no theme explains.
///
/// A table for people is the summary and the room by theme; --table shows the others, --theme one theme. JSON, a page and
/// Markdown hold all tables.
///
/// The statements stand in the order of their dates, or as given where a date is missing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao compare 2022.txt 2023.txt 2024.txt
  gongbao compare --theme arctic 2023.txt 2024.txt            old and new paragraphs side by side
  gongbao compare --table keys,formulas 2023.txt 2024.txt     words and formulas that came and went
  gongbao compare --format html *.txt > compared.html         every figure leads to its paragraphs
  gongbao compare --store statements.db --since 2022 --parties 中国,俄罗斯
  gongbao compare --format csv --table changes *.html
  gongbao compare --format json *.txt | jq '.changes[] | select(.beyond_error)'")]
pub(crate) struct Args {
    #[command(flatten)]
    statements: Statements,
    /// How to print; CSV is one table, room unless --table names another
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Whether a labelled paragraph counts whole or only its sentences that carry the theme
    #[arg(long, value_enum, default_value_t)]
    unit: UnitName,
    /// Only these tables
    #[arg(long, value_name = "TABLE,TABLE", value_delimiter = ',', value_parser = known())]
    table: Vec<String>,
    /// Only these themes, by id (`gongbao themes` lists them): their room and their paragraphs side by side
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    theme: Vec<String>,
    /// Words, phrases and formulas to show of each pair of neighbours
    #[arg(long, value_name = "N", default_value_t = 12)]
    top: usize,
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
    let (model, series) = args.statements.read(args.format == Format::Html)?;
    series.alone().into_iter().for_each(terminal::note);
    let study = Study::new(&series, model, &names, args.settings(model)?)?;
    let kinds = chosen(&args.table, &args.usual());
    let whole = args.is_whole();
    let summary = if whole && args.format != Format::Csv { study.points() } else { Vec::new() };
    tables::print(&study, &tables::made(&study, &kinds), args.format, &summary)?;
    if whole && args.format == Format::Table {
        write!(terminal::screen(), "\n{}", prose::broken(&others(&kinds), terminal::for_tables()))?;
    }
    // Reading the whole dictionary takes longer than a table of figures: what does not need it goes without the warning.
    if study.knows_words() {
        study.strange().for_each(|warning| terminal::note(&warning));
    }
    Ok(Outcome::Done)
}

impl Args {
    /// Whether neither tables nor themes are named.
    fn is_whole(&self) -> bool {
        self.table.is_empty() && self.theme.is_empty()
    }

    fn settings(&self, model: &Model) -> Result<Settings, Failure> {
        let usual = Settings { unit: self.unit.into(), keys: self.top, formulas: self.top, ..Settings::default() };
        if self.theme.is_empty() {
            return Ok(usual);
        }
        let themes = super::theme_indices(&self.theme, "--theme", model)?;
        Ok(Settings { themes: Some(themes), neighbours: usize::MAX, ..usual })
    }

    /// The tables that are shown unless others are named.
    fn usual(&self) -> Vec<&'static Kind> {
        match self.format {
            Format::Csv => of(&["room"]),
            _ if !self.theme.is_empty() => of(&["matrix", "changes", "aligned"]),
            Format::Table => of(&["matrix"]),
            Format::Markdown => comparison().filter(|kind| kind.id != "room").collect(),
            Format::Json | Format::Html => comparison().collect(),
        }
    }
}

/// Which tables there are besides.
fn others(shown: &[&Kind]) -> String {
    let others: Vec<&str> =
        ALL.iter().map(|kind| kind.id).filter(|id| shown.iter().all(|kind| kind.id != *id)).collect();
    format!("More with --table NAME: {}; one theme's paragraphs side by side with --theme ID.", others.join(", "))
}
