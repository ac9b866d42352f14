//! Finding a font that can draw Chinese: the one that the user names, or one of the system.

use std::path::Path;

use fontdb::{Database, FaceInfo, Family, ID, Query, Style, Weight};
use gongbao::error::{Error, Place, Result};
use gongbao::output::analysis::cloud::FONTS;
use gongbao::output::analysis::raster::Font;

use crate::files;

/// A font's bytes, and which face of them is meant.
#[derive(Debug)]
pub(crate) struct FontFile {
    bytes: Vec<u8>,
    index: u32,
    name: String,
}

impl FontFile {
    /// Reads the font that the user named.
    pub(crate) fn named(path: &Path) -> Result<Self> {
        let file = Self { bytes: files::read(path)?, index: 0, name: path.display().to_string() };
        file.font()?;
        Ok(file)
    }

    /// Finds a Chinese font of the system for the picture `path`.
    pub(crate) fn of_the_system(path: &Path) -> Result<Self> {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        let missing = || {
            let problem = "a PNG needs a Chinese font and none is installed here";
            let remedy =
                "install one (on Debian the package fonts-noto-cjk), name one with --font, or end the name in .svg";
            Error::input(Place::file(path.display().to_string()), problem, remedy)
        };
        chinese(&fonts).ok_or_else(missing)
    }

    /// The font.
    pub(crate) fn font(&self) -> Result<Font<'_>> {
        Font::new(&self.bytes, self.index, &self.name)
    }

    fn of(fonts: &Database, id: ID) -> Option<Self> {
        let name = fonts.face(id)?.post_script_name.clone();
        let file = fonts.with_face_data(id, |bytes, index| Self { bytes: bytes.to_vec(), index, name })?;
        file.font().is_ok().then_some(file)
    }
}

/// The first of the fonts that the SVG names; where none is there, any upright one with Chinese characters, by name.
fn chinese(fonts: &Database) -> Option<FontFile> {
    let usual = FONTS.split(", ").filter_map(|family| {
        let families = [Family::Name(family)];
        fonts.query(&Query { families: &families, ..Query::default() })
    });
    usual.chain(others(fonts)).find_map(|id| FontFile::of(fonts, id))
}

fn others(fonts: &Database) -> impl Iterator<Item = ID> {
    let mut upright: Vec<&FaceInfo> = fonts.faces().filter(|face| face.style == Style::Normal).collect();
    let far = |face: &FaceInfo| face.weight.0.abs_diff(Weight::NORMAL.0);
    upright.sort_by(|a, b| far(a).cmp(&far(b)).then_with(|| a.post_script_name.cmp(&b.post_script_name)));
    upright.into_iter().map(|face| face.id)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use gongbao::analyse::cloud::Placed;
    use gongbao::output::analysis::raster::{self, Pixels, placed};

    use super::*;

    const WORDS: [(&str, usize); 14] = [
        ("国际", 90),
        ("合作", 70),
        ("俄罗斯", 60),
        ("AI", 50),
        ("jpgqy", 40),
        ("伙伴关系", 40),
        ("COP28", 33),
        ("一带一路", 30),
        ("5G网络", 25),
        ("安全", 20),
        ("Ågßй", 18),
        ("鬱龘", 16),
        ("(|@_)", 14),
        ("协作", 12),
    ];

    /// The system's font; none on a developer's machine without one, where the test says that it is skipped.
    fn system_font() -> Option<FontFile> {
        match FontFile::of_the_system(Path::new("c.png")) {
            Ok(file) => Some(file),
            Err(fault) => {
                assert!(std::env::var_os("CI").is_none(), "help: {fault}");
                // Not by `eprintln!`, which a test that passes swallows.
                let _ = writeln!(std::io::stderr(), "skipped: {fault}");
                None
            }
        }
    }

    /// Width, and for each pixel whether it holds ink.
    fn decoded(bytes: &[u8]) -> (usize, Vec<bool>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("it is a PNG");
        let mut colours = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut colours).expect("a picture");
        (reader.info().width as usize, colours.chunks(3).map(|pixel| pixel != [255, 255, 255]).collect())
    }

    fn inked(word: &Placed, (width, ink): &(usize, Vec<bool>)) -> usize {
        let own = Pixels::of(&word.area);
        let row = |y: i64| (own.left..own.right).filter(move |&x| ink[y as usize * width + x as usize]).count();
        (own.top..own.bottom).map(row).sum()
    }

    #[test]
    fn all_ink_is_in_the_boxes_and_every_box_has_ink() {
        let Some(file) = system_font() else { return };
        let font = file.font().expect("it was read before");
        let words = placed(&WORDS, &font);
        assert_eq!(words.len(), WORDS.len());
        let picture = decoded(&raster::png(&words, &font).expect("it can be drawn"));
        let (width, ink) = &picture;
        let mut in_boxes = 0;
        for word in &words {
            let own = inked(word, &picture);
            let area = word.area.width * word.area.height * 4.0;
            assert!((0.03..0.7).contains(&(own as f64 / area)), "help: {own} of {area} pixels: {word:?}");
            in_boxes += own;
        }
        for (i, one) in words.iter().enumerate() {
            assert!(words[i + 1..].iter().all(|other| !one.area.overlaps(&other.area)), "{one:?}");
        }
        assert_eq!(in_boxes, ink.iter().filter(|&&inked| inked).count(), "help: ink outside of every box");
        assert_eq!(*width, 1600);
    }

    #[test]
    fn no_glyph_is_cut_off_by_its_box() {
        let Some(file) = system_font() else { return };
        let font = file.font().expect("it was read before");
        let words = placed(&WORDS, &font);
        let whole = decoded(&raster::png(&words, &font).expect("it can be drawn"));
        let mut roomy = words.clone();
        for word in &mut roomy {
            word.area.x -= 0.5 * word.size;
            word.area.width += word.size;
            word.area.y -= 0.5 * word.size;
            word.area.height += word.size;
        }
        let loose = decoded(&raster::png(&roomy, &font).expect("it can be drawn"));
        assert!(whole == loose, "help: a box cuts off ink of its own word");
    }

    #[test]
    fn a_system_without_fonts_has_no_chinese_font() {
        assert!(chinese(&Database::new()).is_none());
    }
}
