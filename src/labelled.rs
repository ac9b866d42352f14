//! Labelled text: JSONL lines of `id`, `statement`, `text`, `themes` (`basis`, `sentences`), read with their places.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::{Error, Place, Result};
use crate::segment;
use crate::theme::ThemeSet;

/// A labelled paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Its id, one of a kind.
    pub id: String,
    /// The statement that it belongs to: all paragraphs of one stay in one fold. Its own id where none is given.
    pub statement: String,
    /// The text.
    pub text: String,
    /// Indices of its themes, ascending, without repeats.
    pub themes: Vec<usize>,
    /// For each sentence of the text, as [`segment::sentences`] cuts it, which of the themes it carries, ascending; none
    /// where nobody labelled its sentences.
    pub sentences: Option<Vec<Vec<usize>>>,
    /// How it was written: `paraphrase` (after a real document), `authored` (invented), or whatever the file says.
    pub basis: Option<String>,
    /// The date or year of the statement, where the line gives one.
    pub date: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// One line as it stands in the file.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    statement: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    themes: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    sentences: Option<Vec<Vec<Cow<'a, str>>>>,
    #[serde(borrow)]
    basis: Option<Cow<'a, str>>,
    #[serde(borrow)]
    date: Option<Cow<'a, str>>,
}

/// The most errors that one reading reports.
const MOST_ERRORS: usize = 20;

/// Reads every line of one JSONL text; blank lines are passed over.
///
/// # Errors
/// All unreadable lines, unknown themes, empty texts and sentences that do not fit, up to twenty, each with its line.
pub fn parse(text: &str, file: &str, themes: &ThemeSet) -> Result<Vec<Labelled>> {
    let (rows, errors) = parse_all(text, file, themes);
    if errors.is_empty() { Ok(rows) } else { Err(Error::all(errors)) }
}

/// The readable lines and the errors of the others (at most twenty).
#[must_use]
pub fn parse_all(text: &str, file: &str, themes: &ThemeSet) -> (Vec<Labelled>, Vec<Error>) {
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    for (n, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        if line.trim().is_empty() || errors.len() == MOST_ERRORS {
            continue;
        }
        match parse_line(line, Place::line(file, n + 1), themes) {
            Ok(row) => rows.push(row),
            Err(e) => errors.push(e),
        }
    }
    (rows, errors)
}

fn parse_line(line: &str, place: Place, themes: &ThemeSet) -> Result<Labelled> {
    let line: Line<'_> = serde_json::from_str(line).map_err(|e| {
        let remedy = "a line is {\"id\": \"…\", \"statement\": \"…\", \"text\": \"…\", \"themes\": [\"…\"]}";
        Error::input(place.clone(), format!("unreadable: {e}"), remedy)
    })?;
    if line.text.trim().is_empty() || line.id.trim().is_empty() {
        return Err(Error::input(place, "an empty id or text", "fill it in or remove the line"));
    }
    let of_paragraph = indices(&line.themes, &place, themes)?;
    let of_sentences = line.sentences.as_ref().map(|lists| {
        let lists = lists.iter().map(|ids| indices(ids, &place, themes)).collect::<Result<Vec<_>>>()?;
        fitting(lists, &line.text, &of_paragraph, &place, themes)
    });
    Ok(Labelled {
        statement: line.statement.unwrap_or_else(|| line.id.clone()).into_owned(),
        id: line.id.into_owned(),
        text: line.text.into_owned(),
        themes: of_paragraph,
        sentences: of_sentences.transpose()?,
        basis: line.basis.map(Cow::into_owned),
        date: line.date.map(Cow::into_owned),
        place,
    })
}

/// The indices of theme ids, ascending, without repeats.
fn indices(ids: &[Cow<'_, str>], place: &Place, themes: &ThemeSet) -> Result<Vec<usize>> {
    let index = |id: &Cow<'_, str>| {
        let unknown = || Error::input(place.clone(), format!("theme `{id}` is unknown"), themes.remedy(id));
        themes.index(id).ok_or_else(unknown)
    };
    let mut indices = ids.iter().map(index).collect::<Result<Vec<_>>>()?;
    indices.sort_unstable();
    indices.dedup();
    Ok(indices)
}

/// The themes of the sentences, if there is a list for each sentence and each theme is one of the paragraph's.
fn fitting(
    lists: Vec<Vec<usize>>,
    text: &str,
    of_paragraph: &[usize],
    place: &Place,
    themes: &ThemeSet,
) -> Result<Vec<Vec<usize>>> {
    let number = segment::sentences(text).len();
    if lists.len() != number {
        let problem = format!("`sentences` has {} lists, but the text has {number} sentences", lists.len());
        let remedy = "give each sentence a list; `gongbao tag --unit sentence` shows where they are cut";
        return Err(Error::input(place.clone(), problem, remedy));
    }
    let strange = |list: &Vec<usize>| list.iter().copied().find(|theme| !of_paragraph.contains(theme));
    match lists.iter().enumerate().find_map(|(n, list)| Some((n + 1, strange(list)?))) {
        Some((n, theme)) => {
            let problem =
                format!("sentence {n} carries `{}`, which is none of its paragraph's themes", themes.id(theme));
            Err(Error::input(place.clone(), problem, "add it to `themes`, or take it out of the sentence"))
        }
        None => Ok(lists),
    }
}

/// Reads files of labelled text, or all `.jsonl` files below a folder, in the order of their names.
///
/// # Errors
/// A file that cannot be read, what [`parse`] refuses, an id that stands twice, and no paragraph at all.
pub fn read(paths: &[PathBuf], themes: &ThemeSet) -> Result<Vec<Labelled>> {
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    for file in files(paths)? {
        let (more, bad) = parse_all(&read_text(&file)?, &file.display().to_string(), themes);
        rows.extend(more);
        errors.extend(bad);
    }
    errors.extend(repeated_ids(&rows));
    if !errors.is_empty() {
        errors.truncate(MOST_ERRORS);
        return Err(Error::all(errors));
    }
    if rows.is_empty() {
        let names = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(Error::input(Place::file(names), "no labelled paragraph in it", "name JSONL files with labels"));
    }
    Ok(rows)
}

/// Reads a whole text file.
///
/// # Errors
/// A file that cannot be opened or is not UTF-8.
pub fn read_text(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|source| Error::Read { path: file.display().to_string(), source })
}

/// The files named, and the `.jsonl` files below the folders named, sorted.
///
/// # Errors
/// A folder that cannot be listed or a path that is not there.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut below = Vec::new();
            walk(path, &mut below)?;
            below.sort();
            found.extend(below);
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |source| Error::Read { path: folder.display().to_string(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "jsonl") {
            found.push(path);
        }
    }
    Ok(())
}

fn repeated_ids(rows: &[Labelled]) -> Vec<Error> {
    let mut seen: FxHashMap<&str, &Place> = FxHashMap::default();
    let mut errors = Vec::new();
    for row in rows {
        if let Some(first) = seen.insert(&row.id, &row.place) {
            let problem = format!("id `{}` stands at {first} already", row.id);
            errors.push(Error::input(row.place.clone(), problem, "give every paragraph an id of its own"));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes() -> ThemeSet {
        ThemeSet::parse("[[theme]]\nid=\"arctic\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\n", "t").unwrap()
    }

    #[test]
    fn a_line_gives_a_paragraph_with_its_place() {
        let text = "\n{\"id\":\"a\",\"text\":\"北极\",\"themes\":[\"arctic\",\"arctic\"],\"more\":1}\n";
        let rows = parse(text, "x.jsonl", &themes()).unwrap();
        assert_eq!(rows[0].themes, [0]);
        assert_eq!(rows[0].statement, "a");
        assert_eq!(rows[0].place, Place::line("x.jsonl", 2));
    }

    #[test]
    fn every_bad_line_is_reported() {
        let text = "{\"id\":\"a\"}\n{\"id\":\"b\",\"text\":\"x\",\"themes\":[\"artic\"]}\n{\"id\":\"c\",\"text\":\" \",\"themes\":[]}";
        let message = parse(text, "x.jsonl", &themes()).unwrap_err().to_string();
        assert!(message.contains("x.jsonl:1: unreadable: missing field `text`"), "{message}");
        assert!(message.contains("x.jsonl:2: theme `artic` is unknown; did you mean `arctic`"), "{message}");
        assert!(message.contains("x.jsonl:3: an empty id or text"), "{message}");
    }

    #[test]
    fn sentences_carry_themes_of_their_paragraph_and_are_all_there() {
        let parsed = |sentences: &str, themes_of_line: &str| {
            let line = format!(
                "{{\"id\":\"a\",\"text\":\"北极。甲。\",\"themes\":{themes_of_line},\"sentences\":{sentences}}}"
            );
            parse(&line, "x.jsonl", &themes())
        };
        assert_eq!(parsed("[[\"arctic\"],[]]", "[\"arctic\"]").unwrap()[0].sentences, Some(vec![vec![0], vec![]]));
        let refusal = |sentences: &str, of_line: &str| parsed(sentences, of_line).unwrap_err().to_string();
        assert!(
            refusal("[[]]", "[]").starts_with("x.jsonl:1: `sentences` has 1 lists, but the text has 2 sentences; give")
        );
        assert!(refusal("[[\"artic\"],[]]", "[]").contains("`artic` is unknown; did you mean `arctic`"));
        let strange = refusal("[[],[\"arctic\"]]", "[]");
        assert!(strange.contains("sentence 2 carries `arctic`, which is none of its paragraph's themes"), "{strange}");
    }

    #[test]
    fn repeated_ids_name_both_places() {
        let line = "{\"id\":\"a\",\"text\":\"x\",\"themes\":[]}";
        let rows = parse(&format!("{line}\n{line}"), "x.jsonl", &themes()).unwrap();
        let errors = repeated_ids(&rows);
        assert_eq!(errors.len(), 1);
        assert!(errors[0].to_string().starts_with("x.jsonl:2: id `a` stands at x.jsonl:1 already"));
    }
}
