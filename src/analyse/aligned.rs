//! For each theme the paragraphs of two statements side by side, with the differences marked.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::analyse::series::{Reference, Series};
use crate::likeness::likeness;
use crate::words::Segmenter;

/// The [`likeness`] below which two paragraphs are no versions of each other.
pub const ALIKE: f32 = 0.3;

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether the other paragraph has it too.
    pub common: bool,
}

/// An old and a new paragraph, or one of them alone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pair {
    /// The earlier paragraph.
    pub old: Option<Side>,
    /// The later paragraph.
    pub new: Option<Side>,
    /// How alike they are, 0 to 1; 0 where one is alone.
    pub likeness: f32,
}

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The paragraph.
    pub at: Reference,
    /// Its text in pieces; put together they are the paragraph as published.
    pub pieces: Vec<Piece>,
}

/// The paragraphs of a theme in two statements: each with the one most like it, those alone at the end.
#[must_use]
pub fn aligned(series: &Series, theme: usize, (old, new): (usize, usize), segmenter: &Segmenter) -> Vec<Pair> {
    let olds: Vec<Reference> = series.carrying(old, theme).collect();
    let news: Vec<Reference> = series.carrying(new, theme).collect();
    let matched = matched(series, &olds, &news);
    let mut pairs: Vec<Pair> =
        matched.iter().map(|&(a, b, likeness)| pair(series, (a, b), likeness, segmenter)).collect();
    pairs.sort_by_key(|pair| pair.new.as_ref().map(|side| side.at));
    let alone =
        |at: &Reference| Side { at: *at, pieces: vec![Piece { text: series.text(*at).to_owned(), common: false }] };
    let left = olds.iter().filter(|at| !matched.iter().any(|m| m.0 == **at));
    pairs.extend(left.map(|at| Pair { old: Some(alone(at)), ..Pair::default() }));
    let fresh = news.iter().filter(|at| !matched.iter().any(|m| m.1 == **at));
    pairs.extend(fresh.map(|at| Pair { new: Some(alone(at)), ..Pair::default() }));
    pairs
}

/// The most alike pairs first, each paragraph once.
fn matched(series: &Series, olds: &[Reference], news: &[Reference]) -> Vec<(Reference, Reference, f32)> {
    let alike = |a, b| likeness(series.text(a), series.text(b));
    let mut all: Vec<_> = olds.iter().flat_map(|&a| news.iter().map(move |&b| (a, b, alike(a, b)))).collect();
    all.retain(|pair| pair.2 >= ALIKE);
    all.sort_by(|x, y| y.2.total_cmp(&x.2).then_with(|| (x.0, x.1).cmp(&(y.0, y.1))));
    let mut taken: Vec<(Reference, Reference, f32)> = Vec::new();
    for pair in all {
        if !taken.iter().any(|t| t.0 == pair.0 || t.1 == pair.1) {
            taken.push(pair);
        }
    }
    taken
}

fn pair(series: &Series, (old, new): (Reference, Reference), likeness: f32, segmenter: &Segmenter) -> Pair {
    let (a, b) = (tokens(series.text(old), segmenter), tokens(series.text(new), segmenter));
    let mut sides = (Vec::new(), Vec::new());
    for step in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (tag, old, new) = step.as_tag_tuple();
        a[old].iter().for_each(|text| push(&mut sides.0, text, tag == DiffTag::Equal));
        b[new].iter().for_each(|text| push(&mut sides.1, text, tag == DiffTag::Equal));
    }
    let side = |at, pieces| Some(Side { at, pieces });
    Pair { old: side(old, sides.0), new: side(new, sides.1), likeness }
}

/// A published text cut before and after each word: the pieces put together are the text.
fn tokens<'a>(text: &'a str, segmenter: &Segmenter) -> Vec<&'a str> {
    let mut cuts: Vec<usize> = segmenter.words(text).flat_map(|(start, word)| [start, start + word.len()]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect()
}

fn push(pieces: &mut Vec<Piece>, text: &str, common: bool) {
    match pieces.last_mut() {
        Some(last) if last.common == common => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), common }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;
    use crate::analyse::words::tests::small;

    fn series() -> Series {
        let first: [(&str, &[usize]); 2] = [("双方支持北极航道合作。", &[0]), ("完全另外一回事情", &[0])];
        let second: [(&str, &[usize]); 2] = [("别话", &[]), ("双方支持北极安全合作。", &[0])];
        Series::new(vec![statement("a", None, &first), statement("b", None, &second)])
    }

    #[test]
    fn versions_stand_side_by_side_with_their_differences() {
        let pairs = aligned(&series(), 0, (0, 1), &small());
        let marked = |side: &Option<Side>| {
            let pieces = &side.as_ref().unwrap().pieces;
            pieces.iter().filter(|p| !p.common).map(|p| p.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!((marked(&pairs[0].old), marked(&pairs[0].new)), (vec!["航道".to_owned()], vec!["安全".to_owned()]));
        assert!(pairs[1].new.is_none() && pairs[1].old.is_some());
        assert_eq!(pairs.len(), 2);
    }

    #[test]
    fn the_pieces_are_the_paragraph() {
        let series = series();
        for side in aligned(&series, 0, (0, 1), &small()).into_iter().flat_map(|p| [p.old, p.new]).flatten() {
            assert_eq!(side.pieces.iter().map(|p| p.text.as_str()).collect::<String>(), series.text(side.at));
        }
    }
}
