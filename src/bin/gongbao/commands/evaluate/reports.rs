//! Where the result of an evaluation goes: standard output in one format, and any number of files.

use std::io;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use gongbao::error::Error;
use gongbao::model::write_atomically;
use gongbao::output::evaluation::{Evaluation, Format};

use super::refused;
use crate::commands::write_out;
use crate::{Failure, terminal};

#[derive(Debug, clap::Args)]
pub(crate) struct Reports {
    /// The format on standard output
    #[arg(long, value_name = "FORMAT", default_value = Format::Table.id(), value_parser = formats())]
    format: Format,
    /// Write a report to a file, the format by its ending: .txt, .json, .md, .xml (for `JUnit`), .html; several may be given
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
}

fn formats() -> impl clap::builder::TypedValueParser<Value = Format> {
    let ids = PossibleValuesParser::new(Format::ALL.iter().map(|format| format.id()));
    ids.map(|id| Format::ALL.iter().copied().find(|format| format.id() == id).unwrap_or(Format::Table))
}

impl Reports {
    /// Whether every file has a known ending and a folder to stand in.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for file in &self.report {
            format_of(file)?;
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_some_and(|folder| !folder.is_dir()) {
                return Err(refused(file, "its folder is not there", "make the folder first"));
            }
        }
        Ok(())
    }

    /// Renders everything first, then writes: a fault leaves no report behind.
    pub(crate) fn write(&self, evaluation: &Evaluation) -> Result<(), Failure> {
        let mut files = Vec::new();
        for file in &self.report {
            let format = format_of(file)?;
            let text = format.render(evaluation)?;
            let bare = format == Format::Table;
            files.push((file, if bare { anstream::adapter::strip_str(&text).to_string() } else { text }));
        }
        let text = self.format.render(evaluation)?;
        for (file, text) in files {
            write_atomically(file, text.as_bytes())?;
        }
        let written = if self.format == Format::Table {
            terminal::screen().write_coloured(&text)
        } else {
            write_out(text.as_bytes())
        };
        match written {
            // The reader has what it wanted; what the gate says must not be lost with the rest.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        }
    }

    /// Whether a person reads the gate's messages on standard output.
    pub(crate) fn tells_gate(&self) -> bool {
        self.format == Format::Table
    }
}

fn format_of(file: &Path) -> Result<Format, Error> {
    let format = file.extension().and_then(|ending| Format::of_extension(ending.to_str()?));
    format.ok_or_else(|| {
        let endings: Vec<String> = Format::ALL.iter().map(|format| format!(".{}", format.extension())).collect();
        refused(file, "its ending names no format", format!("end it in one of {}", endings.join(", ")))
    })
}
