//! The command hook: a program of the user's.

use std::io::Write as _;
use std::process::{Child, Command as Process, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::channels::{Channel, Command};
use super::message::Message;
use crate::store::Store;

/// How long the program may run.
const PATIENCE: Duration = Duration::from_secs(60);

impl Channel for Command {
    fn name(&self) -> String {
        format!("command {}", self.run.join(" "))
    }

    fn tell(&self, _: &Store, message: &Message) -> Result<(), String> {
        let (program, arguments) = self.run.split_first().ok_or("no program is named")?;
        let mut child = Process::new(program)
            .args(arguments)
            .env("GONGBAO_EVENT", message.event)
            .env("GONGBAO_TITLE", message.title.as_deref().unwrap_or_default())
            .env("GONGBAO_SOURCE", &message.source)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("it cannot be started: {error}"))?;
        // Written on a thread of its own: a program that never reads would hold this one for ever. One that has seen
        // enough may close its input; its exit code tells.
        let (pipe, json) = (child.stdin.take(), message.json());
        thread::spawn(move || pipe.map(|mut pipe| pipe.write_all(json.as_bytes())));
        let status = wait(&mut child)?;
        if status.success() { Ok(()) } else { Err(format!("it ended with {status}")) }
    }
}

fn wait(child: &mut Child) -> Result<ExitStatus, String> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if started.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                // It may have ended in the meantime.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it ran longer than {} seconds", PATIENCE.as_secs()));
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}
