//! `gongbao show`: one document of a store.

use std::path::PathBuf;

use gongbao::store::{Store, StoredParagraph, difference};

use crate::{Failure, Outcome, terminal};

/// Show a document of a store with its labels
///
/// Shows a document's paragraphs with their labels, or what its newest version changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao show 3 --store statements.db
  gongbao show 3 --store statements.db --difference")]
pub(crate) struct Args {
    /// The document's number, as `gongbao list` shows it
    #[arg(value_name = "ID")]
    document: i64,
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// Show only the text, of this version
    #[arg(long, value_name = "N", conflicts_with = "difference")]
    version: Option<i64>,
    /// Show what the newest version changed against the one before
    #[arg(long)]
    difference: bool,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let store = Store::open_existing(&args.store)?;
    let entry = store.entry(args.document)?;
    let mut out = terminal::screen();
    if args.difference {
        let before = store.document(entry.id, Some((entry.versions - 1).max(1)))?;
        let shown = difference(&before.text, &store.document(entry.id, None)?.text);
        let nothing = "nothing: there is one version\n".to_owned();
        write!(out, "{}", if shown.is_empty() { nothing } else { shown })?;
        return Ok(Outcome::Done);
    }
    if args.version.is_some() {
        writeln!(out, "{}", store.document(entry.id, args.version)?.text.trim_end())?;
        return Ok(Outcome::Done);
    }
    writeln!(out, "{}", entry.title.as_deref().unwrap_or("without a title"))?;
    writeln!(out, "{}  {}", entry.date.as_deref().unwrap_or("no date"), entry.parties.join("、"))?;
    writeln!(out, "{}\nversion {}, seen {}, first {}", entry.source, entry.versions, entry.seen, entry.first_seen)?;
    for paragraph in store.paragraphs(entry.id)? {
        writeln!(out, "\n{} {}\n   {}", paragraph.paragraph, paragraph.text, labels(&paragraph))?;
    }
    Ok(Outcome::Done)
}

/// `arctic 0.97, energy 0.41?, not taiwan (Li)`: given labels, those to look at with a question mark, and what people
/// decided.
fn labels(paragraph: &StoredParagraph) -> String {
    let shown = paragraph.labels.iter().filter(|label| label.assigned || label.review || label.decided_by.is_some());
    let all = shown.map(|label| match &label.decided_by {
        Some(person) if label.assigned => format!("{} ({person})", label.theme),
        Some(person) => format!("not {} ({person})", label.theme),
        None => {
            let probability = label.probability.map_or(String::new(), |p| format!(" {p:.2}"));
            format!("{}{probability}{}", label.theme, if label.review { "?" } else { "" })
        }
    });
    let all = all.collect::<Vec<_>>().join(", ");
    if all.is_empty() { "no theme".to_owned() } else { all }
}
