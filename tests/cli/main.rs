//! The program as its users see it: arguments and files in; text, messages and exit codes out.

mod agreement;
mod analyse;
mod browser;
mod check;
mod compare;
mod corpus;
mod evaluate;
mod fixture;
mod hostile;
mod tag;
mod themes;
mod train;
