//! The findings of a check of labelled text, for the terminal.

use std::fmt::{Result as Written, Write as _};

use anstyle::{AnsiColor, Style};

use super::figures::counted;
use super::harmless::plain;
use crate::check::{Finding, Severity, beginning};
use crate::evaluate::noise::{Noise, Suspect};
use crate::labelled::Labelled;

const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default();

/// The most labels in doubt that the list names.
const MOST: usize = 50;

/// The most characters of a paragraph that are quoted.
const QUOTED: usize = 40;

/// A line a finding and a count, with colour codes.
#[must_use]
pub fn lines_of(findings: &[Finding]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, findings);
    out
}

fn write(out: &mut String, findings: &[Finding]) -> Written {
    for Finding { severity, place, problem, remedy, .. } in findings {
        let (style, severity) = match severity {
            Severity::Error => (BAD, "error"),
            Severity::Warning => (DOUBTFUL, "warning"),
        };
        writeln!(out, "{style}{severity}:{style:#} {}: {}; {remedy}", plain(place), plain(problem))?;
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    writeln!(out, "{}, {}", counted(errors, "error"), counted(findings.len() - errors, "warning"))
}

/// The labels most in doubt; `rows` are the paragraphs of the sample.
#[must_use]
pub fn suspects_of(noise: &Noise, rows: &[Labelled]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_suspects(&mut out, noise, rows);
    out
}

fn write_suspects(out: &mut String, noise: &Noise, rows: &[Labelled]) -> Written {
    let number = noise.suspects.len();
    writeln!(out, "\n{} worth a second look, by a model that never saw the paragraph", counted(number, "label"))?;
    for Suspect { theme, paragraph, given, probability, .. } in noise.suspects.iter().take(MOST) {
        let Some(row) = rows.get(*paragraph) else { continue };
        let said = if *given { "labelled" } else { "not labelled" };
        let quoted = beginning(&row.text, QUOTED);
        let place = plain(&row.place.to_string());
        writeln!(out, "  {place} {said} {theme}, probability {probability:.2}: {}", plain(&quoted))?;
    }
    let left = number.saturating_sub(MOST);
    if left > 0 { writeln!(out, "  and {left} more: see --format json") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Kind;

    #[test]
    fn a_finding_names_place_problem_and_remedy() {
        let finding = Finding {
            severity: Severity::Error,
            kind: Kind::RepeatedId,
            place: "x.jsonl:2".to_owned(),
            problem: "id `a` stands at x.jsonl:1 already".to_owned(),
            remedy: "give every paragraph an id of its own".to_owned(),
        };
        let lines = anstream::adapter::strip_str(&lines_of(&[finding])).to_string();
        let expected = "error: x.jsonl:2: id `a` stands at x.jsonl:1 already; give every paragraph an id of its own";
        assert_eq!(lines, format!("{expected}\n1 error, 0 warnings\n"));
    }
}
