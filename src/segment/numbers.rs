//! The numbers that open sections: 一、 （一） 1. and numerals alone on a line.

/// A number at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<'a> {
    /// As published, brackets included.
    pub label: &'a str,
    /// 1 for 一、 and for a numeral alone, 2 for （一）, 3 for 1.
    pub level: u8,
    /// The line after the number.
    pub rest: &'a str,
}

/// What may stand between a number and its heading.
const MARKS: [char; 3] = ['、', '.', '．'];

/// The most characters of a line that is a heading.
const LONGEST_HEADING: usize = 40;

/// The number that a line begins with. A date, a decimal or an enumeration (一、二线城市) is none.
pub fn read(line: &str) -> Option<Number<'_>> {
    alone(line)
        .or_else(|| bracketed(line))
        .or_else(|| marked(line, is_chinese, 1))
        .or_else(|| marked(line, is_figure, 3))
}

/// Whether a line is the heading of a section: numbered, short and no sentence.
pub fn is_heading(line: &str) -> bool {
    read(line).is_some()
        && line.chars().take(LONGEST_HEADING + 1).count() <= LONGEST_HEADING
        && !line.contains(['。', '！', '？', '；', '!', '?', ';'])
        && !line.ends_with(['：', ':', '，', '、', '…'])
}

fn alone(line: &str) -> Option<Number<'_>> {
    let of =
        |most: usize, kind: fn(char) -> bool| line.chars().take(most + 1).count() <= most && line.chars().all(kind);
    let numeral = of(3, is_chinese) || of(2, is_figure) || of(4, is_roman);
    (numeral && !line.is_empty()).then_some(Number { label: line, level: 1, rest: "" })
}

/// （一） and (一).
fn bracketed(line: &str) -> Option<Number<'_>> {
    let inner = line.strip_prefix(['（', '('])?;
    let (_, rest) = numeral(inner, is_chinese)?;
    let rest = rest.strip_prefix(['）', ')'])?;
    let label = &line[..line.len() - rest.len()];
    Some(Number { label, level: 2, rest: rest.trim_start_matches(MARKS).trim_start() })
}

/// 一、 and 1.
fn marked(line: &str, kind: fn(char) -> bool, level: u8) -> Option<Number<'_>> {
    let (label, rest) = numeral(line, kind)?;
    let rest = rest.strip_prefix(MARKS)?;
    (!rest.starts_with(kind)).then(|| Number { label, level, rest: rest.trim_start() })
}

/// A numeral of at most three characters at the beginning, and what follows it.
fn numeral(text: &str, kind: fn(char) -> bool) -> Option<(&str, &str)> {
    let end = text.char_indices().find(|&(_, c)| !kind(c)).map_or(text.len(), |(at, _)| at);
    let (label, rest) = text.split_at(end);
    matches!(label.chars().take(4).count(), 1..=3).then_some((label, rest))
}

fn is_chinese(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_roman(c: char) -> bool {
    matches!(c, 'I' | 'V' | 'X' | 'Ⅰ'..='Ⅻ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_number_is_read() {
        for (line, label, level, rest) in [
            ("一、政治关系", "一", 1, "政治关系"),
            ("十二．结语", "十二", 1, "结语"),
            ("（二）经贸", "（二）", 2, "经贸"),
            ("(三) 能源", "(三)", 2, "能源"),
            ("12.我们欢迎", "12", 3, "我们欢迎"),
            ("3、人文", "3", 3, "人文"),
            ("一", "一", 1, ""),
            ("二、", "二", 1, ""),
            ("1", "1", 1, ""),
            ("IV", "IV", 1, ""),
            ("Ⅲ", "Ⅲ", 1, ""),
        ] {
            assert_eq!(read(line), Some(Number { label, level, rest }), "{line}");
        }
    }

    #[test]
    fn dates_decimals_and_enumerations_are_no_numbers() {
        for line in [
            "2024年5月16日",
            "3.5%的增长",
            "一、二线城市",
            "1、2号线",
            "2024.",
            "一带一路",
            "十月革命",
            "（以下称双方）",
            "",
            "（一",
            "一是合作",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_heading_is_numbered_short_and_no_sentence() {
        assert!(is_heading("一、关于国际形势"));
        assert!(is_heading("一"));
        for line in ["关于国际形势", "一、双方同意。", "一、双方同意：", "1.我们重申；以及"]
        {
            assert!(!is_heading(line), "{line}");
        }
        assert!(!is_heading(&format!("一、{}", "长".repeat(39))));
        assert!(is_heading(&format!("一、{}", "长".repeat(38))));
    }
}
