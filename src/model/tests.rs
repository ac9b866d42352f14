use super::*;

#[test]
fn in_the_order_of_the_row_the_evidence_adds_up_to_the_score_to_the_last_bit() {
    let model = Model::embedded().unwrap();
    let options = TagOptions { explain: true, threshold: Some(0.0), ..TagOptions::default() };
    let mut scratch = Scratch::default();
    for text in [
        "双方重申坚持一个中国原则，台湾是中国领土不可分割的一部分，中方支持俄方维护国家统一。",
        "雙方將在北極航道開發、天然氣管道和金融合作方面加強協調，反對單邊制裁。",
        "双方没有谈到任何主题。",
    ] {
        let judged = model.judge(text, &options, &mut scratch);
        let place = |evidence: &Evidence| {
            let is = |term: &Term| term.kind.id() == evidence.kind && term.text == evidence.term;
            scratch.row.iter().position(|&(term, _)| is(&model.parts.terms[term as usize]))
        };
        assert_eq!(judged.judgements.len(), model.themes().len());
        for judgement in &judged.judgements {
            let mut evidence: Vec<&Evidence> = judgement.evidence.iter().collect();
            evidence.sort_by_key(|evidence| place(evidence));
            let intercept = f64::from(model.parts.weights.intercepts[judgement.theme]);
            let sum = evidence.iter().fold(intercept, |sum, evidence| sum + evidence.contribution);
            assert_eq!(sum.to_bits(), judgement.score.to_bits(), "{} {text}", model.themes().id(judgement.theme));
        }
    }
}

#[test]
fn a_dictionary_out_of_order_is_refused_by_its_word() {
    let mut parts = Model::embedded().unwrap().parts.clone();
    parts.dictionary.swap(0, 1);
    let (first, second) = (parts.dictionary[0].0.clone(), parts.dictionary[1].0.clone());
    let error = Model::read(&parts.to_bytes(), "m.gongbao").unwrap_err().to_string();
    assert!(error.contains(&format!("its word `{second}` is not after `{first}`")), "{error}");
    parts.dictionary[1] = parts.dictionary[0].clone();
    assert!(Model::read(&parts.to_bytes(), "m.gongbao").is_err());
}
