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

/// Why a model is refused whose lines were changed with care: the checksum is right.
fn refusal(change: impl Fn(&mut Vec<String>)) -> String {
    let bytes = Model::embedded().unwrap().parts.to_bytes();
    let mut lines: Vec<String> = String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
    change(&mut lines);
    let body: String = lines[1..].iter().flat_map(|line| [line, "\n"]).collect();
    let head =
        format!("{{\"format\":\"gongbao-model\",\"version\":2,\"crc32\":{}}}\n", crc32fast::hash(body.as_bytes()));
    Model::read((head + &body).as_bytes(), "m.gongbao").unwrap_err().to_string()
}

#[test]
fn a_line_that_cannot_be_read_is_named_by_its_number() {
    // Settings, a theme, a word, and a term far down.
    for line in [2, 9, 10_000, 25_000] {
        let error = refusal(|lines| lines[line - 1].truncate(2));
        assert!(error.contains(&format!("its line {line} cannot be read: ")), "{error}");
        assert!(!error.contains(" at line "), "{error}");
    }
}

#[test]
fn every_line_holds_one_value() {
    let error = refusal(|lines| {
        let word = lines.remove(100);
        lines[100] += &word;
        lines.push(String::new());
    });
    assert!(error.contains("its line 101 cannot be read: trailing characters"), "{error}");
}

#[test]
fn an_outline_is_what_the_model_has_and_is_refused_as_the_model_is() {
    let (model, outline) = (Model::embedded().unwrap(), Outline::embedded().unwrap());
    assert_eq!((&outline.name, &outline.themes), (&model.name, model.themes()));
    assert_eq!(outline.origin, model.parts.origin);
    let mut bytes = model.parts.to_bytes();
    *bytes.last_mut().unwrap() = b' ';
    let refused = [Model::read(&bytes, "m").unwrap_err(), Outline::read(&bytes, "m").unwrap_err()];
    assert_eq!(refused[0].to_string(), refused[1].to_string());
}
