//! How sure the labels are.

use super::Kind;
use crate::analyse::study::Study;
use crate::model::Quality;
use crate::output::analysis::table::{Table, Value};

/// The model's scores by theme.
pub(super) static MODEL: Kind = Kind { id: "model", about: "how sure the labels of each theme are", make };

fn make(study: &Study) -> Table {
    let mut table =
        Table::new("model", "How sure the labels are", &["Theme", "Precision", "Recall", "F1", "Paragraphs"])
            .noted("out-of-fold scores: each paragraph was judged by a model that had not seen its statement");
    let origin = &study.model.parts.origin;
    let row = |name: String, q: &Quality| {
        let number = |x: f32| if x.is_finite() { Value::Number(f64::from(x), 2) } else { Value::None };
        vec![Value::Text(name), number(q.precision), number(q.recall), number(q.f1), Value::Count(q.support)]
    };
    table.rows.push(row("all labels (micro)".to_owned(), &origin.micro));
    table.rows.push(row("mean of themes (macro)".to_owned(), &origin.macro_average));
    let themes = study.model.themes().themes.iter().zip(&origin.themes);
    table.rows.extend(themes.map(|(theme, quality)| row(theme.en.clone(), quality)));
    table
}
