//! `gongbao watch`: newly published statements are found, kept, tagged and told.

use std::io;
use std::path::PathBuf;
use std::process;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::ValueEnum;
use gongbao::announce::Channels;
use gongbao::error::{Error, Place};
use gongbao::fetch::{Fetcher, Limits};
use gongbao::watch::{Sources, Stop, Watcher};
use tracing_subscriber::filter::LevelFilter;

use crate::{Failure, Outcome, terminal};

/// Find, keep, tag and tell newly published statements
///
/// Watches folders, list pages and RSS or Atom feeds; each new document is fetched, tagged, kept in the store exactly
/// once, and told. A changed document becomes a new version. Ends cleanly on Ctrl-C and SIGTERM.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao watch SOURCES.toml --store statements.db
  gongbao watch inbox https://www.example.cn/statements/ --store statements.db --once
  gongbao watch SOURCES.toml --store statements.db --log-format json 2>> watch.log

With --once the exit code is 1 if a source, a document or a channel failed.")]
pub(crate) struct Args {
    /// Sources files (docs/watch.md), addresses of list pages and feeds, folders
    #[arg(value_name = "SOURCES.toml|URL|FOLDER", required = true)]
    sources: Vec<String>,
    /// The store; made where there is none
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// Look at every source once, and end: for cron and CI
    #[arg(long)]
    once: bool,
    /// Tell nobody of what is found in this run: for the first one, when everything is new
    #[arg(long)]
    silent: bool,
    /// The model; the embedded one unless given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// How to write the log on standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// How much to log: error, warn, info, debug
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log_level: LevelFilter,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pace: f64,
    /// Seconds that one request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    timeout: f64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    /// Lines for people
    Text,
    /// JSON lines
    Json,
}

/// How long the threads have to come to an end.
const GRACE: Duration = Duration::from_secs(10);

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    log(args);
    let mut sources = Sources::named(&args.sources)?;
    if args.silent {
        sources.channels = Channels::default();
    }
    let stop = stop_on_signals()?;
    let seconds = |value: f64| Duration::try_from_secs_f64(value).unwrap_or_default();
    let limits = Limits { pace: seconds(args.pace), time: seconds(args.timeout), ..Limits::default() };
    let fetcher = Fetcher::new(limits);
    let model = super::model(args.model.as_deref())?;
    let mut watcher = Watcher::new(&sources, &args.store, model, &fetcher, &stop);
    watcher.once = args.once;
    let well = watcher.run()?;
    Ok(if well || !args.once { Outcome::Done } else { Outcome::Failed })
}

fn log(args: &Args) {
    let log = tracing_subscriber::fmt().with_max_level(args.log_level).with_target(false);
    // A log that is there already stays.
    let _ = match args.log_format {
        LogFormat::Text => log.with_ansi(false).with_writer(|| terminal::Log).try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_writer(io::stderr).try_init(),
    };
}

/// A stop that Ctrl-C and SIGTERM set; a second signal, or ten seconds, end the program as it is: the store stands that.
fn stop_on_signals() -> Result<Arc<Stop>, Failure> {
    let stop = Arc::new(Stop::default());
    let seen = Arc::clone(&stop);
    let handler = move || {
        if seen.is_set() {
            process::exit(130);
        }
        seen.set();
        thread::spawn(|| {
            thread::sleep(GRACE);
            process::exit(0);
        });
    };
    ctrlc::set_handler(handler).map_err(|error| {
        let problem = format!("Ctrl-C and SIGTERM cannot be caught: {error}");
        Failure::Input(Error::input(Place::file("gongbao watch"), problem, "start it from a usual shell or service"))
    })?;
    Ok(stop)
}
