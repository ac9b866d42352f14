use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use gongbao::store::{Filter, Store};
use tempfile::TempDir;

use crate::server::{Answer, Server, page, status};
use crate::{article, eventually, gongbao, list, run, text};

/// A round of every source, without waiting.
fn once(dir: &Path, sources: &[&str]) -> (i32, String) {
    let options = ["--store", "a.db", "--once", "--pace", "0", "--timeout", "2"];
    let (code, _, log) = run(dir, &[&["watch"], sources, &options].concat());
    (code, log)
}

fn titles(dir: &Path) -> Vec<String> {
    let documents = Store::open_existing(&dir.join("a.db")).unwrap().list(&Filter::default()).unwrap();
    documents.into_iter().map(|document| document.title.unwrap_or_default()).collect()
}

#[test]
fn wanted_links_of_a_list_are_kept_once_over_runs_and_changed_addresses() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.page("/list", &list(&[("/1", "中俄关于北极的联合声明"), ("/2", "例行记者会"), ("/3", "某某宣言")]));
    server.page("/1", &article("中俄关于北极的联合声明", ""));
    server.page("/2", &article("例行记者会", "不要这个。"));
    server.page("/3", &article("某某宣言", "另一个文件。"));
    let source = server.url("/list");
    let (code, log) = once(dir.path(), &[&source]);
    assert_eq!(code, 0, "{log}");
    assert_eq!(titles(dir.path()), ["中俄关于北极的联合声明", "某某宣言"]);
    assert_eq!(server.count("/2"), 0);
    server.page("/list", &list(&[("/1", "中俄关于北极的联合声明"), ("/moved", "中俄关于北极的联合声明")]));
    server.page("/moved", &article("中俄关于北极的联合声明", ""));
    once(dir.path(), &[&source]);
    once(dir.path(), &[&source]);
    assert_eq!(titles(dir.path()).len(), 2);
    assert_eq!((server.count("/1"), server.count("/moved")), (1, 1), "help: what is known is not fetched again");
    let store = Store::open_existing(&dir.path().join("a.db")).unwrap();
    let themes: Vec<_> = store.paragraphs(1).unwrap().into_iter().flat_map(|p| p.labels).map(|l| l.theme).collect();
    assert!(themes.contains(&"taiwan".to_owned()), "{themes:?}");
}

/// A sources file with a list of several pages, `/list` and `/list_1` onwards.
fn paged(dir: &Path, server: &Server, pages: &[&[(&str, &str)]]) {
    let source = "links = 'ul'\npages = 9\nnext = 'list_{n}'\n";
    fs::write(dir.join("s.toml"), format!("[[source]]\nlist = '{}'\n{source}", server.url("/list"))).unwrap();
    for (n, links) in pages.iter().enumerate() {
        let path = if n == 0 { "/list".to_owned() } else { format!("/list_{n}") };
        server.page(&path, &list(links));
    }
}

/// How often each page of the list was asked for.
fn asked(server: &Server) -> [usize; 4] {
    ["/list", "/list_1", "/list_2", "/list_3"].map(|path| server.count(path))
}

#[test]
fn a_list_is_read_through_once_and_then_as_far_as_it_is_new() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    let kept =
        [("/1", "甲联合声明"), ("/2", "乙联合声明"), ("/3", "丙联合声明"), ("/4", "丁联合声明"), ("/5", "戊联合声明")];
    for (path, title) in kept {
        server.page(path, &article(title, title));
    }
    let press = ("/press", "例行记者会");
    paged(dir.path(), &server, &[&[press], &[kept[0], press], &[kept[1]]]);
    let (code, log) = once(dir.path(), &["s.toml"]);
    assert_eq!((code, titles(dir.path()).len(), asked(&server)), (0, 2, [1, 1, 1, 1]), "{log}");
    once(dir.path(), &["s.toml"]);
    assert_eq!(asked(&server), [2, 1, 1, 1], "help: nothing is new, and one page tells so");
    paged(dir.path(), &server, &[&[kept[4], kept[3]], &[kept[2], press], &[kept[0]], &[kept[1]]]);
    once(dir.path(), &["s.toml"]);
    assert_eq!((titles(dir.path()).len(), asked(&server)), (5, [3, 2, 1, 1]), "help: on to what was on the first page");
}

#[test]
fn a_document_that_failed_is_had_later_though_its_list_went_on() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.page("/list", &list(&[("/1", "甲联合声明")]));
    server.answer("/1", status(404));
    let source = server.url("/list");
    once(dir.path(), &[&source]);
    server.page("/list", &list(&[("/2", "乙联合声明")]));
    server.page("/1", &article("甲联合声明", "甲。"));
    server.page("/2", &article("乙联合声明", "乙。"));
    let database = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
    database.execute("UPDATE address SET due = 0", []).unwrap();
    let (code, log) = once(dir.path(), &[&source]);
    assert_eq!((code, titles(dir.path()).len()), (0, 2), "{log}");
}

#[test]
fn a_site_is_left_alone_where_robots_txt_says_so_unless_there_is_permission() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.page("/robots.txt", "User-agent: gongbao\nDisallow: /1\n");
    server.page("/list", &list(&[("/1", "甲联合声明")]));
    server.page("/1", &article("甲联合声明", "甲。"));
    let sources = |more: &str| {
        fs::write(dir.path().join("s.toml"), format!("[[source]]\nlist = '{}'\n{more}", server.url("/list"))).unwrap();
        once(dir.path(), &["s.toml"])
    };
    let (code, log) = sources("");
    assert!(code == 1 && log.contains("robots.txt asks programs to leave it alone"), "{log}");
    let database = rusqlite::Connection::open(dir.path().join("a.db")).unwrap();
    database.execute("UPDATE address SET due = 0", []).unwrap();
    let (code, log) = sources("permission = true\n");
    assert_eq!((code, titles(dir.path()).len()), (0, 1), "{log}");
}

#[test]
fn feeds_are_watched_as_lists_are() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    let feed = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>x</title><item><title>中俄联合声明</title><link>{}</link></item></channel></rss>",
        server.url("/1")
    );
    let headers = vec![("Content-Type".to_owned(), "application/rss+xml".to_owned())];
    server.answer("/feed", Answer::Plain { status: 200, headers, body: feed.into_bytes() });
    server.page("/1", &article("中俄联合声明", ""));
    let (code, log) = once(dir.path(), &[&server.url("/feed")]);
    assert_eq!((code, titles(dir.path()).len()), (0, 1), "{log}");
}

#[test]
fn a_source_and_a_page_that_fail_stop_no_other() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    fs::create_dir(dir.path().join("inbox")).unwrap();
    fs::write(dir.path().join("inbox/1.txt"), text("")).unwrap();
    fs::write(dir.path().join("inbox/2.pdf"), "%PDF-1.4 damaged").unwrap();
    server.answer("/slow", Answer::Slow);
    server.page("/list", &list(&[("/404", "甲联合声明"), ("/short", "乙联合声明"), ("/good", "丙联合声明")]));
    server.page("/short", "<html><p>您访问的页面不存在或者已经删除，请返回首页查看其他内容。</p></html>");
    server.page("/good", &article("丙联合声明", "丙。"));
    let sources = [&server.url("/slow"), "http://127.0.0.1:1/list", &server.url("/list"), "inbox"];
    let (code, log) = once(dir.path(), &sources);
    assert_eq!(code, 1);
    assert_eq!(titles(dir.path()).len(), 2, "{log}");
    assert!(log.contains("failing=2 missed=3 documents=2"), "{log}");
    assert!(log.contains("/404: has moved or is gone (status 404)"), "{log}");
    assert!(log.contains("too few for a document") && log.contains("2.pdf: its text cannot be read"), "{log}");
    once(dir.path(), &sources);
    assert_eq!(server.count("/404"), 1, "help: a page that failed is left alone for a minute");
}

#[test]
fn a_page_that_failed_is_kept_when_it_is_mended() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.page("/list", &list(&[("/1", "中俄联合声明")]));
    server.answer("/1", Answer::Turns(vec![status(500), status(500), page(&article("中俄联合声明", ""))]));
    let (code, log) = once(dir.path(), &[&server.url("/list")]);
    assert_eq!((code, titles(dir.path()).len()), (0, 1), "{log}");
}

#[test]
fn a_changed_document_is_a_new_version_and_the_difference_is_shown() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    let sources = format!("recheck = '0s'\n[[source]]\nlist = '{}'\n", server.url("/list"));
    fs::write(dir.path().join("s.toml"), sources).unwrap();
    server.page("/list", &list(&[("/1", "中俄联合声明")]));
    server.page("/1", &article("中俄联合声明", "旧句。"));
    once(dir.path(), &["s.toml"]);
    once(dir.path(), &["s.toml"]);
    server.page("/1", &article("中俄联合声明", "新句。"));
    let (_, log) = once(dir.path(), &["s.toml"]);
    assert!(log.contains("changed document") && log.contains("version=2"), "{log}");
    let (_, shown, _) = run(dir.path(), &["show", "1", "--store", "a.db", "--difference"]);
    assert!(
        shown.contains("\n-") && shown.contains("旧句") && shown.contains("\n+") && shown.contains("新句"),
        "{shown}"
    );
    assert_eq!(titles(dir.path()).len(), 1);
}

#[test]
fn a_server_that_knows_its_pages_states_is_spared() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    let sources = format!("recheck = '0s'\n[[source]]\nlist = '{}'\n", server.url("/list"));
    fs::write(dir.path().join("s.toml"), sources).unwrap();
    server.page("/list", &list(&[("/1", "中俄联合声明")]));
    let headers = vec![("ETag".to_owned(), "\"v1\"".to_owned())];
    let first = Answer::Plain { status: 200, headers, body: article("中俄联合声明", "").into_bytes() };
    server
        .answer("/1", Answer::Turns(vec![first, Answer::Plain { status: 304, headers: Vec::new(), body: Vec::new() }]));
    for _ in 0..3 {
        let (code, log) = once(dir.path(), &["s.toml"]);
        assert_eq!((code, titles(dir.path()).len()), (0, 1), "{log}");
    }
    let asked: Vec<_> = server.requests().into_iter().filter(|request| request.path == "/1").collect();
    assert_eq!(asked.len(), 3);
    assert!(asked[1..].iter().all(|request| request.headers["if-none-match"] == "\"v1\""));
}

#[test]
fn files_are_kept_when_they_appear_and_the_watch_ends_at_a_signal() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("inbox")).unwrap();
    fs::write(dir.path().join("s.toml"), "every = '1s'\n[[source]]\nfolder = 'inbox'\n").unwrap();
    let arguments = ["watch", "s.toml", "--store", "a.db", "--log-format", "json"];
    let mut child = gongbao(dir.path()).args(arguments).stderr(Stdio::piped()).spawn().unwrap();
    eventually("the store is there", || dir.path().join("a.db").exists());
    fs::write(dir.path().join("inbox/1.txt"), text("")).unwrap();
    eventually("the file is kept", || {
        Store::open_existing(&dir.path().join("a.db"))
            .is_ok_and(|store| store.count(&Filter::default()).unwrap_or(0) == 1)
    });
    let started = Instant::now();
    let signalled = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(signalled.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let mut log = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut log).unwrap();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["message"] == "new document" && line["document"] == 1), "{log}");
    assert!(lines.iter().any(|line| line["message"] == "health" && line["documents"] == 1), "{log}");
}
