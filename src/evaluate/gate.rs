//! The gate: limits that an evaluation must keep, read from a TOML file.
//!
//! ```toml
//! rules = ["micro_f1 >= 0.85", "theme.taiwan.recall >= 0.9", "ece <= 0.05", "review_share <= 0.3"]
//! # Against a baseline:
//! significantly_worse = "fail"   # or "warn", or "ignore" (the default)
//!
//! [max_drop]
//! micro_f1 = 0.02
//! theme.taiwan.recall = 0.05
//! ```
//!
//! A rule is a metric ([`super::metric`] lists them), one of `>=`, `<=`, `>`, `<`, and a number between 0 and 1. A drop
//! is how far a metric may fall below the baseline's. Here the rules are read; [`super::verdict`] holds them against a
//! report.

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::intervals::Interval;
use super::metric::{Metric, Unknown};
use crate::error::{Error, Place, Result};

/// A gate file that was read and checked.
#[derive(Debug, Clone)]
pub struct Gate {
    /// The file as the caller named it.
    pub file: String,
    /// Its rules, in the order of its lines.
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The rule as written, spaces tidied.
    pub text: String,
    /// What it asks.
    pub check: Check,
}

/// What a rule asks.
#[derive(Debug, Clone)]
pub enum Check {
    /// A figure on the right side of a limit.
    Limit(Metric, Operator, f64),
    /// A figure at most this far below the baseline's.
    MaxDrop(Metric, f64),
    /// No significant loss against the baseline; if not, fail or only warn.
    SignificantlyWorse(Severity),
}

/// How a figure stands to its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
}

/// What a broken rule leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The gate fails.
    Fail,
    /// The gate passes with a warning.
    Warn,
}

/// How a rule, or a whole gate, came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Kept.
    Passed,
    /// Broken, but the file asks only for a warning.
    Warned,
    /// Could not be judged: the figure is undefined, or there is no baseline.
    Unjudged,
    /// Broken.
    Failed,
}

/// How one rule came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The rule as written.
    pub rule: String,
    /// Its line in the gate file.
    pub line: usize,
    /// How it came out.
    pub verdict: Verdict,
    /// The figure that was held against the limit; for a drop, how far it fell.
    pub figure: Option<f64>,
    /// The interval of that figure.
    pub interval: Option<Interval>,
    /// Where a rule did not pass, the paragraphs that weigh most against it.
    pub worst: Vec<Worst>,
    /// All of it in one line for people.
    pub message: String,
}

/// A paragraph that weighs against a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worst {
    /// The paragraph's id.
    pub id: String,
    /// How many of its labels do.
    pub labels: usize,
}

/// How a gate came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The gate file as the caller named it.
    pub file: String,
    /// The gravest of the outcomes: a failure, then what could not be judged, then a warning.
    pub verdict: Verdict,
    /// One for each rule, in order.
    pub outcomes: Vec<Outcome>,
}

impl Operator {
    const ALL: [(&'static str, Self); 4] =
        [(">=", Self::AtLeast), ("<=", Self::AtMost), (">", Self::Above), ("<", Self::Below)];

    /// Whether a figure keeps a limit.
    #[must_use]
    pub fn holds(self, figure: f64, limit: f64) -> bool {
        match self {
            Self::AtLeast => figure >= limit,
            Self::AtMost => figure <= limit,
            Self::Above => figure > limit,
            Self::Below => figure < limit,
        }
    }
}

impl Gate {
    /// Reads a gate file; `file` names it in messages and `themes` are the ids that it may name.
    ///
    /// # Errors
    /// Text that is not TOML, an unknown key, metric or theme, a bad operator or limit, and a gate without any rule; all
    /// of them at once, each with its line.
    pub fn parse(text: &str, file: &str, themes: &[String]) -> Result<Self> {
        let reader = Reader { text, file, themes };
        let table = DeTable::parse(text).map_err(|e| {
            let line = e.span().map(|span| reader.line(span.start));
            let place = Place { file: file.to_owned(), line };
            Error::input(place, e.message().trim().to_owned(), "mend the line; a gate is a TOML file")
        })?;
        let (mut rules, mut errors) = (Vec::new(), Vec::new());
        for (key, value) in table.get_ref() {
            for rule in reader.entry(key, value) {
                rule.map_or_else(|e| errors.push(e), |rule| rules.extend(rule));
            }
        }
        if !errors.is_empty() {
            return Err(Error::all(errors));
        }
        if rules.is_empty() {
            let remedy = "write one, such as rules = [\"micro_f1 >= 0.8\"]";
            return Err(Error::input(Place::file(file), "no rule in it, so it would always pass", remedy));
        }
        rules.sort_by_key(|rule| rule.line);
        Ok(Self { file: file.to_owned(), rules })
    }
}

/// A rule, nothing (for what is to be ignored), or an error.
type Read = Result<Option<Rule>>;

/// A gate file while it is read.
struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    themes: &'a [String],
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|b| *b == b'\n').count()
    }

    fn refused(&self, line: usize, problem: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error::input(Place::line(self.file, line), problem, remedy)
    }

    fn entry(&self, key: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) -> Vec<Read> {
        let line = self.line(key.span().start);
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("rules", DeValue::Array(rules)) => rules.iter().map(|rule| self.rule(rule)).collect(),
            ("max_drop", DeValue::Table(drops)) => self.drops("", drops),
            ("significantly_worse", value) => vec![self.severity(line, value.as_str())],
            ("rules", _) => vec![Err(self.refused(line, "rules is not a list", "write rules = [\"micro_f1 >= 0.8\"]"))],
            ("max_drop", _) => {
                vec![Err(self.refused(line, "max_drop is not a table", "write max_drop.micro_f1 = 0.02"))]
            }
            (other, _) => {
                let remedy = "a gate holds rules, max_drop and significantly_worse";
                vec![Err(self.refused(line, format!("key `{other}` is unknown"), remedy))]
            }
        }
    }

    /// `METRIC OPERATOR NUMBER`.
    fn rule(&self, rule: &Spanned<DeValue<'_>>) -> Read {
        let line = self.line(rule.span().start);
        let shape = "write a metric, one of >= <= > <, and a number, such as \"micro_f1 >= 0.85\"";
        let text = rule.get_ref().as_str().ok_or_else(|| self.refused(line, "a rule is not a text", shape))?;
        let signs = |c: char| "<>=!~".contains(c);
        let (name, rest) = text.split_at(text.find(signs).unwrap_or(text.len()));
        let (sign, number) = rest.split_at(rest.find(|c| !signs(c)).unwrap_or(rest.len()));
        let operator = Operator::ALL.into_iter().find(|(known, _)| *known == sign);
        let (sign, operator) = operator
            .ok_or_else(|| self.refused(line, format!("rule `{text}` has no operator that is known"), shape))?;
        let metric = self.metric(line, name.trim())?;
        let number = number.trim();
        let limit = self.limit(line, number.parse().ok(), &format!("`{number}` in rule `{text}`"))?;
        let text = format!("{} {sign} {number}", metric.name());
        Ok(Some(Rule { line, text, check: Check::Limit(metric, operator, limit) }))
    }

    fn metric(&self, line: usize, name: &str) -> Result<Metric> {
        Metric::parse(name, self.themes).map_err(|Unknown { problem, remedy }| self.refused(line, problem, remedy))
    }

    /// A limit between 0 and 1; `what` is the text that should be one.
    fn limit(&self, line: usize, number: Option<f64>, what: &str) -> Result<f64> {
        number.filter(|limit| (0.0..=1.0).contains(limit)).ok_or_else(|| {
            let problem = format!("{what} is not a number between 0 and 1");
            self.refused(line, problem, "write shares, not per cent: 0.85 for 85 %")
        })
    }

    /// The entries of `max_drop`; dotted names arrive as tables in tables.
    fn drops(&self, prefix: &str, drops: &DeTable<'_>) -> Vec<Read> {
        let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let name = format!("{prefix}{}", AsRef::<str>::as_ref(key.get_ref()));
            match value.get_ref() {
                DeValue::Table(inner) => self.drops(&format!("{name}."), inner),
                value => vec![self.drop(self.line(key.span().start), &name, value)],
            }
        };
        drops.iter().flat_map(entry).collect()
    }

    fn drop(&self, line: usize, name: &str, value: &DeValue<'_>) -> Read {
        let metric = self.metric(line, name)?;
        if metric.lower_is_better() {
            let remedy = format!("write a rule such as \"{name} <= 0.1\"");
            return Err(self.refused(line, format!("`{name}` gets better as it drops"), remedy));
        }
        let written = match value {
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(number) => number.as_str(),
            other => other.type_str(),
        };
        let limit = self.limit(line, written.parse().ok(), &format!("`{written}` for max_drop.{name}"))?;
        Ok(Some(Rule { line, text: format!("max_drop.{name} = {written}"), check: Check::MaxDrop(metric, limit) }))
    }

    fn severity(&self, line: usize, value: Option<&str>) -> Read {
        let severity = match value {
            Some("ignore") => return Ok(None),
            Some("fail") => Severity::Fail,
            Some("warn") => Severity::Warn,
            _ => {
                let remedy = "write \"fail\", \"warn\" or \"ignore\"";
                return Err(self.refused(line, "significantly_worse has no such value", remedy));
            }
        };
        let text = format!("significantly_worse = \"{}\"", value.unwrap_or_default());
        Ok(Some(Rule { line, text, check: Check::SignificantlyWorse(severity) }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<Gate> {
        Gate::parse(text, "gate.toml", &["taiwan".to_owned(), "south-china-sea".to_owned()])
    }

    fn refusal(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_gate_is_read_in_the_order_of_its_lines() {
        let gate = parse(
            "significantly_worse = \"warn\"\nrules = [\n  \"micro_f1>=0.85\",\n  \"theme.taiwan.recall >= 0.9\",\n]\n\
             max_drop.micro_f1 = 0.02\n[max_drop.theme.south-china-sea]\nrecall = 0\n",
        )
        .unwrap();
        let rules: Vec<_> = gate.rules.iter().map(|rule| (rule.line, rule.text.as_str())).collect();
        let expected = [
            (1, "significantly_worse = \"warn\""),
            (3, "micro_f1 >= 0.85"),
            (4, "theme.taiwan.recall >= 0.9"),
            (6, "max_drop.micro_f1 = 0.02"),
            (8, "max_drop.theme.south-china-sea.recall = 0"),
        ];
        assert_eq!(rules, expected);
        assert!(matches!(gate.rules[1].check, Check::Limit(_, Operator::AtLeast, limit) if limit > 0.849));
    }

    #[test]
    fn mistakes_name_line_and_remedy() {
        assert_eq!(
            refusal("rules = [\"micro_f1 >= 0.8\",\n\"theme.taiwn.recall >= 0.9\"]"),
            "gate.toml:2: theme `taiwn` is unknown; did you mean `theme.taiwan.recall`"
        );
        assert!(refusal("rules = [\"micro_f1 == 0.8\"]").contains("no operator that is known"));
        assert!(refusal("rules = [\"micro_f1\"]").contains("no operator that is known"));
        assert!(refusal("rules = [\"micro_f1 >= 85\"]").contains("0.85 for 85 %"));
        assert!(refusal("rules = [\"micro_f1 >= NaN\"]").contains("`NaN` in rule"));
        assert!(refusal("rules = [3]").contains("a rule is not a text"));
        assert!(refusal("rules = 3").contains("rules is not a list"));
        assert!(refusal("max_drop = 3").contains("max_drop is not a table"));
        assert!(refusal("max_drop.micro_f1 = \"x\"").contains("`string` for max_drop.micro_f1"));
        assert!(refusal("max_drop.ece = 0.1").contains("`ece` gets better as it drops"));
        assert!(refusal("significantly_worse = true").contains("\"warn\""));
        assert!(refusal("\nmicro_f1 = 0.8").starts_with("gate.toml:2: key `micro_f1` is unknown"));
        assert!(refusal("rules = [\n\"micro_f1 >= 0.8\"\nmicro").starts_with("gate.toml:"));
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        assert_eq!(refusal("rules = [\"x >= 0.8\", \"y >= 0.8\"]\nz = 1").lines().count(), 3);
    }

    #[test]
    fn a_gate_that_would_always_pass_is_refused() {
        for empty in ["", "rules = []", "significantly_worse = \"ignore\""] {
            assert!(refusal(empty).contains("always pass"));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", rule in "[a-z_.]{0,9}[<>=!]{0,3}[0-9.e+-]{0,6}") {
            let _ = parse(&text);
            let _ = parse(&format!("rules = [{rule:?}]\nmax_drop.{text} = 1"));
        }
    }
}
