//! Gongbao.
pub mod document;
pub mod error;
pub mod lexicon;
pub mod normalise;
pub mod tagged;
pub mod theme;
pub mod words;
