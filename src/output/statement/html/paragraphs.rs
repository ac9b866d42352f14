//! The paragraphs, each with its chips, its marked text and, where explained, the terms that decided.

use std::io::{self, Write};

use super::{hue, marks};
use crate::document::Section;
use crate::output::markup::Escaped;
use crate::output::statement::rows::{Row, rows};
use crate::output::statement::{Context, Standing, TERMS_KEY, readable, signed};
use crate::tagged::{Evidence, Judgement, TaggedStatement};

/// The most terms of one label in an explanation.
const TERMS: usize = 20;

const KEY: &str = "Solid border: sure. Dashed, with ?: assigned, to be reviewed. Dotted, in brackets: near miss. \
                   Marked words are the evidence; the colour is that of the theme they speak for most.";

pub(super) fn write(
    statement: &TaggedStatement,
    number: usize,
    context: &Context<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<section>\n<h2 lang=\"en\">Text</h2>\n<p class=\"key\" lang=\"en\">{KEY}</p>")?;
    if context.explain {
        writeln!(out, "<p class=\"key\" lang=\"en\">In the explanations: {}</p>", TERMS_KEY.join(" "))?;
    }
    let mut section = None;
    for row in rows(statement, context.unit) {
        if row.section != section {
            section = row.section;
            heading(section.and_then(|index| statement.document.sections.get(index)), out)?;
        }
        // A paragraph's first sentence starts where it does.
        let place = statement.document.paragraphs.binary_search_by_key(&row.span.start, |p| p.span.start);
        let anchor = place.map(|place| format!(" id=\"d{number}-{}\"", place + 1));
        writeln!(out, "<div class=\"paragraph\"{}>", anchor.unwrap_or_default())?;
        paragraph(statement, &row, context, out)?;
        writeln!(out, "</div>")?;
    }
    writeln!(out, "</section>")
}

/// A section's heading; one without words is told by its first paragraph.
fn heading(section: Option<&Section>, out: &mut dyn Write) -> io::Result<()> {
    let Some(section) = section.filter(|section| !section.heading.is_empty()) else { return Ok(()) };
    writeln!(out, "<p class=\"section\">{} {}</p>", Escaped(&section.number), Escaped(&section.heading))
}

fn paragraph(statement: &TaggedStatement, row: &Row<'_>, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<span class=\"number\">{}</span>", Escaped(&row.id))?;
    let mut shown: Vec<&Judgement> = row.tagged.shown().collect();
    shown.sort_by(|a, b| b.assigned.cmp(&a.assigned).then(b.probability.total_cmp(&a.probability)));
    writeln!(out, "<div>")?;
    shown.iter().try_for_each(|judgement| chip(judgement, context, out))?;
    match row.tagged.unjudged {
        Some(unjudged) => writeln!(out, "<span class=\"quiet\" lang=\"en\">not judged: {}</span>", unjudged.reason())?,
        None if shown.is_empty() => writeln!(out, "<span class=\"quiet\" lang=\"en\">no theme</span>")?,
        None => {}
    }
    write!(out, "</div>\n<p>")?;
    marks::write(&statement.document.text, row.span, &row.tagged, context.model, out)?;
    writeln!(out, "</p>")?;
    if context.explain {
        shown.iter().try_for_each(|judgement| explanation(judgement, context, out))?;
    }
    Ok(())
}

fn chip(judgement: &Judgement, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let theme = &context.model.themes().themes[judgement.theme];
    let (class, before, after) = match Standing::of(judgement) {
        Standing::Sure => ("sure", "", ""),
        Standing::Unsure => ("unsure", "? ", ""),
        Standing::NearMiss => ("near", "[", "]"),
    };
    let (hue, definition) = (hue(judgement.theme), Escaped(&theme.definition));
    write!(
        out,
        "<span class=\"chip {class}\" style=\"--h:{hue}\" title=\"{definition}\">{before}{}",
        Escaped(&theme.zh)
    )?;
    writeln!(out, " <small>{} {:.2}</small>{after}</span>", Escaped(&theme.id), judgement.probability)
}

/// The strongest terms of a label, to be opened.
fn explanation(judgement: &Judgement, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let theme = &context.model.themes().themes[judgement.theme];
    let intercept = f64::from(context.model.parts.weights.intercepts[judgement.theme]);
    let (score, intercept) = (signed(judgement.score), signed(intercept));
    write!(out, "<details lang=\"en\"><summary>{} {:.2}: ", Escaped(&theme.zh), judgement.probability)?;
    writeln!(out, "score {score}, intercept {intercept}</summary>\n<table>")?;
    writeln!(out, "<tr><th>term</th><th class=\"figure\">adds</th><th class=\"figure\">weight</th></tr>")?;
    judgement.evidence.iter().take(TERMS).try_for_each(|evidence| term(evidence, context, out))?;
    let rest: Vec<f64> = judgement.evidence.iter().skip(TERMS).map(|evidence| evidence.contribution).collect();
    if !rest.is_empty() {
        let (number, sum) = (rest.len(), signed(rest.iter().sum()));
        writeln!(out, "<tr><td>{number} more</td><td class=\"figure\">{sum}</td><td></td></tr>")?;
    }
    writeln!(out, "</table></details>")
}

fn term(evidence: &Evidence, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = readable(evidence, context.model);
    let (adds, weight) = (signed(evidence.contribution), signed(evidence.weight));
    write!(out, "<tr><td>{}</td><td class=\"figure\">{adds}</td>", Escaped(&name))?;
    writeln!(out, "<td class=\"figure\">{weight}</td></tr>")
}
