//! Each stage by itself, with throughput: `cargo bench`. Reads the authored corpus, or the file named in
//! `GONGBAO_BENCH_TEXT` (plain text, a paragraph a line).
#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]

use std::hint::black_box;
use std::{env, fs};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gongbao::cut::{Cutter, Steps, can_stand};
use gongbao::features::{Featuriser, Vocabulary, Walk, runs};
use gongbao::model::{Model, Scratch, TagOptions};
use gongbao::normalise::read;
use gongbao::search::Search;

/// Paragraphs of the corpus, or of the file that the environment names.
fn paragraphs() -> Vec<String> {
    let texts = match env::var("GONGBAO_BENCH_TEXT") {
        Ok(file) => vec![fs::read_to_string(file).expect("GONGBAO_BENCH_TEXT names a UTF-8 text")],
        Err(_) => fs::read_dir("corpus/authored")
            .expect("benches run from the project's folder")
            .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
            .collect(),
    };
    let lines = texts.iter().flat_map(|text| text.lines()).map(str::trim);
    lines.filter(|line| line.chars().count() > 20).map(str::to_owned).collect()
}

fn featuriser(model: &Model) -> Featuriser {
    let parts = &model.parts;
    let dictionary = (parts.dictionary.as_slice(), parts.dictionary_total);
    let featuriser = Featuriser::new(dictionary, (&parts.themes, "bench"), runs(&parts.terms), parts.terms_made);
    featuriser.expect("the embedded model's theme words")
}

/// The stages over all paragraphs.
fn stages(c: &mut Criterion) {
    let model = Model::embedded().expect("the embedded model");
    let published = paragraphs();
    let bytes: usize = published.iter().map(String::len).sum();
    let featuriser = featuriser(model);
    let dictionary = &model.parts.dictionary;
    let vocabulary = Vocabulary::new(&model.parts.terms, &featuriser, model.themes());
    let words = Search::new(dictionary.iter().map(|(word, _)| word.as_str()));
    let stands: Vec<bool> = dictionary.iter().map(|(word, times)| *times > 0 && can_stand(word)).collect();
    let cutter = Cutter::new(dictionary, model.parts.dictionary_total);
    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    let (mut chars, mut steps) = (Vec::new(), Steps::default());
    group.bench_function("read in normal form", |b| {
        b.iter(|| {
            let mut characters = 0_usize;
            for text in &published {
                read(text, &mut chars);
                characters += chars.len();
            }
            characters
        });
    });
    group.bench_function("cut, with the words of the dictionary found", |b| {
        b.iter(|| {
            let mut found = 0_usize;
            for text in &published {
                read(text, &mut chars);
                chars.pop();
                steps.clear();
                for start in 0..chars.len() {
                    steps.advance();
                    words.at(&chars, start, |word, end| {
                        if stands[word as usize] {
                            steps.add(word, end);
                        }
                    });
                }
                cutter.cut(&chars, &mut steps, |_, _| found += 1);
            }
            found
        });
    });
    let mut walk = Walk::default();
    group.bench_function("all terms", |b| {
        b.iter(|| {
            let mut terms = 0_usize;
            for text in &published {
                walk.read(text);
                featuriser.visit(&mut walk, &mut &vocabulary, |_, _| terms += 1);
            }
            terms
        });
    });
    let mut scratch = Scratch::default();
    group.bench_function("score", |b| {
        b.iter(|| published.iter().map(|t| model.scores(t, &mut scratch)[0]).sum::<f64>());
    });
    let options = TagOptions::default();
    group.bench_function("whole", |b| {
        b.iter(|| published.iter().map(|t| model.judge(t, &options, &mut scratch).assigned().count()).sum::<usize>());
    });
    group.finish();
}

/// Short, long and many paragraphs through the whole of tagging.
fn shapes(c: &mut Criterion) {
    let model = Model::embedded().expect("the embedded model");
    let all = paragraphs();
    let mut by_length = all.clone();
    by_length.sort_by_key(String::len);
    let short = &by_length[..by_length.len() / 4];
    let long = &by_length[by_length.len() * 3 / 4..];
    let many: Vec<String> = all.iter().cycle().take(5000).cloned().collect();
    let options = TagOptions::default();
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("shapes");
    group.sample_size(10);
    for (name, texts) in [("short", short), ("long", long), ("many", &many)] {
        group.throughput(Throughput::Bytes(texts.iter().map(|t| t.len() as u64).sum()));
        group.bench_function(name, |b| {
            b.iter(|| texts.iter().for_each(|t| drop(black_box(model.judge(t, &options, &mut scratch)))));
        });
    }
    group.finish();
}

/// What is paid before the first paragraph.
fn start(c: &mut Criterion) {
    let bytes = fs::read("models/default.gongbao").expect("benches run from the project's folder");
    c.bench_function("read the model", |b| b.iter(|| Model::read(&bytes, "bench").is_ok()));
}

criterion_group!(benches, stages, shapes, start);
criterion_main!(benches);
