//! The article of a page of unknown structure, found as the reading views of browsers find it.
//!
//! That is Mozilla's Readability, by the crate `dom_smoothie`: it scores elements by the text and links in them. On 24
//! pages (two real ones of a ministry and 22 written for the purpose: sidebars, comments, several articles, tables, lists)
//! it found every article whole, as the search for the element with nine tenths of the running text did before, but took
//! less besides: on 8 pages nothing where that search took as much again from sidebars, on none more. Comments and second
//! articles that stand in the article's own element are told apart by neither.

use dom_smoothie::{Config, Readability};
use scraper::Html;

use super::{container, lines};

/// Pages of more elements and texts are no articles, and would take long.
const MOST_NODES: usize = 50_000;

/// Characters of running text that a page must hold to have an article where no known container is.
const LEAST: usize = 20;

/// The lines of a page's article, which was parsed as `html` already; none if it has none.
pub fn lines(page: &str, html: &Html) -> Vec<String> {
    if html.tree.nodes().count() > MOST_NODES {
        return Vec::new();
    }
    // With its classes an article can be freed of share boxes, as everywhere; but a page may call all of itself a sidebar.
    [true, false].into_iter().find_map(|classes| article(page, classes)).unwrap_or_default()
}

fn article(page: &str, keep_classes: bool) -> Option<Vec<String>> {
    let config = Config { keep_classes, disable_json_ld: true, ..Config::default() };
    let mut page = Readability::new(page, None, Some(config)).ok()?;
    sort_lists(&page);
    let content = page.parse().ok()?.content;
    let lines = lines::of(*Html::parse_fragment(&content).root_element());
    let prose = lines.iter().filter(|line| container::is_prose(line)).map(|line| line.chars().count()).sum::<usize>();
    (prose >= LEAST).then_some(lines)
}

/// Takes lists of links away, and makes paragraphs of list items that are running text: Readability keeps every list that
/// stands in an article's element, but takes none for an article, and some statements are lists.
fn sort_lists(page: &Readability) {
    for list in &page.doc.select("ul, ol") {
        let linked: usize = list.select("a").iter().map(|link| link.text().len()).sum();
        if linked * 2 > list.text().len() {
            list.remove();
        }
    }
    for item in &page.doc.select("li") {
        if container::is_prose(&item.text()) && !item.select("a").exists() {
            item.parent().rename("div");
            item.rename("p");
        }
    }
}
