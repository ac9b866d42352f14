//! What holds for any text.

use std::io::BufReader;

use gongbao::document::Document;
use gongbao::ingest;
use gongbao::model::{Model, Scratch, TagOptions};
use gongbao::output::statement::{Context, FORMATS, Unit};
use gongbao::segment::segment;
use gongbao::stream::{self, Job};
use proptest::prelude::*;

/// Pieces of which statements, and things that are none, are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("一、".to_owned()),
        Just("（二）".to_owned()),
        Just("3.\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n\u{3000}\u{3000}".to_owned()),
        Just("。”".to_owned()),
        Just("双方重申一个中国原则，台湾是中国领土不可分割的一部分。".to_owned()),
        Just("雙方將深化石油、天然氣等領域的能源合作；".to_owned()),
        Just("ＢＲＩＣＳ与㍿①".to_owned()),
        Just("---\n".to_owned()),
        Just("</p><b>".to_owned()),
        "[\u{4E00}-\u{9FFF}]{1,12}",
        "\\PC{0,8}",
        any::<String>(),
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

fn document(text: String) -> Document {
    let mut document = Document { text, ..Document::default() };
    segment(&mut document);
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_tile_the_text_and_sentences_their_paragraph(text in text()) {
        let document = document(text.clone());
        let whole: String = document.blocks.iter().map(|block| block.span.of(&document.text)).collect();
        prop_assert_eq!(whole, text);
        for paragraph in &document.paragraphs {
            let sentences: String = paragraph.sentences.iter().map(|span| span.of(&document.text)).collect();
            prop_assert_eq!(sentences, document.text_of(paragraph));
        }
    }

    #[test]
    fn any_text_is_tagged_and_written_in_every_format(text in text()) {
        let model = Model::embedded().unwrap();
        let options = TagOptions { explain: true, threshold: Some(0.2), ..TagOptions::default() };
        let tagged = [model.tag(document(text), &options)];
        for unit in [Unit::Paragraph, Unit::Sentence] {
            let context = Context { unit, explain: true, ..Context::new(model) };
            for format in FORMATS {
                let mut out = Vec::new();
                (format.write)(&tagged, &context, &mut out).unwrap();
                prop_assert!(String::from_utf8(out).is_ok());
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in ingest::names().map(Some).chain([None]) {
            if let Ok(mut document) = ingest::read(&bytes, "x", format) {
                segment(&mut document);
                let whole: String = document.blocks.iter().map(|block| block.span.of(&document.text)).collect();
                prop_assert_eq!(whole, document.text);
            }
        }
    }

    #[test]
    fn every_line_that_is_not_blank_gives_one_line(
        lines in proptest::collection::vec(
            prop_oneof![
                text().prop_map(|text| serde_json::json!({ "id": 1, "text": text }).to_string()),
                "[ -~]{0,20}",
                "\\PC{0,20}",
            ],
            0..40,
        ),
        capacity in 1_usize..200,
    ) {
        let input = lines.join("\n");
        let expected = input.split('\n').filter(|line| !line.as_bytes().trim_ascii().is_empty()).count();
        let context = Context::new(Model::embedded().unwrap());
        let job = Job { source: "in", context: &context, options: &TagOptions::default() };
        let mut out = Vec::new();
        let reader = &mut BufReader::with_capacity(capacity, input.as_bytes());
        let totals = stream::run(job, reader, &mut out, &mut |_| ()).unwrap();
        let out = String::from_utf8(out).unwrap();
        prop_assert_eq!((totals.lines, out.lines().count()), (expected, expected));
        for line in out.lines() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{}", line);
        }
    }

    #[test]
    fn a_text_by_itself_is_judged_as_it_is_in_a_document(text in "[\u{4E00}-\u{9FFF}，]{6,60}。") {
        let model = Model::embedded().unwrap();
        let alone = model.judge(&text, &TagOptions::default(), &mut Scratch::default());
        let document = model.tag(document(format!("开头的一段话没有主题。\n\n{text}")), &TagOptions::default());
        let of = document.document.paragraphs.iter().position(|paragraph| document.document.text_of(paragraph) == text);
        if let Some(of) = of {
            prop_assert_eq!(&document.paragraphs[of].judgements, &alone.judgements);
        }
    }
}
