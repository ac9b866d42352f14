//! What appeared, grew, shrank and vanished from one statement to the next.

use serde::Serialize;

use crate::analyse::room::Matrix;

/// What became of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The earlier statement has nothing of it.
    Appeared,
    /// It has more sentences than before.
    Grew,
    /// It has fewer sentences than before.
    Shrank,
    /// The later statement has nothing of it.
    Vanished,
}

impl Kind {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::Grew => "grew",
            Self::Shrank => "shrank",
            Self::Vanished => "vanished",
        }
    }
}

/// One theme's change between two consecutive statements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The theme's index.
    pub theme: usize,
    /// The later statement's index; the earlier one stands just before it.
    pub statement: usize,
    /// What became of it.
    pub kind: Kind,
    /// Sentences before and after, in the matrix's unit.
    pub sentences: (usize, usize),
    /// Change of its share of the text, in percentage points.
    pub points: f64,
    /// Whether the change exceeds what the classifier's own error could produce, by
    /// [`Estimate::differs_from`](crate::analyse::room::Estimate::differs_from).
    pub certain: bool,
}

/// Every change, statement by statement; the largest first within a statement.
#[must_use]
pub fn changes(matrix: &Matrix) -> Vec<Change> {
    let later = 1..matrix.cells.first().map_or(0, Vec::len);
    let mut changes: Vec<Change> =
        later.flat_map(|s| (0..matrix.cells.len()).filter_map(move |theme| change(matrix, theme, s))).collect();
    changes.sort_by_key(|c| (c.statement, std::cmp::Reverse(c.sentences.0.abs_diff(c.sentences.1)), c.theme));
    changes
}

fn change(matrix: &Matrix, theme: usize, statement: usize) -> Option<Change> {
    let (old, new) = (&matrix.cells[theme][statement - 1], &matrix.cells[theme][statement]);
    let kind = match (old.room.paragraphs, new.room.paragraphs) {
        (0, 0) => return None,
        (0, _) => Kind::Appeared,
        (_, 0) => Kind::Vanished,
        _ if new.room.sentences > old.room.sentences => Kind::Grew,
        _ if new.room.sentences < old.room.sentences => Kind::Shrank,
        _ => return None,
    };
    Some(Change {
        theme,
        statement,
        kind,
        sentences: (old.room.sentences, new.room.sentences),
        points: 100.0 * (new.room.share - old.room.share),
        certain: old.estimate.differs_from(&new.estimate),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::room::Unit;
    use crate::analyse::room::tests::{GOOD, two_years};
    use crate::analyse::series::{Series, tests::statement};

    #[test]
    fn each_kind_of_change_is_told() {
        let matrix = Matrix::new(&two_years(), &[GOOD, GOOD], Unit::Sentence);
        let kinds: Vec<_> = changes(&matrix).iter().map(|c| (c.theme, c.kind, c.sentences)).collect();
        assert_eq!(kinds, [(0, Kind::Vanished, (1, 0)), (1, Kind::Shrank, (2, 1))]);
        assert!(changes(&matrix).iter().all(|c| !c.certain), "single sentences are within the error");
    }

    #[test]
    fn a_large_change_is_certain() {
        let many: Vec<(&str, &[usize])> = vec![("北极。", &[0]); 15];
        let series =
            Series::new(vec![statement("a", Some("2022-01-01"), &[]), statement("b", Some("2023-01-01"), &many)]);
        let found = changes(&Matrix::new(&series, &[GOOD], Unit::Sentence));
        assert_eq!((found[0].kind, found[0].certain), (Kind::Appeared, true));
        assert!((found[0].points - 100.0).abs() < 1e-9);
    }

    #[test]
    fn one_statement_or_none_has_no_changes() {
        let alone = Series::new(vec![statement("a", None, &[("北极。", &[0])])]);
        assert!(changes(&Matrix::new(&alone, &[GOOD], Unit::Sentence)).is_empty());
        assert!(changes(&Matrix::new(&Series::default(), &[GOOD], Unit::Sentence)).is_empty());
        assert!(changes(&Matrix::new(&alone, &[], Unit::Sentence)).is_empty());
    }
}
