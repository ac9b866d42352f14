//! What people and programs read: pure functions from plain data to text.

pub mod analysis;
