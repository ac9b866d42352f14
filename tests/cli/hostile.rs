//! Input that nobody should send and somebody will.

use std::fmt::Write as _;

use crate::fixture::{Folder, Ran};

/// What is refused: a name for it, the file, its content, and further arguments.
fn refused() -> Vec<(&'static str, &'static str, Vec<u8>, Vec<&'static str>)> {
    let text = "双方重申一个中国原则。\n".repeat(20);
    let half = |text: &str| text.as_bytes()[..text.len() - 2].to_vec();
    let utf16: Vec<u8> = "\u{FEFF}双方重申".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("nothing", "a.txt", vec![], vec![]),
        ("white space", "a.txt", b" \n\t\r\n\n".to_vec(), vec![]),
        ("a byte order mark alone", "a.txt", b"\xEF\xBB\xBF".to_vec(), vec![]),
        ("zero bytes", "a.txt", vec![0; 5000], vec![]),
        ("a zero byte in text", "a.txt", "双方\0重申".into(), vec![]),
        ("every byte there is", "a.txt", (0..=255).collect(), vec![]),
        ("control codes", "a.txt", vec![1; 500], vec![]),
        ("half a character at the end", "a.txt", half("双方重申"), vec![]),
        ("half a character in a line", "a.txt", [half(&text), b"\n".to_vec(), text.clone().into()].concat(), vec![]),
        ("half a UTF-16 unit", "a.txt", utf16[..utf16.len() - 1].to_vec(), vec![]),
        ("a PDF", "a.txt", b"%PDF-1.7\n%\xE2\xE3".to_vec(), vec![]),
        ("a PDF by name", "a.pdf", b"%PDF-1.7\n%\xE2\xE3".to_vec(), vec![]),
        ("a ZIP archive", "a.docx", b"PK\x03\x04\x14\0\x06\0".to_vec(), vec![]),
        ("a PNG image", "a.png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), vec![]),
        ("a JPEG image", "a.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), vec![]),
        ("a gzip archive", "a.gz", b"\x1F\x8B\x08\0\0".to_vec(), vec![]),
        ("a program", "a.out", b"\x7FELF\x02\x01\x01\0\0\0".to_vec(), vec![]),
        ("an open header", "a.txt", "---\ntitle: x\n".into(), vec![]),
        ("a header of prose", "a.txt", "---\n双方重申。\n---\n正文\n".into(), vec![]),
        ("a header with a day that is none", "a.txt", "---\ndate: 2024-02-30\n---\n正文\n".into(), vec![]),
        ("a header and no text", "a.txt", "---\ntitle: x\n---\n".into(), vec![]),
        ("a page without an article", "a.html", "<html><body><nav><a href=\"/\">首页</a></nav>".into(), vec![]),
        ("a page of scripts", "a.html", "<html><script>var a = '双方重申。';</script></html>".into(), vec![]),
        ("a deeply nested page", "a.html", "<div>".repeat(100_000).into_bytes(), vec![]),
        ("a page deeply nested in tables", "a.html", "<table><tr><td>".repeat(50_000).into_bytes(), vec![]),
        ("JSON lines as a table, one broken", "a.jsonl", b"{\"text\":\"a\"}\n{\n".to_vec(), vec!["--format", "table"]),
        ("JSON lines without text", "a.jsonl", b"{\"id\":1}\n".to_vec(), vec!["--format", "csv"]),
        ("an unknown theme", "a.txt", text.clone().into(), vec!["--themes", "energy,taiwn"]),
        ("no theme", "a.txt", text.clone().into(), vec!["--themes", ""]),
        ("a folder for a model", "a.txt", text.clone().into(), vec!["--model", "."]),
        ("no model", "a.txt", text.clone().into(), vec!["--model", "none.gongbao"]),
        ("text for a model", "a.txt", text.into(), vec!["--model", "a.txt"]),
    ]
}

#[test]
fn what_cannot_be_used_is_refused_with_its_place_and_a_remedy() {
    let mut said = String::new();
    for (what, file, content, args) in refused() {
        let folder = Folder::with(file, content);
        let ran = folder.run(&[&["tag", file], &args[..]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{what}: {}", ran.err);
        assert_eq!(folder.names(), [file], "{what}: something was left behind");
        for line in ran.err.lines() {
            assert!(line.starts_with("gongbao: "), "{what}: {line}");
        }
        write!(said, "# {what}\n{}", ran.err).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn bad_usage_says_what_would_be_right() {
    let mut said = String::new();
    for args in [
        &["tag", "missing.txt"][..],
        &["tag", "."],
        &["tag", "a.txt", "--format", "yaml"],
        &["tag", "a.txt", "--from", "docs"],
        &["tag", "a.txt", "--threshold", "1.5"],
        &["tag", "a.txt", "--threshold", "NaN"],
        &["tag", "a.txt", "--threshold", "half"],
        &["tag", "a.txt", "--unit", "word"],
        &["tag", "a.txt", "--threads", "-1"],
        &["tag", "a.txt", "--explian"],
        &["tags"],
    ] {
        let ran = Folder::with("a.txt", "双方重申一个中国原则。").run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        writeln!(said, "# {}\n{}", args.join(" "), ran.err).unwrap();
    }
    insta::assert_snapshot!(said);
}

fn tagged(name: &str, content: impl AsRef<[u8]>) -> Ran {
    let ran = Folder::with(name, content).run(&["tag", name]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

#[test]
fn a_line_of_fifty_megabytes_is_one_paragraph() {
    let ran = tagged("a.txt", "a b ".repeat(50 << 18));
    assert!(ran.out.contains("not judged: not Chinese"));
    assert!(ran.out.lines().count() < 20);
}

#[test]
fn a_long_line_of_chinese_is_judged() {
    assert!(tagged("a.txt", "双方将深化能源合作。".repeat(20_000)).out.contains("能源 energy"));
}

#[test]
fn json_lines_with_a_line_of_fifty_megabytes_go_on_after_it() {
    let mut lines = format!("{{\"id\":1,\"text\":\"{}\"}}\n", "双".repeat((50 << 20) / 3)).into_bytes();
    lines.resize(50 << 20, b'x');
    lines.extend_from_slice("\n{\"id\":2,\"text\":\"双方将深化能源合作。\"}\n".as_bytes());
    let ran = Folder::with("a.jsonl", lines).run(&["tag", "a.jsonl"]);
    assert_eq!(ran.code, 2);
    let last = ran.out.lines().last().unwrap();
    assert!(last.starts_with("{\"id\":2,\"themes\":[\"energy\"]"), "{last}");
    assert!(ran.err.contains("is longer than 16 MB; give one paragraph a line"), "{}", ran.err);
}

#[test]
fn a_hundred_thousand_tiny_paragraphs_come_out() {
    let ran = Folder::with("a.txt", "双方。\n".repeat(100_000)).run(&["tag", "a.txt", "--format", "jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 100_000));
}

#[test]
fn escapes_and_ids_of_any_size_pass_through() {
    let id = "长".repeat(100_000);
    let lines = [
        format!("{{\"id\":\"{id}\",\"text\":\"双方将深化能源合作。\"}}"),
        r#"{"id":"\ud83d\ude00\u0000\"\\","text":"双方将深化能源合作\u3002\u0000"}"#.to_owned(),
        r#"{"id":18446744073709551615,"text":"双方将深化能源合作。"}"#.to_owned(),
        r#"{"id":-9223372036854775808,"text":"双方将深化能源合作。"}"#.to_owned(),
    ];
    let ran = tagged("a.jsonl", lines.join("\n"));
    let answers: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0]["id"], id);
    assert_eq!(answers[1]["id"], "😀\0\"\\");
    assert!(ran.out.contains("\"id\":18446744073709551615,") && ran.out.contains("\"id\":-9223372036854775808,"));
}

#[test]
fn lines_that_are_no_records_are_error_records() {
    let bad = [
        r#"{"id":1,"text":"\ud800"}"#,
        r#"{"id":1,"text":"\udc00\ud800"}"#,
        r#"{"id":123456789012345678901234567890,"text":"双方"}"#,
        r#"{"id":1.5,"text":"双方"}"#,
        r#"{"id":[1],"text":"双方"}"#,
        r#"{"id":1,"text":null}"#,
        r#"{"id":1,"text":["双方"]}"#,
        r#"{"id":1,"text":""}"#,
        r#"{"id":1,"text":"a","text":"b"}"#,
        r#"{"id":1,"text":"双方"#,
        r#"{"id":1,"text":"双方"} x"#,
        "[]",
        "null",
        "\u{FEFF}{}",
    ];
    let mut lines = bad.join("\n").into_bytes();
    lines.extend_from_slice(b"\n{\"id\":1,\"text\":\"\xE5\x8F\"}\n");
    lines.extend_from_slice("[".repeat(100_000).as_bytes());
    lines.extend_from_slice(format!("\n{{\"text\":\"a\",\"x\":{}", "[".repeat(100_000)).as_bytes());
    let ran = Folder::with("a.jsonl", lines).run(&["tag", "a.jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (2, bad.len() + 3));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn text_cannot_steer_the_terminal_or_the_page() {
    let text = "\u{1b}[2J\u{1b}]0;x\u{7}双方将深化能源合作<script>alert(1)</script>\u{202e}。\n\n双方支持多边主义。\n";
    let folder = Folder::with("a.txt", text);
    assert!(!folder.run(&["tag", "a.txt"]).out.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    let page = folder.run(&["tag", "a.txt", "--format", "html"]).out;
    assert!(!page.contains("<script>") && !page.contains('\u{1b}'));
}

#[test]
fn no_text_is_a_formula_in_a_spreadsheet() {
    let lines =
        "{\"id\":-7,\"text\":\"双方支持多边主义。\"}\n{\"id\":\"@a\",\"text\":\"=HYPERLINK(1)双方将深化能源合作。\"}\n";
    let folder = Folder::with("-1+1.jsonl", lines);
    let csv = folder.run(&["tag", "--format", "csv", "--", "-1+1.jsonl"]).out;
    let starts: Vec<(&str, &str)> =
        csv.lines().skip(1).filter_map(|line| Some((line.split_once(',')?.0, line))).collect();
    assert!(starts.len() == 2 && starts.iter().all(|(document, _)| *document == "'-1+1.jsonl"), "{csv}");
    assert!(
        starts[0].1.contains(",-7,") && starts[1].1.contains(",'@a,") && starts[1].1.contains(",'=HYPERLINK"),
        "{csv}"
    );
    let words = folder.run(&["context", "能源", "--width", "40", "--format", "csv", "--", "-1+1.jsonl"]).out;
    assert!(words.contains("'=HYPERLINK(1)"), "{words}");
}

#[test]
fn messages_that_quote_input_cannot_steer_the_terminal() {
    let row = "{\"id\":\"a\",\"text\":\"双方。\",\"themes\":[\"\\u001b[2J\\u009b8m\\u202e\"]}";
    let ran = Folder::with("a.jsonl", row).run(&["evaluate", "a.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("gongbao: a.jsonl:1: theme `�[2J�8m�` is unknown"), "{:?}", ran.err);
}

#[test]
fn a_damaged_model_is_refused_by_the_command_too() {
    let model = include_bytes!("../../models/default.gongbao");
    let mut flipped = model.to_vec();
    flipped[model.len() / 2] ^= 1;
    for (what, bytes) in [("cut", &model[..model.len() - 1]), ("flipped", &flipped), ("empty", &[])] {
        let folder = Folder::with("a.txt", "双方重申一个中国原则。");
        folder.file("m.gongbao", bytes);
        let ran = folder.run(&["tag", "a.txt", "--model", "m.gongbao"]);
        assert!(ran.code == 2 && ran.out.is_empty(), "{what}");
        assert!(ran.err.starts_with("gongbao: m.gongbao: is "), "{what}: {}", ran.err);
    }
}
