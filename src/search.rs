//! Finds every occurrence of a fixed set of strings in a text, overlapping ones too.
//!
//! Chinese words are short and told apart by their first characters. So a string is kept under its first two or three
//! characters, and only the rest of the few that share three is compared. Before that a filter, 64 bits for each first
//! character, turns away nearly all places where no string begins. An Aho-Corasick automaton over
//! the same strings takes longer to build, which a cold start pays, and waits for memory more often; `benches/README.md`
//! has the figures.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::Span;

/// No string.
const NONE: u32 = u32::MAX;

const HAN_FIRST: u32 = 0x4E00;
const HAN: usize = 0x5200;

/// The strings, by their first characters. A string is called by its position in the list that it came in.
#[derive(Debug, Clone, Default)]
pub struct Search {
    filter: Filter,
    ones: FxHashMap<char, u32>,
    twos: FxHashMap<u64, Two>,
    threes: FxHashMap<u64, Three>,
    /// What follows the first three characters, grouped by these.
    tails: Vec<(Box<str>, u32)>,
}

/// What begins with two characters.
#[derive(Debug, Clone, Copy)]
struct Two {
    string: u32,
    longer: bool,
}

/// What begins with three characters.
#[derive(Debug, Clone)]
struct Three {
    string: u32,
    tails: Range<u32>,
}

impl Search {
    /// A search for distinct strings; an empty one is never found.
    #[must_use]
    pub fn new<'a>(strings: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let mut search = Self::default();
        search.twos.reserve(strings.len());
        search.threes.reserve(strings.len());
        let mut tails: Vec<(u64, &str, u32)> = Vec::new();
        for (id, string) in strings.enumerate() {
            let id = id as u32;
            let mut rest = string.chars();
            match (rest.next(), rest.next(), rest.next()) {
                (None, ..) => {}
                (Some(one), None, _) => search.add_one(one, id),
                (Some(one), Some(two), None) => search.two(one, two).string = id,
                (Some(one), Some(two), Some(three)) => {
                    search.two(one, two).longer = true;
                    tails.push((pack(pack(u64::from(u32::from(one)), two), three), rest.as_str(), id));
                }
            }
        }
        search.add_threes(tails);
        search
    }

    fn add_one(&mut self, one: char, id: u32) {
        self.filter.ones |= Filter::bit(one);
        self.ones.insert(one, id);
    }

    fn two(&mut self, one: char, two: char) -> &mut Two {
        self.filter.admit(one, two);
        let key = pack(u64::from(u32::from(one)), two);
        self.twos.entry(key).or_insert(Two { string: NONE, longer: false })
    }

    fn add_threes(&mut self, mut all: Vec<(u64, &str, u32)>) {
        all.sort_unstable();
        for (key, tail, id) in all {
            let end = self.tails.len() as u32;
            let three = self.threes.entry(key).or_insert(Three { string: NONE, tails: end..end });
            if tail.is_empty() {
                three.string = id;
            } else {
                three.tails.end += 1;
                self.tails.push((tail.into(), id));
            }
        }
    }

    /// Gives every occurrence of every string to `found`, with its span, in the order in which their first three
    /// characters end; the longer beginning first.
    pub fn each(&self, text: &str, mut found: impl FnMut(u32, Span)) {
        let mut before = None;
        // The two characters before, where a longer string may begin with them.
        let mut open = None;
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            let end = chars.offset();
            if let Some((start, two)) = open {
                self.threes_at(text, pack(two, c), start, end, &mut found);
            }
            open = before.and_then(|(start, one, seconds)| {
                let two = (seconds & Filter::bit(c) != 0).then(|| pack(one, c))?;
                let begun = self.twos.get(&two)?;
                if begun.string != NONE {
                    found(begun.string, Span::new(start, end));
                }
                begun.longer.then_some((start, two))
            });
            if self.filter.ones & Filter::bit(c) != 0
                && let Some(&id) = self.ones.get(&c)
            {
                found(id, Span::new(at, end));
            }
            before = Some((at, u64::from(u32::from(c)), self.filter.seconds(c)));
        }
    }

    fn threes_at(&self, text: &str, three: u64, start: usize, end: usize, found: &mut impl FnMut(u32, Span)) {
        let Some(begun) = self.threes.get(&three) else { return };
        if begun.string != NONE {
            found(begun.string, Span::new(start, end));
        }
        let rest = &text[end..];
        for (tail, id) in &self.tails[begun.tails.start as usize..begun.tails.end as usize] {
            if rest.starts_with(&**tail) {
                found(*id, Span::new(start, end + tail.len()));
            }
        }
    }
}

/// One more character to a packed key, 21 bits each, the last one lowest.
fn pack(key: u64, c: char) -> u64 {
    key << 21 | u64::from(u32::from(c))
}

/// Which characters may follow a first one: a bit for each of 64 classes of characters.
#[derive(Debug, Clone)]
struct Filter {
    /// By first character, for the block of Han characters.
    han: Vec<u64>,
    /// For all other first characters together.
    other: u64,
    /// The classes of the strings of one character.
    ones: u64,
}

impl Default for Filter {
    fn default() -> Self {
        Self { han: vec![0; HAN], other: 0, ones: 0 }
    }
}

impl Filter {
    /// The class of a character: the top six bits of Fibonacci hashing, as a bit.
    fn bit(c: char) -> u64 {
        1 << (u32::from(c).wrapping_mul(0x9E37_79B1) >> 26)
    }

    fn admit(&mut self, first: char, second: char) {
        let seconds = match Self::place(first) {
            Some(place) => &mut self.han[place],
            None => &mut self.other,
        };
        *seconds |= Self::bit(second);
    }

    fn seconds(&self, first: char) -> u64 {
        Self::place(first).map_or(self.other, |place| self.han[place])
    }

    fn place(c: char) -> Option<usize> {
        let place = u32::from(c).wrapping_sub(HAN_FIRST) as usize;
        (place < HAN).then_some(place)
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
