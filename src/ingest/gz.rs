//! Gzip: a file in any other format, packed.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::{Format, Input};
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Packed files.
pub static FORMAT: Format = Format {
    name: "gz",
    extensions: &["gz"],
    description: "a file in any of the other formats, packed with gzip",
    looks_like: |input| input.bytes.starts_with(MAGIC),
    read,
};

/// How a gzip stream begins.
const MAGIC: &[u8] = &[0x1F, 0x8B];

/// The most bytes that a packed file may unpack to: 64 MiB, hundreds of times the longest statement's page.
pub const LARGEST: usize = 64 << 20;

fn read(input: &Input) -> Result<Document> {
    let (bytes, inner) = unpacked(input)?;
    let document = super::read(&bytes, inner, None)?;
    Ok(Document { source: input.source.to_owned(), ..document })
}

/// The statements of a packed file.
pub(super) fn statements(input: &Input) -> Result<Vec<Document>> {
    let (bytes, inner) = unpacked(input)?;
    let documents = super::statements(&bytes, inner, None)?;
    Ok(documents.into_iter().map(|document| Document { source: input.source.to_owned(), ..document }).collect())
}

/// What is packed, and what it would be called.
fn unpacked<'a>(input: &Input<'a>) -> Result<(Vec<u8>, &'a str)> {
    let bytes = unpack(input.bytes, LARGEST, input.source)?;
    if bytes.starts_with(MAGIC) {
        let remedy = "unpack it first; one layer is all that is read";
        return Err(Error::input(Place::file(input.source), "is packed more than once", remedy));
    }
    Ok((bytes, input.source.strip_suffix(".gz").unwrap_or(input.source)))
}

/// Unpacks a gzip stream of at most `limit` bytes; `source` names it in messages.
///
/// # Errors
/// A stream that is damaged, cut off or larger than the limit when unpacked.
pub fn unpack(packed: &[u8], limit: usize, source: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let outcome = MultiGzDecoder::new(packed).take(limit as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > limit {
        let problem = format!("unpacks to more than {} MiB", limit >> 20);
        return Err(Error::input(Place::file(source), problem, "unpack it and give the part that holds the text"));
    }
    match outcome {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let problem = format!("cannot be unpacked: {error}");
            Err(Error::input(Place::file(source), problem, "it is damaged or cut off: fetch or copy it again"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read_bytes(bytes: &[u8], source: &str) -> Result<Document> {
        read(&Input { bytes, source })
    }

    #[test]
    fn a_packed_file_reads_as_what_it_holds() {
        let page = "<article><p>双方重申相互支持。</p></article>";
        let document = read_bytes(&packed(page.as_bytes()), "a.html.gz").unwrap();
        assert_eq!((document.text.as_str(), document.source.as_str()), ("双方重申相互支持。", "a.html.gz"));
        let plain = read_bytes(&packed("双方重申。".as_bytes()), "a.gz").unwrap();
        assert_eq!(plain.text, "双方重申。");
    }

    #[test]
    fn a_packed_file_may_hold_several_statements() {
        let lines = "{\"statement\": \"a\", \"text\": \"甲。\"}\n{\"statement\": \"b\", \"text\": \"乙。\"}\n";
        let bytes = packed(lines.as_bytes());
        let documents = crate::ingest::statements(&bytes, "x.jsonl.gz", None).unwrap();
        let told: Vec<_> = documents.iter().map(|d| (d.source.as_str(), d.name.as_deref())).collect();
        assert_eq!(told, [("x.jsonl.gz", Some("a")), ("x.jsonl.gz", Some("b"))]);
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = packed(&vec![b' '; 3 << 20]);
        let message = unpack(&bomb, 1 << 20, "a.gz").unwrap_err().to_string();
        assert!(message.starts_with("a.gz: unpacks to more than 1 MiB; "), "{message}");
    }

    #[test]
    fn a_cut_stream_and_a_second_layer_are_refused() {
        let whole = packed("双方重申。".repeat(50).as_bytes());
        let message = read_bytes(&whole[..whole.len() / 2], "a.gz").unwrap_err().to_string();
        assert!(message.contains("cannot be unpacked"), "{message}");
        let twice = read_bytes(&packed(&whole), "a.gz").unwrap_err().to_string();
        assert!(twice.contains("packed more than once"), "{twice}");
    }
}
