//! The training folder: themes, settings, dictionary and labelled paragraphs, with the hash that names them.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::settings::Settings;
use crate::error::Result;
use crate::labelled::{self, Labelled, read_text};
use crate::normalise::normalise;
use crate::theme::ThemeSet;
use crate::words::{Entry, parse_dictionary};

/// What a training learns from.
#[derive(Debug, Clone)]
pub struct TrainingText {
    /// The themes.
    pub themes: ThemeSet,
    /// The settings.
    pub settings: Settings,
    /// The domain words, in normal form.
    pub dictionary: Vec<Entry>,
    /// The labelled paragraphs.
    pub rows: Vec<Labelled>,
    /// SHA-256 over all of it, in hexadecimal.
    pub sha256: String,
}

impl TrainingText {
    /// Reads `themes.toml`, `settings.toml`, `dictionary.txt` and `paragraphs/**/*.jsonl` of a folder.
    ///
    /// # Errors
    /// A file that is missing or cannot be used, with its line.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut hash = Sha256::new();
        let mut part = |name: &str| -> Result<(String, String)> {
            let path = folder.join(name);
            let text = read_text(&path)?;
            hash.update(&text);
            Ok((text, path.display().to_string()))
        };
        let (text, file) = part("themes.toml")?;
        let themes = ThemeSet::parse(&text, &file)?;
        let (text, file) = part("settings.toml")?;
        let settings = Settings::parse(&text, &file)?;
        let (text, file) = part("dictionary.txt")?;
        let dictionary = parse_dictionary(&text, &file)?;
        let dictionary = dictionary.into_iter().map(|(word, f)| (normalise(&word).into_owned(), f)).collect();
        let rows = labelled::read(&[folder.join("paragraphs")], &themes)?;
        for row in &rows {
            hash.update(format!("{}\0{}\0{}\0{:?}\n", row.id, row.statement, row.text, row.themes));
            if let Some(sentences) = &row.sentences {
                hash.update(format!("{sentences:?}\n"));
            }
        }
        let sha256 = hexadecimal(&hash.finalize());
        Ok(Self { themes, settings, dictionary, rows, sha256 })
    }

    /// The number of statements.
    #[must_use]
    pub fn statements(&self) -> usize {
        let mut names: Vec<&str> = self.rows.iter().map(|row| row.statement.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
