//! `gongbao check`.

use crate::fixture::{Folder, Ran, SMALL, line};

fn checked(paragraphs: &str, test: Option<&str>, more: &[&str]) -> Ran {
    let folder = Folder::new();
    folder.file("t/themes.toml", std::fs::read_to_string(format!("{SMALL}/themes.toml")).unwrap());
    folder.file("t/paragraphs/p.jsonl", paragraphs);
    if let Some(test) = test {
        folder.file("t/test/gold.jsonl", test);
    }
    folder.run(&[&["check", "t"], more].concat())
}

#[test]
fn sound_text_has_no_errors() {
    let ran = Folder::new().run(&["check", SMALL]);
    assert_eq!(ran.code, 0, "help: {ran:?}");
    assert!(ran.out.ends_with("0 errors, 4 warnings\n"), "help: {ran:?}");
}

#[test]
fn every_error_is_named_with_its_line() {
    let text = "双方就北极航道开发进行了充分讨论。";
    let paragraphs = line("a", "s1", text, &["arctic"])
        + "not json\n"
        + &line("b", "s2", "月球探测", &["spade"])
        + &line("a", "s3", text, &["taiwan"]);
    let ran = checked(&paragraphs, Some(&line("g", "s1", "别的内容", &[])), &[]);
    assert_eq!(ran.code, 1, "help: {ran:?}");
    for message in [
        "error: t/paragraphs/p.jsonl:2: unreadable",
        "error: t/paragraphs/p.jsonl:3: theme `spade` is unknown; did you mean `space`",
        "error: t/paragraphs/p.jsonl:4: id `a` stands at t/paragraphs/p.jsonl:1 already",
        "error: t/paragraphs/p.jsonl:4: labelled taiwan, but the same text at t/paragraphs/p.jsonl:1 is labelled arctic",
        "error: t/test/gold.jsonl:1: statement `s1` is also learned from (t/paragraphs/p.jsonl:1)",
        "warning: t/paragraphs/p.jsonl:4: 100 % the same as t/paragraphs/p.jsonl:1 of another statement",
        "warning: t/themes.toml: theme `arctic` has 1 paragraphs of 1 statements",
    ] {
        assert!(ran.out.contains(message), "help: no `{message}` in {}", ran.out);
    }
}

#[test]
fn labelled_sentences_must_be_as_many_as_the_text_has() {
    let row = |id: &str, sentences: &str| {
        let row = line(id, id, &format!("双方支持北极航道开发。会谈{id}结束。"), &["arctic"]);
        row.replace('}', &format!(",\"sentences\":{sentences}}}"))
    };
    let ran = checked(&(row("a", "[[\"arctic\"]]") + &row("b", "[[],[\"taiwan\"]]") + &row("c", "[[],[]]")), None, &[]);
    assert_eq!(ran.code, 1, "help: {ran:?}");
    for message in [
        "error: t/paragraphs/p.jsonl:1: `sentences` has 1 lists, but the text has 2 sentences",
        "error: t/paragraphs/p.jsonl:2: sentence 2 carries `taiwan`, which is none of its paragraph's themes",
        "warning: t/paragraphs/p.jsonl:3: no sentence carries arctic",
    ] {
        assert!(ran.out.contains(message), "help: no `{message}` in {}", ran.out);
    }
}

#[test]
fn findings_are_data_too() {
    let json = checked(&line("a", "s", "北极", &["x"]), None, &["--format", "json"]).json();
    assert_eq!(json["findings"][0]["severity"], "error");
    assert_eq!(json["findings"][0]["kind"], "line");
    assert_eq!(json["findings"][0]["place"], "t/paragraphs/p.jsonl:1");
}

#[test]
fn labels_in_doubt_are_ranked() {
    let json = Folder::new().run(&["check", SMALL, "--noise", "--format", "json"]).json();
    let suspects = json["noise"]["suspects"].as_array().unwrap();
    let margins: Vec<f64> = suspects.iter().map(|suspect| suspect["margin"].as_f64().unwrap()).collect();
    assert!(!margins.is_empty() && margins.is_sorted_by(|a, b| a >= b), "help: {margins:?}");
}

#[test]
fn a_folder_without_themes_or_text_is_refused() {
    let folder = Folder::new();
    folder.run(&["check", "none"]).refused(&["none/themes.toml: does not exist"]);
    checked("\n", None, &[]).refused(&["t/paragraphs: no labelled paragraph in it"]);
}
