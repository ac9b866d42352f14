//! Word documents (DOCX): the text of the body, one paragraph a line.
//!
//! Left out: what revision marks delete, field codes, footnotes, headers and footers, and the second rendering that Word
//! keeps of drawings for older programs. The title that the file's properties state is not used: it is mostly that of
//! the template or of the document that was written over. Numbers that Word makes by itself (automatic lists) are not
//! text and do not appear.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use zip::ZipArchive;

use super::{Format, Input};
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Word documents.
pub static FORMAT: Format = Format {
    name: "docx",
    extensions: &["docx", "docm"],
    description: "a Word document: the paragraphs of its body",
    looks_like: |input| input.bytes.starts_with(b"PK\x03\x04") && body(input.bytes).is_ok(),
    read,
};

/// The part of the archive that holds the text.
const BODY: &str = "word/document.xml";

/// The most bytes that the body may unpack to.
const LARGEST: u64 = 64 << 20;

/// Elements whose content is no text of the document: deleted text, field codes, the fallback of a drawing.
const SKIPPED: &[&[u8]] = &[b"del", b"moveFrom", b"instrText", b"Fallback", b"rPr", b"pPr"];

fn read(input: &Input) -> Result<Document> {
    let broken = |problem: String| {
        let remedy = "open it in a word processor and save it again, or save its text as a text file";
        Error::input(Place::file(input.source), problem, remedy)
    };
    let xml = body(input.bytes).map_err(broken)?;
    let lines = lines(&xml).map_err(|problem| broken(format!("its text cannot be read: {problem}")))?;
    if lines.is_empty() {
        return Err(broken("holds no text (a scan, perhaps)".to_owned()));
    }
    Ok(Document { source: input.source.to_owned(), text: lines.join("\n"), ..Document::default() })
}

/// The XML of the body, or what is wrong with the archive.
fn body(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("is no Word document: {error}"))?;
    let part = archive.by_name(BODY).map_err(|_| format!("is a ZIP archive without {BODY}, so no Word document"))?;
    let mut xml = Vec::new();
    part.take(LARGEST + 1).read_to_end(&mut xml).map_err(|error| format!("cannot be unpacked: {error}"))?;
    if xml.len() as u64 > LARGEST {
        return Err(format!("unpacks to more than {} MiB", LARGEST >> 20));
    }
    Ok(xml)
}

/// The lines of the body, or what is wrong with its XML.
fn lines(xml: &[u8]) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let mut found = Lines::default();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) if SKIPPED.contains(&tag.local_name().as_ref()) => {
                let name = tag.name().as_ref().to_vec();
                reader.read_to_end(quick_xml::name::QName(&name)).map_err(|error| error.to_string())?;
            }
            Event::Start(tag) => found.open(tag.local_name().as_ref()),
            Event::Empty(tag) => found.mark(tag.local_name().as_ref()),
            Event::End(tag) => found.close(tag.local_name().as_ref()),
            Event::Text(text) => found.write(&text.xml10_content().unwrap_or_default()),
            Event::CData(text) => found.write(&text.xml10_content().unwrap_or_default()),
            Event::GeneralRef(entity) => found.write(&resolved(&entity)),
            Event::Eof => return Ok(found.finish()),
            _ => {}
        }
    }
}

fn resolved(entity: &BytesRef) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    resolve_predefined_entity(&entity.xml10_content().unwrap_or_default()).unwrap_or_default().to_owned()
}

/// Lines as they are put together from the elements of the body.
#[derive(Default)]
struct Lines {
    whole: Vec<String>,
    line: String,
    in_text: bool,
}

impl Lines {
    fn open(&mut self, name: &[u8]) {
        self.in_text |= name == b"t";
        if name == b"p" {
            self.end_line();
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"t" => self.in_text = false,
            b"p" => self.end_line(),
            _ => {}
        }
    }

    /// An element without content: a break ends the line, a tab is a space.
    fn mark(&mut self, name: &[u8]) {
        match name {
            b"br" | b"cr" => self.end_line(),
            b"tab" => self.line.push(' '),
            b"noBreakHyphen" => self.line.push('-'),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.in_text {
            self.line.push_str(text);
        }
    }

    fn end_line(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            self.whole.push(line.replace(['\n', '\r'], " "));
        }
        self.line.clear();
    }

    fn finish(mut self) -> Vec<String> {
        self.end_line();
        self.whole
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn document(body: &str) -> Result<Document> {
        let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        read(&Input { bytes: &archive(BODY, xml.as_bytes()), source: "a.docx" })
    }

    #[test]
    fn paragraphs_breaks_and_cells_are_lines() {
        let body = "<w:p><w:pPr><w:t>x</w:t></w:pPr><w:r><w:t>一、</w:t></w:r><w:r><w:t>政治关系</w:t></w:r></w:p>\
            <w:p/><w:p><w:r><w:t>双方&lt;甲&#x4E59;&gt;。</w:t><w:br/><w:t xml:space=\"preserve\"> G20</w:t><w:tab/><w:t>峰会。</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>表。</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        assert_eq!(document(body).unwrap().text, "一、政治关系\n双方<甲乙>。\nG20 峰会。\n表。");
    }

    #[test]
    fn deleted_text_and_field_codes_stay_out() {
        let body = "<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>新。</w:t></w:r></w:ins>\
            <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
        assert_eq!(document(body).unwrap().text, "新。");
    }

    #[test]
    fn what_is_no_word_document_says_so() {
        let message = |bytes: &[u8]| read(&Input { bytes, source: "a.docx" }).unwrap_err().to_string();
        assert!(message(&archive("xl/workbook.xml", b"")).contains("without word/document.xml"));
        assert!(message(b"PK\x03\x04 cut").contains("is no Word document"));
        assert!(message(&archive(BODY, b"<w:p><w:t>a</")).contains("its text cannot be read"));
        assert!(document("<w:p/>").unwrap_err().to_string().contains("holds no text"));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = archive(BODY, &vec![b' '; (64 << 20) + 1]);
        let message = read(&Input { bytes: &bomb, source: "a.docx" }).unwrap_err().to_string();
        assert!(message.contains("unpacks to more than 64 MiB"), "{message}");
    }

    #[test]
    fn the_content_tells_a_word_document_from_another_archive() {
        let xml = archive(BODY, b"<w:p><w:r><w:t>a</w:t></w:r></w:p>");
        assert!((FORMAT.looks_like)(&Input { bytes: &xml, source: "download" }));
        assert!(!(FORMAT.looks_like)(&Input { bytes: &archive("a.txt", b"a"), source: "download" }));
    }
}
