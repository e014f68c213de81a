from __future__ import annotations

import pytest

from newsfeed.formats import Entry, Feed, FeedEnclosure, PersonConstruct, TextConstruct, parse

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
)


def rss(items: str, channel: str = "<title>Harbour News</title>") -> Feed:
    return parse(f'<rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'.encode())


def only_item(inside: str) -> Entry:
    feed = rss(f"<item>{inside}</item>")
    assert (feed.format, feed.error, feed.problems, len(feed.entries)) == ("rss", None, [], 1)
    return feed.entries[0]


def test_channel() -> None:
    feed = rss(
        "",
        "<title>Ships &amp;amp; Cranes</title><link>https://h.example/</link><language>en-GB</language>"
        '<atom:link rel="self" href="https://h.example/feed"/>',
    )
    assert feed.title == TextConstruct("Ships &amp; Cranes", "html")
    assert (feed.link, feed.url, feed.language) == ("https://h.example/", "https://h.example/feed", "en-GB")


def test_item_with_the_usual_fields() -> None:
    entry = only_item(
        "<title>Cranes return</title><link> https://h.example/1 </link><guid isPermaLink='false'>id-1</guid>"
        "<description>Short.</description><content:encoded><![CDATA[<p>Long &amp; whole.</p>]]></content:encoded>"
        "<dc:creator>Ana Reyes</dc:creator><dc:creator>Li Wen</dc:creator>"
        "<category>Trade</category><category>Ports</category><dc:subject>Trade</dc:subject>"
        "<pubDate>Thu, 04 Jan 2024 21:45:01 GMT</pubDate>"
        '<enclosure url="https://h.example/a.mp3" type="audio/mpeg" length="1024"/>'
    )
    assert entry == Entry(
        guid="id-1",
        link="https://h.example/1",
        title=TextConstruct("Cranes return", "text"),
        summary=TextConstruct("Short.", "text"),
        content=TextConstruct("<p>Long &amp; whole.</p>", "html"),
        authors=[PersonConstruct("Ana Reyes"), PersonConstruct("Li Wen")],
        categories=["Trade", "Ports"],
        published="Thu, 04 Jan 2024 21:45:01 GMT",
        enclosures=[FeedEnclosure("https://h.example/a.mp3", "audio/mpeg", "1024")],
    )


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<guid>https://h.example/1</guid>", "https://h.example/1"),
        ('<guid isPermaLink="true">https://h.example/1</guid>', "https://h.example/1"),
        ('<guid isPermaLink="true">/1</guid>', "/1"),
        ("<guid>/1</guid>", None),
        ('<guid isPermaLink="false">https://h.example/1</guid>', None),
        ("<guid>tag:h.example,2024:1</guid>", None),
        ("<link/><guid>https://h.example/1</guid>", "https://h.example/1"),
        ("<link>https://h.example/2</link><guid>https://h.example/1</guid>", "https://h.example/2"),
        ('<link href="https://h.example/5"/>', "https://h.example/5"),
        ('<atom:link href="https://h.example/3"/>', "https://h.example/3"),
        ('<atom:link rel="replies" href="https://h.example/3"/>', None),
        (
            "<link>https://proxy.example/9</link><feedburner:origLink>https://h.example/4</feedburner:origLink>",
            "https://h.example/4",
        ),
    ],
)
def test_link(inside: str, link: str | None) -> None:
    assert only_item(inside).link == link


@pytest.mark.parametrize(
    ("written", "value", "kind"),
    [
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7", "text"),
        ("vector&lt;int&gt;", "vector<int>", "text"),
        ("&lt;b&gt;Now&lt;/b&gt;", "<b>Now</b>", "html"),
        ("<![CDATA[R&amp;D]]>", "R&amp;D", "html"),
        ("<p>Inline &amp; <b>bold</b></p>", "<p>Inline &amp; <b>bold</b></p>", "html"),
    ],
)
def test_text_is_markup_only_where_it_shows_it(written: str, value: str, kind: str) -> None:
    assert only_item(f"<description>{written}</description>").summary == TextConstruct(value, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inside", "summary", "content"),
    [
        ("<summary>Short.</summary><description>Whole.</description>", "Short.", "Whole."),
        ("<description>Short.</description><summary>Whole.</summary>", "Short.", "Whole."),
        ("<description>Short.</description><content:encoded>Whole.</content:encoded>", "Short.", "Whole."),
        ("<itunes:subtitle>Short.</itunes:subtitle><atom:content>Whole.</atom:content>", "Short.", "Whole."),
        ("<itunes:summary>Short.</itunes:summary><itunes:subtitle>Less.</itunes:subtitle>", "Short.", None),
        ("<description/><body xmlns='http://www.w3.org/1999/xhtml'><p>Whole.</p></body>", None, "<p>Whole.</p>"),
        (
            "<content:items><rdf:Bag><rdf:li><rdf:value>Whole.</rdf:value></rdf:li></rdf:Bag></content:items>",
            None,
            "Whole.",
        ),
    ],
)
def test_summary_and_content_in_every_dialect(inside: str, summary: str | None, content: str | None) -> None:
    entry = only_item(inside)
    assert [text and text.value for text in (entry.summary, entry.content)] == [summary, content]


@pytest.mark.parametrize(
    ("inside", "authors"),
    [
        ("<author>ana@h.example (Ana)</author><dc:creator>Ana</dc:creator>", [PersonConstruct("Ana", "ana@h.example")]),
        ("<dc:author>Ana</dc:author>", [PersonConstruct("Ana")]),
        ("<author><name>Ana</name><uri>/ana</uri></author>", [PersonConstruct("Ana", url="/ana")]),
        ("<dc:creator>Ana</dc:creator><itunes:author>The Desk</itunes:author>", [PersonConstruct("Ana")]),
        ("<itunes:author>The Desk</itunes:author>", [PersonConstruct("The Desk")]),
        ('<podcast:person role="host">Ana</podcast:person>', [PersonConstruct("Ana")]),
        ("", [PersonConstruct("The Harbour Show")]),
    ],
)
def test_authors_in_every_dialect(inside: str, authors: list[PersonConstruct]) -> None:
    feed = rss(f"<item>{inside}</item>", "<title>T</title><itunes:author>The Harbour Show</itunes:author>")
    assert feed.entries[0].authors == authors


def test_what_an_item_answers() -> None:
    assert only_item('<thr:in-reply-to ref="tag:h.example,2024:1"/>').reply_to == "tag:h.example,2024:1"
    assert only_item('<thr:in-reply-to ref="tag:h" href="https://h.example/1"/>').reply_to == "https://h.example/1"
    assert only_item('<thr:in-reply-to ref="tag:h" href="javascript:alert(1)"/>').reply_to == "tag:h"


def test_the_last_of_two_times_holds() -> None:
    assert only_item("<pubDate>2024-01-04</pubDate><pubDate>2024-01-05</pubDate><pubDate/>").published == "2024-01-05"


def test_rss_11_has_its_items_in_a_list_of_their_own_once() -> None:
    feed = parse(
        b'<Channel xmlns="http://purl.org/net/rss1.1#"><title>H</title><items><item><title>One</title></item></items>'
        b"</Channel>"
    )
    assert [entry.title for entry in feed.entries] == [TextConstruct("One", "text")]


def test_rss_10_puts_items_beside_the_channel() -> None:
    feed = parse(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://h.example/"><title>H</title>'
        b"<link>https://h.example/</link></channel>"
        b'<item rdf:about="https://h.example/1"><title>One</title><link>https://h.example/1</link>'
        b"<dc:date>2024-01-04T21:45:01Z</dc:date><dc:creator>Ana</dc:creator></item></rdf:RDF>"
    )
    assert (feed.format, feed.link, len(feed.entries)) == ("rdf", "https://h.example/", 1)
    entry = feed.entries[0]
    assert (entry.guid, entry.published, entry.authors) == (
        "https://h.example/1",
        "2024-01-04T21:45:01Z",
        [PersonConstruct("Ana")],
    )


def test_names_are_found_under_any_prefix_and_namespace_version() -> None:
    feed = parse(
        b'<rss xmlns:x="HTTP://PURL.ORG/dc/elements/1.1"><channel><item><x:Creator>Ana</x:Creator>'
        b"<PUBDATE>2024</PUBDATE></item></channel></rss>"
    )
    assert (feed.entries[0].authors, feed.entries[0].published) == ([PersonConstruct("Ana")], "2024")


@pytest.mark.parametrize(
    ("inner", "base"),
    [
        ("b/", "https://h.example/a/b/"),
        ("http:///o.example/", "http://o.example/"),
        ("javascript:alert(1)", "https://h.example/a/"),
        ("", "https://h.example/a/"),
        ("http://[", "https://h.example/a/"),
    ],
)
def test_xml_base_resolves_links(inner: str, base: str) -> None:
    feed = parse(
        f'<rss xml:base="https://h.example/a/"><channel><item xml:base="{inner}"><link>c</link>'
        '<description xml:base="d/" xml:lang="fr">x</description></item></channel></rss>'.encode()
    )
    [entry] = feed.entries
    assert (entry.link, entry.base) == (f"{base}c", base)
    assert entry.summary == TextConstruct("x", "text", f"{base}d/", "fr")


def test_the_language_of_an_item_is_that_of_its_texts() -> None:
    feed = parse(
        b'<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="en"><channel><item><title>t</title>'
        b'<dc:language>fr</dc:language><description xml:lang="">d</description></item></channel></rss>'
    )
    [entry] = feed.entries
    assert (feed.language, entry.language) == ("en", "fr")
    assert (entry.title, entry.summary) == (TextConstruct("t", "text", language="fr"), TextConstruct("d", "text"))


def test_an_empty_namespace_is_none() -> None:
    feed = parse(b'<rss xmlns=""><channel><title>Harbour</title><item><title>Ferry</title></item></channel></rss>')
    assert (feed.format, len(feed.entries), feed.error) == ("rss", 1, None)
