use super::*;

fn format_of(bytes: &[u8], source: &str) -> &'static str {
    by_extension(source).unwrap_or_else(|| by_content(&Input { bytes, source })).name
}

#[test]
fn the_extension_tells_the_format_of_files_and_addresses() {
    for (source, format) in [
        ("a/b.TXT", "text"),
        ("a.jsonl", "jsonl"),
        ("https://www.example.cn/zyxw/t1.shtml?x=a.txt#top", "html"),
        ("page.htm", "html"),
    ] {
        assert_eq!(format_of(b"", source), format, "{source}");
    }
}

#[test]
fn content_tells_the_format_where_the_name_does_not() {
    let utf16: Vec<u8> = "\u{FEFF}<html><p>双方".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for source in ["standard input", "a.php", "https://example.html", "https://example.cn/"] {
        assert_eq!(format_of(b"\n<!DOCTYPE HTML><html>", source), "html", "{source}");
        assert_eq!(format_of(&utf16, source), "html");
        assert_eq!(format_of(b"{\"id\": 1, \"text\": \"x\"}\n", source), "jsonl");
        assert_eq!(format_of("<双方> {}".as_bytes(), source), "text");
    }
}

#[test]
fn a_forced_format_wins_and_an_unknown_one_is_told_the_names() {
    assert_eq!(read(b"<p>a</p>", "a.html", Some("text")).unwrap().text, "<p>a</p>");
    let message = read(b"a", "a.txt", Some("odt")).unwrap_err().to_string();
    let known = "html, mhtml, docx, pdf, gz, jsonl, markdown, text";
    assert_eq!(message, format!("a.txt: input format `odt` is unknown; name one of: {known}"));
}

#[test]
fn names_and_extensions_are_each_of_one_format() {
    let mut all: Vec<_> = FORMATS.iter().flat_map(|format| format.extensions).chain(&["standard input"]).collect();
    all.sort();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count, "help: an extension stands in two formats");
}
