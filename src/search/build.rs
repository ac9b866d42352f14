//! Where the nodes of the double array lie.

use std::cmp::Reverse;
use std::ops::Range;

use super::strings::Placed;
use super::{LEAF, NO_NODE, NONE, Node, ROOT};

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
pub(super) struct Builder<'a> {
    /// The codes of all strings, one after another, with a 0 after each.
    codes: &'a [u32],
    strings: &'a [Placed],
    largest: usize,
    nodes: Vec<Node>,
    free: Free,
}

impl<'a> Builder<'a> {
    pub(super) fn new(codes: &'a [u32], strings: &'a [Placed], largest: usize) -> Self {
        let nodes = vec![NO_NODE; strings.len() * 2 + largest + 1];
        Self { codes, strings, largest, nodes, free: Free::default() }
    }

    pub(super) fn build(mut self) -> Vec<Node> {
        // Every code is the place of a first character, or of none.
        (0..=self.largest).for_each(|place| self.free.take(place));
        let mut level = Vec::new();
        self.children(0..self.strings.len() as u32, 0, &mut level);
        for first in &mut level {
            self.put(first, 0, ROOT, 0);
        }
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
    /// Where the search for a base goes on, by the binary logarithm of the family's size: where one of about the same size
    /// did not fit, another is not tried. Some room is lost that way, for a quicker start.
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
