//! All analyses of a series at once: what a report is made of.

use crate::analyse::aligned::{Pair, aligned};
use crate::analyse::compare::{Change, Kind, changes};
use crate::analyse::findings::{Findings, Judged, Measured, Verdict};
use crate::analyse::mentions::{Mentions, Names};
use crate::analyse::phrases::{Formulas, Key, keys};
use crate::analyse::room::{Matrix, Unit};
use crate::analyse::series::{Series, Statement};
use crate::analyse::stance::{Taken, taken};
use crate::analyse::subjects::{Subject, subjects, unfamiliar};
use crate::analyse::words::{self, Frequencies, StopWords};
use crate::error::Result;
use crate::model::Model;

/// The section of `themes.toml` whose themes are shown side by side.
const CONTENTIOUS: &str = "contentious";

/// Pairs of neighbours that are set side by side at most, the latest; the comparison of paragraphs is the slow part.
const PAIRS: usize = 8;

/// Key words kept of each pair of neighbours.
const KEYS: usize = 12;

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
#[derive(Debug)]
pub struct Study<'a> {
    /// The statements, tagged with their evidence.
    pub series: &'a Series,
    /// The model that tagged them.
    pub model: &'a Model,
    /// The names counted.
    pub names: &'a Names,
    /// Room at sentence level.
    pub matrix: Matrix,
    /// What changed.
    pub changes: Vec<Change>,
    /// Who is named.
    pub mentions: Vec<Mentions>,
    /// What is opposed and supported.
    pub taken: Vec<Taken>,
    /// The words.
    pub words: Frequencies,
    /// Words that came and went, a list for each pair of neighbours.
    pub keys: Vec<Vec<Key>>,
    /// Formulas.
    pub formulas: Formulas,
    /// Contentious themes, paragraph beside paragraph.
    pub beside: Vec<Beside>,
    /// Paragraphs that no theme explains.
    pub subjects: Vec<Subject>,
    /// Statements that are strange to the model, with the share of unknown words.
    pub unfamiliar: Vec<(usize, f64)>,
    /// A study's findings; empty where no statement is of its parties.
    pub findings: Vec<Judged>,
}

impl<'a> Study<'a> {
    /// Makes all analyses of a series.
    ///
    /// # Errors
    /// A fault of the build: the dictionary does not parse.
    pub fn new(series: &'a Series, model: &'a Model, names: &'a Names, findings: &Findings) -> Result<Self> {
        let (segmenter, stop) = (words::segmenter()?, StopWords::embedded());
        let matrix = Matrix::new(series, &model.parts.origin.themes, Unit::Sentence);
        let words = Frequencies::new(series, &segmenter, &stop, words::Kind::Words);
        let keys = (1..series.statements.len()).map(|new| keys(&words, &stop, (new - 1, new), KEYS)).collect();
        let measured = Measured { series, matrix: &matrix, themes: model.themes(), names, words: &words };
        let mut judged = findings.judge(&measured);
        if judged.iter().all(|j| j.verdict == Verdict::Unjudged) {
            judged.clear();
        }
        Ok(Self {
            changes: changes(&matrix),
            mentions: names.count(series),
            taken: taken(series, names),
            keys,
            formulas: Formulas::new(series, &segmenter, &stop),
            beside: beside(series, model, &matrix, &segmenter),
            subjects: subjects(series, &segmenter, &stop),
            unfamiliar: unfamiliar(series, model, &segmenter),
            findings: judged,
            series,
            model,
            names,
            matrix,
            words,
        })
    }

    /// What an analyst should read first, in sentences.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        let mut sentences = vec![self.extent()];
        sentences.extend(self.largest());
        sentences.extend(self.largest_changes());
        sentences.extend(self.named());
        sentences.extend(self.unexplained());
        sentences.extend(self.strange());
        sentences.extend(self.agreement());
        sentences.extend(self.series.notes.iter().map(|note| format!("Note: {note}.")));
        sentences
    }

    fn extent(&self) -> String {
        let statements = &self.series.statements;
        let paragraphs: usize = statements.iter().map(|s| s.tagged.paragraphs.len()).sum();
        let characters: usize = statements.iter().map(Statement::characters).sum();
        let labelled = self.series.paragraphs().filter(|(_, _, p)| p.assigned().next().is_some()).count();
        let review = self.series.paragraphs().filter(|(_, _, p)| p.review().next().is_some()).count();
        let percent = |n: usize| 100 * n / paragraphs.max(1);
        let dates = match (statements.first().and_then(Statement::date), statements.last().and_then(Statement::date)) {
            (Some(first), Some(last)) if first != last => format!(" from {first} to {last}"),
            (Some(day), _) => format!(" of {day}"),
            _ => String::new(),
        };
        format!(
            "{} statement{}{dates}: {paragraphs} paragraphs, {characters} characters. {} % of the paragraphs carry a \
             theme; in {} % a person should look at a label.",
            statements.len(),
            if statements.len() == 1 { "" } else { "s" },
            percent(labelled),
            percent(review)
        )
    }

    fn theme(&self, theme: usize) -> &str {
        &self.model.themes().themes[theme].en
    }

    fn largest(&self) -> Option<String> {
        let last = self.series.statements.len().checked_sub(1)?;
        let mut shares: Vec<(f64, usize)> =
            self.matrix.spoken_of().map(|theme| (self.matrix.cells[theme][last].room.share, theme)).collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0));
        let top: Vec<String> = shares
            .iter()
            .take(4)
            .filter(|(share, _)| *share > 0.0)
            .map(|&(share, theme)| format!("{} ({:.0} %)", self.theme(theme), 100.0 * share))
            .collect();
        let name = &self.series.statements[last].name;
        (!top.is_empty()).then(|| format!("Most room in {name}: {}.", top.join(", ")))
    }

    /// What became of the themes between the latest pairs of neighbours.
    fn largest_changes(&self) -> Vec<String> {
        let count = self.series.statements.len();
        let mut told: Vec<String> = (1..count).rev().take(PAIRS).map(|s| self.changed(s)).collect();
        told.reverse();
        if !told.is_empty() {
            told.push("Of growth and loss only what exceeds the classifier's own error is told above.".to_owned());
        }
        told
    }

    fn changed(&self, statement: usize) -> String {
        let of = |kind: Kind, certain: bool| {
            let found = self.changes.iter().filter(|c| c.statement == statement && c.kind == kind);
            let found: Vec<String> = found
                .filter(|c| c.certain || !certain)
                .map(|c| match kind {
                    Kind::Grew | Kind::Shrank => {
                        format!("{} ({} → {} sentences)", self.theme(c.theme), c.sentences.0, c.sentences.1)
                    }
                    Kind::Appeared | Kind::Vanished => self.theme(c.theme).to_owned(),
                })
                .collect();
            (!found.is_empty()).then(|| format!("{} {}", found.join(", "), kind.name()))
        };
        let parts = [(Kind::Appeared, false), (Kind::Vanished, false), (Kind::Grew, true), (Kind::Shrank, true)];
        let parts: Vec<String> = parts.into_iter().filter_map(|(kind, certain)| of(kind, certain)).collect();
        let names = |s: usize| &self.series.statements[s].name;
        let told = if parts.is_empty() { "no theme appeared or vanished".to_owned() } else { parts.join("; ") };
        format!("{} to {}: {told}.", names(statement - 1), names(statement))
    }

    fn named(&self) -> Option<String> {
        let mut totals: Vec<(usize, &str)> =
            self.names.names.iter().zip(&self.mentions).map(|(n, m)| (m.total(), n.en.as_str())).collect();
        totals.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let top: Vec<String> =
            totals.iter().take(5).filter(|(n, _)| *n > 0).map(|(n, en)| format!("{en} {n}")).collect();
        (!top.is_empty()).then(|| format!("Named most often: {}.", top.join(", ")))
    }

    fn unexplained(&self) -> Option<String> {
        let paragraphs: usize = self.subjects.iter().map(|s| s.paragraphs.len()).sum();
        let groups = self.subjects.iter().filter(|s| !s.words.is_empty()).take(3);
        let told: Vec<String> =
            groups.map(|s| format!("{} about {}", s.paragraphs.len(), s.words.join("、"))).collect();
        let about = if told.is_empty() { String::new() } else { format!(": {}", told.join("; ")) };
        (paragraphs > 0).then(|| format!("Not on the list of themes: {paragraphs} paragraphs{about}."))
    }

    fn strange(&self) -> impl Iterator<Item = String> {
        self.unfamiliar.iter().map(|&(s, share)| {
            let name = &self.series.statements[s].name;
            format!(
                "Warning: {:.0} % of the words of {name} were never seen in training; its labels are less sure.",
                100.0 * share
            )
        })
    }

    fn agreement(&self) -> Option<String> {
        let count = |verdict| self.findings.iter().filter(|j| j.verdict == verdict).count();
        let (agree, differ) = (count(Verdict::Agree), count(Verdict::Differ));
        (!self.findings.is_empty()).then(|| {
            format!(
                "Of the study's findings that can be judged {agree} agree and {differ} differ with these statements."
            )
        })
    }
}

fn beside(series: &Series, model: &Model, matrix: &Matrix, segmenter: &crate::words::Segmenter) -> Vec<Beside> {
    let contentious: Vec<usize> =
        matrix.spoken_of().filter(|&theme| model.themes().themes[theme].section == CONTENTIOUS).collect();
    let last = series.statements.len();
    let news = last.saturating_sub(PAIRS).max(1)..last;
    let one = |theme: usize, statement: usize| {
        let pairs = aligned(series, theme, (statement - 1, statement), segmenter);
        Beside { theme, statement, pairs }
    };
    let all = contentious.iter().flat_map(|&theme| news.clone().map(move |statement| one(theme, statement)));
    all.filter(|beside| !beside.pairs.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;
    use crate::document::Document;
    use crate::model::TagOptions;

    fn tagged(source: &str, date: &str, text: &str) -> crate::tagged::TaggedStatement {
        let mut document = Document { source: source.into(), text: text.into(), ..Document::default() };
        document.date = Some(date.to_owned());
        crate::segment::segment(&mut document);
        Model::embedded().unwrap().tag(document, &TagOptions::default())
    }

    fn summary(series: &Series) -> Vec<String> {
        let names = Names::embedded().unwrap();
        let study = Study::new(series, Model::embedded().unwrap(), &names, &Findings::default()).unwrap();
        study.summary()
    }

    #[test]
    fn the_summary_tells_what_appeared_and_who_is_named() {
        let first = "双方将办好中俄文化年，支持两国博物馆和艺术团体互访。\n";
        let second = "双方愿就北极航道的开发利用开展合作，支持北极科学考察。\n";
        let series = Series::new(vec![tagged("a.txt", "2023-03-21", first), tagged("b.txt", "2024-05-16", second)]);
        let told = summary(&series).join("\n");
        assert!(told.starts_with("2 statements from 2023-03-21 to 2024-05-16: 2 paragraphs"), "{told}");
        assert!(told.contains("a to b: ") && told.contains("Arctic"), "{told}");
        assert!(told.contains("Culture and values vanished"), "{told}");
        assert!(told.contains("Named most often: China 1, Russia 1"), "{told}");
    }

    #[test]
    fn nothing_and_foreign_text_have_a_summary_too() {
        assert_eq!(summary(&Series::default()).len(), 1);
        let told = summary(&Series::new(vec![statement("empty", None, &[])])).join("\n");
        assert!(told.contains("1 statement: 0 paragraphs") && told.contains("Note: empty: no paragraph"), "{told}");
    }
}
