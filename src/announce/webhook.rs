//! The webhook: a signed POST.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use ureq::Agent;

use super::channels::{Channel, Webhook};
use super::message::Message;
use crate::store::Store;

/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The HMAC-SHA-256 (RFC 2104) of a message, as the header `X-Gongbao-Signature` carries it: `sha256=` and hexadecimal.
#[must_use]
pub fn signature(secret: &[u8], message: &[u8]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(message);
    mac.finalize().into_bytes().iter().fold("sha256=".to_owned(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Channel for Webhook {
    fn name(&self) -> String {
        format!("webhook {}", self.url)
    }

    fn tell(&self, _: &Store, message: &Message) -> Result<(), String> {
        let body = message.json();
        let config =
            Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).http_status_as_error(false);
        let mut request = config
            .build()
            .new_agent()
            .post(&self.url)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", concat!("gongbao/", env!("CARGO_PKG_VERSION")))
            .header("X-Gongbao-Delivery", message.announcement.to_string());
        if let Some(secret) = self.secret()? {
            request = request.header("X-Gongbao-Signature", signature(secret.as_bytes(), body.as_bytes()));
        }
        let response = request.send(&body).map_err(|error| error.to_string())?;
        if response.status().is_success() { Ok(()) } else { Err(format!("it answers status {}", response.status())) }
    }
}

impl Webhook {
    /// The secret; a configured one that is not there is a reason not to tell, as an unsigned message would be refused.
    fn secret(&self) -> Result<Option<String>, String> {
        if let Some(name) = &self.secret_env {
            return env::var(name).map(Some).map_err(|_| format!("the variable {name} with its secret is not set"));
        }
        let Some(file) = &self.secret_file else { return Ok(None) };
        let secret = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Some(secret.trim().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_rfc() {
        // RFC 4231, test case 2.
        let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signature(b"Jefe", b"what do ya want for nothing?"), expected);
    }
}
