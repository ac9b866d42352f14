//! The channels that a sources file configures.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Message;
use crate::store::Store;

/// Something that can be told.
pub(super) trait Channel {
    /// What the store calls it: the same over restarts.
    fn name(&self) -> String;
    /// Tells it, or says why it did not take it.
    fn tell(&self, store: &Store, message: &Message) -> Result<(), String>;
}

/// A web address that takes JSON by POST.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The address.
    pub url: String,
    /// The environment variable that holds the secret for the signature; unsigned without one.
    pub secret_env: Option<String>,
    /// A file that holds it, white space around it aside.
    pub secret_file: Option<PathBuf>,
}

/// An Atom feed in a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The file, written anew with each document.
    pub file: PathBuf,
    /// The feed's title; defaults to `Joint statements`.
    pub title: Option<String>,
}

/// A program that gets the message as JSON on its standard input.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The program and its arguments; no shell is asked.
    pub run: Vec<String>,
}

/// All channels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Channels {
    /// Webhooks.
    #[serde(default)]
    pub webhook: Vec<Webhook>,
    /// Feeds.
    #[serde(default, rename = "atom")]
    pub feed: Vec<Feed>,
    /// Commands.
    #[serde(default)]
    pub command: Vec<Command>,
}

impl Channels {
    pub(super) fn iter(&self) -> impl Iterator<Item = &dyn Channel> {
        let webhooks = self.webhook.iter().map(|channel| channel as &dyn Channel);
        let feeds = self.feed.iter().map(|channel| channel as &dyn Channel);
        webhooks.chain(feeds).chain(self.command.iter().map(|channel| channel as &dyn Channel))
    }

    /// What the store calls them.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.iter().map(Channel::name).collect()
    }

    /// Takes paths as relative to a folder: that of the file that names them.
    pub(crate) fn relative_to(&mut self, folder: &Path) {
        self.feed.iter_mut().for_each(|feed| feed.file = folder.join(&feed.file));
        let secrets = self.webhook.iter_mut().filter_map(|webhook| webhook.secret_file.as_mut());
        secrets.for_each(|file| *file = folder.join(&*file));
    }
}
