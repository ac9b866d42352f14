//! Where sentences end.

use crate::document::Span;
use crate::ingest::lines::is_wide;

/// How many characters a quotation, title or bracket may hold and still be kept in one sentence. A longer one, or one
/// that is never closed, is cut like running text.
const LONGEST_PAIR: usize = 100;

/// The sentences of a paragraph; they tile its span. White space after a sentence belongs to it.
pub fn of(text: &str, paragraph: Span) -> Vec<Span> {
    let paragraph_text = paragraph.of(text);
    let (mut sentences, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = paragraph_text[at..].chars().next() {
        let step = step(paragraph_text, start, at, c);
        at = step.to;
        if step.ends {
            sentences.push(Span::new(start, at).shifted(paragraph.start));
            start = at;
        }
    }
    if start < at {
        sentences.push(Span::new(start, at).shifted(paragraph.start));
    }
    sentences
}

/// How far one look goes, and whether a sentence ends there.
struct Step {
    to: usize,
    ends: bool,
}

/// Looks at the character `c` at `at`, in the sentence that begins at `start`.
fn step(text: &str, start: usize, at: usize, c: char) -> Step {
    let after = at + c.len_utf8();
    if let Some(close) = closing(&text[after..], c).map(|offset| after + offset) {
        let spoken = !matches!(c, '《' | '〈') && text[after..close].ends_with(is_final);
        return if spoken {
            end(text, start, close)
        } else {
            Step { to: close + closer_of(c).map_or(0, char::len_utf8), ends: false }
        };
    }
    let next = text[after..].chars().next();
    let latin = matches!(c, '!' | '?' | ';') && next.is_none_or(|next| next.is_whitespace() || is_wide(next));
    if is_final(c) || latin { end(text, start, after) } else { Step { to: after, ends: false } }
}

/// The end of the sentence whose last mark was just passed at `at`: further marks and closing quotes belong to it. A
/// quotation that the sentence goes on after (“……！”的口号) does not end it.
fn end(text: &str, start: usize, mut at: usize) -> Step {
    let mut quoted = text[start..at].matches('"').count() % 2 == 1;
    let mut closed = false;
    while let Some(c) = text[at..].chars().next() {
        let closing_mark = is_closer(c) || c == '"' && quoted;
        if !(closing_mark || is_final(c) || matches!(c, '!' | '?')) {
            break;
        }
        quoted &= c != '"';
        closed |= closing_mark;
        at += c.len_utf8();
    }
    if closed && text[at..].starts_with(['，', '、', '：', '的']) {
        return Step { to: at, ends: false };
    }
    at = text.len() - text[at..].trim_start().len();
    Step { to: at, ends: true }
}

fn is_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '｡')
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '》' | '〉' | '】' | ')')
}

fn closer_of(opener: char) -> Option<char> {
    Some(match opener {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '（' => '）',
        '(' => ')',
        '《' => '》',
        '〈' => '〉',
        '【' => '】',
        _ => return None,
    })
}

/// Where the pair that `opener` opens is closed, from the character after it.
fn closing(inside: &str, opener: char) -> Option<usize> {
    let closer = closer_of(opener)?;
    let mut depth = 0;
    for (offset, c) in inside.char_indices().take(LONGEST_PAIR + 1) {
        match c {
            c if c == closer && depth == 0 => return Some(offset),
            c if c == closer => depth -= 1,
            c if c == opener => depth += 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        of(text, Span::new(0, text.len())).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn final_marks_end_sentences_and_tile_the_paragraph() {
        assert_eq!(
            cut("双方重申。两国支持；各方同意！是吗？是"),
            ["双方重申。", "两国支持；", "各方同意！", "是吗？", "是"]
        );
        assert_eq!(cut("真的？！好。。 再见。"), ["真的？！", "好。。 ", "再见。"]);
    }

    #[test]
    fn closing_quotes_belong_to_the_sentence_they_close() {
        assert_eq!(cut("他说：“双方一致。”会谈结束。"), ["他说：“双方一致。”", "会谈结束。"]);
        assert_eq!(cut("（以下称“双方”。）会谈结束。"), ["（以下称“双方”。）", "会谈结束。"]);
        assert_eq!(cut("他说\"好。\"会谈结束。"), ["他说\"好。\"", "会谈结束。"]);
        assert_eq!(cut("称：“要和平！”的口号。完。"), ["称：“要和平！”的口号。", "完。"]);
    }

    #[test]
    fn nothing_ends_inside_a_title_a_quotation_or_a_bracket() {
        assert_eq!(cut("《谁来养活中国？》一文。"), ["《谁来养活中国？》一文。"]);
        assert_eq!(cut("双方（一方支持；另一方赞同）同意。"), ["双方（一方支持；另一方赞同）同意。"]);
        assert_eq!(cut("“合作。共赢”是原则。"), ["“合作。共赢”是原则。"]);
    }

    #[test]
    fn a_pair_that_never_closes_or_is_very_long_is_cut_like_running_text() {
        assert_eq!(cut("《声明。双方。"), ["《声明。", "双方。"]);
        let long = format!("“{}。{}。”完。", "甲".repeat(60), "乙".repeat(60));
        assert_eq!(cut(&long).len(), 3);
    }

    #[test]
    fn dots_decimals_and_marks_inside_latin_end_nothing() {
        assert_eq!(cut("双方……继续合作3.5%，见a?b=c;d。"), ["双方……继续合作3.5%，见a?b=c;d。"]);
        assert_eq!(cut("双方同意;两国支持! 好"), ["双方同意;", "两国支持! ", "好"]);
    }

    #[test]
    fn many_unclosed_quotes_take_linear_time() {
        let started = std::time::Instant::now();
        assert_eq!(cut(&"“（".repeat(20_000)).len(), 1);
        assert!(started.elapsed().as_secs() < 10, "a quadratic search would take minutes");
    }
}
