//! Articles that were cut into several pages.

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::decoded;

/// What the link to an article's next page says.
const NEXT: &[&str] = &["下一页", "下页", "后一页", "下一頁", "next page", "next"];

/// The address of the article's next page, where the page links to one.
///
/// Only an address that differs from the page's own in a page number is followed: `t1.htm` to `t1_2.htm`, `c-5-2.html` to
/// `c-5-3.html`. Links to the next article or to the next page of a list say the same and are none.
#[must_use]
pub fn next_page(bytes: &[u8], address: &str) -> Option<String> {
    let page = decoded(bytes, address).ok()?;
    let base = Url::parse(address).ok()?;
    let html = Html::parse_document(&page);
    let links = Selector::parse("a[href]").ok()?;
    let next = html.select(&links).filter(|link| says_next(*link));
    next.filter_map(|link| base.join(link.attr("href")?).ok()).find(|target| follows(&base, target)).map(String::from)
}

/// Whether a link says that it leads to the next page, of an article or of a list.
#[must_use]
pub fn says_next(link: ElementRef<'_>) -> bool {
    let text = link.text().collect::<String>().to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    link.attr("rel") == Some("next") || NEXT.contains(&text)
}

fn follows(page: &Url, target: &Url) -> bool {
    let same_place = page.host_str() == target.host_str() && page.query() == target.query();
    let ((stem, number), (next_stem, next_number)) = (numbered(page.path()), numbered(target.path()));
    // A first page has no number, and the second is number 1 or 2.
    let first = bare(page.path()) == next_stem;
    same_place
        && (stem == next_stem && next_number == Some(number.unwrap_or(1) + 1)
            || first && next_number.is_some_and(|n| n == 1 || n == 2))
}

/// A path without its extension and page number, and that number: `/t1_2.htm` is `/t1` and 2.
fn numbered(path: &str) -> (&str, Option<u32>) {
    let bare = bare(path);
    let cut = bare.rsplit_once(['_', '-']).and_then(|(stem, number)| {
        let short = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
        Some((stem, number.parse().ok().filter(|_| short)?))
    });
    cut.map_or((bare, None), |(stem, number)| (stem, Some(number)))
}

fn bare(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(bare, _)| bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(address: &str, href: &str) -> Option<String> {
        let page = format!("<p>双方。</p><a href=x>上一页</a><a href='{href}'>【下一页】</a>");
        next_page(page.as_bytes(), address)
    }

    #[test]
    fn the_next_page_of_the_same_article_is_found() {
        for (address, href, target) in [
            ("https://a.cn/x/t1.htm", "t1_2.htm", "https://a.cn/x/t1_2.htm"),
            ("https://a.cn/x/t1.htm", "./t1_1.htm", "https://a.cn/x/t1_1.htm"),
            ("https://a.cn/x/t1_2.htm", "t1_3.htm", "https://a.cn/x/t1_3.htm"),
            ("http://a.cn/n1/c1001-402.html", "/n1/c1001-402-2.html", "http://a.cn/n1/c1001-402-2.html"),
            ("http://a.cn/content_11701.htm", "content_11701_2.htm", "http://a.cn/content_11701_2.htm"),
        ] {
            assert_eq!(next(address, href).as_deref(), Some(target), "{address}");
        }
    }

    #[test]
    fn the_next_article_is_no_next_page() {
        for (address, href) in [
            ("https://a.cn/x/t1.htm", "t2.htm"),
            ("https://a.cn/x/t20240516_11305860.htm", "t20240516_11305861.htm"),
            ("https://a.cn/x/t1.htm", "https://b.cn/x/t1_2.htm"),
            ("https://a.cn/x/t1_2.htm", "t1_2.htm"),
            ("https://a.cn/x/t1.htm", "t1_7.htm"),
            ("page.html", "page_2.html"),
        ] {
            assert_eq!(next(address, href), None, "{address}");
        }
    }
}
