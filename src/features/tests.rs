use super::*;
use crate::tfidf::{Kind, Term};

fn themes() -> ThemeSet {
    let text = "[[theme]]\nid=\"arctic\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\nstrong=[\"北极\"]\n";
    ThemeSet::parse(text, "t").unwrap()
}

fn dictionary() -> [Entry; 4] {
    ["加强", "北极", "双方", "合作"].map(|word| (word.to_owned(), 1000))
}

fn featuriser(themes: &ThemeSet, terms: &[Term]) -> Featuriser {
    Featuriser::new((&dictionary(), 60_000_000), (themes, "t"), runs(terms), Terms::default()).unwrap()
}

/// The terms of a text by number, each with its text as published, in order.
fn visit(featuriser: &Featuriser, text: &str, index: &mut impl Index) -> Vec<(u32, String)> {
    let (mut walk, mut found) = (Walk::default(), Vec::new());
    walk.read(text);
    featuriser.visit(&mut walk, index, |term, range| found.push((term, range)));
    let mut found: Vec<(u32, String)> =
        found.into_iter().map(|(term, range)| (term, walk.published(range).of(text).to_owned())).collect();
    found.sort_unstable();
    found
}

fn discover(text: &str) -> Vec<(Term, String)> {
    let themes = themes();
    let mut index = Discovery::new(&themes);
    let found = visit(&featuriser(&themes, &[]), text, &mut index);
    let terms = index.into_terms(&themes);
    found.into_iter().map(|(term, text)| (terms[term as usize].clone(), text)).collect()
}

#[test]
fn words_pairs_characters_and_theme_words_are_found_with_their_spans() {
    let found = discover("加强北极合作");
    let has = |kind, term: &str, text: &str| found.contains(&(Term { kind, text: term.to_owned() }, text.to_owned()));
    assert!(has(Kind::Word, "北极", "北极"));
    assert!(has(Kind::Pair, "北极 合作", "北极合作"));
    assert!(has(Kind::Characters, "极合", "极合"));
    assert!(has(Kind::Characters, "极合作", "极合作"));
    assert!(has(Kind::ThemeWord, "arctic strong", "北极"));
}

#[test]
fn nothing_crosses_punctuation() {
    let found = discover("北极,合作");
    assert!(found.iter().all(|(term, _)| !term.text.contains("极合") && term.kind != Kind::Pair));
}

#[test]
fn a_frozen_vocabulary_finds_what_discovery_found() {
    let text = "雙方加强北极合作，北极合作G20";
    let themes = themes();
    let mut index = Discovery::new(&themes);
    let discovered = visit(&featuriser(&themes, &[]), text, &mut index);
    let terms = index.into_terms(&themes);
    let mut dictionary = dictionary().to_vec();
    dictionary.extend([("g20".to_owned(), 0)]);
    dictionary.sort_unstable();
    let featuriser =
        Featuriser::new((&dictionary, 60_000_000), (&themes, "t"), runs(&terms), Terms::default()).unwrap();
    let vocabulary = Vocabulary::new(&terms, &featuriser, &themes);
    assert_eq!(visit(&featuriser, text, &mut &vocabulary), discovered);
    assert!(discovered.iter().any(|(term, text)| terms[*term as usize].text == "合作 g20" && text == "合作G20"));
}
