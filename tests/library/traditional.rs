//! Traditional characters are read as their simplified forms.

use gongbao::model::{Model, Scratch, TagOptions};

/// The same sentence in both scripts.
const PAIRS: [(&str, &str); 6] = [
    (
        "双方重申坚持一个中国原则，台湾是中国领土不可分割的一部分，反对任何形式的“台湾独立”。",
        "雙方重申堅持一個中國原則，臺灣是中國領土不可分割的一部分，反對任何形式的「臺灣獨立」。",
    ),
    (
        "双方将深化石油、天然气、煤炭、电力和民用核能领域的合作，保障跨境能源管道安全运营。",
        "雙方將深化石油、天然氣、煤炭、電力和民用核能領域的合作，保障跨境能源管道安全運營。",
    ),
    (
        "双方将在北极航道开发和极地科学考察方面加强合作，保护北极生态环境。",
        "雙方將在北極航道開發和極地科學考察方面加強合作，保護北極生態環境。",
    ),
    (
        "双方主张恢复朝鲜半岛的和平与稳定，反对施加单边制裁和军事压力。",
        "雙方主張恢復朝鮮半島的和平與穩定，反對施加單邊制裁和軍事壓力。",
    ),
    (
        "双方支持金砖国家和上海合作组织扩大务实合作，维护世界贸易组织的核心地位。",
        "雙方支持金磚國家和上海合作組織擴大務實合作，維護世界貿易組織的核心地位。",
    ),
    (
        "双方愿加强人工智能、信息通信技术和网络安全领域的交流，反对把技术问题政治化。",
        "雙方願加強人工智能、信息通信技術和網絡安全領域的交流，反對把技術問題政治化。",
    ),
];

#[test]
fn a_text_has_the_same_labels_in_both_scripts() {
    let model = Model::embedded().unwrap();
    let mut scratch = Scratch::default();
    let mut labels = |text: &str| {
        let judged = model.judge(text, &TagOptions::default(), &mut scratch);
        let labels: Vec<_> = judged.shown().map(|j| (model.themes().id(j.theme).to_owned(), j.assigned)).collect();
        labels
    };
    for (simplified, traditional) in PAIRS {
        let found = labels(simplified);
        assert!(!found.is_empty(), "help: {simplified} shows nothing");
        assert_eq!(found, labels(traditional), "{traditional}");
    }
}

#[test]
fn evidence_points_into_the_traditional_text() {
    let model = Model::embedded().unwrap();
    let options = TagOptions { explain: true, ..TagOptions::default() };
    let (_, traditional) = PAIRS[0];
    let judged = model.judge(traditional, &options, &mut Scratch::default());
    let evidence = judged.shown().flat_map(|judgement| &judgement.evidence);
    let marked: Vec<&str> = evidence.flat_map(|e| e.spans.iter().map(|span| span.of(traditional))).collect();
    assert!(marked.contains(&"臺灣"), "{marked:?}");
}
