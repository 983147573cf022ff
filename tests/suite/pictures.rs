//! Odd pictures: each is published as it looks, without metadata, or refused with the reason.

use std::fs;

use backgrounder::stages::{
    DerivedPicture, Focus, PictureFacts, PictureSet, PictureSettings, has_position, make_pictures,
};

use super::harness::repository;

fn picture(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/fixtures/pictures").join(name)).expect("a picture")
}

/// What is said of a picture: format, size and kind, or why it is refused.
fn facts(name: &str) -> String {
    match PictureFacts::read(&picture(name)) {
        Ok(facts) => {
            let PictureFacts { format, width, height, kind } = facts;
            format!("{format:?} {width}×{height} {kind:?}")
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
const GOOD: [&str; 25] = [
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
];

#[test]
fn nothing_but_pixels_is_published() {
    const METADATA: [&[u8]; 12] = [
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
fn a_damaged_picture_is_an_error() {
    for name in ["cut-off.png", "cut-off.webp", "cut-off.gif", "false-size.png", "damaged.jpg"] {
        let bytes = picture(name);
        let made = PictureFacts::read(&bytes).and_then(|facts| {
            make_pictures(&bytes, &PictureSet::sizes(&facts, &settings()).fallback, |_, _| {})
        });
        println!("{name}: {:?}", made.as_ref().err());
        assert!(made.is_err() || name == "damaged.jpg", "{name}");
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
