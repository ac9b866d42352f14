//! Where results go, and what goes to a person's terminal beside them: errors, notes, progress.
//!
//! Commands reach standard output through here alone: [`screen`] for people, where no text of others can steer the
//! terminal, [`data`] for programs, byte for byte.

use std::fmt;
use std::io::{self, IsTerminal as _, StdoutLock, Write as _};

use anstyle::{AnsiColor, Style};
use gongbao::output::analysis::table::Terminal;
use gongbao::output::harmless::{harmless, harmless_with_colours};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Failure;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Yellow.on_default();

/// Standard output for people.
pub(crate) struct Screen(anstream::AutoStream<StdoutLock<'static>>);

/// Standard output for people: whatever text is written to it, the terminal shows it and does nothing else.
pub(crate) fn screen() -> Screen {
    Screen(anstream::stdout().lock())
}

impl Screen {
    /// Writes text without colours; `write!` and `writeln!` call this.
    pub(crate) fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> io::Result<()> {
        self.0.write_all(harmless(&text.to_string()).as_bytes())
    }

    /// Writes what the library has laid out with colours.
    pub(crate) fn write_coloured(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(harmless_with_colours(text).as_bytes())
    }
}

/// Standard output for programs.
pub(crate) fn data() -> io::Stdout {
    io::stdout()
}

/// Standard error for the log that people read, an event a call.
pub(crate) struct Log;

impl io::Write for Log {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        io::stderr().write_all(harmless(&String::from_utf8_lossy(event)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// What tables for people may take of standard output.
pub(crate) fn for_tables() -> Terminal {
    let out = data();
    let width = out.is_terminal().then(|| comfy_table::Table::new().width()).flatten();
    Terminal { width, colour: anstream::AutoStream::choice(&out) != anstream::ColorChoice::Never }
}

/// Prints why a command failed, a line for each cause.
pub(crate) fn report(failure: &Failure) {
    let message = match failure {
        Failure::Input(error) => error.to_string(),
        Failure::Output(error) => format!("the result cannot be written: {error}"),
    };
    error(&message);
}

/// Prints what is wrong, a line for each cause.
pub(crate) fn error(message: &str) {
    let mut stderr = anstream::stderr().lock();
    for line in message.lines() {
        // Nothing is left to tell when standard error is closed.
        let _ = writeln!(stderr, "{ERROR}gongbao:{ERROR:#} {}", harmless(line));
    }
}

/// Prints a remark that is no error.
pub(crate) fn note(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{NOTE}note:{NOTE:#} {}", harmless(message));
}

/// A progress bar on standard error; nothing where that is no terminal.
pub(crate) fn progress(total: u64, what: &'static str) -> ProgressBar {
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {elapsed}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(total), target).with_style(style).with_message(what)
}

/// How many columns the terminal has that standard output goes to; a usual number where it goes elsewhere.
pub(crate) fn width() -> usize {
    comfy_table::Table::new().width().map_or(gongbao::output::statement::DEFAULT_WIDTH, usize::from)
}
