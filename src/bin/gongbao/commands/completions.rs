//! `gongbao completions`: a script that completes the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{Failure, Outcome, args::Cli};

/// Write a script that completes the command line
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao completions bash > ~/.local/share/bash-completion/completions/gongbao
  gongbao completions fish > ~/.config/fish/completions/gongbao.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "gongbao", &mut script);
    super::write_out(&script)?;
    Ok(Outcome::Done)
}
