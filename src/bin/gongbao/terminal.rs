//! What goes to a person's terminal beside the result: errors, notes, progress.

use std::io::{IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Failure;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Yellow.on_default();

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
        let _ = writeln!(stderr, "{ERROR}gongbao:{ERROR:#} {line}");
    }
}

/// Prints a remark that is no error.
pub(crate) fn note(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{NOTE}note:{NOTE:#} {message}");
}

/// A progress bar on standard error; nothing where that is no terminal.
pub(crate) fn progress(total: u64, what: &'static str) -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {elapsed}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(total), target).with_style(style).with_message(what)
}

/// How many columns the terminal has that standard output goes to; a usual number where it goes elsewhere.
pub(crate) fn width() -> usize {
    comfy_table::Table::new().width().map_or(gongbao::output::statement::DEFAULT_WIDTH, usize::from)
}
