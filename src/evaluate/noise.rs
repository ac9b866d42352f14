//! Labels worth a second look: confident learning (Northcutt, Jiang & Chuang 2021, "Confident learning: estimating
//! uncertainty in dataset labels") on probabilities that come from models which never saw the paragraph.
//!
//! Each theme is a problem of two classes, has it and has it not. A class's threshold is its mean self-confidence: the
//! mean probability of the class over the paragraphs labelled with it. A paragraph is counted as truly of the likelier
//! class among those whose threshold its probability reaches; where that is not the label given, the label is suspicious.
//! Suspicious labels are ranked by margin, the probability of the other class minus that of the given one (the paper's
//! §3.2, ranking by normalised margin, without its pruning: a person decides). For a rare theme the margin can be
//! negative, because its threshold is low.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Sample;

/// What confident learning says of a labelled sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    /// Each theme's thresholds and counts by its id; themes that no paragraph or every paragraph has are left out.
    pub per_theme: IndexMap<String, ThemeNoise>,
    /// The suspicious labels, the most suspicious first.
    pub suspects: Vec<Suspect>,
}

/// The thresholds of one theme and its confident joint.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ThemeNoise {
    /// The mean probability over the paragraphs labelled with it.
    pub present: f64,
    /// The mean probability of its absence over the others.
    pub absent: f64,
    /// Labelled with it, and confidently so.
    pub both: u64,
    /// Labelled with it, confidently without it.
    pub label_in_doubt: u64,
    /// Not labelled with it, confidently with it.
    pub label_wanting: u64,
    /// Not labelled with it, and confidently so.
    pub neither: u64,
}

/// A label that the out-of-fold probability speaks against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    /// The theme's id.
    pub theme: String,
    /// The paragraph's index in the sample.
    pub paragraph: usize,
    /// Its id.
    pub id: String,
    /// Whether the paragraph is labelled with the theme.
    pub given: bool,
    /// The out-of-fold probability of the theme.
    pub probability: f64,
    /// The probability of what was not given minus that of what was.
    pub margin: f64,
}

impl Noise {
    /// Judges the gold labels of a sample by its probabilities, which must be out-of-fold. Paragraphs without
    /// probabilities are passed over.
    #[must_use]
    pub fn new(sample: &Sample<'_>) -> Self {
        let mut noise = Self::default();
        for (theme, id) in sample.themes().iter().enumerate() {
            let cases = cases(sample, theme);
            let Some(mut counts) = ThemeNoise::thresholds(&cases) else { continue };
            for case in &cases {
                if counts.count(case) {
                    noise.suspects.push(case.suspect(id, sample));
                }
            }
            noise.per_theme.insert(id.clone(), counts);
        }
        noise.suspects.sort_by(|a, b| b.margin.total_cmp(&a.margin));
        noise
    }
}

/// One paragraph and one theme.
struct Case {
    paragraph: usize,
    given: bool,
    probability: f64,
}

impl Case {
    /// The probability of having the theme or of not having it.
    fn of(&self, present: bool) -> f64 {
        if present { self.probability } else { 1.0 - self.probability }
    }

    fn suspect(&self, theme: &str, sample: &Sample<'_>) -> Suspect {
        Suspect {
            theme: theme.to_owned(),
            paragraph: self.paragraph,
            id: sample.paragraphs()[self.paragraph].id.clone(),
            given: self.given,
            probability: self.probability,
            margin: self.of(!self.given) - self.of(self.given),
        }
    }
}

fn cases(sample: &Sample<'_>, theme: usize) -> Vec<Case> {
    let case = |(paragraph, judged): (usize, &super::Judged)| {
        let probability = f64::from(*judged.probabilities.get(theme)?);
        Some(Case { paragraph, given: judged.gold.contains(&theme), probability })
    };
    sample.paragraphs().iter().enumerate().filter_map(case).collect()
}

impl ThemeNoise {
    fn thresholds(cases: &[Case]) -> Option<Self> {
        let mean = |present: bool| {
            let own: Vec<f64> = cases.iter().filter(|c| c.given == present).map(|c| c.of(present)).collect();
            (!own.is_empty()).then(|| own.iter().sum::<f64>() / own.len() as f64)
        };
        let (present, absent) = (mean(true)?, mean(false)?);
        Some(Self { present, absent, both: 0, label_in_doubt: 0, label_wanting: 0, neither: 0 })
    }

    /// Counts a case in the confident joint; whether its label is suspicious.
    fn count(&mut self, case: &Case) -> bool {
        let Some(truly) = self.truly(case) else { return false };
        let cell = match (case.given, truly) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.label_in_doubt,
            (false, true) => &mut self.label_wanting,
            (false, false) => &mut self.neither,
        };
        *cell += 1;
        case.given != truly
    }

    /// The likelier class among those whose threshold is reached; a tie goes to the label given.
    fn truly(&self, case: &Case) -> Option<bool> {
        let (present, absent) = (case.of(true), case.of(false));
        match (present >= self.present, absent >= self.absent) {
            (false, false) => None,
            (true, false) => Some(true),
            (false, true) => Some(false),
            (true, true) if present > absent => Some(true),
            (true, true) if present < absent => Some(false),
            (true, true) => Some(case.given),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Judged, sample};
    use super::*;

    fn noise(cases: &[(bool, f32)]) -> Noise {
        let themes = sample::themes(1);
        let row = |(n, &(given, p)): (usize, &(bool, f32))| {
            let gold: &[usize] = if given { &[0] } else { &[] };
            Judged { probabilities: vec![p], ..sample::judged(&format!("p{n}"), "s", gold, &[]) }
        };
        let rows: Vec<Judged> = cases.iter().enumerate().map(row).collect();
        Noise::new(&Sample::new(&themes, &rows, "t").unwrap())
    }

    #[test]
    fn labels_that_confidently_belong_to_the_other_class_are_ranked() {
        // Thresholds: present (0.875 + 0.75 + 0.0625) / 3 = 0.5625; absent (0.75 + 0.875 + 0.0 + 0.25) / 4 = 0.46875.
        let cases =
            [(true, 0.875), (true, 0.75), (true, 0.0625), (false, 0.25), (false, 0.125), (false, 1.0), (false, 0.75)];
        let found = noise(&cases);
        let theme = found.per_theme["a"];
        assert_eq!((theme.present, theme.absent), (0.5625, 0.46875));
        assert_eq!((theme.both, theme.label_in_doubt, theme.label_wanting, theme.neither), (2, 1, 2, 2));
        let ranked: Vec<_> = found.suspects.iter().map(|s| (s.id.as_str(), s.given, s.margin)).collect();
        assert_eq!(ranked, [("p5", false, 1.0), ("p2", true, 0.875), ("p6", false, 0.5)]);
    }

    #[test]
    fn a_case_that_reaches_no_threshold_is_not_counted() {
        let found = noise(&[(true, 0.875), (false, 0.125), (true, 0.625), (false, 0.375)]);
        let theme = found.per_theme["a"];
        assert_eq!((theme.both, theme.neither, found.suspects.len()), (1, 1, 0));
    }

    #[test]
    fn a_rare_theme_with_a_low_threshold_can_have_a_negative_margin() {
        let found = noise(&[(true, 0.25), (true, 0.25), (false, 0.375), (false, 0.0), (false, 0.0)]);
        assert_eq!(found.suspects.len(), 1);
        assert_eq!((found.suspects[0].id.as_str(), found.suspects[0].margin), ("p2", -0.25));
    }

    #[test]
    fn a_theme_that_every_paragraph_has_is_left_out() {
        assert_eq!(noise(&[(true, 0.25), (true, 0.75)]), Noise::default());
    }
}
