//! `gongbao train`: a folder of labelled text to a model and its card.

use std::io::Write as _;
use std::path::PathBuf;

use gongbao::model::write_atomically;
use gongbao::train::{TrainingText, card::card, train};

use crate::{Failure, Outcome, terminal};

/// Train a model from a folder of labelled text
///
/// Reads themes.toml, settings.toml, dictionary.txt and paragraphs/**/*.jsonl of a folder, cross-validates by statement,
/// fits one logistic regression a theme and writes the model with a card beside it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao train training --out models/default.gongbao
  gongbao train my-training --out mine.gongbao && gongbao tag --model mine.gongbao statement.txt")]
pub(crate) struct Args {
    /// The folder of labelled text; training/README.md describes it
    dir: PathBuf,
    /// The model file to write; its card goes beside it, with the ending .md
    #[arg(long, value_name = "MODEL", required_unless_present = "hash")]
    out: Option<PathBuf>,
    /// How many threads to use; all processors unless given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Only print the SHA-256 of the text, themes and settings, which a model trained on them carries
    #[arg(long)]
    hash: bool,
    /// Print the seconds of the final fit as a line of JSON on standard error
    #[arg(long)]
    timings: bool,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    super::use_threads(args.threads);
    let text = TrainingText::read(&args.dir)?;
    let Some(model_file) = args.out.as_deref().filter(|_| !args.hash) else {
        writeln!(terminal::screen(), "{}", text.sha256)?;
        return Ok(Outcome::Done);
    };
    let bar = terminal::progress(1, "fitting themes");
    let trained = train(&text, &|done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    trained.model.parts.save(model_file)?;
    let card_file = model_file.with_extension("md");
    write_atomically(&card_file, card(&trained, &text).as_bytes())?;
    let origin = &trained.model.parts.origin;
    let mut out = terminal::screen();
    writeln!(out, "{} paragraphs of {} statements, {} terms", origin.paragraphs, origin.statements, trained.model.parts.terms.len())?;
    writeln!(out, "out of fold: micro-F1 {:.3}, macro-F1 {:.3}", origin.micro.f1, origin.macro_average.f1)?;
    writeln!(out, "{}\n{}", model_file.display(), card_file.display())?;
    if args.timings {
        writeln!(anstream::stderr().lock(), "{{\"fit_s\": {:.4}}}", trained.fit.as_secs_f64())?;
    }
    Ok(Outcome::Done)
}
