use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gongbao::store::{Filter, Store};
use tempfile::TempDir;

use crate::server::{Server, page};
use crate::{article, eventually, gongbao, list};

/// How often the program is killed; `GONGBAO_TEST_KILLS` says otherwise.
const KILLS: usize = 100;

/// How many run at once, on one store.
const LANES: usize = 2;

/// How many kills go by for each new document.
const PACE: usize = 2;

fn start(dir: &Path) -> Child {
    let arguments = ["watch", "s.toml", "--store", "a.db", "--pace", "0", "--log-level", "error"];
    gongbao(dir).args(arguments).stderr(Stdio::inherit()).spawn().unwrap()
}

fn sources(dir: &Path, server: &Server) {
    let text = format!(
        "every = '1s'\n[[source]]\nlist = '{}'\n[[webhook]]\nurl = '{}'\n",
        server.url("/list"),
        server.url("/hook")
    );
    fs::write(dir.join("s.toml"), text).unwrap();
    server.answer("/hook", page("ok"));
}

/// Publishes documents 0 to `count`.
fn publish(server: &Server, count: usize) {
    let paths: Vec<(String, String)> = (0..count).map(|n| (format!("/{n}"), format!("第{n}号联合声明"))).collect();
    for (path, title) in &paths {
        server.page(path, &article(title, &format!("这是第{n}号文件。", n = &path[1..])));
    }
    let links: Vec<(&str, &str)> = paths.iter().map(|(path, title)| (path.as_str(), title.as_str())).collect();
    server.page("/list", &list(&links));
}

/// How long it takes from the start until a document is kept, on this machine as it is now: kills are spread over it.
fn time_to_first(dir: &Path) -> Duration {
    let started = Instant::now();
    let mut child = start(dir);
    eventually("a first document is kept", || {
        let store = Store::open_existing(&dir.join("a.db"));
        store.is_ok_and(|store| store.count(&Filter::default()).unwrap_or(0) > 0)
    });
    child.kill().unwrap();
    child.wait().unwrap();
    started.elapsed()
}

/// Publishes up to `count` documents, if that is more than are published.
fn publish_more(server: &Server, published: &Mutex<usize>, count: usize) {
    let mut published = published.lock().unwrap();
    if count > *published {
        publish(server, count);
        *published = count;
    }
}

/// What must hold at the end: each document in the store once, tagged, and told.
fn check(dir: &Path, server: &Server, count: usize) {
    let store = Store::open_existing(&dir.join("a.db")).unwrap();
    assert_eq!(store.integrity().unwrap(), None);
    let documents = store.list(&Filter::default()).unwrap();
    let titles: HashSet<_> = documents.iter().map(|document| document.title.clone().unwrap()).collect();
    assert_eq!((documents.len(), titles.len()), (count, count));
    for document in &documents {
        assert_eq!(document.versions, 1);
        let labels = store.paragraphs(document.id).unwrap().iter().map(|p| p.labels.len()).sum::<usize>();
        assert!(labels > 0, "document {} has no labels", document.id);
    }
    let told = server.requests().into_iter().filter(|request| request.path == "/hook").map(|request| {
        let message: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        message["title"].as_str().unwrap().to_owned()
    });
    assert_eq!(told.collect::<HashSet<_>>(), titles);
}

/// Waits until everything that was published is kept and told; claims of killed programs run out after two minutes, so
/// they are released here.
fn settle(dir: &Path, count: usize) {
    let database = rusqlite::Connection::open(dir.join("a.db")).unwrap();
    database.busy_timeout(Duration::from_secs(30)).unwrap();
    eventually("everything is kept and told", || {
        database.execute("UPDATE announcement SET due = 0 WHERE told IS NULL", []).unwrap();
        database.execute("UPDATE address SET due = 0", []).unwrap();
        let store = Store::open_existing(&dir.join("a.db")).unwrap();
        thread::sleep(Duration::from_millis(500));
        store.count(&Filter::default()).unwrap() == count && store.untold().unwrap() == 0
    });
}

#[test]
fn killed_at_any_moment_nothing_is_lost_or_kept_twice() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    sources(dir.path(), &server);
    let kills = env::var("GONGBAO_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let (next, published) = (AtomicUsize::new(0), Mutex::new(0));
    publish_more(&server, &published, 1);
    let longest = 2 * time_to_first(dir.path());
    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                while let Some(kill) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&kill| kill < kills) {
                    publish_more(&server, &published, 1 + kill / PACE);
                    let mut child = start(dir.path());
                    thread::sleep(longest.mul_f64(fastrand::f64()));
                    child.kill().unwrap();
                    child.wait().unwrap();
                }
            });
        }
    });
    let count = published.into_inner().unwrap();
    let before = Store::open(&dir.path().join("a.db")).unwrap().count(&Filter::default()).unwrap();
    assert!(before * 4 >= count, "help: kill later, {before} of {count} documents were kept between the kills");
    let mut last = start(dir.path());
    settle(dir.path(), count);
    last.kill().unwrap();
    last.wait().unwrap();
    check(dir.path(), &server, count);
}

#[test]
fn two_watchers_on_one_store_do_not_collide() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    sources(dir.path(), &server);
    publish(&server, 8);
    let mut watchers = [start(dir.path()), start(dir.path())];
    eventually("the store is there", || dir.path().join("a.db").exists());
    thread::sleep(Duration::from_secs(2));
    publish(&server, 16);
    settle(dir.path(), 16);
    for watcher in &mut watchers {
        assert_eq!(watcher.try_wait().unwrap(), None, "help: a watcher ended by itself");
        watcher.kill().unwrap();
        watcher.wait().unwrap();
    }
    check(dir.path(), &server, 16);
}
