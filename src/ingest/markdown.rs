//! Markdown: its text without its marks, one paragraph, heading, list item or table cell a line.
//!
//! A header between `---` lines may state a title and a date; other keys are passed over, as site builders put their
//! own there. HTML and code blocks are no text of a statement and stay out.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::lines::break_is_space;
use super::{Format, Input, decode};
use crate::date;
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Markdown.
pub static FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown"],
    description: "Markdown: its paragraphs, headings and list items",
    // Any plain text is Markdown, and most lines of a statement would be joined to one; only a name tells.
    looks_like: |_| false,
    read,
};

fn read(input: &Input) -> Result<Document> {
    let text = decode::decode(input.bytes, input.source)?;
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut lines = Lines::default();
    Parser::new_ext(&text, options).for_each(|event| lines.take(event));
    lines.end_line();
    if lines.whole.is_empty() {
        return Err(Error::input(Place::file(input.source), "holds no paragraph of text", "add the text"));
    }
    let stated = |keys: &[&str]| keys.iter().find_map(|key| value(&lines.header, key));
    Ok(Document {
        source: input.source.to_owned(),
        title: stated(&["title", "标题"]),
        date: stated(&["date", "日期"]).and_then(|day| date::first(&day)).map(|found| found.date),
        text: lines.whole.join("\n"),
        ..Document::default()
    })
}

/// The value of a key of the header, without the quotation marks that YAML allows.
fn value(header: &str, key: &str) -> Option<String> {
    let found = header.lines().find_map(|line| {
        let (name, value) = line.split_once([':', '：'])?;
        (name.trim() == key).then(|| value.trim())
    })?;
    let bare = found.trim_matches(['"', '\'']).trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Lines as they are put together from what the parser finds.
#[derive(Default)]
struct Lines {
    whole: Vec<String>,
    line: String,
    header: String,
    in_header: bool,
    /// Inside how many code blocks and footnotes.
    skipping: usize,
    /// The next number of each open list; none for one with bullets.
    lists: Vec<Option<u64>>,
    /// A line break of the source, where the next character decides whether it is a space.
    broken: bool,
}

impl Lines {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) if self.in_header => self.header.push_str(&text),
            Event::Text(text) | Event::Code(text) => self.write(&text),
            Event::SoftBreak => self.broken = true,
            Event::HardBreak | Event::Rule => self.end_line(),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag {
            Tag::MetadataBlock(_) => self.in_header = true,
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) | Tag::FootnoteDefinition(_) => {
                self.skipping += 1;
            }
            Tag::List(first) => {
                self.end_line();
                self.lists.push(*first);
            }
            Tag::Item => self.number(),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) => self.in_header = false,
            TagEnd::CodeBlock | TagEnd::FootnoteDefinition => self.skipping = self.skipping.saturating_sub(1),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell => self.end_line(),
            _ => {}
        }
    }

    /// The number of a list's item is the published one: it may open a section.
    fn number(&mut self) {
        self.end_line();
        if let Some(Some(number)) = self.lists.last_mut() {
            self.line = format!("{number}. ");
            *number = number.saturating_add(1);
        }
    }

    fn write(&mut self, text: &str) {
        if self.skipping > 0 {
            return;
        }
        let edges = (self.line.chars().next_back(), text.chars().next());
        if std::mem::take(&mut self.broken)
            && let (Some(before), Some(after)) = edges
            && break_is_space(before, after)
        {
            self.line.push(' ');
        }
        self.line.push_str(text);
    }

    fn end_line(&mut self) {
        self.broken = false;
        let line = self.line.trim();
        if !line.is_empty() {
            self.whole.push(line.to_owned());
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Result<Document> {
        read(&Input { bytes: text.as_bytes(), source: "a.md" })
    }

    #[test]
    fn marks_go_and_text_stays() {
        let text = "# 联合**声明**\n\n双方[重申](http://x)，\n相互支持 `G20`。\n\n> 引文。\n\n```\ncode\n```\n<div>html</div>\n\n\
            1. 第一。\n2. 第二。\n\n- 甲\n- 乙\n\n|a|b|\n|-|-|\n|c|d|\n";
        let expected = "联合声明\n双方重申，相互支持 G20。\n引文。\n1. 第一。\n2. 第二。\n甲\n乙\na\nb\nc\nd";
        assert_eq!(document(text).unwrap().text, expected);
    }

    #[test]
    fn the_header_gives_title_and_date_and_is_no_text() {
        let document =
            document("---\nlayout: post\ntitle: \"联合声明\"\ndate: 2024-05-16 10:00\n---\n双方重申。\n").unwrap();
        assert_eq!((document.title.as_deref(), document.date.as_deref()), (Some("联合声明"), Some("2024-05-16")));
        assert_eq!(document.text, "双方重申。");
    }

    #[test]
    fn marks_without_text_are_refused() {
        assert!(document("---\n\n```\nx\n```\n").unwrap_err().to_string().contains("holds no paragraph"));
    }
}
