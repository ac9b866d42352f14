//! Under a paragraph, for each of its labels, the terms that decided: what they add to the score, and what they weigh.

use std::io::{self, Write};

use super::FAINT;
use super::labels::{by_likelihood, named};
use crate::output::columns::{cut, flowing, plain};
use crate::output::statement::{Context, TERMS_KEY, readable, signed};
use crate::tagged::{Evidence, Judgement, TaggedParagraph};

/// The most terms shown for a label, and against it.
const SHOWN: [usize; 2] = [8, 4];

const INDENT: &str = "      ";

pub(super) fn write(tagged: &TaggedParagraph, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    for judgement in by_likelihood(tagged) {
        let intercept = f64::from(context.model.parts.weights.intercepts[judgement.theme]);
        let (score, intercept) = (signed(judgement.score), signed(intercept));
        let name = named(judgement, context.model);
        let sums = [name, format!("score {score},"), format!("intercept {intercept}")];
        for line in flowing(&sums, "  ", context.width.saturating_sub(INDENT.len())) {
            writeln!(out, "{INDENT}{}", cut(&line, context.width.saturating_sub(INDENT.len())))?;
        }
        side(judgement, "for", SHOWN[0], context, out)?;
        side(judgement, "against", SHOWN[1], context, out)?;
    }
    if tagged.shown().next().is_some() { writeln!(out) } else { Ok(()) }
}

/// The terms on one side, strongest first; the rest as one sum.
fn side(judgement: &Judgement, side: &str, most: usize, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let wanted = |evidence: &&Evidence| (evidence.contribution > 0.0) == (side == "for");
    let terms: Vec<&Evidence> = judgement.evidence.iter().filter(wanted).collect();
    let (shown, rest) = terms.split_at(most.min(terms.len()));
    let mut items: Vec<String> = shown.iter().map(|evidence| item(evidence, context)).collect();
    if !rest.is_empty() {
        let sum: f64 = rest.iter().map(|evidence| evidence.contribution).sum();
        items.push(format!("{} more {}", rest.len(), signed(sum)));
    }
    let indent = INDENT.len() + 9;
    for (index, line) in flowing(&items, "  ", context.width.saturating_sub(indent)).iter().enumerate() {
        let label = if index == 0 { side } else { "" };
        writeln!(out, "{INDENT}{FAINT}{label:<9}{FAINT:#}{line}")?;
    }
    Ok(())
}

/// How to read it, once under all paragraphs.
pub(super) fn key(context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let phrases = ["After a term what it adds to the score, in brackets its weight;"].into_iter().chain(TERMS_KEY);
    let words: Vec<String> = phrases.flat_map(|phrase| phrase.split(' ')).map(str::to_owned).collect();
    flowing(&words, " ", context.width).iter().try_for_each(|line| writeln!(out, "{FAINT}{line}{FAINT:#}"))
}

/// A term, its contribution, and in brackets its weight.
fn item(evidence: &Evidence, context: &Context<'_>) -> String {
    let term = plain(&readable(evidence, context.model));
    format!("{term} {} ({})", signed(evidence.contribution), signed(evidence.weight))
}
