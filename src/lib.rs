//! Gongbao.
pub mod error;

pub mod theme;

pub mod document;

pub mod date;

pub mod ingest;

pub mod segment;

pub mod tagged;

pub mod normalise;

pub mod words;

pub mod lexicon;
