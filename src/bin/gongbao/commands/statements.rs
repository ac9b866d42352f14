//! What the commands that compare statements share: reading and tagging the files, choosing a format, printing tables.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;

use gongbao::analyse::mentions::Names;
use gongbao::analyse::series::Series;
use gongbao::document::Document;
use gongbao::error::{Error, Place, Result};
use gongbao::model::{Model, TagOptions};
use gongbao::output::analysis::table::{Table, escape};
use gongbao::{ingest, segment};

use crate::{Failure, terminal};

/// The statements and the model that tags them.
#[derive(Debug, clap::Args)]
pub(crate) struct Statements {
    /// The statements, in any format that `gongbao tag` reads; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    how: Tagging,
}

/// How the statements are tagged.
#[derive(Debug, clap::Args)]
pub(crate) struct Tagging {
    /// A model in place of the embedded one
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
}

/// A format for tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Format {
    /// Tables for people
    #[default]
    Table,
    /// One object with a list for each table
    Json,
    /// One table as comma-separated values
    Csv,
    /// A page
    Html,
    /// Markdown tables
    Markdown,
}

impl Statements {
    /// The model, and the statements tagged by it, in order; remarks go to standard error.
    pub(crate) fn read(&self, explain: bool) -> Result<(Tagger, Series)> {
        self.how.read(&self.files, explain)
    }
}

impl Tagging {
    pub(crate) fn read(&self, files: &[PathBuf], explain: bool) -> Result<(Tagger, Series)> {
        let tagger = match &self.model {
            None => Tagger::Embedded(Model::embedded()?),
            Some(path) => {
                let name = path.display().to_string();
                let bytes = std::fs::read(path).map_err(|source| Error::Read { path: name.clone(), source })?;
                Tagger::Own(Box::new(Model::read(&bytes, &name)?))
            }
        };
        let mut faults = Vec::new();
        let mut statements = Vec::new();
        let options = TagOptions { explain, ..TagOptions::default() };
        for file in files {
            match document(file) {
                Ok(document) => statements.push(tagger.model().tag(document, &options)),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(Error::all(faults));
        }
        let series = Series::new(statements);
        series.notes.iter().for_each(|note| terminal::note(note));
        Ok((tagger, series))
    }
}

/// A model that is part of the program or was read from a file.
pub(crate) enum Tagger {
    Embedded(&'static Model),
    Own(Box<Model>),
}

impl Tagger {
    pub(crate) fn model(&self) -> &Model {
        match self {
            Self::Embedded(model) => model,
            Self::Own(model) => model,
        }
    }
}

fn document(file: &PathBuf) -> Result<Document> {
    let standard = file.as_os_str() == "-";
    let source = if standard { "standard input".to_owned() } else { file.display().to_string() };
    let failed = |cause| Error::Read { path: source.clone(), source: cause };
    let bytes = if standard {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        bytes
    } else {
        std::fs::read(file).map_err(failed)?
    };
    let mut document = ingest::read(&bytes, &source, None)?;
    segment::segment(&mut document);
    Ok(document)
}

/// Reads a text file of data.
pub(crate) fn text(path: &PathBuf) -> Result<String> {
    let name = path.display().to_string();
    std::fs::read_to_string(path).map_err(|source| Error::Read { path: name, source })
}

/// The names of a file, or those that come with the program.
pub(crate) fn names(path: Option<&PathBuf>) -> Result<Names> {
    path.map_or_else(Names::embedded, |path| Names::parse(&text(path)?, &path.display().to_string()))
}

/// Prints tables: in full as they are, or only the one that `wanted` names; CSV is one table, the first unless named.
pub(crate) fn print(tables: &[Table], format: Format, wanted: Option<&str>, notes: &[String]) -> Result<(), Failure> {
    let chosen: Vec<&Table> = tables.iter().filter(|t| wanted.is_none_or(|id| id == t.id)).collect();
    let Some(first) = chosen.first() else {
        let known = tables.iter().map(|t| t.id).collect::<Vec<_>>().join(", ");
        let problem = format!("table `{}` is unknown", wanted.unwrap_or_default());
        return Err(Error::input(Place::file("--table"), problem, format!("name one of: {known}")).into());
    };
    let all = |of: &dyn Fn(&Table) -> String| chosen.iter().map(|t| of(t)).collect::<Vec<_>>().join("\n");
    let text = match format {
        Format::Table => all(&|t| t.plain(width())),
        Format::Markdown => all(&Table::markdown),
        Format::Html => page(&all(&|t| t.html(false))),
        Format::Csv => first.csv()?,
        Format::Json => {
            let mut object = serde_json::Map::new();
            object.insert("notes".to_owned(), notes.iter().map(String::as_str).collect());
            object.extend(chosen.iter().map(|t| (t.id.to_owned(), t.json())));
            format!("{:#}\n", serde_json::Value::Object(object))
        }
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// The terminal's width; none where the result goes elsewhere.
fn width() -> Option<u16> {
    std::io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten()
}

/// Tables alone as a page; `gongbao report` writes the full one.
fn page(tables: &str) -> String {
    let style = gongbao::output::analysis::STYLE;
    let title = escape("Gongbao");
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{style}</style></head>\
         <body><main>{tables}</main></body></html>\n"
    )
}
