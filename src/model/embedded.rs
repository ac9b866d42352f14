//! The default model, part of the program.

use std::sync::OnceLock;

use super::{Model, Outline};
use crate::error::Result;

const NAME: &str = "embedded";

static BYTES: &[u8] = include_bytes!("../../models/default.gongbao");

impl Model {
    /// The default model; read once and kept.
    ///
    /// # Errors
    /// A default model that was trained by an incompatible version: a fault of the build, not of the user.
    pub fn embedded() -> Result<&'static Self> {
        static MODEL: OnceLock<Model> = OnceLock::new();
        if let Some(model) = MODEL.get() {
            return Ok(model);
        }
        let model = Self::read(BYTES, NAME)?;
        Ok(MODEL.get_or_init(|| model))
    }
}

impl Outline {
    /// What the default model says of itself.
    ///
    /// # Errors
    /// As [`Model::embedded`].
    pub fn embedded() -> Result<Self> {
        Self::read(BYTES, NAME)
    }
}
