//! Putting broken lines together: Chinese needs no space where a line was broken, Latin does.

/// A character that is written without spaces around it: Han, its punctuation, full-width forms.
#[must_use]
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
        || matches!(c, '\u{20000}'..='\u{323AF}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Whether a line break between two characters stands for a space.
#[must_use]
pub fn break_is_space(before: char, after: char) -> bool {
    !(is_wide(before) || is_wide(after))
}

/// Lines as one.
#[must_use]
pub fn joined<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    lines.into_iter().fold(String::new(), |mut whole, line| {
        if let (Some(before), Some(after)) = (whole.chars().next_back(), line.chars().next())
            && break_is_space(before, after)
        {
            whole.push(' ');
        }
        whole + line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_latin_lines_are_joined_with_a_space() {
        assert_eq!(joined(["中华人民共和国", "联合声明"]), "中华人民共和国联合声明");
        assert_eq!(joined(["joint", "statement"]), "joint statement");
        assert_eq!(joined(["主题，", "——在会上的演讲"]), "主题，——在会上的演讲");
        assert_eq!(joined([]), "");
    }
}
