//! `gongbao words`: how often each word is used, and the word cloud.

use std::path::{Path, PathBuf};

use gongbao::analyse::phrases::{Formulas, keys};
use gongbao::analyse::words::{Frequencies, Kind, StopWords, segmenter};
use gongbao::error::{Error, Place, Result};
use gongbao::model::write_atomically;
use gongbao::output::analysis::{cloud, tables};

use super::statements::{Format, Statements, print, text};
use crate::{Failure, Outcome};

/// Count words, tell what came and went, draw a word cloud
///
/// Counts words, function words left out, and draws them as a cloud.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao words 2025.txt --top 30
  gongbao words 2024.txt 2025.txt --compare     what came and went, by log-likelihood
  gongbao words 2025.txt --cloud 2025.svg")]
pub(crate) struct Args {
    #[command(flatten)]
    statements: Statements,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// How many words to show
    #[arg(long, value_name = "N", default_value_t = 40)]
    top: usize,
    /// Count pairs of neighbouring words
    #[arg(long)]
    bigrams: bool,
    /// Show which words and formulas came and went from one statement to the next
    #[arg(long)]
    compare: bool,
    /// Draw the words of all statements together as an SVG file
    #[arg(long, value_name = "FILE")]
    cloud: Option<PathBuf>,
    /// A file of stop words in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    stop_words: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    if let Some(path) = &args.cloud {
        svg_only(path)?;
    }
    let stop = match &args.stop_words {
        None => StopWords::embedded(),
        Some(path) => StopWords::parse(&text(path)?),
    };
    let (_, series) = args.statements.read(false)?;
    let segmenter = segmenter()?;
    let kind = if args.bigrams { Kind::Pairs } else { Kind::Words };
    let found = Frequencies::new(&series, &segmenter, &stop, kind);
    let mut all = vec![tables::words(&series, &found, kind, args.top)];
    if args.compare {
        let lists: Vec<_> =
            (1..series.statements.len()).map(|new| keys(&found, &stop, (new - 1, new), args.top)).collect();
        let formulas = Formulas::new(&series, &segmenter, &stop);
        all = vec![tables::keys(&series, &found, &lists), tables::formulas(&series, &formulas, args.top)];
    }
    if let Some(path) = &args.cloud {
        let names: Vec<&str> = series.statements.iter().map(|s| s.name.as_str()).collect();
        let words: Vec<(&str, usize)> =
            found.words.iter().take(WORDS).map(|word| (word.word.as_str(), word.total())).collect();
        write_atomically(path, cloud::cloud(&names.join(", "), &words).as_bytes())?;
    }
    print(&all, args.format, None, &series.notes)?;
    Ok(Outcome::Done)
}

/// The words of a cloud.
const WORDS: usize = 80;

fn svg_only(path: &Path) -> Result<()> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg")) {
        return Ok(());
    }
    let place = Place::file(path.display().to_string());
    Err(Error::input(place, "a word cloud is written as SVG only", "end the name in .svg; a browser or Inkscape turns it into PNG"))
}
