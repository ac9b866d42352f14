//! What each line is, and the title and the day that the lines state.

use crate::date;
use crate::document::BlockKind;
use crate::ingest::lines::joined;

use super::numbers;

/// What the lines that are not blank say of themselves.
pub struct Head {
    /// One for each line.
    pub kinds: Vec<BlockKind>,
    /// The title, its lines joined.
    pub title: Option<String>,
    /// The day, `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// What a document's title calls it.
const TITLE_WORDS: &[&str] = &[
    "声明",
    "公报",
    "宣言",
    "协议",
    "协定",
    "条约",
    "计划",
    "纲要",
    "倡议",
    "备忘录",
    "讲话",
    "演讲",
    "致辞",
    "发言",
    "报告",
    "决议",
    "共识",
    "文件",
    "通稿",
];

/// The most lines and the most characters a line that a title has.
const LONGEST_TITLE: (usize, usize) = (6, 100);

/// The most characters of a line that only dates and places the document.
const LONGEST_DATELINE: usize = 40;

/// How many of the last lines may state the day of signature, and how long such a line may be in characters.
const CLOSING: (usize, usize) = (3, 200);

/// Reads the lines that are not blank; `known` is the title that the format states.
pub fn read(lines: &[&str], known: Option<&str>) -> Head {
    let mut kinds: Vec<_> = lines.iter().map(|line| kind(line)).collect();
    let skipped = kinds.iter().take_while(|&&kind| kind == BlockKind::Dateline).count();
    let length = title_length(&lines[skipped..], &kinds[skipped..], known);
    kinds[skipped..skipped + length].fill(BlockKind::Title);
    let title = (length > 0).then(|| joined(lines[skipped..skipped + length].iter().copied()));
    let date = opening_day(lines, &kinds)
        .or_else(|| closing_day(lines, &kinds))
        .or_else(|| title.as_deref().and_then(bracketed_day));
    if !kinds.contains(&BlockKind::Paragraph) {
        // Nothing but headings: a fragment that was given to be read, not a document's outline.
        kinds.iter_mut().filter(|kind| **kind == BlockKind::Heading).for_each(|kind| *kind = BlockKind::Paragraph);
    }
    Head { kinds, title, date }
}

fn kind(line: &str) -> BlockKind {
    if is_dateline(line) {
        BlockKind::Dateline
    } else if numbers::is_heading(line) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// How many lines the title takes: all that stand before a dateline, or up to the last that says what the document is.
/// A text that would have no paragraph left has no title.
fn title_length(lines: &[&str], kinds: &[BlockKind], known: Option<&str>) -> usize {
    let fit = |(line, kind): &(&&str, &BlockKind)| **kind == BlockKind::Paragraph && may_be_title(line);
    let run = lines.iter().zip(kinds).take(LONGEST_TITLE.0).take_while(fit).count();
    let repeated = (1..=run).find(|&n| known == Some(joined(lines[..n].iter().copied()).as_str()));
    let named = || lines[..run].iter().rposition(|line| TITLE_WORDS.iter().any(|word| line.contains(word)));
    let length = if kinds.get(run) == Some(&BlockKind::Dateline) {
        run
    } else {
        repeated.or_else(|| named().map(|last| last + 1)).unwrap_or(0)
    };
    if kinds[length..].contains(&BlockKind::Paragraph) { length } else { 0 }
}

fn may_be_title(line: &str) -> bool {
    line.chars().take(LONGEST_TITLE.1 + 1).count() <= LONGEST_TITLE.1
        && !line.contains(['。', '！', '？', '；', '!', '?', ';'])
        && !line.ends_with(['：', ':'])
}

/// Whether a line is a day and a place and nothing else: （2024年5月16日，北京）, 二〇二四年五月十六日于北京.
fn is_dateline(line: &str) -> bool {
    if line.chars().take(LONGEST_DATELINE + 1).count() > LONGEST_DATELINE {
        return false;
    }
    let bare = line.trim_start_matches(['（', '(']).trim_end_matches(['）', ')', '。']);
    let Some(found) = date::first(bare) else { return false };
    before_day(&bare[..found.span.start]) && after_day(&bare[found.span.end..])
}

/// 北京， / 发布时间： / 于北京，
fn before_day(text: &str) -> bool {
    text.is_empty() || text.ends_with(['，', ',', '：', ':', ' ', '　', '于']) && is_short(text)
}

/// ，北京 / 于莫斯科 / 在北京签署 / 19:03; after a space, a bare place.
fn after_day(text: &str) -> bool {
    let clock = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '：' | ' '));
    let placed = text.starts_with(['，', ',', '、', '于', '(', '（', ' ', '　']);
    let signed = text.starts_with('在') && ["签署", "签订", "发表", "通过"].iter().any(|verb| text.ends_with(verb));
    clock || (placed || signed) && is_short(text)
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= 12 && !text.contains(['。', '；', '！', '？'])
}

/// The day of a dateline before the first paragraph.
fn opening_day(lines: &[&str], kinds: &[BlockKind]) -> Option<String> {
    let head = lines.iter().zip(kinds).take_while(|(_, kind)| **kind != BlockKind::Paragraph);
    head.filter(|(_, kind)| **kind == BlockKind::Dateline).find_map(|(line, _)| day(line))
}

/// The day at the end: of a dateline, or of a line that speaks of this document's signing.
fn closing_day(lines: &[&str], kinds: &[BlockKind]) -> Option<String> {
    let last = lines.iter().zip(kinds).rev().take(CLOSING.0);
    last.filter(|(line, kind)| **kind == BlockKind::Dateline || tells_signing(line)).find_map(|(line, _)| day(line))
}

fn tells_signing(line: &str) -> bool {
    let of_this = ["一式", "本声明", "本公报", "本宣言", "本协定", "本协议", "本条约", "本文件"];
    line.chars().take(CLOSING.1 + 1).count() <= CLOSING.1
        && ["签署", "签订", "订于", "签于"].iter().any(|verb| line.contains(verb))
        && of_this.iter().any(|word| line.contains(word))
}

/// The day that a title carries in brackets at its end.
fn bracketed_day(title: &str) -> Option<String> {
    let inner = title.trim_end().strip_suffix(['）', ')'])?;
    day(&inner[inner.rfind(['（', '('])?..])
}

fn day(line: &str) -> Option<String> {
    date::first(line).map(|found| found.date)
}
