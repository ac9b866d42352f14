//! What a tagged statement is about as a whole: the room of every theme, and how much of it a person should look at.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::document::Span;
use crate::tagged::TaggedStatement;
use crate::theme::ThemeSet;

/// The figures of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Everything there is.
    pub all: Room,
    /// Paragraphs with labels of which none needs a second look, and without near misses.
    pub tagged: usize,
    /// Paragraphs with a label or near miss that a person should look at.
    pub review: usize,
    /// Paragraphs without labels and near misses.
    pub none: usize,
    /// Paragraphs that were not judged, too short or not Chinese.
    pub unjudged: usize,
    /// Every theme that labels a paragraph, the widest first.
    pub themes: Vec<ThemeRoom>,
}

/// An amount of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// Paragraphs.
    pub paragraphs: usize,
    /// Sentences; of a theme, those that carry it.
    pub sentences: usize,
    /// Characters of these sentences, white space left out.
    pub characters: usize,
}

/// The room of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeRoom {
    /// Index of the theme.
    pub theme: usize,
    /// How much text carries it.
    pub room: Room,
    /// Paragraphs where the label needs a second look.
    pub unsure: usize,
    /// The indices of its paragraphs.
    pub places: Vec<usize>,
}

impl Summary {
    /// Counts a statement.
    #[must_use]
    pub fn of(statement: &TaggedStatement) -> Self {
        let mut summary = Self::default();
        for place in 0..statement.paragraphs.len() {
            summary.take_in(statement, place);
        }
        let widest_first = |t: &ThemeRoom| (t.room.paragraphs, t.room.sentences, t.room.characters);
        summary.themes.sort_by(|a, b| widest_first(b).cmp(&widest_first(a)).then(a.theme.cmp(&b.theme)));
        summary
    }

    fn take_in(&mut self, statement: &TaggedStatement, place: usize) {
        let (paragraph, tagged) = (&statement.document.paragraphs[place], &statement.paragraphs[place]);
        let text = &statement.document.text;
        self.all.add(text, &paragraph.sentences, 0..paragraph.sentences.len());
        *match (tagged.unjudged, tagged.review().next(), tagged.assigned().next()) {
            (Some(_), ..) => &mut self.unjudged,
            (None, Some(_), _) => &mut self.review,
            (None, None, Some(_)) => &mut self.tagged,
            (None, None, None) => &mut self.none,
        } += 1;
        for (k, judgement) in tagged.judgements.iter().enumerate().filter(|(_, judgement)| judgement.assigned) {
            let theme = self.theme(judgement.theme);
            let carrying = tagged.sentences.get(k).into_iter().flatten().copied();
            theme.room.add(text, &paragraph.sentences, carrying);
            theme.unsure += usize::from(judgement.review);
            theme.places.push(place);
        }
    }

    fn theme(&mut self, theme: usize) -> &mut ThemeRoom {
        let at = self.themes.iter().position(|t| t.theme == theme).unwrap_or_else(|| {
            self.themes.push(ThemeRoom { theme, ..ThemeRoom::default() });
            self.themes.len() - 1
        });
        &mut self.themes[at]
    }

    /// The summary as data formats give it, with the ids of `themes`.
    #[must_use]
    pub fn with_ids<'a>(&'a self, themes: &'a ThemeSet) -> impl Serialize + 'a {
        WithIds { summary: self, themes }
    }
}

impl Room {
    /// Adds a paragraph of which these sentences count.
    fn add(&mut self, text: &str, sentences: &[Span], counted: impl IntoIterator<Item = usize>) {
        self.paragraphs += 1;
        for sentence in counted.into_iter().filter_map(|index| sentences.get(index)) {
            self.sentences += 1;
            self.characters += sentence.of(text).chars().filter(|c| !c.is_whitespace()).count();
        }
    }
}

/// A part of a whole as a percentage; 0 of nothing.
#[must_use]
pub fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

struct WithIds<'a> {
    summary: &'a Summary,
    themes: &'a ThemeSet,
}

struct ThemesWithIds<'a>(&'a WithIds<'a>);

#[derive(serde::Serialize)]
struct ThemeEntry {
    paragraphs: usize,
    review: usize,
    sentences: usize,
    characters: usize,
}

impl Serialize for WithIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Summary { all, tagged, review, none, unjudged, .. } = *self.summary;
        let mut map = serializer.serialize_map(None)?;
        let figures = [("paragraphs", all.paragraphs), ("sentences", all.sentences), ("characters", all.characters)];
        let shares = [("tagged", tagged), ("review", review), ("none", none), ("unjudged", unjudged)];
        for (name, figure) in figures.into_iter().chain(shares) {
            map.serialize_entry(name, &figure)?;
        }
        map.serialize_entry("themes", &ThemesWithIds(self))?;
        map.end()
    }
}

impl Serialize for ThemesWithIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.summary.themes.iter().map(|t| {
            let Room { paragraphs, sentences, characters } = t.room;
            (self.0.themes.id(t.theme), ThemeEntry { paragraphs, review: t.unsure, sentences, characters })
        }))
    }
}
