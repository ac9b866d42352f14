//! `gongbao words`: how often each word is used, and the word cloud.

use std::path::{Path, PathBuf};

use gongbao::analyse::study::{Settings, Study};
use gongbao::analyse::words::StopWords;
use gongbao::error::{Error, Place, Result};
use gongbao::model::write_atomically;
use gongbao::output::analysis::{cloud, raster};

use super::statements::{Statements, names, text};
use super::tables::{Format, made, of, print};
use crate::fonts::FontFile;
use crate::{Failure, Outcome};

/// Count words, tell what came and went, draw a word cloud
///
/// Counts words, function words left out, and draws them as a cloud.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao words 2025.txt --top 30
  gongbao words 2024.txt 2025.txt --compare     what came and went, by log-likelihood
  gongbao words 2025.txt --cloud 2025.svg
  gongbao words 2025.txt --cloud 2025.png")]
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
    /// Draw the words of all statements together; the ending says how: .svg or .png
    #[arg(long, value_name = "FILE")]
    cloud: Option<PathBuf>,
    /// The font of a PNG cloud; a Chinese font of the system unless given
    #[arg(long, value_name = "FILE", requires = "cloud")]
    font: Option<PathBuf>,
    /// A file of stop words in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    stop_words: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let cloud = args.cloud.as_deref().map(|path| Cloud::to(path, args.font.as_deref())).transpose()?;
    let stop = match &args.stop_words {
        None => StopWords::embedded(),
        Some(path) => StopWords::parse(&text(path)?),
    };
    let names = names(None)?;
    let (model, series) = args.statements.read(args.format == Format::Html)?;
    let settings = Settings { stop, words: args.top, keys: args.top, formulas: args.top, ..Settings::default() };
    let study = Study::new(&series, model, &names, settings)?;
    let usual: &[&str] = match (args.compare, args.bigrams) {
        (true, _) => &["keys", "formulas"],
        (false, true) => &["pairs"],
        (false, false) => &["words"],
    };
    let all = made(&study, &of(usual));
    if let Some(cloud) = cloud {
        let found = if args.bigrams { study.pairs() } else { study.words() };
        let names: Vec<&str> = series.statements.iter().map(|s| s.name.as_str()).collect();
        let words: Vec<(&str, usize)> =
            found.words.iter().take(WORDS).map(|word| (word.word.as_str(), word.total())).collect();
        write_atomically(cloud.path, &cloud.draw(&names.join(", "), &words)?)?;
    }
    print(&study, &all, args.format, &[])?;
    Ok(Outcome::Done)
}

/// The words of a cloud.
const WORDS: usize = 80;

/// A cloud to be written: where, and with which font if it is drawn in pixels.
struct Cloud<'a> {
    path: &'a Path,
    font: Option<FontFile>,
}

impl<'a> Cloud<'a> {
    /// Finds out what is needed before anything is counted.
    fn to(path: &'a Path, font: Option<&Path>) -> Result<Self> {
        let ends_in = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        let font = match (ends_in("png"), font) {
            (false, _) if !ends_in("svg") => {
                let place = Place::file(path.display().to_string());
                let problem = "a word cloud is written as SVG or PNG only";
                return Err(Error::input(place, problem, "end the name in .svg or .png"));
            }
            (false, _) => None,
            (true, Some(named)) => Some(FontFile::named(named)?),
            (true, None) => Some(FontFile::of_the_system(path)?),
        };
        Ok(Self { path, font })
    }

    fn draw(&self, title: &str, words: &[(&str, usize)]) -> Result<Vec<u8>> {
        let Some(file) = &self.font else { return Ok(cloud::cloud(title, words).into_bytes()) };
        let font = file.font()?;
        raster::png(&raster::placed(words, &font), &font)
    }
}
