//! A word cloud as SVG.

use std::fmt::Write as _;

use super::table::escape;
use crate::analyse::cloud::{HEIGHT, Placed, layout};

/// The fonts of every picture: Chinese sans-serif on the usual systems.
pub const FONTS: &str = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Hiragino Sans GB, \
                         WenQuanYi Micro Hei, sans-serif";

/// Draws words, the most frequent first, with their counts. Every word is stretched or pressed to the width of its box,
/// so that no font makes two words overlap.
#[must_use]
pub fn cloud(title: &str, words: &[(&str, usize)]) -> String {
    let (width, height) = (800.0, 480.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"{FONTS}\">\n<title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        title = escape(title)
    );
    for (rank, placed) in layout(words, width, height).iter().enumerate() {
        out.push_str(&word(rank, placed));
    }
    out + "</svg>\n"
}

fn word(rank: usize, placed: &Placed) -> String {
    // Dark greys and blues that differ in lightness too, for black-and-white prints.
    const INKS: [&str; 4] = ["#10243e", "#2f5d8a", "#444", "#6b6b6b"];
    let (area, text) = (placed.area, escape(&placed.word));
    // The baseline of Chinese sans-serif fonts stands 0.88 em under the em box's top.
    let baseline = area.y + (0.88 + (HEIGHT - 1.0) / 2.0) * placed.size;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{baseline:.1}\" font-size=\"{:.1}\" textLength=\"{:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\">{text}<title>{text}: {}</title></text>",
        area.x,
        placed.size,
        area.width,
        INKS[rank % INKS.len()],
        placed.count
    );
    out
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
}
