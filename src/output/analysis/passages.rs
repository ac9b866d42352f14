//! The text of the statements on the page: what is behind a figure, and every paragraph with its evidence.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::anchor::Anchor;
use super::table::escape;
use crate::analyse::series::{Reference, within};
use crate::analyse::study::Study;
use crate::analyse::words::Kind;
use crate::document::Span;
use crate::tagged::{Evidence, Judgement, TaggedParagraph};

/// Terms of a label that are listed as evidence.
const TERMS: usize = 6;

/// Terms of a label that are marked in the text.
const MARKED: usize = 4;

/// Under each theme the paragraphs behind each of its cells, with the sentences that carry it.
#[must_use]
pub fn cells(study: &Study) -> String {
    let mut out = String::from("<section id=\"cells\"><h2>What is behind each figure</h2>\n");
    let asked = study.themes();
    let themes: BTreeSet<usize> = study.matrix.spoken_of().chain(asked).collect();
    for theme in themes {
        let about = &study.model.themes().themes[theme];
        let _ = writeln!(
            out,
            "<h3 id=\"t-{theme}\">{} <span lang=\"zh\">{}</span></h3><p class=\"note\">{}</p>",
            escape(&about.en),
            escape(&about.zh),
            escape(&about.definition)
        );
        for (s, cell) in study.matrix.cells[theme].iter().enumerate() {
            let name = escape(&study.series.statements[s].name);
            let _ = write!(out, "<div class=\"cell\" id=\"{}\"><b>{name}</b> ", Anchor::Cell(theme, s));
            let behind: String = cell.behind.iter().map(|(at, sentences)| quoted(study, *at, sentences)).collect();
            let none = "<span class=\"note\">nothing</span>".to_owned();
            let _ = writeln!(out, "{}</div>", if behind.is_empty() { none } else { behind });
        }
    }
    out + "</section>\n"
}

fn quoted(study: &Study, at: Reference, sentences: &[usize]) -> String {
    let statement = &study.series.statements[at.statement];
    let spans = statement.sentences(at.paragraph);
    let text =
        sentences.iter().filter_map(|&i| spans.get(i)).map(|span| span.of(&statement.tagged.document.text).trim());
    let text = escape(&text.collect::<Vec<_>>().join(" … "));
    format!("<p lang=\"zh\">{} {text}</p>", numbered(study, at))
}

/// Where names, words and formulas stand: for each of the places `wanted` its paragraphs.
#[must_use]
pub fn places(study: &Study, wanted: &BTreeSet<Anchor>) -> String {
    let mut out = String::new();
    for (id, heading, of) in [("named", "Who is named where", true), ("used", "Where words and phrases stand", false)] {
        let own = wanted.iter().filter(|anchor| matches!(anchor, Anchor::Name(..)) == of);
        let listed: String = own.filter_map(|anchor| listed(study, *anchor)).collect();
        if !listed.is_empty() {
            let _ = writeln!(out, "<section id=\"{id}\"><h2>{heading}</h2>\n{listed}</section>");
        }
    }
    out
}

/// What is named or used, in which statement, and the paragraphs; none for a place of another kind.
fn listed(study: &Study, anchor: Anchor) -> Option<String> {
    let (what, places) = match anchor {
        Anchor::Name(name, statement) => {
            let about = study.names.names.get(name)?;
            (format!("{} {}", about.en, about.zh), within(&study.mentions().get(name)?.places, statement))
        }
        Anchor::Word(kind, word, statement) => {
            let found = if kind == Kind::Words { study.words() } else { study.pairs() };
            let word = found.words.get(word)?;
            (word.word.clone(), word.places_in(statement))
        }
        Anchor::Key(key, later) => {
            let key = study.keys().get(key)?;
            (key.text.clone(), if later { &key.places.1[..] } else { &key.places.0[..] })
        }
        Anchor::Formula(formula) => {
            let formula = study.phrases().formulas.get(formula)?;
            (formula.text.clone(), &formula.places[..])
        }
        Anchor::Paragraph(_) | Anchor::Theme(_) | Anchor::Cell(..) => return None,
    };
    let name = escape(&study.series.statements[places.first()?.statement].name);
    let links: Vec<String> = places.iter().map(|at| numbered(study, *at)).collect();
    let what = escape(&what);
    Some(format!("<div class=\"cell\" id=\"{anchor}\"><b>{what}</b> {name} {}</div>\n", links.join(" ")))
}

fn numbered(study: &Study, at: Reference) -> String {
    format!("<a href=\"#{}\">¶{}</a>", Anchor::Paragraph(at), escape(study.series.id(at)))
}

/// The statements, paragraph by paragraph, with labels and evidence.
#[must_use]
pub fn statements(study: &Study) -> String {
    let mut out = String::from("<section id=\"texts\"><h2>The statements, with the evidence for each label</h2>\n");
    for (s, statement) in study.series.statements.iter().enumerate() {
        let document = &statement.tagged.document;
        let title = document.title.as_deref().unwrap_or(&document.source);
        let date = statement.date().unwrap_or("no date");
        let _ = writeln!(
            out,
            "<h3 id=\"s-{s}\">{} · {date}</h3><p lang=\"zh\">{}</p>",
            escape(&statement.name),
            escape(title)
        );
        for (p, text, tagged) in statement.paragraphs() {
            let at = Reference { statement: s, paragraph: p };
            out.push_str(&paragraph(study, at, text, tagged));
        }
    }
    out + "</section>\n"
}

fn paragraph(study: &Study, at: Reference, text: &str, tagged: &TaggedParagraph) -> String {
    let labels: Vec<&Judgement> = tagged.shown().collect();
    let chips: String = labels.iter().map(|j| chip(study, at, j)).collect();
    let why = tagged.unjudged.map(|u| format!("<span class=\"note\">{}</span>", u.reason())).unwrap_or_default();
    let evidence: String = labels.iter().filter_map(|j| evidence(study, j)).collect();
    let details = if evidence.is_empty() {
        String::new()
    } else {
        format!("<details><summary>evidence</summary><ul>{evidence}</ul></details>")
    };
    let start = study.series.statements[at.statement].tagged.document.paragraphs[at.paragraph].span.start;
    let marks = marks(tagged, start, text);
    format!(
        "<div class=\"para\" id=\"{}\"><p lang=\"zh\"><span class=\"no\">¶{}</span> {}</p><p class=\"labels\">{chips}{why}</p>\
         {details}</div>\n",
        Anchor::Paragraph(at),
        escape(study.series.id(at)),
        marked(text, &marks)
    )
}

/// A label; it leads to the theme's other paragraphs in the statement, where the statements speak of it at all.
fn chip(study: &Study, at: Reference, judgement: &Judgement) -> String {
    let class = if judgement.assigned { "chip" } else { "chip near" };
    let review = if judgement.review { " ?" } else { "" };
    let name = escape(&study.model.themes().themes[judgement.theme].en);
    let told = format!("{name} {:.2}{review}", judgement.probability);
    let spoken_of = study.matrix.cells[judgement.theme].iter().any(|cell| cell.room.paragraphs > 0);
    if spoken_of {
        let anchor = Anchor::Cell(judgement.theme, at.statement);
        format!("<a class=\"{class}\" href=\"#{anchor}\">{told}</a> ")
    } else {
        format!("<span class=\"{class}\">{told}</span> ")
    }
}

fn evidence(study: &Study, judgement: &Judgement) -> Option<String> {
    if judgement.evidence.is_empty() {
        return None;
    }
    let term = |e: &Evidence| format!("{} {:+.2}", escape(&e.term), e.contribution);
    let terms: Vec<String> = judgement.evidence.iter().take(TERMS).map(term).collect();
    let name = escape(&study.model.themes().themes[judgement.theme].en);
    Some(format!("<li><b>{name}</b> score {:+.2}: {}</li>", judgement.score, terms.join(", ")))
}

/// The spans, in the paragraph, of the strongest terms for its labels, joined where they touch.
fn marks(tagged: &TaggedParagraph, start: usize, text: &str) -> Vec<Span> {
    let terms = tagged.assigned().flat_map(|j| {
        let for_it =
            j.evidence.iter().filter(|e| e.contribution > 0.0 && !e.spans.is_empty() && e.kind != "characters");
        for_it.take(MARKED)
    });
    let inside = |span: &Span| {
        let span = Span::new(span.start.checked_sub(start)?, span.end.checked_sub(start)?);
        text.get(span.start..span.end).map(|_| span)
    };
    let mut spans: Vec<Span> = terms.flat_map(|e| &e.spans).filter_map(inside).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

fn marked(text: &str, marks: &[Span]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        let _ = write!(out, "{}<mark>{}</mark>", escape(&text[at..mark.start]), escape(mark.of(text)));
        at = mark.end;
    }
    out + &escape(&text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_around_their_words_and_the_rest_is_escaped() {
        assert_eq!(marked("<北极>航道", &[Span::new(1, 7)]), "&lt;<mark>北极</mark>&gt;航道");
        assert_eq!(marked("北极", &[]), "北极");
    }
}
