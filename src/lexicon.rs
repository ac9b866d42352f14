//! Each theme's hand-written words, found in normalised text.
//!
//! Four lists a theme ([`Level`]); every list becomes one feature, which the regression weighs like any other. Within a
//! theme matches do not overlap and the longest wins, so that a longer *cited* phrase swallows the strong word inside
//! it (`在金砖国家` against `金砖国家`). An entry may hold one gap: `甲…乙` is 甲 followed by 乙 in the same sentence, at most
//! [`GAP`] characters later. Finding strings in a text is not done here: [`Lexicon::new`] says which ones to look for, and
//! what is found comes back as [`Part`]s.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Result};
use crate::normalise::{Character, normalise};
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
    /// Where it begins, in characters of the normalised text.
    pub start: u32,
    /// The character after it.
    pub end: u32,
}

impl Hit {
    /// Orders by theme and place, the longer one first.
    fn key(&self) -> u128 {
        let place = u64::from(self.start) << 32 | u64::from(!self.end);
        u128::from(self.theme) << 80 | u128::from(place) << 16 | u128::from(self.level as u16)
    }
}

/// What a string to look for is of a theme's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An entry by itself.
    Whole {
        /// Index of the theme.
        theme: u16,
        /// Which of its lists.
        level: Level,
    },
    /// What stands before the gap of the gapped entry of this number.
    First(u32),
    /// What stands after it.
    Second(u32),
}

/// What must be known of theme words beside their strings.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Theme and level of each gapped entry.
    gaps: Vec<(u16, Level)>,
}

impl Lexicon {
    /// Reads the themes' lists; gives each string to look for, in normal form, to `part`, several times where several
    /// entries share it. `file` names the themes in messages.
    ///
    /// # Errors
    /// An empty entry, an entry with two gaps or with a gap at its end.
    pub fn new<'t>(themes: &'t ThemeSet, file: &str, mut part: impl FnMut(Cow<'t, str>, Part)) -> Result<Self> {
        let mut lexicon = Self::default();
        for (index, theme) in themes.themes.iter().enumerate() {
            for level in Level::ALL {
                for entry in level.list(theme) {
                    lexicon.add(index as u16, level, entry, &mut part).map_err(|why| {
                        let problem = format!("theme `{}`, {}: entry `{entry}` {why}", theme.id, level.name());
                        Error::input(Place::file(file), problem, "mend or remove the entry")
                    })?;
                }
            }
        }
        Ok(lexicon)
    }

    fn add<'t>(
        &mut self,
        theme: u16,
        level: Level,
        entry: &'t str,
        part: &mut impl FnMut(Cow<'t, str>, Part),
    ) -> Result<(), &'static str> {
        let Some((first, second)) = entry.split_once('…') else {
            return give(entry, Part::Whole { theme, level }, part);
        };
        if second.contains('…') {
            return Err("has more than one gap");
        }
        let gap = self.gaps.len() as u32;
        self.gaps.push((theme, level));
        give(first, Part::First(gap), part)?;
        give(second, Part::Second(gap), part)
    }

    /// Every theme word whose parts are in `finds`, theme by theme, in the order of the text within a theme. `chars` are the
    /// characters among which they were found. Once for each text: gapped entries are added to the finds.
    pub fn hits<'f>(&self, chars: &[Character], finds: &'f mut Finds) -> &'f [Hit] {
        finds.firsts.sort_unstable_by_key(|&(gap, first)| (gap, first.1));
        for &(gap, second) in &finds.seconds {
            finds.hits.extend(self.closed_gap(chars, &finds.firsts, gap, second));
        }
        longest_first(&mut finds.hits);
        &finds.hits
    }

    /// The gapped entry that ends with `second`, if its first part stands closely enough before. `firsts` are ordered by
    /// gap and end, so that a text full of first and second parts costs no more than another.
    fn closed_gap(
        &self,
        chars: &[Character],
        firsts: &[(u32, (u32, u32))],
        gap: u32,
        (start, end): (u32, u32),
    ) -> Option<Hit> {
        let before = firsts.partition_point(|(g, first)| (*g, first.1) <= (gap, start));
        let (_, first) = *firsts[..before].last().filter(|(g, _)| *g == gap)?;
        let between = &chars[first.1 as usize..start as usize];
        if between.len() > GAP || between.iter().any(|c| matches!(c.1, '。' | '!' | '?' | ';')) {
            return None;
        }
        let (theme, level) = self.gaps[gap as usize];
        Some(Hit { theme, level, start: first.0, end })
    }
}

fn give<'t>(string: &'t str, as_part: Part, part: &mut impl FnMut(Cow<'t, str>, Part)) -> Result<(), &'static str> {
    let string = normalise(string.trim());
    if string.is_empty() {
        return Err("is empty or has an empty part");
    }
    part(string, as_part);
    Ok(())
}

/// What is found in one text; its room is used again from text to text.
#[derive(Debug, Default)]
pub struct Finds {
    hits: Vec<Hit>,
    /// The gap of each and the characters that it covers.
    firsts: Vec<(u32, (u32, u32))>,
    seconds: Vec<(u32, (u32, u32))>,
}

impl Finds {
    /// Forgets the text before.
    pub fn clear(&mut self) {
        self.hits.clear();
        self.firsts.clear();
        self.seconds.clear();
    }

    /// Adds a find, by the characters that it covers.
    pub fn add(&mut self, part: Part, start: usize, end: usize) {
        let (start, end) = (start as u32, end as u32);
        match part {
            Part::Whole { theme, level } => self.hits.push(Hit { theme, level, start, end }),
            Part::First(gap) => self.firsts.push((gap, (start, end))),
            Part::Second(gap) => self.seconds.push((gap, (start, end))),
        }
    }
}

/// Keeps, within each theme, the leftmost and then longest of overlapping finds.
fn longest_first(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(Hit::key);
    let mut last: Option<Hit> = None;
    hits.retain(|hit| {
        let free = last.is_none_or(|kept| kept.theme != hit.theme || kept.end <= hit.start);
        if free {
            last = Some(*hit);
        }
        free
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::normalise::read;
    use crate::search::Search;

    fn found(lists: &str, text: &str) -> Vec<(Level, String)> {
        let themes = format!(
            "[[theme]]\nid = \"brics\"\nzh = \"金砖\"\nen = \"BRICS\"\nsection = \"s\"\ndefinition = \"d\"\n{lists}\n"
        );
        let themes = ThemeSet::parse(&themes, "t").unwrap();
        let (mut parts, mut finds) = (Vec::new(), Finds::default());
        let lexicon = Lexicon::new(&themes, "t", |string, part| parts.push((string, part))).unwrap();
        let mut chars = Vec::new();
        read(text, &mut chars);
        chars.pop();
        for (string, part) in &parts {
            let search = Search::new([&**string].into_iter());
            (0..chars.len()).for_each(|start| search.at(&chars, start, |_, end| finds.add(*part, start, end)));
        }
        let text = |hit: &Hit| chars[hit.start as usize..hit.end as usize].iter().map(|c| c.1).collect();
        lexicon.hits(&chars, &mut finds).iter().map(|hit| (hit.level, text(hit))).collect()
    }

    #[test]
    fn the_longer_cited_phrase_swallows_the_strong_word() {
        let lists = "strong = [\"金砖国家\"]\ncited = [\"联合国、金砖国家\"]";
        assert_eq!(found(lists, "在联合国、金砖国家框架内"), [(Level::Cited, "联合国、金砖国家".into())]);
        assert_eq!(found(lists, "金磚國家擴員"), [(Level::Strong, "金砖国家".into())]);
    }

    #[test]
    fn a_gap_stays_inside_a_sentence() {
        let lists = "unnamed = [\"新兴市场国家…机制\"]";
        assert_eq!(found(lists, "新兴市场国家合作机制").len(), 1);
        assert!(found(lists, "新兴市场国家。合作机制").is_empty());
        assert!(found(lists, "机制属于新兴市场国家").is_empty());
    }

    #[test]
    fn a_bad_entry_names_theme_and_list() {
        let text = "[[theme]]\nid=\"a\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nweak=[\"甲…\"]\n";
        let error =
            Lexicon::new(&ThemeSet::parse(text, "t").unwrap(), "themes.toml", |_, _| ()).unwrap_err().to_string();
        assert!(error.contains("theme `a`, weak: entry `甲…`"), "{error}");
    }
}
