//! Odd pictures: each is published as it looks, without metadata, or refused with the reason.

use std::fs;

use backgrounder::stages::{
    DerivedPicture, Focus, PictureFacts, PictureKind, PictureSet, PictureSettings, has_position,
    make_pictures,
};

use super::harness::repository;
use super::random::Rng;

fn picture(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/fixtures/pictures").join(name)).expect("a picture")
}

/// What is said of a picture: format, size and kind, or why it is refused.
fn facts(name: &str) -> String {
    match PictureFacts::read(&picture(name)) {
        Ok(facts) => {
            let PictureFacts { format, width, height, kind, loses_motion } = facts;
            let motion = if loses_motion { ", without its motion" } else { "" };
            format!("{format:?} {width}×{height} {kind:?}{motion}")
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn each_picture_is_known_or_refused_with_the_reason() {
    let mut names: Vec<String> = fs::read_dir(repository().join("tests/fixtures/pictures"))
        .expect("the pictures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "make.py" && name != "facts.txt")
        .collect();
    names.sort();
    let told: String = names.iter().map(|name| format!("{name}: {}\n", facts(name))).collect();
    let file = repository().join("tests/fixtures/pictures/facts.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &told).expect("written");
    }
    assert_eq!(told, fs::read_to_string(file).expect("facts.txt"));
}

fn settings() -> PictureSettings {
    PictureSettings { widths: Box::new([8, 16, 400]), avif: true }
}

/// Everything that is made of a picture.
fn make(name: &str) -> Vec<(DerivedPicture, Vec<u8>)> {
    let bytes = picture(name);
    let facts = PictureFacts::read(&bytes).expect(name);
    let focus = Focus { across: 0, down: 0 };
    let sizes = PictureSet::sizes(&facts, &settings());
    let squares = PictureSet::squares(&facts, focus, &settings());
    let wanted: Vec<DerivedPicture> = sizes.iter().chain(squares.iter()).copied().collect();
    let mut made = Vec::new();
    make_pictures(&bytes, &wanted, |picture, bytes| made.push((*picture, bytes))).expect(name);
    made
}

/// The good pictures, all of which show the same.
const GOOD: [&str; 28] = [
    "16-bit.png",
    "alpha.png",
    "alpha.webp",
    "animation.gif",
    "animation.png",
    "animation.webp",
    "cmyk.jpg",
    "colours.png",
    "comment.gif",
    "grey-alpha.png",
    "grey.jpg",
    "grey.png",
    "interlaced.png",
    "jpeg-inside.png",
    "lossless.webp",
    "lossy.webp",
    "one-bit.png",
    "palette-alpha.png",
    "palette.png",
    "position.jpg",
    "position.webp",
    "progressive.jpg",
    "rest-after-end.jpg",
    "still.gif",
    "texts.png",
    "xmp-position.jpg",
    "xmp-position.png",
    "xmp-position.webp",
];

#[test]
fn nothing_but_pixels_is_published() {
    const METADATA: [&[u8]; 13] = [
        b"Exif",
        b"http://ns.adobe.com",
        b"xmpmeta",
        b"XMP",
        b"ICC_PROFILE",
        b"tEXt",
        b"iTXt",
        b"eXIf",
        b"Made at home",
        b"CameraMaker",
        b"Somebody",
        b"Photoshop",
        b"GPSLatitude",
    ];
    let turned = (1..=8).map(|turn| format!("orientation-{turn}.jpg"));
    for name in GOOD.iter().map(|name| (*name).to_owned()).chain(turned) {
        for (made, bytes) in make(&name) {
            for words in METADATA {
                let found = memchr::memmem::find(&bytes, words);
                assert_eq!(found, None, "{name} as {made:?} has {}", words.escape_ascii());
            }
            assert!(!has_position(&bytes), "{name} as {made:?}");
        }
    }
}

/// Red and blue at the top left, top right and bottom left.
fn corners(bytes: &[u8]) -> [bool; 3] {
    let pixels = image::load_from_memory(bytes).expect("a picture").into_rgb8();
    let (right, bottom) = (pixels.width() - 1, pixels.height() - 1);
    [(1, 1), (right, 1), (1, bottom)].map(|(x, y)| {
        let [red, _, blue] = pixels.get_pixel(x.min(right), y.min(bottom)).0;
        red > blue
    })
}

#[test]
fn a_picture_is_published_as_it_looks() {
    let names = (1..=8).map(|turn| format!("orientation-{turn}.jpg"));
    let others = [
        "cmyk.jpg",
        "colours.png",
        "interlaced.png",
        "lossless.webp",
        "lossy.webp",
        "palette.png",
        "progressive.jpg",
        "texts.png",
    ];
    for name in names.chain(others.map(str::to_owned)) {
        for (made, bytes) in make(&name).iter().filter(|(made, _)| !made.is_avif()) {
            let expected = if made.width == made.height { [true; 3] } else { [true, false, false] };
            let seen = corners(bytes);
            assert_eq!(seen[0], expected[0], "{name} as {made:?}");
            if made.width != made.height {
                assert_eq!(seen, expected, "{name} as {made:?}");
            }
            let size = image::load_from_memory(bytes).expect("a picture");
            assert_eq!((size.width(), size.height()), (made.width, made.height), "{name}");
        }
    }
}

#[test]
fn a_position_is_found_in_all_formats() {
    for (name, expected) in [
        ("position.jpg", true),
        ("position.webp", true),
        ("texts.png", true),
        ("metadata.avif", true),
        ("xmp-position.jpg", true),
        ("xmp-position.png", true),
        ("xmp-position.webp", true),
        ("orientation-1.jpg", false),
        ("finished.avif", false),
    ] {
        assert_eq!(has_position(&picture(name)), expected, "{name}");
    }
}

/// Some phones append a film to a photograph.
#[test]
fn what_follows_the_end_of_a_photograph_is_left_out() {
    let photograph = picture("wide.jpg");
    for seed in 0..5 {
        let mut random = Rng(seed);
        let film = std::iter::repeat_with(|| random.next().to_le_bytes()).take(400_000).flatten();
        let bytes: Vec<u8> = photograph.iter().copied().chain(film).collect();
        let facts = PictureFacts::read(&bytes).expect("a whole picture");
        assert_eq!(facts, PictureFacts::read(&photograph).expect("facts"));
        let wanted = PictureSet::sizes(&facts, &settings()).fallback;
        let made = |bytes: &[u8]| {
            let mut made = Vec::new();
            make_pictures(bytes, &wanted, |_, bytes| made.push(bytes)).expect("made");
            made
        };
        assert_eq!(made(&bytes), made(&photograph));
    }
}

#[test]
fn a_png_photograph_with_full_opacity_is_a_photograph() {
    let mut random = Rng(1);
    let mut pixels = image::RgbaImage::from_fn(600, 500, |_, _| {
        let [red, green, blue, ..] = random.next().to_le_bytes();
        image::Rgba([red, green, blue, u8::MAX])
    });
    let kind = |pixels: &image::RgbaImage| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
        PictureFacts::read(bytes.get_ref()).expect("facts").kind
    };
    assert_eq!(kind(&pixels), PictureKind::Photograph);
    pixels.put_pixel(599, 499, image::Rgba([0; 4]));
    assert_eq!(kind(&pixels), PictureKind::Drawing);
}

fn sizes(width: u32, settings: &PictureSettings) -> (Vec<u32>, Vec<u32>) {
    let facts = PictureFacts::read(&picture("wide.jpg")).expect("facts");
    let set = PictureSet::sizes(&PictureFacts { width, ..facts }, settings);
    let widths = |made: &[DerivedPicture]| made.iter().map(|picture| picture.width).collect();
    (widths(&set.avif), widths(&set.fallback))
}

#[test]
fn avif_is_as_wide_as_it_may_be() {
    let settings = |widths: &[u32]| PictureSettings { widths: widths.into(), avif: true };
    let usual = settings(&[400, 800, 1200, 1600, 2400]);
    for (width, avif, fallback) in [
        (1500, vec![400, 800, 1200, 1500], vec![400, 800, 1200, 1500]),
        (1700, vec![400, 800, 1200, 1600], vec![400, 800, 1200, 1700]),
        (5000, vec![400, 800, 1200, 1600], vec![400, 800, 1200, 1600, 2400]),
    ] {
        assert_eq!(sizes(width, &usual), (avif, fallback), "{width}");
    }
    assert_eq!(sizes(3000, &settings(&[2000])), (vec![1600], vec![2000]));
}

#[test]
fn a_damaged_picture_is_an_error() {
    for name in ["cut-off.png", "cut-off.webp", "cut-off.gif", "false-size.png", "damaged.jpg"] {
        let bytes = picture(name);
        let made = PictureFacts::read(&bytes).and_then(|facts| {
            make_pictures(&bytes, &PictureSet::sizes(&facts, &settings()).fallback, |_, _| {})
        });
        assert!(made.is_err(), "{name}");
    }
}

#[test]
fn a_name_changes_with_the_picture_and_the_settings() {
    let facts = PictureFacts::read(&picture("colours.png")).expect("facts");
    let (one, other) = (blake3::hash(b"1"), blake3::hash(b"2"));
    let made: Vec<_> = PictureSet::sizes(&facts, &settings()).iter().copied().collect();
    let mut names: Vec<String> =
        made.iter().flat_map(|it| [it.file_name(&one), it.file_name(&other)]).collect();
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!((names.len(), made.len() * 2), (count, count));
}
