//! The library from outside: what holds for any text, and how the house is built.

mod allocations;
mod damage;
mod evidence;
mod house;
mod random;
mod traditional;
