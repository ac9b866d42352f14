//! The authored statements, in a folder of its own for each test, and the program run in it.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// A temporary folder.
pub(crate) struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// Writes a file and gives its name back.
    pub(crate) fn file<'a>(&self, name: &'a str, text: &str) -> &'a str {
        std::fs::write(self.path(name), text).expect("the folder can be written to");
        name
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> assert_cmd::assert::Assert {
        let mut command = Command::cargo_bin("gongbao").expect("the program is built");
        command.current_dir(self.folder.path()).args(args).assert()
    }
}

/// One of the authored statements that come with the project.
pub(crate) fn authored(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/authored").join(name).display().to_string()
}
