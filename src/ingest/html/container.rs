//! Where a page's article stands, and what on a page is never part of one.

use scraper::node::Element;
use scraper::{ElementRef, Html, Selector};

use super::{Node, Visitor, sites, walk};

/// Elements whose content is never part of an article.
const FOREIGN: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "option",
    "textarea",
    "iframe",
    "object",
    "svg",
    "figcaption",
];

/// Words in ids and classes of boxes that stand around an article or in its midst.
const BOXES: &[&str] = &[
    "share",
    "bdsharebuttonbox",
    "jiathis",
    "footer",
    "copyright",
    "nav",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "related",
    "relnews",
    "sidebar",
    "qrcode",
    "comments",
    "print",
    "appendix",
];

/// The element that a known site keeps its article in, with running text in it.
pub fn find<'a>(html: &'a Html, source: &str) -> Option<ElementRef<'a>> {
    let mut selectors = sites::for_source(source).flat_map(|site| &site.article);
    selectors.find_map(|css| known(html, css))
}

fn known<'a>(html: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(css).ok()?;
    let shown = html.select(&selector).filter(|element| !element.ancestors().any(is_hidden));
    let best = shown.map(|element| (prose(*element), element)).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    (best.0 > 0).then_some(best.1)
}

/// Characters of running text: what reads as sentences and is no link.
fn prose(root: Node<'_>) -> usize {
    let mut counter = Counter { root, chars: 0 };
    walk(root, &mut counter);
    counter.chars
}

struct Counter<'a> {
    root: Node<'a>,
    chars: usize,
}

impl<'a> Visitor<'a> for Counter<'a> {
    fn enter(&mut self, node: Node<'a>) -> bool {
        if let Some(text) = node.value().as_text().filter(|text| is_prose(text)) {
            self.chars += text.trim().chars().count();
        }
        let inside = |element: &Element| element.name() != "a" && !is_foreign(element);
        node.id() == self.root.id() || node.value().as_element().is_some_and(inside)
    }
}

/// Whether a text reads as sentences.
pub fn is_prose(text: &str) -> bool {
    let text = text.trim();
    text.contains(['。', '！', '？', '；']) || text.contains(". ") || text.ends_with('.')
}

/// Whether an element is no part of an article, wherever it stands.
pub fn is_foreign(element: &Element) -> bool {
    let name = element.name();
    FOREIGN.contains(&name) || conceals(element) || !matches!(name, "html" | "body" | "article") && is_box(element)
}

fn is_box(element: &Element) -> bool {
    let names = [element.attr("id"), element.attr("class")];
    names
        .into_iter()
        .flatten()
        .flat_map(|value| value.split(|c: char| !c.is_ascii_alphabetic()))
        .any(|word| BOXES.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

fn is_hidden(node: Node<'_>) -> bool {
    node.value().as_element().is_some_and(conceals)
}

fn conceals(element: &Element) -> bool {
    let style = || element.attr("style").map(|css| css.replace([' ', '\t', '\n'], "").to_ascii_lowercase());
    element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || style().is_some_and(|css| css.contains("display:none") || css.contains("visibility:hidden"))
}
