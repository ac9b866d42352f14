//! `gongbao man`: manual pages.

use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use gongbao::model::write_atomically;

use crate::{Failure, Outcome, args::Cli};

/// Write the manual page to standard output, or one for each command into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao man | man -l -
  gongbao man ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// The folder to write all pages into; it must be there
    dir: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut command = Cli::command();
    command.build();
    match &args.dir {
        None => super::write_out(&page(command)?)?,
        Some(dir) => pages(&command, dir)?,
    }
    Ok(Outcome::Done)
}

fn page(command: Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

/// The page of the program and one a command, `gongbao-tag.1`.
fn pages(command: &Command, dir: &Path) -> Result<(), Failure> {
    write_atomically(&dir.join("gongbao.1"), &page(command.clone())?)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        let name = format!("gongbao-{}", part.get_name());
        let file = dir.join(format!("{name}.1"));
        write_atomically(&file, &page(part.clone().name(name))?)?;
    }
    Ok(())
}
