"""The test cases of the W3C feed validator: each breaks a rule of its format, or keeps one at its edge."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from newsfeed.formats import Feed, parse
from newsfeed.text.dates.parsing import parse_date
from newsfeed.text.encoding.decoder import decode

ROOT = Path(__file__).parents[3] / "shared" / "data" / "conformance" / "feedvalidator"
ENTRIES = {"rss": "item", "rdf": "item", "atom": "entry"}
ASIDE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
# What stands inside an entry: the feed it was copied from, versions in conflict with it, items of another vocabulary.
WITHIN = re.compile(r"<(source|sx:conflicts|content:items)>.*?</\1>", re.DOTALL)
ABOUT_WRONG_TIMES = re.compile(rb"Expect:\s*(?:InvalidRFC\d+Date|ImplausibleDate)")
# Comments within comments, military zones, whose meaning RFC 2822 itself doubts, and the years 1806 and 2106.
FAR_FETCHED_TIMES = {"rss20/data-types-datetime/everything.xml"}

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the validator's test cases are not beside the checkout")


@cache
def documents() -> list[tuple[str, bytes, Feed]]:
    files = sorted(file for file in ROOT.rglob("*") if file.is_file())
    return [(file.relative_to(ROOT).as_posix(), data, parse(data)) for file in files if (data := file.read_bytes())]


def entry_tags(data: bytes, tag: str) -> int:
    text = WITHIN.sub("", ASIDE.sub("", decode(data).text))
    return len(re.findall(rf"<(?:[\w.-]+:)?{tag}(?=[\s/>])", text))


def test_every_entry_is_read_whatever_rule_the_document_breaks() -> None:
    counts = {
        name: (len(feed.entries), entry_tags(data, ENTRIES[feed.format]))
        for name, data, feed in documents()
        if feed.format in ENTRIES
    }
    assert len(counts) > 1400
    assert {name: found for name, found in counts.items() if found[0] != found[1]} == {}


def test_nothing_that_has_entries_is_refused() -> None:
    refused = {
        name
        for name, data, feed in documents()
        if feed.error and (entry_tags(data, "item") or entry_tags(data, "entry"))
    }
    assert refused == set()


def test_every_time_is_read_but_in_documents_that_are_about_wrong_ones() -> None:
    unread = {
        name
        for name, data, feed in documents()
        for entry in feed.entries
        for written in (entry.published, entry.updated)
        if written and parse_date(written) is None and not ABOUT_WRONG_TIMES.search(data)
    }
    assert unread == FAR_FETCHED_TIMES
