//! Paragraphs that no theme explains, grouped by their distinctive words, and how strange a text is to the model: so
//! that the list of themes can follow the documents.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analyse::phrases::log_likelihood;
use crate::analyse::series::{Reference, Series};
use crate::analyse::words::{StopWords, runs};
use crate::model::Model;
use crate::normalise::normalise;
use crate::words::Segmenter;

/// The words that name a group.
const NAMES: usize = 4;

/// Share of words never seen in training above which a text is called unfamiliar. Measured: 2 to 4 % in the authored
/// statements, 7 % in a foreign-policy speech of the 1980s, 14 % in a government's work report.
pub const UNFAMILIAR: f64 = 0.10;

/// Paragraphs that share a distinctive word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The most distinctive words, the one that all paragraphs share first; none for the paragraphs that share none.
    pub words: Vec<String>,
    /// The paragraphs.
    pub paragraphs: Vec<Reference>,
}

/// A paragraph and its distinguishing words.
type Bag = (Reference, FxHashSet<String>);

/// The paragraphs that were judged and carry no theme, in groups: the largest first, the rest last.
#[must_use]
pub fn subjects(series: &Series, segmenter: &Segmenter, stop: &StopWords) -> Vec<Subject> {
    let (mut open, explained) = bags(series, segmenter, stop);
    let distinctive = distinctive(&open, &explained);
    let mut groups = Vec::new();
    while let Some(word) = leader(&open, &distinctive) {
        let (group, rest): (Vec<Bag>, Vec<Bag>) = open.into_iter().partition(|(_, bag)| bag.contains(&word));
        groups.push(subject(word, &group, &distinctive));
        open = rest;
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.paragraphs.len()));
    if !open.is_empty() {
        groups.push(Subject { words: Vec::new(), paragraphs: open.into_iter().map(|(at, _)| at).collect() });
    }
    groups
}

/// The paragraphs without and with a theme.
fn bags(series: &Series, segmenter: &Segmenter, stop: &StopWords) -> (Vec<Bag>, Vec<Bag>) {
    let judged = series.paragraphs().filter(|(_, _, tagged)| tagged.unjudged.is_none());
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for (at, text, tagged) in judged {
        let normal = normalise(text);
        let words = runs(segmenter, &normal).concat();
        let bag = words.into_iter().filter(|w| stop.distinguishes(w)).map(ToOwned::to_owned).collect();
        let side = if tagged.assigned().next().is_none() { &mut without } else { &mut with };
        side.push((at, bag));
    }
    (without, with)
}

/// How much more often each word stands in paragraphs without a theme, by log-likelihood of its paragraphs.
fn distinctive(open: &[Bag], explained: &[Bag]) -> FxHashMap<String, f64> {
    let count = |bags: &[Bag]| {
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        bags.iter().flat_map(|(_, bag)| bag).for_each(|word| *counts.entry(word.clone()).or_default() += 1);
        counts
    };
    let (here, there) = (count(open), count(explained));
    let sizes = (open.len(), explained.len());
    let weigh = |(word, n): (String, usize)| {
        let other = there.get(&word).copied().unwrap_or_default();
        let more = n * sizes.1.max(1) > other * sizes.0.max(1);
        more.then(|| (word, log_likelihood((n, other), sizes)))
    };
    here.into_iter().filter_map(weigh).collect()
}

/// The most distinctive word that at least two paragraphs share: the log-likelihood times the paragraphs that it would
/// gather, so that one word gathers many rather than many words two each.
fn leader(open: &[Bag], distinctive: &FxHashMap<String, f64>) -> Option<String> {
    let mut shared: FxHashMap<&str, usize> = FxHashMap::default();
    open.iter().flat_map(|(_, bag)| bag).for_each(|word| *shared.entry(word.as_str()).or_default() += 1);
    let score = |word: &str, n: usize| Some(distinctive.get(word)? * n as f64);
    let scored = shared.iter().filter(|(_, n)| **n > 1).filter_map(|(word, &n)| Some((score(word, n)?, *word)));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.map(|(_, word)| word.to_owned())
}

fn subject(word: String, group: &[Bag], distinctive: &FxHashMap<String, f64>) -> Subject {
    let mut shared: FxHashMap<&str, usize> = FxHashMap::default();
    group.iter().flat_map(|(_, bag)| bag).for_each(|w| *shared.entry(w.as_str()).or_default() += 1);
    let mut others: Vec<(f64, &str)> = shared
        .iter()
        .filter(|&(&w, _)| w != word)
        .filter_map(|(w, &n)| Some((distinctive.get(*w)? * n as f64, *w)))
        .collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let more: Vec<String> = others.iter().take(NAMES - 1).map(|(_, w)| (*w).to_owned()).collect();
    let words = std::iter::once(word).chain(more).collect();
    Subject { words, paragraphs: group.iter().map(|(at, _)| *at).collect() }
}

/// The share of each statement's words that the model has never seen; none for a statement without words. From
/// [`UNFAMILIAR`] on its labels are less sure.
#[must_use]
pub fn unfamiliar(series: &Series, model: &Model, segmenter: &Segmenter) -> Vec<Option<f64>> {
    let of = |statement: &crate::analyse::series::Statement| {
        let text: Vec<&str> = statement.paragraphs().map(|(_, text, _)| text).collect();
        model.unfamiliar(&text.join("\n"), segmenter)
    };
    series.statements.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;
    use crate::analyse::words::tests::small;

    #[test]
    fn paragraphs_without_a_theme_are_grouped_by_a_word_that_they_share() {
        let texts: [(&str, &[usize]); 5] =
            [("北极航道。", &[]), ("北极安全。", &[]), ("国际。", &[0]), ("安全。", &[0]), ("双方不可。", &[])];
        let series = Series::new(vec![statement("a", None, &texts)]);
        let groups = subjects(&series, &small(), &StopWords::embedded());
        let places: Vec<Vec<usize>> =
            groups.iter().map(|g| g.paragraphs.iter().map(|at| at.paragraph).collect()).collect();
        assert_eq!(places, [vec![0, 1], vec![4]]);
        assert_eq!(groups[0].words[0], "北极");
        assert!(groups[1].words.is_empty());
    }

    #[test]
    fn explained_and_unjudged_paragraphs_are_no_new_subject() {
        let mut tagged = statement("a", None, &[("北极航道。", &[0]), ("Arctic", &[])]);
        tagged.paragraphs[1].unjudged = Some(crate::tagged::Unjudged::NotChinese);
        assert!(subjects(&Series::new(vec![tagged]), &small(), &StopWords::embedded()).is_empty());
    }

    #[test]
    fn prose_of_another_kind_is_unfamiliar() {
        let full = crate::analyse::words::segmenter(&crate::analyse::words::domain().unwrap());
        let model = Model::embedded().unwrap();
        let recipe = "先把排骨焯水,捞出后放进砂锅,加入葱姜蒜与料酒,小火慢炖四十分钟,最后撒上香菜和胡椒粉即可端上餐桌。";
        let diplomacy = "双方支持联合国在国际事务中发挥核心作用,反对霸权主义和强权政治,愿深化全面战略协作伙伴关系。";
        let of = |text| unfamiliar(&Series::new(vec![statement("a", None, &[(text, &[])])]), model, &full)[0];
        assert!(of(recipe).is_some_and(|share| share >= UNFAMILIAR), "{:?}", of(recipe));
        assert!(of(diplomacy).is_some_and(|share| share < UNFAMILIAR), "{:?}", of(diplomacy));
        assert_eq!(of("。"), None);
    }
}
