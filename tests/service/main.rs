//! Fetching, watching and telling, against web servers of the tests' own on this machine.

mod announce;
mod commands;
mod fetch;
mod killed;
mod server;
mod watch;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The text of an article: `words` make it a document of its own.
fn text(words: &str) -> String {
    format!(
        "双方愿在北极航道开发方面加强合作，维护北极和平稳定。{words}俄方重申恪守一个中国原则，承认台湾是中国领土不可分割的一部分，\
        反对任何形式的“台湾独立”，支持中方捍卫国家主权和领土完整的举措。双方将继续扩大经贸、能源、农业等领域的务实合作，\
        增加本币结算份额，反对单边制裁。"
    )
}

/// A page with an article.
fn article(title: &str, words: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{title}_某网</title><meta name=PubDate content='2024-05-16'></head><body>\
        <div class=nav><a href='/'>首页</a></div><div id=News_Body_Txt_A><p>{title}</p><p>（2024年5月16日，北京）</p><p>{}</p></div></body></html>",
        text(words)
    )
}

/// A list page that links to articles.
fn list(links: &[(&str, &str)]) -> String {
    let items: Vec<String> =
        links.iter().map(|(href, title)| format!("<li><a href='{href}'>{title}</a></li>")).collect();
    format!("<!DOCTYPE html><html><body><ul>{}</ul></body></html>", items.concat())
}

/// The program.
fn gongbao(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    command.current_dir(dir).env_clear();
    command
}

/// Runs the program to its end; exit code, standard output and standard error.
fn run(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = gongbao(dir).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// Waits until something holds; panics with its name after a minute.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(60), "after a minute it still does not hold: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
