#!/usr/bin/env python3
"""Makes the fonts of the theme: the WOFF2 files in ../assets/, and, beside this file, faces.css,
the TrueType files and sans-widths.txt for drawings, and OFL-*.txt. README.md describes them.

    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0 brotli==1.2.1
    venv/bin/python themes/broadsheet/fonts/generate.py [FOLDER]

It downloads the packages in PACKAGES with `npm pack` into FOLDER (default: a temporary one) and
checks their hashes. Python 3.10 or later. The same packages give the same bytes.
"""

import hashlib
import io
import math
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent / "assets"

# npm package, version: SHA-256 of the archive.
PACKAGES = {
    ("@expo-google-fonts/stix-two-text", "0.4.2"): "fd82c48a2fc870b25a5c6eb4be13f3c295e61159b18416cee2aefbec3d3b42fa",
    ("@expo-google-fonts/public-sans", "0.4.2"): "ef55db29f306d8990e4a65aaf4a73b8f709d641bd0f15b18d0116a410a6a5c59",
    # Only their widths are used, for the fonts that readers have until ours are loaded.
    ("@expo-google-fonts/tinos", "0.4.2"): "5ebc8f9f3ee14e9425b1a14391c713f8228be49a9127a21f60b06c482f4a844a",  # as wide as Times New Roman
    ("@expo-google-fonts/noto-serif", "0.4.2"): "78810a8143112a326def7ec976601ecb9855a9e79082c727246beec4f0531d0c",
    ("@expo-google-fonts/arimo", "0.4.3"): "5058cb6ac604e7cbb63354abc464f09c4b6e02089a3c896ee02fa38eba23ae34",  # as wide as Arial
    ("@expo-google-fonts/roboto", "0.4.3"): "d5fabe7f5e706dc3c6b4e39687c5a45f1b25975dd689d8d850a97f41a00fa85f",
}

# Name of the file: CSS family, style, weight, package, file.
FACES = {
    "serif-regular": ("STIX Two Text", "normal", 400, "stix-two-text", "400Regular/STIXTwoText_400Regular"),
    "serif-italic": ("STIX Two Text", "italic", 400, "stix-two-text", "400Regular_Italic/STIXTwoText_400Regular_Italic"),
    "serif-bold": ("STIX Two Text", "normal", 700, "stix-two-text", "700Bold/STIXTwoText_700Bold"),
    "sans-regular": ("Public Sans", "normal", 400, "public-sans", "400Regular/PublicSans_400Regular"),
    "sans-bold": ("Public Sans", "normal", 700, "public-sans", "700Bold/PublicSans_700Bold"),
}

# Fonts that readers have: CSS family that stands for them, package, and for each style the names
# under which systems know the font. Order: the one to try first.
FALLBACKS = {
    "STIX Two Text": [
        ("STIX Two Text Times", "tinos", "Tinos", {
            ("normal", 400): ["Times New Roman", "Liberation Serif", "Tinos"],
            ("italic", 400): ["Times New Roman Italic", "TimesNewRomanPS-ItalicMT", "Liberation Serif Italic", "Tinos Italic"],
            ("normal", 700): ["Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Tinos Bold"],
        }),
        ("STIX Two Text Noto", "noto-serif", "NotoSerif", {
            ("normal", 400): ["Noto Serif", "NotoSerif"],
            ("italic", 400): ["Noto Serif Italic", "NotoSerif-Italic"],
            ("normal", 700): ["Noto Serif Bold", "NotoSerif-Bold"],
        }),
    ],
    "Public Sans": [
        ("Public Sans Arial", "arimo", "Arimo", {
            ("normal", 400): ["Arial", "ArialMT", "Liberation Sans", "Arimo"],
            ("normal", 700): ["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold"],
        }),
        ("Public Sans Roboto", "roboto", "Roboto", {
            ("normal", 400): ["Roboto", "Roboto-Regular"],
            ("normal", 700): ["Roboto Bold", "Roboto-Bold"],
        }),
    ],
}
STYLE_FILES = {("normal", 400): "400Regular", ("italic", 400): "400Regular_Italic", ("normal", 700): "700Bold"}

# What a browser loads for a page in English: Basic Latin, Latin-1, dotless i, œ, loose accents,
# general punctuation, €, №, ™, arrows, minus.
LATIN = "U+0-FF, U+131, U+152-153, U+2C6, U+2DA, U+2DC, U+2000-206F, U+20AC, U+2116, U+2122, U+2190-2193, U+2212"
# What it loads when a page has one of these: the rest of Latin, apostrophes and half rings of
# romanisations, letters with several marks (Vietnamese), currencies.
EXTENDED = "U+100-130, U+132-151, U+154-24F, U+259, U+2B9-2C5, U+2C7-2D9, U+2DB, U+2DD-2FF, U+1E00-1EFF, U+20A0-20AB, U+20AD-20C0"
# For what the fonts that stand in until ours are loaded may be used: Latin, Greek, Cyrillic,
# punctuation, symbols. Other scripts have the font that the system chooses.
STAND_IN = "U+0-52F, U+1E00-22FF"

# Kerning, ligatures (fi), forms of a language (Turkish i), figures of equal and of own width.
FEATURES = ["kern", "liga", "locl", "tnum", "pnum"]
# Copyright, family, style, unique name, full name, version, PostScript name, licence and its address.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]

# How often characters occur in English text: letters per thousand letters, small and capital
# together, then the share of capitals, and what else there is per thousand letters.
LETTERS = dict(zip("etaoinsrhldcumfpgwybvkxjqz", [
    125, 93, 80, 76, 76, 72, 65, 63, 51, 41, 38, 33, 27, 25, 24, 21, 19, 17, 17, 15, 10, 5, 2, 2, 1, 1]))
CAPITALS = 0.04
OTHERS = {" ": 205, ".": 11, ",": 12, "’": 3, "-": 3} | {digit: 2 for digit in "0123456789"}


def code_points(ranges):
    points = set()
    for part in ranges.replace("U+", "").split(", "):
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


# ---------------------------------------------------------------- packages


class Packages:
    """Files of the packages, from archives in a folder; those that are not there are downloaded."""

    def __init__(self, folder):
        self.archives = {}
        for (name, version), expected in PACKAGES.items():
            path = folder / f"{name.strip('@').replace('/', '-')}-{version}.tgz"
            if not path.exists():
                subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            content = path.read_bytes()
            found = hashlib.sha256(content).hexdigest()
            if found != expected:
                sys.exit(f"{name}@{version}: the archive has SHA-256 {found}, not {expected}")
            self.archives[name.split("/")[1]] = tarfile.open(fileobj=io.BytesIO(content))

    def read(self, package, path):
        return self.archives[package].extractfile(f"package/{path}").read()

    def font(self, package, path):
        return TTFont(io.BytesIO(self.read(package, f"{path}.ttf")), recalcTimestamp=False)


# ---------------------------------------------------------------- glyphs that the fonts lack


def add_glyph(font, code_point, advance, glyph=None):
    """Adds a glyph (default: an empty one) for a character."""
    name = f"added{code_point:04X}"
    glyph = glyph or TTGlyphPen(None).glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (round(advance), getattr(glyph, "xMin", 0))
    if "vmtx" in font:
        del font["vmtx"], font["vhea"]
    map_character(font, code_point, name)


def map_character(font, code_point, name):
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code_point] = name


def polygon(points, transform):
    """A closed outline. `points` go clockwise; a transform that mirrors turns their order."""
    points = [transform.transformPoint(point) for point in points]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))
    if area > 0:
        points.reverse()
    pen = TTGlyphPen(None)
    pen.moveTo((round(points[0][0]), round(points[0][1])))
    for x, y in points[1:]:
        pen.lineTo((round(x), round(y)))
    pen.closePath()
    return pen.glyph()


def add_arrows(font):
    """Draws ← ↑ → ↓ with strokes as thick as the minus, around the same axis."""
    glyphs, cmap, em = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
    bounds = BoundsPen(glyphs)
    glyphs[cmap[0x2212]].draw(bounds)
    _, low, _, high = bounds.bounds
    stroke, axis, cap_height = high - low, (low + high) / 2, font["OS/2"].sCapHeight

    def arrow(length):
        """An arrow to the right, of this length, from the origin."""
        arm, half, root = 0.25 * em, stroke / 2, stroke / math.sqrt(2)
        upper = [(length - 2 * root - half, half), (length - arm - root, arm - root), (length - arm, arm)]
        return [(0, half), *upper, (length, 0), *[(x, -y) for x, y in reversed(upper)], (0, -half)]

    width, side = 0.76 * em, 0.07 * em
    tall, wide = cap_height * 1.05, 0.6 * em
    middle = Transform().translate(wide / 2, cap_height / 2)
    placed = {
        0x2192: (width, width + 2 * side, Transform().translate(side, axis)),
        0x2190: (width, width + 2 * side, Transform().translate(side + width, axis).scale(-1, 1)),
        0x2191: (tall, wide, middle.rotate(math.pi / 2).translate(-tall / 2, 0)),
        0x2193: (tall, wide, middle.rotate(-math.pi / 2).translate(-tall / 2, 0)),
    }
    for code_point, (length, advance, transform) in placed.items():
        if code_point not in cmap:
            add_glyph(font, code_point, advance, polygon(arrow(length), transform))


def add_primes(font):
    """Makes ′ and ″ of the straight quotation marks, slanted."""
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for code_point, straight in {0x2032: 0x27, 0x2033: 0x22}.items():
        if code_point not in cmap:
            slant = math.tan(math.radians(14))
            pen = TTGlyphPen(None)
            shift = -slant * font["OS/2"].sCapHeight * 0.8
            outlines = DecomposingRecordingPen(glyphs)
            glyphs[cmap[straight]].draw(outlines)
            outlines.replay(TransformPen(pen, (1, 0, slant, 1, shift, 0)))
            add_glyph(font, code_point, glyphs[cmap[straight]].width, pen.glyph())


def add_spaces_and_hyphens(font):
    cmap, em, widths = font.getBestCmap(), font["head"].unitsPerEm, font["hmtx"]
    figure = cmap[0x30]
    for name in (f"{figure}.tf", f"{figure}.tnum"):
        figure = name if name in widths.metrics else figure
    spaces = {
        0x2002: em / 2, 0x2003: em, 0x2004: em / 3, 0x2005: em / 4, 0x2006: em / 6,
        0x2007: widths[figure][0], 0x2008: widths[cmap[0x2E]][0], 0x2009: em / 5, 0x200A: em / 12,
        0x202F: em / 5,
    }
    for code_point, advance in spaces.items():
        if code_point not in cmap:
            add_glyph(font, code_point, advance)
    for code_point, like in {0x2010: 0x2D, 0x2011: 0x2D, 0x2012: 0x2013}.items():
        if code_point not in cmap:
            map_character(font, code_point, cmap[like])


def remove_kerning_of_spaces(font):
    """Public Sans moves an en dash into the spaces around it, by up to a sixth of an em."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType != 2:
                continue
            if "space" in table.Coverage.glyphs:
                index = table.Coverage.glyphs.index("space")
                del table.Coverage.glyphs[index]
                if table.Format == 1:
                    del table.PairSet[index]
                    table.PairSetCount -= 1
                else:
                    table.ClassDef1.classDefs.pop("space", None)
            if table.Format == 1:
                for pairs in table.PairSet:
                    pairs.PairValueRecord = [pair for pair in pairs.PairValueRecord if pair.SecondGlyph != "space"]
                    pairs.PairValueCount = len(pairs.PairValueRecord)
            else:
                table.ClassDef2.classDefs.pop("space", None)


# ---------------------------------------------------------------- files


def subset_font(font, points, flavor=None, features=FEATURES):
    """The bytes of a font with these characters only."""
    copy = io.BytesIO()
    font.save(copy)
    font = TTFont(copy, recalcTimestamp=False)
    options = subset.Options(
        layout_features=features, name_IDs=NAMES, name_languages=[0x409], name_legacy=False,
        hinting=False, glyph_names=False, notdef_outline=True, legacy_kern=False,
        canonical_order=True, drop_tables=["STAT", "DSIG", "BASE", "vhea", "vmtx", "meta"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = flavor
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def mean_width(font):
    """The mean advance of a character of English text, in ems."""
    cmap, widths = font.getBestCmap(), font["hmtx"]
    counts = {}
    for letter, count in LETTERS.items():
        counts[letter] = count * (1 - CAPITALS)
        counts[letter.upper()] = count * CAPITALS
    counts |= OTHERS
    total = sum(count * widths[cmap[ord(character)]][0] for character, count in counts.items())
    return total / sum(counts.values()) / font["head"].unitsPerEm


def percent(value):
    return f"{value * 100:.2f}".rstrip("0").rstrip(".") + "%"


def face_rule(family, style, weight, lines):
    lines = [f'font-family: "{family}"', f"font-style: {style}", f"font-weight: {weight}", *lines]
    return "@font-face {\n" + "".join(f"  {line};\n" for line in lines) + "}\n"


def fallback_rules(packages, fonts):
    for name, (family, style, weight, *_) in FACES.items():
        font = fonts[name]
        head, em = font["hhea"], font["head"].unitsPerEm
        for fallback, package, file, names in FALLBACKS[family]:
            file = f"{STYLE_FILES[style, weight]}/{file}_{STYLE_FILES[style, weight]}"
            scale = mean_width(font) / mean_width(packages.font(package, file))
            sources = ", ".join(f'local("{local}")' for local in names[style, weight])
            yield face_rule(fallback, style, weight, [
                f"src: {sources}", f"size-adjust: {percent(scale)}",
                f"ascent-override: {percent(head.ascent / em / scale)}",
                f"descent-override: {percent(-head.descent / em / scale)}",
                f"line-gap-override: {percent(head.lineGap / em / scale)}",
                f"unicode-range: {STAND_IN}"])


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    packages = Packages(folder)
    latin = {point for point in code_points(LATIN) if point >= 0x20}
    extended = code_points(EXTENDED)
    fonts, rules, sizes = {}, [], {}
    for name, (family, style, weight, package, file) in FACES.items():
        font = fonts[name] = packages.font(package, file)
        add_spaces_and_hyphens(font)
        add_arrows(font)
        add_primes(font)
        remove_kerning_of_spaces(font)
        for suffix, points, ranges in [("", latin, LATIN), ("-extended", extended, EXTENDED)]:
            path = f"{name}{suffix}.woff2"
            content = subset_font(font, points, "woff2")
            (ASSETS / path).write_bytes(content)
            sizes[path] = len(content)
            rules.append(face_rule(family, style, weight, [
                "font-display: swap", f'src: url("{path}") format("woff2")', f"unicode-range: {ranges}"]))
    rules.extend(fallback_rules(packages, fonts))
    stacks = {}
    for family, fallbacks in FALLBACKS.items():
        stacks[family] = ", ".join(f'"{name}"' for name in [family, *[fallback[0] for fallback in fallbacks]])
    head = "/* Made by generate.py.\n" + "".join(
        f"   --{kind}: {stacks[family]}, {generic};\n" for kind, family, generic in
        [("serif", "STIX Two Text", "serif"), ("sans", "Public Sans", "sans-serif")]) + "*/\n\n"
    (HERE / "faces.css").write_text(head + "\n".join(rules), encoding="utf-8")

    for name in ("serif-bold", "sans-regular", "sans-bold"):
        content = subset_font(fonts[name], latin | extended, features=["kern", "tnum"])
        (HERE / f"{name}.ttf").write_bytes(content)
        sizes[f"{name}.ttf"] = len(content)

    widths = []
    for name in ("sans-regular", "sans-bold"):
        content = (HERE / f"{name}.ttf").read_bytes()
        font = TTFont(io.BytesIO(content))
        em = font["head"].unitsPerEm
        widths.append({point: round(font["hmtx"][glyph][0] * 1000 / em) for point, glyph in font.getBestCmap().items()})
    regular, bold = widths
    lines = [f"{point:04X} {regular[point]} {bold[point]}\n" for point in sorted(regular.keys() & bold.keys())]
    (HERE / "sans-widths.txt").write_text("".join(lines), encoding="ascii")

    for package, file in [("stix-two-text", "OFL-STIX-Two-Text.txt"), ("public-sans", "OFL-Public-Sans.txt")]:
        licence = packages.read(package, "LICENSE_FONT").decode().replace("\r\n", "\n")
        text = "\n".join(line.rstrip() for line in licence.splitlines()) + "\n"
        (HERE / file).write_text(text, encoding="utf-8")
    for path, size in sizes.items():
        print(f"{size:7} {path}")


if __name__ == "__main__":
    main()
