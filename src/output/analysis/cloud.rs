//! A word cloud as SVG.

use super::table::escape;
use crate::analyse::cloud::{Extent, Placed, fills_the_em, layout};

/// The fonts of every picture: Chinese sans-serif on the usual systems.
pub const FONTS: &str = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Hiragino Sans GB, \
                         WenQuanYi Micro Hei, sans-serif";

/// Width and height of every cloud.
pub const SIZE: (f64, f64) = (800.0, 480.0);

/// Dark greys and blues that differ in lightness too, for black-and-white prints.
const INKS: [[u8; 3]; 4] = [[0x10, 0x24, 0x3e], [0x2f, 0x5d, 0x8a], [0x44, 0x44, 0x44], [0x6b, 0x6b, 0x6b]];

/// The colour of a word, by its place in the order of frequency: red, green, blue.
#[must_use]
pub fn ink(rank: usize) -> [u8; 3] {
    INKS[rank % INKS.len()]
}

/// Draws words, the most frequent first, with their counts. A word with letters that are not Chinese is held to the width
/// of its box, so that no font makes two words overlap; Chinese characters are one em wide in every font.
#[must_use]
pub fn cloud(title: &str, words: &[(&str, usize)]) -> String {
    let (width, height) = SIZE;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"{FONTS}\">\n<title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        title = escape(title)
    );
    for (rank, placed) in layout(words, SIZE, &Extent::usual).iter().enumerate() {
        out.push_str(&word(rank, placed));
    }
    out + "</svg>\n"
}

fn word(rank: usize, placed: &Placed) -> String {
    let ((x, baseline), text, [red, green, blue]) = (placed.origin, escape(&placed.word), ink(rank));
    let held = if placed.word.chars().all(fills_the_em) {
        String::new()
    } else {
        format!(" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\"", placed.advance)
    };
    format!(
        "<text x=\"{x:.1}\" y=\"{baseline:.1}\" font-size=\"{:.1}\"{held} fill=\"#{red:02x}{green:02x}{blue:02x}\">\
         {text}<title>{text}: {}</title></text>\n",
        placed.size, placed.count
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_drawn_and_escaped() {
        let svg = cloud("2024 <a>", &[("国际", 9), ("a&b", 4)]);
        assert_eq!(svg.matches("<text ").count(), 2);
        assert!(svg.contains("a&amp;b") && svg.contains("2024 &lt;a&gt;") && svg.contains("国际: 9"));
        assert_eq!(cloud("x", &[]).matches("<text ").count(), 0);
    }

    #[test]
    fn only_words_with_letters_are_held_to_a_width() {
        assert!(!cloud("x", &[("国际", 9)]).contains("textLength"));
        assert!(
            cloud("x", &[("COP28", 9)]).contains("textLength") && cloud("x", &[("5G网络", 9)]).contains("textLength")
        );
    }
}
