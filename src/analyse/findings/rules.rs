//! The rules that findings are judged by.

use super::{Finding, Ground, Judged, OfTheme, Rule, Sign, Verdict, Years};
use crate::analyse::room::Room;
use crate::analyse::series::Reference;
use crate::normalise::normalise;

/// A residual theme has at most so many sentences.
const RESIDUAL: usize = 2;

/// A theme at length has at least so many paragraphs, where no year marked lower is there to compare with.
const LENGTH: usize = 2;

/// Judges a theme's sign of each year.
pub(super) fn theme(ground: &Ground, said: &OfTheme) -> Vec<Judged> {
    let Some(theme) = ground.measured.themes.index(&said.id) else { return Vec::new() };
    let name = &ground.measured.themes.themes[theme].en;
    let of_year = |(year, &sign): (&String, &Sign)| {
        let statement = of_year(ground, year);
        let judged = statement.map(|s| sign_holds(ground, theme, s, sign, &said.years));
        Judged {
            says: format!("{name} in {year}: {}", in_words(sign)),
            verdict: judged.as_ref().map_or(Verdict::Unjudged, |j| Verdict::of(j.0)),
            figures: judged.map_or_else(|| format!("no statement of {year}"), |j| j.1),
            theme: Some(theme),
            statement,
        }
    };
    said.years.iter().map(of_year).collect()
}

fn in_words(sign: Sign) -> &'static str {
    match sign {
        Sign::Absent => "absent",
        Sign::Residual => "one sentence or residual",
        Sign::There => "there",
        Sign::Strong => "at length or with new strength",
    }
}

fn sign_holds(ground: &Ground, theme: usize, statement: usize, sign: Sign, years: &Years) -> (bool, String) {
    let room = ground.measured.matrix.cells[theme][statement].room;
    let lower = years.iter().filter(|(_, other)| **other < sign).filter_map(|(year, _)| of_year(ground, year));
    let most = lower.map(|s| ground.measured.matrix.cells[theme][s].room.characters).max();
    let holds = match sign {
        Sign::Absent => room.paragraphs == 0,
        Sign::Residual => room.paragraphs == 1 && room.sentences <= RESIDUAL,
        Sign::There => room.paragraphs > 0,
        Sign::Strong => most.map_or(room.paragraphs >= LENGTH, |most| room.characters > most),
    };
    let before = most.filter(|_| sign == Sign::Strong);
    let more = before.map(|most| format!("; {} characters, at most {most} in years marked lower", room.characters));
    (holds, format!("{}{}", figures(&room), more.unwrap_or_default()))
}

fn figures(room: &Room) -> String {
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let (sentences, paragraphs) = (room.sentences, room.paragraphs);
    format!("{sentences} sentence{} in {paragraphs} paragraph{}", plural(sentences), plural(paragraphs))
}

/// The longest statement of a year.
fn of_year(ground: &Ground, year: &str) -> Option<usize> {
    let of = |s: &usize| ground.measured.series.statements[*s].date().is_some_and(|date| date.starts_with(year));
    ground.among.iter().copied().filter(of).max_by_key(|s| {
        // Of equals the first.
        (ground.measured.series.statements[*s].characters(), std::cmp::Reverse(*s))
    })
}

/// The longest statement of each year that has one, in order.
fn yearly(ground: &Ground) -> Vec<usize> {
    let mut years: Vec<&str> = ground.measured.series.statements.iter().filter_map(|s| s.date()?.get(..4)).collect();
    years.sort_unstable();
    years.dedup();
    years.into_iter().filter_map(|year| of_year(ground, year)).collect()
}

/// Judges any other finding; one about phrases gives a verdict a year.
pub(super) fn finding(ground: &Ground, finding: &Finding) -> Vec<Judged> {
    let (verdict, figures) = match &finding.rule {
        Rule::Longer { longer } => course(ground, longer, |a, b| a < b, |_, _| true),
        Rule::Shorter { shorter } => course(ground, shorter, |a, b| a >= b, |first, last| first > last),
        Rule::Named { named_more } => named_more_often(ground, named_more),
        Rule::Dominant { dominant, within } => dominate(ground, dominant, *within),
        Rule::Statements { statements } => counted(ground, statements),
        Rule::Structure { structure } => structured(ground, structure),
        Rule::Phrase { phrase, theme, years } => {
            let theme = theme.as_deref().and_then(|id| ground.measured.themes.index(id));
            return years.iter().map(|said| phrase_in(ground, &finding.says, phrase, theme, said)).collect();
        }
    };
    let theme = match &finding.rule {
        Rule::Longer { longer: id } | Rule::Shorter { shorter: id } => ground.measured.themes.index(id),
        _ => None,
    };
    vec![Judged { says: finding.says.clone(), verdict, figures, theme, statement: None }]
}

/// Whether the sentences of a theme follow `step` from year to year and `whole` from first to last.
fn course(
    ground: &Ground,
    id: &str,
    step: fn(usize, usize) -> bool,
    whole: fn(usize, usize) -> bool,
) -> (Verdict, String) {
    let Some(theme) = ground.measured.themes.index(id) else { return (Verdict::Unjudged, String::new()) };
    let sentences: Vec<usize> =
        yearly(ground).into_iter().map(|s| ground.measured.matrix.cells[theme][s].room.sentences).collect();
    let figures = sentences.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ") + " sentences";
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return (Verdict::Unjudged, figures) };
    if sentences.len() < 2 {
        return (Verdict::Unjudged, format!("{figures}: one year only"));
    }
    (Verdict::of(sentences.windows(2).all(|w| step(w[0], w[1])) && whole(*first, *last)), figures)
}

fn named_more_often(ground: &Ground, ids: &[String; 2]) -> (Verdict, String) {
    let names = ground.measured.names;
    let counts = names.count(ground.measured.series);
    let of = |id: &String| names.names.iter().position(|name| name.id == *id).map(|i| &counts[i].counts);
    let (Some(more), Some(less)) = (of(&ids[0]), of(&ids[1])) else { return (Verdict::Unjudged, String::new()) };
    let pairs: Vec<(usize, usize)> = ground.among.iter().map(|&s| (more[s], less[s])).collect();
    if pairs.is_empty() {
        return (Verdict::Unjudged, "no statement of these parties".to_owned());
    }
    let figures: Vec<String> = pairs.iter().map(|(a, b)| format!("{a} to {b}")).collect();
    (Verdict::of(pairs.iter().all(|(a, b)| a > b)), figures.join(", "))
}

fn dominate(ground: &Ground, words: &[String], within: usize) -> (Verdict, String) {
    let total = |word: &crate::analyse::words::Frequency| ground.among.iter().map(|&s| word.counts[s]).sum::<usize>();
    let counts: Vec<(&str, usize)> = ground.measured.words.words.iter().map(|w| (w.word.as_str(), total(w))).collect();
    if counts.iter().all(|(_, n)| *n == 0) {
        return (Verdict::Unjudged, "no words of these parties".to_owned());
    }
    let of = |word: &String| counts.iter().find(|c| c.0 == word && c.1 > 0).map(|c| c.1);
    let rank = |word: &String| of(word).map(|n| 1 + counts.iter().filter(|c| c.1 > n).count());
    let ranks: Vec<(&String, Option<usize>)> = words.iter().map(|word| (word, rank(word))).collect();
    let shown = ranks.iter().map(|(word, rank)| match rank {
        Some(rank) => format!("{word} {rank}"),
        None => format!("{word} not used"),
    });
    let figures = format!("rank: {}", shown.collect::<Vec<_>>().join(", "));
    (Verdict::of(ranks.iter().all(|(_, rank)| rank.is_some_and(|rank| rank <= within))), figures)
}

/// A set of files does not prove that there were no more statements: fewer than said cannot be judged.
fn counted(ground: &Ground, said: &std::collections::BTreeMap<String, usize>) -> (Verdict, String) {
    let given = |year: &str| {
        let date = |s: &usize| ground.measured.series.statements[*s].date();
        ground.among.iter().filter(|s| date(s).is_some_and(|date| date.starts_with(year))).count()
    };
    let figures = said.keys().map(|year| format!("{year}: {} given", given(year))).collect::<Vec<_>>().join(", ");
    let verdict = |(year, &n): (&String, &usize)| match given(year).cmp(&n) {
        std::cmp::Ordering::Less => Verdict::Unjudged,
        std::cmp::Ordering::Equal => Verdict::Agree,
        std::cmp::Ordering::Greater => Verdict::Differ,
    };
    let verdicts: Vec<Verdict> = said.iter().map(verdict).collect();
    let worst = [Verdict::Differ, Verdict::Unjudged].into_iter().find(|v| verdicts.contains(v));
    (worst.unwrap_or(Verdict::Agree), figures)
}

fn structured(ground: &Ground, ids: &[String]) -> (Verdict, String) {
    let yearly = yearly(ground);
    if yearly.is_empty() {
        return (Verdict::Unjudged, "no dated statement".to_owned());
    }
    let themes = ids.iter().filter_map(|id| ground.measured.themes.index(id));
    let missing: Vec<String> = themes
        .flat_map(|theme| yearly.iter().map(move |&s| (theme, s)))
        .filter(|&(theme, s)| ground.measured.matrix.cells[theme][s].room.paragraphs == 0)
        .map(|(theme, s)| {
            format!("{} lacks {}", ground.measured.series.statements[s].name, ground.measured.themes.id(theme))
        })
        .collect();
    let figures = if missing.is_empty() { "each has them all".to_owned() } else { missing.join(", ") };
    (Verdict::of(missing.is_empty()), figures)
}

fn phrase_in(
    ground: &Ground,
    says: &str,
    phrases: &[String],
    theme: Option<usize>,
    (year, &sign): (&String, &Sign),
) -> Judged {
    let wanted: Vec<_> = phrases.iter().map(|phrase| normalise(phrase)).collect();
    let statement = of_year(ground, year);
    let found = statement.map(|s| places(ground, s, theme, &wanted));
    let expected = sign != Sign::Absent;
    let figures = match &found {
        None => format!("no statement of {year}"),
        Some(found) if found.is_empty() => format!("{} not found", phrases.join(" / ")),
        Some(found) => {
            let ids: Vec<&str> = found.iter().map(|at| ground.measured.series.id(*at)).collect();
            format!("{} in paragraph {}", phrases.join(" / "), ids.join(", "))
        }
    };
    Judged {
        says: format!("{says}; {year}: {}", if expected { "said" } else { "not said" }),
        verdict: found.map_or(Verdict::Unjudged, |found| Verdict::of(found.is_empty() != expected)),
        figures,
        theme,
        statement,
    }
}

/// The paragraphs of a statement, of a theme where one is given, that hold any of the phrases.
fn places(
    ground: &Ground,
    statement: usize,
    theme: Option<usize>,
    wanted: &[std::borrow::Cow<'_, str>],
) -> Vec<Reference> {
    let paragraphs = ground.measured.series.paragraphs().map(|(at, _, _)| at).filter(|at| at.statement == statement);
    let of_theme = paragraphs.filter(|&at| theme.is_none_or(|theme| ground.measured.series.carries(at, theme)));
    let holds = |at: &Reference| {
        let normal = normalise(ground.measured.series.text(*at));
        wanted.iter().any(|phrase| normal.contains(phrase.as_ref()))
    };
    of_theme.filter(holds).collect()
}
