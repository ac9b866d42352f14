//! The report as one page: nothing is loaded from elsewhere, nothing needs a script.

use std::fmt::Write as _;

use super::cloud::cloud;
use super::table::{Table, Value, escape};
use super::{STYLE, charts, passages, tables};
use crate::analyse::study::Study;
use crate::analyse::words;
use crate::model::Quality;

/// Words in a cloud.
const WORDS: usize = 60;

/// Statements that get a cloud at most, the latest.
const CLOUDS: usize = 12;

/// Rows of the tables of words and of formulas (a pair of neighbours and side).
const ROWS: usize = 30;

/// Formulas of each pair of neighbours and side.
const FORMULAS: usize = 8;

/// The sections that the head of the page leads to.
const SECTIONS: [(&str, &str); 12] = [
    ("summary", "Summary"),
    ("matrix", "Themes by statement"),
    ("lines", "Room over time"),
    ("changes", "Appeared and vanished"),
    ("mentions", "Who is named"),
    ("stances", "Opposed and supported"),
    ("beside", "Contentious themes"),
    ("clouds", "Words"),
    ("subjects", "Not on the list"),
    ("method", "Method and model"),
    ("cells", "Behind each figure"),
    ("texts", "The statements"),
];

/// Every table of a report.
#[must_use]
pub fn all_tables(study: &Study) -> Vec<Table> {
    let (series, themes) = (study.series, study.model.themes());
    let mut all = vec![
        tables::matrix(series, &study.matrix, themes),
        tables::room(series, &study.matrix, themes),
        tables::changes(series, &study.changes, &study.matrix, themes),
        tables::mentions(series, study.names, &study.mentions),
        tables::stances(series, study.names, &study.taken),
        tables::words(series, &study.words, words::Kind::Words, ROWS),
        tables::keys(series, &study.words, &study.keys),
        tables::formulas(series, &study.formulas, FORMULAS),
        tables::subjects(series, &study.subjects),
        model_card(study),
    ];
    if !study.findings.is_empty() {
        all.push(tables::findings(series, &study.findings));
    }
    all
}

/// The model's scores by theme.
fn model_card(study: &Study) -> Table {
    let mut table =
        Table::new("model", "How sure the labels are", &["Theme", "Precision", "Recall", "F1", "Paragraphs"])
            .noted("out-of-fold scores: each paragraph was judged by a model that had not seen its statement");
    let origin = &study.model.parts.origin;
    let row = |name: String, q: &Quality| {
        let number = |x: f32| if x.is_finite() { Value::Number(f64::from(x), 2) } else { Value::None };
        vec![Value::Text(name), number(q.precision), number(q.recall), number(q.f1), Value::Count(q.support)]
    };
    table.rows.push(row("all labels (micro)".to_owned(), &origin.micro));
    table.rows.push(row("mean of themes (macro)".to_owned(), &origin.macro_average));
    let themes = study.model.themes().themes.iter().zip(&origin.themes);
    table.rows.extend(themes.map(|(theme, quality)| row(theme.en.clone(), quality)));
    table
}

/// The page.
#[must_use]
pub fn page(study: &Study) -> String {
    let tables = all_tables(study);
    let table = |id: &str| tables.iter().find(|t| t.id == id).map(|t| t.html(true)).unwrap_or_default();
    let folded = |id: &str, summary: &str| format!("<details><summary>{summary}</summary>{}</details>", table(id));
    let names: Vec<&str> = study.series.statements.iter().map(|s| s.name.as_str()).collect();
    let title = match names.as_slice() {
        [first, .., last] => format!("{} statements: {first} to {last}", names.len()),
        _ => names.concat(),
    };
    let mut out = head(&title);
    out.push_str(&summary(study));
    out.push_str(&table("matrix"));
    out.push_str(&folded("room", "all figures, with the range that the classifier's errors leave"));
    out.push_str(&lines(study));
    out.push_str(&table("changes"));
    out.push_str(&table("mentions"));
    out.push_str("<section><h2>Opposed and supported</h2>");
    out.push_str(&folded("stances", "what is opposed and what is supported, with the sentences"));
    out.push_str("</section>");
    out.push_str(&passages::beside(study));
    out.push_str(&clouds(study));
    out.push_str(&folded("words", "the most used words"));
    out.push_str(&table("keys"));
    out.push_str(&table("formulas"));
    out.push_str(&table("subjects"));
    out.push_str(&folded("findings", "the study's findings, one by one"));
    out.push_str(&method(study));
    out.push_str(&table("model"));
    out.push_str(&passages::cells(study));
    out.push_str(&passages::named(study));
    out.push_str(&passages::statements(study));
    out + "</main></body></html>\n"
}

fn head(title: &str) -> String {
    let links: Vec<String> = SECTIONS.iter().map(|(id, name)| format!("<a href=\"#{id}\">{name}</a>")).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body><main>\n<h1>{title}</h1>\n<nav>{}</nav>\n",
        links.join(" "),
        title = escape(title)
    )
}

fn summary(study: &Study) -> String {
    let sentences: Vec<String> = study.summary().iter().map(|sentence| escape(sentence)).collect();
    let items = sentences.join("</li>\n<li>");
    format!("<section id=\"summary\"><h2>Summary</h2>\n<ul><li>{items}</li></ul></section>\n")
}

fn lines(study: &Study) -> String {
    let mut out = String::from(
        "<section id=\"lines\"><h2>Room over time</h2>\n<p class=\"note\">Sentences that carry the theme in each \
         statement. Grey: the true number, given how often the classifier is wrong about the theme (95 %). Each picture \
         has a scale of its own; a point leads to its paragraphs.</p>\n<div class=\"charts\">\n",
    );
    for theme in study.matrix.spoken_of() {
        let name = &study.model.themes().themes[theme].en;
        let chart = charts::lines(study.series, theme, name, &study.matrix.cells[theme]);
        let _ = writeln!(
            out,
            "<figure><figcaption><a href=\"#t-{theme}\">{}</a></figcaption>{chart}</figure>",
            escape(name)
        );
    }
    out + "</div></section>\n"
}

fn clouds(study: &Study) -> String {
    let statements = &study.series.statements;
    let from = statements.len().saturating_sub(CLOUDS);
    let mut out = String::from(
        "<section id=\"clouds\"><h2>Most used words</h2>\n<p class=\"note\">The area of a word grows with its use.</p>\n\
         <div class=\"clouds\">\n",
    );
    for (s, statement) in statements.iter().enumerate().skip(from) {
        let mut words = study.words.of(s);
        words.truncate(WORDS);
        let name = escape(&statement.name);
        let _ = writeln!(out, "<figure><figcaption>{name}</figcaption>{}</figure>", cloud(&statement.name, &words));
    }
    out + "</div></section>\n"
}

fn method(study: &Study) -> String {
    let origin = &study.model.parts.origin;
    format!(
        "<section id=\"method\"><h2>Method and model</h2>\n<p>Each paragraph is judged by one logistic regression a theme \
         over its words, pairs of words, character sequences and theme words. A label is given where the calibrated \
         probability reaches the theme's threshold; a question mark asks a person to look. A sentence carries a label of \
         its paragraph where its part in the evidence is large enough. A change is beyond error where it exceeds 1.96 \
         standard deviations of the two estimated true numbers, which follow from the theme's precision P and recall R: \
         expected P·n/R, variance Σs²·P(2−P−R)/R² for paragraphs with s sentences each.</p>\n\
         <p>Model <b>{}</b>, trained by Gongbao {} on {} paragraphs of {} statements; out of fold micro-F1 {:.2}, \
         macro-F1 {:.2}. SHA-256 of the training text <code>{}</code>.</p></section>\n",
        escape(&study.model.name),
        escape(&origin.gongbao),
        origin.paragraphs,
        origin.statements,
        origin.micro.f1,
        origin.macro_average.f1,
        escape(&origin.training_sha256)
    )
}

/// The report as Markdown: the summary and the tables.
#[must_use]
pub fn markdown(study: &Study) -> String {
    let names: Vec<&str> = study.series.statements.iter().map(|s| s.name.as_str()).collect();
    let mut out = format!("# {}\n\n", names.join(", "));
    for sentence in study.summary() {
        let _ = writeln!(out, "- {sentence}");
    }
    out.push('\n');
    let shown = all_tables(study).into_iter().filter(|table| table.id != "room");
    shown.for_each(|table| out.push_str(&table.markdown()));
    out
}
