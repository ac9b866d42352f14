//! A table before it has a format, and the formats: for people, CSV, JSON, HTML, Markdown.

use std::fmt::Write as _;
use std::io;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ContentArrangement};
use serde_json::{Map, Value as Json};

use super::anchor::Anchor;
use super::sides;
pub use super::value::{Link, Side, Value};
use crate::error::{Error, Place, Result};
use crate::output::harmless::plain;
pub(super) use crate::output::markup::escape;
use crate::output::spreadsheet::Spreadsheet;

/// The least columns of a terminal that a column takes, with what parts it from the next.
const NARROWEST: usize = 9;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What files and options call it: `room`.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// A sentence on how to read it; may be empty.
    pub note: String,
    /// Its columns: the key in data formats and the heading.
    pub columns: Vec<(String, String)>,
    /// Its rows, each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
    /// How people see it.
    pub layout: Layout,
}

/// How people see a table; data formats are rows and columns always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// As rows and columns.
    #[default]
    Grid,
    /// The last two columns are [`Value::Side`]s and stand beside each other under the others, of which the first
    /// `heads` are a heading for the rows that share them.
    Sides {
        /// Columns in the heading.
        heads: usize,
    },
}

/// Where a table for people goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terminal {
    /// Its columns; none where it is no terminal and nothing must fit.
    pub width: Option<u16>,
    /// Whether differences are told by colour; by brackets otherwise.
    pub colour: bool,
}

impl Table {
    /// An empty table; the columns' keys are their headings in lower case.
    pub fn new(id: &'static str, title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|c| (c.to_lowercase().replace(' ', "_"), (*c).to_owned())).collect();
        Self { id, title: title.into(), columns, ..Self::default() }
    }

    /// The same with a sentence on how to read it.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The places on the page that its figures lead to.
    pub fn anchors(&self) -> impl Iterator<Item = Anchor> {
        self.rows.iter().flatten().flat_map(Value::anchors)
    }

    /// For people, with codes for colour where the terminal shows them.
    #[must_use]
    pub fn plain(&self, terminal: Terminal) -> String {
        if self.rows.is_empty() {
            return format!("{}: none\n", plain(&self.title));
        }
        let note = if self.note.is_empty() { String::new() } else { format!("{}\n", plain(&self.note)) };
        let body = match self.layout {
            Layout::Grid => self.grid(terminal.width),
            Layout::Sides { heads } => sides::plain(self, heads, terminal),
        };
        format!("{}\n{note}{body}", plain(&self.title))
    }

    fn grid(&self, width: Option<u16>) -> String {
        let fit: Vec<usize> = (0..self.columns.len()).filter(|&column| self.fits(column, width)).collect();
        let mut drawn = comfy_table::Table::new();
        drawn.load_style(UTF8_FULL_CONDENSED).set_header(fit.iter().map(|&column| plain(&self.columns[column].1)));
        if let Some(width) = width {
            drawn.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        for row in &self.rows {
            drawn.add_row(fit.iter().filter_map(|&column| row.get(column)).map(|value| {
                let side = if value.is_figure() { CellAlignment::Right } else { CellAlignment::Left };
                comfy_table::Cell::new(plain(&value.plain())).set_alignment(side)
            }));
        }
        match self.columns.len() - fit.len() {
            0 => format!("{drawn}\n"),
            left => format!("{drawn}\n{left} more columns do not fit here; --format csv or a file shows them\n"),
        }
    }

    /// Whether a column is shown: where there are too many to be read, the first two and the last ones are.
    fn fits(&self, column: usize, width: Option<u16>) -> bool {
        let most = width.map_or(usize::MAX, |width| (usize::from(width) / NARROWEST).max(3));
        let left = self.columns.len().saturating_sub(most);
        column < 2 || column >= 2 + left
    }

    /// As comma-separated values with a heading line.
    ///
    /// # Errors
    /// None that memory does not cause; the type is the writer's.
    pub fn csv(&self) -> Result<String> {
        let failed = |e: &dyn std::fmt::Display| Error::input(Place::file("csv"), e.to_string(), "report this");
        let mut bytes = Vec::new();
        let write = |bytes| {
            let mut table = Spreadsheet::new(bytes, self.columns.iter().map(|c| c.0.as_str()))?;
            self.rows.iter().try_for_each(|row| table.row(row.iter().map(Value::cell)))?;
            table.finish()
        };
        write(&mut bytes).map_err(|e: io::Error| failed(&e))?;
        String::from_utf8(bytes).map_err(|e| failed(&e))
    }

    /// As a list of objects.
    #[must_use]
    pub fn json(&self) -> Json {
        let object = |row: &Vec<Value>| {
            let fields = self.columns.iter().zip(row).map(|(column, value)| (column.0.clone(), value.json()));
            Json::Object(fields.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }

    /// As an HTML section with the table's id; `linked` where the page holds what its links lead to.
    #[must_use]
    pub fn html(&self, linked: bool) -> String {
        let mut out = format!("<section id=\"{}\"><h2>{}</h2>\n", self.id, escape(&self.title));
        if !self.note.is_empty() {
            let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(&self.note));
        }
        if self.rows.is_empty() {
            return out + "<p>None.</p></section>\n";
        }
        match self.layout {
            Layout::Grid => out.push_str(&self.html_grid(linked)),
            Layout::Sides { heads } => out.push_str(&sides::html(self, heads, linked)),
        }
        out + "</section>\n"
    }

    fn html_grid(&self, linked: bool) -> String {
        let mut out = String::from("<div class=\"wide\"><table><thead><tr>");
        for (_, heading) in &self.columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escape(heading));
        }
        out.push_str("</tr></thead><tbody>\n");
        for row in &self.rows {
            let cells: String = row.iter().map(|value| value.html(linked)).collect();
            let _ = writeln!(out, "<tr>{cells}</tr>");
        }
        out + "</tbody></table></div>"
    }

    /// As a Markdown table under a heading.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let safe = |text: &str| plain(text).replace('|', "\\|");
        let mut out = format!("## {}\n\n", plain(&self.title));
        if !self.note.is_empty() {
            let _ = write!(out, "{}\n\n", plain(&self.note));
        }
        if self.rows.is_empty() {
            return out + "None.\n\n";
        }
        out += &line(self.columns.iter().map(|c| safe(&c.1)).collect());
        out += &line(self.columns.iter().map(|_| "---".to_owned()).collect());
        for row in &self.rows {
            out += &line(row.iter().map(|value| safe(&value.plain())).collect());
        }
        out + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(paragraph: usize) -> Anchor {
        Anchor::Paragraph(crate::analyse::series::Reference { statement: 0, paragraph })
    }

    fn table() -> Table {
        let mut table = Table::new("room", "Room", &["Theme name", "Share"]);
        table.rows.push(vec![Value::text("a|b,<c>"), Value::Number(1.26, 1)]);
        table.rows.push(vec![Value::Links(vec![Link::new("1", at(0)), Link::new("2", at(1))]), Value::None]);
        table
    }

    #[test]
    fn each_format_escapes_what_it_must() {
        assert_eq!(table().csv().unwrap(), "theme_name,share\n\"a|b,<c>\",1.3\n1 2,\n");
        assert!(table().markdown().contains("| a\\|b,<c> | 1.3 |"));
        assert!(table().html(true).contains("<td>a|b,&lt;c&gt;</td><td class=\"n\">1.3</td>"));
        assert!(table().html(true).contains("<a href=\"#p-0-0\">1</a> <a href=\"#p-0-1\">2</a>"));
        assert!(table().html(false).contains("<td>1 2</td>"));
        assert!(table().plain(Terminal::default()).contains("a|b,<c>"));
    }

    #[test]
    fn json_keeps_numbers_lists_and_null() {
        let json = table().json();
        assert_eq!(json[0]["share"], 1.3);
        assert_eq!(json[1]["theme_name"][1], "2");
        assert!(json[1]["share"].is_null());
    }

    #[test]
    fn a_table_without_rows_says_none() {
        let empty = Table::new("x", "X", &["A"]);
        assert!(empty.plain(Terminal::default()).contains("none") && empty.html(true).contains("None"));
        assert!(empty.markdown().contains("None"));
        assert_eq!(empty.csv().unwrap(), "a\n");
    }

    #[test]
    fn figures_lead_somewhere_unless_there_is_nothing_behind_them() {
        let mut table = Table::new("x", "X", &["A", "B", "C"]);
        table.rows.push(vec![Value::Counted(2, at(4)), Value::Counted(0, at(5)), Value::Measured(0.25, 1, at(4))]);
        let html = table.html(true);
        assert!(html.contains("<a href=\"#p-0-4\">2</a>") && html.contains("<a href=\"#p-0-4\">0.2</a>"), "{html}");
        assert!(!html.contains("p-0-5"));
        assert_eq!(table.anchors().collect::<Vec<_>>(), [at(4), at(4)]);
        assert_eq!((&table.json()[0]["b"], &table.json()[0]["c"]), (&Json::from(0), &Json::from(0.2)));
    }

    #[test]
    fn a_table_of_very_many_columns_shows_its_ends_on_a_terminal() {
        let headings: Vec<String> = (0..30).map(|i| format!("s{i}")).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new("x", "X", &headings);
        table.rows.push((0..30).map(|i| Value::Count(1000 + i)).collect());
        let told = table.plain(Terminal { width: Some(60), colour: false });
        assert!(told.contains("1001 ┆ 1026") && told.contains("24 more columns do not fit here"), "{told}");
        assert!(table.plain(Terminal::default()).contains("1014"), "help: a file has room for all");
    }

    #[test]
    fn no_text_is_a_formula_in_csv() {
        let mut table = Table::new("x", "X", &["=A()", "B", "C"]);
        table.rows.push(vec![Value::text("=1+1"), Value::Number(-0.5, 1), Value::Link(Link::new("-甲", at(0)))]);
        assert_eq!(table.csv().unwrap(), "'=a(),b,c\n'=1+1,-0.5,'-甲\n");
    }

    #[test]
    fn text_cannot_steer_the_terminal() {
        let mut table = Table::new("x", "X", &["A"]);
        table.rows.push(vec![Value::text("甲\u{1b}[2J乙")]);
        assert!(!table.plain(Terminal::default()).contains('\u{1b}'));
    }
}
