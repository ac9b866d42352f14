//! The command line as a user meets it.

mod fixture;

mod analyse;
