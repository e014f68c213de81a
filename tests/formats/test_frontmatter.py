"""Front matter in YAML, TOML and JSON: the same fields, the same bounds, and no article is lost to a mistake in it."""

from __future__ import annotations

import pytest
from growth import grows_with_length_alone

from newsfeed.formats import Entry, Feed, PersonConstruct, parse

BODY = "The harbour opens **again** on Friday.\n"
TOML = """+++
title = "A harbour: \\"reopened\\""
date = 2024-01-04T21:45:01+01:00
lastmod = 2024-01-05
draft = false
weight = 10
tags = ["Harbours", "Trade"]
categories = [
  "Economy", # as before
]
authors = ["Ana Reyes", 'Bo Lin']
url = "https://news.example/harbour"
description = '''
It opens.'''
images = ["https://news.example/a.jpg"]
[params]
lang = "en"
[menu.main]
name = "Harbour"
+++

"""
YAML = """---
title: 'A harbour: "reopened"'
date: 2024-01-04T21:45:01+01:00
lastmod: 2024-01-05
draft: false
weight: 10
tags: [Harbours, Trade]
categories:
- Economy # as before
authors:
  - name: Ana Reyes
    email: ana@news.example
  - Bo Lin
url: https://news.example/harbour
description: |
  It opens.
images: [https://news.example/a.jpg]
params:
  lang: en
menu: {main: {name: Harbour}}
---

"""
JSON = """{
  "title": "A harbour: \\"reopened\\"",
  "date": "2024-01-04T21:45:01+01:00",
  "lastmod": "2024-01-05",
  "draft": false,
  "weight": 10,
  "tags": ["Harbours", "Trade"],
  "categories": ["Economy"],
  "authors": [{"name": "Ana Reyes"}, "Bo Lin"],
  "url": "https://news.example/harbour",
  "description": "It opens.",
  "images": ["https://news.example/a.jpg"],
  "params": {"lang": "en"}
}

"""


def read(text: str) -> Feed:
    feed = parse(text.encode())
    assert (feed.format, feed.error, len(feed.entries)) == ("archive", None, 1)
    return feed


def title(entry: Entry) -> str | None:
    return entry.title.value if entry.title else None


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("front", [TOML, YAML, JSON], ids=["toml", "yaml", "json"])
def test_each_notation_has_the_same_fields(front: str, ends: str) -> None:
    feed = read((front + BODY).replace("\n", ends))
    [entry] = feed.entries
    assert feed.problems == []
    assert title(entry) == 'A harbour: "reopened"'
    assert (entry.published, entry.updated) == ("2024-01-04T21:45:01+01:00", "2024-01-05")
    assert entry.authors == [PersonConstruct("Ana Reyes"), PersonConstruct("Bo Lin")]
    assert entry.categories == ["Economy", "Harbours", "Trade"]
    assert (entry.link, entry.language) == ("https://news.example/harbour", "en")
    assert entry.summary is not None
    assert entry.summary.value == "It opens."
    assert [each.url for each in entry.images] == ["https://news.example/a.jpg"]
    assert entry.content is not None
    assert entry.content.value.strip() == "<p>The harbour opens <strong>again</strong> on Friday.</p>"


@pytest.mark.parametrize(
    ("front", "people"),
    [
        ('author = "Ana"', ["Ana"]),
        ('[author]\nname = "Ana"\nurl = "https://a.example/"', ["Ana"]),
        ('[[authors]]\nname = "Ana"\n[[authors]]\nname = "Bo"', ["Ana", "Bo"]),
        ('[extra]\nauthors = ["Ana"]', ["Ana"]),
        ('[taxonomies]\nauthors = ["Ana", "Bo"]', ["Ana", "Bo"]),
        ("authors = [3, true]", ["3", "true"]),
    ],
)
def test_people_of_toml_in_every_shape(front: str, people: list[str]) -> None:
    [entry] = read(f'+++\ntitle = "Ice"\n{front}\n+++\n{BODY}').entries
    assert [each.name for each in entry.authors] == people


@pytest.mark.parametrize(
    ("front", "people"),
    [
        ("author: {name: Ana, url: 'https://a.example/'}", ["Ana"]),
        ("authors:\n  ana: {name: Ana}\n  bo: {name: Bo}", ["Ana", "Bo"]),
        ("authors: [[Ana], [Bo]]", ["Ana", "Bo"]),
        ("author:", []),
        ("author: ~", ["~"]),
    ],
)
def test_people_of_yaml_in_every_shape(front: str, people: list[str]) -> None:
    [entry] = read(f"---\ntitle: Ice\n{front}\n---\n{BODY}").entries
    assert [each.name for each in entry.authors] == people


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Ice"\ndate = 2024-01-04\ntags = ["a", "b"]\nbroken\n+++\n',
        '+++\ntitle = "Ice"\ndate = 2024-01-04\ntags = ["a", "b"]\ntitle = "Ice"\n+++\n',
        '+++\ntitle = "Ice"\ndate = 2024-01-04\ntags = ["a", "b"]\nx = "\n+++\n',
        '+++\ntitle = "Ice"\ndate = 2024-01-04\ntags = ["a", "b"]\nx = ' + "[" * 5000 + "\n+++\n",
        '+++\ntitle = "Ice"\ndate = 2024-01-04\ntags = ["a", "b"]\nx = ' + "9" * 5000 + "\n+++\n",
        "+++\ntitle = 'Ice'\ndate = 2024-01-04\ntags = [\"a\", 'b']\nx = 2024-13-77\n+++\n",
        '{\n  "title": "Ice",\n  "date": "2024-01-04",\n  "tags": ["a", "b"],\n}\n',
        '---\ntitle: "Ice"\ndate: 2024-01-04\ntags: [a, b]\nx: "\n---\n',
    ],
)
def test_a_mistake_costs_a_line_of_it_and_no_article(front: str) -> None:
    feed = read(front + BODY)
    [entry] = feed.entries
    assert (title(entry), entry.published, entry.categories) == ("Ice", "2024-01-04", ["a", "b"])
    assert len(feed.problems) == 1
    assert feed.problems[0].endswith(": read line by line")
    assert entry.content is not None
    assert "<strong>again</strong>" in entry.content.value


@pytest.mark.parametrize("count", [10_000, 200_000])
@pytest.mark.parametrize(
    ("opening", "field", "closing"), [("---\ntitle: Ice", "k{}: v", "---"), ("+++\ntitle = 'Ice'", "k{} = 'v'", "+++")]
)
def test_many_fields_are_read(opening: str, field: str, closing: str, count: int) -> None:
    fields = "\n".join(field.format(number) for number in range(count))
    feed = read(f"{opening}\n{fields}\n{closing}\n{BODY}")
    assert title(feed.entries[0]) == "Ice"
    assert feed.problems == ([] if count == 10_000 else ["front matter is very long: read line by line"])


@pytest.mark.parametrize(
    ("front", "problems"),
    [
        ("---\ntitle: Ice\ndraft: true\n---\n", ["marked as a draft"]),
        ("---\ntitle: Ice\npublished: false\n---\n", ["marked as a draft"]),
        ("+++\ntitle = 'Ice'\ndraft = true\n+++\n", ["marked as a draft"]),
        ("+++\ntitle = 'Ice'\ndraft = false\n+++\n", []),
        ('{\n"title": "Ice",\n"draft": true\n}\n', ["marked as a draft"]),
    ],
)
def test_a_draft_is_read_and_reported(front: str, problems: list[str]) -> None:
    feed = read(front + BODY)
    assert feed.problems == problems
    assert feed.entries[0].published is None


@pytest.mark.parametrize(
    "text",
    [
        "+++\nno field here\n+++\nx",
        "+++\ntitle = 'never closed'\nx",
        "++++\ntitle = 'x'\n++++\nx",
        "---\nA letter.\n\nNote: it is long.\n---\nIt ends.",
        '{\n"title": "Ice"\n}\n',
        '{\n"items": [],\n"title": "Ice"\n}\nand a remark of the server',
        '{\n"title": "Ice"\n}\n{\n"title": "Snow"\n}\n',
        '{\n"error": "none"\n}\nServed in 3 ms.',
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert parse(text.encode()).format != "archive"


@pytest.mark.parametrize(
    "part",
    [".a", "[[a]]\n", "[a", "{a=", '"', "'''", "\\", "1_", "#\n", "a.b.c = 1\n", "a = [", "a = {b.c", "\n", "x = 1 "],
)
def test_hostile_toml_is_read_in_time(part: str) -> None:
    def work(size: int) -> None:
        read(f"+++\ntitle = 'Ice'\na{part * (size // len(part))}\n+++\n{BODY}")

    assert grows_with_length_alone(work, 20_000)


@pytest.mark.parametrize("part", ["[", "- ", "? ", "{a: ", "&a [", "*a ", "'", "k: v\n", "#\n", "| ", "!a "])
def test_hostile_yaml_is_read_in_time(part: str) -> None:
    def work(size: int) -> None:
        read(f"---\ntitle: Ice\na: {part * (size // len(part))}\n---\n{BODY}")

    assert grows_with_length_alone(work, 20_000)
