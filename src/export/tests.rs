use std::collections::BTreeMap;

use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::record::Field;
use bytes::Bytes;

use super::rows::COLUMNS;
use super::*;
use crate::store::StoredLabel;

fn label(theme: &str, assigned: bool, review: bool, decided_by: Option<&str>) -> StoredLabel {
    StoredLabel {
        theme: theme.to_owned(),
        probability: decided_by.is_none().then_some(0.25),
        assigned,
        review,
        sentences: 1,
        decided_by: decided_by.map(str::to_owned),
        decided: decided_by.map(|_| "2026-01-02T03:04:05Z".to_owned()),
        note: None,
    }
}

fn paragraph(number: i64, labels: Vec<StoredLabel>) -> StoredParagraph {
    let text = format!("双方\"，\n第{number}段。");
    let section = (number == 1).then(|| "一 政治".to_owned());
    StoredParagraph { document: 7, version: 2, paragraph: number, section, text, sentences: 1, labels }
}

fn document(date: Option<&str>) -> StoredDocument {
    StoredDocument {
        id: 7,
        versions: 2,
        date: date.map(str::to_owned),
        title: Some("联合声明".to_owned()),
        parties: vec!["中国".to_owned(), "俄罗斯".to_owned()],
        source: "https://a.cn/1".to_owned(),
        first_seen: String::new(),
        seen: String::new(),
        paragraphs: 3,
        raw_sha256: String::new(),
    }
}

fn paragraphs() -> Vec<StoredParagraph> {
    vec![
        paragraph(1, vec![label("arctic", true, false, None), label("energy", false, false, Some("li"))]),
        paragraph(2, vec![]),
        paragraph(3, vec![label("taiwan", true, true, None), label("arctic", true, false, Some("li"))]),
    ]
}

/// What a format writes of a document with a date and of one without, and its note.
fn written(format: &str) -> (Vec<u8>, Option<String>) {
    let mut bytes = Vec::new();
    let mut writer = (super::format(format).unwrap().open)(Box::new(&mut bytes)).unwrap();
    for date in [Some("2024-05-16"), None] {
        writer.document(&document(date), &paragraphs()).unwrap();
    }
    let note = writer.finish().unwrap();
    (bytes, note)
}

#[test]
fn every_column_of_a_parquet_file_reads_back_as_the_csv_has_it() {
    let file = SerializedFileReader::new(Bytes::from(written("parquet").0)).unwrap();
    let csv = written("csv").0;
    let mut lines = ::csv::Reader::from_reader(csv.as_slice());
    let header: Vec<String> = lines.headers().unwrap().iter().map(str::to_owned).collect();
    let mut rows = 0;
    for (row, line) in file.get_row_iter(None).unwrap().zip(lines.records()) {
        let (row, line) = (row.unwrap(), line.unwrap());
        let found: BTreeMap<&str, String> =
            row.get_column_iter().map(|(name, field)| (name.as_str(), shown(field))).collect();
        assert_eq!(found.len(), COLUMNS.len());
        for (name, value) in header.iter().zip(&line) {
            assert_eq!(found[name.as_str()], value, "{name} of row {rows}");
        }
        rows += 1;
    }
    assert_eq!(rows, 10, "help: two documents of five rows");
}

/// A value as the CSV writes it.
fn shown(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => format!("{number:.4}"),
        Field::Bool(flag) => flag.to_string(),
        Field::Date(days) => {
            let day = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(i64::from(*days));
            day.to_string()
        }
        other => panic!("help: {other:?} is of no declared type"),
    }
}

#[test]
fn no_text_is_a_formula_in_csv() {
    let mut bytes = Vec::new();
    let mut writer = (super::format("csv").unwrap().open)(Box::new(&mut bytes)).unwrap();
    let document = StoredDocument { title: Some("=HYPERLINK(1)".to_owned()), ..document(Some("2024-05-16")) };
    let said = StoredLabel { note: Some("-so".to_owned()), ..label("arctic", true, false, Some("@li")) };
    let paragraph = StoredParagraph { text: "+1+1".to_owned(), ..paragraph(1, vec![said]) };
    writer.document(&document, &[paragraph]).unwrap();
    writer.finish().unwrap();
    let line = ::csv::Reader::from_reader(bytes.as_slice()).records().next().unwrap().unwrap();
    let changed: Vec<&str> = line.iter().filter(|cell| cell.starts_with('\'')).collect();
    assert_eq!(changed, ["'=HYPERLINK(1)", "'@li", "'-so", "'+1+1"]);
}

#[test]
fn an_empty_parquet_file_has_its_columns() {
    let mut bytes = Vec::new();
    (super::format("parquet").unwrap().open)(Box::new(&mut bytes)).unwrap().finish().unwrap();
    let file = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
    let names: Vec<String> =
        file.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.name().to_owned()).collect();
    assert_eq!(names, COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>());
    assert_eq!(file.metadata().file_metadata().num_rows(), 0);
}

#[test]
fn labelled_text_holds_what_was_decided_and_leaves_out_what_is_open() {
    let (bytes, note) = written("labelled");
    let lines: Vec<serde_json::Value> =
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "help: of each document the first paragraph");
    assert_eq!(lines[0]["themes"], serde_json::json!(["arctic"]));
    assert!(lines.iter().all(|line| line.get("sentences").is_none()), "help: nobody labelled sentences");
    assert_eq!((lines[0]["date"].as_str(), lines[1]["date"].as_str()), (Some("2024-05-16"), None));
    assert!(lines[0]["statement"].as_str().unwrap().starts_with("2024-05-16-"), "{}", lines[0]);
    assert!(lines[1]["id"].as_str().unwrap().starts_with("undated-"), "{}", lines[1]);
    assert_eq!(note.as_deref(), Some("paragraphs left out, as labels in them still wait for a decision: 2"));
}

#[test]
fn json_lines_hold_a_paragraph_with_all_that_is_said_of_it() {
    let text = String::from_utf8(written("jsonl").0).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!((lines[0]["id"].as_str(), lines[0]["section"].as_str()), (Some("7:1"), Some("一 政治")));
    assert_eq!((&lines[0]["labels"][1]["decided_by"], &lines[1]["labels"]), (&"li".into(), &serde_json::json!([])));
}
