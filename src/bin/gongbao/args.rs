//! What every command shares on the command line.

use clap::Parser;

use crate::commands::Command;

/// Labels each paragraph of a Chinese diplomatic joint statement with the themes analysts care about, and shows why.
#[derive(Debug, Parser)]
#[command(name = "gongbao", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Examples:
  gongbao tag statement.txt                 themes of every paragraph, with a summary
  gongbao tag page.html --format html > tagged.html
  gongbao tag paragraphs.jsonl > tagged.jsonl
  gongbao themes                            the themes and what they mean

Exit codes: 0 done, 1 a check or gate failed, 2 bad usage or input.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) color: colorchoice_clap::Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}
