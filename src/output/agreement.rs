//! The agreement of two readers, for the terminal.

use std::fmt::{Result as Written, Write as _};

use super::figures::{counted, figure};
use super::harmless::plain;
use super::tables::{print, table};
use crate::evaluate::agreement::Agreement;

/// The most paragraphs that the list of disagreements names.
const MOST: usize = 20;

/// Tables, with colour codes.
#[must_use]
pub fn table_of(agreement: &Agreement) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, agreement);
    out
}

fn write(out: &mut String, agreement: &Agreement) -> Written {
    let mut themes = table(&["theme", "kappa", "alpha", "F1", "first", "second", "both"]);
    for (id, theme) in &agreement.per_theme {
        let figures = [theme.kappa, theme.alpha, theme.f1].map(figure);
        let counts = [theme.first, theme.second, theme.both].map(|n| n.to_string());
        themes.add_row([plain(id)].into_iter().chain(figures).chain(counts));
    }
    print(out, &themes)?;
    writeln!(out, "\n{} that both read", counted(agreement.paragraphs, "paragraph"))?;
    writeln!(out, "mean kappa of the themes {}", figure(agreement.mean_kappa))?;
    writeln!(out, "Krippendorff's alpha of all labels {}", figure(agreement.alpha))?;
    writeln!(out, "micro F1 of one reader against the other {}", figure(agreement.micro_f1))?;
    writeln!(out, "share of paragraphs with the same labels {}", figure(agreement.same_labels))?;
    let number = agreement.disagreements.len();
    writeln!(out, "\n{} on which they differ (< only the first, > only the second)", counted(number, "paragraph"))?;
    for case in agreement.disagreements.iter().take(MOST) {
        let first = case.only_first.iter().map(|id| format!("<{id}"));
        let all: Vec<String> = first.chain(case.only_second.iter().map(|id| format!(">{id}"))).collect();
        writeln!(out, "  {}: {}", plain(&case.id), plain(&all.join(" ")))?;
    }
    let left = number.saturating_sub(MOST);
    if left > 0 { writeln!(out, "  and {left} more: see --format json") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Judged, Sample};

    #[test]
    fn two_readers_side_by_side() {
        let row = |n: usize, gold: &[usize], predicted: &[usize]| Judged {
            id: format!("p{n}"),
            gold: gold.to_vec(),
            predicted: predicted.to_vec(),
            ..Judged::default()
        };
        let rows = [row(0, &[0], &[0]), row(1, &[0], &[1]), row(2, &[], &[])];
        let themes = ["arctic", "taiwan"].map(str::to_owned);
        let agreement = Agreement::new(&Sample::new(&themes, &rows, "t").unwrap());
        insta::assert_snapshot!(table_of(&agreement));
    }
}
