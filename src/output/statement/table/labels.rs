//! A label on a line: sure ones plain, unsure ones with a question mark, near misses in brackets.

use anstyle::Style;

use super::{FAINT, SURE, UNSURE};
use crate::model::Model;
use crate::output::statement::Standing;
use crate::tagged::{Judgement, TaggedParagraph};

/// A line of a table's last column and its style.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) style: Style,
}

/// The labels of a row, a line each, the likeliest first and near misses last; or a word on why there is none.
pub(super) fn lines(tagged: &TaggedParagraph, model: &Model) -> Vec<Line> {
    if let Some(unjudged) = tagged.unjudged {
        return vec![Line { text: format!("  not judged: {}", unjudged.reason()), style: FAINT }];
    }
    let lines: Vec<Line> = by_likelihood(tagged).into_iter().map(|judgement| line(judgement, model)).collect();
    if lines.is_empty() { vec![Line { text: "  –".to_owned(), style: FAINT }] } else { lines }
}

/// The labels to show, the likeliest first and near misses last.
pub(super) fn by_likelihood(tagged: &TaggedParagraph) -> Vec<&Judgement> {
    let mut shown: Vec<&Judgement> = tagged.shown().collect();
    shown.sort_by(|a, b| b.assigned.cmp(&a.assigned).then(b.probability.total_cmp(&a.probability)));
    shown
}

fn line(judgement: &Judgement, model: &Model) -> Line {
    let name = named(judgement, model);
    match Standing::of(judgement) {
        Standing::Sure => Line { text: format!("  {name}"), style: SURE },
        Standing::Unsure => Line { text: format!("? {name}"), style: UNSURE },
        Standing::NearMiss => Line { text: format!(" [{name}]"), style: FAINT },
    }
}

/// Probability, Chinese name and id.
pub(super) fn named(judgement: &Judgement, model: &Model) -> String {
    let theme = &model.themes().themes[judgement.theme];
    format!("{:.2} {} {}", judgement.probability, theme.zh, theme.id)
}
