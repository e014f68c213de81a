from __future__ import annotations

import time

import pytest

from newsfeed.formats import Feed, Person, parse

REPAIRED = "not well-formed XML: read after repair of its text"


def titles(feed: Feed) -> list[str]:
    return [entry.title.value if entry.title else "" for entry in feed.entries]


def item(title: str, more: str = "") -> str:
    return f"<item><title>{title}</title>{more}</item>"


def rss(inside: str) -> bytes:
    return f"<rss><channel><title>H</title>{inside}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A &nbsp; &rsquo; &hellip; B", "A \xa0 ’ … B"),
        ("R&D and Q & A", "R&D and Q & A"),
        ("?a=1&b=2&copy=3", "?a=1&b=2&copy=3"),
        ("&nosuchname;", "&nosuchname;"),
        ("a\x0bb\x00c", "abc"),
        ("a&#0;b&#xb;c&#x110000;", "abc"),
        ("1 < 2", "1 < 2"),
        ("<![CDATA[R&D &nbsp; <b>]]> &nbsp;", "R&D &nbsp; <b> \xa0"),
    ],
)
def test_repair_loses_no_character_after_the_error(written: str, read: str) -> None:
    """The trap: libxml2's recovery drops every later reference of the document."""
    feed = parse(rss(item(written + "|") + item("later &lt; &amp; &gt; ?a=1&amp;b=2")))
    assert titles(feed) == [read + "|", "later < & > ?a=1&b=2"]
    assert feed.problems == [REPAIRED]


def test_junk_around_the_document_goes() -> None:
    feed = parse(b"Warning: <b>disk</b> full\n" + rss(item("one")) + b"<script>track()</script>")
    assert (titles(feed), feed.problems) == (["one"], [REPAIRED])


def test_undeclared_prefixes_mean_what_they_usually_mean() -> None:
    feed = parse(rss(item("one", "<dc:creator>Ana</dc:creator><odd:thing odd:x='1'/>")))
    assert feed.entries[0].authors == [Person("Ana")]
    assert feed.problems == [REPAIRED]


def test_declared_entities_are_read_and_nothing_is_fetched(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE rss PUBLIC "-//N//RSS" "{secret.as_uri()}" [<!ENTITY co "Co &#38;amp; Sons">'
    doctype += f'<!ENTITY leak SYSTEM "{secret.as_uri()}"><!ENTITY port "Harbour">]>'
    feed = parse(doctype.encode() + rss(item("&port; &leak; &eacute;")))
    assert titles(feed) == ["Harbour &leak; é"]


def test_entities_do_not_multiply() -> None:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "{"x" * 1000}">{rows}]>'.encode() + rss(item("&e9;"))
    started = time.perf_counter()
    assert len(titles(parse(bomb))[0]) < 10_000
    assert time.perf_counter() - started < 2


def test_an_entry_beyond_repair_costs_no_other() -> None:
    feed = parse(rss(item("one &amp; more") + item("two <b>") + item("three &lt; four")))
    assert titles(feed)[::2] == ["one & more", "three < four"]
    assert len(feed.entries) == 3
    assert feed.problems == [
        "not well-formed XML: read entry by entry",
        "entry 2 is not well-formed: read by feedparser",
    ]


def test_a_document_that_breaks_off_keeps_its_whole_entries() -> None:
    whole = rss(item("one") + item("two &amp;") + item("three"))
    feed = parse(whole[: whole.index(b"three") + 3])
    assert titles(feed)[:2] == ["one", "two &"]
    assert feed.cut
    assert not parse(whole).cut
    assert not parse(whole.replace(b"&amp;", b"& <b>")).cut
    assert parse(whole[: whole.index(b"one")]).cut
    assert feed.title is not None
    assert feed.title.value == "H"


def test_a_broken_head_leaves_the_entries() -> None:
    feed = parse(b"<rss><channel><title>H</title><category>" + item("one").encode() + b"</channel></rss>")
    assert titles(feed) == ["one"]
    assert feed.title is not None
    assert feed.title.value == "H"


@pytest.mark.parametrize(
    "source",
    [
        "<rss><channel>" + "<item>" * 20_000,
        "<rss><channel><item>" + "<a>" * 20_000,
        "<rss><channel><item " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">",
        "<rss><channel><item><title>" + "<![CDATA[" * 50_000,
        "<!-- -->" * 50_000 + "x",
        "<!--1-->\n[" + "](" * 100_000 + "\n",
        "<!DOCTYPE " * 20_000,
        "<rss>" + "<" * 100_000,
    ],
    ids=["items", "depth", "attributes", "cdata", "comments", "brackets", "doctypes", "angles"],
)
def test_hostile_documents_are_answered_in_time(source: str) -> None:
    started = time.perf_counter()
    parse(source.encode())
    assert time.perf_counter() - started < 5
