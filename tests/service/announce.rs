use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use gongbao::announce::signature;
use tempfile::TempDir;

use crate::run;
use crate::server::{Answer, Server, page, status};
use crate::text;

fn watch(dir: &TempDir, channels: &str) -> (i32, String) {
    fs::write(dir.path().join("s.toml"), format!("[[source]]\nfolder = 'inbox'\n{channels}")).unwrap();
    let (code, _, log) = run(dir.path(), &["watch", "s.toml", "--store", "a.db", "--once"]);
    (code, log)
}

fn statement(dir: &TempDir, name: &str, day: &str, words: &str) {
    fs::create_dir_all(dir.path().join("inbox")).unwrap();
    let text = format!("中华人民共和国和俄罗斯联邦联合声明\n（{day}，北京）\n{words}\n");
    fs::write(dir.path().join("inbox").join(name), text).unwrap();
}

#[test]
fn a_webhook_is_told_once_signed_with_what_is_new() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    server.answer("/hook", Answer::Turns(vec![status(500), page("ok")]));
    fs::write(dir.path().join("secret"), "geheim\n").unwrap();
    let channels = format!("[[webhook]]\nurl = '{}'\nsecret_file = 'secret'\n", server.url("/hook"));
    statement(&dir, "1.txt", "2023年3月21日", "双方将扩大经贸合作，提高贸易便利化水平，深化投资合作。");
    let (code, log) = watch(&dir, &channels);
    assert_eq!(code, 0, "{log}");
    statement(&dir, "2.txt", "2024年5月16日", &text(""));
    watch(&dir, &channels);
    let (code, log) = watch(&dir, &channels);
    assert_eq!(code, 0, "{log}");
    let requests = server.requests();
    assert_eq!(requests.len(), 3, "help: one refused, then each document once");
    assert_eq!(requests[0].headers["x-gongbao-delivery"], requests[1].headers["x-gongbao-delivery"]);
    for request in &requests {
        assert_eq!(request.headers["x-gongbao-signature"], signature(b"geheim", &request.body));
    }
    let told: serde_json::Value = serde_json::from_slice(&requests[2].body).unwrap();
    assert_eq!((told["event"].as_str(), told["date"].as_str()), (Some("new"), Some("2024-05-16")));
    assert_eq!(told["against"]["date"], "2023-03-21");
    let gained = told["against"]["gained"].as_array().unwrap();
    assert!(gained.iter().any(|theme| theme == "taiwan"), "{told}");
    let room = told["themes"].as_array().unwrap();
    assert!(room.iter().all(|room| room["share"].as_f64().is_some_and(|share| share > 0.0 && share <= 1.0)), "{told}");
}

#[test]
fn a_feed_file_and_a_command_are_told_too_and_silence_is_kept() {
    let dir = TempDir::new().unwrap();
    let hook = dir.path().join("hook.sh");
    fs::write(&hook, "#!/bin/sh\nprintf '%s ' \"$GONGBAO_EVENT\" >> \"$1\"\n/bin/cat >> \"$1\"\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let told = dir.path().join("told");
    let channels =
        format!("[[atom]]\nfile = 'feed.xml'\n[[command]]\nrun = ['{}', '{}']\n", hook.display(), told.display());
    statement(&dir, "1.txt", "2024年5月16日", &text("甲<乙>&丙。"));
    fs::write(dir.path().join("s.toml"), format!("[[source]]\nfolder = 'inbox'\n{channels}")).unwrap();
    run(dir.path(), &["watch", "s.toml", "--store", "silent.db", "--once", "--silent"]);
    assert!(!told.exists() && !dir.path().join("feed.xml").exists());
    let (code, log) = watch(&dir, &channels);
    assert_eq!(code, 0, "{log}");
    let said = fs::read_to_string(&told).unwrap();
    assert!(
        said.starts_with("new {\"announcement\":") && said.contains("中华人民共和国和俄罗斯联邦联合声明"),
        "{said}"
    );
    let feed = fs::read_to_string(dir.path().join("feed.xml")).unwrap();
    assert!(
        feed.contains("<title>中华人民共和国和俄罗斯联邦联合声明</title>") && feed.contains("2024-05-16"),
        "{feed}"
    );
    assert_eq!(feed.matches("<entry>").count(), 1);
}

#[test]
fn a_channel_that_fails_is_told_later_and_stops_no_other() {
    let (server, dir) = (Server::start(), TempDir::new().unwrap());
    let channels =
        format!("[[command]]\nrun = ['/nonexistent/program']\n[[webhook]]\nurl = '{}'\n", server.url("/hook"));
    server.page("/hook", "ok");
    statement(&dir, "1.txt", "2024年5月16日", &text(""));
    let (code, log) = watch(&dir, &channels);
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("left for the next run to tell untold=1") && log.contains("it cannot be started"), "{log}");
    assert_eq!(server.count("/hook"), 1);
}
