use std::thread;

use tempfile::TempDir;

use super::*;
use crate::document::Document;
use crate::error::Place;
use crate::model::{Model, TagOptions};
use crate::segment::segment;
use crate::tagged::TaggedStatement;

const FIRST: &str = "中华人民共和国和俄罗斯联邦联合声明\n（2024年5月16日，北京）\n双方愿在北极航道开发方面加强合作，维护北极和平稳定。\n\
    俄方重申恪守一个中国原则，承认台湾是中国领土不可分割的一部分。";

fn model() -> &'static Model {
    Model::embedded().unwrap()
}

fn tagged(text: &str) -> TaggedStatement {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    segment(&mut document);
    model().tag(document, &TagOptions::default())
}

fn keep(store: &mut Store, address: &str, text: &str) -> Kept {
    let channels = ["webhook a".to_owned()];
    let find = Find { address, stamp: Some("1"), raw_sha256: "00", tagged: &tagged(text), channels: &channels };
    store.keep(&find, model()).unwrap()
}

fn store() -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let store = Store::open(&dir.path().join("a.db")).unwrap();
    (dir, store)
}

#[test]
fn a_document_is_kept_once_wherever_it_stands() {
    let (_dir, mut store) = store();
    assert_eq!(keep(&mut store, "https://a/1", FIRST), Kept::New { document: 1 });
    assert_eq!(keep(&mut store, "https://a/1", FIRST), Kept::Known { document: 1 });
    let spaced = FIRST.replace('。', "。 \u{3000}");
    assert_eq!(keep(&mut store, "https://moved/2", &spaced), Kept::Known { document: 1 });
    assert_eq!(store.list(&Filter::default()).unwrap().len(), 1);
    assert_eq!(store.visit("https://moved/2").unwrap().unwrap().document, Some(1));
    assert_eq!(store.integrity().unwrap(), None);
}

#[test]
fn another_wording_at_its_address_is_a_new_version_and_so_is_the_way_back() {
    let (_dir, mut store) = store();
    let second = FIRST.replace("和平稳定", "和平与稳定");
    keep(&mut store, "https://a/1", FIRST);
    assert_eq!(keep(&mut store, "https://a/1", &second), Kept::Changed { document: 1, version: 2 });
    assert_eq!(keep(&mut store, "https://a/1", FIRST), Kept::Changed { document: 1, version: 3 });
    assert_eq!(keep(&mut store, "https://a/1", FIRST), Kept::Known { document: 1 });
    let entry = store.entry(1).unwrap();
    assert_eq!((entry.versions, entry.paragraphs), (3, 2));
    let (old, new) = (store.document(1, Some(1)).unwrap(), store.document(1, Some(2)).unwrap());
    let shown = difference(&old.text, &new.text);
    assert!(shown.contains("+双方愿在北极航道开发方面加强合作，维护北极和平与稳定。"), "{shown}");
}

#[test]
fn what_was_read_comes_back_as_it_was() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    let document = store.document(1, None).unwrap();
    assert_eq!((document.text.as_str(), document.source.as_str()), (FIRST, "a.txt"));
    let entry = store.entry(1).unwrap();
    assert_eq!(entry.title.as_deref(), Some("中华人民共和国和俄罗斯联邦联合声明"));
    assert_eq!(
        (entry.date.as_deref(), entry.parties),
        (Some("2024-05-16"), vec!["中国".to_owned(), "俄罗斯".to_owned()])
    );
    let paragraphs = store.paragraphs(1).unwrap();
    let themes = |at: usize| paragraphs[at].labels.iter().filter(|l| l.assigned).map(|l| l.theme.as_str());
    assert!(themes(0).any(|theme| theme == "arctic"));
    assert!(themes(1).any(|theme| theme == "taiwan"));
    let message = store.document(7, None).unwrap_err().to_string();
    assert!(message.contains("no such document or version (7); `gongbao list"), "{message}");
}

#[test]
fn words_are_found_inside_longer_ones_and_across_cuts() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    let found = |query: &str| store.search(query, 10).unwrap().iter().map(|hit| hit.paragraph).collect::<Vec<_>>();
    for (query, paragraphs) in [
        ("北极", &[1][..]),
        ("台灣", &[2]),
        ("一个中国原则", &[2]),
        ("北极 和平", &[1]),
        ("极航道开", &[1]),
        ("北极 台湾", &[]),
        ("\"*北极 OR", &[]),
        ("，", &[1, 2]),
        (" ", &[]),
    ] {
        assert_eq!(found(query), paragraphs, "{query}");
    }
    let hit = &store.search("领土", 1).unwrap()[0];
    assert!(hit.excerpt("领土").contains("领土不可分割"), "{}", hit.excerpt("领土"));
}

#[test]
fn only_the_newest_wording_is_searched() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    keep(&mut store, "a.txt", "双方愿在经贸方面加强合作，扩大本币结算。");
    assert!(store.search("北极", 10).unwrap().is_empty());
    assert_eq!(store.search("本币", 10).unwrap().len(), 1);
}

#[test]
fn a_new_model_tags_again_and_the_old_labels_stay() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    assert!(store.retag(model()).unwrap().is_empty(), "help: the model has judged everything already");
    let mut parts = model().parts.clone();
    let arctic = parts.themes.index("arctic").unwrap();
    parts.weights.intercepts[arctic] = -1000.0;
    let other = Model::new("other", parts).unwrap();
    let changes = store.retag(&other).unwrap();
    assert_eq!(changes.len(), 1);
    assert!(changes[0].lost.contains(&(1, "arctic".to_owned())), "{changes:?}");
    assert!(changes[0].gained.is_empty());
    assert!(store.paragraphs(1).unwrap()[0].labels.iter().all(|label| label.theme != "arctic"));
    let kept: i64 =
        store.sql(|c| c.query_row("SELECT count(DISTINCT tagging) FROM label", [], |row| row.get(0))).unwrap();
    assert_eq!(kept, 2);
    assert!(store.retag(&other).unwrap().is_empty());
}

fn decision(paragraph: i64, theme: &str, verdict: Verdict) -> Decision {
    Decision {
        place: Place::line("decisions", 1),
        document: 1,
        paragraph,
        theme: theme.to_owned(),
        verdict,
        person: "li".to_owned(),
        note: Some("so".to_owned()),
        text: None,
    }
}

#[test]
fn a_decision_overrules_the_model_and_outlives_a_version_and_a_model() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    store.decide(&[decision(1, "arctic", Verdict::No), decision(1, "energy", Verdict::Yes)]).unwrap();
    keep(&mut store, "a.txt", &FIRST.replace("俄方重申", "双方重申"));
    store.retag(&Model::new("other", model().parts.clone()).unwrap()).unwrap();
    let labels = &store.paragraphs(1).unwrap()[0].labels;
    let label = |theme: &str| labels.iter().find(|label| label.theme == theme).unwrap();
    assert!(!label("arctic").assigned && !label("arctic").review && label("energy").assigned);
    assert_eq!((label("energy").decided_by.as_deref(), label("energy").note.as_deref()), (Some("li"), Some("so")));
    store.decide(&[decision(1, "arctic", Verdict::Withdraw)]).unwrap();
    let arctic = store.paragraphs(1).unwrap()[0].labels.iter().find(|label| label.theme == "arctic").cloned();
    assert!(arctic.is_some_and(|label| label.assigned && label.decided_by.is_none()));
}

#[test]
fn a_statement_is_tagged_with_peoples_decisions_in_place_of_the_models() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    store.decide(&[decision(1, "arctic", Verdict::No), decision(1, "brics", Verdict::Yes)]).unwrap();
    let tagged = store.tagged(1, model(), &TagOptions::default()).unwrap();
    let (first, theme) = (&tagged.paragraphs[0], |id: &str| model().themes().index(id).unwrap());
    let given: Vec<usize> = first.assigned().map(|judgement| judgement.theme).collect();
    assert!(!given.contains(&theme("arctic")) && given.contains(&theme("brics")));
    let sentences = |id: &str| &first.sentences[first.judgements.iter().position(|j| j.theme == theme(id)).unwrap()];
    assert_eq!((sentences("arctic").len(), sentences("brics").len()), (0, 1));
    assert!(tagged.paragraphs[1].assigned().any(|judgement| judgement.theme == theme("taiwan")));
}

#[test]
fn the_sentences_of_a_label_fit_what_a_person_decided() {
    let (_dir, mut store) = store();
    let text = FIRST.replace("俄方重申", "双方将增进互信。双方将加强协作。俄方重申");
    keep(&mut store, "a.txt", &text);
    let taiwan = |store: &Store| {
        let paragraphs = store.paragraphs(1).unwrap();
        let own = paragraphs.into_iter().find(|p| p.labels.iter().any(|label| label.theme == "taiwan")).unwrap();
        let of = |id: &str| own.labels.iter().find(|label| label.theme == id).map_or(0, |label| label.sentences);
        (own.paragraph, own.sentences, of("taiwan"), of("brics"))
    };
    let (paragraph, all, models, _) = taiwan(&store);
    assert!(all == 3 && (1..all).contains(&models), "help: the model finds it in {models} of {all} sentences");
    store.decide(&[decision(paragraph, "taiwan", Verdict::Yes), decision(paragraph, "brics", Verdict::Yes)]).unwrap();
    assert_eq!(taiwan(&store), (paragraph, all, models, all), "help: confirmed as the model has it, added as a whole");
    store.decide(&[decision(paragraph, "taiwan", Verdict::No), decision(paragraph, "brics", Verdict::No)]).unwrap();
    assert_eq!(taiwan(&store), (paragraph, all, 0, 0));
    store.decide(&[decision(paragraph, "taiwan", Verdict::Withdraw)]).unwrap();
    assert_eq!(taiwan(&store), (paragraph, all, models, 0));
}

#[test]
fn a_decision_that_does_not_change_keeps_its_time() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    let long_ago = "2020-01-02T03:04:05Z";
    let of_then = |store: &Store| {
        let paragraphs = store.paragraphs(1).unwrap();
        let labels = paragraphs[0].labels.iter().filter(|label| label.decided.as_deref() == Some(long_ago));
        labels.map(|label| (label.theme.clone(), label.note.clone())).collect::<Vec<_>>()
    };
    let made = ["arctic", "brics", "energy", "finance"].map(|theme| decision(1, theme, Verdict::Yes));
    store.decide(&made).unwrap();
    store.sql(|c| c.execute("UPDATE decision SET decided = ?1", [long_ago])).unwrap();
    let [arctic, brics, energy, finance] = made;
    let brics = Decision { verdict: Verdict::No, ..brics };
    let energy = Decision { person: "wang".to_owned(), ..energy };
    let finance = Decision { note: None, ..finance };
    store.decide(&[arctic, brics, energy, finance]).unwrap();
    let kept = [("arctic".to_owned(), Some("so".to_owned())), ("finance".to_owned(), None)];
    assert_eq!(of_then(&store), kept, "help: another verdict and another person are of now");
}

#[test]
fn decisions_are_kept_all_or_none_and_faults_say_where() {
    let (_dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    let other = Decision { text: Some("旧文".to_owned()), ..decision(1, "arctic", Verdict::No) };
    for (faulty, problem) in [
        (decision(9, "arctic", Verdict::Yes), "decisions:1: document 1 has no paragraph 9; `gongbao show 1`"),
        (decision(1, "artic", Verdict::Yes), "theme `artic` is unknown; did you mean `arctic`"),
        (decision(1, "energy", Verdict::Withdraw), "nobody decided about `energy`"),
        (other, "paragraph 1 of document 1 has another wording now"),
    ] {
        let message = store.decide(&[decision(2, "taiwan", Verdict::No), faulty]).unwrap_err().to_string();
        assert!(message.contains(problem), "{message}");
    }
    let decided = store.paragraphs(1).unwrap().iter().flat_map(|p| &p.labels).any(|label| label.decided_by.is_some());
    assert!(!decided, "help: a faulty decision lets none of its company be kept");
}

#[test]
fn what_is_to_be_told_is_claimed_by_one_and_told_until_it_is_taken() {
    let (dir, mut store) = store();
    keep(&mut store, "a.txt", FIRST);
    let second = Store::open(&dir.path().join("a.db")).unwrap();
    let claimed = store.claim("webhook a").unwrap().unwrap();
    assert_eq!((claimed.document, claimed.version, claimed.attempts), (1, 1, 1));
    assert_eq!(second.claim("webhook a").unwrap(), None);
    assert_eq!(store.claim("other").unwrap(), None);
    store.told(&claimed, &Outcome::Failed("status 500")).unwrap();
    assert_eq!(store.claim("webhook a").unwrap(), None, "help: a failure waits");
    store.sql(|c| c.execute("UPDATE announcement SET due = 0", [])).unwrap();
    let again = second.claim("webhook a").unwrap().unwrap();
    assert_eq!((again.id, again.attempts, second.untold().unwrap()), (claimed.id, 2, 1));
    second.told(&again, &Outcome::Told).unwrap();
    assert_eq!((store.claim("webhook a").unwrap(), store.untold().unwrap()), (None, 0));
}

#[test]
fn failures_wait_longer_each_time_and_success_forgets_them() {
    let (_dir, mut store) = store();
    let wait = |store: &Store| store.visit("a").unwrap().map(|visit| visit.due - visit.checked);
    for expected in [60, 120, 240] {
        store.missed("a", None, "status 404", None).unwrap();
        assert_eq!(wait(&store), Some(expected));
    }
    for _ in 0..80 {
        store.missed("a", None, "status 404", None).unwrap();
    }
    assert_eq!(wait(&store), Some(24 * 3600));
    keep(&mut store, "a", FIRST);
    let visit = store.visit("a").unwrap().unwrap();
    assert_eq!((visit.failures, visit.problem, visit.due), (0, None, 0));
}

#[test]
fn filters_take_years_and_parties() {
    let (_dir, mut store) = store();
    keep(&mut store, "a", FIRST);
    keep(&mut store, "b", "双方愿加强合作。");
    let count = |since: Option<&str>, until: Option<&str>, party: Option<&str>| {
        let owned = |value: Option<&str>| value.map(str::to_owned);
        let (since, until, party) = (owned(since), owned(until), owned(party));
        store.count(&Filter { since, until, party, ..Filter::default() }).unwrap()
    };
    assert_eq!(count(None, None, None), 2);
    assert_eq!(count(Some("2024"), None, None), 1);
    assert_eq!(count(Some("2024-05-17"), None, None), 0);
    assert_eq!(count(None, Some("2024"), Some("俄罗斯")), 1);
    assert_eq!(count(None, Some("2023"), None), 0);
    assert_eq!(count(None, None, Some("法国")), 0);
    let of = |names: &[&str]| {
        let parties = names.iter().map(|&name| name.to_owned()).collect();
        store.wanted(&Filter { parties, ..Filter::default() })
    };
    assert_eq!(of(&["俄罗斯", "中国"]).unwrap().len(), 1);
    let message = of(&["中国"]).unwrap_err().to_string();
    let expected = "it holds 2 from 2024-05-16 to 2024-05-16: 中国、俄罗斯 (1), of unknown parties (1)";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn what_a_list_could_not_give_is_remembered_for_later_rounds() {
    let (_dir, mut store) = store();
    let listed = Some(Listed { list: "https://l", title: "联合声明" });
    store.missed("https://a", None, "status 500", listed).unwrap();
    store.missed("https://b", None, "status 500", None).unwrap();
    assert_eq!(store.overdue("https://l").unwrap(), [], "help: its wait is not over");
    store.sql(|c| c.execute("UPDATE address SET due = 0", [])).unwrap();
    assert_eq!(store.overdue("https://l").unwrap(), [("https://a".to_owned(), "联合声明".to_owned())]);
    assert_eq!(store.overdue("https://other").unwrap(), []);
    keep(&mut store, "https://a", FIRST);
    assert_eq!(store.overdue("https://l").unwrap(), []);
    assert!(store.named("https://l").unwrap().is_empty());
    store.note_named("https://l", &["https://a".to_owned()]).unwrap();
    assert_eq!(store.named("https://l").unwrap(), ["https://a"]);
}

#[test]
fn a_store_of_the_first_version_is_brought_up_to_date_with_what_it_holds() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("old");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(include_str!("schema-1.sql")).unwrap();
    old.execute_batch("INSERT INTO address (address, checked, due) VALUES ('a', 7, 0)").unwrap();
    old.execute_batch("PRAGMA application_id = 0x474F4E47; PRAGMA user_version = 1").unwrap();
    drop(old);
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(store.visit("a").unwrap().unwrap().checked, 7);
    assert!(store.overdue("l").unwrap().is_empty() && store.named("l").unwrap().is_empty());
}

#[test]
fn many_at_once_keep_each_document_once() {
    let (dir, store) = store();
    drop(store);
    let path = dir.path().join("a.db");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut store = Store::open(&path).unwrap();
                for n in 0..5 {
                    keep(
                        &mut store,
                        &format!("https://a/{n}"),
                        &format!("{FIRST}\n双方举行了第{n}次会晤，一致同意加强合作。"),
                    );
                }
            });
        }
    });
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(store.list(&Filter::default()).unwrap().len(), 5);
    assert_eq!(store.untold().unwrap(), 5);
    assert_eq!(store.integrity().unwrap(), None);
}

#[test]
fn files_that_are_no_store_are_refused_and_left_alone() {
    let dir = TempDir::new().unwrap();
    let path = |name: &str| dir.path().join(name);
    std::fs::write(path("text"), "not a database, but some text that is long enough".repeat(40)).unwrap();
    let foreign = rusqlite::Connection::open(path("foreign")).unwrap();
    foreign.execute_batch("CREATE TABLE a (b)").unwrap();
    let newer = Store::open(&path("newer")).unwrap();
    newer.sql(|c| c.pragma_update(None, "user_version", 99)).unwrap();
    let message = |name: &str| Store::open(&path(name)).unwrap_err().to_string();
    assert!(message("text").contains("name a store, or a new file"), "{}", message("text"));
    assert!(message("foreign").contains("is another program's database"), "{}", message("foreign"));
    assert!(message("newer").contains("newer version (schema 99"), "{}", message("newer"));
    assert!(Store::open_existing(&path("none")).unwrap_err().to_string().contains("there is no such store"));
}
