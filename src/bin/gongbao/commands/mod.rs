//! The commands: one file each, and one line each in the list below.

use std::fs;
use std::io;
use std::path::Path;

use clap::Subcommand;
use gongbao::error::{Error, Result as LibraryResult};
use gongbao::model::Model;

use crate::{Failure, Outcome};

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident in $file:ident),* $(,)?) => {
        $(mod $file;)*

        /// The commands.
        #[derive(Debug, Subcommand)]
        pub(crate) enum Command {
            $($(#[$doc])* $name($file::Args),)*
        }

        /// Carries out a command.
        pub(crate) fn run(command: Command) -> Result<Outcome, Failure> {
            match command {
                $(Command::$name(args) => $file::run(&args),)*
            }
        }
    };
}

commands! {
    /// Train a model from a folder of labelled text
    Train in train,
    /// Score a model on labelled text, compare it, and hold it against a gate
    Evaluate in evaluate,
    /// Score a training on statements that it did not learn from
    CrossValidate in cross_validate,
    /// How far the labels of two readers agree
    Agreement in agreement,
    /// Check labelled text for what would mislead a training or an evaluation
    Check in check,
    /// Download official statements from their publishers' pages
    Fetch in fetch,
    /// Find, keep, tag and tell newly published statements
    Watch in watch,
    /// List the documents of a store
    List in list,
    /// Show a document of a store with its labels
    Show in show,
    /// Find paragraphs of a store by their words
    Search in search,
    /// Tag a store's documents with another model
    Retag in retag,
    /// Write a store's paragraphs and labels as JSON lines or CSV
    Export in export,
}

/// Sets the number of threads for the whole run; all processors unless given.
fn use_threads(threads: Option<usize>) {
    if let Some(threads) = threads {
        // The pool can be set once; a command sets it first thing.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}

/// The text of a file that the user named.
fn read_text(path: &Path) -> LibraryResult<String> {
    fs::read_to_string(path).map_err(|source| Error::Read { path: path.display().to_string(), source })
}

/// Does something with the model of a file, or with the embedded one.
fn with_model<T>(path: Option<&Path>, work: impl FnOnce(&Model) -> T) -> LibraryResult<T> {
    let Some(path) = path else { return Ok(work(Model::embedded()?)) };
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|source| Error::Read { path: name.clone(), source })?;
    Ok(work(&Model::read(&bytes, &name)?))
}

/// The formats of results that are not statements or evaluations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DataFormat {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Writes a value as indented JSON and a line break.
fn write_json(out: &mut impl io::Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}
