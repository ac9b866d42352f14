//! Strings to look for: read, put in order, and each there once.

use std::cmp::Ordering;

/// As many letters as most words and their ends have.
const LETTERS: usize = 4;

/// Strings to look for; what comes from one list is in order.
#[derive(Debug, Default)]
pub struct Strings {
    /// The characters of all strings one after another, each as its number and one more, with a 0 after each string: sorting
    /// and building read them here, side by side, and not wherever each string happens to lie.
    pub(super) letters: Vec<u32>,
    pub(super) strings: Vec<Placed>,
}

/// A string among the letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// Its first three letters, 21 bits each: mostly all that comparing needs.
    key: u64,
    pub(super) start: u32,
    /// Its position in the list.
    pub(super) number: u32,
}

impl Strings {
    /// Reads a list and puts it in order.
    #[must_use]
    pub fn new<'a>(list: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        let strings = list.size_hint().0;
        all.strings.reserve(strings);
        all.letters.reserve(strings * LETTERS);
        for (string, number) in list.zip(0..) {
            let start = all.letters.len();
            // `extend` would look whether there is room at every character.
            all.letters.reserve(string.len() + 1);
            for c in string.chars() {
                all.letters.push(u32::from(c) + 1);
            }
            all.letters.push(0);
            let letter = |at: usize| u64::from(all.letters.get(start + at).copied().unwrap_or(0));
            let key = letter(0) << 42 | letter(1) << 21 | letter(2);
            all.strings.push(Placed { key, start: start as u32, number });
        }
        // Lists are read on several threads; what is in order costs little to sort again.
        let Self { letters, strings } = &mut all;
        strings.sort_by(|&a, &b| compare(letters, a, b));
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
pub(super) fn sort(letters: &[u32], strings: &mut Vec<Placed>) -> Vec<u32> {
    // Stable: equal strings stay in the order of the lists.
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
    let by_rest = || if a.key.trailing_zeros() >= 21 { Ordering::Equal } else { rest(a).cmp(rest(b)) };
    a.key.cmp(&b.key).then_with(by_rest)
}
