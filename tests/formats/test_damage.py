"""Damage costs the entries that it touches, and no other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats import Entry, Feed, parse

FIXTURES = Path(__file__).parents[2] / "fixtures"
MAGIC = 8  # bytes that say what kind of file it is, and are believed
NAMES = {"agency-harbour-post.xml": b"item", "agency-valley-courier.xml": b"entry", "share-footers.xml": b"item"}


def spans(data: bytes, name: bytes) -> list[tuple[int, int]]:
    """Return where each entry stands."""
    found, end = [], 0
    while (start := data.find(b"<" + name, end)) >= 0:
        end = data.index(b"</" + name + b">", start) + len(name) + 3
        found.append((start, end))
    return found


def own(entry: Entry) -> str:
    """Return what an entry says itself, not the feed for it."""
    texts = {name: getattr(entry, name) for name in ("title", "summary", "content")}
    alone = {name: text and replace(text, base=None, language=None) for name, text in texts.items()}
    return repr(replace(entry, **alone, authors=[], language=None, base=None))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=12))
def test_untouched_entries_come_out_as_they_were(name: str, at: float, deleted: int, inserted: bytes) -> None:
    data = (FIXTURES / name).read_bytes()
    start = MAGIC + int(at * (len(data) - MAGIC))
    end = start + deleted
    entries = zip(parse(data).entries, spans(data, NAMES[name]), strict=True)
    untouched = [own(entry) for entry, (first, last) in entries if last <= start or end <= first]
    found = parse(data[:start] + inserted + data[end:])
    assert Counter(untouched) <= Counter(map(own, found.entries)), found.problems


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1), st.integers(0, 20), st.binary(max_size=12))
def test_nothing_is_lost_without_a_word(name: str, at: float, deleted: int, inserted: bytes) -> None:
    data = (FIXTURES / name).read_bytes()
    start = MAGIC + int(at * (len(data) - MAGIC))
    before, after = parse(data), parse(data[:start] + inserted + data[start + deleted :])
    if len(after.entries) < len(before.entries) or letters(after) < letters(before) - deleted:
        assert after.problems or after.error


@pytest.mark.parametrize("name", ["agency-harbour-post.xml", "agency-valley-courier.xml"])
def test_entries_that_run_together_without_a_broken_tag_are_named(name: str) -> None:
    data, tag = (FIXTURES / name).read_bytes(), NAMES[name]
    found = parse(re.sub(rb"</" + tag + rb">\s*<" + tag, tag, data, count=1))
    assert any("more than one" in problem for problem in found.problems)


def letters(feed: Feed) -> int:
    """Return how many letters the texts of a feed have, tags and all."""
    texts = [text.value for entry in feed.entries for text in (entry.title, entry.summary, entry.content) if text]
    return sum(map(str.isalnum, "".join(texts)))
