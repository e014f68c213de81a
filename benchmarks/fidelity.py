"""How much of the markup of real feeds comes out again; needs ../shared/data beside the checkout, or a folder of feeds.

Run: python benchmarks/fidelity.py [FOLDER] [--feeds N] [--list]

The entries of N feeds (50 unless stated, drawn at random, always the same; 0 for all) are read as a crawl reads them,
and the HTML of each article is compared with that of its entry, parsed by lxml. Of what is in the entry, the table
counts what stays: what is not in `removed` by its letters or its address, not hidden, no tracker or icon.
Links and images are compared by their canonical address, media by theirs, everything else by its letters and digits;
lists by their numbering and their items, tables of data by all of their cells. `--list` shows what is missing.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.dedup.policy import clean  # noqa: E402
from newsfeed.formats import parse  # noqa: E402
from newsfeed.loaders.article import Reading, load  # noqa: E402
from newsfeed.text.html.images import is_ornament, is_ornamental  # noqa: E402
from newsfeed.text.urls.canonical import canonical_url  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsfeed.formats.feed import Entry, Feed
    from newsfeed.items import Article

SEED = 5
KINDS = {
    "links": ("a",),
    "images": ("img",),
    "emphases": ("b", "em", "i", "strong"),
    "tables": ("table",),
    "lists": ("ol", "ul"),
    "code": ("code", "pre"),
    "headings": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "media": ("audio", "iframe", "video"),
}
ALSO = {"media": ("a",)}  # what another site shows comes out as a link to it
NOT_SHOWN = frozenset({"annotation", "script", "style", "template", "head", "title", "noscript"})
WITHIN_WORDS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
})  # fmt: skip
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NO_ADDRESS = frozenset({"", "undefined", "null", "#"})
PARTED = 20  # letters of an element that may be found in parts
WORD = re.compile(r"\w+")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "data" / "feeds")
    parser.add_argument("--feeds", type=int, default=50)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    feeds = sample(options.folder, options.feeds)
    if not feeds:
        print(f"no feeds with HTML in {options.folder}: name a folder of feeds", file=sys.stderr)
        return 2
    measured = Measured()
    for path, feed in feeds:
        for entry, article in articles(path, feed):
            measured.compare(path.name, entry, article)
    print(f"{len(feeds)} feeds, {measured.entries:,} entries with HTML")
    measured.print_table()
    if options.list:
        measured.print_missing()
    return 0


def sample(folder: Path, most: int) -> list[tuple[Path, Feed]]:
    """Return feeds of a folder that have entries with HTML."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    random.Random(SEED).shuffle(paths)  # noqa: S311 - the same draw each time
    found = []
    for path in paths:
        feed = parse(path.read_bytes(), url=str(path))
        if not feed.error and any(map(source, feed.entries)):
            found.append((path, feed))
        if most and len(found) == most:
            break
    return found


def source(entry: Entry) -> str:
    """Return the HTML of an entry, empty if it is plain text."""
    text = entry.content or entry.summary
    return text.value if text and text.type == "html" and "<" in text.value else ""


def articles(path: Path, feed: Feed) -> Iterator[tuple[Entry, Article]]:
    """Yield the entries of a feed that have HTML, each with the article that it becomes."""
    reading = Reading(f"https://feeds.example/{path.name}", remote=True, fetched="2026-01-01T00:00:00+00:00")
    for entry, named in zip(feed.entries, load(feed, reading), strict=True):
        if source(entry):
            yield entry, clean(named.article)


class Measured:
    """Counts of what entries hold, and of what comes out."""

    def __init__(self) -> None:
        self.entries = 0
        self.there: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.missing: defaultdict[str, list[str]] = defaultdict(list)
        self.words: Counter[str] = Counter()

    def compare(self, name: str, entry: Entry, article: Article) -> None:
        """Count what one entry holds and what of it the article has."""
        before, after = tree(source(entry)), tree(article.html or "")
        if before is None or after is None:
            return
        self.entries += 1
        removed = Removed(article)
        base = article.url or ""
        for kind, tags in KINDS.items():
            found = [key for each in elements(after, [*tags, *ALSO.get(kind, ())]) for key in keys(kind, each, base)]
            for element in elements(before, tags):
                wanted = keys(kind, element, base)
                if not wanted or not counts(kind, element) or removed.has(kind, element, wanted):
                    continue
                self.there[kind] += 1
                if any(is_among(found, kind, key, removed) for key in wanted):
                    self.kept[kind] += 1
                else:
                    self.missing[kind].append(f"{name[:30]}: {wanted[0][:150]}")
        self._compare_words(name, before, after, article)

    def _compare_words(
        self, name: str, before: lxml.html.HtmlElement, after: lxml.html.HtmlElement, article: Article
    ) -> None:
        wanted = words(content(before))
        for each in article.removed:
            wanted -= words(each.text)
        found = words(content(after))
        self.words["there"] += wanted.total()
        self.words["found"] += found.total()
        self.words["lost"] += (wanted - found).total()
        lost = wanted - found
        if lost.total() > 2:
            self.missing["words"].append(f"{name[:30]} {article.title!r}: {' '.join(lost.elements())[:200]}")

    def print_table(self) -> None:
        """Print what comes out of what stays, by kind."""
        print(f"{'':10}{'in entries':>11}{'come out':>10}{'share':>8}")
        for kind in KINDS:
            there, kept = self.there[kind], self.kept[kind]
            print(f"{kind:10}{there:11,}{kept:10,}{kept / there if there else 1:8.3f}")
        there = self.words["there"]
        share = self.words["found"] / there if there else 1
        print(f"{'words':10}{there:11,}{self.words['found']:10,}{share:8.3f}  ({self.words['lost']:,} not found again)")

    def print_missing(self) -> None:
        """Print what does not come out."""
        for kind, missing in self.missing.items():
            print(f"\n{kind} missing:", *missing, sep="\n  ")


class Removed:
    """What an article lists as removed: letters, symbols without any, and addresses."""

    def __init__(self, article: Article) -> None:
        self._letters = [letters(each.text) for each in article.removed]
        self._symbols = {each.text.strip() for each in article.removed}
        self._addresses = {canonical_url(each.text) for each in article.removed}

    def has(self, kind: str, element: lxml.html.HtmlElement, keys: list[str]) -> bool:
        """Return whether an element, known by its keys, was removed."""
        if not self._addresses.isdisjoint(keys):
            return True
        text = content(element).strip() or element.get("alt") or ""
        if kind == "links" and not text:
            images = [key for image in element.iter("img") for key in image_keys(image, "")]
            return not self._addresses.isdisjoint(images)
        parts = keys[0].split("|")[1:] if kind == "lists" else [letters(text)]
        return text in self._symbols or all(map(self.holds, parts))

    def holds(self, text: str) -> bool:
        """Return whether some letters were removed."""
        return bool(text) and any(text in each for each in self._letters)


def tree(html: str) -> lxml.html.HtmlElement | None:
    """Return HTML as a tree, without what no reader sees."""
    try:
        root = lxml.html.fragment_fromstring(html.replace("\0", ""), create_parent="div")
    except (ValueError, lxml.etree.LxmlError):
        return None
    for element in list(root.iter()):
        hidden = isinstance(element.tag, str) and (
            element.tag in NOT_SHOWN or element.get("hidden") is not None or HIDING.search(element.get("style") or "")
        )
        if (hidden or not isinstance(element.tag, str)) and element.getparent() is not None:
            element.drop_tree()
    return root


def elements(root: lxml.html.HtmlElement, tags: Iterable[str]) -> list[lxml.html.HtmlElement]:
    """Return the elements with one of these tags."""
    return list(root.iter(*tags))


def counts(kind: str, element: lxml.html.HtmlElement) -> bool:
    """Return whether an element is worth counting: not empty, no icon, no tracker, no table that lays out a page."""
    if kind == "images":
        attributes = dict(element.attrib.items())
        return not is_ornament(attributes) and not is_ornamental(element.get("src") or "")
    if kind == "tables":
        rows = [row.xpath("./td|./th") for row in element.iter("tr")]
        return sum(1 for row in rows if len(row) > 1) > 1 and not list(element.iterdescendants("table"))
    return kind in ("links", "media") or bool(letters(content(element)))


def keys(kind: str, element: lxml.html.HtmlElement, base: str) -> list[str]:
    """Return the keys by one of which an element is found again."""
    if kind == "links":
        address = canonical_url(element.get("href") or "", base)
        shown = content(element).strip() or any(counts("images", image) for image in element.iter("img"))
        return [address, *without_host(element.get("href") or "")] if address and shown else []
    if kind in ("images", "media"):
        return image_keys(element, base)
    if kind == "lists":
        items = [letters(own_text(item)) for item in element.xpath("./li")]
        return ["|".join([element.tag, *filter(None, items)])] if any(items) else []
    if kind == "tables":
        return ["|".join(filter(None, (letters(content(cell)) for cell in element.iter("td", "th"))))]
    return [letters(content(element))]


def image_keys(element: lxml.html.HtmlElement, base: str) -> list[str]:
    """Return the addresses of an image or a player; those written without a host also as they are."""
    values = [value for name, value in element.attrib.items() if "src" in name or name[:5] in ("data-", "href")]
    values += [each.get("src") or "" for each in element.iter("source")]
    candidates = [*values, *(part.split()[0] for value in values for part in value.split(",") if part.split())]
    found = [url for each in candidates if each.strip() not in NO_ADDRESS and (url := canonical_url(each, base))]
    return [*found, *without_host(element.get("src") or "")]


def without_host(address: str) -> list[str]:
    """Return the path of a relative address, which may be relative to another page than the article's."""
    return [] if not address or ":" in address[:12] or address.startswith("//") else [f"/{address.lstrip('./')}"]


def is_among(found: list[str], kind: str, wanted: str, removed: Removed) -> bool:
    """Return whether an element is among those found; text may be in parts, lists in several."""
    if wanted in found or (wanted[:1] == "/" and any(each.endswith(wanted) for each in found)):
        return True
    if kind in ("emphases", "code"):
        return len(wanted) > PARTED and wanted in "".join(found)
    if kind == "lists":
        items = {item for each in found if each.startswith(wanted[:3]) for item in each.split("|")}
        return all(item in items or removed.holds(item) for item in wanted.split("|"))
    return False


def own_text(item: lxml.html.HtmlElement) -> str:
    """Return the first text of a list item, before any other block in it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag not in WITHIN_WORDS and child.tag not in ("img", "br"):
            if letters("".join(parts)):
                break
            parts.append(own_text(child))
        else:
            parts.append(content(child))
        parts.append(child.tail or "")
    return "".join(parts)


def content(element: lxml.html.HtmlElement) -> str:
    """Return the text in an element, its blocks parted by spaces."""
    parts = [element.text or ""]
    for child in element:
        between = "" if child.tag in WITHIN_WORDS else " "
        parts += [between, content(child), between, child.tail or ""]
    return "".join(parts)


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def words(text: str) -> Counter[str]:
    """Return the words of a text; a run of ideographs counts as a word for each."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(each) != "Cf"
    )
    return Counter(WORD.findall(re.sub(r"([\u3040-\u9fff])", r" \1 ", plain)))


if __name__ == "__main__":
    sys.exit(main())
