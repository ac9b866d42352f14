//! The bare program that a cold start is measured against: load jieba-rs's default dictionary and nothing else.
#![allow(missing_docs, reason = "a program for measuring")]

fn main() {
    println!("{}", jieba_rs::Jieba::new().has_word("北极"));
}
