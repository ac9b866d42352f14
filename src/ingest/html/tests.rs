use encoding_rs::GBK;

use super::*;

const PAGE_2015: &str = include_str!("../../../tests/data/page-2015.html");
const PAGE_2022: &str = include_str!("../../../tests/data/page-2022.html");

fn page(html: &str) -> Result<Document> {
    read(&Input { bytes: html.as_bytes(), source: "a.html" })
}

fn lines_of(html: &str) -> Vec<String> {
    page(html).unwrap().text.lines().map(str::to_owned).collect()
}

#[test]
fn the_older_pages_of_the_ministry_give_the_article_alone() {
    let document = page(PAGE_2015).unwrap();
    let expected = "甲国和乙国关于深化合作的\n联合声明\n（2019年2月16日，甲城）\n\
        应甲国邀请，乙国元首访问甲国。双方在亲切友好的气氛中会谈。\n一、政治关系\n\
        双方同意在 United Nations framework 内加强协调；反对单边制裁。\n航班\n每周两班。";
    assert_eq!(document.text, expected);
    assert_eq!(document.title.as_deref(), Some("甲国和乙国关于深化合作的联合声明"));
    assert_eq!(document.date.as_deref(), Some("2019-02-17"));
}

#[test]
fn the_newer_pages_of_the_ministry_give_the_article_alone() {
    let document = page(PAGE_2022).unwrap();
    let expected =
        "双方认为，世界正在经历深刻变化。\n一\n双方重申，恪守《联合国宪章》宗旨和原则。\n二〇二二年二月四日于甲城";
    assert_eq!(document.text, expected);
    assert_eq!(document.title.as_deref(), Some("甲国和乙国关于新时代关系的联合声明（全文）"));
    assert_eq!(document.date.as_deref(), Some("2022-02-04"));
}

#[test]
fn a_page_in_its_declared_encoding_reads_the_same() {
    let bytes = GBK.encode(PAGE_2015).0;
    let document = read(&Input { bytes: &bytes, source: "a.html" }).unwrap();
    assert_eq!(document.text, page(PAGE_2015).unwrap().text);
    assert_eq!(declared(b"<META HTTP-EQUIV=x content='text/html; charset=Big5'>").unwrap().name(), "Big5");
    assert_eq!(declared(b"<p>charset=Big5"), None);
}

#[test]
fn an_unknown_page_gives_the_element_that_holds_nearly_all_of_the_prose() {
    let html = "<html><head><title>联合公报_某网</title></head><body><div id=top><p>欢迎访问。</p></div>\
        <div class=x><div class=y><p>双方认为，当前国际形势正在发生深刻变化。</p><p>小标题</p>\
        <p>双方将继续加强在政治、经贸、能源、人文等各领域的合作，并在多边机制内保持密切协调。</p></div></div><div><a href=x>另一条新闻的标题很长很长。</a></div></body></html>";
    let expected = [
        "双方认为，当前国际形势正在发生深刻变化。",
        "小标题",
        "双方将继续加强在政治、经贸、能源、人文等各领域的合作，并在多边机制内保持密切协调。",
    ];
    assert_eq!(lines_of(html), expected);
    assert_eq!(page(html).unwrap().title.as_deref(), Some("联合公报"));
}

#[test]
fn the_sidebar_of_an_unknown_page_stays_out_whatever_the_article_is_made_of() {
    let words = "双方认为，当前国际形势正在发生深刻变化，各国应当加强对话，妥善处理分歧，共同维护和平与稳定。";
    let texts: Vec<String> = (1..=9).map(|n| format!("第{n}条，{words}")).collect();
    let aside = "<div class=col-r>".to_owned()
        + &"<h3><a href=x>新闻</a></h3><p>某地今日晴，气温回升。</p>".repeat(30)
        + "</div>";
    let menu = "<ul>".to_owned() + &"<li><a href=x>频道。</a></li>".repeat(30) + "</ul>";
    let made = |open: &str, close: &str| texts.iter().flat_map(|text| [open, text, close]).collect::<String>();
    for article in [
        format!("<div class=c>{}</div>", made("<p>", "</p>")),
        format!("<div class=c><ol>{}</ol></div>", made("<li>", "</li>")),
        format!("<div class=c>{}</div>", made("<div>", "</div>")),
        format!("<div class=c>{}</div>", made("", "<br><br>")),
        format!("<table><tr><td>{menu}<td>{}</table>", made("<p>", "</p>")),
        format!("<div class='page sidebar-right'>{}</div>", made("<p>", "</p>")),
    ] {
        let html = format!("<title>x</title><body>{menu}<div class=w>{article}{aside}</div></body>");
        assert_eq!(lines_of(&html), texts, "{article}");
    }
}

#[test]
fn a_known_container_counts_only_where_it_shows_prose() {
    let prose = "双方认为，当前国际形势正在发生深刻变化。";
    let html = format!(
        "<div style='display:none'><div id=Zoom>看不见的文字。</div></div><article></article><main><p>{prose}</p></main>"
    );
    assert_eq!(lines_of(&html), [prose]);
}

#[test]
fn preformatted_text_keeps_its_lines_and_breaks_split_them() {
    assert_eq!(
        lines_of("<article><pre>双方。\n两国。</pre>一。<br/>二。<hr>三。</article>"),
        ["双方。", "两国。", "一。", "二。", "三。"]
    );
}

#[test]
fn a_page_without_an_article_says_what_to_do() {
    for html in
        ["<p></p>", "<html><body><h1>404</h1><a href=/>返回首页。</a></body></html>", "<", "<!-- a -->", "<svg>"]
    {
        let message = page(html).unwrap_err().to_string();
        assert!(message.starts_with("a.html: no article was found in the page; save the article's text"), "{message}");
    }
}

#[test]
fn each_known_site_gives_title_day_and_article_alone() {
    let noise = "<div class=list><p>另一条新闻说了一些别的事情，双方举行了会谈。</p></div>";
    let prose = "<p>双方重申相互支持。</p><p>双方同意深化合作。</p>";
    for (source, head, article) in [
        (
            "https://www.gov.cn/a.htm",
            "<h1 id=ti>联合声明</h1><div class=pages-date>2024-05-16 20:00</div>",
            "<div id=UCAP-CONTENT>",
        ),
        (
            "https://www.news.cn/a.html",
            "<div class=head-line><span class=title>联合声明</span></div><div class=info><span class=h-time>2024-05-16 20:00</span></div>",
            "<div id=detail>",
        ),
        (
            "http://www.xinhuanet.com/a.htm",
            "<div class=h-title>联合声明</div><span class=h-time>2024-05-16</span>",
            "<div id=p-detail>",
        ),
        (
            "http://kremlin.ru/supplement/1",
            "<h1 class=entry-title>联合声明</h1><time class=read__published datetime=x>2024/05/16</time>",
            "<div class='entry-content e-content'>",
        ),
        (
            "http://world.people.com.cn/n1/a.html",
            "<div class=rm_txt><h1>联合声明</h1><div class=col-1-1>2024年05月16日08:15 | 来源</div></div>",
            "<div class='rm_txt_con cf'>",
        ),
    ] {
        let html = format!("<title>某网</title>{noise}{head}{article}{prose}</div>{noise}");
        let document = read(&Input { bytes: html.as_bytes(), source }).unwrap();
        assert_eq!(document.text, "双方重申相互支持。\n双方同意深化合作。", "{source}");
        assert_eq!(document.title.as_deref(), Some("联合声明"), "{source}");
        assert_eq!(document.date.as_deref(), Some("2024-05-16"), "{source}");
    }
}
