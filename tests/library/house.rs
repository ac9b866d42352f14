//! Data flows one way: a module names only modules that `src/lib.rs` lists above it.

use std::fs;
use std::path::{Path, PathBuf};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The modules of `lib.rs`, in its order.
fn order(lib: &str) -> Vec<&str> {
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")));
    names.filter_map(|name| name.strip_suffix(';')).collect()
}

/// Every file of a folder and the folders in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The modules named as `crate::name` or in `crate::{name::..., other}`, with the line; comments do not count.
fn named(source: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (number, line) in source.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let code = line.split("//").next().unwrap_or_default();
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let parts = match rest.strip_prefix('{') {
                Some(group) => top_level(group),
                None => vec![rest],
            };
            named.extend(parts.into_iter().map(|part| (number, first_name(part).to_owned())));
        }
    }
    named
}

fn first_name(path: &str) -> &str {
    let path = path.trim_start();
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(path.len());
    &path[..end]
}

/// The parts of a `{...}` group that a comma outside of inner groups separates.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[from..]);
    parts
}

/// The arrows of one file that point upward, or at nothing that `lib.rs` lists.
fn upward(order: &[&str], module: &str, source: &str) -> Vec<(usize, String)> {
    let own = order.iter().position(|name| *name == module);
    let rises = |name: &str| order.iter().position(|known| *known == name) > own;
    named(source).into_iter().filter(|(_, name)| rises(name)).collect()
}

#[test]
fn every_module_names_only_those_above_it() {
    let lib = fs::read_to_string(Path::new(SOURCE).join("lib.rs")).unwrap();
    let order = order(&lib);
    assert!(order.len() > 10, "help: this test no longer understands lib.rs");
    let mut wrong = Vec::new();
    for file in files(Path::new(SOURCE)).iter().filter(|file| file.extension().is_some_and(|e| e == "rs")) {
        let relative = file.strip_prefix(SOURCE).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" || module == "bin" {
            continue;
        }
        assert!(order.contains(&module), "help: {} belongs to no module of lib.rs", relative.display());
        for (line, name) in upward(&order, module, &fs::read_to_string(file).unwrap()) {
            wrong.push(format!("{}:{line} names `{name}`", relative.display()));
        }
    }
    assert!(wrong.is_empty(), "help: lib.rs lists these below the module that names them:\n{}", wrong.join("\n"));
}

#[test]
fn no_library_file_has_four_hundred_lines() {
    for file in files(Path::new(SOURCE)).iter().filter(|file| file.extension().is_some_and(|e| e == "rs")) {
        let lines = fs::read_to_string(file).unwrap().lines().count();
        assert!(lines < 400, "help: {} has {lines} lines: split it by story", file.display());
    }
}

#[test]
fn commands_reach_standard_output_where_text_for_people_is_made_harmless() {
    let mut wrong = Vec::new();
    for file in files(&Path::new(SOURCE).join("bin")) {
        let source = fs::read_to_string(&file).unwrap();
        let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
        let named = code.clone().any(|line| ["stdout()", "print!", "println!"].iter().any(|name| line.contains(name)));
        if named != file.ends_with("terminal.rs") {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "help: write to `terminal::screen()` or `terminal::data()` instead: {wrong:?}");
}

#[test]
fn upward_arrows_are_seen_in_every_form() {
    let order = ["a", "b", "c"];
    let source =
        "use crate::a::X;\nuse crate::c;\n// crate::c\nuse crate::{a::{Y, Z}, c::W};\nlet x = crate::c::f();\n";
    let lines: Vec<usize> = upward(&order, "b", source).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 4, 5]);
    assert!(upward(&order, "c", source).is_empty());
}
