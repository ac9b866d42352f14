use std::fs;

use tempfile::TempDir;

use crate::{run, text};

/// A folder with a store of two documents.
fn store() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("inbox")).unwrap();
    let with_title =
        |day: &str, words: &str| format!("中华人民共和国和俄罗斯联邦联合声明\n（{day}，北京）\n{}\n", text(words));
    fs::write(dir.path().join("inbox/1.txt"), with_title("2022年2月4日", "甲。")).unwrap();
    fs::write(dir.path().join("inbox/2.txt"), with_title("2024年5月16日", "乙，\"引号\"。")).unwrap();
    let (code, _, log) = run(dir.path(), &["watch", "inbox", "--store", "a.db", "--once"]);
    assert_eq!(code, 0, "{log}");
    dir
}

#[test]
fn a_store_is_listed_shown_searched_exported_and_tagged_again() {
    let dir = store();
    let said = |arguments: &[&str]| {
        let (code, out, err) = run(dir.path(), &[arguments, &["--store", "a.db"]].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        out
    };
    assert_eq!(said(&["list"]).lines().count(), 2);
    let listed = said(&["list", "--since", "2023", "--format", "jsonl"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&listed).unwrap()["date"], "2024-05-16");
    assert!(said(&["show", "1"]).contains("taiwan "));
    assert!(said(&["search", "北极"]).lines().count() == 2 && said(&["search", "引号"]).lines().count() == 1);
    let paragraph: serde_json::Value = serde_json::from_str(said(&["export"]).lines().next().unwrap()).unwrap();
    assert_eq!((paragraph["id"].as_str(), paragraph["date"].as_str()), (Some("1:1"), Some("2022-02-04")));
    let csv = said(&["export", "--format", "csv", "--party", "俄罗斯", "--until", "2022"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let theme = reader.headers().unwrap().iter().position(|name| name == "theme").unwrap();
    let themes: Vec<String> = reader.records().map(|record| record.unwrap()[theme].to_owned()).collect();
    assert!(themes.contains(&"taiwan".to_owned()) && csv.starts_with("document,version,date,title,"), "{csv}");
    assert_eq!(said(&["retag"]), "0 versions tagged\n");
}

#[test]
fn what_a_document_holds_cannot_steer_the_terminal() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("inbox")).unwrap();
    let (title, steering) = ("联合\u{1b}[2J声明\u{202e}\u{9b}8m", "北极\u{1b}]0;x\u{7}航道\u{1b}[8m。\u{2066}");
    let said = |arguments: &[&str]| {
        let (code, out, err) = run(dir.path(), arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        let steers = |c: char| c.is_control() && !"\n\t".contains(c) || "\u{202e}\u{2066}".contains(c);
        [out, err].map(|text| (text.contains(steers), text))
    };
    for text in [format!("{steering}{}", text("甲。")), format!("{}{steering}", text("甲。"))] {
        let file = format!("---\ntitle: {title}\ndate: 2024-05-16\n---\n{text}\n");
        fs::write(dir.path().join("inbox/1.txt"), file).unwrap();
        let [_, (steers, log)] = said(&["watch", "inbox", "--store", "a.db", "--once"]);
        assert!(!steers, "{log}");
    }
    for arguments in [
        &["list"][..],
        &["show", "1"],
        &["show", "1", "--version", "1"],
        &["show", "1", "--difference"],
        &["search", "航道"],
        &["review"],
        &["compare", "--table", "aligned,matrix"],
        &["context", "航道"],
        &["context", "航道", "--format", "markdown"],
        &["mentions"],
        &["report", "--format", "markdown"],
        &["report"],
    ] {
        let [(steers, out), _] = said(&[arguments, &["--store", "a.db"]].concat());
        assert!(!steers && !out.is_empty(), "{arguments:?}: {out:?}");
    }
    let [(_, line), _] = said(&["list", "--format", "jsonl", "--store", "a.db"]);
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["title"], title, "help: data formats keep the text as it is");
    let [(_, csv), _] = said(&["export", "--format", "csv", "--store", "a.db"]);
    assert!(csv.contains(steering), "help: data formats keep the text as it is");
}

#[test]
fn what_is_not_there_is_said_with_exit_code_two() {
    let dir = store();
    for (arguments, problem) in [
        (&["list", "--store", "none.db"][..], "there is no such store"),
        (&["show", "9", "--store", "a.db"], "has no such document or version (9)"),
        (&["list", "--store", "inbox/1.txt"], "the store cannot be used"),
        (&["watch", "nowhere", "--store", "a.db"], "is nothing that can be watched"),
    ] {
        let (code, out, err) = run(dir.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(problem), "{err}");
    }
    let (code, out, _) = run(dir.path(), &["search", "没有这个词", "--store", "a.db"]);
    assert_eq!((code, out.as_str()), (1, ""));
}

#[test]
fn what_waits_for_review_is_decided_in_bulk_shown_and_fed_back() {
    let dir = store();
    let said = |arguments: &[&str]| {
        let (code, out, err) = run(dir.path(), &[arguments, &["--store", "a.db"]].concat());
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    };
    let open = said(&["review", "--format", "jsonl"]);
    let count = open.lines().count();
    assert!(count > 0, "help: the texts of this test have no label to review");
    assert!(said(&["review"]).ends_with(&format!("labels waiting for a decision: {count}, in paragraphs: 2\n")));
    assert_eq!(said(&["review", "1", "1", "brics", "--yes", "--by", "li", "--note", "so"]), "decisions recorded: 1\n");
    assert!(said(&["show", "1"]).contains("brics (li)"));
    assert_eq!(said(&["export", "--format", "labelled"]), "", "help: labels in the paragraph are still open");
    fs::write(dir.path().join("no.jsonl"), open.replace("\"decision\":null", "\"decision\":\"no\"")).unwrap();
    assert_eq!(said(&["review", "--from", "no.jsonl", "--by", "wang"]), format!("decisions recorded: {count}\n"));
    assert_eq!(said(&["review", "--format", "jsonl"]), "");
    assert_eq!(said(&["review", "--decided", "--format", "jsonl"]).lines().count(), count + 1);
    assert!(said(&["show", "1"]).contains("(wang)") && said(&["export"]).contains("\"decided_by\":\"wang\""));

    fs::create_dir_all(dir.path().join("mine/paragraphs")).unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/training/themes.toml"), dir.path().join("mine/themes.toml"))
        .unwrap();
    said(&["export", "--format", "labelled", "--output", "mine/paragraphs/reviewed.jsonl"]);
    let rows = fs::read_to_string(dir.path().join("mine/paragraphs/reviewed.jsonl")).unwrap();
    assert!(rows.lines().count() == 2 && rows.contains("\"brics\""), "{rows}");
    let (code, out, err) = run(dir.path(), &["check", "mine"]);
    assert_eq!(code, 0, "{out}{err}");

    said(&["review", "1", "1", "brics", "--withdraw"]);
    assert!(!said(&["show", "1"]).contains("brics (li)"));
}

#[test]
fn decisions_that_cannot_be_are_refused_with_their_line_and_nothing_is_kept() {
    let dir = store();
    let good = "{\"document\":1,\"paragraph\":1,\"theme\":\"arctic\",\"decision\":\"no\"}";
    for (bad, problem) in [
        (
            "{\"document\":1,\"paragraph\":1,\"theme\":\"artic\",\"decision\":\"no\"}",
            "d.jsonl:2: theme `artic` is unknown; did you mean",
        ),
        (
            "{\"document\":9,\"paragraph\":1,\"theme\":\"arctic\",\"decision\":\"no\"}",
            "d.jsonl:2: document 9 has no paragraph 1",
        ),
        (
            "{\"document\":1,\"paragraph\":1,\"theme\":\"arctic\",\"decision\":\"maybe\"}",
            "d.jsonl:2: unreadable: unknown variant `maybe`",
        ),
        ("arctic", "d.jsonl:2: unreadable"),
    ] {
        fs::write(dir.path().join("d.jsonl"), format!("{good}\n{bad}\n")).unwrap();
        let (code, out, err) = run(dir.path(), &["review", "--store", "a.db", "--from", "d.jsonl"]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(problem), "{err}");
    }
    let (_, out, _) = run(dir.path(), &["review", "--store", "a.db", "--decided", "--format", "jsonl"]);
    assert_eq!(out, "");
    for arguments in [&["1", "1", "arctic"][..], &["1", "--yes"], &["--yes"], &["1", "1", "arctic", "--yes", "--no"]] {
        let (code, _, err) = run(dir.path(), &[&["review", "--store", "a.db"], arguments].concat());
        assert_eq!(code, 2, "{arguments:?}: {err}");
    }
}

#[test]
fn statements_are_compared_as_the_store_has_them() {
    let dir = store();
    let (code, out, err) = run(dir.path(), &["compare", "--store", "a.db", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("2 of the 2 documents in a.db, tagged now (model: embedded)"), "{err}");
    let rooms = |text: &str| {
        let compared: serde_json::Value = serde_json::from_str(text).unwrap();
        let of = |room: &serde_json::Value| (room["statement"].as_str().unwrap().to_owned(), room["theme"].to_string());
        let spoken = compared["room"].as_array().unwrap().iter().filter(|room| room["sentences"] != 0);
        spoken.map(of).collect::<Vec<_>>()
    };
    let taiwan = |date: &str| (date.to_owned(), "\"taiwan\"".to_owned());
    assert!(rooms(&out).contains(&taiwan("2022-02-04")) && rooms(&out).contains(&taiwan("2024-05-16")), "{out}");
    run(dir.path(), &["review", "--store", "a.db", "2", "1", "taiwan", "--no"]);
    let (_, out, _) = run(dir.path(), &["compare", "--store", "a.db", "--format", "json", "--parties", "俄罗斯,中国"]);
    assert!(rooms(&out).contains(&taiwan("2022-02-04")) && !rooms(&out).contains(&taiwan("2024-05-16")), "{out}");
    let (code, out, _) = run(dir.path(), &["report", "--store", "a.db", "--since", "2024"]);
    assert!(code == 0 && out.contains("2024-05-16") && !out.contains("2022-02-04"), "help: one statement fits");
    for (arguments, problem) in [
        (
            &["--store", "a.db", "--since", "2025"][..],
            "holds no document that fits; it holds 2 from 2022-02-04 to 2024-05-16: 中国、俄罗斯 (2)",
        ),
        (&["--store", "a.db", "--parties", "中国,法国"], "holds no document that fits"),
        (&["--store", "a.db", "--since", "2022-13"], "write it as 2022, 2022-02 or 2022-02-04"),
        (&["--store", "none.db"], "there is no such store"),
        (&["--store", "a.db", "inbox/1.txt"], "cannot be used with"),
        (&["--since", "2022", "inbox/1.txt"], "cannot be used with"),
        (&[], "required arguments were not provided:\n  <FILE|--store <STORE>>"),
        (&["--since", "2022"], "required arguments were not provided:\n  <FILE|--store <STORE>>"),
    ] {
        let (code, out, err) = run(dir.path(), &[&["compare"], arguments].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(problem), "{err}");
    }
    for arguments in [&["report"][..], &["mentions"], &["words"], &["findings"], &["context", "北极"]] {
        let (code, _, err) = run(dir.path(), arguments);
        assert!(code == 2 && err.contains("not provided:\n  <FILE|--store <STORE>>"), "{err}");
    }
    let (_, _, err) = run(dir.path(), &["context", "北极"]);
    assert!(err.contains("Usage: gongbao context [OPTIONS] <WORD> <FILE|--store <STORE>>"), "{err}");
}

#[test]
fn an_export_does_not_take_the_place_of_its_store() {
    let dir = store();
    let before = fs::read(dir.path().join("a.db")).unwrap();
    for name in ["a.db", "./a.db"] {
        let (code, _, err) = run(dir.path(), &["export", "--store", "a.db", "--format", "csv", "-o", name]);
        assert_eq!(code, 2, "{name}");
        assert!(err.contains("is the store itself; name another file with --output"), "{err}");
    }
    assert_eq!(fs::read(dir.path().join("a.db")).unwrap(), before);
}

#[test]
fn parquet_goes_to_a_file_only() {
    let dir = store();
    let (code, out, err) = run(dir.path(), &["export", "--store", "a.db", "--format", "parquet"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("parquet is written to a file only; name one with --output"), "{err}");
    let (code, out, err) = run(dir.path(), &["export", "--store", "a.db", "--format", "parquet", "-o", "a.parquet"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let file = fs::read(dir.path().join("a.parquet")).unwrap();
    assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
    let (code, _, _) = run(dir.path(), &["export", "--store", "a.db", "--format", "parquet", "-o", "none/a.parquet"]);
    assert_eq!(code, 2);
}
