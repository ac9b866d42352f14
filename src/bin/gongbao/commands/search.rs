//! `gongbao search`: paragraphs of a store by their words.

use std::io::Write as _;
use std::path::PathBuf;

use gongbao::store::Store;

use crate::{Failure, Outcome, terminal};

/// Find paragraphs of a store by their words
///
/// Finds the paragraphs that hold every given word, the best first. Simplified and traditional characters find each
/// other.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao search 北极 --store statements.db
  gongbao search 单边 制裁 --store statements.db --jsonl")]
pub(crate) struct Args {
    /// Words
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// The most paragraphs to show
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Write JSON lines with the whole paragraphs
    #[arg(long)]
    jsonl: bool,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let query = args.words.join(" ");
    let hits = Store::open_existing(&args.store)?.search(&query, args.limit)?;
    let (mut screen, mut lines) = (terminal::screen(), terminal::data());
    for hit in &hits {
        if args.jsonl {
            writeln!(lines, "{}", serde_json::to_string(hit).unwrap_or_default())?;
        } else {
            let date = hit.date.as_deref().unwrap_or("no date   ");
            writeln!(screen, "{:>4}  {date}  paragraph {:>3}  {}", hit.document, hit.paragraph, hit.excerpt(&query))?;
        }
    }
    Ok(if hits.is_empty() { Outcome::Failed } else { Outcome::Done })
}
