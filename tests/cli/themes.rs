use serde_json::Value;

use crate::fixture::Folder;

#[test]
fn the_table_lists_every_theme_with_its_meaning() {
    let ran = Folder::new().run(&["themes"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for part in ["partnership", "伙伴关系", "Arctic", "+ ", "− ", "F1"] {
        assert!(ran.out.contains(part), "{part}");
    }
}

#[test]
fn json_holds_names_notes_and_how_well_each_is_recognised() {
    let ran = Folder::new().run(&["themes", "--format", "json"]);
    let listing: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(listing["schema"], "gongbao-themes/1");
    for theme in listing["themes"].as_array().unwrap() {
        let keys: Vec<_> = theme.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["id", "zh", "en", "section", "definition", "include", "exclude", "f1", "support"]);
        assert!(theme["f1"].as_f64().is_some_and(|f1| (0.0..=1.0).contains(&f1)), "{theme}");
    }
}

#[test]
fn completions_are_written_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = Folder::new().run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("all-scores"), "{shell}");
    }
}

#[test]
fn manual_pages_are_written_to_standard_output_or_into_a_folder() {
    let folder = Folder::new();
    assert!(folder.run(&["man"]).out.contains(".TH gongbao"));
    assert_eq!(folder.run(&["man", "."]).code, 0);
    let names = folder.names();
    assert!(names.contains(&"gongbao.1".to_owned()) && names.contains(&"gongbao-tag.1".to_owned()), "{names:?}");
    let ran = folder.run(&["man", "nowhere"]);
    assert!(ran.code == 2 && ran.err.contains("nowhere/gongbao.1: cannot be written"), "{}", ran.err);
}
