//! A folder of its own and a program without the caller's environment.

use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder that the program runs in and that is gone afterwards.
pub struct Folder(TempDir);

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with one file in it.
    pub fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(name, content);
        folder
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.path().join(name), content).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The names of everything in it.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("gongbao").unwrap();
        command.current_dir(self.0.path()).env_clear().env("RUST_BACKTRACE", "0").args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs with something on standard input. A panic is never an answer, whatever is asked.
    pub fn run_with(&self, args: &[&str], input: impl Into<Vec<u8>>) -> Ran {
        let output = self.command(args).write_stdin(input).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("panicked"), "{stderr}");
        let stdout = String::from_utf8(output.stdout).unwrap();
        Ran { code: output.status.code().expect("a run ends by itself"), stdout, stderr }
    }
}
