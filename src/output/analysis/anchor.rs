//! Where the figures of a page lead to.

use std::fmt;

use crate::analyse::series::Reference;
use crate::analyse::words::Kind;

/// A place on the page; written out it is the element's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// A paragraph.
    Paragraph(Reference),
    /// A theme, by index.
    Theme(usize),
    /// What is behind the figure of a theme in a statement, both by index.
    Cell(usize, usize),
    /// Where a statement names a name, both by index.
    Name(usize, usize),
    /// Where a statement uses a word or pair of words, both by index.
    Word(Kind, usize, usize),
    /// Where a key word or phrase, by its place in the list of them, stands in the earlier (false) or later statement.
    Key(usize, bool),
    /// Where a formula that came or went stands, by its place in the list of them.
    Formula(usize),
}

impl Anchor {
    /// The paragraph itself where there is only one, or else `list`, where they are listed.
    #[must_use]
    pub fn behind(places: &[Reference], list: Self) -> Self {
        if let [one] = places { Self::Paragraph(*one) } else { list }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraph(at) => write!(f, "p-{}-{}", at.statement, at.paragraph),
            Self::Theme(theme) => write!(f, "t-{theme}"),
            Self::Cell(theme, statement) => write!(f, "c-{theme}-{statement}"),
            Self::Name(name, statement) => write!(f, "n-{name}-{statement}"),
            Self::Word(Kind::Words, word, statement) => write!(f, "w-{word}-{statement}"),
            Self::Word(Kind::Pairs, pair, statement) => write!(f, "b-{pair}-{statement}"),
            Self::Key(key, later) => write!(f, "k-{key}-{}", u8::from(*later)),
            Self::Formula(formula) => write!(f, "f-{formula}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_paragraph_is_led_to_without_a_detour() {
        let at = |paragraph| Reference { statement: 1, paragraph };
        let list = Anchor::Word(Kind::Words, 7, 1);
        assert_eq!(Anchor::behind(&[at(3)], list).to_string(), "p-1-3");
        assert_eq!(Anchor::behind(&[at(3), at(4)], list).to_string(), "w-7-1");
    }
}
