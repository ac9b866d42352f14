//! The command line from outside: what is written, what is said, how it ends.

mod fixture;
mod hostile;
mod tag;
mod themes;
