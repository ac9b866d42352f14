//! What is opposed and what is supported: the objects of 反对, 谴责, 支持, 欢迎 …, with their sentences.
//!
//! The verbs and who may speak are data (`mentions.toml`). The object is what follows the verb up to the next punctuation that ends a
//! clause; an enumeration with 、 is one object. Where nothing follows (对此表示理解和支持), the object is what stands
//! after 对; a stance whose object the clause does not name is left out.

use crate::analyse::mentions::{Finder, Names};
use crate::analyse::series::{Reference, Series};
use crate::document::Span;
use crate::normalise::normalise;

/// One thing that is opposed or supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Index of the stance in [`Names::stances`].
    pub stance: usize,
    /// The paragraph.
    pub at: Reference,
    /// Index of the sentence in the paragraph.
    pub sentence: usize,
    /// The verb.
    pub verb: String,
    /// Who takes it, where the sentence says so before the verb.
    pub speaker: Option<String>,
    /// What is opposed or supported, in normal form.
    pub object: String,
}

/// Every stance in the series, in the order of the text.
#[must_use]
pub fn taken(series: &Series, names: &Names) -> Vec<Taken> {
    let not: Vec<String> = names.stances.iter().flat_map(|stance| stance.not.clone()).collect();
    let finder = Finder::new(names.stances.iter().map(|stance| stance.verbs.as_slice()), &not);
    let mut all = Vec::new();
    for (at, _, _) in series.paragraphs() {
        let statement = &series.statements[at.statement];
        let mut speaker = None;
        for (index, span) in statement.sentences(at.paragraph).iter().enumerate() {
            let sentence = normalise(Span::of(*span, &statement.tagged.document.text));
            for (owners, verb) in finder.find(&sentence) {
                speaker = last_speaker(&sentence[..verb.start], &names.speakers).or(speaker);
                let Some(object) = object(&sentence, &verb) else { continue };
                let verb = sentence[verb].to_owned();
                let taken = |&stance: &usize| Taken {
                    stance,
                    at,
                    sentence: index,
                    verb: verb.clone(),
                    speaker: speaker.map(ToOwned::to_owned),
                    object: object.to_owned(),
                };
                all.extend(owners.iter().map(taken));
            }
        }
    }
    all
}

fn last_speaker<'a>(before: &str, speakers: &'a [String]) -> Option<&'a str> {
    speakers.iter().filter_map(|name| Some((before.rfind(name.as_str())?, name.as_str()))).max().map(|(_, name)| name)
}

/// Words between an object that stands before its verb and the verb.
const BETWEEN: [&str; 9] = ["表示", "予以", "给予", "坚定", "坚决", "全力", "理解和", "理解并", "相互"];

fn object<'a>(sentence: &'a str, verb: &std::ops::Range<usize>) -> Option<&'a str> {
    let ends = |c: char| matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | ' ' | '\n');
    let after = &sentence[verb.end..];
    let after = &after[..after.find(ends).unwrap_or(after.len())];
    let before = &sentence[..verb.start];
    // 民众的支持 is a noun.
    if before.ends_with('的') || after.starts_with('的') {
        return None;
    }
    if after.is_empty() { before_verb(before, ends) } else { Some(after) }
}

/// The object that stands before its verb: 对…表示支持, 在…问题上相互支持; for 对此 the clause before.
fn before_verb(before: &str, ends: impl Fn(char) -> bool + Copy) -> Option<&str> {
    let mut clauses = before.rsplit(ends);
    let clause = trimmed(clauses.next()?);
    let at = clause.rfind('对').map(|at| at + '对'.len_utf8());
    let object = match at.map(|at| &clause[at..]) {
        Some("此") => clauses.next()?,
        Some(object) => object,
        None => &clause[clause.find('在').filter(|_| clause.ends_with("问题上"))?..],
    };
    (!object.is_empty()).then_some(object)
}

fn trimmed(mut clause: &str) -> &str {
    while let Some(shorter) = BETWEEN.iter().find_map(|word| clause.strip_suffix(word)) {
        clause = shorter;
    }
    clause
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::series::tests::statement;

    fn of(text: &str) -> Vec<(usize, Option<String>, String)> {
        let series = Series::new(vec![statement("a", None, &[(text, &[])])]);
        let names = Names::embedded().unwrap();
        taken(&series, &names).into_iter().map(|t| (t.stance, t.speaker, t.object)).collect()
    }

    #[test]
    fn the_object_runs_to_the_end_of_the_clause() {
        let found = of("双方反对霸权、强权政治，支持联合国。");
        let both = || Some("双方".to_owned());
        assert_eq!(found, [(0, both(), "霸权、强权政治".to_owned()), (1, both(), "联合国".to_owned())]);
    }

    #[test]
    fn the_speaker_is_the_last_one_named() {
        assert_eq!(of("双方指出，俄方支持一个中国原则。")[0].1.as_deref(), Some("俄方"));
        assert_eq!(of("谴责恐怖主义。")[0].1, None);
    }

    #[test]
    fn verbs_and_speakers_are_the_files_own() {
        let file = "speakers = [\"我们\"]\n[[stance]]\nid = \"hailed\"\nen = \"Hailed\"\nverbs = [\"祝贺\"]\n";
        let names = Names::parse(file, "n.toml").unwrap();
        let series = Series::new(vec![statement("a", None, &[("我们祝贺金砖扩员，双方支持。", &[])])]);
        let told: Vec<_> = taken(&series, &names).into_iter().map(|t| (t.speaker, t.verb, t.object)).collect();
        assert_eq!(told, [(Some("我们".to_owned()), "祝贺".to_owned(), "金砖扩员".to_owned())]);
    }

    #[test]
    fn an_object_may_stand_before_its_verb() {
        assert_eq!(of("俄方对中方的主张表示支持。")[0].2, "中方的主张");
        assert_eq!(of("中方采取反制措施，俄方对此表示理解和支持。")[0].2, "中方采取反制措施");
        assert_eq!(of("双方在涉及核心利益的问题上相互坚定支持。")[0].2, "在涉及核心利益的问题上");
        assert!(of("愿在国际组织中予以支持。").is_empty());
    }

    #[test]
    fn a_noun_is_no_verb() {
        assert!(of("扶植反对势力。反对派。两国民众的支持。").is_empty());
    }
}
