from __future__ import annotations

from pathlib import Path

import pytest

from newsfeed.formats import Feed, FeedImage, TextConstruct, parse

SHARED = Path(__file__).parents[3] / "shared" / "data" / "conformance" / "feedparser" / "wellformed" / "cdf"


def channel(items: str, attributes: str = "") -> Feed:
    return parse(f"<CHANNEL {attributes}><TITLE>Locks</TITLE>{items}</CHANNEL>".encode())


def test_a_channel_and_its_items() -> None:
    feed = channel(
        '<ITEM HREF="a" LASTMOD="2025-02-11T05:30+0000"><TITLE>One</TITLE><ABSTRACT>Said &amp; done</ABSTRACT>'
        '<LOGO/><LOGO HREF="a.gif"/></ITEM>',
        'HREF="https://l.example/" BASE="https://l.example/news/" SELF="https://l.example/l.cdf" xml:lang="en"',
    )
    assert (feed.format, feed.error, feed.problems) == ("cdf", None, [])
    assert (feed.title, feed.link, feed.url) == (
        TextConstruct("Locks", "text"),
        "https://l.example/",
        "https://l.example/l.cdf",
    )
    [entry] = feed.entries
    assert entry.link == "https://l.example/news/a"
    assert (entry.title, entry.summary) == (
        TextConstruct("One", "text", "https://l.example/news/", "en"),
        TextConstruct("Said & done", "text", "https://l.example/news/", "en"),
    )
    assert (entry.updated, entry.images, entry.language) == ("2025-02-11T05:30+0000", [FeedImage("a.gif")], "en")


def test_items_of_inner_channels_have_them_as_categories_and_keep_their_places() -> None:
    inner = "<CHANNEL><TITLE>Sport</TITLE><CHANNEL><TITLE>Rowing</TITLE><ITEM HREF='2'/></CHANNEL></CHANNEL>"
    feed = channel(f"<ITEM HREF='1'/>{inner}<ITEM HREF='3'/>")
    assert [(entry.link, list(entry.categories)) for entry in feed.entries] == [
        ("1", []), ("2", ["Sport", "Rowing"]), ("3", []),
    ]  # fmt: skip


def test_channels_nested_beyond_reason_end() -> None:
    feed = channel("<CHANNEL>" * 200 + "<ITEM HREF='1'/>" + "</CHANNEL>" * 200)
    assert (feed.format, feed.entries) == ("cdf", [])


def test_the_draft_had_values_and_anchors() -> None:
    [entry] = channel('<Item><Title VALUE="One"/><Abstract VALUE="Two"/><A HREF="/3"/></Item>').entries
    assert (entry.title, entry.summary, entry.link) == (
        TextConstruct("One", "text"),
        TextConstruct("Two", "text"),
        "/3",
    )


@pytest.mark.parametrize("item", ["<item><link>a</link></item>", "<link>a</link>", "<description>d</description>"])
def test_a_channel_of_rss_is_none_of_cdf(item: str) -> None:
    assert parse(f"<channel><title>T</title>{item}</channel>".encode()).format == "rss"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")
def test_every_case_of_the_conformance_suite_is_read_as_cdf() -> None:
    cases = sorted(SHARED.glob("*.xml"))
    assert cases
    assert {parse(case.read_bytes()).format for case in cases} == {"cdf"}
