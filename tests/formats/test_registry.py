from __future__ import annotations

import io
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats import parse
from newsfeed.formats.xml import elements

FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds"

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>H</title>
<link>https://h.example/</link><item><title>One &amp; two</title><link>https://h.example/1</link><guid>g1</guid>
<dc:creator>Ana</dc:creator><description>&lt;p&gt;Body&lt;/p&gt;</description>
<pubDate>Thu, 04 Jan 2024 21:45:01 GMT</pubDate>
</item><item><title>Three</title><link>https://h.example/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><id>f</id><entry><id>1</id><title>One</title>
<link href="https://h.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Body</p></div></content>
<author><name>Ana</name></author><updated>2024-01-04T21:45:01Z</updated></entry></feed>"""
JSON = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>Body</p>"}]}'
ARCHIVE = "---\ntitle: T\n---\n<!--1704404701000-->\n[T](https://h.example/1)\n------\n<p>Body</p>"
DOCUMENTS = [RSS, ATOM, JSON, ARCHIVE]
MISPLACED = "1 more entry in places where a feed has none, such as inside of another: skipped"


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", "empty", "empty"),
        (b" \n\t", "empty", "empty"),
        (b"\xef\xbb\xbf  ", "empty", "white space"),
        (b"<!doctype html><title>Not found</title>", "html", "404 Not Found"),
        (b"<!-- c --><html><body><p>x & y</body></html>", "html", "HTML page"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "html", "HTML page"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image", "PNG"),
        (b"%PDF-1.7", "pdf", "PDF"),
        (b"\x1f\x8b\x08\0", "gzip", "gzip"),
        (b"<recipe><egg/></recipe>", "xml", "recipe"),
        (b"Just a note.", "text", "plain text"),
        (b"<<<", "unknown", "neither well-formed"),
        (b"MZ\x90\0\x03\0\0\0\4", "program", "program"),
    ],
)
def test_what_is_no_feed_says_what_it_seems_to_be(data: bytes, kind: str, reason: str) -> None:
    feed = parse(data)
    assert (feed.format, feed.entries) == (kind, [])
    assert feed.error is not None
    assert reason in feed.error


def test_content_decides_not_names() -> None:
    feed = parse(RSS.encode(), url="https://h.example/image.png", content_type="image/png")
    assert (feed.format, len(feed.entries)) == ("rss", 2)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<rss>", b"{", b"---\n", b"<!--1-->\n", b"<feed><entry>"]))
def test_never_raises_on_any_bytes(data: bytes, start: bytes) -> None:
    feed = parse(start + data)
    assert feed.error or feed.format


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.integers(0, 10_000), st.integers(0, 60), st.binary(max_size=8))
def test_never_raises_on_damaged_documents(source: str, at: int, length: int, inserted: bytes) -> None:
    data = source.encode()
    at %= len(data)
    feed = parse(data[:at] + inserted + data[at + length :])
    for entry in feed.entries:
        for text in (entry.title, entry.summary, entry.content):
            assert text is None or text.value.encode("utf-8") is not None


@pytest.mark.parametrize("source", [RSS, ATOM])
def test_feedparser_reads_the_same(source: str) -> None:
    ours, theirs = parse(source.encode()), feedparser.parse(io.BytesIO(source.encode()))
    assert ours.title is not None
    assert ours.title.value == theirs.feed.title
    assert len(ours.entries) == len(theirs.entries)
    for one, other in zip(ours.entries, theirs.entries, strict=True):
        assert one.title is not None
        assert one.title.value == other.title
        assert one.link == other.link
        assert one.guid == other.get("id")
        assert [author.name for author in one.authors] == [author["name"] for author in other.get("authors", [])]
        assert (one.published or one.updated) == (other.get("published") or dict.get(other, "updated"))


@pytest.mark.skipif(not FEEDS.is_dir(), reason="no real feeds beside the checkout")
def test_real_feeds_hold_as_many_entries_as_feedparser_finds() -> None:
    paths = sorted(path for path in FEEDS.rglob("*") if path.is_file())
    read = {path: parse(path.read_bytes()) for path in paths}
    sample = [path for path in paths if read[path].format in {"rss", "atom", "rdf"}][::12]
    assert len(sample) > 15
    for path in sample:
        oracle = feedparser.parse(io.BytesIO(path.read_bytes()), sanitize_html=False, resolve_relative_uris=False)
        assert len(read[path].entries) == len(oracle.entries), path.name


@pytest.mark.parametrize("items", [4, 5])
def test_a_feed_of_more_elements_than_are_read_says_so(monkeypatch: pytest.MonkeyPatch, items: int) -> None:
    monkeypatch.setattr(elements, "MOST_CHILDREN", 5)
    feed = parse(f"<rss><channel><title>T</title>{'<item><title>a</title></item>' * items}</channel></rss>".encode())
    assert len(feed.entries) == 4
    assert feed.problems == ["only its first 5 elements are read"] * (items > 4)


@pytest.mark.parametrize(
    ("around", "one", "read"),
    [
        ("<sitemapindex>{}</sitemapindex>", "<sitemap><loc>https://weir.example/{}</loc></sitemap>", 5),
        ("<opml><body>{}</body></opml>", '<outline type="rss" xmlUrl="https://weir.example/{}"/>', 6),
        ('<channel href="https://weir.example/">{}</channel>', '<item href="{}"><title>T</title></item>', 6),
    ],
    ids=["sitemap index", "OPML", "CDF"],
)
def test_other_documents_say_so_only_if_they_are_bounded(
    monkeypatch: pytest.MonkeyPatch, around: str, one: str, read: int
) -> None:
    monkeypatch.setattr(elements, "MOST_CHILDREN", 5)
    feed = parse(around.format("".join(map(one.format, range(6)))).encode())
    assert len(feed.feeds or feed.entries) == read
    assert feed.problems == ["only its first 5 elements are read"] * (read == 5)


def test_a_document_whose_tree_would_fill_memory_is_refused():
    tags = "<a/>" * 1_000_001
    wide = parse(f"<rss><channel><item><title>T</title>{tags}</item></channel></rss>".encode())
    assert wide.error == "more than 1,000,000 tags outside of texts, which is the limit"
    outlines = parse(b"<opml><body>" + b"<outline text='a' xmlUrl='b'/>" * 260_000 + b"</body></opml>")
    assert outlines.error == "more than 500,000 attributes, which is the limit"
    escaped = parse(b"<rss><channel><item><title>" + b"&lt;a b='c'&gt;" * 510_000 + b"</title></item></channel></rss>")
    assert len(escaped.entries) == 1
    quoted = parse(f"<rss><channel><item><description><![CDATA[{tags}]]></description></item></channel></rss>".encode())
    assert (quoted.error, len(quoted.entries)) == (None, 1)
    objects = parse(('{"items":[' + '{"id":{}},' * 150_000 + "{}]}").encode())
    assert objects.error == "more objects, lists and values than are read of one document"
    prose = parse(('{"items":[{"id":"1","content_text":"' + "one, two [three] " * 100_000 + '"}]}').encode())
    assert (prose.error, len(prose.entries)) == (None, 1)


@pytest.mark.parametrize(
    "items",
    [
        "<item><title>A</title><item><title>B</title></item></item>",
        "<image><item><title>B</title></item></image><item><title>A</title></item>",
        "<item><title>A</title></item><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>B</title></entry></feed>",
    ],
)
def test_entries_where_a_feed_has_none_are_counted(items: str) -> None:
    feed = parse(f"<rss><channel>{items}</channel></rss>".encode())
    assert [each.title and each.title.value for each in feed.entries] == ["A"]
    assert feed.problems == [MISPLACED]


def test_the_entries_of_a_second_channel_are_read() -> None:
    items = "<item><title>A</title></item></channel><channel><item><title>B</title></item>"
    feed = parse(f"<rss><channel>{items}</channel></rss>".encode())
    assert [each.title and each.title.value for each in feed.entries] == ["A", "B"]
    assert feed.problems == []


def test_an_atom_entry_inside_of_another_is_counted() -> None:
    entries = "<entry><title>A</title><entry><title>B</title></entry></entry>"
    feed = parse(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode())
    assert [each.title and each.title.value for each in feed.entries] == ["A"]
    assert feed.problems == [MISPLACED]
