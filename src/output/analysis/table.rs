//! A table before it has a format, and the formats: for people, CSV, JSON, HTML, Markdown.

use std::fmt::Write as _;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ContentArrangement};
use serde_json::{Map, Value as Json};

use crate::error::{Error, Place, Result};

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
}

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing: the figure is not defined, or there is none.
    None,
    /// Text.
    Text(String),
    /// A whole number.
    Count(usize),
    /// A whole number and the id on the page that it leads to.
    Counted(usize, String),
    /// A number and its decimals.
    Number(f64, usize),
    /// Yes or no.
    Is(bool),
    /// Text that leads somewhere on the page.
    Link(Link),
    /// Paragraphs.
    Links(Vec<Link>),
    /// A figure that leads somewhere, with a shade from 0 (nothing) to 1.
    Shaded(Link, f64),
}

/// A text that leads somewhere on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What stands there.
    pub text: String,
    /// The id that it leads to.
    pub anchor: String,
}

impl Link {
    /// A link to an id of the page.
    pub fn new(text: impl Into<String>, anchor: impl Into<String>) -> Self {
        Self { text: text.into(), anchor: anchor.into() }
    }
}

impl Value {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn plain(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(n) | Self::Counted(n, _) => n.to_string(),
            Self::Number(x, decimals) => format!("{x:.decimals$}"),
            Self::Is(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Link(link) | Self::Shaded(link, _) => link.text.clone(),
            Self::Links(links) => links.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" "),
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::None => Json::Null,
            Self::Count(n) | Self::Counted(n, _) => Json::from(*n),
            Self::Number(x, decimals) => {
                let rounded = format!("{x:.decimals$}").parse::<f64>();
                rounded.map_or(Json::Null, Json::from)
            }
            Self::Is(yes) => Json::from(*yes),
            Self::Links(links) => links.iter().map(|l| Json::from(l.text.as_str())).collect(),
            Self::Text(_) | Self::Link(_) | Self::Shaded(..) => Json::from(self.plain()),
        }
    }

    fn html(&self, linked: bool) -> String {
        let anchor = |l: &Link| {
            let text = escape(&l.text);
            if linked { format!("<a href=\"#{}\">{text}</a>", escape(&l.anchor)) } else { text }
        };
        match self {
            Self::Count(_) | Self::Number(..) => format!("<td class=\"n\">{}</td>", self.plain()),
            Self::Counted(0, _) => "<td class=\"n\">0</td>".to_owned(),
            Self::Counted(n, id) => format!("<td class=\"n\">{}</td>", anchor(&Link::new(n.to_string(), id))),
            Self::Link(link) => format!("<td class=\"k\">{}</td>", anchor(link)),
            Self::Links(links) => format!("<td>{}</td>", links.iter().map(anchor).collect::<Vec<_>>().join(" ")),
            Self::Shaded(link, _) if link.text.is_empty() => "<td class=\"heat\"></td>".to_owned(),
            Self::Shaded(link, shade) => {
                let step = (shade.clamp(0.0, 1.0) * 9.0).round() as usize;
                format!("<td class=\"heat h{step}\">{}</td>", anchor(link))
            }
            Self::None | Self::Text(_) | Self::Is(_) => format!("<td>{}</td>", escape(&self.plain())),
        }
    }

    fn is_figure(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Counted(..) | Self::Number(..) | Self::Shaded(..))
    }
}

/// Text as HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
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

    /// For a terminal `width` columns wide, or as wide as it needs.
    #[must_use]
    pub fn plain(&self, width: Option<u16>) -> String {
        if self.rows.is_empty() {
            return format!("{}: none\n", self.title);
        }
        let mut drawn = comfy_table::Table::new();
        drawn.load_style(UTF8_FULL_CONDENSED).set_header(self.columns.iter().map(|c| c.1.as_str()));
        if let Some(width) = width {
            drawn.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        for row in &self.rows {
            drawn.add_row(row.iter().map(|value| {
                let side = if value.is_figure() { CellAlignment::Right } else { CellAlignment::Left };
                comfy_table::Cell::new(value.plain()).set_alignment(side)
            }));
        }
        let note = if self.note.is_empty() { String::new() } else { format!("{}\n", self.note) };
        format!("{}\n{note}{drawn}\n", self.title)
    }

    /// As comma-separated values with a heading line.
    ///
    /// # Errors
    /// None that memory does not cause; the type is the writer's.
    pub fn csv(&self) -> Result<String> {
        let failed = |e: &dyn std::fmt::Display| Error::input(Place::file("csv"), e.to_string(), "report this");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|c| c.0.as_str())).map_err(|e| failed(&e))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Value::plain)).map_err(|e| failed(&e))?;
        }
        let bytes = writer.into_inner().map_err(|e| failed(&e))?;
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
        out.push_str("<div class=\"wide\"><table><thead><tr>");
        for (_, heading) in &self.columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escape(heading));
        }
        out.push_str("</tr></thead><tbody>\n");
        for row in &self.rows {
            let cells: String = row.iter().map(|value| value.html(linked)).collect();
            let _ = writeln!(out, "<tr>{cells}</tr>");
        }
        out + "</tbody></table></div></section>\n"
    }

    /// As a Markdown table under a heading.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let safe = |text: &str| text.replace('|', "\\|").replace('\n', " ");
        let mut out = format!("## {}\n\n", self.title);
        if !self.note.is_empty() {
            let _ = write!(out, "{}\n\n", self.note);
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

    fn table() -> Table {
        let mut table = Table::new("room", "Room", &["Theme name", "Share"]);
        table.rows.push(vec![Value::text("a|b,<c>"), Value::Number(1.26, 1)]);
        table.rows.push(vec![Value::Links(vec![Link::new("1", "p-0-0"), Link::new("2", "p-0-1")]), Value::None]);
        table
    }

    #[test]
    fn each_format_escapes_what_it_must() {
        assert_eq!(table().csv().unwrap(), "theme_name,share\n\"a|b,<c>\",1.3\n1 2,\n");
        assert!(table().markdown().contains("| a\\|b,<c> | 1.3 |"));
        assert!(table().html(true).contains("<td>a|b,&lt;c&gt;</td><td class=\"n\">1.3</td>"));
        assert!(table().html(true).contains("<a href=\"#p-0-0\">1</a> <a href=\"#p-0-1\">2</a>"));
        assert!(table().html(false).contains("<td>1 2</td>"));
        assert!(table().plain(None).contains("a|b,<c>"));
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
        assert!(empty.plain(None).contains("none") && empty.html(true).contains("None"));
        assert!(empty.markdown().contains("None"));
        assert_eq!(empty.csv().unwrap(), "a\n");
    }
}
