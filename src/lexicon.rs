//! Each theme's hand-written words, found in normalised text.
//!
//! Four lists a theme ([`Level`]); every list becomes one feature, which the regression weighs like any other. Within a
//! theme matches do not overlap and the longest wins, so that a longer *cited* phrase swallows the strong word inside
//! it (`在金砖国家` against `金砖国家`). An entry may hold one gap: `甲…乙` is 甲 followed by 乙 in the same sentence, at most
//! [`GAP`] characters later. One pass over the text finds the words of all themes.

use std::borrow::Cow;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use crate::document::Span;
use crate::error::{Error, Place, Result};
use crate::normalise::normalise;
use crate::search::Search;
use crate::theme::{Theme, ThemeSet};

/// The most characters between the two parts of a gapped entry.
pub const GAP: usize = 24;

/// What a list of words says of its theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nearly settles it.
    Strong,
    /// Raises it.
    Weak,
    /// Speaks of it without its name.
    Unnamed,
    /// Its word is there, but it is not the subject.
    Cited,
}

impl Level {
    /// All four, in the order of the features.
    pub const ALL: [Self; 4] = [Self::Strong, Self::Weak, Self::Unnamed, Self::Cited];

    /// The name that `themes.toml` uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Weak => "weak",
            Self::Unnamed => "unnamed",
            Self::Cited => "cited",
        }
    }

    fn list(self, theme: &Theme) -> &[String] {
        match self {
            Self::Strong => &theme.strong,
            Self::Weak => &theme.weak,
            Self::Unnamed => &theme.unnamed,
            Self::Cited => &theme.cited,
        }
    }
}

/// One find: which theme's list, and where in the normalised text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the theme.
    pub theme: u16,
    /// Which of its lists.
    pub level: Level,
    /// Where, in bytes of the normalised text.
    pub span: Span,
}

/// What a string of the search stands for.
#[derive(Debug, Clone, Copy)]
enum Role {
    Run { term: u32 },
    Whole { theme: u16, level: Level },
    First { gap: u32 },
    Second { gap: u32 },
}

/// The theme words of a theme set, ready to be searched.
#[derive(Debug)]
pub struct Lexicon {
    search: Search,
    /// What each string stands for, all one after another; several lists may share a word.
    roles: Vec<Role>,
    /// Where the roles of each string start; one more entry than strings.
    starts: Vec<u32>,
    /// Theme and level of each gapped entry.
    gaps: Vec<(u16, Level)>,
}

impl Lexicon {
    /// Builds the search from the themes' lists; `file` names them in messages.
    ///
    /// # Errors
    /// An empty entry, an entry with two gaps or with a gap at its end.
    pub fn new(themes: &ThemeSet, file: &str) -> Result<Self> {
        Self::with_runs(themes, file, std::iter::empty())
    }

    /// The same, which also finds runs of characters, each given with the term that it is: they are looked for in the
    /// pass over the text that the theme words need anyway.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_runs<'a>(themes: &'a ThemeSet, file: &str, runs: impl Iterator<Item = (&'a str, u32)>) -> Result<Self> {
        let mut patterns = Patterns::default();
        for (index, theme) in themes.themes.iter().enumerate() {
            for level in Level::ALL {
                for entry in level.list(theme) {
                    patterns.add(index as u16, level, entry).map_err(|why| {
                        let problem = format!("theme `{}`, {}: entry `{entry}` {why}", theme.id, level.name());
                        Error::input(Place::file(file), problem, "mend or remove the entry")
                    })?;
                }
            }
        }
        runs.for_each(|(run, term)| patterns.string(Cow::Borrowed(run), Role::Run { term }));
        Ok(patterns.build())
    }

    /// Every theme word in a normalised text, theme by theme, in the order of the text within a theme; written over
    /// `finds`, whose room is used again from text to text. Runs of characters go to `run` as they are found.
    pub fn hits<'f>(&self, text: &str, finds: &'f mut Finds, mut run: impl FnMut(u32, Span)) -> &'f [Hit] {
        finds.clear();
        self.search.each(text, |string, span| {
            let roles = self.starts[string as usize] as usize..self.starts[string as usize + 1] as usize;
            for role in &self.roles[roles] {
                match *role {
                    Role::Run { term } => run(term, span),
                    Role::Whole { theme, level } => finds.hits.push(Hit { theme, level, span }),
                    Role::First { gap } => finds.firsts.push((gap, span)),
                    Role::Second { gap } => finds.seconds.push((gap, span)),
                }
            }
        });
        finds.firsts.sort_unstable_by_key(|&(gap, first)| (gap, first.end));
        for &(gap, second) in &finds.seconds {
            finds.hits.extend(self.closed_gap(text, &finds.firsts, gap, second));
        }
        longest_first(&mut finds.hits);
        &finds.hits
    }

    /// The gapped entry that ends with `second`, if its first part stands closely enough before. `firsts` are ordered by
    /// gap and end, so that a text full of first and second parts costs no more than another.
    fn closed_gap(&self, text: &str, firsts: &[(u32, Span)], gap: u32, second: Span) -> Option<Hit> {
        let before = firsts.partition_point(|(g, first)| (*g, first.end) <= (gap, second.start));
        let (_, first) = *firsts[..before].last().filter(|(g, _)| *g == gap)?;
        let between = &text[first.end..second.start];
        let far = between.len() > GAP * char::MAX.len_utf8();
        if far || between.contains(['。', '!', '?', ';']) || between.chars().count() > GAP {
            return None;
        }
        let (theme, level) = self.gaps[gap as usize];
        Some(Hit { theme, level, span: Span::new(first.start, second.end) })
    }
}

/// Room for what is found in one text.
#[derive(Debug, Default)]
pub struct Finds {
    hits: Vec<Hit>,
    firsts: Vec<(u32, Span)>,
    seconds: Vec<(u32, Span)>,
}

impl Finds {
    fn clear(&mut self) {
        self.hits.clear();
        self.firsts.clear();
        self.seconds.clear();
    }
}

/// Keeps, within each theme, the leftmost and then longest of overlapping finds.
fn longest_first(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|h| (h.theme, h.span.start, usize::MAX - h.span.end, h.level));
    let mut last: Option<Hit> = None;
    hits.retain(|hit| {
        let free = last.is_none_or(|kept| kept.theme != hit.theme || kept.span.end <= hit.span.start);
        if free {
            last = Some(*hit);
        }
        free
    });
}

/// The distinct strings of all lists, and what each stands for.
#[derive(Default)]
struct Patterns<'a> {
    strings: IndexSet<Cow<'a, str>, FxBuildHasher>,
    /// With the position of the string that has the role.
    roles: Vec<(usize, Role)>,
    gaps: Vec<(u16, Level)>,
}

impl<'a> Patterns<'a> {
    fn add(&mut self, theme: u16, level: Level, entry: &'a str) -> Result<(), &'static str> {
        let Some((first, second)) = entry.split_once('…') else {
            return self.role(entry, Role::Whole { theme, level });
        };
        if second.contains('…') {
            return Err("has more than one gap");
        }
        let gap = self.gaps.len() as u32;
        self.gaps.push((theme, level));
        self.role(first, Role::First { gap })?;
        self.role(second, Role::Second { gap })
    }

    fn role(&mut self, part: &'a str, role: Role) -> Result<(), &'static str> {
        let string = normalise(part.trim());
        if string.is_empty() {
            return Err("is empty or has an empty part");
        }
        self.string(string, role);
        Ok(())
    }

    fn string(&mut self, string: Cow<'a, str>, role: Role) {
        let (string, _) = self.strings.insert_full(string);
        self.roles.push((string, role));
    }

    fn build(mut self) -> Lexicon {
        let search = Search::new(self.strings.iter().map(|string| &**string));
        // Stable: the roles of one string stay in the order of the lists.
        self.roles.sort_by_key(|(string, _)| *string);
        let starts = (0..=self.strings.len()).map(|n| self.roles.partition_point(|(string, _)| *string < n) as u32);
        Lexicon {
            search,
            starts: starts.collect(),
            roles: self.roles.into_iter().map(|(_, role)| role).collect(),
            gaps: self.gaps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(lists: &str) -> Lexicon {
        let text = format!(
            "[[theme]]\nid = \"brics\"\nzh = \"金砖\"\nen = \"BRICS\"\nsection = \"s\"\ndefinition = \"d\"\n{lists}\n"
        );
        Lexicon::new(&ThemeSet::parse(&text, "t").unwrap(), "t").unwrap()
    }

    fn found(lexicon: &Lexicon, text: &str) -> Vec<(Level, String)> {
        let normal = normalise(text);
        let mut finds = Finds::default();
        lexicon.hits(&normal, &mut finds, |_, _| {}).iter().map(|h| (h.level, h.span.of(&normal).to_owned())).collect()
    }

    #[test]
    fn the_longer_cited_phrase_swallows_the_strong_word() {
        let lexicon = lexicon("strong = [\"金砖国家\"]\ncited = [\"联合国、金砖国家\"]");
        assert_eq!(found(&lexicon, "在联合国、金砖国家框架内"), [(Level::Cited, "联合国、金砖国家".into())]);
        assert_eq!(found(&lexicon, "金磚國家擴員"), [(Level::Strong, "金砖国家".into())]);
    }

    #[test]
    fn a_gap_stays_inside_a_sentence() {
        let lexicon = lexicon("unnamed = [\"新兴市场国家…机制\"]");
        assert_eq!(found(&lexicon, "新兴市场国家合作机制").len(), 1);
        assert!(found(&lexicon, "新兴市场国家。合作机制").is_empty());
        assert!(found(&lexicon, "机制属于新兴市场国家").is_empty());
    }

    #[test]
    fn a_bad_entry_names_theme_and_list() {
        let text = "[[theme]]\nid=\"a\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nweak=[\"甲…\"]\n";
        let error = Lexicon::new(&ThemeSet::parse(text, "t").unwrap(), "themes.toml").unwrap_err().to_string();
        assert!(error.contains("theme `a`, weak: entry `甲…`"), "{error}");
    }
}
