//! A word cloud's layout: which word stands where, in which size. Deterministic; no two boxes overlap.
//!
//! A word is as wide as its glyphs: a full-width character is one em, any other is counted as [`NARROW`] em, which is
//! the widest mean advance of the sans-serif fonts of the stack. A box is one em and a little leading high. The most
//! frequent word stands in the middle; each further one takes the first free place on an Archimedean spiral around it,
//! flattened to the picture's shape.

use unicode_width::UnicodeWidthChar as _;

/// Advance of a character that is not full-width, in em.
pub const NARROW: f64 = 0.62;

/// Height of a box, in em: Chinese glyphs fill the em box.
pub const HEIGHT: f64 = 1.12;

/// Room between two boxes, in units of the picture.
const GAP: f64 = 2.0;

/// A word with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The word.
    pub word: String,
    /// How often it is used.
    pub count: usize,
    /// The size of its letters.
    pub size: f64,
    /// Its box.
    pub area: Area,
}

/// A box in units of the picture, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// Whether two boxes share any point.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let apart = |a: f64, along: f64, b: f64, other: f64| a + along <= b || b + other <= a;
        !apart(self.x, self.width, other.x, other.width) && !apart(self.y, self.height, other.y, other.height)
    }

    fn grown(self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    fn within(&self, width: f64, height: f64) -> bool {
        self.x >= 0.0 && self.y >= 0.0 && self.x + self.width <= width && self.y + self.height <= height
    }
}

/// How wide a text is, in em.
#[must_use]
pub fn advance(text: &str) -> f64 {
    text.chars()
        .map(|c| match c.width() {
            Some(2) => 1.0,
            Some(0) | None => 0.0,
            Some(_) => NARROW,
        })
        .sum()
}

/// Places words, given with their counts and the most frequent first, in a picture. The area of a word grows with its
/// count, so its size with the square root; all sizes shrink together until every word finds a place or the least size
/// is reached, and a word that finds none then is left out.
#[must_use]
pub fn layout(words: &[(&str, usize)], width: f64, height: f64) -> Vec<Placed> {
    const TRIES: i32 = 20;
    let mut placed = Vec::new();
    for shrink in 0..TRIES {
        placed = placed_at(2.0 * 0.9_f64.powi(shrink), words, width, height);
        if placed.len() == words.len() {
            break;
        }
    }
    placed
}

fn placed_at(scale: f64, words: &[(&str, usize)], width: f64, height: f64) -> Vec<Placed> {
    let most = words.first().map_or(1, |w| w.1.max(1));
    let (largest, smallest) = (scale * height / 6.0, height / 40.0);
    let mut placed: Vec<Placed> = Vec::with_capacity(words.len());
    for &(word, count) in words {
        let size = (largest * (count as f64 / most as f64).sqrt()).max(smallest);
        let size = size.min(0.9 * width / advance(word).max(1.0));
        if let Some(area) = free(&placed, (advance(word) * size, HEIGHT * size), width, height) {
            placed.push(Placed { word: word.to_owned(), count, size, area });
        }
    }
    placed
}

/// The first free place on the spiral.
fn free(placed: &[Placed], (w, h): (f64, f64), width: f64, height: f64) -> Option<Area> {
    const STEPS: u32 = 6000;
    let flat = height / width;
    (0..STEPS).find_map(|step| {
        // Equal steps along the spiral: the angle grows with the square root of the step.
        let angle = 1.6 * f64::from(step).sqrt();
        let radius = width / 220.0 * angle;
        let (x, y) = (width / 2.0 + radius * angle.cos(), height / 2.0 + radius * flat * angle.sin());
        let area = Area { x: x - w / 2.0, y: y - h / 2.0, width: w, height: h };
        let fits = area.within(width, height) && !placed.iter().any(|p| p.area.overlaps(&area.grown(GAP)));
        fits.then_some(area)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_apart(placed: &[Placed], width: f64, height: f64) {
        for (i, one) in placed.iter().enumerate() {
            assert!(one.area.within(width, height), "{one:?}");
            assert!(placed[i + 1..].iter().all(|other| !one.area.overlaps(&other.area)), "{one:?}");
        }
    }

    #[test]
    fn sixty_words_find_a_place_and_none_overlaps() {
        let words: Vec<(String, usize)> =
            (0..60).map(|i| ("国际合作安全发展".chars().take(2 + i % 3).collect(), 60 - i)).collect();
        let words: Vec<(&str, usize)> = words.iter().map(|(w, n)| (w.as_str(), *n)).collect();
        let placed = layout(&words, 800.0, 500.0);
        assert_eq!(placed.len(), 60);
        assert_apart(&placed, 800.0, 500.0);
        assert_eq!(placed, layout(&words, 800.0, 500.0));
        assert!(placed[0].size > placed[20].size);
    }

    #[test]
    fn glyphs_are_measured_by_their_width() {
        assert!((advance("国际") - 2.0).abs() < 1e-9);
        assert!((advance("AI") - 2.0 * NARROW).abs() < 1e-9);
        assert!(layout(&[], 800.0, 500.0).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_the_words_nothing_overlaps(words in prop::collection::vec(("\\PC{1,12}", 1_usize..500), 0..30)) {
            let mut words: Vec<(&str, usize)> = words.iter().map(|(w, n)| (w.as_str(), *n)).collect();
            words.sort_by_key(|w| std::cmp::Reverse(w.1));
            assert_apart(&layout(&words, 640.0, 400.0), 640.0, 400.0);
        }
    }
}
