//! A small fixed evaluation with a gate, a comparison, a baseline and evidence.

use super::{Detail, Evaluation, Part};
use crate::document::Span;
use crate::evaluate::gate::Gate;
use crate::evaluate::report::{Report, Settings};
use crate::evaluate::resample::Rounds;
use crate::evaluate::scores::Scores;
use crate::evaluate::sentences::{JudgedSentence, SentenceScores};
use crate::evaluate::verdict::judge;
use crate::evaluate::{Judged, Sample};
use crate::system::{Word, Words};

const TEXT: &str = "双方愿在北极地区开展航运合作，一方重申坚持一个中国原则。";

fn paragraph(n: usize, gold: &[usize], predicted: &[usize], probabilities: [f32; 3]) -> Judged {
    Judged {
        id: format!("p{n}"),
        statement: format!("s{}", n / 2),
        gold: gold.to_vec(),
        predicted: predicted.to_vec(),
        review: if n == 3 { vec![1] } else { Vec::new() },
        probabilities: probabilities.to_vec(),
    }
}

fn rows() -> [Vec<Judged>; 2] {
    let now = vec![
        paragraph(0, &[0], &[0], [0.9, 0.1, 0.0]),
        paragraph(1, &[0, 1], &[0, 2], [0.8, 0.3, 0.6]),
        paragraph(2, &[], &[], [0.1, 0.1, 0.1]),
        paragraph(3, &[1], &[1], [0.0, 0.6, 0.2]),
    ];
    let mut before = now.clone();
    before[1].predicted = vec![0, 1];
    before[3].predicted = vec![];
    [now, before]
}

/// Two sentences of the second paragraph: the first rightly carries the Arctic, the second is also given it, for nothing.
fn sentences() -> Vec<JudgedSentence> {
    let sentence = |number, gold: &[usize], carried: &[usize]| JudgedSentence {
        paragraph: "p1".to_owned(),
        number,
        statement: "s0".to_owned(),
        gold: gold.to_vec(),
        true_themes: vec![0, 1],
        carried_of_true: carried.to_vec(),
        given_labels: vec![0, 2],
        carried_of_given: carried.to_vec(),
    };
    vec![sentence(1, &[0], &[0]), sentence(2, &[1], &[0])]
}

/// Arctic is right, Taiwan is missed once, space is absent and given once for nothing.
pub(super) fn evaluation() -> Evaluation {
    let themes = ["arctic", "taiwan", "space"].map(str::to_owned);
    let [now, before] = rows();
    let (sample, baseline) =
        (Sample::new(&themes, &now, "gold").unwrap(), Sample::new(&themes, &before, "before").unwrap());
    let report = Report::new(&sample, "new.gongbao", "gold.jsonl", Settings::default());
    let mut report = report.compared(&sample, &baseline, "old.gongbao", Settings::default()).unwrap();
    report = report.with_sentences(SentenceScores::new(&themes, &sentences(), Rounds::default(), "gold").unwrap());
    let gate = "rules = [\"micro_f1 >= 0.5\", \"theme.taiwan.recall >= 0.9\", \"theme.space.recall >= 0.5\"]";
    report.gate = Some(judge(&Gate::parse(gate, "gate.toml", &themes).unwrap(), &report));
    let word = |word: &str, adds| {
        let start = TEXT.find(word).unwrap();
        Word { word: word.to_owned(), adds: Some(adds), spans: vec![Span::new(start, start + word.len())] }
    };
    let words = |adds| Words::from_iter([("taiwan".to_owned(), vec![word("一个中国", adds), word("合作", -0.25)])]);
    let detail = Detail { text: TEXT.to_owned(), words: words(0.5), against: words(2.5) };
    Evaluation {
        baseline: Some(Scores::new(&baseline)),
        parts: vec![Part { name: "fold 1".to_owned(), learned: 9, scored: 4, micro_f1: Some(0.5), macro_f1: None }],
        details: [("p1".to_owned(), detail)].into_iter().collect(),
        names: [("arctic".to_owned(), "北极".to_owned())].into_iter().collect(),
        ..Evaluation::new(report)
    }
}
