//! Which terms a theme uses: chi-square on presence, computed on the rows that are learned from and no others.

use crate::features::Terms;

/// Counted rows: for each paragraph (candidate term, count), ordered by term.
pub type Counts = Vec<Vec<(u32, u32)>>;

/// In how many of the given rows each of `candidates` terms stands.
#[must_use]
pub fn document_frequencies(counts: &Counts, rows: &[usize], candidates: usize) -> Vec<u32> {
    let mut df = vec![0; candidates];
    for &row in rows {
        for &(term, _) in &counts[row] {
            df[term as usize] += 1;
        }
    }
    df
}

/// Pearson's chi-square of the 2 × 2 table of a term and a theme.
///
/// `both` of the `n` rows have the term and the theme, `df` the term, `support` the theme.
#[must_use]
pub fn chi_square(both: u32, df: u32, support: u32, n: u32) -> f64 {
    let (both, df, support, n) = (f64::from(both), f64::from(df), f64::from(support), f64::from(n));
    let rest = df * (n - df) * support * (n - support);
    if rest == 0.0 { 0.0 } else { n * (both * n - df * support).powi(2) / rest }
}

/// The `most` terms with the largest chi-square for the rows in `positive`, ascending by index; terms in fewer than
/// `min_df` of the rows are passed over.
#[must_use]
pub fn select(counts: &Counts, positive: &[usize], df: &[u32], n: usize, min_df: usize, most: usize) -> Vec<u32> {
    let with_theme = document_frequencies(counts, positive, df.len());
    let score = |term: usize| chi_square(with_theme[term], df[term], positive.len() as u32, n as u32);
    let mut ranked: Vec<(f64, u32)> =
        (0..df.len()).filter(|&term| df[term] as usize >= min_df).map(|term| (score(term), term as u32)).collect();
    let by_rank = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if ranked.len() > most {
        ranked.select_nth_unstable_by(most, by_rank);
        ranked.truncate(most);
    }
    let mut terms: Vec<u32> = ranked.into_iter().map(|r| r.1).collect();
    terms.sort_unstable();
    terms
}

/// What the settings leave out is made all the same when candidates are looked for; this tells whether to keep it.
#[must_use]
pub fn is_made(kind: crate::tfidf::Kind, terms: Terms) -> bool {
    match kind {
        crate::tfidf::Kind::Word => true,
        crate::tfidf::Kind::Pair => terms.pairs,
        crate::tfidf::Kind::Characters => terms.characters,
        crate::tfidf::Kind::ThemeWord => terms.theme_words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chi_square_is_pearsons() {
        // Table 10/20/30/40 of a textbook's kind: n(ad − bc)² / (row and column sums).
        let expected = 100.0 * (10.0 * 40.0 - 20.0 * 30.0_f64).powi(2) / (30.0 * 70.0 * 40.0 * 60.0);
        assert!((chi_square(10, 30, 40, 100) - expected).abs() < 1e-9);
        assert!(chi_square(0, 0, 5, 10).abs() < 1e-12);
    }

    #[test]
    fn the_term_that_goes_with_the_theme_is_chosen() {
        let counts: Counts = vec![vec![(0, 1), (1, 1)], vec![(0, 2), (1, 1)], vec![(1, 1)], vec![(1, 1), (2, 1)]];
        let df = document_frequencies(&counts, &[0, 1, 2, 3], 3);
        assert_eq!(df, [2, 4, 1]);
        assert_eq!(select(&counts, &[0, 1], &df, 4, 2, 1), [0]);
    }
}
