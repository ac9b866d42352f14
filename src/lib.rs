//! Gongbao.

pub mod error;
pub mod theme;
pub mod labelled;
pub mod document;
pub mod date;
pub mod ingest;
pub mod segment;
pub mod tagged;
pub mod normalise;
pub mod words;
pub mod lexicon;
pub mod keywords;
pub mod tfidf;
pub mod features;
pub mod classifier;
pub mod decide;
pub mod model;
pub mod train;
pub mod evaluate;
pub mod check;
pub mod system;
pub mod output;
pub mod store;
pub mod fetch;
pub mod announce;
pub mod watch;
