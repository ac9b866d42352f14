//! The files of a folder that may be documents.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::ingest::FORMATS;

/// A file that may be a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Where it is.
    pub(super) path: PathBuf,
    /// When it was changed and how large it is: the same for the same content.
    pub(super) stamp: String,
}

/// How deep folders are looked into.
const DEEPEST: usize = 16;

/// The files in a folder and the folders within it whose names tell a format, sorted. Hidden ones are left out, and those
/// changed within `settling`: somebody may still be writing them.
///
/// # Errors
/// The folder itself cannot be read.
pub(super) fn candidates(folder: &Path, settling: Duration) -> io::Result<Vec<Candidate>> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    let mut first = true;
    while let Some((folder, depth)) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if first => return Err(error),
            Err(_) => continue,
        };
        first = false;
        for entry in entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.extend((depth < DEEPEST).then(|| (path, depth + 1)));
            } else if is_document(&path) {
                found.extend(candidate(path, settling));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str())))
}

fn candidate(path: PathBuf, settling: Duration) -> Option<Candidate> {
    let data = fs::metadata(&path).ok().filter(Metadata::is_file)?;
    let changed = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let settled = settling.is_zero() || changed.elapsed().map_or(true, |age| age >= settling);
    let time = changed.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    settled.then(|| Candidate { path, stamp: format!("file {time} {}", data.len()) })
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn documents_are_found_at_every_depth_and_nothing_else() {
        let dir = TempDir::new().unwrap();
        fs::create_dir_all(dir.path().join("b/.hidden")).unwrap();
        for name in ["b/2.PDF", "1.txt", ".3.txt", "b/.hidden/4.txt", "5.tmp", "6"] {
            fs::write(dir.path().join(name), "双方").unwrap();
        }
        let names = |settling: u64| {
            let found = candidates(dir.path(), Duration::from_secs(settling)).unwrap();
            found.iter().map(|c| c.path.strip_prefix(dir.path()).unwrap().display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(0), ["1.txt", "b/2.PDF"]);
        assert!(names(3600).is_empty());
        assert!(candidates(&dir.path().join("none"), Duration::ZERO).is_err());
    }
}
