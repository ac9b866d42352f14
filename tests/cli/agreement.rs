//! `gongbao agreement`.

use crate::fixture::{Folder, Ran, SMALL, line};

fn compared(first: &str, second: &str, more: &[&str]) -> Ran {
    let folder = Folder::new();
    folder.file("a.jsonl", first).file("b.jsonl", second);
    let themes = format!("{SMALL}/themes.toml");
    folder.run(&[&["agreement", "a.jsonl", "b.jsonl", "--themes", &themes], more].concat())
}

fn reader(themes: &[&[&str]]) -> String {
    themes.iter().enumerate().map(|(n, themes)| line(&format!("p{n}"), "s", "北极", themes)).collect()
}

#[test]
fn two_readers_are_set_side_by_side() {
    let first = reader(&[&["arctic"], &["arctic", "taiwan"], &[], &["space"]]);
    let second = reader(&[&["arctic"], &["taiwan"], &[], &["space"]]);
    let json = compared(&first, &second, &["--format", "json"]).json();
    assert_eq!(json["per_theme"]["arctic"]["kappa"], 0.5);
    assert_eq!(json["per_theme"]["taiwan"]["kappa"], 1.0);
    assert_eq!(json["disagreements"][0]["only_first"], serde_json::json!(["arctic"]));
    let table = compared(&first, &second, &[]);
    assert!(table.code == 0 && table.out.contains("p1: <arctic"), "help: {table:?}");
}

#[test]
fn paragraphs_of_one_reader_are_named_and_set_aside() {
    let ran = compared(&reader(&[&["arctic"], &[], &[]]), &reader(&[&["arctic"]]), &[]);
    assert!(ran.err.contains("only a.jsonl has `p1` and 1 more; set aside"), "help: {ran:?}");
    assert!(ran.out.contains("1 paragraph that both read"));
}

#[test]
fn files_without_a_common_paragraph_are_refused() {
    let other = line("x", "s", "北极", &[]);
    compared(&reader(&[&[]]), &other, &[]).refused(&["b.jsonl: no id in common with a.jsonl; give two files"]);
    compared(&reader(&[&["artic"]]), &other, &[]).refused(&["a.jsonl:1: theme `artic` is unknown"]);
    compared("", &other, &[]).refused(&["a.jsonl: no labelled paragraph"]);
}
