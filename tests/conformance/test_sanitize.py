"""feedparser's documents of scripts, handlers, foreign schemes and styles, through to what the exporters write.

Nothing of that kind may come out, and all of the harmless text must.
"""

from __future__ import annotations

import ast
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from expectations import Case, cases
from lxml import etree, html
from scrapy.utils.misc import load_object

from newsfeed.exporters import EXPORTERS
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.items import Article

ROOT = Path(__file__).parents[3] / "shared" / "data" / "conformance" / "feedparser" / "wellformed" / "sanitize"
# Documents of which feedparser keeps text that no browser shows: the head of a page, lines of a script, what is inside
# an iframe (HTML standard, 4.8.5), an unfinished document type.
HIDDEN = ("_crazy.xml", "_iframe.xml", "xml_declaration_unexpected_character.xml")

DANGER = re.compile(
    r"<\s*/?[a-z!?]|\bon[a-z]+\s*=|\b(?:javascript|vbscript|livescript|mocha|data|about)\s*:"
    r"|\bstyle\s*=|expression\s*\(|-moz-binding|behaviou?r\s*:|@import|executeMe",
    re.IGNORECASE,
)
MARKUP = {
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "small",
    "pre",
    "code",
    "a",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "kbd",
    "samp",
    "var",
    "sub",
    "sup",
    "del",
    "ins",
    "s",
    "mark",
    "q",
    "cite",
    "abbr",
    "time",
    "br",
    "ruby",
    "rt",
    "rp",
    "bdi",
    "bdo",
    "span",
    "img",
    "figure",
    "figcaption",
    "audio",
    "video",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {
    "href", "src", "poster", "cite", "title", "alt", "width", "height", "lang", "dir", "datetime", "colspan", "rowspan",
    "scope", "controls", "preload", "start",
}  # fmt: skip
LINKS = {"href", "src", "poster", "cite"}
ADDRESSES = {"url", "href", "src", "image", "license", "home_page_url", "feed_url", "external_url"}
FEEDS = ("rss", "atom", "jsonfeed")

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="feedparser's test documents are not beside the checkout")


# What a feed says of itself, turned into what an entry says: items carry only a feed's title and rights.
OF_THE_FEED = re.compile(rb"<(/?)(?:copyright|info|rights|subtitle|tagline)\b")
WHOLE_FEED = re.compile(rb"(<(?:feed|channel)\b[^>]*>)(.*)(</(?:feed|channel)>)", re.DOTALL)


@cache
def documents() -> list[tuple[Case, list[Article]]]:
    """Each document with its articles; one without any entry is made one."""
    reading = Reading("https://feeds.example.org/all.xml", remote=True, fetched="2024-06-01T00:00:00+00:00")
    return [(case, [article for article, _ in load(parse(with_entry(case.data)), reading)]) for case in cases(ROOT)]


def with_entry(data: bytes) -> bytes:
    if b"<entry" in data or b"<item" in data:
        return data
    name = b"item" if b"<channel" in data else b"entry"
    return WHOLE_FEED.sub(rb"\1<%s>\2</%s>\3" % (name, name), OF_THE_FEED.sub(rb"<\1summary", data))


def export(name: str, *some: Article) -> bytes:
    file = io.BytesIO()
    exporter = load_object(EXPORTERS[name])(file, fields_to_export=None, encoding=None, indent=0)
    exporter.start_exporting()
    for article in some:
        exporter.export_item(article)
    exporter.finish_exporting()
    return file.getvalue()


def strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a JSON value with the name of the field it is in."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)


def fields(name: str, document: bytes) -> Iterator[tuple[str, str]]:
    """Yield every string of an output, with the name of its element, attribute or field."""
    if name == "jsonl":
        yield from strings([json.loads(line) for line in document.splitlines()])
        return
    if name == "jsonfeed":
        yield from strings(json.loads(document))
        return
    for element in etree.fromstring(document).iter(etree.Element):
        yield etree.QName(element).localname, element.text or ""
        yield from ((etree.QName(key).localname, value) for key, value in element.attrib.items())


def harmless_text(markup: str) -> str:
    """Return the text of markup, in which only known elements, attributes and schemes may stand."""
    body = html.fragment_fromstring(f"<div>{markup}</div>")
    assert {element.tag for element in body.iter()} <= MARKUP, markup
    for element in body.iter():
        assert set(element.attrib) <= ATTRIBUTES, markup
        for name, value in element.attrib.items():
            assert not DANGER.search(value), markup
            assert name not in LINKS or re.match(r"(?:https?://|mailto:|tel:)", value), markup
    return str(body.text_content())


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def shown(markup: str) -> str:
    return letters(str(html.fragment_fromstring(f"<div>{markup}</div>").text_content()))


def test_all_documents_have_an_entry_to_look_at() -> None:
    assert len(documents()) == sum(1 for _ in ROOT.iterdir())
    assert [case.path.name for case, found in documents() if not found] == []


def test_no_danger_is_left_in_an_item() -> None:
    for case, found in documents():
        for field, written in fields("jsonl", export("jsonl", *found)):
            value = harmless_text(written) if field == "html" else written
            assert not DANGER.search(value), (case.path.name, field, value)
            assert field not in ADDRESSES or re.match(r"https?://", value), (case.path.name, field, value)


@pytest.mark.parametrize("name", FEEDS)
def test_no_danger_is_left_in_a_feed(name: str) -> None:
    for field, written in fields(name, export(name, *(article for _, found in documents() for article in found))):
        value = written
        if field in {"encoded", "description", "content", "content_html"}:
            value = harmless_text(value)
        assert not DANGER.search(value), (field, value)
        assert field not in ADDRESSES or re.match(r"https?://", value), (field, value)


@pytest.mark.parametrize("name", ["jsonl", *FEEDS])
def test_harmless_text_is_kept(name: str) -> None:
    for case, found in documents():
        if case.path.name.endswith(HIDDEN):
            continue
        kept = [shown(value) for _, value in fields(name, export(name, *found))]
        for constant in ast.walk(case.expected):
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str) and " " in constant.value:
                wanted = shown(constant.value)
                assert any(wanted in each for each in kept), (case.path.name, constant.value, kept)
