//! Comma-separated values that are safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell as a formula when its text begins with one of [`STARTS`], whether it is quoted or not: a
//! title on a web page could send what else is on the sheet to a stranger. Such text gets an apostrophe before it, which
//! spreadsheets take for "this is text". So does text that has apostrophes before such a sign already: who reads the
//! file otherwise takes one apostrophe off again wherever one of the signs follows the apostrophes. Numbers never get
//! one.

use std::borrow::Cow;
use std::io::{self, Write};

/// What begins a formula; some spreadsheets read the wide forms, too.
pub const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A number, a date, yes or no: written as it is.
    Exact(String),
    /// Text, of whatever origin.
    Text(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// Text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    fn written(self) -> Cow<'a, str> {
        match self {
            Self::Exact(value) => Cow::Owned(value),
            Self::Text(text) if is_formula(&text) => Cow::Owned(format!("'{text}")),
            Self::Text(text) => text,
        }
    }
}

/// Whether a spreadsheet would calculate a text, apostrophes before it aside; a number such as -5 is none.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS) && !text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A table that is written row by row.
#[derive(Debug)]
pub struct Spreadsheet<W: Write>(csv::Writer<W>);

impl<W: Write> Spreadsheet<W> {
    /// A table with its heading line.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub fn new<'h>(out: W, heading: impl IntoIterator<Item = &'h str>) -> io::Result<Self> {
        let mut table = Self(csv::Writer::from_writer(out));
        table.row(heading.into_iter().map(Cell::text))?;
        Ok(table)
    }

    /// Writes a row; it must be as long as the heading.
    ///
    /// # Errors
    /// An output that cannot be written to, a row of another length.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(cell.written().as_bytes())?;
        }
        // An empty record ends the line and tells a row of another length.
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// Writes what is held back.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rows of a table with one column, as a program reads them.
    fn read(texts: &[&str]) -> Vec<String> {
        let mut bytes = Vec::new();
        let mut table = Spreadsheet::new(&mut bytes, ["text"]).unwrap();
        for text in texts {
            table.row([Cell::text(*text)]).unwrap();
        }
        table.finish().unwrap();
        let mut lines = csv::Reader::from_reader(bytes.as_slice());
        lines.records().map(|record| record.unwrap()[0].to_owned()).collect()
    }

    #[test]
    fn no_text_is_a_formula_and_other_text_stays() {
        for text in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "－", "-inf"] {
            assert_eq!(read(&[text]), [format!("'{text}")]);
        }
        for text in ["双方=", "'甲'", "'", "1-2", "–", "−0.5", "-5", "+0.5", "-1e3", " =1"] {
            assert_eq!(read(&[text]), [text]);
        }
    }

    #[test]
    fn exact_values_and_headings_stay_and_rows_are_of_one_length() {
        let mut bytes = Vec::new();
        let mut table = Spreadsheet::new(&mut bytes, ["share", "text"]).unwrap();
        table.row([Cell::Exact("-0.5".to_owned()), Cell::text("a,\"b\"\n")]).unwrap();
        assert!(table.row([Cell::text("a")]).is_err());
        table.finish().unwrap();
        assert!(bytes.starts_with("share,text\n-0.5,\"a,\"\"b\"\"\n\"\n".as_bytes()));
    }

    proptest! {
        #[test]
        fn text_comes_back_when_one_apostrophe_is_taken_off(text in "'{0,3}[=+@\\t\\r＝a1双-]{0,4}") {
            let read = read(&[&text, "end"]).remove(0);
            let bare = read.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(STARTS));
            prop_assert_eq!(bare.unwrap_or(&read), text);
        }
    }
}
