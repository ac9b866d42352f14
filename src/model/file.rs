//! The model file: JSON Lines that any language can read and git can keep. `models/README.md` describes it.
//!
//! The first line names the format, its version and the CRC-32 of all that follows, so that a truncated or altered file
//! is told at once. Then come a line of settings, a line a theme, a line a dictionary word and a line a term, each group
//! sorted: two trainings on the same text give the same bytes.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Origin, Parts};
use crate::decide::{Cuts, Decision};
use crate::error::{Error, Result};
use crate::features::Terms;
use crate::normalise;
use crate::tfidf::{Kind, Weighting};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 2;

pub(super) const FORMAT: &str = "gongbao-model";

#[derive(Serialize, Deserialize)]
pub(super) struct Head<'a> {
    pub(super) format: &'a str,
    pub(super) version: u32,
    pub(super) crc32: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) normaliser: u32,
    pub(super) terms: Terms,
    pub(super) weighting: Weighting,
    pub(super) cuts: Cuts,
    pub(super) dictionary_total: usize,
    pub(super) counts: Counts,
    pub(super) origin: Origin,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
pub(super) struct Counts {
    pub(super) themes: usize,
    pub(super) words: usize,
    pub(super) terms: usize,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ThemeLine<T> {
    pub(super) intercept: f32,
    pub(super) decision: Decision,
    pub(super) theme: T,
}

/// Kind, text, idf and weights as (theme, weight).
#[derive(Serialize, Deserialize)]
pub(super) struct TermLine<'a>(
    pub(super) Kind,
    #[serde(borrow)] pub(super) Cow<'a, str>,
    pub(super) f32,
    pub(super) Vec<(u16, f32)>,
);

impl Parts {
    /// The bytes of the model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        line(&mut body, &self.settings());
        for (index, theme) in self.themes.themes.iter().enumerate() {
            let decision = self.decisions[index];
            line(&mut body, &ThemeLine { intercept: self.weights.intercepts[index], decision, theme });
        }
        for entry in &self.dictionary {
            line(&mut body, entry);
        }
        for (index, (term, &idf)) in self.terms.iter().zip(&self.idf).enumerate() {
            let weights = self.weights.of_term(index as u32).to_vec();
            line(&mut body, &TermLine(term.kind, Cow::Borrowed(&term.text), idf, weights));
        }
        let mut bytes = Vec::with_capacity(body.len() + 80);
        line(&mut bytes, &Head { format: FORMAT, version: VERSION, crc32: crc32fast::hash(&body) });
        bytes.extend_from_slice(&body);
        bytes
    }

    fn settings(&self) -> Settings {
        let counts = Counts { themes: self.themes.len(), words: self.dictionary.len(), terms: self.terms.len() };
        Settings {
            normaliser: normalise::VERSION,
            terms: self.terms_made,
            weighting: self.weighting,
            cuts: self.cuts,
            dictionary_total: self.dictionary_total,
            counts,
            origin: self.origin.clone(),
        }
    }

    /// Writes the model file beside its place and then moves it there, so that nothing half-written is ever found.
    ///
    /// # Errors
    /// A folder that is not there or cannot be written to.
    pub fn save(&self, path: &Path) -> Result<()> {
        write_atomically(path, &self.to_bytes())
    }
}

/// Writes a file beside its place and then moves it there.
///
/// # Errors
/// A folder that is not there or cannot be written to.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |source| Error::Write { path: path.display().to_string(), source };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".gongbao-").tempfile_in(folder).map_err(failed)?;
    beside.write_all(bytes).map_err(failed)?;
    readable_by_all(beside.as_file()).map_err(failed)?;
    beside.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

/// A temporary file is private; what a user asked to be written is not.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

fn line(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(&mut *out, value).expect("plain data always has a JSON form");
    out.push(b'\n');
}
