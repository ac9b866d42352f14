//! A word where it stands: keyword in context, with its paragraph and the paragraph's themes.

use crate::analyse::series::{Reference, Series};
use crate::document::Span;
use crate::normalise::{normalise, to_published};

/// One occurrence, as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The paragraph.
    pub at: Reference,
    /// The text before, at most as long as asked for.
    pub before: String,
    /// The word as it is written there.
    pub word: String,
    /// The text after.
    pub after: String,
    /// The themes that the paragraph carries, by index.
    pub themes: Vec<usize>,
}

/// Every occurrence of a word or phrase, whatever the script and width it is written in, with `width` characters of the
/// paragraph on either side.
#[must_use]
pub fn occurrences(series: &Series, word: &str, width: usize) -> Vec<Occurrence> {
    let wanted = normalise(word.trim());
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    for (at, text, tagged) in series.paragraphs() {
        for span in spans(text, &wanted) {
            let before: Vec<char> = text[..span.start].chars().rev().take(width).collect();
            found.push(Occurrence {
                at,
                before: before.into_iter().rev().collect(),
                word: span.of(text).to_owned(),
                after: text[span.end..].chars().take(width).collect(),
                themes: tagged.assigned().map(|j| j.theme).collect(),
            });
        }
    }
    found
}

/// Where a normalised word stands in a text as published.
fn spans(text: &str, wanted: &str) -> Vec<Span> {
    let normal = normalise(text);
    let (mut starts, mut ends): (Vec<usize>, Vec<usize>) =
        normal.match_indices(wanted).map(|(at, m)| (at, at + m.len())).unzip();
    to_published(text, &mut starts, false);
    to_published(text, &mut ends, true);
    starts.into_iter().zip(ends).map(|(start, end)| Span::new(start, end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;

    #[test]
    fn a_word_is_found_in_any_script_with_its_surroundings_and_themes() {
        let series =
            Series::new(vec![statement("a", None, &[("雙方在北極航道合作。", &[3]), ("ＢＲＩＣＳ合作", &[])])]);
        let found = occurrences(&series, "北极", 2);
        assert_eq!(found.len(), 1);
        let Occurrence { before, word, after, themes, .. } = &found[0];
        assert_eq!((before.as_str(), word.as_str(), after.as_str(), themes), ("方在", "北極", "航道", &vec![3]));
        assert_eq!(occurrences(&series, "brics", 9)[0].word, "ＢＲＩＣＳ");
        assert_eq!(occurrences(&series, "合作", 0).len(), 2);
    }

    #[test]
    fn nothing_is_found_of_nothing() {
        let series = Series::new(vec![statement("a", None, &[("双方", &[])])]);
        assert!(occurrences(&series, " ", 5).is_empty() && occurrences(&series, "中东", 5).is_empty());
    }
}
