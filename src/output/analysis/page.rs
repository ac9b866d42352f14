//! Pages and texts about a set of statements: nothing is loaded from elsewhere, nothing needs a script.

use std::fmt::Write as _;

use super::cloud::cloud;
use super::table::{Table, escape};
use super::{charts, frame, tables};
use crate::analyse::study::Study;
use crate::output::harmless::plain;

/// Words in a cloud.
const WORDS: usize = 60;

/// Statements that get a cloud at most, the latest.
const CLOUDS: usize = 12;

/// The section of `themes.toml` whose themes are shown side by side.
const CONTENTIOUS: &str = "contentious";

/// The sections that the head of the report leads to.
const SECTIONS: [(&str, &str); 13] = [
    ("summary", "Summary"),
    ("matrix", "Themes by statement"),
    ("lines", "Room over time"),
    ("changes", "Appeared and vanished"),
    ("mentions", "Who is named"),
    ("stances", "Opposed and supported"),
    ("aligned", "Contentious themes"),
    ("clouds", "Words"),
    ("keys", "Came and went"),
    ("subjects", "Not on the list"),
    ("method", "Method and model"),
    ("cells", "Behind each figure"),
    ("texts", "The statements"),
];

/// Every table of a report: all there are, the paragraphs side by side those of contentious themes only, and the study's
/// findings where they can be judged.
#[must_use]
pub fn all_tables(study: &Study) -> Vec<Table> {
    let mut all: Vec<Table> = tables::ALL.iter().map(|kind| (kind.make)(study)).collect();
    all.iter_mut().filter(|table| table.id == "aligned").for_each(|table| contentious(study, table));
    if !study.findings().is_empty() {
        all.push(tables::findings(study.series, study.findings()));
    }
    all
}

/// Leaves the rows of contentious themes.
fn contentious(study: &Study, table: &mut Table) {
    let themes = study.model.themes().themes.iter().filter(|theme| theme.section == CONTENTIOUS);
    let names: Vec<&str> = themes.map(|theme| theme.en.as_str()).collect();
    table.rows.retain(|row| row.first().is_some_and(|theme| names.contains(&theme.plain().as_str())));
    "Contentious themes side by side".clone_into(&mut table.title);
}

/// Tables as a page whose figures lead down to the paragraphs; with the summary where it is asked for.
#[must_use]
pub fn of_tables(study: &Study, shown: &[&Table], summary: bool) -> String {
    let mut sections: Vec<(&str, &str)> = Vec::new();
    sections.extend(summary.then_some(("summary", "Summary")));
    sections.extend(shown.iter().map(|table| (table.id, table.title.as_str())));
    sections.extend([("cells", "Behind each figure"), ("texts", "The statements")]);
    let mut out = frame::head(&frame::title(study.series), &sections);
    if summary {
        out.push_str(&frame::sentences("summary", "Summary", &study.summary()));
    }
    out.extend(shown.iter().map(|table| table.html(true)));
    out + &frame::foundation(study, shown.iter().copied())
}

/// The report.
#[must_use]
pub fn page(study: &Study) -> String {
    let tables = all_tables(study);
    let table = |id: &str| tables.iter().find(|t| t.id == id).map(|t| t.html(true)).unwrap_or_default();
    let folded = |id: &str, summary: &str| format!("<details><summary>{summary}</summary>{}</details>", table(id));
    let mut out = frame::head(&frame::title(study.series), &SECTIONS);
    out.push_str(&frame::sentences("summary", "Summary", &study.summary()));
    out.push_str(&table("matrix"));
    out.push_str(&folded("room", "all figures, with the range that the classifier's errors leave"));
    out.push_str(&lines(study));
    out.push_str(&table("changes"));
    out.push_str(&table("mentions"));
    out.push_str("<section><h2>Opposed and supported</h2>");
    out.push_str(&folded("stances", "what is opposed and what is supported, with the sentences"));
    out.push_str("</section>");
    out.push_str(&table("aligned"));
    out.push_str(&clouds(study));
    out.push_str(&folded("words", "the most used words"));
    out.push_str(&folded("pairs", "the most used pairs of words"));
    out.push_str(&table("keys"));
    out.push_str(&table("formulas"));
    out.push_str(&table("subjects"));
    out.push_str(&folded("unfamiliar", "how much of the vocabulary the model has never seen"));
    out.push_str(&findings(study, &table("findings")));
    out.push_str(&method(study));
    out.push_str(&table("model"));
    out + &frame::foundation(study, tables.iter())
}

/// The study's findings, or why there are none.
fn findings(study: &Study, table: &str) -> String {
    let Some(sentence) = study.agreement() else { return String::new() };
    let heading = format!("<h2>The study's findings</h2>\n<p>{}</p>", escape(&sentence));
    if table.is_empty() {
        return format!("<section id=\"findings\">{heading}</section>\n");
    }
    format!("<section>{heading}<details><summary>one by one</summary>{table}</details></section>\n")
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
        let mut words = study.words().of(s);
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
    let mut out = format!("# {}\n\n", plain(&names.join(", ")));
    for sentence in study.summary() {
        let _ = writeln!(out, "- {}", plain(&sentence));
    }
    out.push('\n');
    let shown = all_tables(study).into_iter().filter(|table| table.id != "room" && table.id != "pairs");
    shown.for_each(|table| out.push_str(&table.markdown()));
    out
}
