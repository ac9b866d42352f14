//! What the commands that compare statements share: reading and tagging the files, choosing a format, printing tables.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use gongbao::analyse::mentions::Names;
use gongbao::analyse::series::Series;
use gongbao::document::Document;
use gongbao::error::{Error, Result};
use gongbao::model::{Model, TagOptions};
use gongbao::store::{Filter, Store, StoredDocument};
use gongbao::tagged::TaggedStatement;
use gongbao::{ingest, segment};

use super::ModelFile;
use super::list::Which;
use crate::terminal;

/// The statements and the model that tags them.
#[derive(Debug, clap::Args)]
pub(crate) struct Statements {
    #[command(flatten)]
    origin: Origin,
    #[command(flatten)]
    which: Which,
    /// A model in place of the embedded one
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
}

/// Where the statements are: as a group of which one is required, so that usage and errors name both.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Origin {
    /// The statements, in any format that `gongbao tag` reads; `-` is standard input. JSON lines may hold several, told
    /// apart by "statement", with "date" and "title"
    #[arg(value_name = "FILE", conflicts_with_all = ["since", "until", "party", "parties"])]
    files: Vec<PathBuf>,
    /// Take the statements from the store of `gongbao watch` in place of files: the newest version of each, tagged now,
    /// with people's decisions in the place of the model's
    #[arg(long, value_name = "STORE")]
    store: Option<PathBuf>,
}

impl Statements {
    /// The model, and the statements tagged by it, in order; remarks go to standard error.
    pub(crate) fn read(&self, explain: bool) -> Result<(&'static Model, Series)> {
        let options = TagOptions { explain, ..TagOptions::default() };
        let file = ModelFile::open(self.model.as_deref())?;
        let (model, statements) = if let Some(path) = &self.origin.store {
            let store = Store::open_existing(path)?;
            let model = file.model()?;
            (model, stored((&store, path), &self.which.filter(), model, &options)?)
        } else {
            // Files that cannot be used are told before the model is made ready, which takes far longer.
            let documents = documents_of(&self.origin.files)?;
            let model = file.model()?;
            (model, documents.into_iter().map(|one| model.tag(one, &options)).collect())
        };
        let series = Series::new(statements);
        series.notes.iter().for_each(|note| terminal::note(note));
        Ok((model, series))
    }
}

/// The statements of files, or what is wrong with each of those that cannot be used.
fn documents_of(files: &[PathBuf]) -> Result<Vec<Document>> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for file in files {
        match documents(file) {
            Ok(documents) => found.extend(documents),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Error::all(faults)) }
}

/// The statements of a store, by date, each called by its date.
fn stored(
    (store, path): (&Store, &Path),
    which: &Filter,
    model: &Model,
    options: &TagOptions,
) -> Result<Vec<TaggedStatement>> {
    let entries = store.wanted(which)?;
    terminal::note(&format!(
        "{} of the {} documents in {}, tagged now (model: {})",
        entries.len(),
        store.count(&Filter::default())?,
        path.display(),
        model.name
    ));
    let statement = |entry: StoredDocument| {
        let mut tagged = store.tagged(entry.id, model, options)?;
        tagged.document.name = Some(entry.date.unwrap_or_else(|| format!("document {}", entry.id)));
        Ok(tagged)
    };
    entries.into_iter().map(statement).collect()
}

/// The statements of a file: one, or those that JSON lines name.
fn documents(file: &PathBuf) -> Result<Vec<Document>> {
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
    let mut documents = ingest::statements(&bytes, &source, None)?;
    documents.iter_mut().for_each(segment::segment);
    Ok(documents)
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
