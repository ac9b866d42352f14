//! One spelling for recognition: NFKC, traditional characters folded to simplified ones, Latin letters in lower case.
//!
//! Works character by character, so that every normalised one belongs to one published character: [`read`] gives them
//! with their published places, and [`to_published`] carries byte offsets back. Two consequences, both deliberate:
//! combining marks are not composed across characters (official Chinese has none), and characters whose simplified form
//! depends on the word (乾, 著) take their commonest form. Only recognition sees normalised text; what is shown is the
//! text as published.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::document::Span;

include!(concat!(env!("OUT_DIR"), "/simplified.rs"));

/// A character in normal form, and the first byte of the published character that it comes from.
pub type Character = (u32, char);

/// Raised when the output changes; a model says which version it was trained with.
pub const VERSION: u32 = 1;

const HAN_FIRST: u32 = 0x4E00;

/// The text in the one spelling that recognition uses; borrowed when it is in it already.
#[must_use]
pub fn normalise(text: &str) -> Cow<'_, str> {
    let Some(first) = changed(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut next = Some(first);
    let mut rest = text;
    // What stays as it is, is copied by the stretch.
    while let Some((at, c)) = next {
        out.push_str(&rest[..at]);
        fold(c, &mut |folded| out.push(folded));
        rest = &rest[at + c.len_utf8()..];
        next = changed(rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters of a text in normal form, written over `chars`, and one more that stands for its end. What goes beyond
/// 4 GB, which a [`Character`] cannot count, is not read.
pub fn read(text: &str, chars: &mut Vec<Character>) {
    let longest = u32::MAX as usize;
    let end = (0..=text.len().min(longest)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let text = &text[..end];
    chars.clear();
    for (at, c) in text.char_indices() {
        if stays(c) {
            chars.push((at as u32, c));
        } else {
            fold(c, &mut |folded| chars.push((at as u32, folded)));
        }
    }
    chars.push((text.len() as u32, '\0'));
}

/// Where characters stand in the published text that [`read`] read: a span always covers whole published characters.
#[must_use]
pub fn published(chars: &[Character], range: Range<usize>) -> Span {
    let Range { start, mut end } = range;
    // One published character may give several; the last ones of all end with the text.
    while end > start && end + 1 < chars.len() && chars[end].0 == chars[end - 1].0 {
        end += 1;
    }
    Span::new(chars[start].0 as usize, chars[end].0 as usize)
}

/// The first character that is not its own normal form, and where it stands.
fn changed(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|&(_, c)| !stays(c))
}

/// Carries ascending byte offsets into `normalise(text)` back to offsets into `text`.
///
/// An offset inside the expansion of one published character goes to that character's start if `ends` is false, to its
/// end if it is true: so a span always covers whole published characters.
pub fn to_published(text: &str, offsets: &mut [usize], ends: bool) {
    let mut next = 0;
    let mut normalised = 0;
    for (published, c) in text.char_indices() {
        let before = normalised;
        fold(c, &mut |folded| normalised += folded.len_utf8());
        while next < offsets.len() && offsets[next] < normalised {
            let inside = ends && offsets[next] > before;
            offsets[next] = if inside { published + c.len_utf8() } else { published };
            next += 1;
        }
    }
    offsets[next..].fill(text.len());
}

/// Whether a character is its own normal form; the cheap test that most characters pass.
fn stays(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => simplified(c) == c,
        'A'..='Z' => false,
        _ => c.is_ascii() || matches!(c, '、' | '。' | '《' | '》' | '“' | '”' | '‘' | '’' | '—'),
    }
}

/// Gives the normal form of one character to `push`.
fn fold(c: char, push: &mut impl FnMut(char)) {
    match c {
        '\u{4E00}'..='\u{9FFF}' => push(simplified(c)),
        '\u{FF01}'..='\u{FF5E}' => {
            let ascii = char::from_u32(u32::from(c) - 0xFEE0).expect("the full-width block mirrors ASCII");
            push(ascii.to_ascii_lowercase());
        }
        _ if stays(c) => push(c),
        _ => std::iter::once(c).nfkc().for_each(|part| match part {
            '\u{4E00}'..='\u{9FFF}' => push(simplified(part)),
            _ => part.to_lowercase().for_each(&mut *push),
        }),
    }
}

/// Whether a character is a letter, a digit or Han: what words are made of. Han, which nearly every character of our text
/// is, is told without a look into Unicode's tables.
#[must_use]
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
        || if c.is_ascii() { c.is_ascii_alphanumeric() } else { !is_mark(c) && c.is_alphanumeric() }
}

/// The punctuation of Chinese text, told without a look into the tables.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{203B}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

fn simplified(c: char) -> char {
    let entry = SIMPLIFIED[(u32::from(c) - HAN_FIRST) as usize];
    char::from_u32(u32::from(entry)).expect("the table holds characters only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_full_width_and_capital_letters_are_folded() {
        assert_eq!(normalise("臺灣問題，ＢＲＩＣＳ與NATO"), "台湾问题,brics与nato");
        assert_eq!(normalise("①2024　㎡"), "12024 m2");
    }

    #[test]
    fn letters_are_told_as_unicode_tells_them() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?} {:x}", u32::from(c));
        }
    }

    #[test]
    fn text_in_normal_form_is_borrowed() {
        assert!(matches!(normalise("双方重申一个中国原则。"), Cow::Borrowed(_)));
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        let once = normalise("ﬁｎ臺㍿…").into_owned();
        assert_eq!(normalise(&once), once);
    }

    #[test]
    fn reading_gives_the_normal_form_with_its_published_places() {
        let text = "，臺灣㍿x";
        let mut chars = Vec::new();
        read(text, &mut chars);
        assert_eq!(chars.iter().map(|c| c.1).collect::<String>(), format!("{}\0", normalise(text)));
        assert_eq!(published(&chars, 1..3).of(text), "臺灣");
        assert_eq!(published(&chars, 4..5).of(text), "㍿");
        assert_eq!(published(&chars, 6..8).of(text), "㍿x");
        assert_eq!(published(&chars, 7..8).of(text), "x");
        read("㍿", &mut chars);
        assert_eq!(published(&chars, 0..1), Span::new(0, 3));
    }

    #[test]
    fn spans_go_back_to_whole_published_characters() {
        let text = "，臺灣㍿x";
        let normal = normalise(text);
        let start = normal.find("台湾").unwrap();
        let mut starts = [start, normal.find('x').unwrap() - 3];
        let mut ends = [start + "台湾".len(), normal.len() - 3];
        to_published(text, &mut starts, false);
        to_published(text, &mut ends, true);
        assert_eq!(&text[starts[0]..ends[0]], "臺灣");
        assert_eq!(&text[starts[1]..starts[1] + 3], "㍿");
        assert_eq!(ends[1], text.find('x').unwrap());
    }
}
