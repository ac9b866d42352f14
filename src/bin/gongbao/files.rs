//! Opening what the user named.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use gongbao::error::{Error, Result};

/// Opens a file.
pub(crate) fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|source| Error::Read { path: path.display().to_string(), source })
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
