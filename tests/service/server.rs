//! A web server of the tests' own: it answers each path as the test says, badly if that is asked for.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How a path is answered.
#[derive(Clone)]
pub enum Answer {
    /// With a status, header lines and a body.
    Plain { status: u16, headers: Vec<(String, String)>, body: Vec<u8> },
    /// With a body of which only the first half is sent before the connection closes.
    Truncated(Vec<u8>),
    /// With a byte every tenth of a second.
    Slow,
    /// With a body that never ends.
    Endless,
    /// With each of these in turn; the last one stays.
    Turns(Vec<Answer>),
}

/// A request that was made.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

type Answers = Arc<Mutex<HashMap<String, Answer>>>;

pub struct Server {
    address: SocketAddr,
    answers: Answers,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server =
            Self { address: listener.local_addr().unwrap(), answers: Arc::default(), requests: Arc::default() };
        let (answers, requests) = (Arc::clone(&server.answers), Arc::clone(&server.requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, requests) = (Arc::clone(&answers), Arc::clone(&requests));
                // A client that goes away is no failure of the server.
                thread::spawn(move || serve(stream, &answers, &requests));
            }
        });
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn answer(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    pub fn page(&self, path: &str, body: &str) {
        self.answer(path, page(body));
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|request| request.path == path).count()
    }
}

pub fn page(body: &str) -> Answer {
    let headers = vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())];
    Answer::Plain { status: 200, headers, body: body.as_bytes().to_owned() }
}

pub fn status(status: u16) -> Answer {
    Answer::Plain { status, headers: Vec::new(), body: b"<html><p>no</p></html>".to_vec() }
}

pub fn redirect(to: &str) -> Answer {
    Answer::Plain { status: 302, headers: vec![("Location".to_owned(), to.to_owned())], body: Vec::new() }
}

fn serve(stream: TcpStream, answers: &Answers, requests: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let request = read_request(&mut reader)?;
    let answer = take_turn(answers, &request.path);
    requests.lock().unwrap().push(request);
    send(stream, answer)
}

fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<Request> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Request { path, headers, body })
}

fn take_turn(answers: &Answers, path: &str) -> Answer {
    let mut answers = answers.lock().unwrap();
    match answers.get_mut(path) {
        Some(Answer::Turns(turns)) if turns.len() > 1 => turns.remove(0),
        Some(Answer::Turns(turns)) => turns[0].clone(),
        Some(answer) => answer.clone(),
        None => status(404),
    }
}

fn send(mut stream: TcpStream, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::Plain { status, headers, body } => {
            write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n", body.len())?;
            headers.iter().try_for_each(|(name, value)| write!(stream, "{name}: {value}\r\n"))?;
            stream.write_all(b"\r\n")?;
            stream.write_all(&body)
        }
        Answer::Truncated(body) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
            stream.write_all(&body[..body.len() / 2])
        }
        Answer::Slow => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
            for _ in 0..600 {
                stream.write_all(b" ")?;
                thread::sleep(Duration::from_millis(100));
            }
            Ok(())
        }
        Answer::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b'a'; 4096])?;
            }
        }
        Answer::Turns(_) => Ok(()),
    }
}
