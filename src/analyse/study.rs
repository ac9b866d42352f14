//! All analyses of a series at once, each made when it is first asked for.

mod summary;

use std::cell::OnceCell;

use rayon::prelude::*;

use crate::analyse::aligned::{Pair, aligned};
use crate::analyse::compare::{Change, changes};
use crate::analyse::findings::{Findings, Judged, Measured, Verdict};
use crate::analyse::mentions::{Mentions, Names};
use crate::analyse::phrases::{Key, Phrases, Top, keys};
use crate::analyse::room::{Matrix, Unit};
use crate::analyse::series::Series;
use crate::analyse::stance::{Taken, taken};
use crate::analyse::subjects::{Subject, subjects, unfamiliar};
use crate::analyse::words::{self, Frequencies, StopWords};
use crate::error::Result;
use crate::model::Model;
use crate::words::{Entry, Segmenter};

/// What is asked of a series.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What of a labelled paragraph is counted; defaults to the sentences that carry the theme.
    pub unit: Unit,
    /// Only these themes, by index; defaults to those that any statement speaks of.
    pub themes: Option<Vec<usize>>,
    /// Words that are not counted; defaults to those that come with the program.
    pub stop: StopWords,
    /// Most used words or pairs in a table; defaults to 30.
    pub words: usize,
    /// Key words and key phrases of each pair of neighbours; defaults to 12 of either.
    pub keys: usize,
    /// Formulas of each pair of neighbours, new and gone; defaults to 8 of either.
    pub formulas: usize,
    /// Pairs of neighbours whose paragraphs are set side by side and whose changes are told in the summary, the latest;
    /// defaults to 8.
    pub neighbours: usize,
    /// A study's findings; defaults to none being asked for.
    pub findings: Asked,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            unit: Unit::Sentence,
            themes: None,
            stop: StopWords::embedded(),
            words: 30,
            keys: 12,
            formulas: 8,
            neighbours: 8,
            findings: Asked::Nothing,
        }
    }
}

/// Whether a study's findings are held against the series.
#[derive(Debug, Clone, Default)]
pub enum Asked {
    /// They are not.
    #[default]
    Nothing,
    /// They are.
    Findings(Findings),
    /// They should be and cannot, for a reason, such as a model with other themes.
    Unfit(String),
}

/// A theme's paragraphs in two neighbouring statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The theme's index.
    pub theme: usize,
    /// The later statement's index; the earlier one stands just before it.
    pub statement: usize,
    /// The paragraphs.
    pub pairs: Vec<Pair>,
}

/// A series and everything that is found in it.
///
/// What needs jieba's whole dictionary, which takes some 70 ms to load, is made when it is first asked for.
#[derive(Debug)]
pub struct Study<'a> {
    /// The statements; the evidence is shown where they are tagged with it.
    pub series: &'a Series,
    /// The model that tagged them.
    pub model: &'a Model,
    /// The names counted.
    pub names: &'a Names,
    /// What is asked.
    pub settings: Settings,
    /// Room.
    pub matrix: Matrix,
    /// What changed.
    pub changes: Vec<Change>,
    domain: Vec<Entry>,
    segmenter: OnceCell<Segmenter>,
    mentions: OnceCell<Vec<Mentions>>,
    taken: OnceCell<Vec<Taken>>,
    words: OnceCell<Frequencies>,
    pairs: OnceCell<Frequencies>,
    phrases: OnceCell<Phrases>,
    keys: OnceCell<Vec<Key>>,
    beside: OnceCell<Vec<Beside>>,
    subjects: OnceCell<Vec<Subject>>,
    unfamiliar: OnceCell<Vec<Option<f64>>>,
    findings: OnceCell<Vec<Judged>>,
}

impl<'a> Study<'a> {
    /// Measures a series; everything else is made when it is asked for.
    ///
    /// # Errors
    /// A fault of the build: the dictionary does not parse.
    pub fn new(series: &'a Series, model: &'a Model, names: &'a Names, settings: Settings) -> Result<Self> {
        let matrix = Matrix::new(series, &model.parts.origin.themes, settings.unit);
        Ok(Self {
            changes: changes(&matrix),
            domain: words::domain()?,
            series,
            model,
            names,
            settings,
            matrix,
            segmenter: OnceCell::new(),
            mentions: OnceCell::new(),
            taken: OnceCell::new(),
            words: OnceCell::new(),
            pairs: OnceCell::new(),
            phrases: OnceCell::new(),
            keys: OnceCell::new(),
            beside: OnceCell::new(),
            subjects: OnceCell::new(),
            unfamiliar: OnceCell::new(),
            findings: OnceCell::new(),
        })
    }

    /// The themes that are shown, by index.
    #[must_use]
    pub fn themes(&self) -> Vec<usize> {
        self.settings.themes.clone().unwrap_or_else(|| self.matrix.spoken_of().collect())
    }

    /// jieba's whole dictionary.
    fn segmenter(&self) -> &Segmenter {
        self.segmenter.get_or_init(|| words::segmenter(&self.domain))
    }

    /// Whether that was needed for anything yet.
    #[must_use]
    pub fn knows_words(&self) -> bool {
        self.segmenter.get().is_some()
    }

    /// Who is named, a count for each of the names.
    pub fn mentions(&self) -> &[Mentions] {
        self.mentions.get_or_init(|| self.names.count(self.series))
    }

    /// What is opposed and supported.
    pub fn taken(&self) -> &[Taken] {
        self.taken.get_or_init(|| taken(self.series, self.names))
    }

    /// The words.
    pub fn words(&self) -> &Frequencies {
        self.words.get_or_init(|| self.count(words::Kind::Words))
    }

    /// The pairs of words.
    pub fn pairs(&self) -> &Frequencies {
        self.pairs.get_or_init(|| self.count(words::Kind::Pairs))
    }

    fn count(&self, kind: words::Kind) -> Frequencies {
        Frequencies::new(self.series, self.segmenter(), &self.settings.stop, kind)
    }

    /// Phrases and formulas that came and went.
    pub fn phrases(&self) -> &Phrases {
        let top = Top { keys: self.settings.keys, formulas: self.settings.formulas };
        self.phrases.get_or_init(|| Phrases::new(self.series, self.segmenter(), &self.settings.stop, top))
    }

    /// Words and phrases that came and went: pair by pair of neighbours, words first.
    pub fn keys(&self) -> &[Key] {
        self.keys.get_or_init(|| {
            let (words, phrases) = (self.words(), self.phrases());
            let of = |new| {
                let own = phrases.keys.iter().filter(move |key| key.statement == new).cloned();
                keys(words, &self.settings.stop, new, self.settings.keys).into_iter().chain(own)
            };
            (1..self.series.statements.len()).flat_map(of).collect()
        })
    }

    /// The paragraphs of the latest neighbours side by side, theme by theme, those without any left out.
    pub fn beside(&self) -> &[Beside] {
        self.beside.get_or_init(|| {
            let last = self.series.statements.len();
            let news = self.earliest_told()..last;
            let places = self.themes().into_iter().flat_map(|theme| news.clone().map(move |new| (theme, new)));
            let places: Vec<(usize, usize)> = places.collect();
            let (series, segmenter) = (self.series, self.segmenter());
            let one = |(theme, statement): (usize, usize)| {
                let pairs = aligned(series, theme, (statement - 1, statement), segmenter);
                Beside { theme, statement, pairs }
            };
            places.into_par_iter().map(one).filter(|beside| !beside.pairs.is_empty()).collect()
        })
    }

    /// The first statement that is set beside the one before it.
    fn earliest_told(&self) -> usize {
        self.series.statements.len().saturating_sub(self.settings.neighbours).max(1)
    }

    /// What a reader must know where not all neighbours are set side by side.
    #[must_use]
    pub fn only_latest(&self) -> Option<String> {
        (self.earliest_told() > 1).then(|| format!("only the latest {} pairs of neighbours", self.settings.neighbours))
    }

    /// Paragraphs that no theme explains.
    pub fn subjects(&self) -> &[Subject] {
        self.subjects.get_or_init(|| subjects(self.series, self.segmenter(), &self.settings.stop))
    }

    /// The share of each statement's words that the model has never seen.
    pub fn unfamiliar(&self) -> &[Option<f64>] {
        self.unfamiliar.get_or_init(|| unfamiliar(self.series, self.model, self.segmenter()))
    }

    /// A study's findings and what the statements say to them; none unless asked for, or where not one can be judged.
    pub fn findings(&self) -> &[Judged] {
        self.findings.get_or_init(|| {
            let judged = self.judged();
            if judged.iter().all(|j| j.verdict == Verdict::Unjudged) { Vec::new() } else { judged }
        })
    }

    /// Every finding asked for, those that cannot be judged included.
    #[must_use]
    pub fn judged(&self) -> Vec<Judged> {
        match &self.settings.findings {
            Asked::Findings(findings) => findings.judge(&Measured {
                series: self.series,
                matrix: &self.matrix,
                themes: self.model.themes(),
                names: self.names,
                words: self.words(),
            }),
            Asked::Nothing | Asked::Unfit(_) => Vec::new(),
        }
    }
}
