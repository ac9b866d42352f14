//! `gongbao review`: what waits for a person's decision, and the decisions.

mod decisions;

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use gongbao::store::{Decision, Store, StoredDocument, StoredLabel, StoredParagraph, Verdict};
use serde_json::json;

use super::list::Which;
use crate::{Failure, Outcome, terminal};

/// Show which labels of a store wait for a decision, and decide
///
/// Lists the labels that are marked for review and that nobody has decided about. A decision overrules every model and
/// stays as long as the paragraph's wording does: over new versions of the document and over `gongbao retag`.
///
/// With --from, decisions are read from JSON lines such as --format jsonl writes: set `decision` to "yes", "no" or
/// "withdraw"; lines whose `decision` is null are passed over. All of them are kept, or none if one cannot be.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao review --store statements.db                             what waits for a decision
  gongbao review --store statements.db 3 12 arctic --yes --by Li   document 3, paragraph 12
  gongbao review --store statements.db 3 12 arctic --withdraw
  gongbao review --store statements.db --format jsonl > open.jsonl
  gongbao review --store statements.db --from open.jsonl --by Li
  gongbao review --store statements.db --decided                   what was decided, by whom

`gongbao export --format labelled` writes what was decided as labelled text to train on.")]
pub(crate) struct Args {
    /// The number of the document, as `gongbao list` shows it
    #[arg(value_name = "DOCUMENT", requires = "verdict")]
    document: Option<i64>,
    /// The number of the paragraph, as `gongbao show` shows it
    #[arg(value_name = "PARAGRAPH", requires = "theme")]
    paragraph: Option<i64>,
    /// The theme's id
    #[arg(value_name = "THEME")]
    theme: Option<String>,
    #[command(flatten)]
    verdict: VerdictFlags,
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// Who decides; the user's name on this machine unless given
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "verdict")]
    note: Option<String>,
    /// Read decisions from JSON lines; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["document", "statement", "decided", "format"])]
    from: Option<PathBuf>,
    /// List only this document
    #[arg(long, value_name = "ID", conflicts_with = "document")]
    statement: Option<i64>,
    #[command(flatten)]
    which: Which,
    /// List what was decided in place of what waits
    #[arg(long, conflicts_with = "document")]
    decided: bool,
    /// How to list it
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "document")]
    format: Format,
}

/// What is decided.
#[derive(Debug, clap::Args)]
#[group(id = "verdict", multiple = false, requires = "document")]
struct VerdictFlags {
    /// The paragraph carries the theme
    #[arg(long, requires = "theme")]
    yes: bool,
    /// It does not
    #[arg(long, requires = "theme")]
    no: bool,
    /// An earlier decision no longer counts
    #[arg(long, requires = "theme")]
    withdraw: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Paragraphs with their labels, for people
    Text,
    /// JSON lines, a label a line, to be filled in for --from
    Jsonl,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut store = Store::open_existing(&args.store)?;
    let decisions = match (&args.from, one(args)) {
        (Some(file), _) => decisions::read(file, args.by.as_deref(), &person(args))?,
        (None, Some(decision)) => vec![decision],
        (None, None) => return list(args, &store),
    };
    store.decide(&decisions)?;
    writeln!(terminal::screen(), "decisions recorded: {}", decisions.len())?;
    Ok(Outcome::Done)
}

/// The decision of the command line.
fn one(args: &Args) -> Option<Decision> {
    let VerdictFlags { yes, no, .. } = args.verdict;
    let verdict = match (yes, no) {
        (true, _) => Verdict::Yes,
        (_, true) => Verdict::No,
        _ => Verdict::Withdraw,
    };
    Some(Decision {
        place: gongbao::error::Place::file(args.store.display().to_string()),
        document: args.document?,
        paragraph: args.paragraph?,
        theme: args.theme.clone()?,
        verdict,
        person: person(args),
        note: args.note.clone(),
        text: None,
    })
}

/// Who decides: the name given, or what the system calls the user.
fn person(args: &Args) -> String {
    let given = args.by.clone().filter(|name| !name.trim().is_empty());
    let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| {
        std::env::var(name).ok().filter(|name| !name.trim().is_empty())
    });
    given.or_else(user).unwrap_or_else(|| "somebody".to_owned())
}

fn list(args: &Args, store: &Store) -> Result<Outcome, Failure> {
    let documents = match args.statement {
        Some(id) => vec![store.entry(id)?],
        None => store.list(&args.which.filter())?,
    };
    let (mut labels, mut paragraphs, mut text) = (0, 0, String::new());
    for document in documents {
        for paragraph in store.paragraphs(document.id)? {
            let wanted: Vec<&StoredLabel> = paragraph.labels.iter().filter(|label| is_wanted(args, label)).collect();
            if wanted.is_empty() {
                continue;
            }
            (labels, paragraphs) = (labels + wanted.len(), paragraphs + 1);
            match args.format {
                Format::Text => text += &shown(&document, &paragraph, &wanted),
                Format::Jsonl => wanted.iter().for_each(|label| text += &line(&document, &paragraph, label)),
            }
        }
    }
    match args.format {
        Format::Text => {
            let what = if args.decided { "labels decided" } else { "labels waiting for a decision" };
            writeln!(terminal::screen(), "{text}{what}: {labels}, in paragraphs: {paragraphs}")?;
        }
        Format::Jsonl => super::write_out(text.as_bytes())?,
    }
    Ok(Outcome::Done)
}

fn is_wanted(args: &Args, label: &StoredLabel) -> bool {
    if args.decided { label.decided_by.is_some() } else { label.review }
}

fn shown(document: &StoredDocument, paragraph: &StoredParagraph, labels: &[&StoredLabel]) -> String {
    let date = document.date.as_deref().unwrap_or("no date");
    let title = document.title.as_deref().unwrap_or(&document.source);
    let mut text = format!("{} {}  {date}  {title}\n   {}\n", document.id, paragraph.paragraph, paragraph.text);
    for label in labels {
        let probability = label.probability.map_or(String::new(), |p| format!(" {p:.2}"));
        let says = match (&label.decided_by, label.assigned) {
            (Some(person), true) => format!("yes, says {person}"),
            (Some(person), false) => format!("no, says {person}"),
            (None, true) => "given".to_owned(),
            (None, false) => "not given".to_owned(),
        };
        let note = label.note.as_ref().map_or(String::new(), |note| format!(": {note}"));
        let _ = writeln!(text, "   {}{probability}  {says}{note}", label.theme);
    }
    text + "\n"
}

fn line(document: &StoredDocument, paragraph: &StoredParagraph, label: &StoredLabel) -> String {
    let decision = label.decided_by.as_ref().map(|_| if label.assigned { Verdict::Yes } else { Verdict::No });
    let line = json!({
        "document": document.id,
        "paragraph": paragraph.paragraph,
        "theme": label.theme,
        "decision": decision,
        "by": label.decided_by,
        "note": label.note,
        "probability": label.probability,
        "assigned": label.assigned,
        "date": document.date,
        "title": document.title,
        "text": paragraph.text,
    });
    format!("{line}\n")
}
