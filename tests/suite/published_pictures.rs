//! Pictures from the file of an author to what a reader gets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::SystemTime;

use backgrounder::engine::BuildOptions;
use backgrounder::preview::Preview;
use backgrounder::site::Body;
use backgrounder::stages::has_position;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::harness::{Folder, SiteTest, assert_exit_code, outputs, picture, read_tree, stderr};

/// A photograph with a position in its metadata. Its left half is red, the rest blue.
pub fn photograph(width: u32, height: u32) -> Vec<u8> {
    let colour = |x: u32| if x < width / 2 { Rgb([200, 30, 30]) } else { Rgb([30, 40, 180]) };
    let pixels = RgbImage::from_fn(width, height, |x, _| colour(x));
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = DynamicImage::ImageRgb8(pixels);
    image.write_to(&mut bytes, ImageFormat::Jpeg).expect("encoded");
    // The segment APP1 of a picture with a position follows the start of the image.
    let with_position = picture("position.jpg");
    let start = memchr::memmem::find(&with_position, b"\xFF\xE1").expect("APP1");
    let length = u16::from_be_bytes([with_position[start + 2], with_position[start + 3]]);
    let segment = &with_position[start..start + 2 + usize::from(length)];
    let bytes = bytes.into_inner();
    let photograph = [&bytes[..2], segment, &bytes[2..]].concat();
    assert!(has_position(&photograph), "the photograph has no position");
    photograph
}

fn site() -> SiteTest {
    SiteTest::new()
        .file(
            "content/articles/a/index.md",
            "---\ntitle: A\ndate: 2020-01-01\ndescription: About Ann Lee.\nimage: { src: lead.jpg, alt: Lead, credit: Me }\n---\nAnn Lee.\n\n![Seen](seen.jpg \"A caption\")\n\n[The lead](lead.jpg)\n",
        )
        .file("content/articles/a/lead.jpg", photograph(1000, 700))
        .file("content/articles/a/seen.jpg", photograph(900, 900))
        .file("content/articles/a/seen.jpg.toml", "credit = \"Me\"\n")
        .file("content/figures/lee.md", "---\ntitle: Ann Lee\ndescription: Somebody.\nin_brief: A person\nimage: { src: lee.jpg, alt: Ann Lee, credit: Me, focus: 0% 50% }\n---\n")
        .file("content/figures/lee.jpg", photograph(600, 200))
}

/// The published pictures of a folder: name and content.
fn pictures(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    read_tree(&folder.path().join("public/assets/pictures"))
}

/// The widths in the attributes `srcset` of a page, by file extension.
fn widths(html: &str) -> BTreeMap<String, BTreeSet<u32>> {
    let mut widths: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for srcset in html.split("srcset=\"").skip(1) {
        for entry in srcset.split('"').next().expect("a value").split(", ") {
            let (address, width) = entry.split_once(' ').expect("an address and a width");
            let extension = address.rsplit('.').next().expect("an extension").to_owned();
            let width = width.trim_end_matches('w').parse().expect("a width");
            widths.entry(extension).or_default().insert(width);
        }
    }
    widths
}

/// The `src` of the first picture after some text.
fn src_after<'a>(html: &'a str, text: &str) -> &'a str {
    let rest = &html[html.find(text).unwrap_or_else(|| panic!("no {text} in {html}"))..];
    let rest = &rest[rest.find(" src=\"").expect("a picture") + " src=\"".len()..];
    &rest[..rest.find('"').expect("an end")]
}

#[test]
fn a_photograph_is_published_in_sizes_and_formats_and_never_as_it_is() {
    let folder = site().on_disk();
    folder.build();
    let article = folder.read("public/articles/a/index.html");
    let widths = widths(&article);
    // Squares of the portrait too: 160 and 200, since the file is 200 pixels high.
    let expected = BTreeSet::from([160, 200, 400, 800, 900, 1000]);
    assert_eq!((&widths["avif"], &widths["jpg"]), (&expected, &expected));
    for size in ["width=\"1000\" height=\"700\"", "width=\"900\" height=\"900\""] {
        assert!(article.contains(size), "{size}");
    }
    let lead = src_after(&article, "</header>");
    let link = format!("<a href=\"{lead}\">The lead</a>");
    assert!(article.contains(&link), "no {link}");
    let service = format!("<meta property=\"og:image\" content=\"https://example.org{lead}\">");
    assert!(article.contains(&service), "no {service}");
    let all = read_tree(&folder.path().join("public"));
    for (path, bytes) in &all {
        let is_original = path.ends_with("lead.jpg") || path.ends_with("seen.jpg");
        assert!(!is_original, "{path} is published");
        assert!(!has_position(bytes), "{path} says where it was taken");
    }
    for name in [lead, src_after(&article, "class=\"flow\"")] {
        assert!(all.contains_key(name.trim_start_matches('/')), "{name} is missing");
    }
    let markdown = folder.read("public/articles/a/index.md");
    assert!(markdown.contains(&format!("[The lead](https://example.org{lead})")), "{markdown}");
    let shown = format!("![Lead](https://example.org{lead} \"Me\")");
    assert!(markdown.contains(&shown), "no {shown} in {markdown}");
    assert!(markdown.contains(" \"A caption (Me)\")"), "{markdown}");
}

#[test]
fn feeds_show_the_picture_of_an_article_with_what_is_said_of_it() {
    let built = site().build().no_errors();
    let feed: serde_json::Value = serde_json::from_str(&built.page("/feed.json")).expect("JSON");
    let item = &feed["items"][0];
    let html = item["content_html"].as_str().expect("a text");
    assert!(html.starts_with("<figure><picture>"), "{html}");
    assert!(html.contains("<figcaption><span class=\"credit\">Me</span></figcaption></figure>"));
    assert!(html.contains("A caption<br><span class=\"credit\">Me</span>"), "{html}");
    assert!(!html.contains("=\"/") && !html.contains(", /"), "a relative address in {html}");
    let image = item["image"].as_str().expect("an address");
    let route = image.strip_prefix("https://example.org").expect("an absolute address");
    assert!(built.outputs().contains_key(route), "{image}");
    let atom = built.page("/feed.xml");
    assert!(atom.contains("&lt;figure&gt;&lt;picture&gt;"), "{atom}");
}

#[test]
fn pictures_of_static_are_shown_in_made_sizes_in_every_format() {
    let page =
        "---\ntitle: A\ndate: 2020-01-01\nimage: { src: /p.jpg, alt: (P) }\n---\n![Seen](/p.jpg)\n";
    let site = SiteTest::new()
        .file("static/p.jpg", photograph(900, 600))
        .file(
            "static/p.jpg.toml",
            "caption = \"A \\\"dam\\\"\"\ncredit = \"Me\"\nlicense = \"CC0\"\n",
        )
        .file("content/articles/a.md", page);
    let built = site.build().no_errors();
    assert!(!built.outputs().contains_key("/p.jpg.toml"), "the description is published");
    let markdown = built.page("/articles/a/index.md");
    let made = "](https://example.org/assets/pictures/";
    assert_eq!(markdown.matches(made).count(), 2, "{markdown}");
    assert!(!markdown.contains("/p.jpg"), "{markdown}");
    assert_eq!(markdown.matches("\"A \\\"dam\\\" (Me, CC0)\")").count(), 2, "{markdown}");
    let html = built.page("/articles/a/");
    assert_eq!(html.matches("<br><span class=\"credit\">Me, CC0</span>").count(), 2, "{html}");
}

#[test]
fn a_logo_is_a_small_file_of_known_size() {
    let site = |logo: &str, file: Vec<u8>| {
        let toml = format!(
            "title = \"T\"\nbase_url = \"https://example.org/\"\n[publisher]\nname = \"P\"\nlogo = \"{logo}\"\n"
        );
        let path = match logo.strip_prefix("/articles/") {
            Some(name) => format!("content/articles/{name}"),
            None => format!("static{logo}"),
        };
        let built = SiteTest::new()
            .file("site.toml", toml)
            .file(path, file)
            .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nText.\n")
            .build()
            .no_errors();
        let html = built.page("/articles/a/");
        let start = html.find("publisher-logo").expect("a logo");
        let tag = html[start..].split('>').nth(1).expect("an element").to_owned();
        let src = src_after(&html, "publisher-logo").to_owned();
        assert!(built.outputs().contains_key(&src), "{src} is missing");
        (src, tag)
    };
    for logo in ["/logo.jpg", "/articles/logo.jpg"] {
        let (src, tag) = site(logo, photograph(1200, 300));
        assert!(src.starts_with("/assets/pictures/"), "{src}");
        assert!(tag.contains("width=\"400\" height=\"100\""), "{tag}");
    }
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 20\"/>".to_vec();
    let (src, tag) = site("/logo.svg", svg);
    assert!(src == "/logo.svg" && tag.contains("width=\"60\" height=\"20\""), "{src} {tag}");
}

#[test]
fn drawings_with_a_transparent_ground_are_marked_unless_they_adapt() {
    let svg = |style: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><style>{style}</style></svg>").into_bytes()
    };
    for (name, file, is_marked) in [
        ("black.svg", svg("path { stroke: black }"), true),
        ("own.svg", svg("@media (prefers-color-scheme: dark) { path { stroke: #fff } }"), false),
        ("alpha.png", picture("alpha.png"), true),
        ("palette.png", picture("palette.png"), false),
        ("grey-alpha.png", picture("grey-alpha.png"), true),
        ("alpha.webp", picture("alpha.webp"), true),
        ("wide.png", picture("wide.png"), false),
        ("wide.jpg", picture("wide.jpg"), false),
    ] {
        let built = SiteTest::new()
            .file("content/about.md", format!("---\ntitle: About\n---\n![Seen]({name})\n"))
            .file(format!("content/{name}"), file)
            .build()
            .no_errors();
        assert_eq!(built.page("/about/").contains("class=\"drawing\""), is_marked, "{name}");
    }
}

#[test]
fn every_address_that_templates_see_is_published() {
    let built = site().build().no_errors();
    for page in ["/articles/a/", "/figures/lee/"] {
        let view = built.site.view(page).expect("a page").expect("a view");
        let image = &view["image"];
        let src = image["src"].as_str().expect("an address");
        let file = image::load_from_memory(&built.outputs()[src]).expect("a picture");
        assert_eq!(
            (image["width"].as_u64(), image["height"].as_u64()),
            (Some(file.width().into()), Some(file.height().into())),
            "{page}"
        );
        let absolute = image["absolute"].as_str().expect("an address");
        let route = absolute.trim_start_matches("https://example.org");
        assert!(built.outputs().contains_key(route), "{absolute}");
    }
}

#[test]
fn only_the_picture_at_the_top_is_loaded_at_once() {
    let built = site().build().no_errors();
    let article = built.page("/articles/a/");
    let (top, rest) = article.split_once("alt=\"Lead\"").expect("the lead");
    assert!(top.rsplit_once("<img").expect("a picture").1.contains("fetchpriority=\"high\""));
    let image = rest.split("<img").nth(1).expect("another picture");
    assert!(image.contains("loading=\"lazy\"") && !image.contains("fetchpriority"), "{image}");
}

#[test]
fn a_portrait_is_a_square_around_its_focus() {
    let built = site().build().no_errors();
    let page = built.page("/figures/lee/");
    let src = src_after(&page, "<header");
    let bytes = &built.outputs()[src];
    let square = image::load_from_memory(bytes).expect("a picture").into_rgb8();
    assert_eq!(square.dimensions(), (200, 200));
    let [red, _, blue] = square.get_pixel(190, 100).0;
    assert!(red > blue, "the square is not at the left of the picture");
    assert!(page.contains("<meta name=\"twitter:card\" content=\"summary\">"));
    // Beside the name, and in previews.
    let article = built.page("/articles/a/");
    assert!(article.contains("class=\"face\""), "no portrait in the who's who");
    let cards = article.split("id=\"page-cards\">").nth(1).expect("cards");
    let cards: serde_json::Value =
        serde_json::from_str(cards.split("</script>").next().expect("an end")).expect("JSON");
    let portrait = cards["/figures/lee/"]["portrait"].as_str().expect("a portrait");
    assert!(built.outputs().contains_key(portrait), "{portrait}");
}

#[test]
fn a_picture_of_static_is_shown_in_sizes_and_copied_with_a_warning() {
    let site = SiteTest::new()
        .file("static/p.jpg", photograph(900, 600))
        .file("content/about.md", "---\ntitle: About\n---\n![Seen](/p.jpg)\n\n[File](/p.jpg)\n");
    let built = site.build().no_errors();
    let page = built.page("/about/");
    let src = src_after(&page, "<figure");
    assert!(src.starts_with("/assets/pictures/") && !has_position(&built.outputs()[src]));
    assert_eq!(built.outputs()["/p.jpg"], photograph(900, 600));
    assert!(page.contains("<a href=\"/p.jpg\">File</a>"), "{page}");
    assert!(built.diagnostics().contains("p.jpg says where it was taken"));
}

#[test]
fn raw_html_has_a_copy_without_metadata_at_the_old_address() {
    let site = SiteTest::new()
        .file("site.toml", "title = \"T\"\n[markdown]\nraw_html = true\n")
        .file("content/about/index.md", "---\ntitle: About\n---\n<img src=\"p.jpg\" alt=\"x\">\n")
        .file("content/about/p.jpg", photograph(500, 300));
    let built = site.build().no_errors();
    let copy = &built.outputs()["/about/p.jpg"];
    let size = image::load_from_memory(copy).expect("a picture");
    assert_eq!((size.width(), size.height()), (500, 300));
    assert!(!has_position(copy) && *copy != photograph(500, 300));
}

#[test]
fn raw_html_names_files_as_browsers_read_it() {
    let text = "---\ntitle: About\n---\n<img src=\"a&amp;b.jpg\" srcset='c,d.jpg 2x,\ne.jpg 3x' alt=x>\n\n> <a\n> href=\"%C3%A9.pdf\">x</a>\n\n<!-- <img src=unused.jpg> -->\n";
    let draft = "---\ntitle: Draft\ndraft: true\n---\n<img src=\"of-draft.jpg\" alt=x>\n";
    let mut site = SiteTest::new()
        .file("site.toml", "title = \"T\"\n[markdown]\nraw_html = true\n")
        .file("content/about/index.md", text)
        .file("content/about/draft.md", draft)
        .file("content/about/é.pdf", "pdf");
    for name in ["a&b", "c,d", "e", "unused", "of-draft"] {
        site = site.file(format!("content/about/{name}.jpg"), photograph(50, 30));
    }
    let built = site.build().no_errors();
    for name in ["a&b.jpg", "c,d.jpg", "e.jpg", "é.pdf"] {
        let route = built.routes().into_iter().find(|route| {
            percent_encoding::percent_decode_str(route).decode_utf8_lossy()
                == format!("/about/{name}")
        });
        assert!(route.is_some(), "{name} is not published: {:?}", built.routes());
    }
    let problems = built.diagnostics();
    assert!(problems.contains("unused.jpg") && !problems.contains("of-draft.jpg"), "{problems}");
}

#[test]
fn pictures_of_drafts_and_unused_ones_are_not_made() {
    let built = SiteTest::new()
        .file(
            "content/articles/d.md",
            "---\ntitle: D\ndraft: true\nimage: { src: d.jpg, alt: x }\n---\n![x](e.jpg)\n",
        )
        .file("content/articles/d.jpg", photograph(500, 300))
        .file("content/articles/e.jpg", photograph(400, 300))
        .file("content/articles/unused.jpg", photograph(300, 300))
        .build();
    let made: Vec<String> = built
        .routes()
        .into_iter()
        .filter(|route| route.ends_with("g") || route.ends_with("avif"))
        .filter(|route| !route.starts_with("/assets/cards/"))
        .collect();
    assert!(made.iter().all(|route| route.ends_with(".svg")), "{made:?}");
}

#[test]
fn settings_choose_sizes_and_formats() {
    let site = |settings: &str| {
        let config = format!("title = \"T\"\n[images]\n{settings}\n");
        site().file("site.toml", config).build().no_errors()
    };
    let article = |settings: &str| widths(&site(settings).page("/articles/a/"));
    let only = article("formats = []");
    assert!(!only.contains_key("avif") && only["jpg"].contains(&800), "{only:?}");
    let sizes = article("sizes = [300, 500]");
    assert!(sizes["jpg"].is_superset(&BTreeSet::from([300, 500])), "{sizes:?}");
    assert!(!sizes["jpg"].contains(&800), "{sizes:?}");
    let page = site("enabled = false").page("/articles/a/");
    assert!(
        page.contains("width=\"1000\"")
            && !page.contains("<picture><source type=\"image/avif\" srcset=\"/assets/pictures/"),
        "{page}"
    );
}

#[test]
fn a_quick_build_makes_one_size_of_each() {
    let folder = site().on_disk();
    assert_exit_code(&folder.run(&["build", "--no-images"]), 0, "a quick build");
    let made = pictures(&folder);
    let again = folder.run(&["build", "--no-images"]);
    assert!(stderr(&again).contains("pictures in one small size: run `build`"), "not said");
    assert!(made.keys().all(|name| name.ends_with(".jpg")), "{:?}", made.keys());
    for bytes in made.values() {
        assert!(image::load_from_memory(bytes).expect("a picture").width() <= 800);
    }
    assert!(!folder.read("public/articles/a/index.html").contains("image/avif"));
}

/// The kept pictures of a folder with the times of their last change.
fn kept(folder: &Folder) -> BTreeMap<String, SystemTime> {
    let entries = fs::read_dir(folder.path().join(".backgrounder/cache/pictures")).expect("kept");
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("an entry");
        let changed = entry.metadata().and_then(|status| status.modified()).expect("a time");
        (entry.file_name().to_string_lossy().into_owned(), changed)
    };
    entries.map(entry).collect()
}

#[test]
fn what_was_made_is_kept_and_only_what_changed_is_made_again() {
    let folder = site().on_disk();
    folder.build();
    let (first, before) = (pictures(&folder), kept(&folder));
    assert_eq!(first.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());

    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    folder.build();
    assert_eq!((pictures(&folder), kept(&folder)), (first.clone(), before.clone()));

    folder.write("content/articles/a/seen.jpg", photograph(850, 850));
    folder.build();
    let after = kept(&folder);
    let made: BTreeSet<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    // 400, 800 and 850 pixels in two formats; 800 is nearly 850.
    assert_eq!(made.len(), 4, "{made:?}");
    assert!(before.iter().all(|(name, changed)| after.get(name) == Some(changed)));
    // Nothing of the old picture is left in the output.
    let published = pictures(&folder);
    assert_eq!(published.keys().filter(|name| !first.contains_key(*name)).count(), 4);
}

#[test]
fn a_quick_build_keeps_the_pictures_of_the_full_one() {
    let folder = site().on_disk();
    folder.build();
    let full = kept(&folder);
    // More than is kept of unused files.
    let unused = folder.path().join(".backgrounder/cache/pictures/unused.jpg");
    let file = fs::File::create(&unused).expect("created");
    file.set_len(150 << 20).expect("made longer");
    assert_exit_code(&folder.run(&["build", "--no-images"]), 0, "a quick build");
    let after = kept(&folder);
    assert!(full.iter().all(|(name, changed)| after.get(name) == Some(changed)), "{after:?}");
    folder.build();
    assert!(!unused.exists() && full.keys().all(|name| kept(&folder).contains_key(name)));
}

#[test]
fn a_damaged_kept_picture_is_made_again() {
    let folder = site().on_disk();
    folder.build();
    let first = pictures(&folder);
    for damage in ["truncated", "changed"] {
        for name in first.keys() {
            let kept = folder.path().join(".backgrounder/cache/pictures").join(name);
            let mut bytes = fs::read(&kept).expect("kept");
            match damage {
                "truncated" => bytes.truncate(10),
                _ => bytes[20] ^= 1,
            }
            fs::write(kept, bytes).expect("written");
        }
        fs::remove_dir_all(folder.path().join("public")).expect("removed");
        folder.build();
        assert_eq!(pictures(&folder), first, "{damage}");
    }
}

#[test]
fn the_cache_may_be_deleted_or_unwritable() {
    let folder = site().on_disk();
    folder.build();
    let first = pictures(&folder);
    fs::remove_dir_all(folder.path().join(".backgrounder")).expect("removed");
    // A file where the folder would be.
    folder.write(".backgrounder", "");
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    folder.build();
    assert_eq!(pictures(&folder), first);
}

#[test]
fn pictures_do_not_depend_on_the_number_of_threads() {
    let [one, four] = ["1", "4"].map(|threads| {
        let folder = site().on_disk();
        let mut build = super::harness::program(&folder.path(), &["build"]);
        let output = build.env("RAYON_NUM_THREADS", threads).output().expect("the program runs");
        assert_exit_code(&output, 0, threads);
        pictures(&folder)
    });
    assert_eq!(one, four);
}

#[test]
fn the_preview_makes_a_picture_when_it_is_asked_for_and_as_build_does() {
    let folder = site().on_disk();
    let options = BuildOptions::default();
    let (preview, rebuild) = Preview::open(&folder.path(), options);
    assert!(!folder.exists(".backgrounder/cache/pictures"), "pictures were made at the start");
    let served = outputs(&rebuild.build);
    let site = preview.channel().current().site.clone();
    assert!(folder.exists(".backgrounder/cache/pictures"));
    folder.build();
    for (name, published) in pictures(&folder) {
        let route = format!("/assets/pictures/{name}");
        assert_eq!(served.get(&route), Some(&published), "{route}");
        assert!(matches!(site.body(&route), Some(Ok(Body::Picture(_)))), "{route}");
    }
}

#[test]
fn a_heavy_file_published_unchanged_is_reported() {
    let paths = "<path d='M0 0'/>".repeat(70_000);
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{paths}</svg>");
    let site = SiteTest::new().file("content/about.md", "---\ntitle: About\n---\n![x](p.svg)\n");
    let built = site.clone().file("content/p.svg", svg).build();
    assert!(built.diagnostics().contains("heavy-picture"), "{}", built.diagnostics());
    let light = "<svg xmlns='http://www.w3.org/2000/svg'/>";
    assert!(!site.file("content/p.svg", light).build().diagnostics().contains("heavy-picture"));
}

#[test]
fn a_wrong_extension_does_no_harm() {
    let built = SiteTest::new()
        .file("content/about.md", "---\ntitle: About\n---\n![x](p.jpg)\n")
        .file("content/p.jpg", picture("wide.png"))
        .file("content/p.jpg.toml", "credit = \"Me\"\n")
        .build()
        .no_errors();
    let page = built.page("/about/");
    assert!(src_after(&page, "<figure").ends_with(".png"), "{page}");
}

#[test]
fn damage_that_only_decoding_finds_stops_the_build_and_is_found_by_check() {
    let mut damaged = picture("wide.png");
    let data = memchr::memmem::find(&damaged, b"IDAT").expect("data");
    damaged[data + 30..data + 60].fill(0xAA);
    let folder = SiteTest::new()
        .file("content/about.md", "---\ntitle: About\n---\n![x](p.png)\n")
        .file("content/p.png", damaged)
        .on_disk();
    for command in ["build", "check"] {
        let output = folder.run(&[command]);
        assert_exit_code(&output, 1, command);
        assert!(stderr(&output).contains("broken-picture"), "{}", stderr(&output));
        assert!(stderr(&output).contains("content/p.png"), "{}", stderr(&output));
    }
    assert!(!folder.exists("public/index.html"));
}

#[test]
fn odd_pictures_beside_a_page_are_shown_or_refused_with_the_reason() {
    const ODD: &str = include_str!("../fixtures/pictures/facts.txt");
    for line in ODD.lines() {
        let (name, facts) = line.split_once(": ").expect("a name");
        let is_good = facts.contains('×') && !facts.contains("more than");
        let extension = name.rsplit('.').next().expect("an extension");
        // An empty file has a message of its own.
        if name == "empty.jpg" || ["tiff", "bmp", "heic", "cr3", "psd", "jxl"].contains(&extension)
        {
            continue;
        }
        let built = SiteTest::new()
            .file("content/about/index.md", format!("---\ntitle: About\n---\n![x]({name})\n"))
            .file(format!("content/about/{name}"), picture(name))
            .build();
        let problems = built.diagnostics();
        assert_eq!(!problems.contains("broken-picture"), is_good, "{line}\n{problems}");
    }
}

#[test]
fn unsupported_formats_are_refused_with_advice() {
    for name in ["photo.heic", "photo.tiff", "photo.bmp", "photo.cr3", "photo.psd", "photo.jxl"] {
        // Under their own name, and under that of another format.
        for path in [name, "renamed.jpg"] {
            let built =
                SiteTest::new().file(format!("content/articles/{path}"), picture(name)).build();
            let problems = built.diagnostics();
            assert!(problems.contains("export it as JPEG"), "{name} as {path}: {problems}");
        }
    }
}
