//! What is written: results as text in the formats that people and programs read. Pure functions, no files.

pub mod agreement;
pub mod analysis;
mod columns;
pub mod evaluation;
mod figures;
pub mod findings;
pub mod harmless;
mod markup;
pub mod spreadsheet;
pub mod statement;
mod tables;
