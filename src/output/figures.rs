//! Figures as people read them: three decimals, a dash for what is undefined.

/// What stands for an undefined figure.
pub(crate) const UNDEFINED: &str = "–";

/// `0.812`, or a dash.
pub(crate) fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| format!("{value:.3}"))
}

/// `1 paragraph`, `3 paragraphs`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
