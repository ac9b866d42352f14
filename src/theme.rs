//! The themes: what they are called, what they mean and the words that point to them, read from `themes.toml`.
//!
//! How a theme is recognised is not decided here; [`crate::lexicon`] turns the word lists into features and
//! [`crate::train`] learns what they weigh.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Result};
use crate::likeness::nearest;

/// One theme, as `themes.toml` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The stable id that labels use: `south-china-sea`.
    pub id: String,
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: String,
    /// The part of the study that it belongs to.
    pub section: String,
    /// What it is about, in a sentence or two.
    pub definition: String,
    /// Boundary notes: what counts.
    #[serde(default)]
    pub include: Vec<String>,
    /// Boundary notes: what does not.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Words for the keyword baseline: a paragraph with any of them is labelled.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Lexicon: words that nearly settle the theme.
    #[serde(default)]
    pub strong: Vec<String>,
    /// Lexicon: words that raise it.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Lexicon: ways to speak of the theme without its name.
    #[serde(default)]
    pub unnamed: Vec<String>,
    /// Lexicon: phrases in which its word occurs but it is not the subject.
    #[serde(default)]
    pub cited: Vec<String>,
}

/// All themes, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeSet {
    /// The themes.
    #[serde(rename = "theme")]
    pub themes: Vec<Theme>,
}

impl ThemeSet {
    /// Reads `themes.toml`; `file` names it in messages.
    ///
    /// # Errors
    /// Text that is not such a file, an id that is empty or stands twice, an empty set.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let set: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let place = Place { file: file.to_owned(), line };
            Error::input(place, e.message().to_owned(), "mend the line; training/README.md describes the fields")
        })?;
        set.checked(file)
    }

    fn checked(self, file: &str) -> Result<Self> {
        if self.themes.is_empty() {
            return Err(Error::input(Place::file(file), "no theme in it", "add at least one [[theme]]"));
        }
        let mut seen = FxHashSet::default();
        for theme in &self.themes {
            if theme.id.trim().is_empty() || !seen.insert(theme.id.as_str()) {
                let problem = format!("theme id `{}` is empty or stands twice", theme.id);
                return Err(Error::input(Place::file(file), problem, "give every [[theme]] an id of its own"));
            }
        }
        Ok(self)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.themes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.themes.is_empty()
    }

    /// The index of a theme by its id.
    #[must_use]
    pub fn index(&self, id: &str) -> Option<usize> {
        self.themes.iter().position(|theme| theme.id == id)
    }

    /// The id at an index.
    #[must_use]
    pub fn id(&self, index: usize) -> &str {
        &self.themes[index].id
    }

    /// The ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.themes.iter().map(|theme| theme.id.as_str())
    }

    /// The known id nearest to an unknown one, for "did you mean".
    #[must_use]
    pub fn nearest(&self, unknown: &str) -> Option<&str> {
        nearest(self.ids(), unknown)
    }

    /// What to do about an unknown id.
    #[must_use]
    pub fn remedy(&self, unknown: &str) -> String {
        match self.nearest(unknown) {
            Some(id) => format!("did you mean `{id}`"),
            None => "`gongbao themes` lists the ids".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str =
        "[[theme]]\nid = \"arctic\"\nzh = \"北极\"\nen = \"Arctic\"\nsection = \"c\"\ndefinition = \"d\"\n";

    #[test]
    fn a_theme_is_found_by_id_and_by_a_near_miss() {
        let set = ThemeSet::parse(ONE, "themes.toml").unwrap();
        assert_eq!(set.index("arctic"), Some(0));
        assert_eq!(set.remedy("artic"), "did you mean `arctic`");
        assert_eq!(set.remedy("xyz"), "`gongbao themes` lists the ids");
    }

    #[test]
    fn mistakes_name_the_line() {
        let unknown = format!("{ONE}colour = 1\n");
        let error = ThemeSet::parse(&unknown, "themes.toml").unwrap_err().to_string();
        assert!(error.starts_with("themes.toml:7: unknown field"), "{error}");
        assert!(ThemeSet::parse(&format!("{ONE}{ONE}"), "t").unwrap_err().to_string().contains("stands twice"));
        assert!(ThemeSet::parse("theme = []", "t").unwrap_err().to_string().contains("no theme"));
    }
}
