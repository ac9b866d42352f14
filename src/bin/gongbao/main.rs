//! The command line: parse, run, report. Exit code 0 done, 1 a check or gate failed, 2 bad usage or input.

mod args;
mod commands;
mod files;
mod fonts;
mod terminal;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

/// How a command that was carried out ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, and nothing to complain of.
    Done,
    /// A check or gate failed.
    Failed,
    /// Some of the input could not be used, which has been said; the rest is done.
    Refused,
    /// A gate could not be judged.
    Unjudged,
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library's error.
    Input(gongbao::error::Error),
    /// Writing the result failed.
    Output(io::Error),
}

impl From<gongbao::error::Error> for Failure {
    fn from(error: gongbao::error::Error) -> Self {
        Self::Input(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    cli.color.write_global();
    match commands::run(cli.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Ok(Outcome::Refused | Outcome::Unjudged) => ExitCode::from(2),
        // The reader has what it wanted (`gongbao tag x | head -1`).
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::report(&failure);
            ExitCode::from(2)
        }
    }
}
