use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::ingest;

fn segmented(text: &str) -> Document {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    segment(&mut document);
    check(&document);
    document
}

fn paragraphs(document: &Document) -> Vec<&str> {
    document.paragraphs.iter().map(|paragraph| document.text_of(paragraph)).collect()
}

fn kinds(document: &Document) -> Vec<BlockKind> {
    document.blocks.iter().map(|block| block.kind).collect()
}

/// What holds of every segmented document.
fn check(document: &Document) {
    let text = document.text.as_str();
    check_tiles(text, Span::new(0, text.len()), document.blocks.iter().map(|block| block.span));
    let mut end = 0;
    let mut blocks = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    for paragraph in &document.paragraphs {
        let span = paragraph.span;
        let block = blocks.next().expect("help: every paragraph has a block of its own, in order").span;
        assert!(block.start <= span.start && span.end <= block.end, "help: a paragraph lies in its block");
        assert!(end <= span.start && !span.is_empty(), "help: paragraphs stand in order and are never empty");
        assert_eq!(span.of(text), span.of(text).trim(), "help: paragraphs are trimmed");
        check_tiles(text, span, paragraph.sentences.iter().copied());
        assert!(paragraph.section.is_none_or(|section| document.sections[section].span.start <= span.start));
        end = span.end;
    }
    assert!(blocks.next().is_none(), "help: every paragraph block has its paragraph");
    for section in &document.sections {
        assert!(text.is_char_boundary(section.span.start) && text.is_char_boundary(section.span.end));
        assert!((1..=3).contains(&section.level) && !section.span.is_empty());
    }
}

fn check_tiles(text: &str, whole: Span, tiles: impl Iterator<Item = Span>) {
    let end = tiles.fold(whole.start, |end, tile| {
        assert_eq!(tile.start, end, "help: a tile begins where the one before it ends");
        assert!(!tile.of(text).is_empty(), "help: a tile is never empty");
        tile.end
    });
    assert_eq!(end, whole.end, "help: the tiles reach to the end");
}

const STATEMENT: &str = "\
中华人民共和国和俄罗斯联邦
关于深化合作的联合声明
（2024年5月16日，北京）

　　双方声明如下：
一、政治关系
双方重申相互支持。“双方一致。”双方满意；
（一）高层交往
1.保持元首会晤。
（二）双方同意继续加强立法机构交往，并在国际和地区事务中密切协调，推动合作取得更多成果。
二、结语
双方满意。
二〇二四年五月十七日于北京
";

#[test]
fn a_statement_falls_into_title_sections_paragraphs_and_dateline() {
    use BlockKind::{Blank, Dateline, Heading, Paragraph, Title};
    let document = segmented(STATEMENT);
    assert_eq!(document.title.as_deref(), Some("中华人民共和国和俄罗斯联邦关于深化合作的联合声明"));
    assert_eq!(document.date.as_deref(), Some("2024-05-16"));
    assert_eq!(document.parties, ["中国", "俄罗斯"]);
    let expected = [
        Title, Title, Dateline, Blank, Paragraph, Heading, Paragraph, Heading, Paragraph, Paragraph, Heading,
        Paragraph, Dateline,
    ];
    assert_eq!(kinds(&document), expected);
    let ids: Vec<_> = document.paragraphs.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    assert_eq!(document.paragraphs[1].sentences.len(), 3);
}

#[test]
fn sections_reach_to_the_next_of_their_level_or_higher() {
    let document = segmented(STATEMENT);
    let told: Vec<_> = document.sections.iter().map(|s| (s.level, s.number.as_str(), s.heading.as_str())).collect();
    assert_eq!(told, [(1, "一", "政治关系"), (2, "（一）", "高层交往"), (2, "（二）", ""), (1, "二", "结语")]);
    let ends: Vec<_> = document.sections.iter().map(|s| &document.text[s.span.end..]).collect();
    assert!(
        ends[0].starts_with("二、")
            && ends[1].starts_with("（二）")
            && ends[2].starts_with("二、")
            && ends[3].is_empty()
    );
    let of: Vec<_> = document.paragraphs.iter().map(|p| p.section).collect();
    assert_eq!(of, [None, Some(0), Some(1), Some(2), Some(3)]);
}

#[test]
fn numbered_clauses_are_paragraphs_without_sections_of_their_own() {
    let document = segmented("喀山宣言\n\n1.我们于10月出席会晤。\n2.我们重申合作。\n3.5%的增长令人满意。\n");
    assert_eq!(document.title.as_deref(), Some("喀山宣言"));
    assert_eq!(document.paragraphs.len(), 3);
    assert!(document.sections.is_empty());
}

#[test]
fn a_numeral_alone_on_a_line_opens_a_section() {
    let document = segmented("一\n双方重申。\n二\n双方同意。");
    assert_eq!(paragraphs(&document), ["双方重申。", "双方同意。"]);
    assert_eq!(document.sections.iter().map(|s| s.number.as_str()).collect::<Vec<_>>(), ["一", "二"]);
}

#[test]
fn a_fragment_is_all_paragraphs() {
    assert_eq!(paragraphs(&segmented("双方重申履行合作协议")), ["双方重申履行合作协议"]);
    assert_eq!(paragraphs(&segmented("一、加强合作\n二、反对制裁")), ["一、加强合作", "二、反对制裁"]);
    assert_eq!(paragraphs(&segmented("双方一致。\r\n\r\n　两国同意")), ["双方一致。", "两国同意"]);
}

#[test]
fn the_day_is_read_at_the_head_or_in_the_closing_line() {
    for (text, date) in [
        ("联合声明\n2024年5月16日 北京\n双方同意。", Some("2024-05-16")),
        ("2024-05-16 19:03\n联合声明\n双方同意。", Some("2024-05-16")),
        ("联合声明（2022年2月4日）\n双方同意。", Some("2022-02-04")),
        ("联合声明\n双方同意。\n二〇二五年五月八日于莫斯科", Some("2025-05-08")),
        ("联合声明\n双方同意。\n本声明于2024年5月16日在北京签署，一式两份。\n甲方 乙方", Some("2024-05-16")),
        ("联合声明\n双方将于2026年3月1日签署协议。", None),
        ("联合声明\n双方同意。\n2024年5月16日至17日，两国元首会晤", None),
        ("联合声明\n双方同意。\n2023年2月29日于北京", None),
    ] {
        assert_eq!(segmented(text).date.as_deref(), date, "{text}");
    }
}

#[test]
fn what_the_format_states_is_kept_and_a_title_it_repeats_is_no_paragraph() {
    let text = "会谈纪要要点\n双方同意。\n2024年5月16日于北京\n";
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    document.title = Some("会谈纪要要点".to_owned());
    document.date = Some("2024-05-17".to_owned());
    document.parties = vec!["甲".to_owned()];
    segment(&mut document);
    assert_eq!(paragraphs(&document), ["双方同意。"]);
    assert_eq!((document.date.as_deref(), document.parties.len()), (Some("2024-05-17"), 1));
}

#[test]
fn the_header_of_a_file_is_a_block_and_no_paragraph() {
    let mut document = ingest::read("---\nid: x\n---\n双方同意。\n".as_bytes(), "a.txt", None).unwrap();
    segment(&mut document);
    check(&document);
    assert_eq!(kinds(&document), [BlockKind::Header, BlockKind::Paragraph]);
    assert_eq!(paragraphs(&document), ["双方同意。"]);
}

#[test]
fn paragraphs_under_the_callers_ids_are_not_cut_again() {
    let lines =
        "{\"id\": \"a\", \"text\": \"一、加强合作\\n双方同意。好。\"}\n{\"id\": \"b\", \"text\": \" 联合声明 \"}\n";
    let mut document = ingest::read(lines.as_bytes(), "a.jsonl", None).unwrap();
    segment(&mut document);
    check(&document);
    assert_eq!(paragraphs(&document), ["一、加强合作\n双方同意。好。", "联合声明"]);
    assert_eq!(document.paragraphs[0].sentences.len(), 2);
    assert_eq!((document.title.as_deref(), document.sections.len()), (None, 0));
}

#[test]
fn segmenting_twice_changes_nothing() {
    let once = segmented(STATEMENT);
    let mut twice = once.clone();
    segment(&mut twice);
    assert_eq!(once, twice);
}

#[test]
fn a_long_text_takes_linear_time() {
    let started = std::time::Instant::now();
    assert_eq!(segmented(&"双方重申相互支持。".repeat(50_000)).paragraphs.len(), 1);
    assert_eq!(segmented(&"一、甲\n".repeat(20_000)).paragraphs.len(), 20_000);
    assert!(started.elapsed().as_secs() < 30, "a quadratic pass would take minutes");
}

/// What breaks readers: each must give an error with its remedy, or a document that holds together.
fn hostile() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        &b""[..],
        b" \n",
        b"\0",
        b"\0\0\0\0",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"\xFF\xFE\0\xD8",
        b"\xE4\xB8",
        b"\xE4",
        b"---",
        b"---\n",
        b"---\n---",
        b"---\ntitle",
        b"---\n---\n\xE4",
        b"{",
        b"{}",
        b"[]",
        b"{\"text\":\"\"}",
        b"null",
        b"<",
        b"<p",
        b"<!--",
        b"<p>&#0;&#xD800;&#x110000;.",
        b"<article>.",
        b"<html><frameset>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\r",
        b"\x85\x85",
        b"<svg><p>.<math><mi>.",
        b"<table>.<b>.<td>",
        b"<template>a.</template>",
        b"<meta charset=utf-16><p>a.",
    ]
    .iter()
    .map(|bytes| bytes.to_vec())
    .collect();
    for deep in ["<div>", "<b>", "</p>", "<table>", "[", "{\"text\":", "《", "“", "一、\n", "\u{FEFF}"] {
        all.push(deep.repeat(100_000).into_bytes());
    }
    all
}

#[test]
fn every_format_survives_hostile_input() {
    for format in ingest::FORMATS {
        for bytes in hostile() {
            survive(&bytes, format.name);
        }
    }
}

fn survive(bytes: &[u8], format: &str) {
    match ingest::read(bytes, "input", Some(format)) {
        Ok(mut document) => {
            segment(&mut document);
            check(&document);
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.starts_with("input") && message.contains("; "), "help: name place and remedy: {message}");
        }
    }
}

fn mixtures() -> impl Strategy<Value = String> {
    let pieces = vec![
        "双方",
        "。",
        "！",
        "？",
        "；",
        "，",
        "“",
        "”",
        "‘",
        "’",
        "《",
        "》",
        "（",
        "）",
        "(",
        ")",
        "\"",
        "……",
        "—",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\u{B}",
        "\u{2028}",
        "　",
        " ",
        "\t",
        "\u{FEFF}",
        "\u{200B}",
        "\u{A0}",
        "一",
        "一、",
        "（一）",
        "1.",
        "1",
        "I",
        "2024年5月16日",
        "二〇二四年五月十六日",
        "于北京",
        "联合声明",
        "中华人民共和国和俄罗斯联邦",
        "关于",
        "a",
        "; ",
        "!",
        "---",
        ":",
        "𠀀",
        "e\u{301}",
    ];
    prop::collection::vec(select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_mixture_of_chinese_marks_and_lines_holds_together(text in mixtures()) {
        segmented(&text);
    }

    #[test]
    fn any_text_holds_together(text in any::<String>()) {
        segmented(&text);
    }

    #[test]
    fn any_text_with_any_body_holds_together(text in mixtures(), body in 0_usize..80) {
        let mut document = Document { text, body, ..Document::default() };
        segment(&mut document);
        check(&document);
    }

    #[test]
    fn every_format_survives_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in ingest::FORMATS {
            survive(&bytes, format.name);
        }
    }

    #[test]
    fn every_format_survives_any_text_in_its_own_shape(text in mixtures()) {
        let json = serde_json::json!({"id": text, "text": text}).to_string();
        for shaped in [text.clone(), format!("---\ntitle: {text}\n---\n{text}"), format!("<article>{text}</article>"), json] {
            for format in ingest::FORMATS {
                survive(shaped.as_bytes(), format.name);
            }
        }
    }
}
