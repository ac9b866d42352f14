//! Each theme's hand-written words, found in normalised text.
//!
//! Four lists a theme ([`Level`]); every list becomes one feature, which the regression weighs like any other. Within a
//! theme matches do not overlap and the longest wins, so that a longer *cited* phrase swallows the strong word inside
//! it (`在金砖国家` against `金砖国家`). An entry may hold one gap: `甲…乙` is 甲 followed by 乙 in the same sentence, at most
//! [`GAP`] characters later. One pass over the text finds the words of all themes.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::document::Span;
use crate::error::{Error, Place, Result};
use crate::normalise::normalise;
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

/// What a pattern of the automaton stands for.
#[derive(Debug, Clone, Copy)]
enum Role {
    Whole { theme: u16, level: Level },
    First { gap: u32 },
    Second { gap: u32 },
}

/// The theme words of a theme set, ready to be searched.
pub struct Lexicon {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// What each pattern stands for; several lists may share a word.
    roles: Vec<Vec<Role>>,
    /// Theme and level of each gapped entry.
    gaps: Vec<(u16, Level)>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("patterns", &self.roles.len())
            .field("gaps", &self.gaps.len())
            .finish_non_exhaustive()
    }
}

impl Lexicon {
    /// Builds the search from the themes' lists; `file` names them in messages.
    ///
    /// # Errors
    /// An empty entry, an entry with two gaps or with a gap at its end.
    pub fn new(themes: &ThemeSet, file: &str) -> Result<Self> {
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
        Ok(patterns.build())
    }

    /// Every find in a normalised text, theme by theme, in the order of the text within a theme.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut hits = Vec::new();
        let mut firsts: FxHashMap<u32, Span> = FxHashMap::default();
        for found in automaton.find_overlapping_iter(text) {
            let span = Span::new(found.start(), found.end());
            for role in &self.roles[found.value() as usize] {
                match *role {
                    Role::Whole { theme, level } => hits.push(Hit { theme, level, span }),
                    Role::First { gap } => {
                        firsts.insert(gap, span);
                    }
                    Role::Second { gap } => hits.extend(self.closed_gap(text, &firsts, gap, span)),
                }
            }
        }
        longest_first(hits)
    }

    fn closed_gap(&self, text: &str, firsts: &FxHashMap<u32, Span>, gap: u32, second: Span) -> Option<Hit> {
        let first = firsts.get(&gap).filter(|first| first.end <= second.start)?;
        let between = &text[first.end..second.start];
        if between.contains(['。', '!', '?', ';']) || between.chars().count() > GAP {
            return None;
        }
        let (theme, level) = self.gaps[gap as usize];
        Some(Hit { theme, level, span: Span::new(first.start, second.end) })
    }
}

/// Keeps, within each theme, the leftmost and then longest of overlapping finds.
fn longest_first(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by_key(|h| (h.theme, h.span.start, usize::MAX - h.span.end, h.level));
    let mut last: Option<Hit> = None;
    hits.retain(|hit| {
        let free = last.is_none_or(|kept| kept.theme != hit.theme || kept.span.end <= hit.span.start);
        if free {
            last = Some(*hit);
        }
        free
    });
    hits
}

/// The distinct strings of all lists, with what each stands for.
#[derive(Default)]
struct Patterns {
    ids: FxHashMap<String, usize>,
    roles: Vec<Vec<Role>>,
    gaps: Vec<(u16, Level)>,
}

impl Patterns {
    fn add(&mut self, theme: u16, level: Level, entry: &str) -> Result<(), &'static str> {
        let parts: Vec<String> = entry.split('…').map(|part| normalise(part.trim()).into_owned()).collect();
        if parts.iter().any(String::is_empty) {
            return Err("is empty or has an empty part");
        }
        match parts.as_slice() {
            [whole] => self.role(whole, Role::Whole { theme, level }),
            [first, second] => {
                let gap = self.gaps.len() as u32;
                self.gaps.push((theme, level));
                self.role(first, Role::First { gap });
                self.role(second, Role::Second { gap });
            }
            _ => return Err("has more than one gap"),
        }
        Ok(())
    }

    fn role(&mut self, pattern: &str, role: Role) {
        let next = self.roles.len();
        let id = *self.ids.entry(pattern.to_owned()).or_insert(next);
        if id == next {
            self.roles.push(Vec::new());
        }
        self.roles[id].push(role);
    }

    fn build(self) -> Lexicon {
        let patterns = self.ids.iter().map(|(pattern, &id)| (pattern.as_str(), id as u32));
        // The builder refuses only an empty set and duplicates; the map holds no duplicates.
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(patterns).ok();
        Lexicon { automaton, roles: self.roles, gaps: self.gaps }
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
        lexicon.hits(&normal).into_iter().map(|h| (h.level, h.span.of(&normal).to_owned())).collect()
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
