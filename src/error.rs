//! The one error type of the library: what is wrong, where, and what to do next.
//!
//! It knows no command line and no exit code. Messages are lower case, without a full stop, and name the file, the line
//! where there is one, and the remedy.

use std::borrow::Cow;
use std::fmt;
use std::io;

/// What the library's fallible functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, with its place and its remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be opened or read.
    #[error("{path}: {}", unreadable(.source))]
    Read {
        /// The file as the caller named it.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file could not be written; nothing of it was left behind.
    #[error("{path}: cannot be written: {source}")]
    Write {
        /// The file as the caller named it.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// Text, labels or settings that cannot be used.
    #[error("{}", Sited(.place, .problem, .remedy))]
    Input {
        /// Where it stands.
        place: Place,
        /// What is wrong, with the value found.
        problem: String,
        /// What the user does next.
        remedy: String,
    },
    /// A model file that is truncated, altered, foreign or newer than this program.
    #[error("{}", Sited(&Place::file(.file), .problem, .remedy))]
    Model {
        /// The model's file, or `the embedded model`.
        file: String,
        /// What is wrong with it.
        problem: String,
        /// What the user does next.
        remedy: String,
    },
    /// A theme that could not be learned.
    #[error("theme {theme}: {problem}; {remedy}")]
    Fit {
        /// The theme's id.
        theme: String,
        /// Why the fit failed.
        problem: String,
        /// What the user does next.
        remedy: String,
    },
    /// Several errors of one run, all of them worth mending before the next.
    #[error("{}", join(.0))]
    Many(Vec<Error>),
}

/// Why a file cannot be read and, for what is common, what to do.
fn unreadable(source: &io::Error) -> Cow<'static, str> {
    match source.kind() {
        io::ErrorKind::NotFound => "does not exist; check the name and the folder".into(),
        io::ErrorKind::PermissionDenied => "may not be read; ask its owner for the permission to read it".into(),
        io::ErrorKind::IsADirectory => "is a folder; name a file in it".into(),
        _ => format!("cannot be read: {source}").into(),
    }
}

impl Error {
    /// An [`Error::Input`] at a place.
    pub fn input(place: Place, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Input { place, problem: problem.into(), remedy: remedy.into() }
    }

    /// An [`Error::Model`] in a file.
    pub fn model(file: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Model { file: file.into(), problem: problem.into(), remedy: remedy.into() }
    }

    /// One error out of a list that is not empty: itself when it is alone, [`Error::Many`] otherwise.
    ///
    /// # Panics
    /// On an empty list.
    #[must_use]
    pub fn all(mut errors: Vec<Error>) -> Self {
        assert!(!errors.is_empty(), "an error needs at least one cause");
        if errors.len() == 1 { errors.remove(0) } else { Self::Many(errors) }
    }
}

/// A place in an input: a file (or `standard input`) and, where known, the line in it, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: None }
    }

    /// One line of a file, counted from 1.
    pub fn line(file: impl Into<String>, line: usize) -> Self {
        Self { file: file.into(), line: Some(line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => write!(f, "{}", self.file),
        }
    }
}

/// `place: problem; remedy`, the shape of every sited message.
struct Sited<'a>(&'a Place, &'a str, &'a str);

impl fmt::Display for Sited<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.0, self.1, self.2)
    }
}

fn join(errors: &[Error]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_holds_place_problem_and_remedy() {
        let error = Error::input(Place::line("a.jsonl", 7), "theme `taiwn` is unknown", "did you mean `taiwan`");
        assert_eq!(error.to_string(), "a.jsonl:7: theme `taiwn` is unknown; did you mean `taiwan`");
    }

    #[test]
    fn several_errors_stand_on_lines_of_their_own() {
        let one = || Error::model("m", "is truncated", "train again");
        assert_eq!(Error::all(vec![one(), one()]).to_string().lines().count(), 2);
        assert!(matches!(Error::all(vec![one()]), Error::Model { .. }));
    }
}
