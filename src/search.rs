//! Finds every occurrence of a fixed set of strings in a text, overlapping ones too.
//!
//! The strings form a trie over characters, kept as a double array (Aoe, "An efficient digital search algorithm by using
//! a double-array structure", 1989): the child of a node by a character lies at the node's base plus the character's
//! code, and says whose child it is. So a step is an addition and one look into memory, whether it succeeds or not.
//! Characters are coded by how often the strings have them, which lets the children of nodes lie densely; a text's
//! characters that no string has are code 0. Where children fit is asked 64 places at a time, since every start of the
//! program pays for it. `benches/README.md` has the figures of this and of what it replaced.

use std::cmp::Reverse;
use std::ops::Range;

use crate::document::Span;
use crate::normalise::{Character, published, read};

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
    /// A search for distinct strings; an empty one is never found.
    #[must_use]
    pub fn new<'a>(strings: impl Iterator<Item = &'a str>) -> Self {
        let mut strings: Vec<(&str, u32)> = strings.zip(0..).collect();
        // Stable: it is quick where they come in order, as they mostly do.
        strings.sort();
        let codes = Codes::new(strings.iter().map(|string| string.0));
        let nodes = Builder::new(&codes, &strings).build();
        Self { codes, nodes }
    }

    /// Gives every string that begins at `chars[start]` to `found`, with the index of the character after it; the
    /// shorter ones first.
    #[inline]
    pub fn at(&self, chars: &[Character], start: usize, mut found: impl FnMut(u32, usize)) {
        let code = |at: usize| chars.get(at).map_or(0, |&(_, c)| self.codes.of(c));
        let mut place = code(start);
        let mut node = self.nodes[place as usize];
        if node.string != NONE {
            found(node.string, start + 1);
        }
        let mut end = start + 1;
        while node.base != LEAF {
            let child = node.base + code(end);
            node = self.nodes[child as usize];
            if node.parent != place {
                return;
            }
            place = child;
            end += 1;
            if node.string != NONE {
                found(node.string, end);
            }
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
    fn new<'a>(strings: impl Iterator<Item = &'a str>) -> Self {
        let mut times: Vec<u32> = Vec::new();
        for c in strings.flat_map(str::chars).map(|c| c as usize) {
            if c >= times.len() {
                times.resize((c + 1).next_power_of_two(), 0);
            }
            times[c] += 1;
        }
        let mut characters: Vec<usize> = (0..times.len()).filter(|&c| times[c] > 0).collect();
        characters.sort_by_key(|&c| Reverse(times[c]));
        times.fill(0);
        characters.iter().zip(1..).for_each(|(&c, code)| times[c] = code);
        Self { by_character: times, largest: characters.len() }
    }

    #[inline]
    fn of(&self, c: char) -> u32 {
        self.by_character.get(c as usize).copied().unwrap_or(0)
    }
}

/// Sorted strings that share a beginning.
#[derive(Debug, Clone, Copy)]
struct Group {
    from: u32,
    to: u32,
    /// The code of the last character of the beginning.
    code: u32,
    /// Its node.
    place: u32,
}

/// Puts the nodes into their places, level by level.
struct Builder<'a> {
    strings: &'a [(&'a str, u32)],
    /// The codes of all strings, one after another, with a 0 after each.
    codes: Vec<u32>,
    /// Where the codes of each string begin.
    starts: Vec<u32>,
    largest: usize,
    nodes: Vec<Node>,
    free: Free,
}

impl<'a> Builder<'a> {
    fn new(codes: &Codes, strings: &'a [(&'a str, u32)]) -> Self {
        let (mut all, mut starts) = (Vec::with_capacity(strings.len() * 4), Vec::with_capacity(strings.len()));
        for (string, _) in strings {
            starts.push(all.len() as u32);
            all.extend(string.chars().map(|c| codes.of(c)));
            all.push(0);
        }
        let nodes = vec![NO_NODE; strings.len() * 2 + codes.largest + 1];
        Self { strings, codes: all, starts, largest: codes.largest, nodes, free: Free::default() }
    }

    fn build(mut self) -> Vec<Node> {
        // Every code is the place of a first character, or of none.
        (0..=self.largest).for_each(|place| self.free.take(place));
        let mut level = Vec::new();
        self.children(0..self.strings.len() as u32, 0, &mut level);
        level.iter_mut().for_each(|first| self.put(first, 0, ROOT, 0));
        for depth in 1.. {
            if level.is_empty() {
                break;
            }
            level = self.next_level(&level, depth);
        }
        let last = self.nodes.iter().rposition(|node| node.parent != NONE).unwrap_or(0);
        self.nodes.resize(last + self.largest + 2, NO_NODE);
        self.nodes
    }

    /// Puts the children of all groups of a level into places. After first characters, the largest families come first:
    /// they are hard to fit in. Further down all are small.
    fn next_level(&mut self, level: &[Group], depth: usize) -> Vec<Group> {
        let mut next = Vec::new();
        let mut families = Vec::with_capacity(level.len());
        for parent in level {
            let from = next.len();
            self.children(parent.from..parent.to, depth, &mut next);
            if next.len() > from {
                families.push((parent.place, from..next.len()));
            }
        }
        if depth == 1 {
            families.sort_by_key(|(_, children)| Reverse(children.len()));
        }
        for (parent, children) in families {
            let base = self.free.base(&next[children.clone()]);
            self.nodes[parent as usize].base = base;
            next[children].iter_mut().for_each(|child| self.put(child, base, parent, depth));
        }
        next
    }

    /// The code of a string's character; 0 at its end.
    fn code(&self, string: u32, depth: usize) -> u32 {
        self.codes[self.starts[string as usize] as usize + depth]
    }

    /// Adds the groups that go on from a group by its character at `depth`.
    fn children(&self, group: Range<u32>, depth: usize, children: &mut Vec<Group>) {
        let mut last = 0;
        for string in group {
            let code = self.code(string, depth);
            if code == 0 {
                continue;
            }
            match children.last_mut() {
                Some(child) if code == last => child.to = string + 1,
                _ => children.push(Group { from: string, to: string + 1, code, place: 0 }),
            }
            last = code;
        }
    }

    fn put(&mut self, group: &mut Group, base: u32, parent: u32, depth: usize) {
        group.place = base + group.code;
        let ends = self.code(group.from, depth + 1) == 0;
        let string = if ends { self.strings[group.from as usize].1 } else { NONE };
        let place = group.place as usize;
        if place >= self.nodes.len() {
            self.nodes.resize(place * 2, NO_NODE);
        }
        self.nodes[place] = Node { base: LEAF, parent, string };
        self.free.take(place);
    }
}

/// Which places are taken: a bit each. Beyond the end, all are free.
#[derive(Debug, Default)]
struct Free {
    taken: Vec<u64>,
    /// Where the search for a base goes on, by the binary logarithm of the family's size: what a family of about the same
    /// size found full stays full.
    from: [usize; 8],
}

impl Free {
    fn take(&mut self, place: usize) {
        let word = place / 64;
        if word >= self.taken.len() {
            self.taken.resize(word * 2 + 1, 0);
        }
        self.taken[word] |= 1 << (place % 64);
    }

    /// The 64 places from `place` on.
    fn window(&self, place: usize) -> u64 {
        let (word, bit) = (place / 64, place % 64);
        let at = |word: usize| self.taken.get(word).copied().unwrap_or(0);
        if bit == 0 { at(word) } else { at(word) >> bit | at(word + 1) << (64 - bit) }
    }

    /// The first base from there on at which all children of a family fall on free places.
    fn base(&mut self, family: &[Group]) -> u32 {
        let class = (family.len().ilog2() as usize).min(self.from.len() - 1);
        loop {
            let from = self.from[class];
            // A base of 0 would be a leaf's.
            let mut taken = u64::from(from == 0);
            for child in family {
                taken |= self.window(from + child.code as usize);
                if taken == u64::MAX {
                    break;
                }
            }
            if taken != u64::MAX {
                return from as u32 + taken.trailing_ones();
            }
            self.from[class] += 64;
        }
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
