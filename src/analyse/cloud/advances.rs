//! How wide characters are, for pictures whose font is chosen where they are looked at.
//!
//! The figures are those of Noto Sans CJK SC Regular, read from the font's table of advances; the other sans-serif fonts
//! of a Chinese system draw Latin letters much the same, and a Chinese character is one em in all of them.

use unicode_width::UnicodeWidthChar as _;

/// Advances of the characters from space to `~`, in thousandths of an em.
static ASCII: [u16; 95] = [
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555,
    555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812,
    723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620,
    554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338,
    270, 338, 555,
];

/// The mean advance of the font's 207 other Latin, Greek and Cyrillic letters, in em.
const LETTER: f64 = 0.62;

/// The advance of a character, in em.
#[must_use]
pub fn advance(c: char) -> f64 {
    let ascii = u32::from(c).checked_sub(0x20).and_then(|place| ASCII.get(place as usize));
    match (ascii, c.width()) {
        (Some(&thousandths), _) => f64::from(thousandths) / 1000.0,
        (None, Some(0) | None) => 0.0,
        (None, Some(1)) if c.is_alphanumeric() => LETTER,
        // Chinese characters, and the signs that a Chinese font makes as wide: “ ” … ·
        (None, Some(_)) => 1.0,
    }
}

/// Whether a character fills the em box that Chinese characters stand in, and does not reach under it.
#[must_use]
pub fn fills_the_em(c: char) -> bool {
    c.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_advance_of_its_kind() {
        let is = |c: char, em: f64| assert!((advance(c) - em).abs() < 1e-9, "{c}: {}", advance(c));
        is('国', 1.0);
        is(' ', 0.224);
        is('A', 0.608);
        is('0', 0.555);
        is('~', 0.555);
        is('É', LETTER);
        is('Ж', LETTER);
        is('·', 1.0);
        is('\u{301}', 0.0);
        is('\u{7f}', 0.0);
    }
}
