//! Every format on a small statement, tagged by a small model that is made here, so that training anew changes nothing.

use insta::assert_snapshot;

use super::*;
use crate::classifier::Weights;
use crate::decide::{Cuts, Decision};
use crate::features::Terms;
use crate::ingest;
use crate::model::{Origin, Parts, Quality, TagOptions};
use crate::segment::segment;
use crate::tfidf::{Term, Weighting};
use crate::theme::ThemeSet;

const STATEMENT: &str = "---
title: 甲国和乙国<联合>声明
date: 2024-05-16
parties: 甲国、乙国
---
一、双方将加强北极航道合作。双方强调各国主权平等。

二、双方将扩大能源贸易，保障管道安全；能源合作应当考虑北极生态。

三、双方讨论了航道。

四、双方重申《宪章》的宗旨和原则。

Thank you for your attention.

完。
";

fn theme(id: &str, zh: &str, strong: &str) -> String {
    format!(
        "[[theme]]\nid = \"{id}\"\nzh = \"{zh}\"\nen = \"{id}\"\nsection = \"s\"\ndefinition = \"About \\\"{id}\\\".\"\nstrong = [\"{strong}\"]\n"
    )
}

/// Knows the Arctic and energy by a few words.
fn model() -> Model {
    let themes = theme("arctic", "北极", "北极") + &theme("energy", "能源", "能源");
    let term = |kind, text: &str| Term { kind, text: text.to_owned() };
    let terms = vec![
        term(Kind::Word, "主权"),
        term(Kind::Word, "能源"),
        term(Kind::Word, "航道"),
        term(Kind::Pair, "北极 航道"),
        term(Kind::Characters, "管道"),
        term(Kind::ThemeWord, "arctic strong"),
        term(Kind::ThemeWord, "energy strong"),
    ];
    let by_term: [Vec<(u16, f32)>; 7] = [
        vec![(0, -0.5)],
        vec![(1, 2.0)],
        vec![(0, 2.25)],
        vec![(0, 1.5)],
        vec![(1, 1.0)],
        vec![(0, 3.0), (1, -0.75)],
        vec![(1, 3.0)],
    ];
    let quality = Quality { precision: 0.9, recall: 0.8, f1: 0.85, support: 10 };
    let parts = Parts {
        themes: ThemeSet::parse(&themes, "themes.toml").unwrap(),
        terms_made: Terms::default(),
        weighting: Weighting::default(),
        dictionary: ["主权", "北极", "能源", "航道"].map(|word| (word.to_owned(), 1000)).to_vec(),
        dictionary_total: 60_000_000,
        idf: vec![1.0; terms.len()],
        terms,
        weights: Weights::new(vec![-2.0, -2.0], &by_term),
        decisions: vec![Decision { slope: 1.0, offset: 0.0, threshold: 0.5 }; 2],
        cuts: Cuts { sure: 0.8, near_miss: 0.3, sentence: 0.1 },
        origin: Origin {
            gongbao: "0.1.0".to_owned(),
            training_sha256: "0123456789abcdef".to_owned(),
            paragraphs: 100,
            statements: 10,
            micro: quality,
            macro_average: quality,
            themes: vec![quality; 2],
        },
    };
    Model::new("small", parts).unwrap()
}

fn written(format: &str, change: impl Fn(&mut Context<'_>)) -> String {
    let model = model();
    let mut context = Context::new(&model);
    change(&mut context);
    let mut document = ingest::read(STATEMENT.as_bytes(), "a.txt", None).unwrap();
    segment(&mut document);
    let tagged = model.tag(document, &TagOptions { explain: true, ..TagOptions::default() });
    let mut out = Vec::new();
    (super::format(format).unwrap().write)(&[tagged], &context, &mut out).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
}

#[test]
fn table() {
    assert_snapshot!(written("table", |_| ()));
}

#[test]
fn narrow_table() {
    assert_snapshot!(written("table", |context| context.width = 60));
}

#[test]
fn explained_table() {
    assert_snapshot!(written("table", |context| context.explain = true));
}

#[test]
fn table_of_sentences() {
    assert_snapshot!(written("table", |context| context.unit = Unit::Sentence));
}

#[test]
fn json() {
    let json: serde_json::Value = serde_json::from_str(&written("json", |_| ())).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn explained_json() {
    let json: serde_json::Value = serde_json::from_str(&written("json", |context| context.explain = true)).unwrap();
    let evidence = &json["documents"][0]["paragraphs"][0]["evidence"];
    assert_snapshot!(serde_json::to_string_pretty(evidence).unwrap());
}

#[test]
fn jsonl() {
    assert_snapshot!(written("jsonl", |_| ()));
}

#[test]
fn jsonl_with_all_scores() {
    assert_snapshot!(written("jsonl", |context| context.all_scores = true));
}

#[test]
fn csv() {
    assert_snapshot!(written("csv", |_| ()));
}

#[test]
fn html() {
    let page = written("html", |context| context.explain = true);
    let (before, sheet) = page.split_once("<style>").unwrap();
    let (_, after) = sheet.split_once("</style>").unwrap();
    assert_snapshot!(format!("{before}{after}"));
}

#[test]
fn no_line_of_a_table_is_wider_than_asked() {
    use unicode_width::UnicodeWidthStr as _;
    for width in [50, 60, 80, 100, 160] {
        let table = written("table", |context| (context.width, context.explain) = (width, true));
        let widest = table.lines().max_by_key(|line| line.width()).unwrap_or_default();
        assert!(widest.width() <= width, "{width}: {widest}");
    }
}

#[test]
fn statements_without_paragraphs_and_no_statements_are_written_in_every_format() {
    let model = model();
    let empty = TaggedStatement { document: crate::document::Document::default(), paragraphs: Vec::new() };
    for format in FORMATS {
        for statements in [&[][..], std::slice::from_ref(&empty)] {
            (format.write)(statements, &Context::new(&model), &mut Vec::new()).unwrap();
        }
    }
}

#[test]
fn names_of_formats_are_each_of_one_format() {
    for format in FORMATS {
        assert!(std::ptr::eq(super::format(format.name).unwrap(), *format), "help: `{}` stands twice", format.name);
    }
}
