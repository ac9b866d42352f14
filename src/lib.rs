//! Gongbao labels the paragraphs of Chinese diplomatic joint statements with themes, and shows why.
//!
//! Data flows one way, and the modules below stand in that order; a module names only those above it.
//!
//! 1. [`ingest`] turns bytes into a [`document::Document`]; [`segment`] finds its sections, paragraphs and sentences.
//! 2. [`normalise`] brings text into one spelling, [`search`] finds in it, in one walk, the words of the dictionary that
//!    [`cut`] chooses from, the theme words of [`lexicon`] and runs of characters; [`features`] counts these as terms and
//!    [`tfidf`] weighs the counts. [`words`] cuts with jieba's full dictionary, for training and for counting words.
//! 3. [`classifier`] scores a row, [`decide`] turns scores into answers; [`model`] joins these stages and is what a model
//!    file holds. [`train`] makes one from labelled text.
//! 4. [`evaluate`] says how good it is; [`analyse`] compares tagged statements; [`output`] writes them.
//! 5. [`store`], [`fetch`], [`announce`] and [`watch`] find newly published statements, keep them and tell; [`export`] is
//!    for other programs.
//!
//! ```
//! use gongbao::model::{Model, Scratch, TagOptions};
//!
//! let model = Model::embedded()?;
//! let text = "双方反对任何形式的“台独”，俄方重申恪守一个中国原则，承认台湾是中国不可分割的一部分。";
//! let tagged = model.judge(text, &TagOptions::default(), &mut Scratch::default());
//! let themes: Vec<&str> = tagged.assigned().map(|label| model.themes().id(label.theme)).collect();
//! assert_eq!(themes, ["taiwan"]);
//! # Ok::<(), gongbao::error::Error>(())
//! ```

pub mod error;
pub mod likeness;
pub mod theme;
pub mod document;
pub mod date;
pub mod ingest;
pub mod segment;
pub mod labelled;
pub mod tagged;
pub mod normalise;
pub mod words;
pub mod search;
pub mod cut;
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
pub mod analyse;
pub mod output;
pub mod stream;
pub mod store;
pub mod export;
pub mod fetch;
pub mod announce;
pub mod watch;
