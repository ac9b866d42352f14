use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};
use gongbao::fetch::{Fetcher, Limits, Looked, Refusal};
use tempfile::TempDir;

use crate::server::{Answer, Server, page, redirect, status};
use crate::{article, run, text};

/// A fetcher to whom this machine was named, so that it fetches from it.
fn fetcher() -> Fetcher {
    let fetcher = stranger();
    fetcher.name("http://127.0.0.1/");
    fetcher
}

/// One to whom nothing was named.
fn stranger() -> Fetcher {
    Fetcher::new(Limits {
        bytes: 1 << 20,
        time: Duration::from_secs(2),
        pace: Duration::ZERO,
        retry: Duration::from_millis(10),
        ..Limits::default()
    })
}

fn refusal(server: &Server, path: &str) -> Refusal {
    fetcher().page(&server.url(path), None).unwrap_err()
}

fn packed(bytes: &[u8]) -> Answer {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    let headers = vec![("Content-Encoding".to_owned(), "gzip".to_owned())];
    Answer::Plain { status: 200, headers, body: encoder.finish().unwrap() }
}

#[test]
fn an_ill_behaved_site_is_refused_within_the_limits() {
    let server = Server::start();
    let started = Instant::now();
    server.answer("/endless", Answer::Endless);
    assert_eq!(refusal(&server, "/endless"), Refusal::TooLarge);
    server.answer("/bomb", packed(&vec![b' '; 100 << 20]));
    assert_eq!(refusal(&server, "/bomb"), Refusal::TooLarge);
    server.answer("/circle", redirect(&server.url("/circle")));
    assert_eq!(refusal(&server, "/circle"), Refusal::Redirects);
    server.answer("/elsewhere", redirect("file:///etc/passwd"));
    assert!(!refusal(&server, "/elsewhere").may_pass());
    assert_eq!(refusal(&server, "/none"), Refusal::Gone(404));
    server.answer("/slow", Answer::Slow);
    assert_eq!(refusal(&server, "/slow"), Refusal::TooSlow);
    server.answer("/cut", Answer::Truncated(article("联合声明", "").into_bytes()));
    let cut = refusal(&server, "/cut");
    assert!(matches!(cut, Refusal::Connection(_)), "{cut:?}");
    assert_eq!((server.count("/slow"), server.count("/cut"), server.count("/none")), (3, 3, 1));
    assert!(started.elapsed() < Duration::from_secs(60), "help: a limit in time does not hold");
}

#[test]
fn other_schemes_and_closed_ports_are_refused() {
    for address in ["file:///etc/passwd", "ftp://a.cn/", "data:text/html,a", "gopher://a", "a", "http://"] {
        assert!(matches!(fetcher().page(address, None), Err(Refusal::Address(_))), "{address}");
    }
    let fetcher = fetcher();
    fetcher.permit("http://127.0.0.1/");
    let closed = fetcher.page("http://127.0.0.1:1/", None).unwrap_err();
    assert!(matches!(closed, Refusal::Connection(_)), "{closed:?}");
}

#[test]
fn nothing_leads_to_a_host_of_this_machine_that_the_user_did_not_name() {
    let server = Server::start();
    server.page("/secret", "<p>双方。");
    server.answer("/away", redirect(&server.url("/secret").replace("127.0.0.1", "localhost")));
    let inner = |host: &str| Err(Refusal::Inner(host.to_owned()));
    let page = |fetcher: &Fetcher, address: &str| fetcher.page(address, None).map(|page| page.address);
    assert_eq!(page(&stranger(), &server.url("/secret")), inner("127.0.0.1"));
    assert_eq!(page(&stranger(), "http://169.254.169.254/latest/meta-data/"), inner("169.254.169.254"));
    assert_eq!(page(&stranger(), "http://[::ffff:127.0.0.1]:9/"), inner("[::ffff:7f00:1]"));
    assert_eq!(page(&fetcher(), &server.url("/away")), inner("localhost"));
    assert_eq!(server.count("/secret"), 0);
    let fetcher = fetcher();
    assert_eq!(page(&fetcher, &server.url("/secret")), Ok(server.url("/secret")));
    assert!(fetcher.is_inner(&server.url("/")) && !fetcher.is_inner("http://localhost/"));
}

#[test]
fn robots_txt_is_kept_to_unless_there_is_permission() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.page("/robots.txt", "User-agent: *\nDisallow: /private/\n");
    server.page("/private/1", &article("中华人民共和国和俄罗斯联邦联合声明", ""));
    server.page("/public/1", &article("中华人民共和国和俄罗斯联邦联合声明", ""));
    assert_eq!(refusal(&server, "/private/1"), Refusal::Forbidden(None));
    let fetcher = fetcher();
    assert!(fetcher.article(&server.url("/public/1")).is_ok() && fetcher.article(&server.url("/public/1")).is_ok());
    assert_eq!((server.count("/robots.txt"), server.count("/private/1")), (2, 0), "help: asked once by each fetcher");
    let address = server.url("/private/1");
    let (code, _, err) = run(dir.path(), &["fetch", &address, "--to", "out", "--pace", "0"]);
    assert!(code == 1 && err.contains("robots.txt asks programs to leave it alone; save it by hand"), "{err}");
    let (code, out, _) = run(dir.path(), &["fetch", &address, "--to", "out", "--pace", "0", "--permission"]);
    assert!(code == 0 && out.contains(": fetched, "), "{out}");
    server.answer("/robots.txt", status(500));
    assert!(matches!(refusal(&server, "/public/1"), Refusal::Status { status: 500, .. }));
}

#[test]
fn a_redirect_is_followed_where_its_targets_own_robots_txt_allows_it() {
    let (first, second, dir) = (Server::start(), Server::start(), TempDir::new().unwrap());
    second.page("/robots.txt", "User-agent: gongbao\nDisallow: /private\n");
    for path in ["/private", "/public"] {
        second.page(path, &article("中华人民共和国和俄罗斯联邦联合声明", ""));
        first.answer(path, redirect(&format!("/to{path}")));
        first.answer(&format!("/to{path}"), redirect(&second.url(path)));
    }
    assert_eq!(refusal(&first, "/private"), Refusal::Forbidden(Some(second.url("/private"))));
    assert_eq!((second.count("/private"), first.count("/robots.txt"), second.count("/robots.txt")), (0, 1, 1));
    assert_eq!(fetcher().page(&first.url("/public"), None).unwrap().address, second.url("/public"));

    first.page("/robots.txt", "User-agent: *\nDisallow: /to/\n");
    assert_eq!(refusal(&first, "/public"), Refusal::Forbidden(Some(first.url("/to/public"))), "help: its own site's");
    let address = first.url("/private");
    let (code, _, err) = run(dir.path(), &["fetch", &address, "--to", "out", "--pace", "0"]);
    let target = first.url("/to/private");
    assert!(
        code == 1 && err.contains(&format!("{address}: redirects to {target}, whose site's robots.txt asks")),
        "{err}"
    );
}

#[test]
fn robots_txt_may_redirect_and_holds_for_the_site_that_was_asked() {
    let (first, second) = (Server::start(), Server::start());
    first.answer("/robots.txt", redirect(&second.url("/rules")));
    second.page("/robots.txt", "User-agent: *\nDisallow: /\n");
    second.page("/rules", "User-agent: *\nDisallow: /private\n");
    first.page("/public", "<p>双方。");
    assert_eq!(refusal(&first, "/private"), Refusal::Forbidden(None));
    assert!(fetcher().page(&first.url("/public"), None).is_ok());
}

#[test]
fn a_site_whose_robots_txt_is_too_large_is_left_alone_and_not_asked_again() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.answer("/robots.txt", Answer::Endless);
    server.page("/a", "<p>双方。");
    let fetcher = fetcher();
    for _ in 0..2 {
        assert_eq!(fetcher.page(&server.url("/a"), None).unwrap_err(), Refusal::Rules(1 << 20));
    }
    assert_eq!((server.count("/robots.txt"), server.count("/a")), (1, 0));
    let (code, _, err) = run(dir.path(), &["fetch", &server.url("/a"), "--to", "out", "--pace", "0"]);
    let said =
        "/a: its site's robots.txt is larger than 32 MiB and not read; so the site is left alone; save it by hand";
    assert!(code == 1 && err.contains(said), "{err}");
}

#[test]
fn what_may_pass_is_tried_again() {
    let server = Server::start();
    server.answer("/a", Answer::Turns(vec![status(500), status(503), page("<p>双方。")]));
    assert_eq!(fetcher().page(&server.url("/a"), None).unwrap().bytes, "<p>双方。".as_bytes());
    server.answer("/b", status(500));
    assert!(matches!(refusal(&server, "/b"), Refusal::Status { status: 500, .. }));
    assert_eq!((server.count("/a"), server.count("/b")), (3, 3));
}

#[test]
fn a_page_is_read_whatever_it_says_of_its_encoding() {
    let server = Server::start();
    let gbk = encoding_rs::GBK.encode(&article("联合声明", "")).0.into_owned();
    let lies = vec![("Content-Type".to_owned(), "text/html; charset=iso-8859-1".to_owned())];
    server.answer("/gbk", Answer::Plain { status: 200, headers: lies, body: gbk });
    server.answer("/packed", packed(article("联合声明", "").as_bytes()));
    for path in ["/gbk", "/packed"] {
        let article = fetcher().article(&server.url(path)).unwrap();
        assert!(article.document.text.contains(&text("")), "{path}");
    }
}

#[test]
fn an_article_in_pages_is_joined_and_one_with_a_page_missing_refused() {
    let server = Server::start();
    let part = |words: &str, next: &str| {
        format!("<html><div id=detail><p>双方{words}，愿加强合作。</p></div><a href='{next}'>下一页</a></html>")
    };
    server.page("/t1.htm", &part("第一", "t1_2.htm"));
    server.page("/t1_2.htm", &part("第二", "t1_3.htm"));
    server.page("/t1_3.htm", &part("第三", "t1_3.htm"));
    let joined = fetcher().article(&server.url("/t1.htm")).unwrap();
    assert_eq!(joined.document.text, "双方第一，愿加强合作。\n双方第二，愿加强合作。\n双方第三，愿加强合作。");
    assert_eq!(joined.pages.len(), 3);
    server.answer("/t1_3.htm", status(404));
    assert!(matches!(fetcher().look(&server.url("/t1.htm"), None), Looked::Refused(Refusal::Gone(404))));
}

#[test]
fn requests_to_one_host_keep_the_pace() {
    let server = Server::start();
    server.page("/a", "<p>双方。");
    let fetcher = Fetcher::new(Limits { pace: Duration::from_millis(300), ..Limits::default() });
    fetcher.name(&server.url("/"));
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| fetcher.page(&server.url("/a"), None).unwrap());
        }
    });
    assert!(started.elapsed() >= Duration::from_millis(600), "{:?}", started.elapsed());
}

/// A catalogue of three statements on the server.
fn catalogue(server: &Server) -> String {
    let one = |id: &str, zh: &str, path: &str| {
        format!(
            "[[statement]]\nid = '{id}'\nzh = '{zh}'\nen = 'x'\ndate = '2024-05-16'\nparties = ['中国', '俄罗斯']\n\
            publisher = 'p'\ncharacters = 100\naddresses = ['{}']\n",
            server.url(path)
        )
    };
    one("moved", "中俄关于移动的联合声明", "/moved")
        + &one("other", "中俄关于深化合作的联合声明", "/other")
        + &one("good", "中俄关于北极的联合声明", "/good")
}

#[test]
fn one_moved_page_is_a_line_and_the_others_are_fetched_and_kept() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    fs::write(dir.path().join("c.toml"), catalogue(&server)).unwrap();
    server.page("/good", &article("中俄关于北极的联合声明（全文）", ""));
    server.page("/other", &article("某人会见某人", ""));
    let arguments = ["fetch", "--catalogue", "c.toml", "--to", "out", "--pace", "0"];
    let (code, out, err) = run(dir.path(), &arguments);
    assert_eq!(code, 1);
    assert_eq!(err.lines().count(), 2, "{err}");
    assert!(err.contains("/moved: has moved or is gone (status 404); look for its new address"), "{err}");
    assert!(err.contains("/other: is not other: its title is `某人会见某人`; look at it"), "{err}");
    assert!(out.starts_with("good: fetched, "), "{out}");
    let read = |name: &str| fs::read_to_string(dir.path().join("out").join(name)).unwrap();
    assert!(
        read("good.txt").starts_with(
            "---\nid: good\ntitle: 中俄关于北极的联合声明\ndate: 2024-05-16\nparties: 中国、俄罗斯\n---\n"
        )
    );
    assert_eq!(read("good.html"), article("中俄关于北极的联合声明（全文）", ""));
    let record: serde_json::Value = serde_json::from_str(&read("good.json")).unwrap();
    assert_eq!(record["address"], server.url("/good"));
    assert_eq!(record["raw_sha256"].as_str().unwrap().len(), 64);

    let (_, again, _) = run(dir.path(), &arguments);
    assert!(again.starts_with("good: kept from "), "{again}");
    assert_eq!(server.count("/good"), 1);
    fs::write(dir.path().join("out/good.html"), "damaged").unwrap();
    let (_, mended, _) = run(dir.path(), &arguments);
    assert!(mended.starts_with("good: fetched, "), "{mended}");
}

#[test]
fn an_address_is_fetched_without_a_catalogue() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.page("/x/t1.html", &article("中华人民共和国和俄罗斯联邦联合声明", ""));
    let (code, out, err) = run(dir.path(), &["fetch", &server.url("/x/t1.html"), "--to", "out"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let names: Vec<_> = fs::read_dir(dir.path().join("out")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let (code, _, err) = run(dir.path(), &["fetch", "cn-xx-1900", "--to", "out"]);
    assert!(code == 1 && err.contains("is no statement that is known here"), "{err}");
}
