//! What the commands that compare statements share: reading and tagging the files, choosing a format, printing tables.

use std::io::Read as _;
use std::path::PathBuf;

use gongbao::analyse::mentions::Names;
use gongbao::analyse::series::Series;
use gongbao::document::Document;
use gongbao::error::{Error, Result};
use gongbao::model::{Model, TagOptions};
use gongbao::{ingest, segment};

use crate::terminal;

/// The statements and the model that tags them.
#[derive(Debug, clap::Args)]
pub(crate) struct Statements {
    /// The statements, in any format that `gongbao tag` reads; `-` is standard input. JSON lines may hold several, told
    /// apart by "statement", with "date" and "title"
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
            match documents(file) {
                Ok(found) => statements.extend(found.into_iter().map(|one| tagger.model().tag(one, &options))),
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
