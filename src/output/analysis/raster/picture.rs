//! A picture of pixels, and the rectangles of pixels that are a word's own.

use ab_glyph_rasterizer::{Rasterizer, point};

use super::SCALE;
use super::outline::Outline;
use crate::analyse::cloud::Area;
use crate::error::{Error, Place, Result};

/// A rectangle of pixels, the right and lower edges not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pixels {
    /// Left edge.
    pub left: i64,
    /// Upper edge.
    pub top: i64,
    /// Right edge.
    pub right: i64,
    /// Lower edge.
    pub bottom: i64,
}

impl Pixels {
    /// The pixels that a box touches. A layout leaves room between boxes, so that two of them share none.
    #[must_use]
    pub fn of(area: &Area) -> Self {
        let (right, bottom) = (area.x + area.width, area.y + area.height);
        Self {
            left: (area.x * SCALE).floor() as i64,
            top: (area.y * SCALE).floor() as i64,
            right: (right * SCALE).ceil() as i64,
            bottom: (bottom * SCALE).ceil() as i64,
        }
    }

    /// Whether a pixel is one of them.
    #[must_use]
    pub fn hold(&self, x: i64, y: i64) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }
}

/// Red, green and blue of every pixel, row by row.
pub(super) struct Picture {
    width: usize,
    height: usize,
    colours: Vec<u8>,
}

impl Picture {
    pub(super) fn white(width: usize, height: usize) -> Self {
        Self { width, height, colours: vec![u8::MAX; 3 * width * height] }
    }

    /// Fills an outline with a colour where it lies in `within`.
    pub(super) fn fill(&mut self, outline: &Outline, within: &Pixels, colour: [u8; 3]) {
        if outline.pieces.is_empty() {
            return;
        }
        let own = outline.pixels();
        // The rasterizer's grid is the glyph's own: it does not clip what lies outside.
        let mut grid = Rasterizer::new((own.right - own.left) as usize, (own.bottom - own.top) as usize);
        let corner = point(own.left as f32, own.top as f32);
        outline.pieces.iter().for_each(|piece| piece.moved(corner).draw(&mut grid));
        grid.for_each_pixel_2d(|x, y, coverage| {
            let (x, y) = (own.left + i64::from(x), own.top + i64::from(y));
            if coverage > 0.0 && within.hold(x, y) {
                self.blend(x as usize, y as usize, coverage, colour);
            }
        });
    }

    fn blend(&mut self, x: usize, y: usize, coverage: f32, colour: [u8; 3]) {
        let start = 3 * (y * self.width + x);
        let Some(pixel) = self.colours.get_mut(start..start + 3) else { return };
        let coverage = coverage.clamp(0.0, 1.0);
        for (old, new) in pixel.iter_mut().zip(colour) {
            *old = (f32::from(*old) * (1.0 - coverage) + f32::from(new) * coverage).round() as u8;
        }
    }

    /// The picture as a file.
    pub(super) fn png(&self) -> Result<Vec<u8>> {
        let failed = |fault: png::EncodingError| Error::input(Place::file("PNG"), fault.to_string(), "report this");
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&self.colours).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::cloud::GAP;

    #[test]
    fn boxes_as_near_as_a_layout_sets_them_share_no_pixel() {
        let area = |x: f64, width: f64| Area { x, y: 0.3, width, height: 2.0 };
        let (left, right) = (Pixels::of(&area(0.0, 1.3)), Pixels::of(&area(1.3 + GAP, 2.0)));
        assert!(left.right == 3 && left.right <= right.left, "{left:?} {right:?}");
        assert!(left.hold(2, 0) && !left.hold(3, 0) && !left.hold(0, 5));
    }

    #[test]
    fn a_square_is_filled_and_cut_off_at_its_box() {
        let outline = Outline::polygon(&[(2.0, 2.0), (6.0, 2.0), (6.0, 5.0), (2.0, 5.0)]);
        let mut picture = Picture::white(8, 8);
        picture.fill(&outline, &Pixels { left: 0, top: 0, right: 5, bottom: 8 }, [0, 0, 0]);
        let black = picture.colours.chunks(3).filter(|pixel| pixel == &[0, 0, 0]).count();
        let white = picture.colours.chunks(3).filter(|pixel| pixel == &[255, 255, 255]).count();
        assert_eq!((black, white), (9, 64 - 9));
    }
}
