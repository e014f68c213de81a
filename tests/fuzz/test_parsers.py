"""Fuzz targets, one for each parser of input from strangers: none raises, and what comes out is what it promises to be.

The seeds are in ``corpus/``. ``make fuzz EXAMPLES=1000000`` runs for hours.
"""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from mutations import fuzz

from newsfeed.fetch.compression import CodingError, decode_content
from newsfeed.fetch.headers import clean_head
from newsfeed.formats import Entry, Feed, outlines, parse
from newsfeed.loaders.article import Reading, load
from newsfeed.sources import warc
from newsfeed.sources.lists import listed_names, pointers
from newsfeed.text import paragraphs
from newsfeed.text.dates.parsing import parse_date, read_time, usual_zone
from newsfeed.text.encoding.decoder import decode
from newsfeed.text.html.webpage import read_page
from newsfeed.text.quotes.quotations import quotations
from newsfeed.text.urls.canonical import canonical_url, page_key, section, site

if TYPE_CHECKING:
    from newsfeed.items import Paragraph

KINDS = {"paragraph", "heading", "list", "quote", "lead", "caption", "code", "table", "image", "embed", "definition"}
FORBIDDEN = {*map(chr, range(0x20)), "\ufffe", "\uffff"} - {"\t", "\n", "\r"}


@fuzz("feeds")
def test_documents(data: bytes) -> None:
    feed = parse(data)
    assert isinstance(feed, Feed)
    assert all(isinstance(entry, Entry) for entry in feed.entries)
    assert not (feed.error and feed.entries)
    assert all(line.strip() and "\n" not in line for line in [*feed.problems, feed.error or "-"])


@fuzz("feeds")
def test_articles(data: bytes) -> None:
    reading = Reading("https://h.example/feed", remote=True, fetched="2024-01-05T00:00:00+00:00")
    for found, names in load(parse(data), reading):
        assert names.id == found.id != ""
        assert json.loads(json.dumps(asdict(found))) is not None
        assert FORBIDDEN.isdisjoint("".join([found.title or "", *(each.text for each in found.paragraphs)]))
        for time in (found.published, found.updated):
            assert time is None or datetime.fromisoformat(time).utcoffset() is not None
        for url in (found.url, found.image):
            assert url is None or urlsplit(url).scheme in {"http", "https"}


@fuzz("feeds")
def test_subscription_lists(data: bytes) -> None:
    # An outline of a feed may have no address: lists say of it that it is left out.
    assert all(outline.url == outline.url.strip() for outline in outlines(data))
    assert all(parse(data).feeds)


@fuzz("feeds", "addresses")
def test_lists_of_sources(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sources"
        path.write_bytes(data)
        assert all(map(str.strip, [*listed_names(path), *pointers(path)]))


def has_content(paragraph: Paragraph) -> bool:
    """Return whether a paragraph has text, or is an image or embed with an address, for which text is optional."""
    if paragraph.kind in {"image", "embed"}:
        return urlsplit(paragraph.url or "").scheme in {"http", "https"}
    return bool(paragraph.text.strip())


@fuzz("pages")
def test_paragraphs(data: bytes) -> None:
    for paragraph in paragraphs(data.decode("utf-8", "replace"), url="https://h.example/1", title="Ferry sails"):
        assert has_content(paragraph)
        assert paragraph.kind in KINDS


@fuzz("pages")
def test_pages(data: bytes) -> None:
    pytest.importorskip("trafilatura")
    found = read_page(data, url="https://h.example/1")
    assert all(map(has_content, found.paragraphs))


@fuzz("feeds", "pages", "heads")
def test_encodings(data: bytes) -> None:
    for content_type in ("", "text/xml; charset=gb2312", "text/html; charset=x-unknown"):
        decoded = decode(data, content_type)
        assert decoded.text.encode("utf-8", "surrogatepass") is not None
        assert decoded.encoding


@fuzz("dates")
def test_dates(data: bytes) -> None:
    for raw in data.decode("utf-8", "replace").splitlines():
        found = read_time(raw)
        assert found is None or isinstance(found, date)
        instant = parse_date(raw)
        assert (instant is None) == (found is None)
        assert instant is None or not instant.utcoffset()
    usual_zone(data.decode("utf-8", "replace").splitlines())


@fuzz("quotations")
def test_quotations(data: bytes) -> None:
    lines = data.decode("utf-8", "replace").splitlines()
    for quotation in quotations(lines):
        first = quotation.text.partition("\n")[0]
        assert lines[quotation.paragraph][quotation.start : quotation.end] == first
        assert quotation.speaker is None or quotation.speaker.strip()


@fuzz("addresses")
def test_addresses(data: bytes) -> None:
    for url in data.decode("utf-8", "replace").splitlines():
        canonical = canonical_url(url, "https://base.example/")
        if canonical is not None:
            assert canonical_url(canonical) == canonical
            assert urlsplit(canonical).scheme in {"http", "https"}
            page_key(url, "https://base.example/")
            section(canonical)
            site(canonical)


@fuzz("heads")
def test_heads_of_responses(data: bytes) -> None:
    clean = clean_head(data)
    assert clean_head(clean) == clean


@fuzz("feeds")
def test_contents_of_responses(data: bytes) -> None:
    for coding in ("gzip", "deflate", "br", "zstd"):
        try:
            decode_content(coding, data, 1 << 20)
        except CodingError:
            continue


WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://h.example/feed\r\n"
    b"WARC-Date: 2024-01-04T21:45:01Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n"
)


@fuzz("feeds", "heads")
def test_web_archives(data: bytes) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss/>"
    record = WARC % len(block) + block + b"\r\n\r\n"
    for file in (record + data + record, data, record[: len(data) % len(record)] + data):
        found = list(warc.read(io.BytesIO(file), 1 << 20))
        assert all(isinstance(each, warc.RecordedDocument | warc.SkippedRecord | warc.DamagedRange) for each in found)
