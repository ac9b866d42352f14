//! Web archives (MHTML), as browsers save a page in one file: the page among its pictures and styles.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders as _};

use super::{Format, Input, decode, html};
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Web archives.
pub static FORMAT: Format = Format {
    name: "mhtml",
    extensions: &["mhtml", "mht"],
    description: "a web page saved as one file (MHTML)",
    looks_like,
    read,
};

/// Header lines of which an archive has two: no other text opens so.
fn looks_like(input: &Input) -> bool {
    let head = decode::head(input.bytes).to_ascii_lowercase();
    let header = head.split("\r\n\r\n").next().unwrap_or_default().split("\n\n").next().unwrap_or_default();
    header.contains("mime-version:") && header.contains("content-type: multipart/related")
}

fn read(input: &Input) -> Result<Document> {
    let refuse = |problem: &str| {
        let remedy = "save the page again, as a web page";
        Err(Error::input(Place::file(input.source), problem, remedy))
    };
    let Some(message) = MessageParser::default().parse(input.bytes) else { return refuse("is no web archive") };
    let Some(part) = page(&message) else { return refuse("is a web archive without a page in it") };
    let Some(bytes) = content(part, input.bytes) else { return refuse("holds a page that cannot be decoded") };
    (html::FORMAT.read)(&Input { bytes: &bytes, source: input.source })
}

/// The first part that is a page: the archive's root stands before the frames and pictures in it.
fn page<'m>(message: &'m Message<'m>) -> Option<&'m MessagePart<'m>> {
    message.parts.iter().find(|part| {
        let kind = part.content_type().map(|kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
        kind.is_some_and(|(kind, sub)| {
            kind.eq_ignore_ascii_case("text") && sub.eq_ignore_ascii_case("html")
                || kind.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case("xhtml+xml")
        })
    })
}

/// The part's own bytes: the page declares its encoding itself, and is often saved in another than the archive says.
fn content(part: &MessagePart, archive: &[u8]) -> Option<Vec<u8>> {
    let raw = archive.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
        Encoding::None => Some(raw.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>=E5=A3=B0=E6=98=8E</title></head><body><article>=\r\n<p>\
        =E5=8F=8C=E6=96=B9=E9=87=8D=E7=94=B3=E3=80=82</p></article></body></html>\r\n";

    fn archive(part: &str) -> String {
        format!(
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/t1.shtml\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n\
            ----x--\r\n{part}\r\n----x----\r\n"
        )
    }

    fn text(archive: &str) -> Result<Document> {
        super::super::read(archive.as_bytes(), "page", None)
    }

    #[test]
    fn the_page_is_found_in_either_encoding() {
        let quoted = format!("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{PAGE}");
        let document = text(&archive(&quoted)).unwrap();
        assert_eq!((document.text.as_str(), document.title.as_deref()), ("双方重申。", Some("声明")));
        let coded = "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PGFydGljbGU+PHA+5Y+M5pa56YeN55Sz44CCPC9wPjwvYXJ0aWNsZT4=\r\n";
        assert_eq!(text(&archive(coded)).unwrap().text, "双方重申。");
    }

    #[test]
    fn an_archive_without_a_page_is_refused() {
        let message = text(&archive("Content-Type: image/png\r\n\r\nx")).unwrap_err().to_string();
        assert!(message.contains("without a page in it"), "{message}");
        assert!(read(&Input { bytes: b"", source: "a" }).unwrap_err().to_string().contains("web archive"));
    }
}
