//! Dates as Chinese documents write them: 2024年5月16日, 二〇二四年五月十六日, 2024-05-16.
//!
//! Every date that is found is a real day (29 February only in leap years) and is given back as `YYYY-MM-DD`.

use crate::document::Span;

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The day as `YYYY-MM-DD`.
    pub date: String,
    /// Where it is written, in bytes of the text that was searched.
    pub span: Span,
}

/// The value itself when it is a real day written `YYYY-MM-DD` and nothing else.
#[must_use]
pub fn iso(value: &str) -> Option<String> {
    let whole = value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    first(value).filter(|found| whole && found.date == value).map(|found| found.date)
}

/// The first date in a text, in any of the spellings.
#[must_use]
pub fn first(text: &str) -> Option<Found> {
    let mut after_digit = false;
    for (start, c) in text.char_indices() {
        let digit = digit(c).is_some();
        if digit && !after_digit {
            let rest = &text[start..];
            if let Some((date, left)) = date_at(rest) {
                let span = Span::new(start, text.len() - left.len());
                return Some(Found { date, span });
            }
        }
        after_digit = digit;
    }
    None
}

/// The date that a text begins with, and the text after it.
fn date_at(text: &str) -> Option<(String, &str)> {
    let (year, rest) = year(text)?;
    let rest = rest.trim_start_matches(' ');
    let separator = rest.chars().next()?;
    let rest = &rest[separator.len_utf8()..];
    let (month, day, rest) = match separator {
        '年' => month_and_day(rest)?,
        '-' | '/' | '.' => numbers_parted_by(rest, separator)?,
        _ => return None,
    };
    let real = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    real.then(|| (format!("{year:04}-{month:02}-{day:02}"), rest))
}

/// Four digits, in figures or in Chinese.
fn year(text: &str) -> Option<(u32, &str)> {
    let mut chars = text.chars();
    let mut year = 0;
    for _ in 0..4 {
        year = year * 10 + digit(chars.next()?)?;
    }
    (year >= 1000).then_some((year, chars.as_str()))
}

/// What follows 年: 5月16日, 五月十六日.
fn month_and_day(text: &str) -> Option<(u32, u32, &str)> {
    let (month, rest) = number(text)?;
    let (day, rest) = number(rest.trim_start_matches(' ').strip_prefix('月')?)?;
    let rest = rest.trim_start_matches(' ').strip_prefix(['日', '号', '號'])?;
    Some((month, day, rest))
}

/// What follows the year in 2024-05-16 and 2024/5/16.
fn numbers_parted_by(text: &str, separator: char) -> Option<(u32, u32, &str)> {
    let (month, rest) = figures(text)?;
    let (day, rest) = figures(rest.strip_prefix(separator)?)?;
    Some((month, day, rest))
}

/// A number below 100, in figures or in Chinese.
fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start_matches(' ');
    figures(text).or_else(|| chinese(text))
}

/// One or two figures, not followed by a third.
fn figures(text: &str) -> Option<(u32, &str)> {
    let figure = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = text.trim_start_matches(figure);
    let run = &text[..text.len() - rest.len()];
    let value = run.chars().take(3).try_fold(0, |value, c| Some(value * 10 + digit(c)?))?;
    matches!(run.chars().take(3).count(), 1 | 2).then_some((value, rest))
}

/// 一 to 九十九.
fn chinese(text: &str) -> Option<(u32, &str)> {
    let (before, rest) = leading_digit(text);
    let Some(rest) = rest.strip_prefix('十') else {
        return before.map(|value| (value, rest));
    };
    let (after, rest) = leading_digit(rest);
    Some((before.unwrap_or(1) * 10 + after.unwrap_or(0), rest))
}

fn leading_digit(text: &str) -> (Option<u32>, &str) {
    let first = text.chars().next();
    match first.and_then(|c| digit(c).map(|value| (value, c))) {
        Some((value, c)) => (Some(value), &text[c.len_utf8()..]),
        None => (None, text),
    }
}

/// The value of one digit; zero is written 〇, ○, 零 and, carelessly, O.
fn digit(c: char) -> Option<u32> {
    const CHINESE: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' | 'Ｏ' | '◯' => Some(0),
        _ => CHINESE.iter().position(|&d| d == c).map(|i| i as u32 + 1),
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Option<String> {
        first(text).map(|found| found.date)
    }

    #[test]
    fn every_spelling_of_a_day_is_read() {
        for text in [
            "2024年5月16日",
            "（2024 年 5 月 16 日，北京）",
            "二〇二四年五月十六日于北京",
            "二○二四年五月十六日",
            "二零二四年五月十六日",
            "２０２４年５月１６日",
            "发布时间：2024-05-16 19:03",
            "2024/5/16",
            "2024.05.16",
        ] {
            assert_eq!(date(text).as_deref(), Some("2024-05-16"), "{text}");
        }
        assert_eq!(date("二〇二五年十一月三十日").as_deref(), Some("2025-11-30"));
        assert_eq!(date("二〇二五年十月二十日").as_deref(), Some("2025-10-20"));
    }

    #[test]
    fn a_day_that_never_was_is_no_date() {
        for text in
            ["2023年2月29日", "2024年13月1日", "2024-04-31", "2024-00-10", "12024-05-16", "2024-05-166", "2024年5月"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date("2024年2月29日").as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn the_span_covers_the_date_alone() {
        let text = "于2024年5月16日签署";
        assert_eq!(first(text).unwrap().span.of(text), "2024年5月16日");
    }

    #[test]
    fn a_header_takes_one_spelling_only() {
        assert_eq!(iso("2024-05-16").as_deref(), Some("2024-05-16"));
        for value in ["2024-5-16", "2024-05-16 ", "2024年5月16日", "2024-02-30", "2024/05/16"] {
            assert_eq!(iso(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn searching_never_panics_and_the_span_fits(text in "[0-9０二〇零十年月日 ./-]{0,24}|\\PC{0,40}") {
            if let Some(found) = first(&text) {
                prop_assert!(text.get(found.span.start..found.span.end).is_some());
                prop_assert_eq!(iso(&found.date), Some(found.date));
            }
        }
    }
}
