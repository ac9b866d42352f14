//! The bare program that archive tagging is measured against: parse JSONL, cut with jieba-rs's default dictionary, on
//! all threads; print the number of words.
#![allow(missing_docs, reason = "a program for measuring")]

use std::io::{self, BufRead as _};

use rayon::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    text: std::borrow::Cow<'a, str>,
}

fn main() -> io::Result<()> {
    let jieba = jieba_rs::Jieba::new();
    let lines: Vec<String> = io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let words: usize = lines
        .par_iter()
        .filter_map(|line| serde_json::from_str::<Line<'_>>(line).ok())
        .map(|line| jieba.cut(&line.text, false).len())
        .sum();
    println!("{words}");
    Ok(())
}
