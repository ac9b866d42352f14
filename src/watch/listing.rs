//! The documents that a list page links to.

use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::web::Item;

/// The links of a page, each address once, in order.
///
/// `links` selects the links, or elements that hold them; `pattern` is what addresses look like.
pub(super) fn items(page: &str, address: &str, links: Option<&str>, pattern: Option<&Regex>) -> Vec<Item> {
    let (Ok(base), Ok(anchors)) = (Url::parse(address), Selector::parse("a[href]")) else { return Vec::new() };
    let html = Html::parse_document(page);
    let base = base_of(&html, &base).unwrap_or(base);
    let wanted = links.and_then(|css| Selector::parse(css).ok());
    let found: Vec<ElementRef> = match &wanted {
        Some(css) => html.select(css).flat_map(|element| inside(element, &anchors)).collect(),
        None => html.select(&anchors).collect(),
    };
    let mut items: Vec<Item> = Vec::new();
    for item in found.into_iter().filter_map(|link| item(link, &base)) {
        let fits = pattern.is_none_or(|pattern| pattern.is_match(&item.address)) && item.address != address;
        if fits && items.iter().all(|known| known.address != item.address) {
            items.push(item);
        }
    }
    items
}

/// An element that is a link, or the links in it.
fn inside<'a>(element: ElementRef<'a>, anchors: &Selector) -> Vec<ElementRef<'a>> {
    if anchors.matches(&element) { vec![element] } else { element.select(anchors).collect() }
}

fn base_of(html: &Html, page: &Url) -> Option<Url> {
    let base = html.select(&Selector::parse("base[href]").ok()?).next()?;
    page.join(base.attr("href")?).ok()
}

fn item(link: ElementRef, base: &Url) -> Option<Item> {
    let mut url = base.join(link.attr("href")?.trim()).ok()?;
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    // Long titles are cut in lists, and whole in the attribute.
    let shown: String = link.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let stated = link.attr("title").unwrap_or_default().trim();
    let title = if stated.chars().count() > shown.chars().count() { stated.to_owned() } else { shown };
    Some(Item { address: url.into(), title })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<div class=nav><a href='/'>首页</a></div><ul class=list><li><a href='./202405/t1.shtml#top' title='中俄关于深化合作的联合声明'>\
        中俄关于深化…</a></li><li><a href='202405/t1.shtml'>再一次</a></li><li><a href='javascript:void(0)'>更多</a></li>\
        <li><a href='https://b.cn/t2.html'> 例行\n 记者会 </a></li></ul>";

    fn found(links: Option<&str>, pattern: Option<&str>) -> Vec<(String, String)> {
        let pattern = pattern.map(|text| Regex::new(text).unwrap());
        let items = items(PAGE, "https://a.cn/zyxw/index.html", links, pattern.as_ref());
        items.into_iter().map(|item| (item.address, item.title)).collect()
    }

    #[test]
    fn links_are_whole_addresses_with_whole_titles() {
        let first = ("https://a.cn/zyxw/202405/t1.shtml".to_owned(), "中俄关于深化合作的联合声明".to_owned());
        let second = ("https://b.cn/t2.html".to_owned(), "例行 记者会".to_owned());
        assert_eq!(found(Some("ul.list"), None), [first.clone(), second.clone()]);
        assert_eq!(found(Some(".list li a"), None), [first.clone(), second]);
        assert_eq!(found(None, Some(r"/t\d+\.shtml$")), [first]);
        assert_eq!(found(None, None).len(), 3);
    }

    #[test]
    fn what_is_no_page_has_no_links() {
        for page in ["", "<", "not a page", "<a>", "<a href='http://['>"] {
            assert!(items(page, "https://a.cn/", None, None).is_empty(), "{page}");
        }
        assert!(items(PAGE, "no address", None, None).is_empty());
    }
}
