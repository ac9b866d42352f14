//! `gongbao list`: what a store holds.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use gongbao::store::{Filter, Store, StoredDocument};

use crate::{Failure, Outcome, terminal};

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

/// Which of a store's documents are wanted.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Which {
    /// Only documents dated then or later: 2022, 2022-02 or 2022-02-04
    #[arg(long, value_name = "DATE", value_parser = date, requires = "store")]
    since: Option<String>,
    /// Only documents dated then or earlier
    #[arg(long, value_name = "DATE", value_parser = date, requires = "store")]
    until: Option<String>,
    /// Only documents in which this party speaks, perhaps among others: 俄罗斯
    #[arg(long, value_name = "NAME", requires = "store")]
    party: Option<String>,
    /// Only documents of these parties and no others: 中国,俄罗斯
    #[arg(long, value_name = "NAMES", value_parser = parties, requires = "store")]
    parties: Option<Parties>,
}

/// The names of parties.
#[derive(Debug, Clone)]
struct Parties(Vec<String>);

impl Which {
    pub(crate) fn filter(&self) -> Filter {
        let Self { since, until, party, parties } = self.clone();
        Filter { since, until, party, parties: parties.map(|parties| parties.0).unwrap_or_default() }
    }
}

/// A day, a month or a year.
fn date(text: &str) -> Result<String, String> {
    let whole = format!("{text}{}", "0000-01-01".get(text.len()..).unwrap_or_default());
    let known = matches!(text.len(), 4 | 7 | 10) && gongbao::date::iso(&whole).is_some();
    if known { Ok(text.to_owned()) } else { Err("write it as 2022, 2022-02 or 2022-02-04".to_owned()) }
}

fn parties(text: &str) -> Result<Parties, String> {
    let names = text.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.is_empty() { Err("name them as the store does, parted by commas".to_owned()) } else { Ok(Parties(names)) }
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
    let (mut screen, mut lines) = (terminal::screen(), terminal::data());
    for document in &documents {
        match args.format {
            Format::Text => writeln!(screen, "{}", line(document))?,
            Format::Jsonl => writeln!(lines, "{}", serde_json::to_string(document).unwrap_or_default())?,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_dates() {
        for text in ["2022", "2024-02", "2024-02-29"] {
            assert_eq!(date(text).as_deref(), Ok(text));
        }
        for text in ["", "22", "2022-2", "2022-13", "2023-02-29", "2022年", "March", "二〇二二", "2022-02-04-"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn parties_are_parted_by_any_comma() {
        assert_eq!(parties("中国, 俄罗斯、法国").map(|names| names.0), Ok(["中国", "俄罗斯", "法国"].map(str::to_owned).to_vec()));
        assert!(parties(" ,").is_err());
    }
}
