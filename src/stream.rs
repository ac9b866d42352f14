//! JSON lines in, JSON lines out: in order, in constant memory, tagged in parallel.
//!
//! Every line of the input that is not blank gives one line of output (with [`Unit::Sentence`], one a sentence). A line
//! that cannot be used gives an error record in its place: `{"id":null,"line":N,"error":"..."}`.
//!
//! Whatever has arrived is tagged at once, up to [`BATCH`] bytes of it: a program that writes a line and waits for the
//! answer gets one.

use std::io::{self, BufRead, Write};
use std::ops::Range;

use memchr::memchr;
use rayon::prelude::*;

use crate::document::{Document, Paragraph, Span};
use crate::error::{Error, Place, Result};
use crate::ingest::jsonl::{Record, parse_line};
use crate::model::{Scratch, TagOptions};
use crate::output::statement::rows::rows;
use crate::output::statement::{Context, Unit, jsonl};
use crate::segment::segment;

/// The capacity that the input's buffer should have, in bytes: what is tagged at a time.
pub const BATCH: usize = 1 << 20;

/// The longest line that is read, in bytes: longer ones are passed over with an error record, so that memory stays
/// bounded whatever comes.
pub const LONGEST_LINE: usize = 1 << 24;

/// How many lines one thread takes at a time.
const SHARE: usize = 32;

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Lines that were not blank.
    pub lines: usize,
    /// Lines among them that could not be used.
    pub bad: usize,
}

/// Why a stream ended before its end.
#[derive(Debug)]
pub enum Stopped {
    /// The input could not be read on.
    Input(Error),
    /// The output could not be written.
    Output(io::Error),
}

/// How the lines are tagged.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// What to call the input in messages.
    pub source: &'a str,
    /// The model, and what to write of its answers.
    pub context: &'a Context<'a>,
    /// What to ask of the model.
    pub options: &'a TagOptions,
}

/// Tags every line of `input`; `bad` is told of each line that cannot be used.
///
/// # Errors
/// Input that cannot be read, output that cannot be written. Bad lines are no such error: they are counted.
pub fn run(
    job: Job<'_>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    bad: &mut dyn FnMut(&Error),
) -> Result<Totals, Stopped> {
    let mut batch = Batch::default();
    let mut answers: Vec<Answer> = Vec::new();
    let mut totals = Totals::default();
    while batch.fill(input).map_err(|source| Stopped::Input(unreadable(job.source, source)))? {
        let shares = batch.lines.len().div_ceil(SHARE);
        answers.resize_with(shares.max(answers.len()), Answer::default);
        let pairs = answers[..shares].par_iter_mut().zip(batch.lines.par_chunks(SHARE));
        pairs
            .for_each_init(Scratch::default, |scratch, (answer, lines)| answer.fill(job, &batch.bytes, lines, scratch));
        for answer in &answers[..shares] {
            out.write_all(&answer.bytes).map_err(Stopped::Output)?;
            answer.errors.iter().for_each(&mut *bad);
            totals.lines += answer.lines;
            totals.bad += answer.errors.len();
        }
        out.flush().map_err(Stopped::Output)?;
    }
    Ok(totals)
}

fn unreadable(path: &str, source: io::Error) -> Error {
    Error::Read { path: path.to_owned(), source }
}

/// A line of a batch.
#[derive(Debug)]
struct Line {
    /// Its number, from 1.
    number: usize,
    /// Where it stands in the batch.
    bytes: Range<usize>,
    /// Whether it went past [`LONGEST_LINE`] and was not kept.
    too_long: bool,
}

/// Whole lines, and the beginning of the next one.
#[derive(Debug, Default)]
struct Batch {
    bytes: Vec<u8>,
    lines: Vec<Line>,
    /// Where in `bytes` the unfinished line begins.
    unfinished: usize,
    /// How many lines have been seen.
    number: usize,
    /// Whether the unfinished line is too long to be kept.
    skipping: bool,
}

impl Batch {
    /// Reads on until there is at least one whole line; false at the end.
    fn fill(&mut self, input: &mut dyn BufRead) -> io::Result<bool> {
        self.bytes.drain(..self.unfinished);
        self.unfinished = 0;
        self.lines.clear();
        loop {
            let arrived = match input.fill_buf() {
                Ok(arrived) => arrived,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let length = arrived.len();
            if length == 0 {
                return Ok(self.finish());
            }
            self.take_in(arrived);
            input.consume(length);
            if !self.lines.is_empty() {
                return Ok(true);
            }
        }
    }

    fn take_in(&mut self, arrived: &[u8]) {
        let mut rest = arrived;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(memchr(b'\n', rest).map_or(rest.len(), |at| at + 1));
            rest = after;
            if !self.skipping {
                self.bytes.extend_from_slice(piece);
            }
            if piece.ends_with(b"\n") {
                self.end_line();
            } else if self.bytes.len() - self.unfinished > LONGEST_LINE {
                self.bytes.truncate(self.unfinished);
                self.skipping = true;
            }
        }
    }

    fn end_line(&mut self) {
        self.number += 1;
        let bytes = self.unfinished..self.bytes.len();
        let too_long = self.skipping || bytes.len() > LONGEST_LINE;
        if too_long || !self.bytes[bytes.clone()].trim_ascii().is_empty() {
            self.lines.push(Line { number: self.number, bytes, too_long });
        }
        self.unfinished = self.bytes.len();
        self.skipping = false;
    }

    /// The last line, where no line break ends it.
    fn finish(&mut self) -> bool {
        if self.skipping || self.bytes.len() > self.unfinished {
            self.end_line();
        }
        !self.lines.is_empty()
    }
}

/// What a share of a batch comes to; its buffers are used again for the next batch.
#[derive(Debug, Default)]
struct Answer {
    bytes: Vec<u8>,
    errors: Vec<Error>,
    lines: usize,
}

#[derive(serde::Serialize)]
struct ErrorRecord<'a> {
    id: Option<()>,
    line: usize,
    error: &'a str,
}

impl Answer {
    fn fill(&mut self, job: Job<'_>, batch: &[u8], lines: &[Line], scratch: &mut Scratch) {
        self.bytes.clear();
        self.errors.clear();
        self.lines = lines.len();
        for line in lines {
            let answered = record(job, batch, line).and_then(|record| self.answer(job, &record, scratch));
            if let Err(error) = answered {
                self.refuse(line.number, error);
            }
        }
    }

    fn answer(&mut self, job: Job<'_>, record: &Record, scratch: &mut Scratch) -> Result<()> {
        let written = match job.context.unit {
            Unit::Paragraph => {
                let tagged = job.context.model.judge(&record.text, job.options, scratch);
                jsonl::line(&record.id, &tagged, job.context, &mut self.bytes)
            }
            Unit::Sentence => self.sentences(job, record),
        };
        written.map_err(|source| Error::Write { path: job.source.to_owned(), source })
    }

    fn sentences(&mut self, job: Job<'_>, record: &Record) -> io::Result<()> {
        let statement = job.context.model.tag(alone(record), job.options);
        rows(&statement, Unit::Sentence)
            .try_for_each(|row| jsonl::line(&row.id, &row.tagged, job.context, &mut self.bytes))
    }

    fn refuse(&mut self, line: usize, error: Error) {
        let record = ErrorRecord { id: None, line, error: &error.to_string() };
        serde_json::to_writer(&mut self.bytes, &record).expect("plain data always has a JSON form");
        self.bytes.push(b'\n');
        self.errors.push(error);
    }
}

fn record(job: Job<'_>, batch: &[u8], line: &Line) -> Result<Record> {
    if line.too_long {
        let problem = format!("is longer than {} MB", LONGEST_LINE >> 20);
        return Err(Error::input(Place::line(job.source, line.number), problem, "give one paragraph a line"));
    }
    parse_line(batch[line.bytes.clone()].trim_ascii_end(), job.source, line.number)
}

/// A record as a document of one paragraph.
fn alone(record: &Record) -> Document {
    let text = record.text.clone();
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start + text.trim().len());
    let paragraph = Paragraph { id: record.id.to_string(), section: None, span, sentences: Vec::new() };
    let mut document = Document { text, paragraphs: vec![paragraph], ..Document::default() };
    segment(&mut document);
    document
}

#[cfg(test)]
mod tests;
