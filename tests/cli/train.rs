//! `gongbao train`.

use crate::fixture::{Folder, SMALL, line};

const LABELLED: &str = "双方支持北极航道开发和北极科考。会谈在友好的气氛中进行。一方重申台湾是中国领土的一部分。";

/// The small labelled text, with `more` lines in a second file.
fn trained(more: &str) -> Folder {
    let folder = Folder::new();
    for name in ["themes.toml", "settings.toml", "dictionary.txt", "paragraphs/paragraphs.jsonl"] {
        folder.file(&format!("t/{name}"), std::fs::read_to_string(format!("{SMALL}/{name}")).unwrap());
    }
    folder.file("t/paragraphs/more.jsonl", more);
    assert_eq!(folder.run(&["train", "t", "--out", "m.gongbao"]).code, 0);
    folder
}

/// The cut in the second line of a model file.
fn cut(folder: &Folder) -> f64 {
    let settings: serde_json::Value = serde_json::from_str(folder.read("m.gongbao").lines().nth(1).unwrap()).unwrap();
    settings["cuts"]["sentence"].as_f64().unwrap()
}

#[test]
fn without_labelled_sentences_the_cut_is_the_default_and_the_card_says_that_nothing_measured_it() {
    let folder = trained(&line("more", "more-2020", LABELLED, &["arctic", "taiwan"]));
    assert!((cut(&folder) - 0.071).abs() < 1e-6);
    assert!(folder.read("m.md").contains("No labelled sentences"));
}

#[test]
fn labelled_sentences_choose_the_cut_by_a_model_that_did_not_see_their_statements() {
    let row = |sentences: &str| {
        let row = line("more", "more-2020", LABELLED, &["arctic", "taiwan"]);
        trained(&row.replace('}', &format!(",\"sentences\":{sentences}}}")))
    };
    let apart = row("[[\"arctic\"],[],[\"taiwan\"]]");
    let card = apart.read("m.md");
    assert!(card.contains("1 paragraphs (3 sentences)") && card.contains("a model of the other statements"), "{card}");
    assert!(card.contains("| every sentence | 0.333 | 1.000 | 0.500 |"), "{card}");
    let weights = |folder: &Folder| folder.read("m.gongbao").lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(weights(&apart), weights(&trained(&line("more", "more-2020", LABELLED, &["arctic", "taiwan"]))));
    assert!(cut(&apart) > 0.071, "help: no other sentence than the two carries a theme; {}", cut(&apart));
}
