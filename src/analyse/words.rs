//! How often each word and pair of words is used.
//!
//! Words are cut by the full dictionary, so that a word is counted whether a model knows it or not. Stop words are data
//! (`stopwords.txt`) in two parts: function words, which are never counted, and words of the genre (双方, 合作, 发展),
//! which are counted but say nothing where texts are to be told apart.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analyse::series::{Reference, Series, within};
use crate::error::Result;
use crate::normalise::normalise;
use crate::words::{Entry, Segmenter, parse_dictionary};

static STOP_WORDS: &str = include_str!("../../training/stopwords.txt");
static DICTIONARY: &str = include_str!("../../training/dictionary.txt");

/// The project's words that frequency tables cut by, on top of jieba's dictionary ([`segmenter`]).
///
/// Bodies, treaties and formulas of more than `LONGEST` characters are left to jieba: a joined word hides its parts.
///
/// # Errors
/// A fault of the build: the project's dictionary does not parse.
pub fn domain() -> Result<Vec<Entry>> {
    const LONGEST: usize = 3;
    let mut domain = parse_dictionary(DICTIONARY, "dictionary.txt")?;
    domain.retain(|(word, _)| word.chars().count() <= LONGEST);
    Ok(domain)
}

/// jieba's dictionary with the project's words, as frequency tables use it. Costs some 70 ms.
#[must_use]
pub fn segmenter(domain: &[Entry]) -> Segmenter {
    Segmenter::full(domain)
}

/// Words that are not counted, and words that do not distinguish.
#[derive(Debug, Clone, Default)]
pub struct StopWords {
    function: FxHashSet<String>,
    genre: FxHashSet<String>,
}

impl StopWords {
    /// Reads `stopwords.txt`: a word a line, `#` for comments; words after the line `[genre]` are the genre's.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut words = Self::default();
        let mut genre = false;
        for line in text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
            match line {
                "" => {}
                "[genre]" => genre = true,
                word if genre => drop(words.genre.insert(normalise(word).into_owned())),
                word => drop(words.function.insert(normalise(word).into_owned())),
            }
        }
        words
    }

    /// The stop words that come with the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self::parse(STOP_WORDS)
    }

    /// Whether a word is counted: it has two characters or more, is no function word and not a number alone.
    #[must_use]
    pub fn counts(&self, word: &str) -> bool {
        word.chars().nth(1).is_some()
            && !self.function.contains(word)
            && !word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '%')
    }

    /// Whether a word may tell one text from another.
    #[must_use]
    pub fn distinguishes(&self, word: &str) -> bool {
        self.counts(word) && !self.genre.contains(word)
    }
}

/// The words of a text in order, cut into runs that no punctuation and no left-out character interrupts.
#[must_use]
pub fn runs<'a>(segmenter: &Segmenter, normal: &'a str) -> Vec<Vec<&'a str>> {
    let mut runs: Vec<Vec<&str>> = Vec::new();
    let mut end = usize::MAX;
    for (start, word) in segmenter.words(normal) {
        match runs.last_mut() {
            Some(run) if start == end => run.push(word),
            _ => runs.push(vec![word]),
        }
        end = start + word.len();
    }
    runs
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Kind {
    /// Words.
    #[default]
    Words,
    /// Two words that stand side by side; both are counted words.
    Pairs,
}

/// One word's use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    /// The word, or two words with a space between.
    pub word: String,
    /// Times, in each statement.
    pub counts: Vec<usize>,
    /// The paragraphs that hold it, each once, in the order of the series.
    pub places: Vec<Reference>,
}

impl Frequency {
    /// Times in all statements.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The paragraphs of one statement that hold it.
    #[must_use]
    pub fn places_in(&self, statement: usize) -> &[Reference] {
        within(&self.places, statement)
    }

    /// Statements that hold it: its document frequency.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.counts.iter().filter(|&&n| n > 0).count()
    }
}

/// The words of a series.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    /// The words counted, the most frequent first, then in the order of their characters.
    pub words: Vec<Frequency>,
    /// All words of each statement, stop words and single characters included: what rates are taken of.
    pub sizes: Vec<usize>,
}

impl Frequencies {
    /// Counts the words of a series.
    #[must_use]
    pub fn new(series: &Series, segmenter: &Segmenter, stop: &StopWords, kind: Kind) -> Self {
        let statements = series.statements.len();
        let mut sizes = vec![0; statements];
        let mut uses: FxHashMap<String, (Vec<usize>, Vec<Reference>)> = FxHashMap::default();
        for (at, text, _) in series.paragraphs() {
            let normal = normalise(text);
            let runs = runs(segmenter, &normal);
            sizes[at.statement] += runs.iter().map(Vec::len).sum::<usize>();
            for word in runs.iter().flat_map(|run| counted(run, stop, kind)) {
                let (counts, places) = uses.entry(word).or_insert_with(|| (vec![0; statements], Vec::new()));
                counts[at.statement] += 1;
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        let mut words: Vec<Frequency> =
            uses.into_iter().map(|(word, (counts, places))| Frequency { word, counts, places }).collect();
        words.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.word.cmp(&b.word)));
        Self { words, sizes }
    }

    /// A count per 1,000 words of a statement.
    #[must_use]
    pub fn per_thousand(&self, count: usize, statement: usize) -> f64 {
        1000.0 * count as f64 / self.sizes[statement].max(1) as f64
    }

    /// The words of one statement with their counts, the most frequent first.
    #[must_use]
    pub fn of(&self, statement: usize) -> Vec<(&str, usize)> {
        let mut own: Vec<(&str, usize)> =
            self.words.iter().map(|w| (w.word.as_str(), w.counts[statement])).filter(|(_, n)| *n > 0).collect();
        own.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        own
    }
}

fn counted(run: &[&str], stop: &StopWords, kind: Kind) -> Vec<String> {
    match kind {
        Kind::Words => run.iter().filter(|w| stop.counts(w)).map(|w| (*w).to_owned()).collect(),
        Kind::Pairs => {
            let both = run.windows(2).filter(|pair| pair.iter().all(|w| stop.counts(w)));
            both.map(|pair| pair.join(" ")).collect()
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;

    pub(crate) fn small() -> Segmenter {
        let words = ["双方", "支持", "国际", "合作", "安全", "不可", "北极", "航道", "的", "发展"];
        Segmenter::small(words.iter().map(|w| (*w, 1000)), 100_000)
    }

    fn series() -> Series {
        let of = |name, text| statement(name, None, &[(text, &[])]);
        Series::new(vec![of("a", "双方的国际合作，国际合作。"), of("b", "北极航道的合作。")])
    }

    #[test]
    fn words_are_counted_by_statement_and_function_words_are_not() {
        let found = Frequencies::new(&series(), &small(), &StopWords::embedded(), Kind::Words);
        let first: Vec<_> = found.words.iter().map(|w| (w.word.as_str(), w.total(), w.statements())).collect();
        assert_eq!(first[0], ("合作", 3, 2));
        assert_eq!(first[1], ("国际", 2, 1));
        assert!(first.iter().all(|w| w.0 != "的"));
        assert_eq!(found.sizes, [6, 4]);
        assert!((found.per_thousand(2, 0) - 1000.0 / 3.0).abs() < 1e-9);
        assert_eq!(found.of(1)[0].1, 1);
        let second = Reference { statement: 1, paragraph: 0 };
        assert_eq!((found.words[0].places.len(), found.words[0].places_in(1)), (2, &[second][..]));
    }

    #[test]
    fn pairs_do_not_cross_punctuation() {
        let found = Frequencies::new(&series(), &small(), &StopWords::embedded(), Kind::Pairs);
        let pairs: Vec<_> = found.words.iter().map(|w| (w.word.as_str(), w.total())).collect();
        assert_eq!(pairs, [("国际 合作", 2), ("北极 航道", 1)]);
    }

    #[test]
    fn genre_words_count_but_do_not_distinguish() {
        let stop = StopWords::parse("的 # particle\n[genre]\n合作\n");
        assert!(stop.counts("合作") && !stop.distinguishes("合作"));
        assert!(!stop.counts("的") && !stop.counts("2024") && stop.distinguishes("北极"));
        assert!(StopWords::embedded().counts("合作") && !StopWords::embedded().distinguishes("合作"));
    }

    #[test]
    fn the_full_dictionary_is_read() {
        let segmenter = segmenter(&domain().unwrap());
        assert_eq!(runs(&segmenter, "国际合作,安全。"), [vec!["国际", "合作"], vec!["安全"]]);
    }
}
