//! `gongbao context`: a word where it stands.

use gongbao::analyse::context::occurrences;
use gongbao::analyse::study::{Settings, Study};
use gongbao::output::analysis::tables::context;

use super::statements::{Statements, names};
use super::tables::{Format, print};
use crate::{Failure, Outcome};

/// Show a word where it stands, with paragraph and theme
///
/// Shows every occurrence of a word or phrase with its surroundings, paragraph and themes.
#[derive(Debug, clap::Args)]
// The usage that is made up puts the word last.
#[command(override_usage = "gongbao context [OPTIONS] <WORD> <FILE|--store <STORE>>")]
#[command(after_help = "Examples:
  gongbao context 北极 2022.txt 2023.txt 2024.txt
  gongbao context --width 30 无核化 *.html")]
pub(crate) struct Args {
    /// The word or phrase, in simplified or traditional characters
    word: String,
    #[command(flatten)]
    statements: Statements,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Characters to show on either side
    #[arg(long, value_name = "N", default_value_t = 16)]
    width: usize,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let names = names(None)?;
    let (model, series) = args.statements.read(args.format == Format::Html)?;
    let study = Study::new(&series, model, &names, Settings::default())?;
    let found = occurrences(&series, &args.word, args.width);
    print(&study, &[context(&series, &found, model.themes())], args.format, &[])?;
    Ok(Outcome::Done)
}
