//! The model card: what a model was trained on and how good it is, in Markdown for people.

use std::fmt::Write as _;

use super::{Trained, TrainingText};
use crate::model::Quality;

/// Themes below this out-of-fold F1 are listed as weak.
const WEAK: f32 = 0.75;

/// Writes the card of a trained model.
#[must_use]
pub fn card(trained: &Trained, text: &TrainingText) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_card(&mut out, trained, text);
    out
}

fn write_card(out: &mut String, trained: &Trained, text: &TrainingText) -> std::fmt::Result {
    let parts = &trained.model.parts;
    let origin = &parts.origin;
    writeln!(out, "# Model card\n")?;
    writeln!(out, "Written by `gongbao train`; do not edit by hand.\n")?;
    writeln!(out, "| | |\n|---|---|")?;
    writeln!(out, "| trained by | Gongbao {} |", origin.gongbao)?;
    writeln!(out, "| labelled text | {} paragraphs of {} statements |", origin.paragraphs, origin.statements)?;
    writeln!(out, "| SHA-256 of text, themes and settings | `{}` |", origin.training_sha256)?;
    writeln!(out, "| themes | {} |", parts.themes.len())?;
    writeln!(out, "| terms | {} |", parts.terms.len())?;
    writeln!(out, "| dictionary | {} words |", parts.dictionary.len())?;
    writeln!(out, "| sure from | probability {:.2} |", parts.cuts.sure)?;
    writeln!(out, "| near miss from | probability {:.2} |", parts.cuts.near_miss)?;
    writeln!(
        out,
        "| a sentence carries a label from | {:.3} × labels of the strongest's evidence |\n",
        parts.cuts.sentence
    )?;
    write_settings(out, text)?;
    write_quality(out, trained)?;
    write_review(out, trained)?;
    write_sentences(out, trained)?;
    write_weak(out, trained)
}

fn write_settings(out: &mut String, text: &TrainingText) -> std::fmt::Result {
    let settings = toml::to_string(&text.settings).unwrap_or_default();
    writeln!(out, "## Settings\n\n```toml\n{settings}```\n")
}

fn write_quality(out: &mut String, trained: &Trained) -> std::fmt::Result {
    let parts = &trained.model.parts;
    let origin = &parts.origin;
    writeln!(out, "## Out-of-fold scores\n")?;
    writeln!(
        out,
        "{} held-out paragraphs, folds grouped by statement; calibration and thresholds chosen on the other folds.\n",
        trained.out_of_fold.rows.len()
    )?;
    writeln!(out, "| theme | precision | recall | F1 | support | threshold | alpha |\n|---|---|---|---|---|---|---|")?;
    let row = |out: &mut String, name: &str, q: &Quality, rest: &str| {
        writeln!(out, "| {name} | {:.3} | {:.3} | {:.3} | {} | {rest} |", q.precision, q.recall, q.f1, q.support)
    };
    row(out, "**micro**", &origin.micro, "| ")?;
    row(out, "**macro**", &origin.macro_average, "| ")?;
    for (index, (id, quality)) in parts.themes.ids().zip(&origin.themes).enumerate() {
        let rest = format!("{:.2} | {}", parts.decisions[index].threshold, trained.choice.alphas[index]);
        row(out, id, quality, &rest)?;
    }
    writeln!(out)
}

fn write_review(out: &mut String, trained: &Trained) -> std::fmt::Result {
    let (mut sure, mut sure_right, mut review, mut caught) = (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut to_read, mut gold_labels) = (0_usize, 0_usize);
    for (answers, gold) in trained.choice.nested.iter().zip(&trained.out_of_fold.gold) {
        for (answer, &gold) in answers.iter().zip(gold) {
            sure += usize::from(answer.assigned && !answer.review);
            sure_right += usize::from(answer.assigned && !answer.review && gold);
            review += usize::from(answer.review);
            caught += usize::from(gold && (answer.assigned || answer.review));
            gold_labels += usize::from(gold);
        }
        to_read += usize::from(answers.iter().any(|a| a.review));
    }
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    writeln!(out, "## Sure and review\n")?;
    writeln!(out, "- {sure} labels sure; {:.1} % of them right", share(sure_right, sure))?;
    writeln!(
        out,
        "- {review} labels for review, in {:.1} % of the paragraphs",
        share(to_read, trained.choice.nested.len())
    )?;
    writeln!(out, "- {:.1} % of the right labels are sure or for review\n", share(caught, gold_labels))
}

fn write_sentences(out: &mut String, trained: &Trained) -> std::fmt::Result {
    writeln!(out, "## Which sentences carry a label\n")?;
    let Some(chosen) = &trained.sentences else {
        return writeln!(out, "No labelled sentences: the cut is the default, which nothing here measured.\n");
    };
    let by = if chosen.held_out { "a model of the other statements" } else { "this model, which learned from them" };
    writeln!(
        out,
        "Given the right labels of {} paragraphs ({} sentences), by the evidence that {by} finds; the cut has the best F1 \
         on these same sentences.\n",
        chosen.paragraphs, chosen.sentences
    )?;
    writeln!(out, "| rule | precision | recall | F1 |\n|---|---|---|---|")?;
    let cut = format!("{:.3} × labels of the strongest's evidence", chosen.cut);
    for (name, q) in [(cut.as_str(), &chosen.quality), ("every sentence", &chosen.every_sentence)] {
        writeln!(out, "| {name} | {:.3} | {:.3} | {:.3} |", q.precision, q.recall, q.f1)?;
    }
    writeln!(out)
}

fn write_weak(out: &mut String, trained: &Trained) -> std::fmt::Result {
    let parts = &trained.model.parts;
    let weak: Vec<String> = parts
        .themes
        .ids()
        .zip(&parts.origin.themes)
        .filter(|(_, q)| q.f1 < WEAK)
        .map(|(id, q)| format!("{id} ({:.2})", q.f1))
        .collect();
    let list = if weak.is_empty() { "none".to_owned() } else { weak.join(", ") };
    writeln!(out, "## Known weak themes\n\nOut-of-fold F1 under {WEAK}: {list}.")
}
