//! A word cloud in pixels, as PNG, with the glyphs of a font that is at hand.

mod outline;
mod picture;

use outline::Outline;
use picture::Picture;
pub use picture::Pixels;
use ttf_parser::{Face, GlyphId};

use super::cloud::{SIZE, ink};
use crate::analyse::cloud::{Extent, Placed, layout};
use crate::error::{Error, Place, Result};

/// Pixels for each unit of the picture, so that it is sharp on today's screens and in print.
pub const SCALE: f64 = 2.0;

/// A font that has Chinese characters.
pub struct Font<'a> {
    face: Face<'a>,
}

impl<'a> Font<'a> {
    /// Reads one face of a TrueType or OpenType font or collection; `file` is what messages call it.
    ///
    /// # Errors
    /// Bytes that are no font, and a font without Chinese characters.
    pub fn new(bytes: &'a [u8], index: u32, file: &str) -> Result<Self> {
        let refuse = |problem: String| {
            Error::input(Place::file(file), problem, "name a TrueType or OpenType font that has Chinese characters")
        };
        let face = Face::parse(bytes, index).map_err(|fault| refuse(format!("cannot be read as a font: {fault}")))?;
        match face.glyph_index('国') {
            Some(_) => Ok(Self { face }),
            None => Err(refuse("has no Chinese characters".to_owned())),
        }
    }

    /// What a word takes in this font.
    #[must_use]
    pub fn extent(&self, word: &str) -> Extent {
        let (mut advance, mut highest, mut lowest) = (0.0, 0.0_f64, 0.0_f64);
        for glyph in word.chars().map(|c| self.glyph(c)) {
            advance += self.advance(glyph);
            if let Some(ink) = self.face.glyph_bounding_box(glyph) {
                highest = highest.max(f64::from(ink.y_max) / self.units());
                lowest = lowest.min(f64::from(ink.y_min) / self.units());
            }
        }
        Extent::measured(advance, highest, lowest)
    }

    /// The glyph of a character; that for missing ones, an empty frame, where the font has none.
    fn glyph(&self, c: char) -> GlyphId {
        self.face.glyph_index(c).unwrap_or_default()
    }

    /// How far a glyph moves the pen, in em.
    fn advance(&self, glyph: GlyphId) -> f64 {
        f64::from(self.face.glyph_hor_advance(glyph).unwrap_or_default()) / self.units()
    }

    fn units(&self) -> f64 {
        f64::from(self.face.units_per_em())
    }
}

/// Where each word stands, in units of the picture; the same as in SVG where the font has the usual metrics.
#[must_use]
pub fn placed(words: &[(&str, usize)], font: &Font) -> Vec<Placed> {
    layout(words, SIZE, &|word| font.extent(word))
}

/// Draws placed words on white. Ink that a font puts outside of a word's box is cut off.
///
/// # Errors
/// None that memory does not cause; the type is the encoder's.
pub fn png(placed: &[Placed], font: &Font) -> Result<Vec<u8>> {
    let mut picture = Picture::white((SIZE.0 * SCALE) as usize, (SIZE.1 * SCALE) as usize);
    for (rank, word) in placed.iter().enumerate() {
        let em = word.size * SCALE;
        let (mut pen, baseline) = (word.origin.0 * SCALE, word.origin.1 * SCALE);
        for glyph in word.word.chars().map(|c| font.glyph(c)) {
            let outline = Outline::new(&font.face, glyph, (pen, baseline), em);
            picture.fill(&outline, &Pixels::of(&word.area), ink(rank));
            pen += font.advance(glyph) * em;
        }
    }
    picture.png()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_font_is_refused_with_its_name() {
        for bytes in [&b""[..], b"OTTO", &[0; 4096]] {
            let fault = Font::new(bytes, 0, "a.ttf").err().expect("it is no font").to_string();
            assert!(fault.starts_with("a.ttf: cannot be read as a font") && fault.contains("name a"), "{fault}");
        }
    }
}
