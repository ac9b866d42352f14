//! The tables and pages that compare statements.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

use crate::corpus::authored;
use crate::fixture::{Folder, Ran, small_model};

const ARCTIC: &str = "双方将在北极航道的航运安全和通行条件方面保持协作，开展北极科学考察。\n";
const TAIWAN: &str = "俄方恪守一个中国原则，承认台湾是中国领土不可分割的一部分，反对任何形式的“台独”。\n";
const RECIPE: &str =
    "先把排骨焯水，捞出后放进砂锅，加入葱姜蒜与料酒，小火慢炖四十分钟，最后撒上香菜和胡椒粉即可端上餐桌。\n";

fn on_years(args: &[&str]) -> Ran {
    let years = [2022, 2023, 2024, 2025].map(|year| authored(&format!("cn-ru-{year}.txt")));
    let args: Vec<&str> = args.iter().copied().chain(years.iter().map(String::as_str)).collect();
    let ran = Folder::new().run(&args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

fn dated(date: &str, text: &str) -> String {
    format!("---\ntitle: 中华人民共和国和法兰西共和国联合声明\ndate: {date}\n---\n\n{text}")
}

/// The ids of a page, once it is sure that each stands once and that every link leads to one.
fn sound(page: &Html) -> HashSet<&str> {
    let select = |css: &str| Selector::parse(css).unwrap();
    let ids: Vec<&str> = page.select(&select("[id]")).filter_map(|e| e.value().id()).collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "help: an id stands twice");
    let linking = select("a[href]");
    let links = page.select(&linking).filter_map(|e| e.value().attr("href"));
    let dead: Vec<&str> = links.filter(|l| l.strip_prefix('#').is_none_or(|id| !known.contains(id))).collect();
    assert!(dead.is_empty(), "help: these lead nowhere: {dead:?}");
    known
}

/// The figures (cells of numbers other than 0) of a table that are no links.
fn unlinked(page: &Html, table: &str, columns: std::ops::Range<usize>) -> Vec<String> {
    let (rows, cells) = (format!("#{table} tbody tr"), Selector::parse("td").unwrap());
    let link = Selector::parse("a").unwrap();
    let text = |cell: &ElementRef| cell.text().collect::<String>();
    let rows: Vec<ElementRef> = page.select(&Selector::parse(&rows).unwrap()).collect();
    assert!(!rows.is_empty(), "help: there is no table {table}");
    let figures = rows.iter().flat_map(|row| row.select(&cells).skip(columns.start).take(columns.len()));
    let bare = figures.filter(|cell| cell.select(&link).next().is_none()).map(|cell| text(&cell));
    bare.filter(|text| text.parse::<f64>().is_ok_and(|x| x > 0.0)).collect()
}

#[test]
fn the_usual_table_is_short_and_names_the_others() {
    let out = on_years(&["compare"]).out;
    assert!(out.lines().count() < 70, "help: {} lines", out.lines().count());
    assert!(out.starts_with("• 4 statements from 2022-02-04 to 2025-05-08"), "{out}");
    assert_eq!(out.matches('┌').count(), 1, "help: the room by theme alone");
    let last: Vec<&str> = out.lines().rev().take(2).collect();
    assert!(last[1].starts_with("More with --table NAME: changes, keys, formulas, aligned, mentions"), "{last:?}");
}

#[test]
fn json_holds_every_table_of_a_comparison() {
    let json = on_years(&["compare", "--format", "json"]).json();
    let tables = "matrix room changes keys formulas aligned mentions stances subjects unfamiliar";
    for table in tables.split(' ') {
        assert!(json[table].as_array().is_some_and(|rows| !rows.is_empty()), "help: {table}: {}", json[table]);
    }
    let keys = json["keys"].as_array().unwrap();
    for kind in ["word", "phrase"] {
        let sure = |k: &serde_json::Value| k["kind"] == kind && k["keyness"].as_f64().is_some_and(|x| x >= 3.84);
        assert!(keys.iter().any(sure), "help: no {kind} of some keyness");
    }
    let taiwan = json["aligned"].as_array().unwrap().iter().find(|r| r["theme"] == "Taiwan" && !r["alike"].is_null());
    let taiwan = taiwan.expect("two versions of a paragraph on Taiwan");
    let whole = |side: &str| -> String {
        taiwan[side].as_array().unwrap().iter().map(|piece| piece["text"].as_str().unwrap()).collect()
    };
    assert!(whole("before").contains("一个中国原则") && whole("after").contains("一个中国原则"), "{taiwan}");
    assert!(json["summary"][0].as_str().is_some_and(|s| s.starts_with("4 statements")));
}

#[test]
fn the_paragraphs_of_a_theme_stand_side_by_side_with_their_differences() {
    let piped = on_years(&["compare", "--theme", "taiwan"]).out;
    assert!(piped.contains("Taiwan: cn-ru-2023 → cn-ru-2024"), "{piped}");
    assert!(piped.contains("[-") && piped.contains("{+") && piped.contains(" │ "), "{piped}");
    assert!(!piped.contains("Arctic") && !piped.contains('\u{1b}'), "{piped}");
    let coloured = on_years(&["--color", "always", "compare", "--table", "aligned", "--theme", "taiwan"]).out;
    assert!(!coloured.contains("[-") && !coloured.contains("{+"), "{coloured}");
    assert!(coloured.contains("\u{1b}[31m") && coloured.contains("\u{1b}[32m"), "{coloured:?}");
    let csv = on_years(&["compare", "--table", "aligned", "--theme", "taiwan,arctic", "--format", "csv"]).out;
    assert!(csv.starts_with("theme,from,to,paragraph_before,paragraph_after,alike,before,after\n"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("Arctic,cn-ru-2024,cn-ru-2025,16,39,,")), "{csv}");
}

#[test]
fn a_theme_that_is_unknown_is_refused_with_a_guess() {
    let folder = Folder::with("a.txt", ARCTIC);
    folder.run(&["compare", "--theme", "artic", "a.txt"]).refused(&["--theme: theme `artic`", "did you mean `arctic`"]);
}

#[test]
fn every_figure_of_a_page_leads_to_its_paragraphs() {
    let compared = Html::parse_document(&on_years(&["compare", "--format", "html"]).out);
    let known = sound(&compared);
    assert!(known.contains("p-3-0") && known.contains("summary"), "help: the page holds the statements");
    let reported = Html::parse_document(&on_years(&["report"]).out);
    sound(&reported);
    for page in [&compared, &reported] {
        for (table, columns) in [("changes", 4..6), ("keys", 4..6), ("formulas", 4..5), ("mentions", 2..10)] {
            assert_eq!(unlinked(page, table, columns), Vec::<String>::new(), "{table}");
        }
    }
    assert_eq!(unlinked(&reported, "words", 2..10), Vec::<String>::new());
    for args in [&["words"][..], &["words", "--bigrams"], &["mentions"], &["findings"], &["context", "北极"]] {
        let page = on_years(&[args, &["--format", "html"]].concat()).out;
        assert!(sound(&Html::parse_document(&page)).contains("p-0-0"), "{args:?}");
    }
}

#[test]
fn labels_nearly_given_lead_nowhere_where_no_statement_speaks_of_the_theme() {
    let folder = Folder::with("a.txt", dated("2024-05-16", &format!("{ARCTIC}{TAIWAN}")));
    folder.file("b.txt", dated("2025-05-16", "双方愿加强航空和铁路运输，重视贸易便利和能源安全。\n"));
    for args in [&["compare", "--format", "html"][..], &["report"], &["compare", "--theme", "iran", "--format", "html"]]
    {
        let ran = folder.run(&[args, &["a.txt", "b.txt"]].concat());
        sound(&Html::parse_document(&ran.out));
    }
}

#[test]
fn unfamiliar_text_is_warned_of_where_words_are_counted() {
    let folder = Folder::with("a.txt", dated("2024-05-16", ARCTIC));
    folder.file("dinner.txt", dated("2025-05-16", RECIPE));
    let warning = "of the words of dinner were never seen in training";
    assert!(folder.run(&["compare", "a.txt", "dinner.txt"]).err.contains(warning));
    let table = folder.run(&["compare", "--table", "unfamiliar", "--format", "csv", "a.txt", "dinner.txt"]);
    assert!(table.err.contains(warning) && table.out.contains("\na,") && table.out.ends_with(",yes\n"), "{table:?}");
    for args in [&["mentions"][..], &["words"], &["compare", "--table", "matrix"]] {
        assert!(!folder.run(&[args, &["a.txt", "dinner.txt"]].concat()).err.contains(warning), "{args:?}");
    }
    let subjects = folder.run(&["compare", "--table", "subjects", "a.txt", "dinner.txt"]).out;
    assert!(subjects.contains("dinner:1"), "{subjects}");
}

#[test]
fn mentions_tell_rates_and_the_first_and_last_place() {
    let folder = Folder::with("a.txt", dated("2023-05-16", "北约国家。\n双方反对北约东扩，支持联合国。\n"));
    folder.file("b.txt", dated("2024-05-16", "北约应当遵守承诺，不再扩张。\n"));
    let csv = folder.run(&["mentions", "--format", "csv", "b.txt", "a.txt"]).out;
    let nato = csv.lines().find(|line| line.starts_with("NATO,")).unwrap_or_default();
    // 20 and 14 characters: 2 and 1 mentions.
    assert_eq!(nato, "NATO,北约,2,100.00,1,71.43,3,a:1,b:1", "{csv}");
    let stances = folder.run(&["mentions", "--table", "stances", "--format", "csv", "a.txt"]).out;
    assert!(stances.contains("Opposed,a:2,双方,反对,北约东扩,"), "{stances}");
}

#[test]
fn a_report_says_why_findings_are_left_out() {
    let folder = Folder::with("a.txt", dated("2024-05-16", ARCTIC));
    let page = folder.run(&["report", "a.txt"]).out;
    assert!(page.contains("findings are left out: they are about statements of 中国、俄罗斯"), "help: other parties");
    let model = small_model().display().to_string();
    let page = folder.run(&["report", "--model", &model, "a.txt"]).out;
    assert!(page.contains("findings are left out: they speak of what the model or the names given do not have"));
    folder.file("names.toml", "not = []\n");
    let page = folder.run(&["report", "--names", "names.toml", "a.txt"]).out;
    assert!(page.contains("names given do not have (name `china` is unknown)"));
    assert!(on_years(&["report"]).out.contains("agree and 0 differ with these statements.</"));
}

#[test]
fn a_report_says_that_only_the_latest_neighbours_are_set_side_by_side() {
    let folder = Folder::new();
    let names: Vec<String> = (0..10).map(|i| format!("s{i}.txt")).collect();
    for (i, name) in names.iter().enumerate() {
        folder.file(name, dated(&format!("201{i}-01-01"), TAIWAN));
    }
    let of = |names: &[String]| {
        let args: Vec<&str> = ["report"].into_iter().chain(names.iter().map(String::as_str)).collect();
        folder.run(&args).out
    };
    assert!(of(&names).contains("only the latest 8 pairs of neighbours"));
    assert!(!of(&names[..9]).contains("only the latest"));
}

#[test]
fn json_lines_hold_as_many_statements_as_they_name() {
    let line = |statement: &str, date: &str, text: &str| {
        serde_json::json!({ "id": "x", "statement": statement, "date": date, "text": text.trim() }).to_string() + "\n"
    };
    let lines = line("later", "2024-05-16", ARCTIC) + &line("earlier", "2023-05-16", TAIWAN);
    let folder = Folder::with("all.jsonl", &lines);
    let json = folder.run(&["compare", "--format", "json", "all.jsonl"]).json();
    let change = &json["changes"][0];
    assert_eq!((&change["from"], &change["to"]), (&"earlier".into(), &"later".into()), "{json}");
    let piped = folder.run_with(&["report", "-"], lines.as_str());
    assert!(piped.out.contains("2 statements: earlier to later"), "{}", piped.err);
    let without = lines.replace("\"statement\":", "\"of\":");
    let one = folder.run_with(&["compare", "-"], without);
    assert!(one.out.starts_with("• 1 statement:") && one.err.contains("one statement only"), "{one:?}");
    let bad = lines.replace("2023-05-16", "yesterday");
    folder
        .run_with(&["compare", "-"], bad)
        .refused(&["standard input:2: `yesterday` is no date; write it as 2024-05-16"]);
}

#[test]
fn odd_statements_are_read_by_every_command_or_refused() {
    let folder = Folder::with("a.txt", dated("2024-05-16", ARCTIC));
    folder.file("same.txt", dated("2024-05-16", TAIWAN));
    folder.file("undated.txt", TAIWAN);
    folder.file("english.txt", dated("2023-01-01", "Both sides will cooperate in the Arctic.\n"));
    folder.file("bare.txt", dated("2022-01-01", "。。。\n"));
    folder.file("empty.txt", "");
    folder.file("header.txt", "---\ntitle: x\n---\n");
    let commands =
        [&["compare"][..], &["report"], &["mentions"], &["words", "--compare"], &["findings"], &["context", "北极"]];
    let (pair, foreign) = (&["a.txt", "same.txt"][..], &["english.txt", "bare.txt"][..]);
    for command in commands {
        let table = if command[0] == "report" { "markdown" } else { "table" };
        for (format, files) in
            [("html", pair), (table, foreign), (table, &["undated.txt", "a.txt"]), ("html", &["a.txt"])]
        {
            let ran = folder.run(&[command, &["--format", format], files].concat());
            assert!(ran.code == 0 && !ran.out.is_empty(), "{command:?} {format} {files:?}: {}", ran.err);
        }
        for (file, says) in
            [("empty.txt", "empty.txt: holds no text"), ("header.txt", "header.txt: holds a header and no text")]
        {
            folder.run(&[command, &["a.txt", file]].concat()).refused(&[says]);
        }
    }
}
