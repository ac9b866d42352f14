//! `gongbao tag`: published text to labelled paragraphs.

mod source;

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use gongbao::error::Error;
use gongbao::model::{Model, TagOptions};
use gongbao::output::statement::{self, Context, Format, Unit};
use gongbao::stream::{self, Job, Stopped};
use gongbao::tagged::TaggedStatement;
use source::Source;

use crate::{Failure, Outcome, terminal};

/// The most bad lines of one input that are told one by one.
const TOLD: usize = 10;

/// Label every paragraph with its themes, and say which labels a person should look at
///
/// A file is plain text, a saved page (HTML) or JSON lines with {"id", "text"}; UTF-8, GB18030, Big5 and UTF-16 are
/// told apart. Text that is not Chinese, or too short to judge, is said to be so and gets no label.
///
/// A label is given when its probability reaches the theme's threshold. In `review` stand the labels that a person
/// should look at: given but not sure, and near misses, which are not given.
///
/// JSON lines give JSON lines (unless --format says otherwise), in order, as they arrive and in constant memory; ids are
/// passed through. A line that cannot be used gives {"id":null,"line":N,"error":"..."} in its place.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao tag statement.txt
  gongbao tag --explain statement.txt | less -R
  gongbao tag page-2022.html page-2023.html --format csv > tagged.csv
  gongbao tag page.html --format html > tagged.html
  gongbao tag < paragraphs.jsonl > tagged.jsonl

Exit codes: 0 done, 2 an input could not be used (the others are written all the same).")]
pub(crate) struct Args {
    /// What to tag; `-` or nothing reads standard input
    files: Vec<PathBuf>,
    /// How to write it; a table unless the first input is JSON lines
    #[arg(long, value_parser = PossibleValuesParser::new(statement::FORMATS.iter().map(|format| format.name)))]
    format: Option<String>,
    /// How to read it, whatever name and content look like
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(gongbao::ingest::names()))]
    from: Option<String>,
    /// Give the terms that decided, with their weights and places
    #[arg(long)]
    explain: bool,
    /// In data formats, give the probability of every theme
    #[arg(long)]
    all_scores: bool,
    /// One threshold for all themes in place of their own, 0 to 1
    #[arg(long, value_name = "X", value_parser = threshold)]
    threshold: Option<f64>,
    /// Only these themes, by id
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    themes: Option<Vec<String>>,
    /// What a row is. A sentence (id 3.2: the second of paragraph 3) carries those labels of its paragraph whose
    /// evidence stands in it; the probability stays the paragraph's, and near misses are left out
    #[arg(long, value_enum, default_value_t)]
    unit: RowUnit,
    /// A model file in place of the one that is built in
    #[arg(long, value_name = "PATH")]
    model: Option<PathBuf>,
    /// How many threads to use; all processors unless given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum RowUnit {
    #[default]
    Paragraph,
    Sentence,
}

fn threshold(value: &str) -> Result<f64, String> {
    let number = value.parse().map_err(|_| "it is no number; give one from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("a threshold lies between 0 and 1".to_owned()) }
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    super::use_threads(args.threads);
    let model = super::ModelFile::open(args.model.as_deref())?;
    let open = |name: String| Source::open(&name, args.from.as_deref());
    let mut inputs = source::names(&args.files)?.into_iter().map(open).peekable();
    // What comes before the first usable input is told at once: the model takes far longer to make ready.
    let mut refused = false;
    while let Some(Err(error)) = inputs.next_if(Result::is_err) {
        refuse(error, &mut refused);
    }
    if inputs.peek().is_none() {
        return Ok(Outcome::Refused);
    }
    let mut run = Run { refused, ..Run::new(args, model.model()?)? };
    for input in inputs {
        match input {
            Ok(source) => run.take(source)?,
            Err(error) => refuse(error, &mut run.refused),
        }
    }
    run.finish()
}

/// One run over several inputs.
struct Run<'a> {
    args: &'a Args,
    context: Context<'a>,
    options: TagOptions,
    /// Settled by the first input where it is not given.
    format: Option<&'static Format>,
    tagged: Vec<TaggedStatement>,
    refused: bool,
}

impl<'a> Run<'a> {
    fn new(args: &'a Args, model: &'a Model) -> Result<Self, Failure> {
        let unit = match args.unit {
            RowUnit::Paragraph => Unit::Paragraph,
            RowUnit::Sentence => Unit::Sentence,
        };
        let (explain, all_scores, width) = (args.explain, args.all_scores, terminal::width());
        let themes = args.themes.as_deref().map(|ids| super::theme_indices(ids, "--themes", model)).transpose()?;
        Ok(Self {
            args,
            context: Context { unit, explain, all_scores, width, ..Context::new(model) },
            options: TagOptions { threshold: args.threshold, themes, explain },
            format: args.format.as_deref().and_then(statement::format),
            tagged: Vec::new(),
            refused: false,
        })
    }

    fn take(&mut self, source: Source) -> Result<(), Failure> {
        let format = *self.format.get_or_insert_with(|| default_format(&source));
        self.options.explain = self.args.explain || format.needs_evidence;
        if format.name == "jsonl" && source.is_jsonl() {
            return self.stream(source);
        }
        match source.read(self.args.from.as_deref()) {
            Ok(mut document) => {
                gongbao::segment::segment(&mut document);
                let tagged = self.context.model.tag(document, &self.options);
                remark(&tagged);
                self.tagged.push(tagged);
            }
            Err(error) => refuse(error, &mut self.refused),
        }
        Ok(())
    }

    fn stream(&mut self, mut source: Source) -> Result<(), Failure> {
        let job = Job { source: &source.name, context: &self.context, options: &self.options };
        let mut told = 0;
        let mut tell = |error: &Error| {
            told += 1;
            if told <= TOLD {
                terminal::error(&error.to_string());
            }
        };
        let ended = stream::run(job, &mut source.content, &mut terminal::data().lock(), &mut tell);
        if told > TOLD {
            terminal::error(&format!("{}: {} more lines like these", source.name, told - TOLD));
        }
        self.refused |= told > 0;
        match ended {
            Ok(_) => Ok(()),
            Err(Stopped::Input(error)) => {
                refuse(error, &mut self.refused);
                Ok(())
            }
            Err(Stopped::Output(error)) => Err(error.into()),
        }
    }

    fn finish(self) -> Result<Outcome, Failure> {
        if let Some(format) = self.format.filter(|_| !self.tagged.is_empty()) {
            if format.name == "table" {
                let mut table = Vec::new();
                (format.write)(&self.tagged, &self.context, &mut table)?;
                terminal::screen().write_coloured(&String::from_utf8_lossy(&table))?;
            } else {
                let mut out = BufWriter::new(terminal::data());
                (format.write)(&self.tagged, &self.context, &mut out)?;
                out.flush()?;
            }
        }
        Ok(if self.refused { Outcome::Refused } else { Outcome::Done })
    }
}

/// Tells of an input that cannot be used.
fn refuse(error: Error, refused: &mut bool) {
    terminal::report(&Failure::Input(error));
    *refused = true;
}

fn default_format(source: &Source) -> &'static Format {
    let jsonl = source.is_jsonl().then(|| statement::format("jsonl")).flatten();
    jsonl.unwrap_or(statement::FORMATS[0])
}

/// A word on a document of which nothing could be judged.
fn remark(statement: &TaggedStatement) {
    let source = &statement.document.source;
    let first = statement.paragraphs.first().map(|paragraph| paragraph.unjudged);
    match first {
        None => terminal::note(&format!("{source}: no paragraph was found")),
        Some(Some(reason)) if statement.paragraphs.iter().all(|paragraph| paragraph.unjudged.is_some()) => {
            let all_alike = statement.paragraphs.iter().all(|paragraph| paragraph.unjudged == Some(reason));
            let reason = if all_alike { reason.reason() } else { "not Chinese or too short to judge" };
            terminal::note(&format!("{source}: {reason}; no paragraph was judged"));
        }
        _ => {}
    }
}
