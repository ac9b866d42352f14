//! Finds every occurrence of a fixed set of strings in a text, overlapping ones too.
//!
//! The strings form a trie over characters, kept as a double array (Aoe, "An efficient digital search algorithm by using
//! a double-array structure", 1989): the child of a node by a character lies at the node's base plus the character's
//! code, and says whose child it is. So a step is an addition and one look into memory, whether it succeeds or not.
//! Characters are coded by how often the strings have them, which lets the children of nodes lie densely; a text's
//! characters that no string has are code 0. Where children fit is asked 64 places at a time, since every start of the
//! program pays for it. `benches/README.md` has the figures of this and of what it replaced.

use std::cmp::{Ordering, Reverse};
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
    /// A search for strings; an empty one is never found, and of equal ones the first.
    #[must_use]
    pub fn new<'a>(strings: impl Iterator<Item = &'a str>) -> Self {
        Self::with_names(Strings::new(strings)).0
    }

    /// The same, and for each string the position by which it is called: its own, or that of the first one equal to it.
    #[must_use]
    pub fn with_names(strings: Strings) -> (Self, Vec<u32>) {
        let Strings { mut letters, mut strings } = strings;
        let (codes, names) = rayon::join(|| Codes::new(&letters), || sort(&letters, &mut strings));
        codes.encode(&mut letters);
        let nodes = Builder::new(&letters, &strings, codes.largest).build();
        (Self { codes, nodes }, names)
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

/// Strings to look for, not yet sorted.
#[derive(Debug, Default)]
pub struct Strings {
    /// The characters of all strings one after another, each as its number and one more, with a 0 after each string: sorting
    /// and building read them here, side by side, and not wherever each string happens to lie.
    letters: Vec<u32>,
    strings: Vec<Placed>,
}

/// A string among the letters.
#[derive(Debug, Clone, Copy)]
struct Placed {
    /// Its first three letters, 21 bits each: mostly all that comparing needs.
    key: u64,
    start: u32,
    /// Its position in the list.
    number: u32,
}

impl Strings {
    /// Reads a list.
    #[must_use]
    pub fn new<'a>(list: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for (string, number) in list.zip(0..) {
            let start = all.letters.len();
            all.letters.extend(string.chars().map(|c| u32::from(c) + 1));
            all.letters.push(0);
            let key = all.letters[start..].iter().chain(&[0; 2]).take(3).fold(0, |key, &c| key << 21 | u64::from(c));
            all.strings.push(Placed { key, start: start as u32, number });
        }
        all
    }

    /// One list, and another after it.
    #[must_use]
    pub fn followed_by(mut self, next: &Self) -> Self {
        let (letters, strings) = (self.letters.len() as u32, self.strings.len() as u32);
        self.letters.extend_from_slice(&next.letters);
        let moved =
            |string: &Placed| Placed { start: string.start + letters, number: string.number + strings, ..*string };
        self.strings.extend(next.strings.iter().map(moved));
        self
    }
}

/// Sorts strings and drops those that are there already; gives the number of the first one equal to each.
fn sort(letters: &[u32], strings: &mut Vec<Placed>) -> Vec<u32> {
    // Stable: equal strings stay in the order of the list, and what is in order already costs little.
    strings.sort_by(|&a, &b| compare(letters, a, b));
    let mut names = vec![0; strings.len()];
    let mut first: Option<Placed> = None;
    strings.retain(|&string| {
        let same = first.filter(|&first| compare(letters, first, string) == Ordering::Equal);
        names[string.number as usize] = same.unwrap_or(string).number;
        first = Some(same.unwrap_or(string));
        same.is_none()
    });
    names
}

/// By letters. Of two keys that are equal, both strings have three letters or neither has.
fn compare(letters: &[u32], a: Placed, b: Placed) -> Ordering {
    let rest = |string: Placed| {
        let rest = letters.get(string.start as usize + 3..).unwrap_or_default();
        &rest[..rest.iter().position(|&letter| letter == 0).unwrap_or(rest.len())]
    };
    let by_rest = || if a.key & 0x1F_FFFF == 0 { Ordering::Equal } else { rest(a).cmp(rest(b)) };
    a.key.cmp(&b.key).then_with(by_rest)
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
    /// The codes of all strings, one after another, with a 0 after each.
    codes: &'a [u32],
    strings: &'a [Placed],
    largest: usize,
    nodes: Vec<Node>,
    free: Free,
}

impl<'a> Builder<'a> {
    fn new(codes: &'a [u32], strings: &'a [Placed], largest: usize) -> Self {
        let nodes = vec![NO_NODE; strings.len() * 2 + largest + 1];
        Self { codes, strings, largest, nodes, free: Free::default() }
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
        self.codes[self.strings[string as usize].start as usize + depth]
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
        let string = if ends { self.strings[group.from as usize].number } else { NONE };
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
