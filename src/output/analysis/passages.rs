//! The text of the statements on the page: what is behind a cell, every paragraph with its evidence, and paragraphs side
//! by side.

use std::fmt::Write as _;

use super::table::escape;
use super::tables::{anchor, cell_anchor, name_anchor};
use crate::analyse::aligned::{Pair, Piece, Side};
use crate::analyse::series::Reference;
use crate::analyse::study::{Beside, Study};
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
    for theme in study.matrix.spoken_of() {
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
            let _ = write!(out, "<div class=\"cell\" id=\"{}\"><b>{name}</b> ", cell_anchor(theme, s));
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

/// Under each name the paragraphs of each statement that name it.
#[must_use]
pub fn named(study: &Study) -> String {
    let mut out = String::from("<section id=\"named\"><h2>Who is named where</h2>\n");
    for (index, (name, mentions)) in study.names.names.iter().zip(&study.mentions).enumerate() {
        if mentions.total() == 0 {
            continue;
        }
        let _ = writeln!(out, "<h3>{} <span lang=\"zh\">{}</span></h3>", escape(&name.en), escape(&name.zh));
        for (s, statement) in study.series.statements.iter().enumerate().filter(|(s, _)| mentions.counts[*s] > 0) {
            let own = mentions.places.iter().filter(|at| at.statement == s);
            let links: Vec<String> = own.map(|at| numbered(study, *at)).collect();
            let (id, name) = (name_anchor(index, s), escape(&statement.name));
            let _ = writeln!(out, "<div class=\"cell\" id=\"{id}\"><b>{name}</b> {}</div>", links.join(" "));
        }
    }
    out + "</section>\n"
}

fn numbered(study: &Study, at: Reference) -> String {
    format!("<a href=\"#{}\">¶{}</a>", anchor(at), escape(study.series.id(at)))
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
        anchor(at),
        escape(study.series.id(at)),
        marked(text, &marks)
    )
}

fn chip(study: &Study, at: Reference, judgement: &Judgement) -> String {
    let class = if judgement.assigned { "chip" } else { "chip near" };
    let review = if judgement.review { " ?" } else { "" };
    format!(
        "<a class=\"{class}\" href=\"#{}\">{} {:.2}{review}</a> ",
        cell_anchor(judgement.theme, at.statement),
        escape(&study.model.themes().themes[judgement.theme].en),
        judgement.probability
    )
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

/// Contentious themes, old paragraph beside new.
#[must_use]
pub fn beside(study: &Study) -> String {
    let mut out = String::from(
        "<section id=\"beside\"><h2>Contentious themes side by side</h2>\n<p class=\"note\">What only the earlier \
         statement says is <del>struck through</del>, what only the later one says is <ins>underlined</ins>. Paragraphs \
         that share too little stand alone.</p>\n",
    );
    for one in &study.beside {
        let names = |s: usize| escape(&study.series.statements[s].name);
        let (old, new) = (names(one.statement - 1), names(one.statement));
        let theme = escape(&study.model.themes().themes[one.theme].en);
        let _ = writeln!(out, "<details open><summary>{theme}: {old} → {new}</summary>");
        out.push_str(&pairs(study, one));
        out.push_str("</details>\n");
    }
    if study.beside.is_empty() {
        out.push_str("<p>None.</p>");
    }
    out + "</section>\n"
}

/// Pairs in rows; what stands alone follows, old paragraphs on the left and new ones on the right.
fn pairs(study: &Study, beside: &Beside) -> String {
    let row = |old: Option<&Side>, new: Option<&Side>, marked: bool| {
        let (old, new) = (side(study, old, marked.then_some("del")), side(study, new, marked.then_some("ins")));
        format!("<div class=\"pair\">{old}{new}</div>\n")
    };
    let (both, alone): (Vec<&Pair>, Vec<&Pair>) =
        beside.pairs.iter().partition(|pair| pair.old.is_some() && pair.new.is_some());
    let olds: Vec<&Side> = alone.iter().filter_map(|pair| pair.old.as_ref()).collect();
    let news: Vec<&Side> = alone.iter().filter_map(|pair| pair.new.as_ref()).collect();
    let paired = both.iter().map(|pair| row(pair.old.as_ref(), pair.new.as_ref(), true));
    let rest = (0..olds.len().max(news.len())).map(|i| row(olds.get(i).copied(), news.get(i).copied(), false));
    paired.chain(rest).collect()
}

fn side(study: &Study, side: Option<&Side>, tag: Option<&str>) -> String {
    let Some(side) = side else { return "<div class=\"empty\">—</div>".to_owned() };
    let piece = |piece: &Piece| match tag.filter(|_| !piece.common) {
        Some(tag) => format!("<{tag}>{}</{tag}>", escape(&piece.text)),
        None => escape(&piece.text),
    };
    let text: String = side.pieces.iter().map(piece).collect();
    format!("<div lang=\"zh\">{} {text}</div>", numbered(study, side.at))
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
