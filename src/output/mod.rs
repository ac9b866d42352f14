//! What is written: results as text in the formats that people and programs read. Pure functions, no files.

mod markup;
pub mod statement;
