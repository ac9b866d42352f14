//! The table of themes, with links to their paragraphs.

use std::io::{self, Write};

use super::hue;
use crate::output::markup::Escaped;
use crate::output::statement::Context;
use crate::output::statement::summary::{Summary, ThemeRoom, percent};
use crate::tagged::TaggedStatement;

/// The length of the longest bar, in rem.
const BAR: f64 = 6.0;

pub(super) fn write(
    statement: &TaggedStatement,
    number: usize,
    context: &Context<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let summary = Summary::of(statement);
    let all = summary.all;
    writeln!(out, "<section lang=\"en\">\n<h2>Themes</h2>")?;
    write!(out, "<p class=\"key\">{} paragraphs, {} sentences, ", all.paragraphs, all.sentences)?;
    writeln!(out, "{} characters. {}</p>", all.characters, shares(&summary))?;
    if !summary.themes.is_empty() {
        let figures = ["paragraphs", "to review", "sentences", "characters"];
        let figures: String = figures.map(|name| format!("<th scope=\"col\" class=\"figure\">{name}</th>")).concat();
        write!(out, "<table>\n<thead><tr><th scope=\"col\">theme</th>{figures}")?;
        writeln!(out, "<th scope=\"col\">of the text</th><th scope=\"col\">where</th></tr></thead>\n<tbody>")?;
        for theme in &summary.themes {
            row(theme, &summary, (statement, number), context, out)?;
        }
        writeln!(out, "</tbody>\n</table>")?;
    }
    writeln!(out, "</section>")
}

fn shares(summary: &Summary) -> String {
    let share = |part: usize| format!("{part} ({:.0} %)", percent(part, summary.all.paragraphs));
    let (tagged, review, none) = (share(summary.tagged), share(summary.review), share(summary.none));
    let unjudged = match summary.unjudged {
        0 => String::new(),
        unjudged => format!(", not judged {}", share(unjudged)),
    };
    format!("Of the paragraphs, tagged {tagged}, to review {review}, without a theme {none}{unjudged}.")
}

fn row(
    theme: &ThemeRoom,
    summary: &Summary,
    (statement, number): (&TaggedStatement, usize),
    context: &Context<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = &context.model.themes().themes[theme.theme];
    let room = theme.room;
    writeln!(out, "<tr><th scope=\"row\">{} <small>{}</small></th>", Escaped(&names.zh), Escaped(&names.id))?;
    for figure in [room.paragraphs, theme.unsure, room.sentences, room.characters] {
        write!(out, "<td class=\"figure\">{figure}</td>")?;
    }
    let share = percent(room.characters, summary.all.characters);
    let widest = summary.themes.iter().map(|theme| theme.room.characters).max().unwrap_or(0);
    let (hue, width) = (hue(theme.theme), percent(room.characters, widest) / 100.0 * BAR);
    write!(out, "<td class=\"share\"><span class=\"bar\" style=\"--h:{hue};width:{width:.2}rem\"></span>")?;
    write!(out, "{share:.0} %</td><td class=\"places\">")?;
    for &place in &theme.places {
        let id = Escaped(&statement.document.paragraphs[place].id);
        write!(out, "<a href=\"#d{number}-{}\">{id}</a> ", place + 1)?;
    }
    writeln!(out, "</td></tr>")
}
