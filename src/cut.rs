//! The most likely words of a text, among those that stand in it: jieba's way of cutting, over words that the search of
//! a model has found anyway.
//!
//! Every way through a stretch of text costs the sum of its words' −ln(frequency / total), a character that no word
//! covers as much as a word of frequency 1, and the cheapest way is taken; of two that cost the same, the one whose word
//! is longer. That is jieba's algorithm without its guess at unknown words, and a test holds that any text is cut as
//! jieba-rs cuts it with the same dictionary. jieba-rs by itself would walk the text a second time, with a trie of its
//! own, and was a third of the time that tagging took.

use std::ops::Range;

use crate::normalise::{Character, is_letter};
use crate::words::Entry;

/// No word of the dictionary.
const NONE: u32 = u32::MAX;

/// The words of a dictionary and what each costs.
#[derive(Debug, Clone)]
pub struct Cutter {
    /// ln(frequency / total) of each word.
    likelihoods: Vec<f64>,
    /// That of a character which no word covers.
    unknown: f64,
}

/// The words that stand in a text, as steps from character to character; its room is used again from text to text.
#[derive(Debug, Default)]
pub struct Steps {
    /// By the character that they begin with: the character after the word, and the word.
    all: Vec<(u32, u32)>,
    /// Where the steps of each character begin.
    starts: Vec<u32>,
    best: Vec<Best>,
}

/// The best way on from a character.
#[derive(Debug, Clone, Copy)]
struct Best {
    likelihood: f64,
    /// The character after the next word; the character itself where none can begin.
    end: u32,
    word: u32,
}

impl Steps {
    /// Forgets the text before.
    pub fn clear(&mut self) {
        self.all.clear();
        self.starts.clear();
    }

    /// Goes on to the next character of the text.
    pub fn advance(&mut self) {
        self.starts.push(self.all.len() as u32);
    }

    /// Adds a word that begins at the character last gone to; shorter ones come first.
    pub fn add(&mut self, word: u32, end: usize) {
        self.all.push((end as u32, word));
    }

    fn of(&self, character: usize) -> &[(u32, u32)] {
        let end = self.starts.get(character + 1).map_or(self.all.len(), |&end| end as usize);
        self.starts.get(character).and_then(|&start| self.all.get(start as usize..end)).unwrap_or_default()
    }
}

impl Cutter {
    /// A cutter for words that are called by their place in `dictionary`; `total` is the sum of frequencies to pretend,
    /// as [`crate::words::Segmenter::total`] gives it.
    #[must_use]
    pub fn new(dictionary: &[Entry], total: usize) -> Self {
        let sum = dictionary.iter().fold(0_usize, |sum, entry| sum.saturating_add(entry.1));
        let total = (total.max(sum.saturating_add(1)) as f64).ln();
        let likelihoods = dictionary.iter().map(|entry| (entry.1 as f64).ln() - total).collect();
        Self { likelihoods, unknown: -total }
    }

    /// How many words it knows.
    #[must_use]
    pub fn words(&self) -> usize {
        self.likelihoods.len()
    }

    /// Cuts a text whose words are in `steps`, which have gone to every character of it; gives the characters of each word
    /// and its place in the dictionary to `found`, or no place if no step led there: the word is not in the dictionary, has
    /// a frequency of 0, or was put together from single letters and digits.
    pub fn cut(&self, chars: &[Character], steps: &mut Steps, mut found: impl FnMut(Range<usize>, Option<u32>)) {
        self.find_best(chars, steps);
        let mut give = |range: Range<usize>, word: u32| {
            if chars[range.clone()].iter().any(|&(_, c)| is_letter(c)) {
                found(range, (word != NONE).then_some(word));
            }
        };
        // Where a run of single letters and digits began, which are one word together.
        let mut run = None;
        let mut at = 0;
        while let Some(&Best { end, word, .. }) = steps.best.get(at).filter(|_| at < chars.len()) {
            let end = end as usize;
            if end == at + 1 && chars[at].1.is_ascii_alphanumeric() {
                run.get_or_insert((at, word));
                at = end;
                continue;
            }
            if let Some((start, single)) = run.take() {
                give(start..at, if start + 1 == at { single } else { NONE });
            }
            let next = end.max(at + 1);
            give(at..next, word);
            at = next;
        }
        if let Some((start, single)) = run {
            give(start..at, if start + 1 == at { single } else { NONE });
        }
    }

    /// Fills in the best way on from every character, from the last one back.
    fn find_best(&self, chars: &[Character], steps: &mut Steps) {
        let n = chars.len();
        let mut best = std::mem::take(&mut steps.best);
        best.clear();
        best.resize(n + 1, Best { likelihood: 0.0, end: n as u32, word: NONE });
        for (at, &(_, c)) in chars.iter().enumerate().rev() {
            best[at] = if joins(c) {
                self.best_step(at, steps.of(at), &best)
            } else {
                Best { likelihood: 0.0, end: at as u32, word: NONE }
            };
        }
        steps.best = best;
    }

    fn best_step(&self, at: usize, steps: &[(u32, u32)], best: &[Best]) -> Best {
        let over = |(end, word): (u32, u32)| Best {
            likelihood: self.likelihoods[word as usize] + best[end as usize].likelihood,
            end,
            word,
        };
        let Some((&first, rest)) = steps.split_first() else {
            return Best { likelihood: self.unknown + best[at + 1].likelihood, end: at as u32 + 1, word: NONE };
        };
        // Steps come shorter first, so that the longer one wins a tie.
        rest.iter().fold(over(first), |chosen, &step| {
            let other = over(step);
            if other.likelihood >= chosen.likelihood { other } else { chosen }
        })
    }
}

/// Whether a word can be found as a whole: between other characters, the text is cut in any case.
#[must_use]
pub fn can_stand(word: &str) -> bool {
    word.chars().all(joins)
}

/// The characters between which jieba looks for words: Han, Latin letters, digits, and marks that stand inside names.
fn joins(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-'),
        _ => is_rare_han(c),
    }
}

/// Han characters outside the main block.
fn is_rare_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x2_0000..=0x2_A6DF | 0x2_A700..=0x2_CEAF
        | 0x2_CEB0..=0x2_EBEF | 0x2_F800..=0x2_FA1F)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::Search;
    use crate::words::Segmenter;

    /// The words of a text and whether each came with its place in the dictionary.
    fn words(dictionary: &[Entry], total: usize, text: &str) -> Vec<(String, bool)> {
        let search = Search::new(dictionary.iter().map(|entry| entry.0.as_str()));
        // Not brought into normal form: jieba is not given it either.
        let chars: Vec<Character> = text.char_indices().map(|(at, c)| (at as u32, c)).collect();
        let (mut steps, mut found) = (Steps::default(), Vec::new());
        for start in 0..chars.len() {
            steps.advance();
            search.at(&chars, start, |word, end| {
                if can_stand(&dictionary[word as usize].0) {
                    steps.add(word, end);
                }
            });
        }
        Cutter::new(dictionary, total).cut(&chars, &mut steps, |range, word| {
            let text: String = chars[range].iter().map(|c| c.1).collect();
            if let Some(word) = word {
                assert_eq!(text, dictionary[word as usize].0);
            }
            found.push((text, word.is_some()));
        });
        found
    }

    fn jieba(dictionary: &[Entry], total: usize, text: &str) -> Vec<String> {
        let entries = dictionary.iter().map(|(word, frequency)| (word.as_str(), *frequency));
        Segmenter::small(entries, total).words(text).map(|(_, word)| word.to_owned()).collect()
    }

    #[test]
    fn the_likelier_words_are_taken_and_the_longer_of_equals() {
        let dictionary = ["北极", "北极圈", "圈内", "内"].map(|word| (word.to_owned(), 10));
        let cut: Vec<String> = words(&dictionary, 1000, "北极圈内、极x9.").into_iter().map(|w| w.0).collect();
        assert_eq!(cut, ["北极圈", "内", "极", "x9"]);
        assert_eq!(cut, jieba(&dictionary, 1000, "北极圈内、极x9."));
    }

    #[test]
    fn a_word_of_the_dictionary_comes_with_its_place() {
        let dictionary = [("北极".to_owned(), 10), ("7".to_owned(), 5)];
        let found = words(&dictionary, 1000, "北极海7 77");
        let found: Vec<(&str, bool)> = found.iter().map(|(word, known)| (word.as_str(), *known)).collect();
        assert_eq!(found, [("北极", true), ("海", false), ("7", true), ("77", false)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn any_text_is_cut_as_jieba_cuts_it(
            dictionary in prop::collection::btree_map("[一二三a1.·ж㐀豈𪜀]{1,4}", 1..50_000_usize, 0..20),
            total in 0..100_000_usize,
            text in "[一二三a1.·ж㐀豈𪜀。\r\n ]{0,40}",
        ) {
            let dictionary: Vec<Entry> = dictionary.into_iter().collect();
            let cut: Vec<String> = words(&dictionary, total, &text).into_iter().map(|w| w.0).collect();
            prop_assert_eq!(cut, jieba(&dictionary, total, &text));
        }
    }

    #[test]
    fn every_character_joins_or_parts_as_in_jieba() {
        // 一 and the character are one word if jieba looks for words between them.
        let all = ('\u{21}'..'\u{3_0000}').filter(|c| c.is_alphanumeric() || c.is_ascii());
        let dictionary: Vec<Entry> = all.map(|c| (format!("一{c}"), 10)).collect();
        let text: String = dictionary.iter().flat_map(|(word, _)| [word, "\n"]).collect();
        let cut: Vec<String> = words(&dictionary, 100, &text).into_iter().map(|w| w.0).collect();
        assert_eq!(cut, jieba(&dictionary, 100, &text));
    }
}
