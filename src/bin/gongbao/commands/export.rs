//! `gongbao export`: a store's paragraphs and labels as data.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use gongbao::store::{Store, StoredDocument, StoredParagraph};
use serde_json::{Value, json};

use super::list::Which;
use crate::{Failure, Outcome};

/// Write a store's paragraphs and labels as JSON lines or CSV
///
/// Writes every paragraph with its labels: JSON lines a paragraph, or CSV a label.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao export --store statements.db --format jsonl > paragraphs.jsonl
  gongbao export --store statements.db --format csv --since 2022 > labels.csv")]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    #[command(flatten)]
    which: Which,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON lines, one a paragraph, with its labels
    Jsonl,
    /// CSV, one line a label; a paragraph without labels has one with an empty theme
    Csv,
}

/// The columns of the CSV.
const COLUMNS: [&str; 11] = [
    "document", "version", "date", "title", "parties", "paragraph", "section", "theme", "probability", "assigned", "text",
];

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let store = Store::open_existing(&args.store)?;
    let mut out = anstream::stdout().lock();
    let mut csv = csv::Writer::from_writer(Vec::new());
    if args.format == Format::Csv {
        csv.write_record(COLUMNS).map_err(io::Error::from)?;
    }
    for document in store.list(&args.which.filter())? {
        for paragraph in store.paragraphs(document.id)? {
            match args.format {
                Format::Jsonl => writeln!(out, "{}", object(&document, &paragraph))?,
                Format::Csv => records(&mut csv, &document, &paragraph)?,
            }
        }
    }
    out.write_all(&csv.into_inner().map_err(csv::IntoInnerError::into_error)?)?;
    Ok(Outcome::Done)
}

fn object(document: &StoredDocument, paragraph: &StoredParagraph) -> Value {
    json!({
        "id": format!("{}:{}", document.id, paragraph.paragraph),
        "document": document.id,
        "version": paragraph.version,
        "date": document.date,
        "title": document.title,
        "parties": document.parties,
        "source": document.source,
        "paragraph": paragraph.paragraph,
        "section": paragraph.section,
        "labels": paragraph.labels,
        "text": paragraph.text,
    })
}

fn records<W: Write>(out: &mut csv::Writer<W>, document: &StoredDocument, paragraph: &StoredParagraph) -> io::Result<()> {
    let mut write = |theme: &str, probability: Option<f64>, assigned: &str| {
        out.write_record([
            &document.id.to_string(),
            &paragraph.version.to_string(),
            document.date.as_deref().unwrap_or_default(),
            document.title.as_deref().unwrap_or_default(),
            &document.parties.join("、"),
            &paragraph.paragraph.to_string(),
            paragraph.section.as_deref().unwrap_or_default(),
            theme,
            &probability.map_or(String::new(), |p| format!("{p:.4}")),
            assigned,
            &paragraph.text,
        ])
    };
    for label in &paragraph.labels {
        write(&label.theme, label.probability, if label.assigned { "true" } else { "false" })?;
    }
    if paragraph.labels.is_empty() {
        write("", None, "false")?;
    }
    Ok(())
}
