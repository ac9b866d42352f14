//! The official statements that are known, read from `corpus/statements.toml`.

use serde::Deserialize;

use crate::date;
use crate::error::{Error, Place, Result};

/// A statement as a fact: what it is and where it was published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its id: `cn-ru-2024`.
    pub id: String,
    /// Its Chinese title.
    pub zh: String,
    /// Its English title.
    pub en: String,
    /// The day of signature, `YYYY-MM-DD`.
    pub date: String,
    /// How many days the page's date may be away from it.
    #[serde(default = "few_days")]
    pub days: u32,
    /// Who speaks.
    pub parties: Vec<String>,
    /// Who published it.
    pub publisher: String,
    /// The language of the text at the addresses: `zh`, `en`.
    #[serde(default = "chinese")]
    pub language: String,
    /// The fewest characters that the whole text has.
    pub characters: usize,
    /// Where it is, the surest address first.
    pub addresses: Vec<String>,
}

fn few_days() -> u32 {
    3
}

fn chinese() -> String {
    "zh".to_owned()
}

/// All known statements.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// In the order of the file.
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
}

impl Catalogue {
    /// The catalogue that is part of the program.
    ///
    /// # Errors
    /// A fault of the build.
    pub fn embedded() -> Result<Self> {
        Self::parse(include_str!("../../corpus/statements.toml"), "statements.toml")
    }

    /// Reads a catalogue; `file` names it in messages.
    ///
    /// # Errors
    /// Text that is no catalogue, an id that stands twice, a date that is none.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let catalogue: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let remedy = "mend the line; corpus/statements.toml shows the fields";
            Error::input(Place { file: file.to_owned(), line }, error.message().to_owned(), remedy)
        })?;
        let statements = &catalogue.statements;
        for (i, statement) in statements.iter().enumerate() {
            let place = || Place::file(file);
            if statements[..i].iter().any(|other| other.id == statement.id) {
                let problem = format!("id `{}` stands twice", statement.id);
                return Err(Error::input(place(), problem, "give every statement an id of its own"));
            }
            if date::iso(&statement.date).is_none() {
                let problem = format!("{}: `{}` is no date", statement.id, statement.date);
                return Err(Error::input(place(), problem, "write a real day as YYYY-MM-DD"));
            }
        }
        Ok(catalogue)
    }

    /// A statement by its id.
    ///
    /// # Errors
    /// An id that is not known.
    pub fn find(&self, id: &str) -> Result<&Statement> {
        self.statements.iter().find(|statement| statement.id == id).ok_or_else(|| {
            let known = self.statements.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            let remedy = format!("give an address, or one of: {known}");
            Error::input(Place::file(id), "is no statement that is known here", remedy)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_catalogue_is_whole() {
        let catalogue = Catalogue::embedded().unwrap();
        assert!(catalogue.statements.len() >= 10);
        for statement in &catalogue.statements {
            assert!(statement.addresses.iter().all(|a| super::super::checked(a).is_ok()), "{}", statement.id);
            assert!(statement.characters > 0 && !statement.parties.is_empty(), "{}", statement.id);
        }
        let unknown = catalogue.find("cn-us-1972").unwrap_err().to_string();
        assert!(unknown.contains("one of: cn-ru-2022, "), "{unknown}");
    }

    #[test]
    fn mistakes_name_the_line_or_the_statement() {
        let one = "[[statement]]\nid=\"a\"\nzh=\"声明\"\nen=\"b\"\ndate=\"2024-05-16\"\nparties=[]\npublisher=\"c\"\ncharacters=1\naddresses=[]\n";
        let message = |text: &str| Catalogue::parse(text, "s.toml").unwrap_err().to_string();
        assert!(message(&format!("{one}x=1\n")).starts_with("s.toml:10: unknown field"));
        assert!(message(&format!("{one}{one}")).contains("id `a` stands twice"));
        assert!(message(&one.replace("05-16", "05-32")).contains("a: `2024-05-32` is no date"));
    }
}
