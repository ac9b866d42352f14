//! The title and date that a page states about its article.

use scraper::{ElementRef, Html, Selector};

use super::{lines, sites};
use crate::date;
use crate::ingest::lines::joined;

/// `<meta>` names that give the article's title.
const TITLE_METAS: &[&str] = &["ArticleTitle", "og:title"];

/// What parts the article's title from the site's in `<title>`.
const TITLE_SEPARATORS: &[&str] = &[" — ", " – ", " - ", "_", "|"];

/// `<meta>` names that give the day of publication.
const DATE_METAS: &[&str] =
    &["PubDate", "publishdate", "firstpublishedtime", "article:published_time", "PubTime", "publish_time", "date"];

/// The article's title.
pub fn title(html: &Html, source: &str) -> Option<String> {
    let stated = TITLE_METAS.iter().find_map(|name| meta(html, name));
    let mut selectors = sites::for_source(source).flat_map(|site| &site.title);
    let shown = || selectors.find_map(|css| elements(html, css).find_map(text));
    stated.or_else(shown).or_else(|| page_title(html))
}

/// The day of publication, `YYYY-MM-DD`.
pub fn date(html: &Html, source: &str) -> Option<String> {
    let day = |text: String| date::first(&text).map(|found| found.date);
    let stated = DATE_METAS.iter().find_map(|name| meta(html, name).and_then(day));
    let mut selectors = sites::for_source(source).flat_map(|site| &site.date);
    stated.or_else(|| selectors.find_map(|css| elements(html, css).filter_map(text).find_map(day)))
}

/// The title of the page without the site's name; the main heading where the two agree that it is the article's.
fn page_title(html: &Html) -> Option<String> {
    let heading = elements(html, "h1").find_map(text);
    let Some(page) = elements(html, "title").find_map(text) else { return heading };
    heading.filter(|heading| page.contains(heading.as_str())).or_else(|| {
        let own = TITLE_SEPARATORS.iter().fold(page.as_str(), |title, separator| {
            title.split(separator).map(str::trim).find(|part| !part.is_empty()).unwrap_or(title)
        });
        Some(own.to_owned())
    })
}

fn meta(html: &Html, name: &str) -> Option<String> {
    let named = |element: &ElementRef| {
        ["name", "property"].iter().any(|key| element.attr(key).is_some_and(|value| value.eq_ignore_ascii_case(name)))
    };
    let content = elements(html, "meta").find(named)?.attr("content")?.trim();
    (!content.is_empty()).then(|| content.to_owned())
}

fn elements<'a>(html: &'a Html, css: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(css).ok();
    let all = html.tree.root().descendants().filter_map(ElementRef::wrap);
    all.filter(move |element| selector.as_ref().is_some_and(|selector| selector.matches(element)))
}

fn text(element: ElementRef<'_>) -> Option<String> {
    Some(joined(lines::of(*element).iter().map(String::as_str))).filter(|text| !text.is_empty())
}
