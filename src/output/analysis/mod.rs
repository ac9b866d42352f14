//! The analyses as tables, charts and one page. Pure functions.
//!
//! [`table`] is what every table is before it has a format; [`tables`] fills them, [`anchor`] is where their figures lead
//! to. [`charts`] and [`cloud`] draw SVG, [`raster`] draws a cloud in pixels, [`passages`] shows the text behind the
//! figures, and [`page`] puts everything into one page or one Markdown text.

pub mod anchor;
mod value;
mod sides;
pub mod table;
pub mod prose;
pub mod tables;
pub mod cloud;
pub mod raster;
pub mod charts;
pub mod passages;
mod frame;
pub mod page;

/// The style sheet of every page; nothing is loaded from elsewhere.
pub static STYLE: &str = include_str!("page.css");
