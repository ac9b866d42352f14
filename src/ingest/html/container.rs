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

/// Elements that only lay a page out: the search for the densest one goes into no others.
const LAYOUT: &[&str] =
    &["body", "div", "section", "article", "main", "center", "table", "tbody", "tr", "td", "span", "font"];

/// Characters of running text that a page must hold to have an article where no known container is.
const LEAST: usize = 20;

/// The article's element: one that a known site keeps it in, with running text in it, else the one with nearly all of
/// the page's.
pub fn find<'a>(html: &'a Html, source: &str) -> Option<ElementRef<'a>> {
    let mut selectors = sites::for_source(source).flat_map(|site| &site.article);
    selectors.find_map(|css| known(html, css)).or_else(|| densest(html))
}

fn known<'a>(html: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(css).ok()?;
    let shown = html.select(&selector).filter(|element| !element.ancestors().any(is_hidden));
    let best = shown.map(|element| (prose(*element).chars, element)).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    (best.0 > 0).then_some(best.1)
}

fn densest(html: &Html) -> Option<ElementRef<'_>> {
    let body = html.select(&Selector::parse("body").ok()?).next()?;
    let mut best = (body, prose(*body).chars);
    while let Some(inner) = holder(best.0, best.1) {
        best = inner;
    }
    (best.1 >= LEAST).then_some(best.0)
}

/// The child that holds nine tenths of the prose of its parent, in more than one piece.
fn holder(parent: ElementRef<'_>, chars: usize) -> Option<(ElementRef<'_>, usize)> {
    let layout = parent.child_elements().filter(|child| LAYOUT.contains(&child.value().name()));
    layout.filter(|child| !is_foreign(child.value())).find_map(|child| {
        let held = prose(*child);
        (held.pieces > 1 && held.chars * 10 >= chars * 9).then_some((child, held.chars))
    })
}

/// Running text: what reads as sentences and is no link.
#[derive(Default)]
struct Prose {
    chars: usize,
    pieces: usize,
}

fn prose(root: Node<'_>) -> Prose {
    let mut counted = Prose::default();
    walk(root, &mut Counter { root, counted: &mut counted });
    counted
}

struct Counter<'a, 'p> {
    root: Node<'a>,
    counted: &'p mut Prose,
}

impl<'a> Visitor<'a> for Counter<'a, '_> {
    fn enter(&mut self, node: Node<'a>) -> bool {
        if let Some(text) = node.value().as_text().filter(|text| is_prose(text)) {
            self.counted.chars += text.trim().chars().count();
            self.counted.pieces += 1;
        }
        let inside = |element: &Element| element.name() != "a" && !is_foreign(element);
        node.id() == self.root.id() || node.value().as_element().is_some_and(inside)
    }
}

fn is_prose(text: &str) -> bool {
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
