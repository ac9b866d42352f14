//! The documents that a list page links to.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::sources::{List, Next};
use super::web::{Item, Named};
use crate::ingest::html::says_next;

/// The links of a page of a list, each address once, in order, and its next page. `number` is the page's, from 1.
pub(super) fn named(page: &str, address: &str, list: &List, number: usize) -> Named {
    let (Ok(base), Ok(anchors)) = (Url::parse(address), Selector::parse("a[href]")) else { return Named::default() };
    let html = Html::parse_document(page);
    let base = base_of(&html, &base).unwrap_or(base);
    let items = items(&html, address, &base, &anchors, list);
    let next = match &list.next {
        Next::Said => html.select(&anchors).find(|link| says_next(*link)).and_then(|link| target(link, &base)),
        Next::Link(css) => Selector::parse(css).ok().and_then(|css| {
            let links = html.select(&css).flat_map(|element| inside(element, &anchors)).collect::<Vec<_>>();
            target(*links.first()?, &base)
        }),
        Next::Numbered(pattern) => numbered(pattern, &list.address, number),
    };
    Named { items, next: next.filter(|next| next != address) }
}

/// The address of the page after the one with a number.
fn numbered(pattern: &str, list: &str, number: usize) -> Option<String> {
    let next = pattern.replace("{n}", &number.to_string()).replace("{page}", &(number + 1).to_string());
    Url::parse(list).ok()?.join(&next).ok().map(String::from)
}

fn items(html: &Html, address: &str, base: &Url, anchors: &Selector, list: &List) -> Vec<Item> {
    let wanted = list.links.as_deref().and_then(|css| Selector::parse(css).ok());
    let found: Vec<ElementRef> = match &wanted {
        Some(css) => html.select(css).flat_map(|element| inside(element, anchors)).collect(),
        None => html.select(anchors).collect(),
    };
    let mut items: Vec<Item> = Vec::new();
    for item in found.into_iter().filter_map(|link| item(link, base)) {
        let fits =
            list.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&item.address)) && item.address != address;
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

/// Where a link leads.
fn target(link: ElementRef, base: &Url) -> Option<String> {
    let mut url = base.join(link.attr("href")?.trim()).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

fn item(link: ElementRef, base: &Url) -> Option<Item> {
    let address = target(link, base)?;
    // Long titles are cut in lists, and whole in the attribute.
    let shown: String = link.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let stated = link.attr("title").unwrap_or_default().trim();
    let title = if stated.chars().count() > shown.chars().count() { stated.to_owned() } else { shown };
    Some(Item { address, title })
}

#[cfg(test)]
mod tests {
    use regex_lite::Regex;

    use super::*;

    const PAGE: &str = "<div class=nav><a href='/'>首页</a></div><ul class=list><li><a href='./202405/t1.shtml#top' title='中俄关于深化合作的联合声明'>\
        中俄关于深化…</a></li><li><a href='202405/t1.shtml'>再一次</a></li><li><a href='javascript:void(0)'>更多</a></li>\
        <li><a href='https://b.cn/t2.html'> 例行\n 记者会 </a></li></ul>";

    const ADDRESS: &str = "https://a.cn/zyxw/index.html";

    fn list(links: Option<&str>, pattern: Option<&str>, next: Next) -> List {
        let (address, links) = (ADDRESS.to_owned(), links.map(str::to_owned));
        let pattern = pattern.map(|text| Regex::new(text).unwrap());
        List { address, links, pattern, pages: 9, next, permission: false }
    }

    fn found(links: Option<&str>, pattern: Option<&str>) -> Vec<(String, String)> {
        let named = named(PAGE, ADDRESS, &list(links, pattern, Next::Said), 1);
        named.items.into_iter().map(|item| (item.address, item.title)).collect()
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
    fn the_next_page_is_found_by_its_link_or_its_number() {
        let page = "<a href='?p=9'>末页</a><a class=on href='?p=2'> 下一页 &gt; </a><div class=pages><a href='p3.html'>3</a></div>";
        let next = |next: Next, number: usize| named(page, ADDRESS, &list(None, None, next), number).next;
        assert_eq!(next(Next::Said, 1).as_deref(), Some("https://a.cn/zyxw/index.html?p=2"));
        assert_eq!(next(Next::Link(".pages".to_owned()), 1).as_deref(), Some("https://a.cn/zyxw/p3.html"));
        assert_eq!(next(Next::Link(".none".to_owned()), 1), None);
        let numbered = |pattern: &str, number| next(Next::Numbered(pattern.to_owned()), number);
        assert_eq!(numbered("index_{n}.html", 2).as_deref(), Some("https://a.cn/zyxw/index_2.html"));
        assert_eq!(numbered("/list?page={page}", 2).as_deref(), Some("https://a.cn/list?page=3"));
        let itself = "<a href='index.html#top'>下一页</a><a href='javascript:next()'>下一页</a>";
        assert_eq!(named(itself, ADDRESS, &list(None, None, Next::Said), 1).next, None);
    }

    #[test]
    fn what_is_no_page_has_no_links() {
        let items = |page: &str, address: &str| named(page, address, &list(None, None, Next::Said), 1).items;
        for page in ["", "<", "not a page", "<a>", "<a href='http://['>"] {
            assert!(items(page, "https://a.cn/").is_empty(), "{page}");
        }
        assert!(items(PAGE, "no address").is_empty());
    }
}
