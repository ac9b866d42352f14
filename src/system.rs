//! What a system says of labelled paragraphs, in the shape that [`crate::evaluate`] reads: a model, the keyword baseline,
//! or the out-of-fold answers of a training; and the words behind what they say.

use indexmap::IndexMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::decide::Answer;
use crate::document::Span;
use crate::evaluate::Judged;
use crate::evaluate::sentences::JudgedSentence;
use crate::keywords::Keywords;
use crate::labelled::Labelled;
use crate::model::{Model, Scratch, TagOptions, readable};
use crate::segment;
use crate::tagged::{Evidence, TaggedParagraph};
use crate::tfidf::Kind;
use crate::theme::ThemeSet;
use crate::train::TrainingText;
use crate::train::by_year::Block;

/// The most words that are kept as evidence for one label.
pub const MOST_WORDS: usize = 5;

/// A word or phrase for or against a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The word as a person reads it.
    pub word: String,
    /// What it adds to the score in log-odds; `None` for a keyword, which decides alone.
    pub adds: Option<f64>,
    /// Where it stands in the paragraph, in bytes; empty where the text is not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// The words behind the labels of one paragraph, by theme id, the weightiest first.
pub type Words = IndexMap<String, Vec<Word>>;

/// Something that labels paragraphs.
#[derive(Debug)]
pub enum System<'a> {
    /// A model, and how it is asked.
    Model(&'a Model, TagOptions),
    /// The keyword baseline of a theme set.
    Keywords(Keywords, &'a ThemeSet),
}

impl System<'_> {
    /// The themes that its labels are indices of.
    #[must_use]
    pub fn themes(&self) -> &ThemeSet {
        match self {
            Self::Model(model, _) => model.themes(),
            Self::Keywords(_, themes) => themes,
        }
    }

    /// Labels every row, in parallel; `gold` must be indices of the same themes. A text that is not judged has no label.
    #[must_use]
    pub fn judge(&self, rows: &[Labelled], done: &(dyn Fn() + Sync)) -> Vec<Judged> {
        let judge = |scratch: &mut Scratch, row: &Labelled| {
            let judged = match self {
                Self::Model(model, options) => {
                    judged(row, &model.judge(&row.text, options, scratch), model.themes().len())
                }
                Self::Keywords(keywords, _) => Judged { predicted: keywords.labels(&row.text), ..unlabelled(row) },
            };
            done();
            judged
        };
        rows.par_iter().map_init(Scratch::default, judge).collect()
    }

    /// What is said of each labelled sentence of the rows, in order and in parallel; nothing by the keywords, which do not
    /// tell sentences apart.
    #[must_use]
    pub fn sentences(&self, rows: &[Labelled]) -> Vec<JudgedSentence> {
        let Self::Model(model, options) = self else { return Vec::new() };
        let of = |scratch: &mut Scratch, row: &Labelled| judged_sentences(model, options, row, scratch);
        rows.par_iter().map_init(Scratch::default, of).flatten_iter().collect()
    }

    /// The words for and against each of `themes[n]` in row `n`, in parallel.
    #[must_use]
    pub fn words(&self, rows: &[Labelled], themes: &[Vec<usize>]) -> Vec<Words> {
        let pairs = rows.par_iter().zip(themes);
        match self {
            Self::Model(model, _) => pairs
                .map_init(Scratch::default, |scratch, (row, wanted)| of_model(model, row, wanted, scratch))
                .collect(),
            Self::Keywords(keywords, set) => {
                pairs.map(|(row, wanted)| of_keywords(keywords, set, row, wanted)).collect()
            }
        }
    }
}

/// What the models of a train-before, test-after validation say of their blocks, over the themes of the whole text.
#[must_use]
pub fn of_block(text: &TrainingText, block: &Block) -> Vec<Judged> {
    let rows: Vec<Labelled> = block.rows.iter().map(|&row| text.rows[row].clone()).collect();
    let system = System::Model(&block.model, TagOptions::default());
    let place: Vec<usize> = block.model.themes().ids().filter_map(|id| text.themes.index(id)).collect();
    let mut judged = system.judge(&rows, &|| {});
    for paragraph in &mut judged {
        let renumbered = |themes: &[usize]| themes.iter().map(|&theme| place[theme]).collect();
        paragraph.predicted = renumbered(&paragraph.predicted);
        paragraph.review = renumbered(&paragraph.review);
        let mut probabilities = vec![0.0; text.themes.len()];
        place.iter().zip(&paragraph.probabilities).for_each(|(&theme, &p)| probabilities[theme] = p);
        paragraph.probabilities = probabilities;
    }
    judged
}

/// The same rows with the indices of another theme set; none if the two do not have the same ids.
#[must_use]
pub fn relabelled(rows: &[Labelled], from: &ThemeSet, to: &ThemeSet) -> Option<Vec<Labelled>> {
    let place: Option<Vec<usize>> = from.ids().map(|id| to.index(id)).collect();
    let place = place.filter(|_| from.len() == to.len())?;
    let moved = |themes: &Vec<usize>| {
        let mut themes: Vec<usize> = themes.iter().map(|&theme| place[theme]).collect();
        themes.sort_unstable();
        themes
    };
    let row = |row: &Labelled| {
        let sentences = row.sentences.as_ref().map(|sentences| sentences.iter().map(moved).collect());
        Labelled { themes: moved(&row.themes), sentences, ..row.clone() }
    };
    Some(rows.iter().map(row).collect())
}

/// The out-of-fold answers of a row of the training text.
#[must_use]
pub fn answered(row: &Labelled, answers: &[Answer]) -> Judged {
    let themes = |such: fn(&Answer) -> bool| (0..answers.len()).filter(|&t| such(&answers[t])).collect();
    Judged {
        predicted: themes(|answer| answer.assigned),
        review: themes(|answer| answer.review),
        probabilities: answers.iter().map(|answer| answer.probability as f32).collect(),
        ..unlabelled(row)
    }
}

/// A row to which nothing was given, all of it certain.
#[must_use]
pub fn unlabelled(row: &Labelled) -> Judged {
    let (id, statement, gold) = (row.id.clone(), row.statement.clone(), row.themes.clone());
    Judged { id, statement, gold, ..Judged::default() }
}

/// A tagged row; what was not judged has probability 0 for every theme, since nothing is what it was given.
fn judged(row: &Labelled, tagged: &TaggedParagraph, themes: usize) -> Judged {
    let mut probabilities = vec![0.0; themes];
    for judgement in &tagged.judgements {
        probabilities[judgement.theme] = judgement.probability as f32;
    }
    Judged {
        predicted: tagged.assigned().map(|j| j.theme).collect(),
        review: tagged.review().map(|j| j.theme).collect(),
        probabilities,
        ..unlabelled(row)
    }
}

/// The sentences of a row, if they are labelled. A paragraph that is not judged was given nothing.
fn judged_sentences(model: &Model, options: &TagOptions, row: &Labelled, scratch: &mut Scratch) -> Vec<JudgedSentence> {
    let Some(labelled) = &row.sentences else { return Vec::new() };
    let cut = segment::sentences(&row.text);
    let given: Vec<usize> = model.judge(&row.text, options, scratch).assigned().map(|label| label.theme).collect();
    let mut carried = |themes: &[usize]| {
        let carrying = model.carrying_sentences(&row.text, &cut, themes, scratch);
        let of = |sentence| -> Vec<usize> {
            let pairs = themes.iter().zip(&carrying);
            pairs.filter(|(_, carrying)| carrying.contains(&sentence)).map(|(&theme, _)| theme).collect()
        };
        (0..cut.len()).map(of).collect::<Vec<_>>()
    };
    let (of_true, of_given) = (carried(&row.themes), carried(&given));
    let sentences = labelled.iter().zip(of_true.into_iter().zip(of_given)).enumerate();
    sentences
        .map(|(n, (gold, (carried_of_true, carried_of_given)))| JudgedSentence {
            paragraph: row.id.clone(),
            number: n + 1,
            statement: row.statement.clone(),
            gold: gold.clone(),
            true_themes: row.themes.clone(),
            carried_of_true,
            given_labels: given.clone(),
            carried_of_given,
        })
        .collect()
}

fn of_model(model: &Model, row: &Labelled, wanted: &[usize], scratch: &mut Scratch) -> Words {
    if wanted.is_empty() {
        return Words::new();
    }
    // With a threshold of 0 every wanted theme is given, and so explained: those that were missed, too.
    let options = TagOptions { threshold: Some(0.0), themes: Some(wanted.to_vec()), explain: true };
    let tagged = model.judge(&row.text, &options, scratch);
    let words = tagged.judgements.into_iter().map(|judgement| {
        let words = judgement.evidence.into_iter().take(MOST_WORDS);
        let words = words.map(|evidence| word(evidence, &row.text, model.themes()));
        (model.themes().id(judgement.theme).to_owned(), words.collect())
    });
    words.collect()
}

fn word(evidence: Evidence, text: &str, themes: &ThemeSet) -> Word {
    let Evidence { term, kind, contribution, spans, .. } = evidence;
    let listed = kind == Kind::ThemeWord.id();
    let mut word = readable(if listed { Kind::ThemeWord } else { Kind::Word }, &term, themes);
    if listed {
        // A list of theme words says little; the words of it that stand here say what was seen.
        let mut seen: Vec<&str> = spans.iter().filter_map(|span| text.get(span.start..span.end)).collect();
        seen.dedup();
        word = format!("{word} {}", seen.join("、"));
    }
    Word { word, adds: Some(contribution), spans }
}

fn of_keywords(keywords: &Keywords, set: &ThemeSet, row: &Labelled, wanted: &[usize]) -> Words {
    let mut words: Words = wanted.iter().map(|&theme| (set.id(theme).to_owned(), Vec::new())).collect();
    for found in keywords.find(&row.text) {
        let Some(of_theme) = words.get_mut(set.id(found.theme)).filter(|words| words.len() < MOST_WORDS) else {
            continue;
        };
        of_theme.push(Word { word: found.span.of(&row.text).to_owned(), adds: None, spans: vec![found.span] });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;

    const THEMES: &str = "[[theme]]\nid=\"arctic\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nkeywords=[\"北极\"]\n\
        [[theme]]\nid=\"taiwan\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nkeywords=[\"台湾\"]\n";

    fn row(text: &str, themes: &[usize]) -> Labelled {
        let (id, statement, text) = ("p".to_owned(), "s".to_owned(), text.to_owned());
        let (themes, place) = (themes.to_vec(), Place::file("x"));
        Labelled { id, statement, text, themes, sentences: None, basis: None, date: None, place }
    }

    #[test]
    fn the_keywords_label_and_show_where() {
        let set = ThemeSet::parse(THEMES, "t").unwrap();
        let system = System::Keywords(Keywords::new(&set), &set);
        let rows = [row("台湾与北极", &[0])];
        let judged = system.judge(&rows, &|| {});
        assert_eq!((&judged[0].gold[..], &judged[0].predicted[..]), (&[0][..], &[0, 1][..]));
        let words = system.words(&rows, &[vec![0]]);
        assert_eq!(words[0]["arctic"][0].spans, [Span::new(9, 15)]);
        assert_eq!(words[0].len(), 1);
    }

    #[test]
    fn labelled_sentences_are_judged_with_the_true_themes_and_with_those_given() {
        let model = Model::embedded().unwrap();
        let [arctic, taiwan, space] = ["arctic", "taiwan", "media"].map(|id| model.themes().index(id).unwrap());
        let text = "双方愿加强北极航道开发和极地合作。台湾是中国领土不可分割的一部分，俄方反对任何形式的“台独”。";
        let mut themes = vec![arctic, space];
        themes.sort_unstable();
        let sentences = Some(vec![vec![arctic], vec![]]);
        let rows = [Labelled { sentences, ..row(text, &themes) }, row(text, &themes)];
        let judged = System::Model(model, TagOptions::default()).sentences(&rows);
        assert_eq!(judged.len(), 2, "help: the second row has no labelled sentences");
        assert!(judged[0].carried_of_true.contains(&arctic) && !judged[1].carried_of_true.contains(&arctic));
        assert_eq!((&judged[0].gold[..], &judged[1].gold[..]), (&[arctic][..], &[][..]));
        let mut given = judged[1].given_labels.clone();
        given.sort_unstable();
        assert!(given.contains(&arctic) && given.contains(&taiwan), "{given:?}");
        assert_eq!((&judged[0].carried_of_given[..], &judged[1].carried_of_given[..]), (&[arctic][..], &[taiwan][..]));
        let set = ThemeSet::parse(THEMES, "t").unwrap();
        assert!(System::Keywords(Keywords::new(&set), &set).sentences(&rows).is_empty());
    }

    #[test]
    fn answers_become_labels_with_probabilities() {
        let answer = |probability, assigned, review| Answer { probability, assigned, review };
        let judged = answered(&row("x", &[1]), &[answer(0.25, false, true), answer(0.75, true, false)]);
        assert_eq!((judged.gold, judged.predicted, judged.review), (vec![1], vec![1], vec![0]));
        assert_eq!(judged.probabilities, [0.25, 0.75]);
    }
}
