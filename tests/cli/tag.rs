use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;

use serde_json::Value;

use crate::fixture::Folder;

const TAIWAN: &str = "双方重申坚持一个中国原则，台湾是中国领土不可分割的一部分。";
const ENERGY: &str = "双方将深化石油、天然气、煤炭、电力等领域的能源合作。";

fn statement() -> String {
    format!("甲国和乙国联合声明\n\n一、{TAIWAN}\n\n二、{ENERGY}双方支持多边主义。\n")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(json).collect()
}

#[test]
fn a_file_gives_a_table_without_colours_where_nobody_watches() {
    let ran = Folder::with("a.txt", statement()).run(&["tag", "a.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for part in ["甲国和乙国联合声明", "台湾 taiwan", "能源 energy", "Summary"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'));
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let ran = Folder::with("a.txt", statement()).run(&["tag", "a.txt", "--color", "always"]);
    assert!(ran.out.contains("\u{1b}[32m"));
}

#[test]
fn standard_input_is_read_with_and_without_its_name() {
    let folder = Folder::new();
    let named = folder.run_with(&["tag", "-"], statement());
    let unnamed = folder.run_with(&["tag"], statement());
    assert_eq!(named.out, unnamed.out);
    assert!(named.out.contains("standard input"));
}

#[test]
fn json_holds_what_its_contract_says() {
    let ran = Folder::with("a.txt", statement()).run(&["tag", "a.txt", "--format", "json", "--explain"]);
    let page = json(&ran.out);
    assert_eq!(page["schema"], "gongbao-tag/1");
    assert_eq!(page["model"]["name"], "embedded");
    assert_eq!(page["model"]["training_sha256"].as_str().unwrap().len(), 64);
    let document = &page["documents"][0];
    let keys: Vec<_> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["source", "title", "date", "parties", "sections", "paragraphs", "summary"]);
    let paragraph = &document["paragraphs"][0];
    let keys: Vec<_> = paragraph.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "section", "start", "end", "text", "themes", "review", "scores", "evidence"]);
    assert_eq!(paragraph["themes"], json(r#"["taiwan"]"#));
    let term = &paragraph["evidence"]["taiwan"]["terms"][0];
    let keys: Vec<_> = term.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["term", "kind", "weight", "value", "contribution", "spans"]);
}

#[test]
fn all_scores_gives_every_theme_and_themes_only_those_named() {
    let folder = Folder::with("a.txt", statement());
    let scores = |args: &[&str]| {
        let ran = folder.run(&[&["tag", "a.txt", "--format", "json"], args].concat());
        json(&ran.out)["documents"][0]["paragraphs"][0]["scores"].as_object().unwrap().len()
    };
    let themes = json(&folder.run(&["themes", "--format", "json"]).out)["themes"].as_array().unwrap().len();
    assert_eq!(scores(&["--all-scores"]), themes);
    assert_eq!(scores(&["--all-scores", "--themes", "energy,taiwan"]), 2);
    assert_eq!(scores(&["--themes", "energy"]), 0);
}

#[test]
fn a_threshold_replaces_the_models_own() {
    let folder = Folder::with("a.jsonl", format!("{{\"text\":\"{TAIWAN}\"}}"));
    let themes = |x: &str| {
        let ran = folder.run(&["tag", "a.jsonl", "--threshold", x]);
        lines(&ran.out)[0]["themes"].as_array().unwrap().len()
    };
    assert!(themes("0") > 30);
    assert_eq!(themes("1"), 0);
}

#[test]
fn json_lines_give_json_lines_with_the_callers_ids() {
    let input = format!("{{\"id\":\"x-1\",\"text\":\"{TAIWAN}\"}}\n\n{{\"id\":17,\"text\":\"{ENERGY}\"}}\n");
    let folder = Folder::with("a.jsonl", &input);
    for ran in [folder.run(&["tag", "a.jsonl"]), folder.run_with(&["tag"], input)] {
        let answers = lines(&ran.out);
        assert_eq!((ran.code, answers.len()), (0, 2));
        assert_eq!((&answers[0]["id"], &answers[1]["id"]), (&json("\"x-1\""), &json("17")));
        assert_eq!((&answers[0]["themes"][0], &answers[1]["themes"][0]), (&json("\"taiwan\""), &json("\"energy\"")));
    }
}

#[test]
fn a_bad_line_keeps_its_place_and_the_run_ends_with_2() {
    let input = format!("{{\"id\":1,\"text\":\"{TAIWAN}\"}}\n{{\"id\":2,\n{{\"id\":3,\"text\":\"{ENERGY}\"}}\n");
    let ran = Folder::with("a.jsonl", input).run(&["tag", "a.jsonl"]);
    let answers = lines(&ran.out);
    assert_eq!((ran.code, answers.len()), (2, 3));
    assert_eq!((&answers[1]["id"], &answers[1]["line"]), (&Value::Null, &json("2")));
    assert!(ran.err.starts_with("gongbao: a.jsonl:2: "), "{}", ran.err);
}

#[test]
fn a_flood_of_bad_lines_is_told_in_short() {
    let ran = Folder::with("a.jsonl", "{\n".repeat(1000)).run(&["tag", "a.jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 1000));
    assert_eq!(ran.err.lines().count(), 11);
    assert!(ran.err.contains("a.jsonl: 990 more lines"), "{}", ran.err);
}

#[test]
fn whoever_writes_a_line_and_waits_gets_the_answer() {
    let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin("gongbao"));
    let mut child = program.arg("tag").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in 0..3 {
        writeln!(input, "{{\"id\":{id},\"text\":\"{TAIWAN}\"}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(json(&line)["id"], id);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin("gongbao"));
    program.args(["tag"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    // The program may be gone before all is written.
    let _ = input.write_all(format!("{{\"text\":\"{TAIWAN}\"}}\n").repeat(5000).as_bytes());
    drop(input);
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn several_files_are_several_documents_and_a_bad_one_stops_none() {
    let folder = Folder::with("a.txt", statement());
    folder.file("c.txt", "双方将加强能源合作。\n");
    let ran = folder.run(&["tag", "a.txt", "b.txt", "c.txt", "--format", "json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, "gongbao: b.txt: does not exist; check the name and the folder\n");
    let page = json(&ran.out);
    let sources: Vec<_> = page["documents"].as_array().unwrap().iter().map(|d| d["source"].clone()).collect();
    assert_eq!(sources, ["a.txt", "c.txt"]);
}

#[test]
fn documents_as_json_lines_say_which_they_are_of() {
    let folder = Folder::with("a.txt", statement());
    folder.file("b.txt", "双方将加强能源合作。\n");
    let sources = |args: &[&str]| {
        let ran = folder.run(&[&["tag", "--format", "jsonl"], args].concat());
        lines(&ran.out).iter().map(|line| line["source"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(sources(&["a.txt", "b.txt"]), ["a.txt", "a.txt", "b.txt"]);
    assert_eq!(sources(&["a.txt"]), [Value::Null, Value::Null]);
}

#[test]
fn sentences_carry_the_labels_of_their_paragraph_that_stand_in_them() {
    let ran = Folder::with("a.txt", statement()).run(&["tag", "a.txt", "--unit", "sentence", "--format", "csv"]);
    let rows: Vec<_> = ran.out.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>()).collect();
    let labels: Vec<_> = rows.iter().map(|row| (row[1], row[3])).collect();
    assert_eq!(labels, [("1.1", "taiwan"), ("2.1", "energy"), ("2.2", "")]);
}

#[test]
fn a_saved_page_gives_its_article_and_a_page_of_labels() {
    let page = include_bytes!("../data/page-2022.html");
    let ran = Folder::with("page.html", page).run(&["tag", "page.html", "--format", "html"]);
    assert!(ran.out.starts_with("<!DOCTYPE html>") && ran.out.ends_with("</html>\n"));
    assert!(ran.out.contains("<mark ") && ran.out.contains("world-order"));
    assert!(!ran.out.contains("<script") && !ran.out.contains("http"), "the page must stand by itself");
}

#[test]
fn text_that_is_not_chinese_is_said_to_be_so() {
    let ran = Folder::with("a.txt", "The two sides agreed.\n\nThey will cooperate.\n").run(&["tag", "a.txt"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.err, "note: a.txt: not Chinese; no paragraph was judged\n");
    assert!(ran.out.contains("not judged: not Chinese"));
}

#[test]
fn the_answer_is_the_same_on_one_thread_and_on_two() {
    let folder = Folder::with("a.txt", statement());
    let with = |threads| folder.run(&["tag", "a.txt", "--format", "json", "--explain", "--threads", threads]).out;
    assert_eq!(with("1"), with("2"));
}

#[test]
fn inputs_that_are_not_there_are_told_and_the_others_written_and_a_missing_model_is_told_before_any() {
    let folder = Folder::with("a.txt", "双方支持扩大北极航道的利用和北极科考。");
    let ran = folder.run(&["tag", "none.txt", "a.txt", "gone.txt", "--format", "jsonl"]);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 1), "help: {ran:?}");
    let told: Vec<&str> = ran.err.lines().collect();
    assert!(told[0].contains("none.txt: does not exist") && told[1].contains("gone.txt: does not exist"), "{told:?}");
    folder.run(&["tag", "none.txt"]).refused(&["none.txt: does not exist"]);
    folder.run(&["tag", "none.txt", "--model", "none.gongbao"]).refused(&["none.gongbao: does not exist"]);
}
