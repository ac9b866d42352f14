//! How alike two short texts are, by the characters that they share in the same order.

use similar::{Algorithm, capture_diff_slices, get_diff_ratio};

/// The least likeness of a word to the one that was probably meant.
const NEAR: f32 = 0.6;

/// Twice the characters in common by those of both, 0 to 1, as Python's `SequenceMatcher.ratio` has it; common are those
/// of a shortest way from one text to the other (Myers, "An O(ND) difference algorithm", 1986). Two empty texts are alike.
#[must_use]
pub fn likeness(a: &str, b: &str) -> f32 {
    let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<char>>());
    get_diff_ratio(&capture_diff_slices(Algorithm::Myers, &a, &b), a.len(), b.len())
}

/// The one of some known words that is most like an unknown one; none if none is like it.
pub(crate) fn nearest<'a>(known: impl Iterator<Item = &'a str>, unknown: &str) -> Option<&'a str> {
    let near = known.map(|word| (likeness(word, unknown), word)).max_by(|a, b| a.0.total_cmp(&b.0));
    near.filter(|(near, _)| *near > NEAR).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_the_share_of_characters_in_common() {
        for (a, b, expected) in [("北极航道", "北极安全", 0.5), ("北极", "北极", 1.0), ("甲", "乙", 0.0), ("", "", 1.0)]
        {
            assert!((likeness(a, b) - expected).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn a_slip_is_told_from_another_word() {
        let known = || ["taiwan", "arctic"].into_iter();
        assert_eq!(nearest(known(), "tiawan"), Some("taiwan"));
        assert_eq!(nearest(known(), "brics"), None);
    }
}
