//! Comparing statements.

use std::collections::HashSet;

use assert_cmd::assert::Assert;
use scraper::{Html, Selector};

use crate::corpus::{Fixture, authored};

const ARCTIC: &str = "双方将在北极航道的航运安全和通行条件方面保持协作，开展北极科学考察。\n";
const TAIWAN: &str = "俄方恪守一个中国原则，承认台湾是中国领土不可分割的一部分，反对任何形式的“台独”。\n";

fn dated(date: &str, text: &str) -> String {
    format!("---\ntitle: 中华人民共和国和俄罗斯联邦联合声明\ndate: {date}\nparties: 中国、俄罗斯\n---\n\n{text}")
}

fn years() -> Vec<String> {
    [2022, 2023, 2024, 2025].map(|year| authored(&format!("cn-ru-{year}.txt"))).to_vec()
}

fn on_years(fixture: &Fixture, args: &[&str]) -> Assert {
    let years = years();
    let args: Vec<&str> = args.iter().copied().chain(years.iter().map(String::as_str)).collect();
    fixture.run(&args)
}

fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("the result is UTF-8")
}

fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("messages are UTF-8")
}

#[test]
fn the_arctic_has_its_number_of_sentences_in_every_year() {
    let json = out(&on_years(&Fixture::new(), &["compare", "--format", "json"]).success());
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let rooms = json["room"].as_array().expect("a list");
    let arctic: Vec<u64> =
        rooms.iter().filter(|r| r["theme"] == "arctic").filter_map(|r| r["sentences"].as_u64()).collect();
    assert_eq!(arctic, [1, 1, 6, 1]);
    let grew = json["changes"].as_array().expect("a list").iter().any(|c| {
        c["theme"] == "Arctic" && c["to"] == "cn-ru-2024" && c["change"] == "grew" && c["beyond_error"] == true
    });
    assert!(grew, "{}", json["changes"]);
}

#[test]
fn every_finding_of_the_study_holds_on_the_authored_statements() {
    let assert = on_years(&Fixture::new(), &["findings", "--strict"]).success();
    assert!(out(&assert).contains("0 differ, 1 cannot be judged"), "{}", out(&assert));
}

#[test]
fn a_finding_that_differs_fails_a_strict_run_only() {
    let fixture = Fixture::new();
    let statement = dated("2022-02-04", ARCTIC);
    fixture.file("a.txt", &statement);
    fixture.file("f.toml", "[[theme]]\nid = \"arctic\"\nyears = { 2022 = \"-\" }\n");
    fixture.run(&["findings", "--findings", "f.toml", "a.txt"]).success();
    fixture.run(&["findings", "--findings", "f.toml", "--strict", "a.txt"]).code(1);
}

#[test]
fn china_is_named_more_often_than_russia() {
    let csv = out(&on_years(&Fixture::new(), &["mentions", "--format", "csv"]).success());
    let names: Vec<&str> = csv.lines().skip(1).take(2).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(names, ["China", "Russia"]);
}

#[test]
fn formats_and_tables_can_be_chosen() {
    let fixture = Fixture::new();
    let changes = on_years(&fixture, &["compare", "--format", "csv", "--table", "changes"]).success();
    assert!(out(&changes).starts_with("from,to,theme,change,"), "{}", out(&changes));
    let unknown = on_years(&fixture, &["compare", "--table", "nonsense"]).code(2);
    assert!(err(&unknown).contains("possible values: matrix, changes, keys, formulas"), "{}", err(&unknown));
}

#[test]
fn a_word_is_shown_where_it_stands() {
    let assert = on_years(&Fixture::new(), &["context", "無核化"]).success();
    assert!(out(&assert).contains("cn-ru-2023:27") && out(&assert).contains("Korean Peninsula"), "{}", out(&assert));
}

#[test]
fn a_cloud_is_drawn_as_its_name_ends() {
    let fixture = Fixture::new();
    on_years(&fixture, &["words", "--cloud", "c.svg", "--top", "5"]).success();
    let svg = std::fs::read_to_string(fixture.path("c.svg")).expect("it was written");
    assert!(svg.starts_with("<svg") && svg.contains("合作"));
    let gif = on_years(&fixture, &["words", "--cloud", "c.gif"]).code(2);
    assert!(err(&gif).contains("c.gif: a word cloud is written as SVG or PNG only; end the name in"), "{}", err(&gif));
}

#[test]
fn a_png_cloud_is_a_picture_or_the_missing_font_is_named() {
    let fixture = Fixture::new();
    let run = on_years(&fixture, &["words", "--cloud", "c.png"]);
    let Ok(bytes) = std::fs::read(fixture.path("c.png")) else {
        let run = run.code(2);
        assert!(err(&run).contains("c.png: a PNG needs a Chinese font") && err(&run).contains("fonts-noto-cjk"));
        return;
    };
    let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("it is a PNG");
    assert_eq!((reader.info().width, reader.info().height), (1600, 960));
}

#[test]
fn a_font_that_cannot_draw_chinese_is_refused_and_nothing_is_written() {
    let fixture = Fixture::new();
    let font = fixture.file("f.ttf", "no font");
    let bad = on_years(&fixture, &["words", "--cloud", "c.png", "--font", font]).code(2);
    assert!(err(&bad).contains("f.ttf: cannot be read as a font"), "{}", err(&bad));
    assert!(!fixture.path("c.png").exists() && out(&bad).is_empty());
    let missing = on_years(&fixture, &["words", "--cloud", "c.png", "--font", "nowhere.ttf"]).code(2);
    assert!(err(&missing).contains("nowhere.ttf: does not exist"), "{}", err(&missing));
}

#[test]
fn words_that_came_and_went_are_told() {
    let assert = on_years(&Fixture::new(), &["words", "--compare", "--format", "json"]).success();
    let json: serde_json::Value = serde_json::from_str(&out(&assert)).expect("it is JSON");
    assert!(json["keys"].as_array().is_some_and(|keys| keys.iter().any(|k| k["term"] == "南海")));
    assert!(json["formulas"].as_array().is_some_and(|f| !f.is_empty()));
}

#[test]
fn every_link_of_the_page_leads_somewhere_and_nothing_is_loaded() {
    let fixture = Fixture::new();
    on_years(&fixture, &["report", "-o", "r.html", "--csv", "tables"]).success();
    let text = std::fs::read_to_string(fixture.path("r.html")).expect("it was written");
    let page = Html::parse_document(&text);
    let select = |css: &str| Selector::parse(css).expect("a selector");
    let ids: Vec<&str> = page.select(&select("[id]")).filter_map(|e| e.value().id()).collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    let links: Vec<&str> = page.select(&select("a[href]")).filter_map(|e| e.value().attr("href")).collect();
    assert!(links.len() > 500, "{}", links.len());
    let dead: Vec<&&str> = links.iter().filter(|l| l.strip_prefix('#').is_none_or(|id| !known.contains(id))).collect();
    assert!(dead.is_empty(), "{dead:?}");
    assert_eq!(page.select(&select("script, link, img, iframe")).count(), 0);
    assert_eq!(page.select(&select("#lines svg")).count(), 34);
    assert_eq!(page.select(&select("#clouds svg")).count(), 4);
    assert!(page.select(&select(".para mark")).count() > 100);
    assert!(fixture.path("tables/room.csv").exists() && fixture.path("tables/mentions.csv").exists());
}

#[test]
fn a_report_can_be_markdown() {
    let markdown = out(&on_years(&Fixture::new(), &["report", "--format", "markdown"]).success());
    assert!(markdown.starts_with("# cn-ru-2022, cn-ru-2023") && markdown.contains("| Arctic 北极 |"));
}

#[test]
fn one_statement_alone_is_reported_with_a_note() {
    let fixture = Fixture::new();
    fixture.file("a.txt", &dated("2024-05-16", ARCTIC));
    let assert = fixture.run(&["compare", "a.txt"]).success();
    assert!(err(&assert).contains("one statement only"), "{}", err(&assert));
    fixture.run(&["report", "a.txt", "-o", "r.html"]).success();
}

#[test]
fn dates_that_are_the_same_or_missing_are_noted() {
    let fixture = Fixture::new();
    fixture.file("a.txt", &dated("2024-05-16", ARCTIC));
    fixture.file("b.txt", &dated("2024-05-16", TAIWAN));
    fixture.file("c.txt", TAIWAN);
    let same = fixture.run(&["compare", "a.txt", "b.txt"]).success();
    assert!(err(&same).contains("a, b have the same date"), "{}", err(&same));
    let none = fixture.run(&["compare", "c.txt", "a.txt"]).success();
    assert!(err(&none).contains("no date in c: the statements stand in the order given"), "{}", err(&none));
}

#[test]
fn a_foreign_and_an_empty_statement_are_noted_or_refused() {
    let fixture = Fixture::new();
    fixture.file("en.txt", &dated("2024-05-16", "Both sides will cooperate in the Arctic.\n"));
    fixture.file("a.txt", &dated("2024-05-16", ARCTIC));
    fixture.file("empty.txt", "");
    let foreign = fixture.run(&["report", "en.txt", "a.txt", "-o", "r.html"]).success();
    assert!(err(&foreign).contains("en: 1 of 1 paragraphs were not judged"), "{}", err(&foreign));
    let empty = fixture.run(&["report", "empty.txt", "a.txt", "-o", "r.html"]);
    assert!(err(&empty).contains("empty"), "{}", err(&empty));
    let missing = fixture.run(&["compare", "nowhere.txt", "neither.txt"]).code(2);
    assert!(err(&missing).contains("nowhere.txt") && err(&missing).contains("neither.txt"), "{}", err(&missing));
}

#[test]
fn two_hundred_statements_make_one_page() {
    let fixture = Fixture::new();
    let names: Vec<String> = (0..200).map(|i| format!("s{i}.txt")).collect();
    for (i, name) in names.iter().enumerate() {
        let text = if i % 2 == 0 { ARCTIC } else { TAIWAN };
        fixture.file(name, &dated(&format!("2{i:03}-01-01"), text));
    }
    let mut args: Vec<&str> = names.iter().map(String::as_str).collect();
    args.splice(0..0, ["report", "-o", "r.html"]);
    fixture.run(&args).success();
    assert!(std::fs::read_to_string(fixture.path("r.html")).is_ok_and(|page| page.contains("200 statements")));
}
