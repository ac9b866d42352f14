//! A glyph's outline, placed on a picture.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Pixels;

/// A glyph that reaches further from its pen than this, in em, is not drawn: no font means it.
const LARGEST: f32 = 4.0;

/// A glyph's outline in pixels of the picture, y downwards.
pub(super) struct Outline {
    pub(super) pieces: Vec<Piece>,
    pen: (f64, f64),
    scale: f64,
    /// The first point of the contour that is drawn, and the last one reached.
    start: Point,
    last: Point,
}

/// A line or a curve: two, three or four points.
pub(super) enum Piece {
    Line([Point; 2]),
    Quadratic([Point; 3]),
    Cubic([Point; 4]),
}

impl Piece {
    pub(super) fn points(&self) -> &[Point] {
        match self {
            Self::Line(points) => points,
            Self::Quadratic(points) => points,
            Self::Cubic(points) => points,
        }
    }

    pub(super) fn moved(&self, by: Point) -> Self {
        match self {
            Self::Line(points) => Self::Line(points.map(|p| p - by)),
            Self::Quadratic(points) => Self::Quadratic(points.map(|p| p - by)),
            Self::Cubic(points) => Self::Cubic(points.map(|p| p - by)),
        }
    }

    pub(super) fn draw(&self, on: &mut Rasterizer) {
        match *self {
            Self::Line([a, b]) => on.draw_line(a, b),
            Self::Quadratic([a, b, c]) => on.draw_quad(a, b, c),
            Self::Cubic([a, b, c, d]) => on.draw_cubic(a, b, c, d),
        }
    }
}

impl Outline {
    /// The outline of a glyph whose pen stands at `pen`, `em` pixels large; empty where the font has none or one that is
    /// far too large to be meant.
    pub(super) fn new(face: &Face, glyph: GlyphId, pen: (f64, f64), em: f64) -> Self {
        let nowhere = point(0.0, 0.0);
        let mut outline =
            Self { pieces: Vec::new(), pen, scale: em / f64::from(face.units_per_em()), start: nowhere, last: nowhere };
        face.outline_glyph(glyph, &mut outline);
        let limit = LARGEST * em as f32;
        let near = |p: &Point| (p.x - pen.0 as f32).abs() < limit && (p.y - pen.1 as f32).abs() < limit;
        if !outline.pieces.iter().flat_map(Piece::points).all(near) {
            outline.pieces.clear();
        }
        outline
    }

    fn at(&self, x: f32, y: f32) -> Point {
        let (x, y) = (f64::from(x) * self.scale, f64::from(y) * self.scale);
        point((self.pen.0 + x) as f32, (self.pen.1 - y) as f32)
    }

    /// The whole pixels that hold all its points, so every curve too.
    pub(super) fn pixels(&self) -> Pixels {
        let points = || self.pieces.iter().flat_map(Piece::points);
        let least = |of: fn(&Point) -> f32| points().map(of).fold(f32::INFINITY, f32::min).floor() as i64;
        let most = |of: fn(&Point) -> f32| points().map(of).fold(f32::NEG_INFINITY, f32::max).ceil() as i64;
        Pixels { left: least(|p| p.x), top: least(|p| p.y), right: most(|p| p.x) + 1, bottom: most(|p| p.y) + 1 }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.at(x, y);
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.pieces.push(Piece::Line([self.last, to]));
        self.last = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (by, to) = (self.at(x1, y1), self.at(x, y));
        self.pieces.push(Piece::Quadratic([self.last, by, to]));
        self.last = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (by, then, to) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.pieces.push(Piece::Cubic([self.last, by, then, to]));
        self.last = to;
    }

    fn close(&mut self) {
        self.pieces.push(Piece::Line([self.last, self.start]));
        self.last = self.start;
    }
}

#[cfg(test)]
impl Outline {
    /// A closed outline of straight lines.
    pub(super) fn polygon(corners: &[(f32, f32)]) -> Self {
        let nowhere = point(0.0, 0.0);
        let mut outline = Self { pieces: Vec::new(), pen: (0.0, 0.0), scale: 1.0, start: nowhere, last: nowhere };
        for (place, &(x, y)) in corners.iter().enumerate() {
            if place == 0 { outline.move_to(x, -y) } else { outline.line_to(x, -y) }
        }
        outline.close();
        outline
    }
}
