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
    let themes: Vec<String> = reader.records().map(|record| record.unwrap()[7].to_owned()).collect();
    assert!(themes.contains(&"taiwan".to_owned()) && csv.starts_with("document,version,date,title,"), "{csv}");
    assert_eq!(said(&["retag"]), "0 versions tagged\n");
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
