//! The program as its users see it: arguments and files in; text, messages and exit codes out.

mod agreement;
mod check;
mod evaluate;
mod fixture;
