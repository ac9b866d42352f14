//! The pages in a browser: headless Chromium lays them out, follows their links and prints them.
//!
//! In CI a missing Chromium is a failure; on a developer's machine these tests then say that they are skipped.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

use crate::corpus::{Fixture, authored};

/// Without these it looks up hosts of its own; as root it needs to run without its sandbox.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=60000",
];

/// Tells the page around a page what the page looks like.
const PROBE: &str = include_str!("browser.js");

/// The browser's command; none where there is no browser and none is demanded.
fn chromium() -> Option<&'static str> {
    let runs = |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(runs);
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "help: install the package chromium, or unset CI to skip this test");
        // Not by `eprintln!`, which a test that passes swallows.
        let _ = writeln!(std::io::stderr(), "skipped: Chromium is not installed; on Debian it is the package chromium");
    }
    found
}

/// Runs the browser on a page of the folder, with a profile of its own.
fn browse(fixture: &Fixture, chromium: &str, flags: &[&str], page: &str) -> Output {
    let profile = tempfile::tempdir().expect("a temporary folder can be made");
    Command::new(chromium)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("--window-size=1400,1000")
        .args(flags)
        .arg(format!("file://{}", fixture.path(page).display()))
        .output()
        .expect("Chromium runs")
}

/// What each page of the folder says of itself at each width, page by page. They stand in frames, because a browser's
/// window has a least width.
fn seen(fixture: &Fixture, chromium: &str, pages: &[&str], widths: &[u32]) -> Vec<Value> {
    let mut frames = String::from("<!DOCTYPE html><body><ol></ol>");
    for page in pages {
        let text = std::fs::read_to_string(fixture.path(page)).expect("it was written");
        fixture.file(&format!("probed-{page}"), &text.replace("</body>", &format!("<script>{PROBE}</script></body>")));
        for width in widths {
            let style = format!("border:0;width:{width}px;height:900px");
            let _ = write!(frames, "<iframe src=\"probed-{page}\" style=\"{style}\"></iframe>");
        }
    }
    frames += "<script>addEventListener('message',e=>document.querySelector('ol').append(\
               Object.assign(document.createElement('li'),{textContent:e.data})))</script>";
    fixture.file("frames.html", &frames);
    let output = browse(fixture, chromium, &["--dump-dom"], "frames.html");
    let dom = String::from_utf8_lossy(&output.stdout);
    let said = dom.split("<li>").skip(1).filter_map(|item| item.split("</li>").next());
    let said: Vec<Value> = said.filter_map(|item| serde_json::from_str(item).ok()).collect();
    assert_eq!(said.len(), pages.len() * widths.len(), "help: a page did not answer: {output:?}");
    said
}

const WIDTHS: [u32; 2] = [1280, 400];

fn assert_no_overflow(seen: &Value) {
    assert_eq!(seen["excess"], 0, "help: it scrolls sideways: {seen}");
    assert!(WIDTHS.iter().any(|width| seen["width"] == *width), "{seen}");
}

/// The report of the four authored years, written once.
fn report() -> &'static Fixture {
    static REPORT: OnceLock<Fixture> = OnceLock::new();
    REPORT.get_or_init(|| {
        let fixture = Fixture::new();
        let years = [2022, 2023, 2024, 2025].map(|year| authored(&format!("cn-ru-{year}.txt")));
        let args: Vec<&str> = ["report", "-o", "r.html"].into_iter().chain(years.iter().map(String::as_str)).collect();
        fixture.run(&args).success();
        fixture
    })
}

#[test]
fn a_browser_lays_the_page_out_without_overflow() {
    let Some(chromium) = chromium() else { return };
    for seen in seen(report(), chromium, &["r.html"], &WIDTHS) {
        assert_no_overflow(&seen);
        assert_eq!([&seen["charts"], &seen["cut_labels"], &seen["points_off"]], [34, 0, 0], "{seen}");
        assert!(seen["least_label"].as_f64().is_some_and(|height| height > 10.0), "help: labels too small: {seen}");
        // A point of a chart leads to its cell, and the cell to a paragraph; both come into sight and are set off.
        assert!(seen["cell"].as_str().is_some_and(|id| id.starts_with("c-")), "{seen}");
        assert!(seen["paragraph"].as_str().is_some_and(|id| id.starts_with("p-")), "{seen}");
        // The words that decided are marked.
        assert!(seen["marks"].as_u64().is_some_and(|marks| marks > 100), "{seen}");
        assert_eq!(seen["plain_marks"], 0, "{seen}");
        assert_eq!(
            (&seen["words"], &seen["squares"]),
            (&240.into(), &seen["chinese"]),
            "help: no Chinese font? {seen}"
        );
    }
}

#[test]
fn in_a_browser_latin_words_of_a_cloud_are_not_visibly_stretched() {
    let Some(chromium) = chromium() else { return };
    let fixture = Fixture::new();
    let words = "AI COP28 WTO BRICS NATO GPS Wi-Fi jpg Taiwan 5G APEC iPhone Huawei";
    fixture.file("a.txt", &format!("---\ntitle: 联合声明\ndate: 2024-05-16\n---\n\n双方将就{words}开展合作。\n"));
    fixture.run(&["report", "a.txt", "-o", "a.html"]).success();
    let seen = &seen(&fixture, chromium, &["a.html"], &[1280])[0];
    assert!(seen["held"].as_u64().is_some_and(|held| held > 8), "{seen}");
    let stretch = |key: &str| seen[key].as_f64().expect("a number");
    assert!(stretch("most_stretched") < 1.05 && stretch("most_pressed") > 0.95, "{seen}");
}

#[test]
fn in_a_browser_the_other_pages_fit_too() {
    let Some(chromium) = chromium() else { return };
    let fixture = Fixture::new();
    let (old, new) = (authored("cn-ru-2022.txt"), authored("cn-ru-2024.txt"));
    let page = |name, args: &[&str]| {
        let page = fixture.run(args).success().get_output().stdout.clone();
        fixture.file(name, std::str::from_utf8(&page).expect("it is UTF-8"));
    };
    page("tag.html", &["tag", "--format", "html", &new]);
    page("compare.html", &["compare", "--format", "html", &old, &new]);
    let gold = concat!(env!("CARGO_MANIFEST_DIR"), "/training/test/gold.jsonl");
    fixture.run(&["evaluate", gold, "--baseline", "keywords", "--report", "evaluate.html"]).success();
    for seen in seen(&fixture, chromium, &["tag.html", "compare.html", "evaluate.html"], &WIDTHS) {
        assert_no_overflow(&seen);
        assert!(seen["page"] != "probed-tag.html" || seen["marks"].as_u64().is_some_and(|marks| marks > 100), "{seen}");
        assert_eq!(seen["plain_marks"], 0, "{seen}");
    }
}

#[test]
fn a_browser_prints_the_page() {
    let Some(chromium) = chromium() else { return };
    let target = report().path("r.pdf");
    let flags = [&*format!("--print-to-pdf={}", target.display()), "--no-pdf-header-footer"];
    let output = browse(report(), chromium, &flags, "r.html");
    let pdf = lopdf::Document::load(&target).unwrap_or_else(|fault| panic!("help: {fault}: {output:?}"));
    let pages = pdf.get_pages().len();
    assert!((20..120).contains(&pages), "{pages}");
    // The print's fonts say which characters their glyphs are, so that what is printed can be found and read aloud.
    let maps: Vec<String> = pdf.objects.values().filter_map(map_to_characters).collect();
    for character in "Summary伙伴关系".chars() {
        let known = maps.iter().flat_map(|map| map.lines()).any(|line| maps_to(line, character.into()));
        assert!(known, "help: {character} is not in print");
    }
}

fn map_to_characters(object: &lopdf::Object) -> Option<String> {
    let content = object.as_stream().ok()?.decompressed_content().ok()?;
    String::from_utf8(content).ok().filter(|text| text.contains("begincmap"))
}

/// Whether a line of such a map, `<glyph> <code>` or `<first glyph> <last glyph> <first code>`, holds a code.
fn maps_to(line: &str, code: u32) -> bool {
    let number = |text: &str| u32::from_str_radix(text.trim_matches(['<', '>']), 16).ok();
    let numbers: Vec<u32> = line.split_whitespace().filter_map(number).collect();
    match numbers[..] {
        [_, only] => only == code,
        [first, last, start] => (start..=start.saturating_add(last.saturating_sub(first))).contains(&code),
        _ => false,
    }
}
