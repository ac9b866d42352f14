//! The commands: one file each, and one line each in the list below.

use clap::Subcommand;

use crate::{Failure, Outcome};

mod statements;

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
    /// Compare statements: room by theme, what changed, who is named
    Compare in compare,
    /// Count who is named, and what is opposed and supported
    Mentions in mentions,
    /// Hold the findings of the study against statements
    Findings in findings,
    /// Count words, tell what came and went, draw a word cloud
    Words in words,
    /// Show a word where it stands, with paragraph and theme
    Context in context,
    /// Write one page about a set of statements
    Report in report,
}

/// Sets the number of threads for the whole run; all processors unless given.
fn use_threads(threads: Option<usize>) {
    if let Some(threads) = threads {
        // The pool can be set once; a command sets it first thing.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}
