//! Telling people of new and changed documents: a webhook, an Atom feed in a file, a command.
//!
//! What is to be told was written into the store with the document. A channel takes it at least once: it is told again
//! until the channel says that it was taken, also after a crash. Every attempt has the same number, by which a receiver
//! knows a repetition.

mod channels;
mod command;
mod feed;
mod message;
mod webhook;

pub use channels::{Channels, Command, Feed, Webhook};
pub use message::{Against, Message, Room, message};
pub use webhook::signature;

use crate::error::Result;
use crate::store::{Announcement, Outcome, Store};

/// Tells what is due, channel after channel; how many were told and how many failed.
///
/// # Errors
/// A store that cannot be used. A channel that fails is no error: it is told again later.
pub fn announce(store: &Store, channels: &Channels) -> Result<(usize, usize)> {
    let (mut told, mut failed) = (0, 0);
    for channel in channels.iter() {
        let name = channel.name();
        while let Some(due) = store.claim(&name)? {
            let outcome = tell(store, channel, &due)?;
            match &outcome {
                Ok(()) => told += 1,
                Err(problem) => {
                    failed += 1;
                    tracing::warn!(
                        channel = name,
                        document = due.document,
                        attempt = due.attempts,
                        "not told: {problem}"
                    );
                }
            }
            store.told(&due, &outcome.as_ref().map_or_else(|problem| Outcome::Failed(problem), |()| Outcome::Told))?;
        }
    }
    Ok((told, failed))
}

fn tell(store: &Store, channel: &dyn channels::Channel, due: &Announcement) -> Result<Result<(), String>> {
    let message = message(store, due)?;
    Ok(channel.tell(store, &message))
}
