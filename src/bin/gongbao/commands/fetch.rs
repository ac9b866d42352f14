//! `gongbao fetch`: official statements from their publishers' pages into a folder.

use std::path::PathBuf;
use std::time::Duration;

use gongbao::labelled::read_text;
use gongbao::fetch::{Catalogue, Fetched, Fetcher, Folder, Limits};

use crate::{Failure, Outcome, terminal};

/// Download official statements from their publishers' pages
///
/// Downloads statements, checks that each is the one meant (title, date, length), and stores the page as it came, its
/// text and a record with address, time and SHA-256. What the folder has already is kept; a page that has moved is told
/// in a line, and the others are fetched all the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao fetch --to statements               every statement whose address is known
  gongbao fetch cn-ru-2022 cn-ru-2024 --to statements
  gongbao fetch https://www.mfa.gov.cn/zyxw/... --to statements
  gongbao fetch --list                        the statements that are known")]
pub(crate) struct Args {
    /// Ids of known statements, or addresses; all known statements unless given
    #[arg(value_name = "ID|URL")]
    what: Vec<String>,
    /// The folder to store them in
    #[arg(long, value_name = "DIR", required_unless_present = "list")]
    to: Option<PathBuf>,
    /// Show the known statements and fetch nothing
    #[arg(long)]
    list: bool,
    /// Fetch what robots.txt asks programs to leave alone as well: only with the publisher's permission
    #[arg(long)]
    permission: bool,
    /// Another list of statements, as corpus/statements.toml
    #[arg(long, value_name = "FILE")]
    catalogue: Option<PathBuf>,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pace: f64,
    /// Seconds that one request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    timeout: f64,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let catalogue = match &args.catalogue {
        Some(file) => Catalogue::parse(&read_text(file)?, &file.display().to_string())?,
        None => Catalogue::embedded()?,
    };
    match &args.to {
        Some(to) if !args.list => fetch_all(args, &catalogue, &Folder::new(to)?),
        _ => list(&catalogue),
    }
}

fn list(catalogue: &Catalogue) -> Result<Outcome, Failure> {
    let mut out = terminal::screen();
    for statement in &catalogue.statements {
        let address = statement.addresses.first().map_or("no address known", String::as_str);
        writeln!(out, "{}  {}  {}\n    {address}", statement.id, statement.date, statement.zh)?;
    }
    Ok(Outcome::Done)
}

fn fetch_all(args: &Args, catalogue: &Catalogue, folder: &Folder) -> Result<Outcome, Failure> {
    let seconds = |value: f64| Duration::try_from_secs_f64(value).unwrap_or_default();
    let limits = Limits { pace: seconds(args.pace), time: seconds(args.timeout), ..Limits::default() };
    let fetcher = Fetcher::new(limits);
    let all: Vec<String> = catalogue.statements.iter().map(|s| s.id.clone()).collect();
    let what = if args.what.is_empty() { &all } else { &args.what };
    let mut outcome = Outcome::Done;
    let mut out = terminal::screen();
    for wanted in what {
        let came = if wanted.contains("://") {
            introduce(&fetcher, wanted, args.permission);
            folder.fetch_address(&fetcher, wanted)
        } else {
            catalogue.find(wanted).and_then(|statement| {
                statement.addresses.iter().for_each(|address| introduce(&fetcher, address, args.permission));
                folder.fetch(&fetcher, statement)
            })
        };
        match came {
            Ok(Fetched::New(record)) => {
                let title = record.title.as_deref().unwrap_or("without a title");
                writeln!(out, "{}: fetched, {} characters: {title}", record.id, record.characters)?;
            }
            Ok(Fetched::Kept(record)) => writeln!(out, "{}: kept from {}", record.id, record.fetched)?,
            Err(error) => {
                terminal::report(&Failure::Input(error));
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

/// Tells the fetcher that the user named an address, and what he may do there.
fn introduce(fetcher: &Fetcher, address: &str, permission: bool) {
    fetcher.name(address);
    if permission {
        fetcher.permit(address);
    }
}
