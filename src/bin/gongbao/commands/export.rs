//! `gongbao export`: a store's paragraphs and labels as data.

use std::fmt::Write as _;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use gongbao::error::{Error, Place};
use gongbao::export::{self, Format, Output};
use gongbao::model::write_atomically;
use gongbao::store::Store;

use super::list::Which;
use crate::{Failure, Outcome, terminal};

/// Write a store's paragraphs and labels as JSON lines, CSV, Parquet or labelled text
///
/// Writes every paragraph of the newest versions with the labels that hold now: the model's, and people's decisions in
/// their place.
#[derive(Debug, clap::Args)]
#[command(after_help = help())]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    #[command(flatten)]
    which: Which,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "jsonl",
        value_parser = PossibleValuesParser::new(export::FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// The file to write, once all is there; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn help() -> String {
    let mut help = String::from(
        "Examples:
  gongbao export --store statements.db > paragraphs.jsonl
  gongbao export --store statements.db --format csv --since 2022 > labels.csv
  gongbao export --store statements.db --format parquet -o labels.parquet
  gongbao export --store statements.db --format labelled -o training/paragraphs/reviewed.jsonl

Formats:",
    );
    for format in export::FORMATS {
        let _ = write!(help, "\n  {:<9} {}", format.name, format.description);
    }
    help
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    // The parser lets only known names through.
    let Some(format) = export::format(&args.format) else { return Ok(Outcome::Refused) };
    let note = match &args.output {
        Some(file) => {
            spare_the_store(&args.store, file)?;
            let mut bytes = Vec::new();
            let note = write(args, format, Box::new(&mut bytes))?;
            write_atomically(file, &bytes)?;
            note
        }
        None if format.binary => {
            let problem = format!("{} is written to a file only", format.name);
            return Err(Error::input(Place::file("standard output"), problem, "name one with --output FILE").into());
        }
        None => write(args, format, Box::new(BufWriter::new(terminal::data())))?,
    };
    if let Some(note) = note {
        terminal::note(&note);
    }
    Ok(Outcome::Done)
}

/// An export never takes the place of the store that it is made of.
fn spare_the_store(store: &Path, output: &Path) -> Result<(), Error> {
    match (store.canonicalize(), output.canonicalize()) {
        (Ok(store), Ok(output)) if store == output => {
            let place = Place::file(output.display().to_string());
            Err(Error::input(place, "is the store itself", "name another file with --output"))
        }
        _ => Ok(()),
    }
}

fn write(args: &Args, format: &Format, out: Output<'_>) -> Result<Option<String>, Failure> {
    let store = Store::open_existing(&args.store)?;
    let mut writer = (format.open)(out)?;
    for document in store.list(&args.which.filter())? {
        writer.document(&document, &store.paragraphs(document.id)?)?;
    }
    Ok(writer.finish()?)
}
