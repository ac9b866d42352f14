//! PDF: the text that the file maps its glyphs to, with the lines of the page put together to paragraphs.
//!
//! A PDF need not say which characters its glyphs are; text that came out mostly as replacement or private-use
//! characters is refused. The extraction is contained: it runs on a thread of its own, whose panics and endless work
//! become errors. A thread cannot be ended from outside, so one that hit the limit works on until the program ends; when
//! two do, no other PDF is read, and a watch that meets bad files again and again keeps the rest of the machine.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, Once, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::lines::joined;
use super::{Format, Input};
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// PDF files.
pub static FORMAT: Format = Format {
    name: "pdf",
    extensions: &["pdf"],
    description: "a PDF that holds text (no scan): its paragraphs",
    looks_like: |input| input.bytes.starts_with(b"%PDF-"),
    read,
};

/// The name of the thread that reads, by which its panics are told from others.
const THREAD: &str = "gongbao-pdf";

/// The most time that one file may take.
const LONGEST: Duration = Duration::from_secs(60);

/// The most threads that may work on after the limit.
const MOST_RUNAWAYS: usize = 2;

/// Threads that hit the limit.
static RUNAWAYS: Runaways = Runaways::new(Vec::new());

type Runaways = Mutex<Vec<JoinHandle<()>>>;

/// A line at least this share of the longest is full, and the paragraph goes on after it.
const FULL_LINE: f64 = 0.8;

const REMEDY: &str =
    "copy the text out of a PDF viewer, or read the page by character recognition, and give that as text";

fn read(input: &Input) -> Result<Document> {
    let refuse = |problem: String| Error::input(Place::file(input.source), problem, REMEDY);
    let pages = extracted(input.bytes).map_err(|problem| refuse(format!("its text cannot be read: {problem}")))?;
    let text = paragraphs(&pages).join("\n");
    if text.is_empty() {
        return Err(refuse("holds no text: a scan, or drawn letters".to_owned()));
    }
    match unreadable(&text) {
        Some(problem) => Err(refuse(problem)),
        None => Ok(Document { source: input.source.to_owned(), text, ..Document::default() }),
    }
}

/// The text of each page, or why there is none.
fn extracted(bytes: &[u8]) -> Result<Vec<String>, String> {
    quiet_panics();
    let owned = bytes.to_owned();
    // The first reader puts lines together better; the second knows the Chinese encodings that fonts name.
    let work = move || {
        attempt(|| pdf_extract::extract_text_from_mem_by_pages(&owned).map_err(|error| error.to_string()))
            .or_else(|first| attempt(|| by_encoding(&owned)).map_err(|_| first))
    };
    contained(work, LONGEST, &RUNAWAYS).map_err(|problem| problem.replace('\n', " "))
}

/// Runs a reader on a thread of its own, for so long and no longer.
fn contained<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
    longest: Duration,
    runaways: &Runaways,
) -> Result<T, String> {
    if still_running(runaways) >= MOST_RUNAWAYS {
        return Err("earlier PDFs took too long and are still being read: start the program anew".to_owned());
    }
    let (send, receive) = mpsc::channel();
    // Nobody listens when the time ran out.
    let work = move || send.send(work()).unwrap_or_default();
    let thread = thread::Builder::new().name(THREAD.to_owned()).stack_size(32 << 20).spawn(work);
    let thread = thread.map_err(|error| error.to_string())?;
    receive.recv_timeout(longest).unwrap_or_else(|_| {
        runaways.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Err(format!("it took more than {} seconds", longest.as_secs()))
    })
}

fn still_running(runaways: &Runaways) -> usize {
    let mut threads = runaways.lock().unwrap_or_else(PoisonError::into_inner);
    threads.retain(|thread| !thread.is_finished());
    threads.len()
}

/// Runs a reader; its panic is an error.
fn attempt<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let unknown = || Err("it uses a font or an encoding that is not understood".to_owned());
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| unknown())
}

/// The text of each page by the encodings that its fonts name.
fn by_encoding(bytes: &[u8]) -> Result<Vec<String>, String> {
    let file = lopdf::Document::load_mem(bytes).map_err(|error| error.to_string())?;
    let pages = file.get_pages().into_keys();
    pages.map(|page| file.extract_text(&[page]).map_err(|error| error.to_string())).collect()
}

/// Keeps panics of the reading thread, which are told as errors, off standard error.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                before(panic);
            }
        }));
    });
}

/// What is wrong with text in which the file hides its characters.
fn unreadable(text: &str) -> Option<String> {
    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
    let lost = text.chars().filter(|&c| c == '\u{FFFD}' || is_private(c) || c.is_control() && c != '\n').count();
    let share = 100 * lost / letters.max(1);
    (share >= 5).then(|| format!("{share} % of its characters are unknown: the file does not say what its glyphs mean"))
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Puts lines together to paragraphs: a blank line or one that is not full ends a paragraph, a page's end does not. Page
/// numbers are left out.
fn paragraphs(pages: &[String]) -> Vec<String> {
    let lines: Vec<&str> = pages.iter().flat_map(|page| page_lines(page)).collect();
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut paragraphs = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for line in lines {
        let full = line.chars().count() as f64 >= FULL_LINE * longest as f64;
        if !line.is_empty() {
            open.push(line);
        }
        if !full && !open.is_empty() {
            paragraphs.push(joined(open.drain(..)));
        }
    }
    paragraphs.extend((!open.is_empty()).then(|| joined(open)));
    paragraphs
}

/// A page's lines, trimmed, without the blank ones around them and without its number.
fn page_lines(page: &str) -> Vec<&str> {
    let lines: Vec<&str> = page.lines().map(str::trim).collect();
    let text = |line: &str| !line.is_empty() && !is_page_number(line);
    let Some(first) = lines.iter().position(|line| text(line)) else { return Vec::new() };
    let last = lines.iter().rposition(|line| text(line)).unwrap_or(first);
    lines[first..=last].to_vec()
}

fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–' | '第' | '页'));
    !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A PDF of one page with one font, whose glyphs are named by the map that is given (or by none).
    fn pdf(glyphs: &[u16], encoding: &str, map: Option<&str>) -> Vec<u8> {
        let hex = glyphs.iter().fold(String::new(), |hex, glyph| hex + &format!("{glyph:04X}"));
        let content = format!("BT /F1 12 Tf 50 700 Td <{hex}> Tj ET");
        let to_unicode = map.map_or("", |_| "/ToUnicode 7 0 R");
        let stream = |content: &str| format!("<</Length {}>>stream\n{content}\nendstream", content.len());
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
                .to_owned(),
            stream(&content),
            format!("<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/{encoding}/DescendantFonts[6 0 R]{to_unicode}>>"),
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
            /Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>"
                .to_owned(),
            stream(map.unwrap_or_default()),
            "<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200\
            /CapHeight 700/StemV 80>>"
                .to_owned(),
        ])
    }

    fn file(objects: &[String]) -> Vec<u8> {
        let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), String::new());
        for (i, object) in objects.iter().enumerate() {
            table = format!("{table}{:010} 00000 n \n", file.len());
            file = format!("{file}{} 0 obj\n{object}\nendobj\n", i + 1);
        }
        let (start, count) = (file.len(), objects.len() + 1);
        let table = format!("xref\n0 {count}\n0000000000 65535 f \n{table}");
        format!("{file}{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes()
    }

    fn map(characters: &str) -> String {
        let pair = |(i, c)| format!("<{:04X}> <{:04X}>\n", i + 1, u32::from(c));
        let pairs: Vec<String> = characters.chars().enumerate().map(pair).collect();
        format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> \
            endcodespacerange {} beginbfchar\n{}endbfchar endcmap end end",
            characters.chars().count(),
            pairs.concat()
        )
    }

    fn read_bytes(bytes: &[u8]) -> Result<Document> {
        read(&Input { bytes, source: "a.pdf" })
    }

    #[test]
    fn mapped_glyphs_are_read() {
        let file = pdf(&[1, 2, 3, 4, 5], "Identity-H", Some(&map("双方重申。")));
        assert_eq!(read_bytes(&file).unwrap().text, "双方重申。");
    }

    #[test]
    fn fonts_that_name_a_chinese_encoding_are_read() {
        let codes: Vec<u16> = "双方重申。".encode_utf16().collect();
        let file = pdf(&codes, "UniGB-UCS2-H", None);
        assert_eq!(read_bytes(&file).unwrap().text, "双方重申。");
    }

    #[test]
    fn glyphs_without_a_meaning_are_refused_with_the_remedy() {
        let message =
            read_bytes(&pdf(&[1, 2, 3], "Identity-H", Some(&map("\u{E000}\u{E001}\u{FFFD}")))).unwrap_err().to_string();
        assert!(message.contains("100 % of its characters are unknown"), "{message}");
        assert!(message.contains("copy the text out of a PDF viewer"), "{message}");
        let unmapped = read_bytes(&pdf(&[1, 2, 3], "Identity-H", None)).unwrap_err().to_string();
        assert!(unmapped.contains("copy the text out of a PDF viewer"), "{unmapped}");
    }

    #[test]
    fn damaged_files_are_errors_wherever_they_are_cut() {
        let whole = pdf(&[1, 2], "Identity-H", Some(&map("双方")));
        for end in (0..whole.len()).step_by(97) {
            let _ = read_bytes(&whole[..end]);
        }
        let message = read_bytes(b"%PDF-1.7\nnothing").unwrap_err().to_string();
        assert!(message.starts_with("a.pdf: its text cannot be read"), "{message}");
    }

    #[test]
    fn after_two_files_without_end_no_other_is_read_until_one_ends() {
        let (runaways, short) = (Runaways::default(), Duration::from_millis(10));
        let (end, wait) = mpsc::channel::<()>();
        let wait = Arc::new(Mutex::new(wait));
        let endless = |wait: Arc<Mutex<mpsc::Receiver<()>>>| {
            move || wait.lock().unwrap().recv().map_err(|error| error.to_string())
        };
        for _ in 0..MOST_RUNAWAYS {
            let refused = contained(endless(Arc::clone(&wait)), short, &runaways).unwrap_err();
            assert_eq!(refused, "it took more than 0 seconds");
        }
        let long = Duration::from_secs(60);
        assert!(contained(|| Ok(1), long, &runaways).unwrap_err().contains("start the program anew"));
        drop(end);
        while still_running(&runaways) > 0 {
            thread::yield_now();
        }
        assert_eq!(contained(|| Ok(1), long, &runaways), Ok(1));
    }

    #[test]
    fn full_lines_go_on_and_short_ones_end_a_paragraph() {
        let pages = [
            "联合声明\n\n双方重申相互支持，并将继续\n深化合作。\n一、政治关系很好而且很长的\n\n- 1 -\n".to_owned(),
            "\n第二页继续。\n2\n".to_owned(),
        ];
        let expected = ["联合声明", "双方重申相互支持，并将继续深化合作。", "一、政治关系很好而且很长的第二页继续。"];
        assert_eq!(paragraphs(&pages), expected);
    }
}
