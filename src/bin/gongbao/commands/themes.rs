//! `gongbao themes`: the theme set of a model, what each theme means and how well it is recognised.

use std::path::PathBuf;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use gongbao::model::Outline;
use gongbao::theme::Theme;
use serde::Serialize;

use super::DataFormat;
use crate::{Failure, Outcome, terminal};

/// List the themes and what they mean
///
/// Names, definition, what counts and what does not, and the F1 that each theme reached out of fold, on statements that
/// its model had not seen, with the number of labelled paragraphs that carry it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gongbao themes
  gongbao themes --format json | jq -r '.themes[].id'")]
pub(crate) struct Args {
    /// A model file in place of the one that is built in
    #[arg(long, value_name = "PATH")]
    model: Option<PathBuf>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = DataFormat::Table)]
    format: DataFormat,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, Failure> {
    let model = super::ModelFile::open(args.model.as_deref())?.outline()?;
    match args.format {
        DataFormat::Table => writeln!(terminal::screen(), "{}", table(&model, terminal::width()).trim_fmt())?,
        DataFormat::Json => super::write_json(&listing(&model))?,
    }
    Ok(Outcome::Done)
}

#[derive(Serialize)]
struct Listing<'a> {
    schema: &'a str,
    model: &'a str,
    themes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    zh: &'a str,
    en: &'a str,
    section: &'a str,
    definition: &'a str,
    include: &'a [String],
    exclude: &'a [String],
    f1: Option<f32>,
    support: usize,
}

fn listing(model: &Outline) -> Listing<'_> {
    Listing { schema: "gongbao-themes/1", model: &model.name, themes: entries(model).collect() }
}

fn entries(model: &Outline) -> impl Iterator<Item = Entry<'_>> {
    model.themes.themes.iter().enumerate().map(|(index, theme)| {
        let Theme { id, zh, en, section, definition, include, exclude, .. } = theme;
        let quality = model.origin.themes.get(index);
        let f1 = quality.map(|quality| quality.f1).filter(|f1| f1.is_finite());
        let support = quality.map_or(0, |quality| quality.support);
        Entry { id, zh, en, section, definition, include, exclude, f1, support }
    })
}

fn table(model: &Outline, width: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(["theme", "what it is about (+ counts, − does not)", "F1"]);
    for entry in entries(model) {
        let f1 = entry.f1.map_or_else(|| "–".to_owned(), |f1| format!("{f1:.2}"));
        let figures = format!("{f1}\n{} ¶", entry.support);
        table.add_row([Cell::new(name(&entry)), Cell::new(meaning(&entry)), Cell::new(figures)]);
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn name(entry: &Entry<'_>) -> String {
    format!("{}\n{}\n{}\n({})", entry.id, entry.zh, entry.en, entry.section)
}

fn meaning(entry: &Entry<'_>) -> String {
    let counts = entry.include.iter().map(|note| format!("\n+ {note}"));
    let not = entry.exclude.iter().map(|note| format!("\n− {note}"));
    entry.definition.to_owned() + &counts.chain(not).collect::<String>()
}
