//! `gongbao evaluate` and `gongbao cross-validate`.

use crate::fixture::{Folder, SMALL, line, small_model};

/// Two statements; the model misses the second label of the last paragraph, which speaks of no theme.
fn gold() -> String {
    line("a", "s1", "双方支持扩大北极航道的利用和北极科考。", &["arctic"])
        + &line("b", "s1", "一方重申台湾是中国领土的一部分，恪守一个中国原则。", &["taiwan"])
        + &line("c", "s2", "双方将联合实施月球探测，并推动卫星导航合作。", &["space"])
        + &line("d", "s2", "双方支持北极航道开发和北极科考。", &["arctic", "taiwan"])
}

fn with_gold() -> Folder {
    let folder = Folder::new();
    folder.file("gold.jsonl", gold());
    folder
}

#[test]
fn json_holds_the_figures_where_programs_look_for_them() {
    let ran = with_gold().evaluate(&["gold.jsonl", "--format", "json", "--baseline", "keywords"]);
    assert_eq!(ran.code, 0, "help: {ran:?}");
    let json = ran.json();
    assert_eq!(json["per_theme"]["arctic"]["support"], 2);
    assert_eq!(json["per_theme"]["taiwan"]["recall"], 0.5);
    assert_eq!(json["per_theme"]["trade"]["recall"], serde_json::Value::Null);
    assert_eq!(json["micro"]["f1"], json["baseline"]["micro"]["f1"]);
    assert_eq!(json["absent_themes"], serde_json::json!(["trade"]));
    assert_eq!(json["details"]["d"]["text"], "双方支持北极航道开发和北极科考。");
}

#[test]
fn the_table_is_plain_when_it_is_piped() {
    let ran = with_gold().evaluate(&["gold.jsonl"]);
    assert!(ran.out.contains("4 paragraphs of 2 statements") && !ran.out.contains('\u{1b}'), "help: {ran:?}");
    assert!(ran.out.contains("note: no gold label, so not in the macro and weighted averages: trade"));
    assert!(ran.out.contains("d: −taiwan"));
}

#[cfg(unix)]
#[test]
fn the_model_may_come_through_a_pipe_and_is_read_once() {
    let model = std::fs::read(small_model()).unwrap();
    let piped = with_gold().run_with(&["evaluate", "--model", "/dev/stdin", "gold.jsonl"], model);
    assert_eq!(piped.code, 0, "help: {piped:?}");
    let figures = |out: &str| out.lines().filter(|line| line.contains("0.")).map(str::to_owned).collect::<Vec<_>>();
    let expected = figures(&with_gold().evaluate(&["gold.jsonl"]).out);
    assert!(!expected.is_empty() && figures(&piped.out) == expected, "{}", piped.out);
}

#[test]
fn a_text_too_short_to_judge_is_given_nothing() {
    let folder = Folder::new();
    folder.file("gold.jsonl", &(gold() + &line("e", "s3", "北极。", &["arctic"])));
    let json = folder.evaluate(&["gold.jsonl", "--format", "json"]).json();
    assert_eq!(
        (&json["per_theme"]["arctic"]["support"], &json["per_theme"]["arctic"]["correct"]),
        (&3.into(), &2.into())
    );
}

#[test]
fn reports_are_written_by_their_endings() {
    let folder = with_gold();
    let reports = ["r.txt", "r.json", "r.md", "r.xml", "r.html"];
    let args: Vec<&str> = reports.iter().flat_map(|name| ["--report", name]).collect();
    assert_eq!(folder.evaluate(&[&["gold.jsonl"], args.as_slice()].concat()).code, 0);
    let starts = ["", "{", "# Evaluation of", "<?xml", "<!DOCTYPE html>"];
    for (name, start) in reports.iter().zip(starts) {
        assert!(folder.read(name).starts_with(start), "help: {name}");
    }
    assert!(!folder.read("r.txt").contains('\u{1b}'));
}

#[test]
fn one_thread_and_many_write_the_same() {
    let folder = with_gold();
    let of = |threads| folder.evaluate(&["gold.jsonl", "--format", "json", "--threads", threads]).out;
    assert_eq!(of("1"), of("4"));
}

#[test]
fn labelled_sentences_are_scored_beside_the_rule_that_every_sentence_carries_every_label() {
    let folder = with_gold();
    let row =
        line("e", "s3", "双方支持北极航道开发和北极科考。一方重申台湾是中国领土的一部分。", &["arctic", "taiwan"]);
    folder.file("more.jsonl", row.replace('}', ",\"sentences\":[[\"arctic\"],[\"taiwan\"]]}"));
    folder.file("gate.toml", "rules = [\"sentence_f1 >= 1.0\", \"sentence_f1_given >= 0.5\"]");
    let ran = folder.evaluate(&["gold.jsonl", "more.jsonl", "--gate", "gate.toml", "--format", "json"]);
    assert_eq!(ran.code, 0, "help: {ran:?}");
    let sentences = &ran.json()["sentences"];
    assert_eq!((&sentences["paragraphs"], &sentences["sentences"]), (&1.into(), &2.into()));
    assert_eq!(sentences["true_themes"]["by_evidence"]["f1"], 1.0);
    assert_eq!(sentences["true_themes"]["every_sentence"]["precision"], 0.5);
    let without = folder.evaluate(&["gold.jsonl", "--gate", "gate.toml", "--format", "json"]);
    assert_eq!(
        (without.code, &without.json()["sentences"]),
        (2, &serde_json::Value::Null),
        "help: no sentence is labelled"
    );
}

#[test]
fn the_gate_decides_the_exit_code() {
    let folder = with_gold();
    let judged = |rules: &str| {
        folder.file("gate.toml", rules);
        folder.evaluate(&["gold.jsonl", "--gate", "gate.toml", "--format", "json"])
    };
    assert_eq!(judged("rules = [\"micro_f1 >= 0.5\"]").code, 0);
    let failed = judged("rules = [\"micro_f1 >= 0.5\",\n\"theme.taiwan.recall >= 0.9\"]");
    assert_eq!(failed.code, 1);
    let message = "gate.toml:2: theme.taiwan.recall >= 0.9: failed: 0.500 (95 % interval 0.095 to 0.905); worst paragraphs: d (1)";
    assert!(failed.err.contains(message), "help: {failed:?}");
    let unjudged = judged("rules = [\"theme.trade.recall >= 0.9\"]");
    assert_eq!(unjudged.code, 2);
    assert!(unjudged.err.contains("could not be judged: no paragraph has the gold label trade"), "help: {unjudged:?}");
    assert_eq!(judged("max_drop.micro_f1 = 0.1").code, 2);
}

#[test]
fn a_failed_gate_still_leaves_its_reports() {
    let folder = with_gold();
    folder.file("gate.toml", "rules = [\"micro_f1 >= 0.99\"]");
    assert_eq!(folder.evaluate(&["gold.jsonl", "--gate", "gate.toml", "--report", "junit.xml"]).code, 1);
    assert!(folder.read("junit.xml").contains("<failure"));
}

#[test]
fn an_evaluation_is_compared_with_an_earlier_one_a_model_and_the_keywords() {
    let folder = with_gold();
    assert_eq!(folder.evaluate(&["gold.jsonl", "--threshold", "1", "--report", "before.json"]).code, 0);
    let against = |what: &str| folder.evaluate(&["gold.jsonl", "--format", "json", "--against", what]).json();
    let earlier = against("before.json");
    assert_eq!(earlier["comparison"]["changed"].as_array().unwrap().len(), 4);
    assert_eq!(earlier["comparison"]["changed"][0]["gained"][0]["right"], true);
    let words = &earlier["details"]["a"];
    assert!(words["words"]["arctic"][0]["adds"].is_f64() && words["against"]["arctic"][0]["adds"].is_f64());
    let same = against(&small_model().display().to_string());
    assert_eq!(
        (&same["comparison"]["changed"], &same["comparison"]["micro_f1"]["difference"]),
        (&serde_json::json!([]), &0.0.into())
    );
    assert_eq!(against("keywords")["comparison"]["against"], "keywords");
}

#[test]
fn bad_gold_is_refused_with_its_place_and_remedy() {
    let folder = Folder::new();
    let refused = |text: &str, parts: &[&str]| {
        folder.file("gold.jsonl", text);
        folder.evaluate(&["gold.jsonl", "--report", "r.json", "--report", "r.html"]).refused(parts);
        assert_eq!(folder.names(), ["gold.jsonl"]);
    };
    refused(&line("a", "s", "北极", &["artic"]), &["gold.jsonl:1: theme `artic` is unknown; did you mean `arctic`"]);
    refused(
        "\n{\"id\": \"a\", \"text\": \"北极\"}\n",
        &["gold.jsonl:2: unreadable: missing field `themes`", "a line is {"],
    );
    refused(&(gold() + &gold()), &["gold.jsonl:5: id `a` stands at gold.jsonl:1 already; give every paragraph an id"]);
    refused("", &["gold.jsonl: no labelled paragraph in it; name JSONL files with labels"]);
    refused("\n\n", &["gold.jsonl: no labelled paragraph in it"]);
    refused("not json\n", &["gold.jsonl:1: unreadable"]);
}

#[test]
fn a_gold_file_of_one_statement_is_judged_with_a_note() {
    let folder = Folder::new();
    folder.file("gold.jsonl", gold().replace("s2", "s1"));
    let ran = folder.evaluate(&["gold.jsonl"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("note: ") && ran.out.contains("of 1 statement\n"), "help: {ran:?}");
}

#[test]
fn a_bad_gate_is_refused_before_anything_is_written() {
    let folder = with_gold();
    let refused = |gate: &str, parts: &[&str]| {
        folder.file("gate.toml", gate);
        folder.evaluate(&["gold.jsonl", "--gate", "gate.toml", "--report", "r.md"]).refused(parts);
        assert_eq!(folder.names(), ["gate.toml", "gold.jsonl"]);
    };
    refused(
        "rules = [\"theme.artic.recall >= 0.9\"]",
        &["gate.toml:1: theme `artic` is unknown; did you mean `theme.arctic"],
    );
    refused("\nrules = [\"micro_f2 >= 0.9\"]", &["gate.toml:2: metric `micro_f2` is unknown; did you mean `micro_f1`"]);
    refused("rules = [\"micro_f1 >= 90\"]", &["`90` in rule", "write shares, not per cent"]);
    refused("", &["gate.toml: no rule in it"]);
    folder.evaluate(&["gold.jsonl", "--gate", "none.toml"]).refused(&["none.toml: does not exist"]);
}

#[test]
fn a_report_that_cannot_be_compared_is_refused() {
    let folder = with_gold();
    assert_eq!(folder.evaluate(&["gold.jsonl", "--report", "old.json"]).code, 0);
    let old = folder.read("old.json");
    let refused = |text: &str, parts: &[&str]| {
        folder.file("old.json", text);
        folder.evaluate(&["gold.jsonl", "--against", "old.json"]).refused(parts);
    };
    refused(
        &old.replace("gongbao-evaluation/1", "gongbao-evaluation/9"),
        &["old.json: the report is of version `gongbao-evaluation/9`", "evaluate the baseline again"],
    );
    refused("{}", &["old.json: not an evaluation report"]);
    refused(&old[..old.len() / 2], &["old.json:", "unreadable report"]);
    refused(&old.replace("\"arctic\"", "\"antarctic\""), &["old.json: its themes are others"]);
    refused(&old.replace("\"id\": \"a\"", "\"id\": \"z\""), &["old.json: paragraph `a` is missing"]);
}

#[test]
fn bad_arguments_are_refused_before_the_work() {
    let folder = with_gold();
    folder
        .evaluate(&["gold.jsonl", "--report", "r.doc"])
        .refused(&["r.doc: its ending names no format; end it in one of .txt"]);
    folder
        .evaluate(&["gold.jsonl", "--report", "none/r.md"])
        .refused(&["its folder is not there; make the folder first"]);
    folder.evaluate(&["gold.jsonl", "--threshold", "85"]).refused(&["give a number between 0 and 1"]);
    folder.evaluate(&["gold.jsonl", "--rounds", "0"]).refused(&["give a whole number from 1"]);
    folder.evaluate(&["none.jsonl"]).refused(&["none.jsonl: does not exist", "check the name and the folder"]);
    folder.evaluate(&["gold.jsonl", "--against", "none.gongbao"]).refused(&["none.gongbao: does not exist"]);
    folder.file("broken.gongbao", "{}");
    folder.run(&["evaluate", "gold.jsonl", "--model", "broken.gongbao"]).refused(&["broken.gongbao"]);
}

#[test]
fn help_defines_every_average_and_lists_what_a_gate_may_name() {
    let help = Folder::new().run(&["evaluate", "--help"]).out;
    for term in [
        "micro  ",
        "macro  ",
        "weighted  ",
        "per paragraph",
        "subset accuracy",
        "Hamming loss",
        "theme.ID.recall",
        "ece_all",
    ] {
        assert!(help.contains(term), "help: {term}");
    }
}

#[test]
fn a_training_is_cross_validated_by_statement() {
    let json = Folder::new().run(&["cross-validate", SMALL, "--format", "json"]).json();
    assert_eq!(json["paragraphs"], 60);
    let parts = json["parts"].as_array().unwrap();
    let count = |part: &serde_json::Value, of: &str| part[of].as_u64().unwrap();
    assert_eq!(parts.iter().map(|part| count(part, "scored")).sum::<u64>(), 60);
    assert!(parts.iter().all(|part| count(part, "scored") + count(part, "learned") == 60));
}

#[test]
fn a_training_is_tested_on_the_years_after_it() {
    let json = Folder::new().run(&["cross-validate", SMALL, "--by", "year", "--format", "json"]).json();
    let parts = json["parts"].as_array().unwrap();
    assert_eq!(parts[0]["name"], "2013 to 2014");
    // Years 2010 to 2012 are only learned from.
    assert_eq!((&parts[0]["learned"], &json["paragraphs"]), (&15.into(), &45.into()));
}

#[test]
fn a_training_without_years_cannot_be_tested_by_year() {
    let folder = Folder::new();
    for name in ["themes.toml", "settings.toml", "dictionary.txt"] {
        folder.file(&format!("t/{name}"), std::fs::read_to_string(format!("{SMALL}/{name}")).unwrap());
    }
    folder.file("t/paragraphs/p.jsonl", gold());
    folder
        .run(&["cross-validate", "t", "--by", "year"])
        .refused(&["t: no year has enough labelled text", "cross-validate by statement"]);
}
