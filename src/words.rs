//! Text to words: jieba with the project's domain dictionary. No numbers, no labels.
//!
//! The dictionary is jieba's own plus the domain words: training uses it once to find the words of a model, and frequency
//! tables use it. A model has a small dictionary, which holds only the words that it knows, with jieba's frequencies;
//! tagging and the features of training cut with that one ([`crate::cut`]), so there is no mismatch, and nobody waits 70 ms
//! for the full one to load.

use jieba_rs::Jieba;

use crate::error::{Error, Place, Result};
use crate::normalise::is_letter;

/// A dictionary word and its frequency.
pub type Entry = (String, usize);

/// jieba's guess at unknown words is off: it invents words in official prose.
const NO_GUESSES: bool = false;

/// Cuts normalised text into words.
#[derive(Debug)]
pub struct Segmenter {
    jieba: Jieba,
}

impl Segmenter {
    /// jieba's default dictionary with the domain words on top. Costs some 70 ms.
    #[must_use]
    pub fn full(domain: &[Entry]) -> Self {
        let mut jieba = Jieba::new();
        for (word, frequency) in domain {
            jieba.add_word(word, Some(*frequency), None);
        }
        Self { jieba }
    }

    /// Only the given words; `total` is the sum of frequencies to pretend, as [`Self::total`] of a full one gives it. An
    /// unknown character then costs what it costs with the full dictionary.
    #[cfg(test)]
    pub(crate) fn small<'a>(entries: impl Iterator<Item = (&'a str, usize)>, total: usize) -> Self {
        /// Makes up the sum. A private-use character, which no text that passed ingestion holds.
        const FILLER: &str = "\u{F8FF}";
        let mut jieba = Jieba::empty();
        let mut sum = 0;
        for (word, frequency) in entries {
            sum += jieba.add_word(word, Some(frequency), None);
        }
        jieba.add_word(FILLER, Some(total.saturating_sub(sum).max(1)), None);
        Self { jieba }
    }

    /// The words of a normalised text in order, each with its first byte; punctuation and white space are left out.
    pub fn words<'a>(&self, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        let mut next = 0;
        let placed = self.jieba.cut(text, NO_GUESSES).into_iter().map(move |token| {
            let start = next;
            next += token.word.len();
            (start, token.word)
        });
        placed.filter(|(_, word)| is_word(word))
    }

    /// A word's frequency in this dictionary to within one, or none if it is not in it.
    #[must_use]
    pub fn frequency(&self, word: &str) -> Option<usize> {
        // jieba gives no frequency back; of a word that it leaves whole, `suggest_freq` is the frequency or one more.
        self.jieba.has_word(word).then(|| self.jieba.suggest_freq(word))
    }

    /// The sum of all frequencies: what `suggest_freq` makes of nothing, less one.
    #[must_use]
    pub fn total(&self) -> usize {
        self.jieba.suggest_freq("").saturating_sub(1).max(1)
    }
}

/// Whether a token holds a letter, digit or Han character.
fn is_word(token: &str) -> bool {
    token.chars().any(is_letter)
}

/// Reads `dictionary.txt`: a word and its frequency a line, `#` for comments. Words are expected in normal form.
///
/// # Errors
/// A line without a frequency or with one that is no positive whole number: jieba's own reader would accept the first
/// and lose the whole dictionary on the second.
pub fn parse_dictionary(text: &str, file: &str) -> Result<Vec<Entry>> {
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.split('#').next().unwrap_or("").trim()));
    lines.filter(|(_, line)| !line.is_empty()).map(|(n, line)| parse_entry(line, file, n)).collect()
}

fn parse_entry(line: &str, file: &str, n: usize) -> Result<Entry> {
    let mut fields = line.split_whitespace();
    let word = fields.next().unwrap_or_default();
    match fields.next().map(str::parse) {
        Some(Ok(frequency)) if frequency > 0 => Ok((word.to_owned(), frequency)),
        _ => Err(Error::input(
            Place::line(file, n),
            format!("`{line}` is not a word and its frequency"),
            "write the word, a space and a positive whole number",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_dictionary_cuts_known_words_as_the_full_one_does() {
        let domain = [("人类命运共同体".to_owned(), 10_000)];
        let full = Segmenter::full(&domain);
        let text = "双方主张构建人类命运共同体,深化贸易合作。";
        let words: Vec<_> = full.words(text).map(|(_, word)| word).collect();
        assert!(words.contains(&"人类命运共同体"));
        let known = words.iter().map(|w| (*w, full.frequency(w).unwrap_or(1)));
        let small = Segmenter::small(known, full.total());
        assert_eq!(small.words(text).map(|(_, word)| word).collect::<Vec<_>>(), words);
    }

    #[test]
    fn frequencies_come_back_out_of_jieba() {
        let full = Segmenter::full(&[("北方海航道".to_owned(), 4321)]);
        assert!(full.frequency("北方海航道").unwrap().abs_diff(4321) <= 1);
        assert_eq!(full.frequency("北方海航道也"), None);
        assert!(full.total() > 50_000_000);
    }

    #[test]
    fn a_bad_dictionary_line_is_named() {
        let error = parse_dictionary("# words\n北极 10\n南极\n", "dictionary.txt").unwrap_err().to_string();
        assert!(error.starts_with("dictionary.txt:3: `南极` is not"), "{error}");
        assert!(parse_dictionary("南极 many", "d").is_err());
    }
}
