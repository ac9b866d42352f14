//! `gongbao agreement`: how far two readers agree.

use std::path::{Path, PathBuf};

use gongbao::error::{Error, Place};
use gongbao::evaluate::Sample;
use gongbao::evaluate::agreement::{Agreement, Reading, join};
use gongbao::labelled::{self, Labelled, read_text};
use gongbao::model::Outline;
use gongbao::output::agreement::table_of;
use gongbao::theme::ThemeSet;

use super::DataFormat;
use crate::{Failure, Outcome, terminal};

/// How far the labels of two readers agree
///
/// Puts two readers' labels of the same paragraphs side by side by id: Cohen's kappa and Krippendorff's alpha of every
/// theme, the F1 of one reader against the other, and the paragraphs on which they differ.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao agreement first.jsonl second.jsonl
  gongbao agreement first.jsonl second.jsonl --themes my-training/themes.toml

kappa = (observed − expected agreement) / (1 − expected), expected from each reader's own rate (Cohen 1960).
alpha = 1 − observed / expected disagreement, for nominal data (Krippendorff 2011). 1 is full agreement, 0 is chance.")]
pub(crate) struct Args {
    /// The first reader's labelled text (JSON Lines)
    first: PathBuf,
    /// The second reader's
    second: PathBuf,
    /// The themes that the labels are of; those of the program's own model unless given
    #[arg(long, value_name = "themes.toml")]
    themes: Option<PathBuf>,
    /// The format of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DataFormat::Table)]
    format: DataFormat,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let themes = match &args.themes {
        Some(file) => ThemeSet::parse(&read_text(file)?, &file.display().to_string())?,
        None => Outline::embedded()?.themes,
    };
    let [first, second] = [&args.first, &args.second].map(|file| labelled::read(std::slice::from_ref(file), &themes));
    let (first, second) = (first?, second?);
    let joined = join(&readings(&first), &readings(&second));
    alone(&joined.only_first, &args.first);
    alone(&joined.only_second, &args.second);
    if joined.both.is_empty() {
        let place = Place::file(args.second.display().to_string());
        let problem = format!("no id in common with {}", args.first.display());
        return Err(Error::input(place, problem, "give two files with labels of the same paragraphs").into());
    }
    let ids: Vec<String> = themes.ids().map(str::to_owned).collect();
    let agreement = Agreement::new(&Sample::new(&ids, &joined.both, &args.first.display().to_string())?);
    match args.format {
        DataFormat::Table => terminal::screen().write_coloured(&table_of(&agreement))?,
        DataFormat::Json => super::write_json(&agreement)?,
    }
    Ok(Outcome::Done)
}

fn readings(rows: &[Labelled]) -> Vec<Reading> {
    let reading = |row: &Labelled| {
        let (id, statement, labels) = (row.id.clone(), row.statement.clone(), row.themes.clone());
        Reading { id, statement, labels }
    };
    rows.iter().map(reading).collect()
}

/// Says which paragraphs only one reader has.
fn alone(ids: &[String], file: &Path) {
    if let Some(first) = ids.first() {
        let more = if ids.len() > 1 { format!(" and {} more", ids.len() - 1) } else { String::new() };
        terminal::note(&format!("only {} has `{first}`{more}; set aside", file.display()));
    }
}
