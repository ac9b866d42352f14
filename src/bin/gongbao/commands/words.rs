//! `gongbao words`: how often each word is used, and the word cloud.

use std::path::{Path, PathBuf};

use gongbao::analyse::phrases::{Formulas, keys};
use gongbao::analyse::words::{Frequencies, Kind, StopWords, segmenter};
use gongbao::error::{Error, Place, Result};
use gongbao::model::write_atomically;
use gongbao::output::analysis::{cloud, raster, tables};

use super::statements::{Format, Statements, print, text};
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
    if let Some(cloud) = cloud {
        let names: Vec<&str> = series.statements.iter().map(|s| s.name.as_str()).collect();
        let words: Vec<(&str, usize)> =
            found.words.iter().take(WORDS).map(|word| (word.word.as_str(), word.total())).collect();
        write_atomically(cloud.path, &cloud.draw(&names.join(", "), &words)?)?;
    }
    print(&all, args.format, None, &series.notes)?;
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
