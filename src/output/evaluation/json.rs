//! Everything, versioned by `schema`: what programs read and what a later evaluation is compared with.

use super::Evaluation;

pub(super) fn render(evaluation: &Evaluation) -> serde_json::Result<String> {
    serde_json::to_string_pretty(evaluation).map(|json| json + "\n")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::evaluate::report::Report;

    #[test]
    fn it_is_read_back_as_it_was_and_as_a_report() {
        let evaluation = sample::evaluation();
        let json = render(&evaluation).unwrap();
        let report = Report::parse(&json, "x.json").unwrap();
        assert_eq!((report.judged, report.confusion), (evaluation.report.judged, evaluation.report.confusion));
        let back: Evaluation = serde_json::from_str(&json).unwrap();
        assert_eq!((back.details, back.parts), (evaluation.details, evaluation.parts));
    }

    #[test]
    fn the_figures_stand_where_programs_look_for_them() {
        let json: serde_json::Value = serde_json::from_str(&render(&sample::evaluation()).unwrap()).unwrap();
        assert!(
            json["micro"]["f1"].is_f64() && json["macro"]["f1"].is_f64() && json["baseline"]["micro"]["f1"].is_f64()
        );
        for field in ["precision", "recall", "f1", "support", "predicted", "correct"] {
            assert!(json["per_theme"]["arctic"][field].is_number(), "help: {field}");
        }
        assert!(json["per_theme"]["space"]["recall"].is_null());
        assert_eq!(json["sentences"]["true_themes"]["by_evidence"]["f1"], 0.5);
    }
}
