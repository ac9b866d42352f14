//! Finds every occurrence of a fixed set of strings in a text, overlapping ones too.
//!
//! The strings form a trie over characters, kept as a double array (Aoe, "An efficient digital search algorithm by using
//! a double-array structure", 1989): the child of a node by a character lies at the node's base plus the character's
//! code, and says whose child it is. So a step is an addition and one look into memory, whether it succeeds or not.
//! Characters are coded by how often the strings have them, which lets the children of nodes lie densely; a text's
//! characters that no string has are code 0. Where children fit is asked 64 places at a time, since every start of the
//! program pays for it. `benches/README.md` has the figures of this and of what it replaced.

mod build;
mod strings;

use std::cmp::Reverse;

pub use strings::Strings;

use crate::document::Span;
use crate::normalise::{Character, published, read};
use build::Builder;

/// No string.
const NONE: u32 = u32::MAX;

/// The base of a node without children.
const LEAF: u32 = 0;

/// The parent of first characters; no node has this place.
const ROOT: u32 = u32::MAX - 1;

/// The strings; each is called by its position in the list that it came in.
#[derive(Debug, Clone)]
pub struct Search {
    codes: Codes,
    /// First characters lie at their codes. Behind the last node there is room for every code.
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// What the code of a child is added to.
    base: u32,
    /// The place of the parent, or none.
    parent: u32,
    /// The string that ends here.
    string: u32,
}

const NO_NODE: Node = Node { base: LEAF, parent: NONE, string: NONE };

impl Search {
    /// A search for strings; an empty one is never found, and of equal ones the first.
    #[must_use]
    pub fn new<'a>(strings: impl Iterator<Item = &'a str>) -> Self {
        Self::with_names(Strings::new(strings)).0
    }

    /// The same, and for each string the position by which it is called: its own, or that of the first one equal to it.
    #[must_use]
    pub fn with_names(strings: Strings) -> (Self, Vec<u32>) {
        let Strings { mut letters, mut strings } = strings;
        let (codes, names) = rayon::join(|| Codes::new(&letters), || strings::sort(&letters, &mut strings));
        codes.encode(&mut letters);
        let nodes = Builder::new(&letters, &strings, codes.largest).build();
        (Self { codes, nodes }, names)
    }

    /// Gives every string that begins at `chars[start]` to `found`, with the index of the character after it; the
    /// shorter ones first.
    #[inline]
    pub fn at(&self, chars: &[Character], start: usize, mut found: impl FnMut(u32, usize)) {
        let code = |at: usize| chars.get(at).map_or(0, |&(_, c)| self.codes.of(c));
        let (mut place, mut end) = (code(start), start + 1);
        let mut node = self.nodes[place as usize];
        // One call of `found` in the code, so that it is always compiled into the walk.
        loop {
            if node.string != NONE {
                found(node.string, end);
            }
            if node.base == LEAF {
                return;
            }
            let child = node.base + code(end);
            node = self.nodes[child as usize];
            if node.parent != place {
                return;
            }
            place = child;
            end += 1;
        }
    }

    /// The string that `chars` are.
    #[must_use]
    pub fn whole(&self, chars: &[Character]) -> Option<u32> {
        let mut string = None;
        self.at(chars, 0, |found, end| string = (end == chars.len()).then_some(found));
        string
    }

    /// Gives every occurrence of every string in a text to `found`, with its span in the text as published, in the order
    /// in which they begin. The strings must be in normal form.
    pub fn each(&self, text: &str, mut found: impl FnMut(u32, Span)) {
        let mut chars = Vec::new();
        read(text, &mut chars);
        for start in 0..chars.len() - 1 {
            self.at(&chars[..chars.len() - 1], start, |string, end| found(string, published(&chars, start..end)));
        }
    }
}

/// The code of each character: 1 for the commonest, and so on; 0 for those that no string has.
#[derive(Debug, Clone)]
struct Codes {
    /// Up to the last character that has one.
    by_character: Vec<u32>,
    largest: usize,
}

impl Codes {
    /// Codes for characters, given as letters.
    fn new(letters: &[u32]) -> Self {
        let mut times = vec![0_u32; letters.iter().max().map_or(0, |&largest| largest as usize)];
        for &letter in letters.iter().filter(|&&letter| letter > 0) {
            times[letter as usize - 1] += 1;
        }
        let mut met: Vec<usize> = (0..times.len()).filter(|&c| times[c] > 0).collect();
        met.sort_by_key(|&c| Reverse(times[c]));
        times.fill(0);
        met.iter().zip(1..).for_each(|(&c, code)| times[c] = code);
        Self { by_character: times, largest: met.len() }
    }

    /// Puts the code of each character in its place.
    fn encode(&self, letters: &mut [u32]) {
        for letter in letters.iter_mut().filter(|letter| **letter > 0) {
            *letter = self.by_character[*letter as usize - 1];
        }
    }

    #[inline]
    fn of(&self, c: char) -> u32 {
        self.by_character.get(c as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(strings: &[&str], text: &str) -> Vec<(u32, Span)> {
        let mut found = Vec::new();
        Search::new(strings.iter().copied()).each(text, |id, span| found.push((id, span)));
        found.sort_unstable();
        found
    }

    fn everywhere(strings: &[&str], text: &str) -> Vec<(u32, Span)> {
        let mut found = Vec::new();
        for (id, string) in strings.iter().enumerate().filter(|(_, s)| !s.is_empty()) {
            for (start, _) in text.char_indices().filter(|&(at, _)| text[at..].starts_with(string)) {
                found.push((id as u32, Span::new(start, start + string.len())));
            }
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn strings_of_every_length_are_found_where_they_overlap() {
        let strings = ["极", "北极", "北极圈", "北极圈理事会", "极圈", "g20", "x", ""];
        let text = "北极圈理事会与北极g20、极x";
        assert_eq!(found(&strings, text), everywhere(&strings, text));
        assert_eq!(found(&strings, text).len(), 10);
    }

    #[test]
    fn nothing_is_found_in_nothing_or_for_nothing() {
        assert!(found(&["北极"], "").is_empty());
        assert!(found(&[], "北极").is_empty());
    }

    proptest! {
        #[test]
        fn it_finds_what_a_look_at_every_place_finds(
            strings in prop::collection::hash_set("[一二三a𠀀]{1,5}", 0..12), text in "[一二三a𠀀。]{0,40}"
        ) {
            let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&strings, &text), everywhere(&strings, &text));
        }
    }
}
