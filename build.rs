//! Writes the table that folds traditional characters to simplified ones, one entry for each character of the block
//! U+4E00..=U+9FFF, from `OpenCC`'s own data. Done at build time, so that tagging loads no conversion dictionary.

use std::{env, fmt::Write as _, fs, path::Path};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("OpenCC's traditional-to-simplified data is built in");
    let mut table = format!("static SIMPLIFIED: [u16; {}] = [", LAST - FIRST + 1);
    for code in FIRST..=LAST {
        write!(table, "{},", simplified(&opencc, code)).expect("a string can be written to");
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("simplified.rs"), table).expect("OUT_DIR can be written to");
}

/// The simplified form of one character; itself where OpenCC gives none inside the block.
fn simplified(opencc: &OpenCC, code: u32) -> u32 {
    let character = char::from_u32(code).expect("the block holds characters only");
    let converted = opencc.convert(&character.to_string());
    match converted.chars().next().map(u32::from) {
        Some(found) if (FIRST..=LAST).contains(&found) => found,
        _ => code,
    }
}
