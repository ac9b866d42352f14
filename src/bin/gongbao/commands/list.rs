//! `gongbao list`: what a store holds.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use gongbao::store::{Filter, Store, StoredDocument};

use crate::{Failure, Outcome};

/// List the documents of a store
///
/// Lists the documents of a store by date.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao list --store statements.db --since 2022
  gongbao list --store statements.db --format jsonl | jq .title")]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    #[command(flatten)]
    which: Which,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Which documents are wanted.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Which {
    /// Only documents dated then or later: 2022, 2022-02 or 2022-02-04
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only documents dated then or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only documents in which this party speaks: 俄罗斯
    #[arg(long, value_name = "NAME")]
    party: Option<String>,
}

impl Which {
    pub(crate) fn filter(&self) -> Filter {
        let Self { since, until, party } = self.clone();
        Filter { since, until, party }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line a document
    Text,
    /// JSON lines
    Jsonl,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let documents = Store::open_existing(&args.store)?.list(&args.which.filter())?;
    let mut out = anstream::stdout().lock();
    for document in &documents {
        match args.format {
            Format::Text => writeln!(out, "{}", line(document))?,
            Format::Jsonl => writeln!(out, "{}", serde_json::to_string(document).unwrap_or_default())?,
        }
    }
    Ok(Outcome::Done)
}

fn line(document: &StoredDocument) -> String {
    let date = document.date.as_deref().unwrap_or("no date   ");
    let title = document.title.as_deref().unwrap_or(&document.source);
    let versions = if document.versions > 1 { format!(" (version {})", document.versions) } else { String::new() };
    format!("{:>4}  {date}  {:>3} paragraphs  {title}{versions}", document.id, document.paragraphs)
}
