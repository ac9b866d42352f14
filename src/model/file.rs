//! The model file: JSON Lines that any language can read and git can keep. `models/README.md` describes it.
//!
//! The first line names the format, its version and the CRC-32 of all that follows, so that a truncated or altered file
//! is told at once. Then come a line of settings, a line a theme, a line a dictionary word and a line a term, each group
//! sorted: two trainings on the same text give the same bytes.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::Path;

use memchr::memchr_iter;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Model, Origin, Parts};
use crate::classifier::Weights;
use crate::decide::{Cuts, Decision};
use crate::error::{Error, Result};
use crate::features::Terms;
use crate::normalise;
use crate::tfidf::{Kind, Term, Weighting};
use crate::theme::{Theme, ThemeSet};
use crate::words::Entry;

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 2;

const FORMAT: &str = "gongbao-model";

#[derive(Serialize, Deserialize)]
struct Head<'a> {
    format: &'a str,
    version: u32,
    crc32: u32,
}

#[derive(Serialize, Deserialize)]
struct Settings {
    normaliser: u32,
    terms: Terms,
    weighting: Weighting,
    cuts: Cuts,
    dictionary_total: usize,
    counts: Counts,
    origin: Origin,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
struct Counts {
    themes: usize,
    words: usize,
    terms: usize,
}

#[derive(Serialize, Deserialize)]
struct ThemeLine<T> {
    intercept: f32,
    decision: Decision,
    theme: T,
}

/// Kind, text, idf and weights as (theme, weight).
#[derive(Serialize, Deserialize)]
struct TermLine<'a>(Kind, #[serde(borrow)] Cow<'a, str>, f32, Vec<(u16, f32)>);

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

impl Model {
    /// Reads a model file from its bytes; `name` names it in messages.
    ///
    /// # Errors
    /// A file that is no model, of another version, truncated or altered.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self> {
        let parts = parse(bytes).map_err(|(problem, remedy)| Error::model(name, problem, remedy))?;
        Self::new(name, parts)
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// A file that cannot be opened, and what [`Self::read`] refuses.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|source| Error::Read { path: name.clone(), source })?;
        Self::read(&bytes, &name)
    }
}

/// What is wrong and what to do.
type Refusal = (String, &'static str);

const FOREIGN: &str = "name a file that `gongbao train` wrote";
const DAMAGED: &str = "copy the file again, or train again with `gongbao train`";

fn parse(bytes: &[u8]) -> Result<Parts, Refusal> {
    let end = bytes.iter().position(|&b| b == b'\n').unwrap_or(bytes.len());
    let head: Head<'_> = serde_json::from_slice(&bytes[..end])
        .map_err(|_| ("is not a Gongbao model, or its first line is damaged".to_owned(), FOREIGN))?;
    if head.format != FORMAT {
        return Err((format!("is of format `{}`, not `{FORMAT}`", head.format), FOREIGN));
    }
    if head.version != VERSION {
        let problem = format!("is a model of version {}; this program reads version {VERSION}", head.version);
        return Err((problem, "use the Gongbao that wrote it, or train again with `gongbao train`"));
    }
    let body = bytes.get(end + 1..).unwrap_or_default();
    if crc32fast::hash(body) != head.crc32 {
        return Err(("is truncated or altered: its checksum does not match".to_owned(), DAMAGED));
    }
    let text = simdutf8::basic::from_utf8(body).map_err(|_| ("is not UTF-8".to_owned(), DAMAGED))?;
    parse_body(text)
}

fn parse_body(text: &str) -> Result<Parts, Refusal> {
    let (settings, rest) = lines(text, 1)?;
    let settings: Settings = line_of(settings.trim_end())?;
    if settings.normaliser != normalise::VERSION {
        let problem = format!("was trained on text normalised another way (version {})", settings.normaliser);
        return Err((problem, "use the Gongbao that wrote it, or train again with `gongbao train`"));
    }
    let (themes, rest) = lines(rest, settings.counts.themes)?;
    let (words, rest) = lines(rest, settings.counts.words)?;
    let (terms, _) = lines(rest, settings.counts.terms)?;
    let (themes, words) = (each_line::<ThemeLine<Theme>>(themes)?, each_line::<Entry>(words)?);
    // Words are called by their places, and looked up by halving.
    if let Some(pair) = words.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
        return Err((format!("its word `{}` is not after `{}`", pair[1].0, pair[0].0), DAMAGED));
    }
    let (terms, idf, by_term) = term_columns(each_line(terms)?, settings.counts.themes)?;
    Ok(Parts {
        terms_made: settings.terms,
        weighting: settings.weighting,
        dictionary: words,
        dictionary_total: settings.dictionary_total,
        terms,
        idf,
        weights: Weights::new(themes.iter().map(|line| line.intercept).collect(), &by_term),
        decisions: themes.iter().map(|line| line.decision).collect(),
        themes: ThemeSet { themes: themes.into_iter().map(|line| line.theme).collect() },
        cuts: settings.cuts,
        origin: settings.origin,
    })
}

type TermColumns = (Vec<Term>, Vec<f32>, Vec<Vec<(u16, f32)>>);

fn term_columns(lines: Vec<TermLine<'_>>, themes: usize) -> Result<TermColumns, Refusal> {
    let mut columns =
        (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()));
    for TermLine(kind, text, idf, weights) in lines {
        if weights.iter().any(|w| usize::from(w.0) >= themes) {
            return Err((format!("its term `{text}` names a theme that is not there"), DAMAGED));
        }
        columns.0.push(Term { kind, text: text.into_owned() });
        columns.1.push(idf);
        columns.2.push(weights);
    }
    Ok(columns)
}

/// The first `count` lines of a text, and what follows them.
fn lines(text: &str, count: usize) -> Result<(&str, &str), Refusal> {
    let end = match count {
        0 => 0,
        _ => memchr_iter(b'\n', text.as_bytes()).nth(count - 1).ok_or(("ends too early".to_owned(), DAMAGED))? + 1,
    };
    Ok(text.split_at(end))
}

/// Reads lines on all threads: a cold start waits for this longest.
fn each_line<'a, T: Deserialize<'a> + Send>(lines: &'a str) -> Result<Vec<T>, Refusal> {
    lines.par_lines().map(line_of).collect()
}

fn line_of<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, Refusal> {
    serde_json::from_str(line).map_err(|e| (format!("has a line that cannot be read: {e}"), DAMAGED))
}
