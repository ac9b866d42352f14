//! The study's questions, asked of any set of tagged statements: what is spoken of, in how much room, what changed from
//! one statement to the next, who is named, in which words.
//!
//! Everything here works on statements that are tagged already and gives plain data; [`crate::output`] draws it.
//!
//! 1. [`series`] puts the statements in order; [`room`] measures what each theme gets in each of them, with the error
//!    that the classifier is known to make; [`compare`] says what appeared, grew, shrank and vanished.
//! 2. [`mentions`] counts names, [`stance`] finds what is opposed and what is supported.
//! 3. [`words`] counts words, [`cloud`] lays them out, [`context`] shows a word where it stands.
//! 4. [`phrases`] finds what one statement says and another does not; [`aligned`] sets their paragraphs side by side.
//! 5. [`subjects`] groups the paragraphs that no theme explains.
//! 6. [`findings`] holds a study's findings, written down as data, against the statements. [`study`] is all of it.

pub mod series;
pub mod room;
pub mod compare;
pub mod mentions;
pub mod stance;
pub mod words;
pub mod cloud;
pub mod context;
pub mod phrases;
pub mod aligned;
pub mod subjects;
pub mod findings;
pub mod study;
