//! The evidence is the whole of the score, and stands where it says.

use gongbao::document::{Document, Span};
use gongbao::ingest;
use gongbao::model::{Model, TagOptions};
use gongbao::normalise::normalise;
use gongbao::output::statement::{Context, format};
use gongbao::segment::segment;
use gongbao::tagged::{TaggedParagraph, TaggedStatement};

fn corpus() -> Vec<Document> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/authored");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.filter(|file| file.extension().is_some_and(|e| e == "txt"));
    let read = |file: std::path::PathBuf| {
        let mut document = ingest::read(&std::fs::read(&file).unwrap(), file.to_str().unwrap(), None).unwrap();
        segment(&mut document);
        document
    };
    let documents: Vec<_> = texts.map(read).collect();
    assert!(!documents.is_empty());
    documents
}

fn explained(document: Document) -> TaggedStatement {
    let options = TagOptions { explain: true, ..TagOptions::default() };
    Model::embedded().unwrap().tag(document, &options)
}

#[test]
fn intercept_and_contributions_add_up_to_the_score() {
    let intercepts = &Model::embedded().unwrap().parts.weights.intercepts;
    let mut labels = 0;
    for statement in corpus().into_iter().map(explained) {
        for judgement in statement.paragraphs.iter().flat_map(TaggedParagraph::shown) {
            let contributions: f64 = judgement.evidence.iter().map(|evidence| evidence.contribution).sum();
            let sum = f64::from(intercepts[judgement.theme]) + contributions;
            // The evidence is sorted by strength; the last bit depends on the order of a sum.
            assert!((sum - judgement.score).abs() < 1e-12, "{sum} {}", judgement.score);
            labels += 1;
        }
    }
    assert!(labels > 100, "help: {labels} labels are too few to say anything");
}

/// Whether a span of a text holds the term, up to spelling.
fn holds(model: &Model, text: &str, kind: &str, term: &str, span: Span) -> bool {
    let found = normalise(span.of(text));
    match kind {
        "theme-word" => {
            let (theme, list) = term.rsplit_once(' ').unwrap();
            let theme = &model.themes().themes[model.themes().index(theme).unwrap()];
            let lists = [
                ("strong", &theme.strong),
                ("weak", &theme.weak),
                ("unnamed", &theme.unnamed),
                ("cited", &theme.cited),
            ];
            let words = lists.into_iter().find(|(name, _)| *name == list).unwrap().1;
            words.iter().any(|word| match word.split_once('…') {
                Some((start, end)) => found.starts_with(&*normalise(start)) && found.ends_with(&*normalise(end)),
                None => found == normalise(word),
            })
        }
        _ => found == term.replace(' ', ""),
    }
}

#[test]
fn the_spans_in_the_json_point_at_their_terms_in_the_published_text() {
    let model = Model::embedded().unwrap();
    let mut spans = 0;
    for statement in corpus().into_iter().map(explained) {
        let text = statement.document.text.clone();
        let context = Context { explain: true, ..Context::new(model) };
        let mut out = Vec::new();
        (format("json").unwrap().write)(&[statement], &context, &mut out).unwrap();
        let page: serde_json::Value = serde_json::from_slice(&out).unwrap();
        for paragraph in page["documents"][0]["paragraphs"].as_array().unwrap() {
            let number = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
            let (start, end) = (number(&paragraph["start"]), number(&paragraph["end"]));
            assert_eq!(text[start..end], *paragraph["text"].as_str().unwrap());
            let evidence = paragraph["evidence"].as_object().unwrap();
            for term in evidence.values().flat_map(|theme| theme["terms"].as_array().unwrap()) {
                let (name, kind) = (term["term"].as_str().unwrap(), term["kind"].as_str().unwrap());
                for span in term["spans"].as_array().unwrap() {
                    let span = Span::new(number(&span[0]), number(&span[1]));
                    assert!(start <= span.start && span.end <= end, "{name} {span:?}");
                    assert!(holds(model, &text, kind, name, span), "{name} ({kind}) is not {}", span.of(&text));
                    spans += 1;
                }
            }
        }
    }
    assert!(spans > 1000, "help: {spans} spans are too few to say anything");
}
