//! Memory is asked for by the paragraph, not by the word: counted with an allocator that counts.

use allocation_counter::measure;
use gongbao::model::{Model, Scratch, TagOptions};

const SENTENCE: &str = "双方反对任何形式的“台独”，主张在联合国框架内讨论北极航道与本币结算，并就金砖国家扩员保持沟通。";

/// Allocations of judging a text with buffers that have been used before.
fn allocations(text: &str) -> u64 {
    let model = Model::embedded().expect("the embedded model");
    let mut scratch = Scratch::default();
    let judge = |scratch: &mut Scratch| model.judge(text, &TagOptions::default(), scratch);
    assert!(judge(&mut scratch).assigned().count() >= 4, "help: the text should be full of theme words");
    measure(|| drop(judge(&mut scratch))).count_total
}

#[test]
fn a_paragraph_forty_times_as_long_needs_no_more_allocations() {
    let (short, long) = (allocations(SENTENCE), allocations(&SENTENCE.repeat(40)));
    assert!(short <= 6, "{short} for one sentence");
    assert_eq!(long, short, "help: something is allocated for each word or sentence");
}
