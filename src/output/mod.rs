//! What is written: results as text in the formats that people and programs read. Pure functions, no files.

pub mod agreement;
pub mod evaluation;
mod figures;
pub mod findings;
mod markup;
mod tables;
