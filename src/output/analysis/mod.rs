//! The analyses as tables, charts and one page. Pure functions.
//!
//! [`table`] is what every table is before it has a format; [`tables`] fills them. [`charts`] and [`cloud`] draw SVG,
//! [`page`] puts everything into one HTML page and [`markdown`] into one text.

pub mod cloud;
pub mod table;
pub mod tables;

/// The style sheet of every page; nothing is loaded from elsewhere.
pub static STYLE: &str = include_str!("page.css");
