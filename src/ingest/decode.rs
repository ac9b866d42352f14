//! Bytes → text: UTF-8, UTF-16, GB18030 (with GBK and GB2312) and Big5, and a clear word on whatever is none of them.
//!
//! The text is kept as published: nothing is normalised, only a byte order mark is taken off. Nothing is replaced or
//! skipped either; what cannot be decoded is an error with its place.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{Error, Place, Result};

/// How much of a file is looked at to guess what it is.
const SAMPLE: usize = 64 * 1024;

/// How files that are no text begin, what they are, and how their text is had.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "a PDF", "copy its text into a text file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "save the document's text as a text file"),
    (b"\xD0\xCF\x11\xE0", "an old Office document", "save the document's text as a text file"),
    (b"{\\rtf", "an RTF document", "save the document's text as a text file"),
    (b"\x89PNG", "a PNG image", "give the text itself"),
    (b"\xFF\xD8\xFF", "a JPEG image", "give the text itself"),
    (b"GIF8", "a GIF image", "give the text itself"),
    (b"\x1F\x8B", "a gzip archive", "unpack it first"),
];

/// Decodes a file's bytes.
///
/// # Errors
/// No text at all; binary content; text that ends inside a character or holds bytes that are no character; text in no
/// encoding that is known here.
pub fn decode(bytes: &[u8], source: &str) -> Result<String> {
    decode_declared(bytes, source, None)
}

/// The same, where the content itself may declare its encoding (the `charset` of an HTML page).
///
/// A declaration counts only where the bytes are not evidently something else: many pages were saved as UTF-8 by a
/// browser and still declare `gb2312`.
///
/// # Errors
/// As for [`decode`].
pub fn decode_declared(bytes: &[u8], source: &str, declared: Option<&'static Encoding>) -> Result<String> {
    if bytes.trim_ascii().is_empty() {
        return Err(empty(source));
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => strictly(&bytes[mark..], mark, encoding, source)?,
        None => without_mark(bytes, source, declared)?,
    };
    checked(text, source)
}

/// The beginning of a file, decoded leniently: enough to tell what format it is.
#[must_use]
pub fn head(bytes: &[u8]) -> String {
    let sample = &bytes[..bytes.len().min(2048)];
    let encoding = Encoding::for_bom(sample).map(|(encoding, _)| encoding).or_else(|| utf16(sample));
    encoding.unwrap_or(UTF_8).decode_with_bom_removal(sample).0.into_owned()
}

fn without_mark(bytes: &[u8], source: &str, declared: Option<&'static Encoding>) -> Result<String> {
    if let Some(encoding) = utf16(bytes) {
        return strictly(bytes, 0, encoding, source);
    }
    refuse_binary(bytes, source)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if is_damaged_utf8(bytes) => strictly(bytes, 0, UTF_8, source),
        Err(_) => in_some_encoding(bytes, source, declared),
    }
}

/// Decodes by the declared encoding, else by the one that the bytes suggest.
fn in_some_encoding(bytes: &[u8], source: &str, declared: Option<&'static Encoding>) -> Result<String> {
    let legacy = declared.filter(|&encoding| encoding != UTF_8 && encoding.is_ascii_compatible());
    let guess = || strictly(bytes, 0, detected(bytes), source);
    match legacy {
        Some(encoding) => strictly(bytes, 0, encoding, source).or_else(|error| guess().map_err(|_| error)),
        None => guess(),
    }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let telling = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &bytes[telling..bytes.len().min(telling + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, telling + sample.len() == bytes.len());
    match detector.guess(None, Utf8Detection::Deny) {
        encoding if encoding == BIG5 => BIG5,
        // A few words tell little; told that it reads a Chinese site, the detector leans to GBK.
        _ => detector.guess(Some(b"cn"), Utf8Detection::Deny),
    }
}

/// UTF-16 without a mark, where zero bytes give it away and one order makes sense of nearly every character.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = sample.split(|&b| b == 0).count() - 1;
    // Latin text with a stray zero byte would pass for Han characters.
    let few = std::str::from_utf8(sample).is_ok() && zeros * 4 < sample.len();
    if zeros == 0 || few {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let text: Cow<str> = encoding.decode_without_bom_handling(sample).0;
        let sensible = text.chars().filter(|&c| is_usual(c)).count();
        sensible * 10 >= text.chars().count() * 9
    })
}

/// A character of Chinese or Latin text, or white space.
fn is_usual(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{24F}' | '\u{2010}'..='\u{2049}' | '\u{3000}'..='\u{303F}')
        || matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

fn refuse_binary(bytes: &[u8], source: &str) -> Result<()> {
    if let Some((_, kind, remedy)) = SIGNATURES.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Error::input(Place::file(source), format!("is {kind}, not text"), *remedy));
    }
    let remedy = "give a text file, a saved page or JSON lines";
    if let Some(offset) = bytes.iter().position(|&b| b == 0) {
        let problem = format!("is binary data, not text: a zero byte at offset {offset}");
        return Err(Error::input(Place::file(source), problem, remedy));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample.iter().filter(|&&b| b < b' ' && !b.is_ascii_whitespace()).count();
    if controls * 10 > sample.len() {
        let problem = format!("is binary data, not text: {controls} of {} bytes are control codes", sample.len());
        return Err(Error::input(Place::file(source), problem, remedy));
    }
    Ok(())
}

/// Whether bytes that are not UTF-8 were meant to be: far more of it decodes than does not, or only its end is cut off.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad || (bad == 1 && ends_inside_a_character(bytes).is_some())
}

/// Where the character begins that the text ends inside of.
fn ends_inside_a_character(bytes: &[u8]) -> Option<usize> {
    let error = std::str::from_utf8(bytes).err()?;
    error.error_len().is_none().then(|| error.valid_up_to())
}

/// Decodes without replacing anything; `offset` is how many bytes of the file stand before `bytes`.
fn strictly(bytes: &[u8], offset: usize, encoding: &'static Encoding, source: &str) -> Result<String> {
    // GB18030 is GBK and GB2312 with more characters; pages declare the smaller and use the larger.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(capacity);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    let DecoderResult::Malformed(length, after) = result else {
        text.shrink_to_fit();
        return Ok(text);
    };
    let at = read.saturating_sub(usize::from(length) + usize::from(after));
    let place = Place::line(source, 1 + text.matches('\n').count());
    let cut = if encoding == UTF_8 { ends_inside_a_character(bytes) == Some(at) } else { read == bytes.len() };
    Err(malformed(place, encoding, offset + at, cut))
}

fn malformed(place: Place, encoding: &'static Encoding, offset: usize, cut: bool) -> Error {
    let name = encoding.name();
    if cut {
        let problem = format!("the text ends inside a character ({name}, byte offset {offset})");
        return Error::input(place, problem, "it was cut off: fetch or copy the file again");
    }
    let problem = format!("the bytes at offset {offset} are no character of {name}");
    Error::input(place, problem, "save the file as UTF-8, or fetch it again if it was damaged on the way")
}

fn empty(source: &str) -> Error {
    Error::input(Place::file(source), "holds no text", "check that it was saved or fetched whole")
}

/// The last look: something must be there, without the marks that a careless conversion leaves.
fn checked(text: String, source: &str) -> Result<String> {
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').is_empty() {
        return Err(empty(source));
    }
    let lost = text.matches('\u{FFFD}').count();
    if lost * 100 > text.chars().count() {
        let problem = format!("{lost} characters were lost (U+FFFD) before the file was saved");
        return Err(Error::input(Place::file(source), problem, "fetch it again, and save it without converting"));
    }
    match text.find('\0') {
        Some(at) => refuse_binary(&text.as_bytes()[at..=at], source).map(|()| text),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "中华人民共和国和俄罗斯联邦关于深化战略协作伙伴关系的联合声明\r\n双方重申，一贯相互支持。\n";
    const TRADITIONAL: &str = "雙方認為，當前國際形勢正在發生深刻變化。雙方重申，在維護各自核心利益問題上相互支持。\n";

    fn problem(bytes: &[u8]) -> String {
        decode(bytes, "a.txt").unwrap_err().to_string()
    }

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let mark = "\u{FEFF}".to_owned() + TEXT;
        assert_eq!(decode(TEXT.as_bytes(), "a").unwrap(), TEXT);
        assert_eq!(decode(mark.as_bytes(), "a").unwrap(), TEXT);
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(decode(&utf16_bytes(&mark, order), "a").unwrap(), TEXT);
            assert_eq!(decode(&utf16_bytes(TEXT, order), "a").unwrap(), TEXT);
        }
        assert_eq!(decode(&GBK.encode(TEXT).0, "a").unwrap(), TEXT);
        assert_eq!(decode(&GB18030.encode("双方同意㐀。").0, "a").unwrap(), "双方同意㐀。");
        assert_eq!(decode(&BIG5.encode(TRADITIONAL).0, "a").unwrap(), TRADITIONAL);
    }

    #[test]
    fn a_few_words_of_gbk_are_enough() {
        for text in ["中国", "双方一致同意。", "G20与APEC峰会"] {
            assert_eq!(decode(&GBK.encode(text).0, "a").unwrap(), text);
        }
    }

    #[test]
    fn a_false_declaration_is_overruled_and_a_true_one_followed() {
        assert_eq!(decode_declared(TEXT.as_bytes(), "a", Some(GBK)).unwrap(), TEXT);
        assert_eq!(decode_declared(&GBK.encode(TEXT).0, "a", Some(UTF_8)).unwrap(), TEXT);
        assert_eq!(decode_declared(&BIG5.encode("協議").0, "a", Some(BIG5)).unwrap(), "協議");
    }

    #[test]
    fn a_text_cut_inside_a_character_names_the_offset() {
        let message = problem(&TEXT.as_bytes()[..TEXT.len() - 2]);
        let offset = TEXT.len() - 4;
        assert!(
            message.starts_with(&format!("a.txt:2: the text ends inside a character (UTF-8, byte offset {offset})")),
            "{message}"
        );
        assert!(message.contains("fetch or copy the file again"), "{message}");
        assert!(problem("only 中".as_bytes()[..7].as_ref()).contains("ends inside a character"));
        assert!(problem(&utf16_bytes("\u{FEFF}中国", u16::to_le_bytes)[..5]).contains("ends inside a character"));
    }

    #[test]
    fn a_bad_byte_in_utf8_names_offset_and_line() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.splice(0..0, *b"a\n");
        bytes[5] = 0xFF;
        let message = problem(&bytes);
        assert!(message.starts_with("a.txt:2: the bytes at offset 5 are no character of UTF-8; save"), "{message}");
    }

    #[test]
    fn binary_files_are_called_what_they_are() {
        assert!(problem(b"%PDF-1.7\n").contains("is a PDF, not text; copy its text"));
        assert!(problem(b"PK\x03\x04abc").contains("ZIP archive or an Office document"));
        assert!(problem(b"\x89PNG\r\n").contains("PNG image"));
        assert!(problem(b"text\0text\x01\x02\x03").contains("a zero byte at offset 4"));
        assert!(problem(&[1, 2, 3, b'a', b'b']).contains("3 of 5 bytes are control codes"));
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        let mark_only: &[&[u8]] =
            &[b"", b" \r\n\t", "\u{FEFF}".as_bytes(), "　\n　".as_bytes(), b"\xFF\xFE", b"\xFE\xFF"];
        for bytes in mark_only {
            assert_eq!(problem(bytes), "a.txt: holds no text; check that it was saved or fetched whole");
        }
    }

    #[test]
    fn a_text_ruined_by_an_earlier_conversion_is_refused() {
        assert!(problem("双方���重申".as_bytes()).contains("3 characters were lost"));
        assert!(decode(format!("{}\u{FFFD}", TEXT.repeat(9)).as_bytes(), "a").is_ok());
    }

    #[test]
    fn a_long_single_line_takes_linear_time() {
        let words = "双方重申相互支持";
        let started = std::time::Instant::now();
        for line in [words.as_bytes().repeat(200_000), GBK.encode(words).0.repeat(200_000)] {
            assert_eq!(decode(&line, "a").unwrap().len(), words.len() * 200_000);
        }
        assert!(started.elapsed().as_secs() < 20, "a quadratic decoder would take minutes");
    }
}
