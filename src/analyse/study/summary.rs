//! What an analyst should read first, in sentences.

use super::{Asked, Study};
use crate::analyse::compare::Kind;
use crate::analyse::findings::{Findings, Verdict};
use crate::analyse::phrases::{KEY, Key};
use crate::analyse::series::Statement;
use crate::analyse::subjects::UNFAMILIAR;

/// Key words told.
const WORDS: usize = 8;

impl Study<'_> {
    /// Everything: what was found, what to be careful of, and the notes on the order of the statements.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        let mut sentences = self.points();
        sentences.extend(self.strange().map(|warning| format!("Warning: {warning}.")));
        sentences.extend(self.agreement());
        sentences.extend(self.series.notes.iter().map(|note| format!("Note: {note}.")));
        sentences
    }

    /// What was found.
    #[must_use]
    pub fn points(&self) -> Vec<String> {
        let mut sentences = vec![self.extent()];
        sentences.extend(self.largest());
        sentences.extend(self.largest_changes());
        sentences.extend(self.newest_words());
        sentences.extend(self.named());
        sentences.extend(self.unexplained());
        sentences
    }

    fn extent(&self) -> String {
        let statements = &self.series.statements;
        let paragraphs: usize = statements.iter().map(|s| s.tagged.paragraphs.len()).sum();
        let characters: usize = statements.iter().map(Statement::characters).sum();
        let labelled = self.series.paragraphs().filter(|(_, _, p)| p.assigned().next().is_some()).count();
        let review = self.series.paragraphs().filter(|(_, _, p)| p.review().next().is_some()).count();
        let percent = |n: usize| 100 * n / paragraphs.max(1);
        format!(
            "{} statement{}{}: {paragraphs} paragraphs, {characters} characters. {} % of the paragraphs carry a theme; in \
             {} % a person should look at a label.",
            statements.len(),
            if statements.len() == 1 { "" } else { "s" },
            self.dates(),
            percent(labelled),
            percent(review)
        )
    }

    fn dates(&self) -> String {
        let statements = &self.series.statements;
        match (statements.first().and_then(Statement::date), statements.last().and_then(Statement::date)) {
            (Some(first), Some(last)) if first != last => format!(" from {first} to {last}"),
            (Some(day), _) => format!(" of {day}"),
            _ => String::new(),
        }
    }

    fn theme(&self, theme: usize) -> &str {
        &self.model.themes().themes[theme].en
    }

    fn name(&self, statement: usize) -> &str {
        &self.series.statements[statement].name
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
        (!top.is_empty()).then(|| format!("Most room in {}: {}.", self.name(last), top.join(", ")))
    }

    /// What became of the themes between the latest pairs of neighbours.
    fn largest_changes(&self) -> Vec<String> {
        let mut told: Vec<String> =
            (self.earliest_told()..self.series.statements.len()).map(|s| self.changed(s)).collect();
        if !told.is_empty() {
            let latest = self.only_latest().map(|only| format!(", and {only}")).unwrap_or_default();
            told.push(format!(
                "Of growth and loss only what exceeds the classifier's own error is told above{latest}."
            ));
        }
        told
    }

    fn changed(&self, statement: usize) -> String {
        let parts = [(Kind::Appeared, false), (Kind::Vanished, false), (Kind::Grew, true), (Kind::Shrank, true)];
        let parts: Vec<String> =
            parts.into_iter().filter_map(|(kind, certain)| self.changed_by(statement, kind, certain)).collect();
        let told = if parts.is_empty() { "no theme appeared or vanished".to_owned() } else { parts.join("; ") };
        format!("{} to {}: {told}.", self.name(statement - 1), self.name(statement))
    }

    /// The themes of one kind of change; with `certain`, only those beyond error.
    fn changed_by(&self, statement: usize, kind: Kind, certain: bool) -> Option<String> {
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
    }

    /// The words that the last statement uses more, and less, than the one before by more than chance.
    fn newest_words(&self) -> Option<String> {
        let last = self.series.statements.len().checked_sub(1).filter(|last| *last > 0)?;
        let words = |rises: bool| {
            let sure = |key: &&Key| key.statement == last && !key.phrase && key.keyness >= KEY && key.rises == rises;
            let found: Vec<&str> = self.keys().iter().filter(sure).take(WORDS).map(|key| key.text.as_str()).collect();
            let more = if rises { "more" } else { "less" };
            (!found.is_empty()).then(|| format!("uses {} {more} than chance explains", found.join("、")))
        };
        let told: Vec<String> = [words(true), words(false)].into_iter().flatten().collect();
        let (old, new) = (self.name(last - 1), self.name(last));
        (!told.is_empty()).then(|| format!("Against {old}, {new} {}.", told.join(" and ")))
    }

    fn named(&self) -> Option<String> {
        let mut totals: Vec<(usize, &str)> =
            self.names.names.iter().zip(self.mentions()).map(|(n, m)| (m.total(), n.en.as_str())).collect();
        totals.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let top: Vec<String> =
            totals.iter().take(5).filter(|(n, _)| *n > 0).map(|(n, en)| format!("{en} {n}")).collect();
        (!top.is_empty()).then(|| format!("Named most often: {}.", top.join(", ")))
    }

    fn unexplained(&self) -> Option<String> {
        let paragraphs: usize = self.subjects().iter().map(|s| s.paragraphs.len()).sum();
        let groups = self.subjects().iter().filter(|s| !s.words.is_empty()).take(3);
        let told: Vec<String> =
            groups.map(|s| format!("{} about {}", s.paragraphs.len(), s.words.join("、"))).collect();
        let about = if told.is_empty() { String::new() } else { format!(": {}", told.join("; ")) };
        let noun = if paragraphs == 1 { "paragraph" } else { "paragraphs" };
        (paragraphs > 0).then(|| format!("Not on the list of themes: {paragraphs} {noun}{about}."))
    }

    /// What to say of statements much of whose vocabulary the model has never seen.
    pub fn strange(&self) -> impl Iterator<Item = String> {
        let shares = self.unfamiliar().iter().enumerate();
        let strange = shares.filter_map(|(s, share)| Some((s, share.filter(|share| *share >= UNFAMILIAR)?)));
        strange.map(|(s, share)| {
            let (percent, name) = (100.0 * share, self.name(s));
            format!("{percent:.0} % of the words of {name} were never seen in training; its labels are less sure")
        })
    }

    /// What a study's findings come to, or why they are left out; nothing unless they are asked for.
    #[must_use]
    pub fn agreement(&self) -> Option<String> {
        let findings = match &self.settings.findings {
            Asked::Nothing => return None,
            Asked::Unfit(why) => return Some(format!("The study's findings are left out: {why}.")),
            Asked::Findings(findings) => findings,
        };
        if let Some(why) = self.not_about(findings) {
            return Some(format!("The study's findings are left out: {why}."));
        }
        let count = |verdict| self.findings().iter().filter(|j| j.verdict == verdict).count();
        let (agree, differ) = (count(Verdict::Agree), count(Verdict::Differ));
        let others = self.series.statements.len() - findings.about(self.series).len();
        let parties = findings.parties.join("、");
        let other = match others {
            0 => String::new(),
            1 => format!("; one of them, by title or header not of {parties} alone, is not judged"),
            n => format!("; {n} of them, by title or header not of {parties} alone, are not judged"),
        };
        Some(format!(
            "Of the study's findings that can be judged {agree} agree and {differ} differ with these statements{other}."
        ))
    }

    /// Why no finding can be judged.
    fn not_about(&self, findings: &Findings) -> Option<String> {
        let parties = findings.parties.join("、");
        if findings.about(self.series).is_empty() {
            let alone = "by title or header no statement here is theirs alone";
            return Some(format!("they are about statements of {parties}, and {alone}"));
        }
        self.findings().is_empty().then(|| "they speak of other years than these statements".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::analyse::mentions::Names;
    use crate::analyse::series::{Series, tests::statement};
    use crate::analyse::study::{Asked, Findings, Settings, Study};
    use crate::document::Document;
    use crate::model::{Model, TagOptions};

    fn tagged(source: &str, date: &str, text: &str) -> crate::tagged::TaggedStatement {
        let mut document = Document { source: source.into(), text: text.into(), ..Document::default() };
        document.date = Some(date.to_owned());
        crate::segment::segment(&mut document);
        Model::embedded().unwrap().tag(document, &TagOptions::default())
    }

    fn told(series: &Series, findings: Asked) -> Vec<String> {
        let names = Names::embedded().unwrap();
        let settings = Settings { findings, ..Settings::default() };
        Study::new(series, Model::embedded().unwrap(), &names, settings).unwrap().summary()
    }

    fn summary(series: &Series) -> Vec<String> {
        told(series, Asked::Nothing)
    }

    const FIRST: &str = "双方将办好中俄文化年，支持两国博物馆和艺术团体互访。\n";
    const SECOND: &str = "双方愿就北极航道的开发利用开展合作，支持北极科学考察。\n";

    #[test]
    fn the_summary_tells_what_appeared_and_who_is_named() {
        let series = Series::new(vec![tagged("a.txt", "2023-03-21", FIRST), tagged("b.txt", "2024-05-16", SECOND)]);
        let told = summary(&series).join("\n");
        assert!(told.starts_with("2 statements from 2023-03-21 to 2024-05-16: 2 paragraphs"), "{told}");
        assert!(told.contains("a to b: ") && told.contains("Arctic"), "{told}");
        assert!(told.contains("Culture and values vanished"), "{told}");
        assert!(told.contains("Named most often: China 1, Russia 1"), "{told}");
    }

    #[test]
    fn words_beyond_chance_are_told_of_the_last_pair() {
        let series = Series::new(vec![
            tagged("a.txt", "2023-03-21", &FIRST.repeat(12)),
            tagged("b.txt", "2024-05-16", &SECOND.repeat(12)),
        ]);
        let told = summary(&series).join("\n");
        let sentence = told.lines().find(|line| line.starts_with("Against a, b uses ")).unwrap_or_default();
        let (more, less) = sentence.split_once(" more than chance explains and uses ").unwrap_or_default();
        assert!(more.contains("北极") && less.contains("博物馆"), "{told}");
    }

    #[test]
    fn nothing_and_foreign_text_have_a_summary_too() {
        assert_eq!(summary(&Series::default()).len(), 1);
        let told = summary(&Series::new(vec![statement("empty", None, &[])])).join("\n");
        assert!(told.contains("1 statement: 0 paragraphs") && told.contains("Note: empty: no paragraph"), "{told}");
    }

    #[test]
    fn findings_that_cannot_be_judged_are_said_to_be_left_out() {
        let names = Names::embedded().unwrap();
        let findings = || Findings::embedded(Model::embedded().unwrap().themes(), &names).unwrap();
        let last = |series: &Series, asked| told(series, asked).last().cloned().unwrap_or_default();
        let mut series = Series::new(vec![tagged("a.txt", "1999-03-21", FIRST)]);
        assert!(
            last(&series, Asked::Findings(findings())).contains("left out: they are about statements of 中国、俄罗斯")
        );
        assert_eq!(last(&series, Asked::Unfit("x".into())), "The study's findings are left out: x.");
        series.statements[0].tagged.document.parties = vec!["俄罗斯".to_owned(), "中国".to_owned()];
        let file = "parties = [\"中国\", \"俄罗斯\"]\n[[theme]]\nid = \"arctic\"\nyears = { 2022 = \"+\" }\n";
        let of_2022 = Findings::parse(file, "f", Model::embedded().unwrap().themes(), &names).unwrap();
        assert!(last(&series, Asked::Findings(of_2022)).contains("they speak of other years"));
    }
}
