//! Printing tables about statements in the format that was asked for.

use clap::builder::{PossibleValue, PossibleValuesParser};
use gongbao::analyse::study::Study;
use gongbao::output::analysis::table::Table;
use gongbao::output::analysis::tables::{ALL, Kind, kind};
use gongbao::output::analysis::{page, prose};

use super::write_out;
use crate::Failure;
use crate::terminal::{for_tables, screen};

/// A format for tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// Tables for people
    #[default]
    Table,
    /// One object with a list for each table
    Json,
    /// One table as comma-separated values
    Csv,
    /// A page whose figures lead down to the paragraphs
    Html,
    /// Markdown tables
    Markdown,
}

/// The tables that can be named, for an option.
pub(crate) fn known() -> PossibleValuesParser {
    PossibleValuesParser::new(ALL.iter().map(|kind| PossibleValue::new(kind.id).help(kind.about)))
}

/// The tables named, or else the usual ones.
pub(crate) fn chosen(named: &[String], usual: &[&'static Kind]) -> Vec<&'static Kind> {
    let found: Vec<&Kind> = named.iter().filter_map(|id| kind(id)).collect();
    if found.is_empty() { usual.to_vec() } else { found }
}

/// The usual tables of a command, by their ids.
pub(crate) fn of(ids: &[&str]) -> Vec<&'static Kind> {
    ids.iter().filter_map(|id| kind(id)).collect()
}

/// Fills tables.
pub(crate) fn made(study: &Study, kinds: &[&Kind]) -> Vec<Table> {
    kinds.iter().map(|kind| (kind.make)(study)).collect()
}

/// Prints tables, under the summary where one is given; CSV is one table, the first.
pub(crate) fn print(study: &Study, tables: &[Table], format: Format, summary: &[String]) -> Result<(), Failure> {
    let all = |of: &dyn Fn(&Table) -> String| tables.iter().map(of).collect::<Vec<_>>().join("\n");
    let text = match format {
        Format::Table => {
            let terminal = for_tables();
            let text = prose::list(summary, terminal) + &all(&|table| table.plain(terminal));
            return Ok(screen().write_coloured(&text)?);
        }
        Format::Markdown => {
            let points: Vec<String> = summary.iter().map(|sentence| format!("- {sentence}\n")).collect();
            let gap = if points.is_empty() { "" } else { "\n" };
            points.concat() + gap + &all(&Table::markdown)
        }
        Format::Html => page::of_tables(study, &tables.iter().collect::<Vec<_>>(), !summary.is_empty()),
        Format::Csv => tables.first().map_or(Ok(String::new()), Table::csv)?,
        Format::Json => json(study, tables, summary),
    };
    Ok(write_out(text.as_bytes())?)
}

fn json(study: &Study, tables: &[Table], summary: &[String]) -> String {
    let list = |sentences: &[String]| sentences.iter().map(String::as_str).collect::<serde_json::Value>();
    let mut object = serde_json::Map::new();
    object.insert("notes".to_owned(), list(&study.series.notes));
    if !summary.is_empty() {
        object.insert("summary".to_owned(), list(summary));
    }
    object.extend(tables.iter().map(|table| (table.id.to_owned(), table.json())));
    format!("{:#}\n", serde_json::Value::Object(object))
}
