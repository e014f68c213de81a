from __future__ import annotations

from pathlib import Path

import pytest

from newsfeed.formats import Entry, PersonConstruct, parse

ARCHIVE = Path(__file__).parents[3] / "shared" / "data" / "archive"

HEADER = """<!--1704404701000-->
[港口重新开放](https://news.example/cn/%E7%BB%8F%E6%B5%8E/20240104-port)
------

<p>第一段。</p><p>第二段。</p>
"""
FRONT_MATTER = """---
layout: post
title: "A harbour: reopened"
date: 2024-01-04T21:45:01+00:00
author: Ana Reyes
from: https://news.example/harbour
tags: [ Harbours, Trade ]
categories:
  - Economy
  - Trade
---
<p>First paragraph.</p>
"""


def only_entry(text: str) -> Entry:
    feed = parse(text.encode())
    assert (feed.format, feed.error, len(feed.entries)) == ("archive", None, 1)
    return feed.entries[0]


def test_header_shape() -> None:
    entry = only_entry(HEADER)
    assert entry.title is not None
    assert entry.content is not None
    assert (entry.title.value, entry.title.type) == ("港口重新开放", "text")
    assert entry.link == "https://news.example/cn/%E7%BB%8F%E6%B5%8E/20240104-port"
    assert entry.published == "1704404701000"
    assert (entry.content.value, entry.content.type) == ("<p>第一段。</p><p>第二段。</p>", "html")


def test_front_matter_and_html() -> None:
    entry = only_entry(FRONT_MATTER)
    assert entry.title is not None
    assert entry.content is not None
    assert entry.title.value == "A harbour: reopened"
    assert entry.published == "2024-01-04T21:45:01+00:00"
    assert entry.link == "https://news.example/harbour"
    assert entry.authors == [PersonConstruct("Ana Reyes")]
    assert entry.categories == ["Economy", "Trade", "Harbours"]
    assert entry.content.value == "<p>First paragraph.</p>"


def test_header_after_front_matter_comes_first() -> None:
    entry = only_entry(FRONT_MATTER.replace("<p>First paragraph.</p>", HEADER))
    assert entry.title is not None
    assert entry.content is not None
    assert entry.title.value == "港口重新开放"
    assert entry.link == "https://news.example/cn/%E7%BB%8F%E6%B5%8E/20240104-port"
    assert entry.published == "1704404701000"
    assert entry.authors == [PersonConstruct("Ana Reyes")]
    assert entry.content.value.startswith("<p>第一段。")


@pytest.mark.parametrize(
    ("line", "title", "link"),
    [
        ("[a [b] c](https://x.example/1)", "a [b] c", "https://x.example/1"),
        ("[a](b) and ](c](https://x.example/1)", "a](b) and ](c", "https://x.example/1"),
        ("[a (b)](https://x.example/wiki/C_(D))", "a (b)", "https://x.example/wiki/C_(D)"),
        ("[](https://x.example/1)", None, "https://x.example/1"),
    ],
)
def test_link_begins_after_the_last_bracket(line: str, title: str | None, link: str) -> None:
    entry = only_entry(f"<!--1704404701000-->\n{line}\n---\n<p>x</p>")
    assert (entry.title.value if entry.title else None, entry.link) == (title, link)


@pytest.mark.parametrize("source", [HEADER, FRONT_MATTER])
def test_byte_order_mark_line_ends_and_blank_lines_do_not_matter(source: str) -> None:
    disguised = "\ufeff\n\n" + source.replace("\n", "\r\n")
    plain, other = only_entry(source), only_entry(disguised)
    assert (other.title, other.link, other.published, other.content) == (
        plain.title,
        plain.link,
        plain.published,
        plain.content,
    )


def test_front_matter_that_is_no_yaml_is_read_by_line() -> None:
    source = '---\ntitle: "He said "no" twice"\ndate: 2024-01-04\ntags: [one, "two"]\n---\n<p>x</p>'
    feed = parse(source.encode())
    entry = feed.entries[0]
    assert entry.title is not None
    assert entry.title.value == 'He said "no" twice'
    assert entry.published == "2024-01-04"
    assert entry.categories == ["one", "two"]
    assert feed.problems == ["front matter is not valid YAML: read line by line"]


def test_values_stay_the_characters_of_the_document() -> None:
    entry = only_entry("---\ntitle: 007\ndate: 2024-01-04\nauthor: no\n---\nx")
    assert entry.title is not None
    assert (entry.title.value, entry.published, entry.authors) == ("007", "2024-01-04", [PersonConstruct("no")])


@pytest.mark.parametrize(
    "source",
    [
        "<!-- a comment -->\n[t](https://x.example)\n<p>x</p>",
        "[t](https://x.example)\n\nA paragraph.",
        "<!--NaN-->\n<p>x</p>",
        "A letter.\n---\ntitle: no front matter\n---\n",
        "---\nno field here\n---\n<p>x</p>",
        "---\ntitle: never closed\n<p>x</p>",
    ],
)
def test_other_texts_are_no_archive_files(source: str) -> None:
    assert parse(source.encode()).format != "archive"


@pytest.mark.parametrize("front", ["", "---\nlayout: post\nauthor: Ana\n---\n"])
@pytest.mark.parametrize(
    "marker",
    [
        "<!--NaN-->", "<!--undefined-->", "<!-- Invalid Date -->", "<!---->", "<!-- -->", "<!--2024年1月4日-->",
        "<!--null-->", "<!--12-->", "<!---62135596800000-->", "<!--1.7e12-->", "",
    ],
)  # fmt: skip
def test_an_article_without_a_readable_marker_is_kept(marker: str, front: str) -> None:
    line = f"{marker}\n" if marker else ""
    entry = only_entry(f"{front}{line}[港口 [重新] 开放](https://news.example/port)\n------\n\n<p>第一段。</p>\n")
    assert entry.title is not None
    assert entry.content is not None
    assert (entry.title.value, entry.link) == ("港口 [重新] 开放", "https://news.example/port")
    assert entry.content.value == "<p>第一段。</p>"
    assert entry.published in (None, "12", "-62135596800000")


@pytest.mark.parametrize("marker", ["<!--NaN-->", "<!--1704404701000.5-->", "<!--0-->", "<!--soon-->"])
def test_without_a_readable_marker_the_front_matter_has_the_time(marker: str) -> None:
    text = f"---\ntitle: x\ndate: 2024-01-04\n---\n{marker}\n[Port](https://news.example/port)\n------\n<p>x</p>"
    feed = parse(text.encode())
    assert feed.entries[0].published == "2024-01-04"
    assert feed.problems == ["no time in the marker before the title"]


def test_a_fraction_in_the_marker_is_a_time_if_there_is_no_other() -> None:
    assert only_entry("<!--1704404701000.5-->\n[Port](https://news.example/port)\n---\nx").published == "1704404701000"


def test_hostile_front_matter_is_read_in_no_time() -> None:
    for value in ("[" * 8_000, "- " * 8_000, "{a: " * 4_000):
        assert parse(f"---\ntitle: x\ntags: {value}\n---\nbody".encode()).error is None


def test_marker_without_link_line_is_named() -> None:
    feed = parse(b"<!--1704404701000-->\n<p>body</p>")
    assert feed.problems == ["no [title](link) line after the marker"]
    assert feed.entries[0].published == "1704404701000"


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="no archive beside the checkout")
def test_every_real_archive_file_has_title_link_and_date() -> None:
    paths = [*ARCHIVE.iterdir(), *(ARCHIVE.parent / "seeds").iterdir()]
    for path in paths:
        feed = parse(path.read_bytes())
        assert (feed.format, feed.error, feed.problems, len(feed.entries)) == ("archive", None, [], 1), path.name
        entry = feed.entries[0]
        assert entry.title, path.name
        assert entry.link, path.name
        assert entry.published, path.name
