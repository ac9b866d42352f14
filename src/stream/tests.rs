use std::fmt::Write as _;
use std::io::BufReader;

use serde_json::Value;

use super::*;
use crate::model::Model;

/// The lines that come out, and how many input lines were bad.
fn answers(input: &[u8], capacity: usize, unit: Unit) -> (Vec<Value>, usize) {
    let context = Context { unit, ..Context::new(Model::embedded().unwrap()) };
    let options = TagOptions::default();
    let mut out = Vec::new();
    let mut told = 0;
    let job = Job { source: "in", context: &context, options: &options };
    let totals = run(job, &mut BufReader::with_capacity(capacity, input), &mut out, &mut |_| told += 1).unwrap();
    assert_eq!(totals.bad, told);
    (String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect(), told)
}

#[test]
fn ids_keep_their_form_and_lines_their_order() {
    let mut input = String::new();
    for id in 0..200 {
        writeln!(input, "{{\"id\":{id},\"text\":\"双方将加强能源合作。\"}}\n").unwrap();
    }
    input += "{\"text\":\"双方将加强能源合作。\",\"id\":\"甲\"}\r\n{\"text\":\"无编号的一行文字。\"}";
    for capacity in [7, 1000, BATCH] {
        let (answers, bad) = answers(input.as_bytes(), capacity, Unit::Paragraph);
        assert_eq!((answers.len(), bad), (202, 0));
        assert!((0..200).all(|id| answers[id]["id"] == id));
        assert_eq!(answers[200]["id"], "甲");
        assert_eq!(answers[201]["id"], 402, "help: a line without an id has its number");
        assert_eq!(answers[0]["themes"], Value::from(vec!["energy"]));
    }
}

#[test]
fn a_bad_line_gives_an_error_record_in_its_place() {
    let input = b"{\"id\":1,\"text\":\"a\"}\n{\"id\":2\n\xFF\n{\"id\":4,\"text\":\"b\"}\n";
    let (answers, bad) = answers(input, BATCH, Unit::Paragraph);
    assert_eq!((answers.len(), bad), (4, 2));
    assert_eq!(answers[1]["id"], Value::Null);
    assert_eq!(answers[1]["line"], 2);
    assert!(answers[1]["error"].as_str().unwrap().starts_with("in:2: is no record"));
    assert_eq!(answers[3]["unjudged"], "too-short");
}

#[test]
fn a_line_beyond_the_limit_is_passed_over_and_the_next_is_read() {
    let mut input = vec![b'x'; LONGEST_LINE + 2 * BATCH];
    input.extend_from_slice(b"\n{\"id\":2,\"text\":\"b\"}\n");
    let (answers, bad) = answers(&input, BATCH, Unit::Paragraph);
    assert_eq!((answers.len(), bad), (2, 1));
    assert!(answers[0]["error"].as_str().unwrap().contains("in:1: is longer than 16 MB; give one paragraph a line"));
    assert_eq!(answers[1]["id"], 2);
}

#[test]
fn the_sentences_of_a_record_are_numbered_after_its_id() {
    let input = r#"{"id":3,"text":" 双方将加强能源合作。双方支持多边主义。"}"#;
    let (answers, _) = answers(input.as_bytes(), BATCH, Unit::Sentence);
    assert_eq!(answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect::<Vec<_>>(), ["3.1", "3.2"]);
    assert_eq!(answers[0]["themes"], Value::from(vec!["energy"]));
}

#[test]
fn what_has_arrived_is_answered_before_more_is_read() {
    /// Gives a line, and fails when asked for more.
    struct OneLine(bool);
    impl io::Read for OneLine {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("asked for more"));
            }
            let line = b"{\"id\":1,\"text\":\"b\"}\n";
            buffer[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }
    let context = Context::new(Model::embedded().unwrap());
    let job = Job { source: "in", context: &context, options: &TagOptions::default() };
    let mut out = Vec::new();
    let stopped = run(job, &mut BufReader::with_capacity(BATCH, OneLine(false)), &mut out, &mut |_| ()).unwrap_err();
    assert!(matches!(stopped, Stopped::Input(error) if error.to_string().contains("in: cannot be read: asked")));
    assert!(out.starts_with(b"{\"id\":1,"));
}
