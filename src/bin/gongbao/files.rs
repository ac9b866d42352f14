//! Opening what the user named, with a word on what to do where it cannot be opened.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use gongbao::error::{Error, Place, Result};

/// Opens a file.
pub(crate) fn open(path: &Path) -> Result<File> {
    let name = || path.display().to_string();
    let refuse = |problem: &str, remedy: &str| Error::input(Place::file(name()), problem, remedy);
    let file = File::open(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => refuse("does not exist", "check the name and the folder"),
        io::ErrorKind::PermissionDenied => refuse("may not be read", "ask its owner for the permission to read it"),
        _ => Error::Read { path: name(), source },
    })?;
    let is_folder = file.metadata().is_ok_and(|metadata| metadata.is_dir());
    if is_folder { Err(refuse("is a folder", "name a file in it")) } else { Ok(file) }
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = open(path)?.read_to_end(&mut bytes);
    read.map_err(|source| Error::Read { path: path.display().to_string(), source })?;
    Ok(bytes)
}

/// Reads standard input to its end.
pub(crate) fn standard_input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|source| Error::Read { path: "standard input".to_owned(), source })?;
    Ok(bytes)
}
