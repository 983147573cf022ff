//! The fonts of share cards. Those of the machine are never used, so cards are the same everywhere.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Family, ID, Query, Source, Weight};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::text::nfc;

/// A font file of the site or of its theme.
#[derive(Clone, Debug)]
pub struct FontFile {
    pub bytes: Arc<[u8]>,
    /// Fonts of the site are for texts with letters that the theme's font lacks.
    pub is_of_site: bool,
}

impl FontFile {
    /// True for a TrueType or OpenType font, or a collection of them.
    pub fn is_font(bytes: &[u8]) -> bool {
        !Database::new().load_font_source(source(bytes.into())).is_empty()
    }
}

/// All fonts of share cards.
#[derive(Clone, Default)]
pub struct CardFonts {
    pub(super) database: Arc<Database>,
    /// Those of the site first.
    faces: Vec<Face>,
    letters: Letters,
    /// Of all files, in order.
    hash: Option<blake3::Hash>,
}

/// The characters that some font has, one bit for each: each build looks up every letter of a
/// thousand titles.
#[derive(Clone, Default)]
struct Letters(Vec<u64>);

impl Letters {
    fn insert(&mut self, c: u32) {
        let word = c as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (c % 64);
    }

    fn contain(&self, c: char) -> bool {
        let c = u32::from(c);
        self.0.get(c as usize / 64).is_some_and(|word| word & (1 << (c % 64)) != 0)
    }
}

#[derive(Clone)]
struct Face {
    id: ID,
    weight: u16,
    bytes: Arc<[u8]>,
    /// In a collection.
    index: u32,
    is_of_site: bool,
}

/// One of the fonts, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FaceIx(usize);

impl fmt::Debug for CardFonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardFonts").field("faces", &self.faces.len()).finish_non_exhaustive()
    }
}

impl Face {
    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, self.index).ok()
    }

    fn has(&self, c: char) -> bool {
        self.font().is_some_and(|font| font.charmap().map(c).is_some())
    }

    /// In thousandths of the font size.
    fn advance(&self, c: char) -> Option<f64> {
        let font = self.font()?;
        let glyph = font.charmap().map(c)?;
        let metrics = font.glyph_metrics(Size::new(1_000.0), LocationRef::default());
        metrics.advance_width(glyph).map(f64::from)
    }
}

impl CardFonts {
    /// Reads fonts. Those of the site must come first; files that are no fonts are left out.
    pub fn new(files: &[FontFile]) -> Self {
        let (mut database, mut faces) = (Database::new(), Vec::new());
        let mut letters = Letters::default();
        let mut hasher = blake3::Hasher::new();
        for file in files {
            hasher.update(blake3::hash(&file.bytes).as_bytes());
            hasher.update(&[u8::from(file.is_of_site)]);
            for id in database.load_font_source(source(file.bytes.clone())) {
                let Some(info) = database.face(id) else { continue };
                let (weight, index) = (info.weight.0, info.index);
                let (bytes, is_of_site) = (file.bytes.clone(), file.is_of_site);
                let face = Face { id, weight, bytes, index, is_of_site };
                let mappings = face.font().into_iter().flat_map(|font| font.charmap().mappings());
                mappings.for_each(|(c, _)| letters.insert(c));
                faces.push(face);
            }
        }
        CardFonts { database: Arc::new(database), faces, letters, hash: Some(hasher.finalize()) }
    }

    /// Differs for other fonts.
    pub fn fingerprint(&self) -> [u8; blake3::OUT_LEN] {
        self.hash.map_or([0; blake3::OUT_LEN], |hash| *hash.as_bytes())
    }

    /// The letters of a text that no font has, each once.
    pub fn missing_letters(&self, text: &str) -> BTreeSet<char> {
        let is_missing = |c: &char| is_drawn(*c) && !self.letters.contain(*c);
        nfc(text).chars().filter(is_missing).collect()
    }

    /// True if the fonts have all letters of a text.
    pub fn have_letters(&self, text: &str) -> bool {
        text.is_ascii() || self.missing_letters(text).is_empty()
    }

    /// The font of a family whose weight is nearest.
    pub(super) fn of_family(&self, family: &str, weight: u16) -> Option<FaceIx> {
        let families = [Family::Name(family)];
        let query = Query { families: &families, weight: Weight(weight), ..Query::default() };
        let id = self.database.query(&query)?;
        self.faces.iter().position(|face| face.id == id).map(FaceIx)
    }

    /// True if a font has all letters of a text.
    pub(super) fn has_all(&self, face: FaceIx, text: &str) -> bool {
        let face = &self.faces[face.0];
        text.chars().filter(|c| is_drawn(*c)).all(|c| face.has(c))
    }

    /// The font in which a character is drawn, if the one that the theme asks for lacks a letter of the
    /// text: one of the site, which may have the whole text, else the one that is asked for, else any.
    /// `None` if no font has the character.
    pub(super) fn of_char(&self, c: char, asked: Option<FaceIx>, weight: u16) -> Option<FaceIx> {
        let nearest = |is_of_site: bool| {
            let faces = self.faces.iter().enumerate();
            let having = faces.filter(|(_, face)| face.is_of_site == is_of_site && face.has(c));
            having.min_by_key(|(at, face)| (face.weight.abs_diff(weight), *at)).map(|(at, _)| at)
        };
        let asked = || asked.filter(|asked| self.faces[asked.0].has(c));
        nearest(true).map(FaceIx).or_else(asked).or_else(|| nearest(false).map(FaceIx))
    }

    /// The width of a character in thousandths of the font size, without kerning and ligatures.
    pub(super) fn advance(&self, face: FaceIx, c: char) -> f64 {
        self.faces[face.0].advance(c).unwrap_or_default()
    }

    /// The family name by which a drawing asks for one font.
    pub(super) fn name(face: FaceIx) -> String {
        format!("card-font-{}", face.0)
    }

    /// The font of a name that [`CardFonts::name`] gave.
    pub(super) fn named(&self, name: &str) -> Option<ID> {
        let number: usize = name.strip_prefix("card-font-")?.parse().ok()?;
        self.faces.get(number).map(|face| face.id)
    }

    /// A font that has a character and is not among those.
    pub(super) fn other_with(&self, c: char, used: &[ID]) -> Option<ID> {
        let mut faces = self.faces.iter();
        faces.find(|face| !used.contains(&face.id) && face.has(c)).map(|face| face.id)
    }
}

/// False for spaces and for characters that only change how others are drawn: joiners, marks of
/// direction, selectors.
pub(super) fn is_drawn(c: char) -> bool {
    let changes_others = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    !c.is_whitespace() && !c.is_control() && !changes_others
}

fn source(bytes: Arc<[u8]>) -> Source {
    Source::Binary(Arc::new(bytes))
}
