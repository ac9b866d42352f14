//! What stands in the cells of a table.

use serde_json::Value as Json;

use super::anchor::Anchor;
use crate::analyse::aligned::Piece;
use crate::output::markup::escape;
use crate::output::spreadsheet::Cell;

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing: the figure is not defined, or there is none.
    None,
    /// Text.
    Text(String),
    /// A whole number.
    Count(usize),
    /// A whole number and the place on the page that it leads to.
    Counted(usize, Anchor),
    /// A number and its decimals.
    Number(f64, usize),
    /// A number, its decimals, and the place on the page that it leads to.
    Measured(f64, usize, Anchor),
    /// Yes or no.
    Is(bool),
    /// Text that leads somewhere on the page.
    Link(Link),
    /// Paragraphs.
    Links(Vec<Link>),
    /// A figure that leads somewhere, with a shade from 0 (nothing) to 1.
    Shaded(Link, f64),
    /// A paragraph beside another.
    Side(Side),
}

/// A text that leads somewhere on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What stands there.
    pub text: String,
    /// The place that it leads to.
    pub anchor: Anchor,
}

/// A paragraph beside its counterpart, with the differences marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The paragraph.
    pub link: Link,
    /// Its text in pieces.
    pub pieces: Vec<Piece>,
    /// Whether it is the later one: what it has alone is inserted, not deleted.
    pub later: bool,
}

impl Link {
    /// A link to a place on the page.
    pub fn new(text: impl Into<String>, anchor: Anchor) -> Self {
        Self { text: text.into(), anchor }
    }

    fn html(&self, linked: bool) -> String {
        let text = escape(&self.text);
        if linked { format!("<a href=\"#{}\">{text}</a>", self.anchor) } else { text }
    }
}

impl Side {
    /// The text with `[-deleted-]` and `{+inserted+}` as `git diff --word-diff` writes them.
    #[must_use]
    pub fn bracketed(&self) -> String {
        let (open, close) = if self.later { ("{+", "+}") } else { ("[-", "-]") };
        let piece = |p: &Piece| if p.common { p.text.clone() } else { format!("{open}{}{close}", p.text) };
        self.pieces.iter().map(piece).collect()
    }

    fn json(&self) -> Json {
        let piece = |p: &Piece| serde_json::json!({ "text": p.text, "common": p.common });
        self.pieces.iter().map(piece).collect()
    }

    /// The text with `<del>` and `<ins>`, after the paragraph's number.
    pub(super) fn html(&self, linked: bool) -> String {
        let tag = if self.later { "ins" } else { "del" };
        let piece = |p: &Piece| {
            let text = escape(&p.text);
            if p.common { text } else { format!("<{tag}>{text}</{tag}>") }
        };
        let text: String = self.pieces.iter().map(piece).collect();
        format!("{} {text}", self.link.html(linked))
    }
}

impl Value {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number of times and its rate (with decimals); where there are any, both lead to the same place.
    #[must_use]
    pub fn rated(count: usize, (rate, decimals): (f64, usize), anchor: Anchor) -> [Self; 2] {
        let rate = if count == 0 { Self::Number(rate, decimals) } else { Self::Measured(rate, decimals, anchor) };
        [Self::Counted(count, anchor), rate]
    }

    /// The value as it reads without links.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(n) | Self::Counted(n, _) => n.to_string(),
            Self::Number(x, decimals) | Self::Measured(x, decimals, _) => format!("{x:.decimals$}"),
            Self::Is(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Link(link) | Self::Shaded(link, _) => link.text.clone(),
            Self::Links(links) => links.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" "),
            Self::Side(side) => side.bracketed(),
        }
    }

    /// The value for a spreadsheet.
    pub(super) fn cell(&self) -> Cell<'static> {
        match self {
            Self::Text(_) | Self::Link(_) | Self::Shaded(..) | Self::Links(_) | Self::Side(_) => {
                Cell::text(self.plain())
            }
            Self::None | Self::Count(_) | Self::Counted(..) | Self::Number(..) | Self::Measured(..) | Self::Is(_) => {
                Cell::Exact(self.plain())
            }
        }
    }

    pub(super) fn json(&self) -> Json {
        match self {
            Self::None => Json::Null,
            Self::Count(n) | Self::Counted(n, _) => Json::from(*n),
            Self::Number(x, decimals) | Self::Measured(x, decimals, _) => {
                let rounded = format!("{x:.decimals$}").parse::<f64>();
                rounded.map_or(Json::Null, Json::from)
            }
            Self::Is(yes) => Json::from(*yes),
            Self::Links(links) => links.iter().map(|l| Json::from(l.text.as_str())).collect(),
            Self::Side(side) => side.json(),
            Self::Text(_) | Self::Link(_) | Self::Shaded(..) => Json::from(self.plain()),
        }
    }

    pub(super) fn html(&self, linked: bool) -> String {
        let figure = |anchor: &Anchor| Link::new(self.plain(), *anchor).html(linked);
        match self {
            Self::Count(_) | Self::Number(..) | Self::Counted(0, _) => {
                format!("<td class=\"n\">{}</td>", self.plain())
            }
            Self::Counted(_, anchor) | Self::Measured(_, _, anchor) => {
                format!("<td class=\"n\">{}</td>", figure(anchor))
            }
            Self::Link(link) => format!("<td class=\"k\">{}</td>", link.html(linked)),
            Self::Links(links) => {
                let links: Vec<String> = links.iter().map(|link| link.html(linked)).collect();
                format!("<td>{}</td>", links.join(" "))
            }
            Self::Shaded(link, _) if link.text.is_empty() => "<td class=\"heat\"></td>".to_owned(),
            Self::Shaded(link, shade) => {
                let step = (shade.clamp(0.0, 1.0) * 9.0).round() as usize;
                format!("<td class=\"heat h{step}\">{}</td>", link.html(linked))
            }
            Self::Side(side) => format!("<td lang=\"zh\">{}</td>", side.html(linked)),
            Self::None | Self::Text(_) | Self::Is(_) => format!("<td>{}</td>", escape(&self.plain())),
        }
    }

    pub(super) fn is_figure(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Counted(..) | Self::Number(..) | Self::Measured(..) | Self::Shaded(..))
    }

    /// The places on the page that it leads to.
    pub(super) fn anchors(&self) -> Vec<Anchor> {
        match self {
            Self::Counted(n, anchor) if *n > 0 => vec![*anchor],
            Self::Measured(_, _, anchor) => vec![*anchor],
            Self::Link(link) | Self::Shaded(link, _) => vec![link.anchor],
            Self::Links(links) => links.iter().map(|link| link.anchor).collect(),
            Self::Side(side) => vec![side.link.anchor],
            Self::None | Self::Text(_) | Self::Count(_) | Self::Counted(..) | Self::Number(..) | Self::Is(_) => {
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(paragraph: usize) -> Anchor {
        Anchor::Paragraph(crate::analyse::series::Reference { statement: 0, paragraph })
    }

    #[test]
    fn a_side_keeps_its_differences_in_every_format() {
        let piece = |text: &str, common| Piece { text: text.to_owned(), common };
        let pieces = vec![piece("北极", true), piece("<航道>", false)];
        let side = |later| Value::Side(Side { link: Link::new("¶1", at(0)), pieces: pieces.clone(), later });
        assert_eq!((side(false).plain(), side(true).plain()), ("北极[-<航道>-]".into(), "北极{+<航道>+}".into()));
        assert_eq!(side(true).html(false), "<td lang=\"zh\">¶1 北极<ins>&lt;航道&gt;</ins></td>");
        assert!(side(false).html(true).contains("<a href=\"#p-0-0\">¶1</a> 北极<del>"));
        assert_eq!(side(true).json()[1], serde_json::json!({ "text": "<航道>", "common": false }));
    }
}
