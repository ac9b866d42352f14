//! The commands: one file each, and one line each in the list below.

use std::io::{self, Write as _};
use std::path::Path;

use clap::Subcommand;
use gongbao::error::{Error, Place};
use gongbao::model::{Model, Outline};

use crate::{Failure, Outcome, files, terminal};

mod statements;
mod tables;

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
    Tag in tag,
    Themes in themes,
    Compare in compare,
    Report in report,
    Mentions in mentions,
    Findings in findings,
    Words in words,
    Context in context,
    Train in train,
    Evaluate in evaluate,
    CrossValidate in cross_validate,
    Agreement in agreement,
    Check in check,
    Fetch in fetch,
    Watch in watch,
    List in list,
    Show in show,
    Search in search,
    Review in review,
    Retag in retag,
    Export in export,
    Completions in completions,
    Man in man,
}

/// Sets the number of threads for the whole run; all processors unless given.
fn use_threads(threads: Option<usize>) {
    if let Some(threads) = threads {
        // The pool can be set once; a command sets it first thing.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}

/// The model that a user named, opened and read once (it may be a pipe) but not yet understood; or the one built in.
pub(crate) struct ModelFile(Option<(String, Vec<u8>)>);

impl ModelFile {
    fn open(path: Option<&Path>) -> Result<Self, Error> {
        let named = path.map(|path| Ok((path.display().to_string(), files::read(path)?)));
        Ok(Self(named.transpose()?))
    }

    /// What it says of itself, which is quickly read: for what needs the themes and no more.
    fn outline(&self) -> Result<Outline, Error> {
        self.0.as_ref().map_or_else(Outline::embedded, |(name, bytes)| Outline::read(bytes, name))
    }

    /// Ready to tag. It stays to the end of the run.
    fn model(&self) -> Result<&'static Model, Error> {
        let Some((name, bytes)) = &self.0 else { return Model::embedded() };
        Ok(Box::leak(Box::new(Model::read(bytes, name)?)))
    }
}

/// The model of a file, or the one that is built in.
fn model(path: Option<&Path>) -> Result<&'static Model, Error> {
    ModelFile::open(path)?.model()
}

/// The indices of themes by their ids; `option` names where they were given.
fn theme_indices(ids: &[String], option: &str, model: &Model) -> Result<Vec<usize>, Error> {
    let themes = model.themes();
    let unknown = |id: &str| {
        let problem = format!("theme `{id}` is unknown to the model");
        Error::input(Place::file(option), problem, themes.remedy(id))
    };
    let index = |id: &String| themes.index(id.trim()).ok_or_else(|| unknown(id));
    ids.iter().map(index).collect()
}

/// Writes bytes to standard output.
fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut out = terminal::data().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// The formats of results that are not statements or evaluations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DataFormat {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Writes a value to standard output as indented JSON and a line break.
fn write_json(value: &impl serde::Serialize) -> io::Result<()> {
    write_out(format!("{}\n", serde_json::to_string_pretty(value)?).as_bytes())
}
