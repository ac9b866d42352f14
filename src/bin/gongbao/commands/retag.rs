//! `gongbao retag`: another model's labels for what a store holds.

use std::path::PathBuf;

use gongbao::store::Store;

use crate::{Failure, Outcome, terminal};

/// Tag a store's documents with another model
///
/// Tags every stored version that the model has not judged yet, and tells which labels changed. The labels of earlier
/// models and people's decisions are kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  gongbao retag --store statements.db --model mine.gongbao")]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// The model; the embedded one unless given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut store = Store::open_existing(&args.store)?;
    let changes = store.retag(super::model(args.model.as_deref())?)?;
    let mut out = terminal::screen();
    for change in &changes {
        let title = change.title.as_deref().unwrap_or("without a title");
        writeln!(out, "{} version {}  {title}", change.document, change.version)?;
        let gained = change.gained.iter().map(|label| ('+', label));
        for (sign, (paragraph, theme)) in gained.chain(change.lost.iter().map(|label| ('-', label))) {
            writeln!(out, "   {sign} {theme} in paragraph {paragraph}")?;
        }
    }
    writeln!(out, "{} versions tagged", changes.len())?;
    Ok(Outcome::Done)
}
