//! Reading a model file: its themes alone, or all of it, on all threads.

use std::path::Path;

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;
use serde::Deserialize;

use super::file::{Counts, FORMAT, Head, Settings, TermLine, ThemeLine, VERSION};
use super::{Model, Origin, Parts};
use crate::classifier::Weights;
use crate::error::{Error, Result};
use crate::normalise;
use crate::tfidf::Term;
use crate::theme::{Theme, ThemeSet};
use crate::words::Entry;

/// The lines that stand before those of the themes.
const BEFORE_THEMES: usize = 2;

/// How many bytes of lines a thread reads at a time, about.
const STRETCH: usize = 32 << 10;

/// What a model says of itself. Reading it takes a tenth of the time that a model ready to tag does.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The model's name in messages and outputs.
    pub name: String,
    /// The themes.
    pub themes: ThemeSet,
    /// Where it comes from.
    pub origin: Origin,
}

impl Outline {
    /// Reads it from the bytes of a model file; `name` names the file in messages.
    ///
    /// # Errors
    /// A file that is no model, of another version, truncated or altered.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self> {
        let read = || {
            let groups = Groups::of(bytes)?;
            Ok((theme_set(groups.themes()?), groups.settings.origin))
        };
        let (themes, origin) = read().map_err(|refusal| refused(refusal, name))?;
        Ok(Self { name: name.to_owned(), themes, origin })
    }
}

impl Model {
    /// Reads a model file from its bytes; `name` names it in messages.
    ///
    /// # Errors
    /// What [`Outline::read`] refuses, and theme words that cannot be searched.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self> {
        let parts = Groups::of(bytes).and_then(Groups::parts).map_err(|refusal| refused(refusal, name))?;
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

fn refused((problem, remedy): Refusal, name: &str) -> Error {
    Error::model(name, problem, remedy)
}

const FOREIGN: &str = "name a file that `gongbao train` wrote";
const RETRAIN: &str = "use the Gongbao that wrote it, or train again with `gongbao train`";
const DAMAGED: &str = "copy the file again, or train again with `gongbao train`";

/// A model file, its lines not yet read but for the settings.
struct Groups<'a> {
    settings: Settings,
    themes: &'a str,
    words: &'a str,
    terms: &'a str,
}

impl<'a> Groups<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let (settings, rest) = lines(body(bytes)?, 1)?;
        let settings: Settings = serde_json::from_str(settings).map_err(|_| unreadable::<Settings>(settings, 1))?;
        if settings.normaliser != normalise::VERSION {
            let problem = format!("was trained on text normalised another way (version {})", settings.normaliser);
            return Err((problem, RETRAIN));
        }
        let (themes, rest) = lines(rest, settings.counts.themes)?;
        let (words, rest) = lines(rest, settings.counts.words)?;
        let (terms, _) = lines(rest, settings.counts.terms)?;
        Ok(Self { settings, themes, words, terms })
    }

    fn themes(&self) -> Result<Vec<ThemeLine<Theme>>, Refusal> {
        Ok(each_line::<_, Vec<_>>(self.themes, BEFORE_THEMES)?.into_iter().flatten().collect())
    }

    fn words(&self) -> Result<Vec<Entry>, Refusal> {
        let before = BEFORE_THEMES + self.settings.counts.themes;
        let words: Vec<Entry> = each_line::<_, Vec<_>>(self.words, before)?.into_iter().flatten().collect();
        // Words are called by their places, and looked up by halving.
        match words.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            Some(pair) => Err((format!("its word `{}` is not after `{}`", pair[1].0, pair[0].0), DAMAGED)),
            None => Ok(words),
        }
    }

    fn columns(&self) -> Result<Columns, Refusal> {
        let Counts { themes, words, .. } = self.settings.counts;
        let columns = Columns::joined(each_line(self.terms, BEFORE_THEMES + themes + words)?);
        columns.check(themes)?;
        Ok(columns)
    }

    fn parts(self) -> Result<Parts, Refusal> {
        let ((themes, words), columns) =
            rayon::join(|| rayon::join(|| self.themes(), || self.words()), || self.columns());
        let (themes, words, Columns { terms, idf, mut weights }) = (themes?, words?, columns?);
        weights.intercepts = themes.iter().map(|line| line.intercept).collect();
        let settings = self.settings;
        Ok(Parts {
            terms_made: settings.terms,
            weighting: settings.weighting,
            dictionary: words,
            dictionary_total: settings.dictionary_total,
            terms,
            idf,
            weights,
            decisions: themes.iter().map(|line| line.decision).collect(),
            themes: theme_set(themes),
            cuts: settings.cuts,
            origin: settings.origin,
        })
    }
}

fn theme_set(lines: Vec<ThemeLine<Theme>>) -> ThemeSet {
    ThemeSet { themes: lines.into_iter().map(|line| line.theme).collect() }
}

/// What follows the first line, if that says what it should.
fn body(bytes: &[u8]) -> Result<&str, Refusal> {
    let end = memchr(b'\n', bytes).unwrap_or(bytes.len());
    let head: Head<'_> = serde_json::from_slice(&bytes[..end])
        .map_err(|_| ("is not a Gongbao model, or its first line is damaged".to_owned(), FOREIGN))?;
    if head.format != FORMAT {
        return Err((format!("is of format `{}`, not `{FORMAT}`", head.format), FOREIGN));
    }
    if head.version != VERSION {
        let problem = format!("is a model of version {}; this program reads version {VERSION}", head.version);
        return Err((problem, RETRAIN));
    }
    let body = bytes.get(end + 1..).unwrap_or_default();
    if crc32fast::hash(body) != head.crc32 {
        return Err(("is truncated or altered: its checksum does not match".to_owned(), DAMAGED));
    }
    simdutf8::basic::from_utf8(body).map_err(|_| ("is not UTF-8".to_owned(), DAMAGED))
}

/// The lines of terms, read.
#[derive(Default)]
struct Columns {
    terms: Vec<Term>,
    idf: Vec<f32>,
    weights: Weights,
}

impl<'a> FromIterator<TermLine<'a>> for Columns {
    fn from_iter<I: IntoIterator<Item = TermLine<'a>>>(lines: I) -> Self {
        let mut columns = Self::default();
        for TermLine(kind, text, idf, weights) in lines {
            columns.terms.push(Term { kind, text: text.into_owned() });
            columns.idf.push(idf);
            columns.weights.push(&weights);
        }
        columns
    }
}

impl Columns {
    /// All stretches, one after another.
    fn joined(stretches: Vec<Self>) -> Self {
        let mut all = Self::default();
        let terms = stretches.iter().map(|stretch| stretch.terms.len()).sum();
        all.terms.reserve(terms);
        all.idf.reserve(terms);
        for stretch in stretches {
            all.terms.extend(stretch.terms);
            all.idf.extend(stretch.idf);
            all.weights.append(&stretch.weights);
        }
        all
    }

    fn check(&self, themes: usize) -> Result<(), Refusal> {
        let strange = |&term: &u32| self.weights.of_term(term).iter().any(|w| usize::from(w.0) >= themes);
        match (0..self.terms.len() as u32).find(strange) {
            Some(term) => {
                Err((format!("its term `{}` names a theme that is not there", self.terms[term as usize].text), DAMAGED))
            }
            None => Ok(()),
        }
    }
}

/// The first `count` lines of a text, and what follows them.
fn lines(text: &str, count: usize) -> Result<(&str, &str), Refusal> {
    let end = match count {
        0 => 0,
        _ => memchr_iter(b'\n', text.as_bytes()).nth(count - 1).ok_or(("ends too early".to_owned(), DAMAGED))? + 1,
    };
    Ok(text.split_at(end))
}

/// Reads lines, of which there are `before` in the file before them, on all threads, a stretch of them at a time; a cold
/// start waits for this longest.
fn each_line<'a, L: Deserialize<'a>, G: FromIterator<L> + Send>(
    lines: &'a str,
    before: usize,
) -> Result<Vec<G>, Refusal> {
    let read = |&(from, stretch): &(usize, &'a str)| {
        let mut values = 0;
        let counted = serde_json::Deserializer::from_str(stretch).into_iter().inspect(|_| values += 1);
        match counted.collect::<Result<G, _>>() {
            Ok(read) if values == newlines(stretch) => Ok(read),
            _ => Err(unreadable::<L>(stretch, before + newlines(&lines[..from]))),
        }
    };
    stretches(lines).par_iter().map(read).collect()
}

/// The first line that is not one value; `before` lines stand before these in the file.
fn unreadable<'a, L: Deserialize<'a>>(lines: &'a str, before: usize) -> Refusal {
    let why = |line: &'a str| serde_json::from_str::<L>(line).err().map(|e| e.to_string());
    let bad = lines.lines().zip(before + 1..).find_map(|(line, number)| Some((number, why(line)?)));
    let (number, why) = bad.unwrap_or((before + 1, "it does not end".to_owned()));
    let why = why.rsplit_once(" at line ").map_or(why.as_str(), |(why, _)| why);
    (format!("its line {number} cannot be read: {why}"), DAMAGED)
}

/// Cuts a text of whole lines into stretches of whole lines, each with where it starts.
fn stretches(lines: &str) -> Vec<(usize, &str)> {
    let mut stretches = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        let after = (from + STRETCH).min(lines.len()) - 1;
        let end = memchr(b'\n', &lines.as_bytes()[after..]).map_or(lines.len(), |more| after + more + 1);
        stretches.push((from, &lines[from..end]));
        from = end;
    }
    stretches
}

fn newlines(text: &str) -> usize {
    memchr_iter(b'\n', text.as_bytes()).count()
}
