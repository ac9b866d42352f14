//! A study's findings, written down as data, held against tagged statements.
//!
//! `corpus/findings.toml` describes the fields. Only statements of the study's parties are judged; they are found by the
//! year of their date, and where a year has several, the findings about a year are judged on its longest. A finding about a year without a statement cannot be judged.

mod rules;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::analyse::mentions::Names;
use crate::analyse::room::Matrix;
use crate::analyse::series::{Series, Statement};
use crate::analyse::words::Frequencies;
use crate::error::{Error, Place, Result};
use crate::theme::ThemeSet;

static DEFAULT: &str = include_str!("../../corpus/findings.toml");

/// What the study says of a theme in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Sign {
    /// It is absent.
    #[serde(rename = "-")]
    Absent,
    /// One sentence or residual.
    #[serde(rename = ".")]
    Residual,
    /// It is there.
    #[serde(rename = "+")]
    There,
    /// At length or with new strength.
    #[serde(rename = "++")]
    Strong,
}

impl Sign {
    /// As the data file writes it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Absent => "-",
            Self::Residual => ".",
            Self::There => "+",
            Self::Strong => "++",
        }
    }
}

/// Signs by year.
pub type Years = BTreeMap<String, Sign>;

/// What the study says of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfTheme {
    /// The theme's id.
    pub id: String,
    /// Its signs.
    pub years: Years,
}

/// One more thing that the study says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Finding {
    /// The finding in words.
    pub says: String,
    /// How it is checked.
    #[serde(flatten)]
    pub rule: Rule,
}

/// How a finding is checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Rule {
    /// A theme's room grows from year to year.
    Longer {
        /// The theme.
        longer: String,
    },
    /// A theme's room never grows and is less in the end.
    Shorter {
        /// The theme.
        shorter: String,
    },
    /// One name is counted more often than another in each statement.
    Named {
        /// The name counted more often, and the other.
        named_more: [String; 2],
    },
    /// Words are among the most frequent.
    Dominant {
        /// The words.
        dominant: Vec<String>,
        /// The rank that each must reach.
        within: usize,
    },
    /// Phrases stand in a year's statement, or do not.
    Phrase {
        /// The phrases; one of them is enough.
        phrase: Vec<String>,
        /// The theme in whose paragraphs they stand; anywhere unless given.
        #[serde(default)]
        theme: Option<String>,
        /// Whether they are there.
        years: Years,
    },
    /// So many statements were signed in a year.
    Statements {
        /// Number by year.
        statements: BTreeMap<String, usize>,
    },
    /// Each statement speaks of each theme.
    Structure {
        /// The themes.
        structure: Vec<String>,
    },
}

/// `findings.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// Who speaks in the statements that it is about; anybody unless given.
    #[serde(default)]
    pub parties: Vec<String>,
    /// What is said of themes.
    #[serde(rename = "theme", default)]
    pub themes: Vec<OfTheme>,
    /// What else is said.
    #[serde(rename = "finding", default)]
    pub findings: Vec<Finding>,
}

/// Whether the statements agree with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They do.
    Agree,
    /// They do not.
    Differ,
    /// The statements that it speaks of are not there.
    Unjudged,
}

impl Verdict {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Differ => "differ",
            Self::Unjudged => "cannot be judged",
        }
    }

    fn of(holds: bool) -> Self {
        if holds { Self::Agree } else { Self::Differ }
    }
}

/// A finding and what the statements say to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The finding in words, with the year where it is about one.
    pub says: String,
    /// Whether they agree.
    pub verdict: Verdict,
    /// The figures that it was judged by.
    pub figures: String,
    /// The theme that it is about, by index.
    pub theme: Option<usize>,
    /// The statement that it was judged on, where it is one.
    pub statement: Option<usize>,
}

/// What findings are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// The statements.
    pub series: &'a Series,
    /// Their room, at sentence level.
    pub matrix: &'a Matrix,
    /// The themes of the matrix.
    pub themes: &'a ThemeSet,
    /// The names that `named_more` speaks of.
    pub names: &'a Names,
    /// Their words.
    pub words: &'a Frequencies,
}

/// What is measured, and the statements among it that the study is about.
struct Ground<'a> {
    measured: &'a Measured<'a>,
    among: Vec<usize>,
}

impl Findings {
    /// Reads `findings.toml`; `file` names it in messages.
    ///
    /// # Errors
    /// Text that is not such a file; a theme or name that does not exist.
    pub fn parse(text: &str, file: &str, themes: &ThemeSet, names: &Names) -> Result<Self> {
        let findings: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let remedy = "mend the entry; the head of corpus/findings.toml describes the fields";
            Error::input(Place { file: file.to_owned(), line }, e.message().to_owned(), remedy)
        })?;
        let unknown = findings.theme_ids().find(|id| themes.index(id).is_none());
        if let Some(id) = unknown {
            let problem = format!("theme `{id}` is unknown");
            return Err(Error::input(Place::file(file), problem, themes.remedy(id)));
        }
        let name = findings.name_ids().find(|id| !names.names.iter().any(|name| name.id == **id));
        if let Some(id) = name {
            let problem = format!("name `{id}` is unknown");
            return Err(Error::input(
                Place::file(file),
                problem,
                "add it to the file of names, or give that with --names",
            ));
        }
        Ok(findings)
    }

    /// The findings that come with the program.
    ///
    /// # Errors
    /// A model whose themes are others, or names without those of the findings.
    pub fn embedded(themes: &ThemeSet, names: &Names) -> Result<Self> {
        Self::parse(DEFAULT, "findings.toml", themes, names)
    }

    fn theme_ids(&self) -> impl Iterator<Item = &String> {
        let rules = self.findings.iter().flat_map(|finding| match &finding.rule {
            Rule::Longer { longer: id } | Rule::Shorter { shorter: id } | Rule::Phrase { theme: Some(id), .. } => {
                std::slice::from_ref(id).iter()
            }
            Rule::Structure { structure } => structure.iter(),
            _ => [].iter(),
        });
        self.themes.iter().map(|theme| &theme.id).chain(rules)
    }

    fn name_ids(&self) -> impl Iterator<Item = &String> {
        self.findings.iter().flat_map(|finding| match &finding.rule {
            Rule::Named { named_more } => named_more.iter(),
            _ => [].iter(),
        })
    }

    /// Judges every finding, theme by theme and year by year, then the others.
    #[must_use]
    pub fn judge(&self, measured: &Measured) -> Vec<Judged> {
        let ground = Ground { measured, among: self.about(measured.series) };
        let themes = self.themes.iter().flat_map(|theme| rules::theme(&ground, theme));
        let others = self.findings.iter().flat_map(|finding| rules::finding(&ground, finding));
        themes.chain(others).collect()
    }

    /// The statements, by index, that the study is about: those of its parties and nobody else.
    #[must_use]
    pub fn about(&self, series: &Series) -> Vec<usize> {
        let of = |parties: &[String]| {
            parties.len() == self.parties.len() && self.parties.iter().all(|party| parties.contains(party))
        };
        let about = |s: &Statement| self.parties.is_empty() || of(&s.tagged.document.parties);
        series.statements.iter().enumerate().filter(|(_, s)| about(s)).map(|(index, _)| index).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::room::{Unit, tests::GOOD};
    use crate::analyse::series::tests::statement;
    use crate::analyse::words::{Kind, StopWords, tests::small};
    use crate::model::Model;

    const THEMES: &str = "
[[theme]]
id = \"arctic\"
zh = \"北极\"
en = \"Arctic\"
section = \"s\"
definition = \"d\"
";

    fn judged(findings: &str) -> Vec<(String, Verdict, String)> {
        let one: [(&str, &[usize]); 1] = [("中国的北极航道。", &[0])];
        let two: [(&str, &[usize]); 2] = [("中方支持北极。北极安全。", &[0]), ("合作。", &[])];
        let series =
            Series::new(vec![statement("a", Some("2022-02-04"), &one), statement("b", Some("2023-03-21"), &two)]);
        let themes = ThemeSet::parse(THEMES, "t").unwrap();
        let names = Names::embedded().unwrap();
        let matrix = Matrix::new(&series, &[GOOD], Unit::Sentence);
        let words = Frequencies::new(&series, &small(), &StopWords::embedded(), Kind::Words);
        let measured = Measured { series: &series, matrix: &matrix, themes: &themes, names: &names, words: &words };
        let findings = Findings::parse(findings, "f", &themes, &names).unwrap();
        findings.judge(&measured).into_iter().map(|j| (j.says, j.verdict, j.figures)).collect()
    }

    fn verdicts(findings: &str) -> Vec<Verdict> {
        judged(findings).into_iter().map(|j| j.1).collect()
    }

    #[test]
    fn signs_are_judged_year_by_year() {
        let years = "[[theme]]\nid = \"arctic\"\nyears = { 2022 = \".\", 2023 = \"++\", 2024 = \"-\" }\n";
        assert_eq!(verdicts(years), [Verdict::Agree, Verdict::Agree, Verdict::Unjudged]);
        let wrong = "[[theme]]\nid = \"arctic\"\nyears = { 2022 = \"++\", 2023 = \"-\" }\n";
        assert_eq!(verdicts(wrong), [Verdict::Differ, Verdict::Differ]);
        assert!(judged(wrong)[1].2.contains("2 sentences in 1 paragraph"), "{:?}", judged(wrong));
    }

    #[test]
    fn each_rule_agrees_and_differs() {
        let rule = |rule: &str| verdicts(&format!("[[finding]]\nsays = \"x\"\n{rule}\n"))[0];
        assert_eq!(rule("longer = \"arctic\""), Verdict::Agree);
        assert_eq!(rule("shorter = \"arctic\""), Verdict::Differ);
        assert_eq!(rule("named_more = [\"china\", \"russia\"]"), Verdict::Agree);
        assert_eq!(rule("named_more = [\"russia\", \"china\"]"), Verdict::Differ);
        assert_eq!(rule("dominant = [\"北极\"]\nwithin = 1"), Verdict::Agree);
        assert_eq!(rule("dominant = [\"国际\"]\nwithin = 5"), Verdict::Differ);
        assert_eq!(rule("structure = [\"arctic\"]"), Verdict::Agree);
        assert_eq!(rule("statements = { 2022 = 1 }"), Verdict::Agree);
        assert_eq!(rule("statements = { 2022 = 3 }"), Verdict::Unjudged);
        assert_eq!(rule("phrase = [\"航道\"]\ntheme = \"arctic\"\nyears = { 2022 = \"+\" }"), Verdict::Agree);
        assert_eq!(rule("phrase = [\"航道\"]\nyears = { 2023 = \"+\" }"), Verdict::Differ);
        assert_eq!(rule("phrase = [\"合作\"]\ntheme = \"arctic\"\nyears = { 2023 = \"+\" }"), Verdict::Differ);
    }

    #[test]
    fn statements_of_other_parties_are_not_judged() {
        let years = "[[theme]]\nid = \"arctic\"\nyears = { 2022 = \".\" }\n";
        let findings = |parties: &str| -> Findings { toml::from_str(&format!("{parties}\n{years}")).unwrap() };
        let mut tagged = statement("a", Some("2022-02-04"), &[("北极", &[0])]);
        tagged.document.parties = vec!["中国".into(), "法国".into()];
        let series = Series::new(vec![tagged]);
        assert!(findings("parties = [\"中国\", \"俄罗斯\"]").about(&series).is_empty());
        assert!(findings("parties = [\"中国\"]").about(&series).is_empty());
        assert_eq!(findings("parties = [\"法国\", \"中国\"]").about(&series), [0]);
        assert_eq!(findings("").about(&series), [0]);
    }

    #[test]
    fn mistakes_in_the_file_are_named() {
        let themes = ThemeSet::parse(THEMES, "t").unwrap();
        let names = Names::embedded().unwrap();
        let error = |text| Findings::parse(text, "f.toml", &themes, &names).unwrap_err().to_string();
        assert!(error("[[theme]]\nid = \"artic\"\nyears = {}\n").contains("did you mean `arctic`"));
        assert!(error("[[finding]]\nsays = \"x\"\nnamed_more = [\"a\", \"b\"]\n").contains("name `a` is unknown"));
        assert!(error("[[finding]]\nsays = \"x\"\nlonger = 1\n").starts_with("f.toml:1"));
    }

    #[test]
    fn the_findings_of_the_study_are_read() {
        let names = Names::embedded().unwrap();
        let findings = Findings::embedded(Model::embedded().unwrap().themes(), &names).unwrap();
        assert_eq!(findings.themes.len(), 30);
    }
}
