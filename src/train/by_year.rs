//! Train before, test after: how a model fares on statements that are newer than all it has seen.
//!
//! The dated paragraphs (of the scored basis, where the settings name one) are cut into blocks of whole years, in order and of about equal size. For each block but the
//! first, a model is trained on everything earlier and on nothing else (its alphas, calibration and thresholds by
//! cross-validation inside that part, its dictionary too), and answers the block. So no figure is tuned on what it is
//! scored on, and nothing later is learned from. Undated paragraphs are left out: they might be later.

use super::{Progress, TrainingText, folds, train};
use crate::error::{Error, Place, Result};
use crate::labelled::Labelled;
use crate::model::Model;

/// How many blocks the years are cut into, if there are as many years; the first one is only learned from.
pub const BLOCKS: usize = 5;

/// One block of years and the model of everything before it.
#[derive(Debug)]
pub struct Block {
    /// Its first and last year.
    pub years: (u16, u16),
    /// How many earlier paragraphs the model learned from.
    pub learned: usize,
    /// The rows that the model is to be tested on.
    pub rows: Vec<usize>,
    /// The model; it knows only the themes that could be learned.
    pub model: Model,
    /// Themes with too few earlier paragraphs to be learned: the model can give none of them.
    pub unlearned: Vec<String>,
}

/// The year of a paragraph: of its date, or the last of 1949 to 2099 that stands by itself in the statement's name
/// (`cn-ru-2024-05`).
#[must_use]
pub fn year(row: &Labelled) -> Option<u16> {
    let of_date = row.date.as_deref().and_then(years_in);
    of_date.or_else(|| years_in(&row.statement))
}

fn years_in(text: &str) -> Option<u16> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).rfind(|year| (1949..=2099).contains(year))
}

/// Trains on the years before each block; `progress` counts the fits of all blocks.
///
/// # Errors
/// Fewer than two years, too little text before any block, and what [`train`] refuses.
pub fn before_and_after(text: &TrainingText, source: &str, progress: Progress<'_>) -> Result<Vec<Block>> {
    let scored = |row: &Labelled| text.settings.score_basis.is_none() || row.basis == text.settings.score_basis;
    let cuts = cuts(text.rows.iter().filter(|row| scored(row)), BLOCKS);
    let mut blocks = Vec::new();
    for years in cuts.iter().copied().skip(1) {
        let part = Earlier::new(text, years.0);
        if part.text.themes.is_empty() {
            continue;
        }
        let within = |row: &Labelled| scored(row) && year(row).is_some_and(|year| (years.0..=years.1).contains(&year));
        let rows = (0..text.rows.len()).filter(|&row| within(&text.rows[row])).collect();
        let trained = train(&part.text, progress)?;
        let (learned, unlearned) = (part.text.rows.len(), part.unlearned);
        blocks.push(Block { years, learned, rows, model: trained.model, unlearned });
    }
    if blocks.is_empty() {
        let problem = "no year has enough labelled text before it to learn from";
        let remedy = "give lines a `date` or statements a year in their name, or cross-validate by statement";
        return Err(Error::input(Place::file(source), problem, remedy));
    }
    Ok(blocks)
}

/// How many dated and undated rows there are.
#[must_use]
pub fn dated(rows: &[Labelled]) -> (usize, usize) {
    let dated = rows.iter().filter(|row| year(row).is_some()).count();
    (dated, rows.len() - dated)
}

/// First and last year of at most `blocks` blocks of about equal numbers of paragraphs.
fn cuts<'a>(rows: impl Iterator<Item = &'a Labelled>, blocks: usize) -> Vec<(u16, u16)> {
    let mut years: Vec<u16> = rows.filter_map(year).collect();
    years.sort_unstable();
    let mut cuts: Vec<(u16, u16)> = Vec::new();
    let mut taken = 0;
    for of_year in years.chunk_by(|a, b| a == b) {
        // A new block once the earlier ones hold their share.
        if taken * blocks >= years.len() * cuts.len() {
            cuts.push((of_year[0], of_year[0]));
        } else if let Some(last) = cuts.last_mut() {
            last.1 = of_year[0];
        }
        taken += of_year.len();
    }
    cuts
}

/// The labelled text before a year, with the themes that it can teach.
struct Earlier {
    text: TrainingText,
    unlearned: Vec<String>,
}

impl Earlier {
    fn new(text: &TrainingText, before: u16) -> Self {
        let mut text = text.clone();
        text.rows.retain(|row| year(row).is_some_and(|year| year < before));
        let settings = &text.settings;
        let held = folds::grouped(&text.rows, settings.folds, settings.seed, settings.score_basis.as_deref());
        let learnable: Vec<bool> = (0..text.themes.len()).map(|theme| learnable(&text, &held, theme)).collect();
        let place: Vec<usize> =
            learnable.iter().scan(0, |n, &kept| Some(std::mem::replace(n, *n + usize::from(kept)))).collect();
        for row in &mut text.rows {
            // Nothing that is tested on later years rests on sentences.
            row.sentences = None;
            row.themes = row.themes.iter().filter(|&&theme| learnable[theme]).map(|&theme| place[theme]).collect();
        }
        let ids = text.themes.ids().zip(&learnable).filter(|(_, kept)| !**kept);
        let unlearned = ids.map(|(id, _)| id.to_owned()).collect();
        let mut kept = learnable.iter();
        text.themes.themes.retain(|_| kept.next().copied().unwrap_or(false));
        Self { text, unlearned }
    }
}

/// Whether every fold leaves paragraphs with the theme and without it to learn from.
fn learnable(text: &TrainingText, held: &folds::Folds, theme: usize) -> bool {
    (0..text.settings.folds).all(|fold| {
        let learned = folds::learned_from(&text.rows, held, fold);
        let with = learned.iter().filter(|&&row| text.rows[row].themes.contains(&theme)).count();
        with > 0 && with < learned.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(statement: &str, date: Option<&str>) -> Labelled {
        Labelled {
            id: "p".to_owned(),
            statement: statement.to_owned(),
            text: "北极".to_owned(),
            themes: Vec::new(),
            sentences: None,
            basis: None,
            date: date.map(str::to_owned),
            place: Place::line("x.jsonl", 1),
        }
    }

    #[test]
    fn the_year_is_of_the_date_or_of_the_name() {
        assert_eq!(year(&row("cn-ru-2024-05", None)), Some(2024));
        assert_eq!(year(&row("cn-ru-2024", Some("2019-06-05"))), Some(2019));
        assert_eq!(year(&row("agenda-2030-signed-2016", None)), Some(2016));
        assert_eq!(year(&row("unga-71", None)), None);
        assert_eq!(year(&row("doc-120245", None)), None);
    }

    #[test]
    fn blocks_are_whole_years_in_order() {
        let rows: Vec<Labelled> =
            [2001, 2001, 2002, 2003, 2003, 2003, 2004].iter().map(|y| row(&format!("s-{y}"), None)).collect();
        assert_eq!(cuts(rows.iter(), 3), [(2001, 2002), (2003, 2003), (2004, 2004)]);
        assert_eq!(cuts(rows.iter(), 2), [(2001, 2003), (2004, 2004)]);
        assert!(cuts([row("undated", None)].iter(), 3).is_empty());
    }
}
