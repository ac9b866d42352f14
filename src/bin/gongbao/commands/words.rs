//! `gongbao words`: how often each word is used, and the word cloud.

use std::path::{Path, PathBuf};

use gongbao::analyse::study::{Settings, Study};
use gongbao::analyse::words::StopWords;
use gongbao::error::{Error, Place, Result};
use gongbao::model::write_atomically;
use gongbao::output::analysis::cloud;

use super::statements::{Statements, names, text};
use super::tables::{Format, made, of, print};
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
    let names = names(None)?;
    let (tagger, series) = args.statements.read(args.format == Format::Html)?;
    let settings = Settings { stop, words: args.top, keys: args.top, formulas: args.top, ..Settings::default() };
    let study = Study::new(&series, tagger.model(), &names, settings)?;
    let usual: &[&str] = match (args.compare, args.bigrams) {
        (true, _) => &["keys", "formulas"],
        (false, true) => &["pairs"],
        (false, false) => &["words"],
    };
    let all = made(&study, &of(usual));
    if let Some(path) = &args.cloud {
        let found = if args.bigrams { study.pairs() } else { study.words() };
        let names: Vec<&str> = series.statements.iter().map(|s| s.name.as_str()).collect();
        let words: Vec<(&str, usize)> =
            found.words.iter().take(WORDS).map(|word| (word.word.as_str(), word.total())).collect();
        write_atomically(path, cloud::cloud(&names.join(", "), &words).as_bytes())?;
    }
    print(&study, &all, args.format, &[])?;
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
