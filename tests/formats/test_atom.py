from __future__ import annotations

import pytest

from newsfeed.formats import Entry, Feed, FeedEnclosure, PersonConstruct, TextConstruct, parse


def atom(inside: str, attributes: str = "") -> Feed:
    return parse(f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{inside}</feed>'.encode())


def only_entry(inside: str, outside: str = "", attributes: str = "") -> Entry:
    feed = atom(f"{outside}<entry>{inside}</entry>", attributes)
    assert (feed.format, feed.error, feed.problems, len(feed.entries)) == ("atom", None, [], 1)
    return feed.entries[0]


def test_feed() -> None:
    feed = atom(
        '<title type="html">Ships &amp;amp; Cranes</title><link rel="self" href="https://h.example/feed"/>'
        '<link href="https://h.example/"/>',
        'xml:lang="en"',
    )
    assert feed.title == TextConstruct("Ships &amp; Cranes", "html", language="en")
    assert (feed.url, feed.link, feed.language) == ("https://h.example/feed", "https://h.example/", "en")


def test_entry_with_the_usual_fields() -> None:
    entry = only_entry(
        "<id>urn:1</id><title>Cranes</title><published>2024-01-04T21:45:01Z</published>"
        '<updated>2024-01-05T00:00:00Z</updated><link href="https://h.example/1"/>'
        '<link rel="enclosure" href="https://h.example/a.mp3" type="audio/mpeg" length="9"/>'
        '<summary>Short</summary><content type="html">&lt;p>Long&lt;/p></content>'
        "<author><name>Ana</name><email>ana@h.example</email></author><author><email>li@h.example</email></author>"
        '<category term="t" label="Trade"/><category term="ports"/>'
    )
    assert entry == Entry(
        guid="urn:1",
        link="https://h.example/1",
        title=TextConstruct("Cranes", "text"),
        summary=TextConstruct("Short", "text"),
        content=TextConstruct("<p>Long</p>", "html"),
        authors=[PersonConstruct("Ana", "ana@h.example"), PersonConstruct(email="li@h.example")],
        categories=["Trade", "ports"],
        published="2024-01-04T21:45:01Z",
        updated="2024-01-05T00:00:00Z",
        enclosures=[FeedEnclosure("https://h.example/a.mp3", "audio/mpeg", "9")],
    )


@pytest.mark.parametrize(
    ("construct", "text"),
    [
        ("<title>1 &lt; 2 &amp;amp; &lt;b></title>", TextConstruct("1 < 2 &amp; <b>", "text")),
        ('<title type="text">&lt;b></title>', TextConstruct("<b>", "text")),
        ('<title type="html">&lt;b>x&lt;/b></title>', TextConstruct("<b>x</b>", "html")),
        ('<title type="html">plain</title>', TextConstruct("plain", "html")),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a &lt; <b>c</b><br/></div></title>',
            TextConstruct("a &lt; <b>c</b><br>", "html"),
        ),
        (
            '<title type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:i class="k">c</h:i></h:div></title>',
            TextConstruct('<i class="k">c</i>', "html"),
        ),
        ('<title mode="escaped" type="text/html">&lt;b>x&lt;/b></title>', TextConstruct("<b>x</b>", "html")),
    ],
)
def test_text_constructs(construct: str, text: TextConstruct) -> None:
    assert only_entry(construct).title == text


def test_base64_content_is_unpacked_only_where_it_is_text() -> None:
    assert only_entry('<content type="text/html" mode="base64">PGI+eDwvYj4=</content>').content == TextConstruct(
        "<b>x</b>", "html"
    )
    assert only_entry('<content type="image/png">iVBORw0KGgo=</content>').content is None


def test_author_is_inherited_from_source_then_feed() -> None:
    feed_author = "<author><name>The Desk</name></author>"
    source = "<source><author><name>Agency</name></author></source>"
    assert only_entry("<id>1</id>", feed_author).authors == [PersonConstruct("The Desk")]
    assert only_entry(f"<id>1</id>{source}", feed_author).authors == [PersonConstruct("Agency")]
    assert only_entry(f"<author><name>Ana</name></author>{source}", feed_author).authors == [PersonConstruct("Ana")]


@pytest.mark.parametrize(
    ("links", "link"),
    [
        ('<link rel="self" href="/s"/><link rel="alternate" href="/a"/>', "/a"),
        ('<link type="application/pdf" href="/p"/><link type="text/html" href="/h"/>', "/h"),
        ('<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>', "/a"),
        ('<link rel="self" href="/s"/>', None),
        ('<content src="/out-of-line" type="text/html"/>', "/out-of-line"),
    ],
)
def test_link(links: str, link: str | None) -> None:
    assert only_entry(links).link == link


def test_xml_base_and_language_are_inherited() -> None:
    entry = only_entry(
        '<link href="1"/><content xml:base="c/" xml:lang="fr">x</content><summary xml:lang="">y</summary>',
        attributes='xml:base="https://h.example/a/" xml:lang="en"',
    )
    assert (entry.link, entry.base, entry.language) == ("https://h.example/a/1", "https://h.example/a/", "en")
    assert entry.content == TextConstruct("x", "text", "https://h.example/a/c/", "fr")
    assert entry.summary == TextConstruct("y", "text", "https://h.example/a/", None)


def test_atom_03_and_a_missing_namespace() -> None:
    for namespace in ('xmlns="http://purl.org/atom/ns#"', ""):
        feed = parse(
            (
                f"<feed {namespace}><entry><id>1</id><issued>2003-12-13</issued>"
                "<modified>2004</modified></entry></feed>"
            ).encode()
        )
        assert [(e.guid, e.published, e.updated) for e in feed.entries] == [("1", "2003-12-13", "2004")]


def test_an_entry_alone_is_a_document() -> None:
    feed = parse(b'<entry xmlns="http://www.w3.org/2005/Atom"><id>1</id></entry>')
    assert [entry.guid for entry in feed.entries] == ["1"]


@pytest.mark.parametrize(
    ("construct", "expected"),
    [
        ('<summary type="html"><div>A &lt;b>b&lt;/b></div></summary>', TextConstruct("A <b>b</b>", "html")),
        ('<summary type="xhtml"><div>The &lt;b> tag</div></summary>', TextConstruct("The &lt;b&gt; tag", "html")),
        ('<summary type="xhtml"><div>The <b>b</b> tag</div></summary>', TextConstruct("The <b>b</b> tag", "html")),
        ('<summary type="application/octet-stream">QSA8Yj5iPC9iPg==</summary>', TextConstruct("A <b>b</b>", "html")),
        ('<summary type="application/octet-stream">QSAmIEI=</summary>', TextConstruct("A & B", "text")),
        ('<summary type="application/octet-stream">iVBORw0KGgo=</summary>', None),
        ('<summary type="image/png">QSAmIEI=</summary>', None),
        ('<summary type="text/html" mode="base64">QSA8Yj5iPC9iPg==</summary>', TextConstruct("A <b>b</b>", "html")),
    ],
)
def test_constructs_that_are_packed_or_wrapped(construct: str, expected: TextConstruct | None) -> None:
    assert only_entry(construct).summary == expected


@pytest.mark.parametrize(
    "namespace", ["http://purl.org/pie/", "http://purl.org/echo/", "http://example.com/newformat#"]
)
def test_the_drafts_of_2003(namespace: str) -> None:
    feed = parse(f'<feed version="0.1" xmlns="{namespace}"><entry><title>T</title></entry></feed>'.encode())
    assert (feed.format, feed.entries[0].title) == ("atom", TextConstruct("T", "text"))


def test_the_last_of_two_times_holds() -> None:
    assert only_entry("<updated>2024-01-04</updated><updated>2024-01-03</updated>").updated == "2024-01-03"


def test_what_an_entry_answers() -> None:
    answer = '<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="tag:h" href="/1"/>'
    assert only_entry(answer).reply_to == "/1"
