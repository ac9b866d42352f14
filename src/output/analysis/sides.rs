//! Two texts beside each other, for the terminal and for a page.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::table::{Table, Terminal};
use super::value::{Side, Value};
use crate::output::harmless::plain as harmless;
use crate::output::markup::escape;

const DELETED: Style = AnsiColor::Red.on_default().strikethrough();
const INSERTED: Style = AnsiColor::Green.on_default().underline();
const STRONG: Style = Style::new().bold();

/// Columns where it is no terminal.
const WIDTH: usize = 100;

/// The least columns of each side.
const LEAST: usize = 20;

/// Columns for a mark that hangs over the end of its line.
const HANGING: usize = 2;

/// What stands between the sides.
const GAP: &str = " │ ";

/// What stands where a paragraph has no counterpart.
const ALONE: &str = "—";

/// A heading for each run of rows with the same first `heads` values, then each row: its other values in a line, and its
/// last two beside each other.
pub(super) fn plain(table: &Table, heads: usize, terminal: Terminal) -> String {
    let width = terminal.width.map_or(WIDTH, usize::from).saturating_sub(GAP.width()) / 2;
    let width = width.max(LEAST);
    let mut out = String::new();
    for group in groups(table, heads) {
        let _ = writeln!(out, "\n{STRONG}{}{STRONG:#}", harmless(&heading(&group[0][..heads])));
        for row in group {
            let (facts, sides) = row[heads..].split_at(row.len() - heads - 2);
            let _ = writeln!(out, "{}", harmless(&caption(table, heads, facts)));
            let sides = [&sides[0], &sides[1]].map(|side| lines(side, width, terminal.colour));
            out.push_str(&beside(&sides, width));
        }
    }
    out
}

/// The same as HTML, a part that can be folded for each heading.
pub(super) fn html(table: &Table, heads: usize, linked: bool) -> String {
    let side = |value: &Value| match value {
        Value::Side(side) => format!("<div lang=\"zh\">{}</div>", side.html(linked)),
        _ => format!("<div class=\"empty\">{ALONE}</div>"),
    };
    let mut out = String::new();
    for group in groups(table, heads) {
        let _ = writeln!(out, "<details open><summary>{}</summary>", escape(&heading(&group[0][..heads])));
        for row in group {
            let [.., old, new] = row.as_slice() else { continue };
            let _ = writeln!(out, "<div class=\"pair\">{}{}</div>", side(old), side(new));
        }
        out.push_str("</details>\n");
    }
    out
}

/// The rows that share a heading; rows too short to have sides are none.
fn groups(table: &Table, heads: usize) -> impl Iterator<Item = &[Vec<Value>]> {
    let alike = move |a: &Vec<Value>, b: &Vec<Value>| heading(&a[..heads]) == heading(&b[..heads]);
    let whole = table.rows.iter().all(|row| row.len() >= heads + 2);
    table.rows[..if whole { table.rows.len() } else { 0 }].chunk_by(alike)
}

/// `Arctic: 2023 → 2024`.
fn heading(values: &[Value]) -> String {
    let values: Vec<String> = values.iter().map(Value::plain).collect();
    values.split_first().map_or_else(String::new, |(first, rest)| format!("{first}: {}", rest.join(" → ")))
}

fn caption(table: &Table, heads: usize, facts: &[Value]) -> String {
    let named = table.columns[heads..].iter().zip(facts);
    let told = named.map(|((_, name), value)| (name.to_lowercase(), value.plain()));
    let told: Vec<String> = told.filter(|(_, value)| !value.is_empty()).map(|(n, v)| format!("{n} {v}")).collect();
    told.join(" · ")
}

/// A line of one side, with its codes, and the columns that it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Line {
    text: String,
    width: usize,
}

/// One side broken into lines; a break may fall between any two characters, as in Chinese print, and a mark that closes
/// something hangs over the end of its line by the two columns kept free for it.
fn lines(value: &Value, width: usize, colour: bool) -> Vec<Line> {
    let Value::Side(side) = value else { return vec![Line { text: ALONE.to_owned(), width: 1 }] };
    let mut lines = vec![Line::default()];
    for (text, style) in runs(side, colour) {
        let mut open = false;
        for c in harmless(&text).chars() {
            let columns = c.width().unwrap_or(0);
            let room = if "，。、；：？！》”’）".contains(c) { width } else { width - HANGING };
            if lines.last().is_some_and(|line| line.width + columns > room) {
                close(&mut lines, style, std::mem::take(&mut open));
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut() {
                if !std::mem::replace(&mut open, true) {
                    let _ = write!(line.text, "{style}");
                }
                line.text.push(c);
                line.width += columns;
            }
        }
        close(&mut lines, style, open);
    }
    lines
}

fn close(lines: &mut [Line], style: Style, open: bool) {
    if let Some(line) = lines.last_mut().filter(|_| open) {
        let _ = write!(line.text, "{style:#}");
    }
}

/// The text in runs of one style.
fn runs(side: &Side, colour: bool) -> Vec<(String, Style)> {
    if !colour {
        return vec![(side.bracketed(), Style::new())];
    }
    let marked = if side.later { INSERTED } else { DELETED };
    side.pieces.iter().map(|p| (p.text.clone(), if p.common { Style::new() } else { marked })).collect()
}

/// Two columns of lines.
fn beside([left, right]: &[Vec<Line>; 2], width: usize) -> String {
    let none = Line::default();
    let mut out = String::new();
    for i in 0..left.len().max(right.len()) {
        let (l, r) = (left.get(i).unwrap_or(&none), right.get(i).unwrap_or(&none));
        let filling = " ".repeat(width.saturating_sub(l.width));
        let _ = writeln!(out, "{}", format!("{}{filling}{GAP}{}", l.text, r.text).trim_end());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::aligned::Piece;
    use crate::analyse::series::Reference;
    use crate::output::analysis::anchor::Anchor;
    use crate::output::analysis::table::{Layout, Link};

    fn side(pieces: &[(&str, bool)], later: bool) -> Value {
        let link = Link::new("¶1", Anchor::Paragraph(Reference { statement: 0, paragraph: 0 }));
        let pieces = pieces.iter().map(|(text, common)| Piece { text: (*text).to_owned(), common: *common }).collect();
        Value::Side(Side { link, pieces, later })
    }

    fn table() -> Table {
        let mut table = Table::new("x", "X", &["Theme", "Alike", "Before", "After"]);
        table.layout = Layout::Sides { heads: 1 };
        let (old, new) = (side(&[("支持北极", true), ("航道", false)], false), side(&[("支持北极", true)], true));
        table.rows.push(vec![Value::text("Arctic"), Value::Number(0.8, 1), old.clone(), new]);
        table.rows.push(vec![Value::text("Arctic"), Value::None, old, Value::None]);
        table
    }

    #[test]
    fn paragraphs_stand_beside_each_other_and_fit() {
        let text = table().plain(Terminal { width: Some(43), colour: false });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.iter().filter(|line| line.contains("Arctic")).count(), 1, "{text}");
        assert_eq!(lines[3], "alike 0.8");
        assert_eq!(lines[4], "支持北极[-航道-]     │ 支持北极");
        assert_eq!(lines[6], "支持北极[-航道-]     │ —");
        let narrow = table().plain(Terminal { width: Some(1), colour: false });
        assert!(narrow.lines().all(|line| line.width() <= 2 * LEAST + GAP.width()), "{narrow}");
    }

    #[test]
    fn colour_takes_the_place_of_brackets_and_ends_with_each_line() {
        let text = table().plain(Terminal { width: Some(43), colour: true });
        let line = text.lines().nth(4).unwrap_or_default();
        assert!(!line.contains('[') || line.contains("\u{1b}["), "{line:?}");
        assert_eq!(line.matches("\u{1b}[0m").count(), 1, "{line:?}");
        assert_eq!(anstream::adapter::strip_str(line).to_string(), "支持北极航道         │ 支持北极");
    }

    #[test]
    fn a_page_folds_each_heading() {
        let html = table().html(true);
        assert_eq!((html.matches("<details open>").count(), html.matches("class=\"pair\"").count()), (1, 2));
        assert!(html.contains("<del>航道</del>") && html.contains("<div class=\"empty\">"), "{html}");
    }
}
