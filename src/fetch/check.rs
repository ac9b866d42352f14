//! Whether a document is the one that was meant.

use super::Statement;
use crate::document::Document;
use crate::likeness::likeness;

/// The least likeness of the titles, from 0 to 1: that of two statements of the same parties on other subjects is lower.
const LIKENESS: f32 = 0.85;

/// How many of the text's first characters may hold the title, where the page states another.
const HEAD: usize = 600;

/// What speaks against the document being the statement; empty if nothing does.
pub(super) fn doubts(document: &Document, statement: &Statement) -> Vec<String> {
    let title = (!is_titled(document, statement)).then(|| {
        let found = document.title.as_deref().unwrap_or("none");
        format!("its title is `{}`", found.chars().take(60).collect::<String>())
    });
    let date = document.date.as_deref().filter(|date| days_between(date, &statement.date) > i64::from(statement.days));
    let date = date.map(|date| format!("its date is {date}, not {}", statement.date));
    let characters = document.text[document.body..].chars().filter(|c| !c.is_whitespace()).count();
    let length = (characters < statement.characters)
        .then(|| format!("it has {characters} characters, and the whole text at least {}", statement.characters));
    [title, date, length].into_iter().flatten().collect()
}

fn is_titled(document: &Document, statement: &Statement) -> bool {
    let wanted = bare(if statement.language == "zh" { &statement.zh } else { &statement.en });
    let head: String = document.text[document.body..].chars().take(HEAD).collect();
    let stated = document.title.as_deref().map(bare);
    let like = |title: &String| title.contains(&wanted) || likeness(title, &wanted) >= LIKENESS;
    stated.as_ref().is_some_and(like) || bare(&head).contains(&wanted)
}

/// Letters and Han characters alone, in lower case: titles differ in brackets, spaces and what publishers add.
fn bare(text: &str) -> String {
    text.replace("（全文）", "").chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn days_between(a: &str, b: &str) -> i64 {
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    day(a).zip(day(b)).map_or(0, |(a, b)| {
        let span = a.duration_since(b);
        (span.as_hours() / 24).abs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Catalogue;

    fn document(title: &str, date: &str, characters: usize) -> Document {
        let text = "双".repeat(characters);
        Document { title: Some(title.to_owned()), date: Some(date.to_owned()), text, ..Document::default() }
    }

    #[test]
    fn the_statement_itself_raises_no_doubt() {
        let statement = Catalogue::embedded().unwrap().find("cn-ru-2022").unwrap().clone();
        for title in [&statement.zh, &format!("{}（全文）", statement.zh), &format!("新华社：{}", statement.zh)]
        {
            assert!(doubts(&document(title, "2022-02-05", 9000), &statement).is_empty(), "{title}");
        }
        let untitled = Document { text: format!("{}\n{}", statement.zh, "双".repeat(9000)), ..Document::default() };
        assert!(doubts(&untitled, &statement).is_empty());
    }

    #[test]
    fn another_statement_a_cut_text_and_another_day_do() {
        let catalogue = Catalogue::embedded().unwrap();
        let statement = catalogue.find("cn-ru-2022").unwrap();
        for other in catalogue.statements.iter().filter(|other| !other.id.starts_with("cn-ru-2022")) {
            let found = doubts(&document(&other.zh, &statement.date, 9000), statement);
            assert!(found.len() == 1 && found[0].starts_with("its title is"), "{}: {found:?}", other.id);
        }
        assert_eq!(
            doubts(&document(&statement.zh, "2024-05-16", 9), statement),
            ["its date is 2024-05-16, not 2022-02-04", "it has 9 characters, and the whole text at least 3000"]
        );
    }
}
