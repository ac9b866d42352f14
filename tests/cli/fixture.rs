//! A folder of its own for every test, and a small model that is trained once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

/// The small labelled text, by hand, that the model is trained on.
pub const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/training-small");

/// A run of the program.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("help: {e}: {self:?}"))
    }

    /// Asserts bad input: exit code 2, the message with each of these parts, nothing on standard output.
    pub fn refused(&self, parts: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "help: {self:?}");
        for part in parts {
            assert!(self.err.contains(part), "help: no `{part}` in {self:?}");
        }
    }
}

/// A folder in which the program runs.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, its folders too.
    pub fn file(&self, name: &str, text: &str) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of what is in it.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the program in the folder, without the environment's say in colours.
    pub fn run(&self, args: &[&str]) -> Ran {
        let mut command: Command = cargo_bin_cmd!("gongbao");
        command.current_dir(self.0.path()).env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1").args(args);
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Runs `gongbao evaluate` with the small model.
    pub fn evaluate(&self, args: &[&str]) -> Ran {
        let model = small_model().display().to_string();
        self.run(&[&["evaluate", "--model", &model], args].concat())
    }
}

/// A labelled line.
pub fn line(id: &str, statement: &str, text: &str, themes: &[&str]) -> String {
    serde_json::json!({ "id": id, "statement": statement, "text": text, "themes": themes }).to_string() + "\n"
}

/// The model of [`SMALL`], trained once for all tests.
pub fn small_model() -> &'static Path {
    static MODEL: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = MODEL.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("small.gongbao");
        cargo_bin_cmd!("gongbao").args(["train", SMALL, "--out"]).arg(&path).assert().success();
        (folder, path)
    });
    path
}
