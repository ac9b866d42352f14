//! An input of `gongbao tag`: a file or standard input, opened, with enough of it read to tell its format.

use std::io::{self, BufRead, BufReader, Chain, Cursor, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use gongbao::document::Document;
use gongbao::error::{Error, Place, Result};
use gongbao::ingest;
use gongbao::stream::BATCH;

use crate::files;

const STANDARD_INPUT: &str = "standard input";

/// How much tells the format of what has no telling name.
const HEAD: usize = 2048;

/// An opened input.
pub(super) struct Source {
    /// The file's path, or `standard input`.
    pub(super) name: String,
    /// All of it.
    pub(super) content: Chain<Cursor<Vec<u8>>, BufReader<Box<dyn Read>>>,
    format: &'static str,
}

/// What is to be read; standard input where nothing is named.
pub(super) fn names(files: &[PathBuf]) -> Result<Vec<String>> {
    if !files.is_empty() {
        return Ok(files.iter().map(|file| file.display().to_string()).collect());
    }
    if io::stdin().is_terminal() {
        let remedy = "name a file, or pipe text in; `gongbao tag --help` shows how";
        return Err(Error::input(Place::file("tag"), "nothing to tag", remedy));
    }
    Ok(vec!["-".to_owned()])
}

impl Source {
    /// Opens an input; `-` is standard input.
    pub(super) fn open(path: &str, forced: Option<&str>) -> Result<Self> {
        let (name, reader): (_, Box<dyn Read>) = match path {
            "-" => (STANDARD_INPUT, Box::new(io::stdin())),
            path => (path, Box::new(files::open(Path::new(path))?)),
        };
        let mut reader = BufReader::with_capacity(BATCH, reader);
        let head = head(&mut reader).map_err(|source| Error::Read { path: name.to_owned(), source })?;
        let format = ingest::format(&head, name, forced)?.name;
        Ok(Self { name: name.to_owned(), content: Cursor::new(head).chain(reader), format })
    }

    pub(super) fn is_jsonl(&self) -> bool {
        self.format == ingest::jsonl::FORMAT.name
    }

    /// Reads the rest and makes a document of it.
    pub(super) fn read(mut self, forced: Option<&str>) -> Result<Document> {
        let mut bytes = Vec::new();
        let read = self.content.read_to_end(&mut bytes);
        read.map_err(|source| Error::Read { path: self.name.clone(), source })?;
        ingest::read(&bytes, &self.name, forced)
    }
}

/// The beginning: at least a line, or [`HEAD`] bytes. More is not waited for, since a program may write a line and wait
/// for the answer.
fn head(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while head.len() < HEAD && !head.trim_ascii_start().contains(&b'\n') {
        let arrived = reader.fill_buf()?;
        if arrived.is_empty() {
            break;
        }
        head.extend_from_slice(arrived);
        let length = arrived.len();
        reader.consume(length);
    }
    Ok(head)
}
