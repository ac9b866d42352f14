//! A word cloud's layout: which word stands where, in which size. Deterministic; no two boxes overlap.
//!
//! A word's box holds its ink: as wide as its glyphs and a little room for those that lean over their advance, as high as
//! the em box that Chinese characters fill, and deeper where letters hang under it. Who draws with a font at hand gives
//! the extents of that font; [`Extent::usual`] serves where the reader's machine chooses it. The most frequent word
//! stands in the middle; each further one takes the first free place on an Archimedean spiral around it, flattened to the
//! picture's shape.

mod advances;

pub use advances::fills_the_em;

use advances::advance;

/// Room for ink on either side of a word's advances, in em: a `j` leans 0.04 to the left, an `f` 0.03 to the right.
const SIDE: f64 = 0.05;

/// How far the em box of Chinese fonts reaches over and under the baseline, in em.
const ABOVE: f64 = 0.88;
const BELOW: f64 = 0.12;

/// How far letters, digits and their signs reach over and under it: accents on capitals, and `|`.
const LETTERS_ABOVE: f64 = 0.96;
const LETTERS_BELOW: f64 = 0.28;

/// Room between two boxes at least, in units of the picture.
pub const GAP: f64 = 2.0;

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
    /// Where its first glyph starts: the left end of its baseline.
    pub origin: (f64, f64),
    /// The sum of its advances.
    pub advance: f64,
}

/// How much room a word takes, in em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// The sum of its glyphs' advances.
    pub advance: f64,
    /// From the baseline up.
    pub above: f64,
    /// From the baseline down.
    pub below: f64,
}

impl Extent {
    /// What a word takes in the usual sans-serif fonts of a Chinese system.
    #[must_use]
    pub fn usual(word: &str) -> Self {
        let (above, below) =
            if word.chars().all(fills_the_em) { (ABOVE, BELOW) } else { (LETTERS_ABOVE, LETTERS_BELOW) };
        Self { advance: word.chars().map(advance).sum(), above, below }
    }

    /// What a word takes in a font that is at hand, never less than the em box.
    #[must_use]
    pub fn measured(advance: f64, highest: f64, lowest: f64) -> Self {
        Self { advance, above: highest.max(ABOVE), below: (-lowest).max(BELOW) }
    }

    /// The size of its box, in em.
    fn area(&self) -> (f64, f64) {
        (self.advance + 2.0 * SIDE, self.above + self.below)
    }
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

/// Places words, given with their counts and the most frequent first, in a picture of a width and a height; `extent` says
/// how much room a word takes. The area of a word grows with its count, so its size with the square root; all sizes shrink
/// together until every word finds a place or the least size is reached, and a word that finds none then is left out.
#[must_use]
pub fn layout(words: &[(&str, usize)], picture: (f64, f64), extent: &dyn Fn(&str) -> Extent) -> Vec<Placed> {
    const TRIES: i32 = 20;
    let words: Vec<(&str, usize, Extent)> = words.iter().map(|&(word, count)| (word, count, extent(word))).collect();
    let mut placed = Vec::new();
    for shrink in 0..TRIES {
        placed = placed_at(2.0 * 0.9_f64.powi(shrink), &words, picture);
        if placed.len() == words.len() {
            break;
        }
    }
    placed
}

fn placed_at(scale: f64, words: &[(&str, usize, Extent)], (width, height): (f64, f64)) -> Vec<Placed> {
    let most = words.first().map_or(1, |w| w.1.max(1));
    let (largest, smallest) = (scale * height / 6.0, height / 40.0);
    let mut placed: Vec<Placed> = Vec::with_capacity(words.len());
    for &(word, count, extent) in words {
        let (wide, high) = extent.area();
        let size = (largest * (count as f64 / most as f64).sqrt()).max(smallest);
        let size = size.min(0.9 * width / wide.max(1.0)).min(0.9 * height / high.max(1.0));
        if let Some(area) = free(&placed, (wide * size, high * size), (width, height)) {
            let origin = (area.x + SIDE * size, area.y + extent.above * size);
            placed.push(Placed { word: word.to_owned(), count, size, area, origin, advance: extent.advance * size });
        }
    }
    placed
}

/// The first free place on the spiral.
fn free(placed: &[Placed], (w, h): (f64, f64), (width, height): (f64, f64)) -> Option<Area> {
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
        let placed = layout(&words, (800.0, 500.0), &Extent::usual);
        assert_eq!(placed.len(), 60);
        assert_apart(&placed, 800.0, 500.0);
        assert_eq!(placed, layout(&words, (800.0, 500.0), &Extent::usual));
        assert!(placed[0].size > placed[20].size);
    }

    #[test]
    fn a_box_holds_what_its_word_needs() {
        let (chinese, latin) = (Extent::usual("国际"), Extent::usual("AI"));
        assert!((chinese.advance - 2.0).abs() < 1e-9 && (chinese.above + chinese.below - 1.0).abs() < 1e-9);
        assert!((latin.advance - 0.901).abs() < 1e-9 && latin.below > chinese.below);
        let word = &layout(&[("AI", 3)], (800.0, 500.0), &Extent::usual)[0];
        assert!((word.origin.0 - word.area.x - SIDE * word.size).abs() < 1e-9);
        let below = word.area.y + word.area.height - word.origin.1;
        assert!((below - latin.below * word.size).abs() < 1e-9, "{word:?}");
        assert!(layout(&[], (800.0, 500.0), &Extent::usual).is_empty());
    }

    #[test]
    fn a_font_that_reaches_further_has_deeper_boxes() {
        assert_eq!(Extent::measured(1.0, 0.5, 0.2), Extent { advance: 1.0, above: ABOVE, below: BELOW });
        assert_eq!(Extent::measured(1.0, 1.1, -0.4), Extent { advance: 1.0, above: 1.1, below: 0.4 });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_the_words_nothing_overlaps(words in prop::collection::vec(("\\PC{1,12}", 1_usize..500), 0..30)) {
            let mut words: Vec<(&str, usize)> = words.iter().map(|(w, n)| (w.as_str(), *n)).collect();
            words.sort_by_key(|w| std::cmp::Reverse(w.1));
            assert_apart(&layout(&words, (640.0, 400.0), &Extent::usual), 640.0, 400.0);
        }
    }
}
