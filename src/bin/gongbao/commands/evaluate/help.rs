//! What the help says beyond the arguments: examples, every average's definition, what a gate may name.

use std::fmt::Write as _;

use gongbao::evaluate::metric::{OVERALL, PER_THEME};

pub(super) const EXAMPLES: &str = "Examples:
  gongbao evaluate gold.jsonl                                    figures of the program's own model
  gongbao evaluate gold.jsonl --model new.gongbao --against old.gongbao
  gongbao evaluate gold.jsonl --gate gate.toml --report summary.md --report junit.xml

--help defines every average and lists what a gate may name.
Exit codes: 0 done or gate passed, 1 gate failed, 2 bad input or a gate that could not be judged.";

const DEFINITIONS: &str = "Definitions:
  A label is a (paragraph, theme) pair: gold if the file has it, predicted if the model gives it, correct if both.
  precision = correct / predicted, recall = correct / gold, F1 = 2 correct / (gold + predicted). Undefined is null or –,
  never 0. Labels for review are counted as what they are, given or not. A text too short to judge has no label.
  micro          the ratios of the counts of all themes together; every label weighs the same
  macro          the mean over the themes with a gold label; every such theme weighs the same. Macro F1 is the mean of
                 the F1s. A theme without gold labels is left out, one never predicted has F1 0 and no precision
  weighted       as macro, each theme weighed by its gold labels
  per paragraph  the mean of each paragraph's own ratios; one without gold and predicted labels is left out (\"samples\")
                 (all four: Tsoumakas, Katakis & Vlahavas 2010, Mining multi-label data)
  subset accuracy  share of paragraphs with exactly the gold labels, none for none included
  Hamming loss     share of wrong decisions among all pairs
  AP               average precision: precision at each probability, weighed by the step in recall
  ECE              mean distance of probability and observed share in ten bins (Naeini, Cooper & Hauskrecht 2015)
  sentences        where lines have `sentences`: pairs of a sentence and a theme, given the paragraph's true themes (which
                   sentences carry them) and with the labels given; beside the rule that every sentence carries them
  Intervals are at 95 %: bootstrap percentiles over statements (over paragraphs if there is one statement); precision
  and recall of a theme by Wilson 1927. Against another system: paired bootstrap; McNemar's exact test a theme, with
  Holm's correction.

Gate file (TOML):
  rules = [\"micro_f1 >= 0.85\", \"theme.taiwan.recall >= 0.9\", \"ece <= 0.05\"]
  significantly_worse = \"fail\"         with --against; or \"warn\"
  max_drop.micro_f1 = 0.02             with --against: how far a figure may fall
  A rule may name:
";

/// The examples, the definitions and the metrics, each in a line.
pub(super) fn definitions() -> String {
    let mut text = format!("{EXAMPLES}\n\n{DEFINITIONS}");
    let rows = OVERALL.iter().map(|row| (row.name.to_owned(), row.meaning));
    for (name, meaning) in rows.chain(PER_THEME.iter().map(|row| (format!("theme.ID.{}", row.name), row.meaning))) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<27} {meaning}");
    }
    text.trim_end().to_owned()
}
