"""JSON-LD, feeds and Lighthouse for tests/validate, which calls this script."""

import gzip
import html.parser
import http.server
import json
import mimetypes
import os
import pathlib
import re
import statistics
import subprocess
import sys
import threading
import urllib.parse
import xml.etree.ElementTree as xml

mode, site = sys.argv[1], pathlib.Path(sys.argv[2])
pages = sorted(site.rglob("*.html"))
failed = False


def report(name, files, errors):
    """Prints the errors, then one line: validator, number of files, number of errors."""
    global failed
    failed = failed or bool(errors)
    for error in errors:
        print(error)
    print(f"{name:<34} {files:>5} files  {len(errors):>5} errors")


# Script elements of these types run; others are data blocks (HTML Standard, the script element).
SCRIPTS = {"text/javascript", "application/javascript", "module", "importmap", "speculationrules"}
BLOCKS = {"application/ld+json", "application/json"}


class Page(html.parser.HTMLParser):
    """The parts of a page that the checks need."""

    def __init__(self, path):
        super().__init__()
        self.name, self.blocks, self.scripts, self.canonical = str(path.relative_to(site)), [], 0, None
        self.kind, self.noindex, self.described, self.is_redirect, self.open = None, False, False, False, None
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "script" and "src" not in values:
            self.open = values.get("type") or "text/javascript"
            self.scripts += self.open in SCRIPTS
            if self.open in BLOCKS:
                self.blocks.append((self.open, []))
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href")
        elif tag == "meta" and values.get("name") == "robots":
            self.noindex = "noindex" in values.get("content", "")
        elif tag == "meta" and values.get("name") == "description":
            self.described = bool(values.get("content", "").strip())
        elif tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.is_redirect = True
        elif tag == "body":
            kinds = [word[5:] for word in values.get("class", "").split() if word.startswith("kind-")]
            self.kind = kinds[0] if kinds else self.name.split("/")[0]

    def handle_data(self, data):
        # A text may arrive in several pieces.
        if self.open in BLOCKS:
            self.blocks[-1][1].append(data)

    def handle_endtag(self, tag):
        self.open = None


def read_pages():
    return [Page(path) for path in pages]


def address(read):
    """The URL of the home page; None if the site was built without a base URL."""
    return next((page.canonical for page in read if page.name == "index.html"), None)


def has_no_file(url, home):
    """Whether a URL of this site has no file."""
    if not home or not isinstance(url, str) or not url.startswith(home):
        return False
    path = urllib.parse.unquote(url[len(home) :].split("#")[0].split("?")[0])
    return not (site / path / "index.html" if path.endswith("/") or not path else site / path).is_file()


ISO_DATE = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d(:\d\d){1,2}(Z|[+-]\d\d:\d\d)?)?)?)?")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ABSOLUTE = re.compile(r"https?://[^\s<>\"{}|\\^`/]+(/[^\s<>\"{}|\\^`]*)?")


class Vocabulary:
    """Types and properties of schema.org from schema-dts, the TypeScript declarations generated from it, since JSON-LD validators do not
    contain the vocabulary. Roles (EmployeeRole …) are left out: they are declared differently."""

    def __init__(self, declarations):
        text = pathlib.Path(declarations).read_text(encoding="utf-8")
        self.parents, self.own, self.types, self.unions = {}, {}, {}, {}
        for name, parents, body in re.findall(r"^(?:export )?interface (\w+) extends (.+?) \{\n(.*?)^\}", text, re.M | re.S):
            self.parents[name] = re.findall(r"\w+Base\b", parents)
            found = re.findall(r'((?:^    /\*\*(?:(?!\*/).)*\*/\n)?)^    "(\w+)"\?: SchemaValue<([^\n]+), "\w+">;', body, re.M | re.S)
            self.own[name] = {key: (re.findall(r"\w+", expected), "@deprecated" in comment) for comment, key, expected in found}
            if (kind := re.search(r'^    "@type": "(\w+)"', body, re.M)) is not None:
                self.types[kind[1]] = name
        for name, members in re.findall(r"^export type (\w+) = ([^;&<]+);", text, re.M):
            self.unions[name] = members.split(" | ")
        if len(self.types) < 800 or "headline" not in self.properties("NewsArticle"):
            sys.exit("tests/validate: unexpected format of schema-dts")

    def properties(self, kind):
        """Properties of a type, inherited ones included."""
        found, open_names = {}, [self.types[kind]]
        while open_names:
            name = open_names.pop()
            found.update(self.own.get(name, {}))
            open_names += self.parents.get(name, [])
        return found

    def allowed(self, expected):
        """Permitted values for these types: type names, enumeration values, `string`, `number`, `boolean`."""
        found, open_names = set(), list(expected)
        while open_names:
            name = open_names.pop()
            if name not in found:
                found.add(name)
                open_names += self.unions.get(name, [])
        return found

    def errors(self, node, where):
        if set(node) == {"@id"}:
            return
        kind = node.get("@type")
        if kind not in self.types:
            yield f"{where}: no such type: {kind!r}"
            return
        known = self.properties(kind)
        for key, value in node.items():
            if key in ("@type", "@context"):
                continue
            if key == "@id":
                if not ABSOLUTE.fullmatch(value):
                    yield f"{where}: @id is not an absolute URL: {value!r}"
            elif key not in known:
                yield f"{where}: {kind} has no property {key}"
            else:
                expected, deprecated = known[key]
                if deprecated:
                    yield f"{where}: {key} of {kind} is superseded"
                values = value if isinstance(value, list) else [value]
                if not values:
                    yield f"{where}: {key} is empty"
                for each in values:
                    yield from self.value_errors(each, expected, f"{where} {kind}.{key}")

    def value_errors(self, value, expected, where):
        allowed = self.allowed(expected)
        if isinstance(value, dict):
            if "@type" in value and f"{value['@type']}Leaf" not in allowed:
                yield f"{where}: {value['@type']} where {', '.join(expected)} is expected"
            yield from self.errors(value, where)
        elif isinstance(value, bool) or isinstance(value, (int, float)):
            if ("boolean" if isinstance(value, bool) else "number") not in allowed:
                yield f"{where}: {value!r} where {', '.join(expected)} is expected"
        elif not isinstance(value, str) or not value.strip():
            yield f"{where}: {value!r} is empty"
        elif "string" not in allowed:
            if f'"{value}"' not in allowed:
                yield f"{where}: the text {value!r} where {', '.join(expected)} is expected"
        elif set(expected) <= {"Date", "DateTime", "Time", "IdReference"}:
            if not ISO_DATE.fullmatch(value):
                yield f"{where}: {value!r} is not an ISO 8601 date"
        elif set(expected) <= {"URL", "IdReference"} and not ABSOLUTE.fullmatch(value):
            yield f"{where}: {value!r} is not an absolute URL"


def every_node(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from every_node(each)


def check_schema():
    vocabulary, read, errors, blocks = Vocabulary(sys.argv[3]), read_pages(), [], 0
    home = address(read)
    for page in read:
        # The CSP of each page blocks inline scripts.
        errors += [f"{page.name}: an inline script"] * page.scripts
        for kind, block in page.blocks:
            try:
                data = json.loads("".join(block))
            except ValueError as error:
                errors.append(f"{page.name}: {kind}: {error}")
                continue
            if kind != "application/ld+json":
                continue
            blocks += 1
            if data.get("@context") not in ("https://schema.org", "https://schema.org/"):
                errors.append(f"{page.name}: @context is {data.get('@context')!r}")
            graph = data["@graph"] if "@graph" in data else [data]
            named = [node["@id"] for node in graph if "@id" in node]
            errors += [f"{page.name}: two nodes have the id {name}" for name in set(named) if named.count(name) > 1]
            for node in graph:
                errors += vocabulary.errors(node, page.name)
            for node in every_node(graph):
                if set(node) == {"@id"} and node["@id"] not in named:
                    errors.append(f"{page.name}: no node has the id {node['@id']}")
                errors += [f"{page.name}: {node[key]} has no file" for key in ("url", "item") if has_no_file(node.get(key), home)]
    report("schema.org", blocks, errors)


ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
# RFC 4287 §4: child elements with their minimum and maximum counts, and attributes.
MANY = 10**9
ATOM_FEED = {"author": (0, MANY), "category": (0, MANY), "contributor": (0, MANY), "generator": (0, 1), "icon": (0, 1), "id": (1, 1), "link": (0, MANY),
             "logo": (0, 1), "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1), "updated": (1, 1), "entry": (0, MANY)}
ATOM_ENTRY = {"author": (0, MANY), "category": (0, MANY), "content": (0, 1), "contributor": (0, MANY), "id": (1, 1), "link": (0, MANY), "published": (0, 1),
              "rights": (0, 1), "source": (0, 1), "summary": (0, 1), "title": (1, 1), "updated": (1, 1)}
ATOM_PERSON = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}
ATOM_CHILDREN = {"feed": ATOM_FEED, "entry": ATOM_ENTRY, "author": ATOM_PERSON, "contributor": ATOM_PERSON}
ATOM_TEXT = {"type"}
ATOM_ATTRIBUTES = {"link": {"href", "rel", "type", "hreflang", "title", "length"}, "category": {"term", "scheme", "label"}, "content": {"type", "src"},
                   "generator": {"uri", "version"}, "title": ATOM_TEXT, "subtitle": ATOM_TEXT, "summary": ATOM_TEXT, "rights": ATOM_TEXT}


def atom_errors(data, home):
    import feedparser

    parsed = feedparser.parse(data)
    if parsed.bozo:
        yield f"feedparser: {parsed.bozo_exception!r}"
    if parsed.version != "atom10":
        yield f"feedparser takes it for {parsed.version!r}"
    root = xml.fromstring(data)
    if root.tag != ATOM + "feed":
        yield f"the root is {root.tag}"
        return
    for element in root.iter():
        name = element.tag.removeprefix(ATOM)
        inside = [child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)]
        rules = ATOM_CHILDREN.get(name, {})
        yield from (f"{child} inside {name}" for child in set(inside) - set(rules))
        yield from (f"{inside.count(child)} × {child} inside {name}" for child, (least, most) in rules.items() if not least <= inside.count(child) <= most)
        allowed = ATOM_ATTRIBUTES.get(name, set()) | {XML + "lang", XML + "base"}
        yield from (f"{name} has the attribute {key}" for key in element.keys() if key not in allowed)
        if name in ("updated", "published") and not INSTANT.fullmatch(element.text or ""):
            yield f"{name} is {element.text!r}"
        if name in ("id", "icon", "logo", "uri") and not ABSOLUTE.fullmatch(element.text or "") and not (element.text or "").startswith(("tag:", "urn:")):
            yield f"{name} is {element.text!r}"
        if name == "link" and not ABSOLUTE.fullmatch(element.get("href", "")):
            yield f"a link points to {element.get('href')!r}"
        if name == "link" and has_no_file(element.get("href"), home):
            yield f"{element.get('href')} has no file"
        if element.get("type") not in (None, "text", "html", "xhtml") and name in ("title", "subtitle", "summary", "rights"):
            yield f"{name} is of type {element.get('type')}"
    entries = root.findall(ATOM + "entry")
    names = [entry.findtext(ATOM + "id") for entry in entries]
    yield from (f"two entries have the id {name}" for name in set(names) if names.count(name) > 1)
    if not any(link.get("rel") == "self" for link in root.findall(ATOM + "link")):
        yield "no link to itself"
    for entry in entries:
        if entry.find(ATOM + "author") is None and root.find(ATOM + "author") is None:
            yield "an entry without an author"
        if entry.find(ATOM + "content") is None and not any(link.get("rel", "alternate") == "alternate" for link in entry.findall(ATOM + "link")):
            yield "an entry without content and without a link"


JSON_FEED = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "authors", "language",
             "expired", "hubs", "items"}
JSON_ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published",
             "date_modified", "authors", "tags", "language", "attachments"}


def json_feed_errors(data, home):
    feed = json.loads(data)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version is {feed.get('version')!r}"
    if not isinstance(feed.get("title"), str):
        yield "no title"
    items = feed.get("items")
    if not isinstance(items, list):
        yield "no items"
        items = []
    names = [item.get("id") for item in items]
    yield from (f"two items have the id {name}" for name in set(names) if names.count(name) > 1)
    for node, known in [(feed, JSON_FEED)] + [(item, JSON_ITEM) for item in items]:
        yield from (f"unknown: {key}" for key in node if key not in known and not key.startswith("_"))
        for key in ("home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image"):
            if key in node and not ABSOLUTE.fullmatch(node[key]):
                yield f"{key} is {node[key]!r}"
            elif has_no_file(node.get(key), home):
                yield f"{node[key]} has no file"
        yield from (f"{key} is {node[key]!r}" for key in ("date_published", "date_modified") if key in node and not INSTANT.fullmatch(node[key]))
        for author in node.get("authors", []):
            if not {"name", "url", "avatar"} & set(author):
                yield f"an author without name, url and avatar: {author}"
    for item in items:
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield "an item without an id"
        if not isinstance(item.get("content_html", item.get("content_text")), str):
            yield f"{item.get('id')}: no content"
        # Unlike Atom (xml:base), JSON Feed has no base URL, so relative links may break in a reader.
        relative = re.findall(r'(?:href|src)="(?!https?:|mailto:|#)[^"]*"', item.get("content_html", ""))
        if relative:
            yield f"{item.get('id')}: {len(relative)} relative URLs in content_html, such as {relative[0]}"


def calendar_errors(data, home):
    import icalendar

    if re.search(rb"(?<!\r)\n", data):
        yield "a line does not end in CRLF"
    yield from (f"a line has more than 75 octets: {line[:40]!r}" for line in data.split(b"\r\n") if len(line) > 75)
    calendar = icalendar.Calendar.from_ical(data)
    yield from (f"VCALENDAR has no {key}" for key in ("PRODID", "VERSION") if key not in calendar)
    if not calendar.walk("VEVENT"):
        yield "no event"
    seen = set()
    for part in calendar.walk():
        # The parser records invalid properties and continues.
        yield from (f"{part.get('UID', part.name)}: {error}" for error in part.errors)
        if part.name != "VEVENT":
            continue
        name = str(part.get("UID"))
        yield from (f"{name}: no {key}" for key in ("UID", "DTSTAMP", "DTSTART") if key not in part)
        if name in seen:
            yield f"two events have the UID {name}"
        seen.add(name)
        if "DTEND" in part and part["DTEND"].dt <= part["DTSTART"].dt:
            yield f"{name}: ends before it begins"
        if has_no_file(str(part.get("URL", "")), home):
            yield f"{part['URL']} has no file"


def sitemap_errors(data, home):
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = xml.fromstring(data)
    if root.tag != space + "urlset":
        yield f"the root is {root.tag}"
    seen = set()
    for url in root:
        found = [child.tag.removeprefix(space) for child in url]
        if url.tag != space + "url" or found.count("loc") != 1 or set(found) - {"loc", "lastmod", "changefreq", "priority"}:
            yield f"{url.tag} with {found}"
            continue
        location, day = url.findtext(space + "loc"), url.findtext(space + "lastmod")
        if location in seen or not ABSOLUTE.fullmatch(location) or has_no_file(location, home):
            yield f"{location} is a duplicate, is not absolute, or has no file"
        seen.add(location)
        if day is not None and not ISO_DATE.fullmatch(day):
            yield f"{location}: lastmod is {day!r}"


def format_of(path):
    """The format of a file, by its content."""
    try:
        if path.suffix == ".ics":
            return "iCalendar"
        if path.suffix == ".xml":
            root = xml.parse(path).getroot().tag
            return "Atom" if root.startswith(ATOM) else "sitemap" if "urlset" in root else "other XML"
        data = json.loads(path.read_bytes())
        return "JSON Feed" if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version")) else "other JSON"
    except (ValueError, xml.ParseError) as error:
        return error


def check_feeds():
    home = address(read_pages())
    checks = {"Atom": atom_errors, "JSON Feed": json_feed_errors, "iCalendar": calendar_errors, "sitemap": sitemap_errors, "other JSON": None,
              "other XML": None}
    found = {name: [] for name in checks}
    errors = {name: [] for name in checks}
    for path in sorted(path for kind in ("xml", "json", "ics") for path in site.rglob(f"*.{kind}")):
        name, kind = path.relative_to(site), format_of(path)
        if kind not in checks:
            kind, error = "other JSON" if path.suffix == ".json" else "other XML", kind
            errors[kind].append(f"{name}: {error}")
        elif check := checks[kind]:
            try:
                errors[kind] += [f"{name}: {error}" for error in check(path.read_bytes(), home)]
            except ValueError as error:
                errors[kind].append(f"{name}: {error}")
        found[kind].append(name)
    for kind in checks:
        # A site with a base URL has a sitemap; it has feeds if an article has a date.
        if home and not found[kind] and (kind == "sitemap" or kind in ("Atom", "JSON Feed") and "application/feed+json" in (site / "index.html").read_text()):
            errors[kind].append(f"{kind}: missing")
        if found[kind] or errors[kind]:
            report(kind, len(found[kind]), errors[kind])


TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".ics": "text/calendar", ".xml": "application/xml", ".webp": "image/webp", ".avif": "image/avif"}
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".xml", ".ics", ".txt"}


def host_headers():
    """The rules of a `_headers` file as Netlify and Cloudflare Pages read it: a pattern, then its headers, indented."""
    rules, file = [], site / "_headers"
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
        if line.strip() and not line[0].isspace():
            pattern = "".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", line.strip()))
            rules.append((re.compile(pattern), []))
        elif ":" in line and rules:
            rules[-1][1].append(tuple(part.strip() for part in line.split(":", 1)))
    return rules


def serve(home):
    """Serves the site as a host would: compressed, with its `_headers`, under the path of its base URL."""
    rules, base = host_headers(), urllib.parse.urlsplit(home or "").path or "/"

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
            file, status = (site / path.removeprefix(base)).resolve(), 200
            if path.endswith("/"):
                file = file / "index.html"
            if not path.startswith(base) or not file.is_relative_to(site.resolve()) or not file.is_file():
                file, status = site / "404.html", 404
            data = file.read_bytes() if file.is_file() else b""
            if home and file.suffix == ".html":
                # Canonical links must name the address that the site has here.
                data = data.replace(home.encode(), f"http://{self.headers['Host']}{base}".encode())
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.send_response(status)
            if file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
                data = gzip.compress(data)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if file.suffix in COMPRESSED else kind)
            self.send_header("Content-Length", str(len(data)))
            for pattern, headers in rules:
                if pattern.fullmatch(path):
                    for name, value in headers:
                        self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://localhost:{server.server_port}{base}"


CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def low_audits(runs, category):
    """The audits of the last run that lowered the score of the category."""
    for run in runs[-1:]:
        for part in run["categories"][category]["auditRefs"]:
            audit = run["audits"][part["id"]]
            if part["weight"] and audit["scoreDisplayMode"] in ("binary", "numeric", "error") and (audit["score"] or 0) < 1:
                yield f"{audit['id']} {audit.get('displayValue') or ''}".strip()


def check_lighthouse():
    tools = pathlib.Path(sys.argv[3])
    program = tools / "node_modules/lighthouse/cli/index.js"
    flags = "--headless=new --disable-gpu --disable-background-networking --disable-component-update --disable-sync --disable-quic --no-first-run"
    if os.getuid() == 0:
        # Chromium has no sandbox for root.
        flags += " --no-sandbox"
    read = read_pages()
    home = address(read)
    start = serve(home)
    # The largest page of a kind is the hardest; redirects are left out.
    largest = {}
    for page in sorted(read, key=lambda page: (site / page.name).stat().st_size):
        if not page.is_redirect:
            largest[page.kind] = page
    # Pages of one kind differ only in this SEO audit, so it is checked for all of them.
    bare = [page.name for page in read if not (page.described or page.noindex or page.is_redirect)]
    errors = [f"{name}: seo: no meta description" for name in bare]
    print(f"{'median of three':<60} {' '.join(f'{category:>14}' for category in CATEGORIES)}")
    for kind, page in sorted(largest.items()):
        path, runs = "/" + page.name.removesuffix("index.html"), []
        for turn in range(3):
            out = tools / f"{kind}-{turn + 1}.json"
            command = ["node", program, start + urllib.parse.quote(path[1:]), "--quiet", "--output=json", f"--output-path={out}",
                       f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
            if subprocess.run(command, check=False).returncode == 0:
                runs.append(json.loads(out.read_text(encoding="utf-8")))
        scores = []
        for category, least in CATEGORIES.items():
            # noindex pages fail SEO audits by design.
            if category == "seo" and page.noindex:
                scores.append("exempt")
                continue
            found = [run["categories"][category]["score"] for run in runs]
            score = round(100 * statistics.median(found)) if len(found) == 3 and None not in found else None
            scores.append(score if score is not None else "failed")
            if score is None or score < least:
                errors.append(f"{path}: {category} {score}, at least {least} required: {', '.join(low_audits(runs, category))}")
        print(f"{kind:<14} {path:<45} {' '.join(f'{score:>14}' for score in scores)}", flush=True)
    report("Lighthouse", len(largest), errors)


{"schema": check_schema, "feeds": check_feeds, "lighthouse": check_lighthouse}[mode]()
sys.exit(failed)
