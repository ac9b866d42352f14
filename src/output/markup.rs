//! Text inside HTML and SVG.

use std::fmt;

use super::harmless::steers;

/// A text that is shown with the five signs of markup escaped, safe between tags and in quoted attributes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((at, sign)) = rest.char_indices().find(|(_, c)| replacement(*c).is_some()) {
            f.write_str(&rest[..at])?;
            f.write_str(replacement(sign).unwrap_or_default())?;
            rest = &rest[at + sign.len_utf8()..];
        }
        f.write_str(rest)
    }
}

/// The same as a text of its own.
pub(crate) fn escape(text: &str) -> String {
    Escaped(text).to_string()
}

/// What stands for a character that may not stand in markup; what steers a terminal may not at all.
fn replacement(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\n' | '\t' => None,
        c if steers(c) => Some("\u{FFFD}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_markup_are_escaped_and_nothing_else() {
        assert_eq!(Escaped("甲<b>&\"'乙").to_string(), "甲&lt;b&gt;&amp;&quot;&#39;乙");
        assert_eq!(Escaped("\u{1b}[31m\n\0").to_string(), "\u{FFFD}[31m\n\u{FFFD}");
    }
}
