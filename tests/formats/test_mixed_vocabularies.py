"""Feeds that use the names of one format in another, as real software does."""

from __future__ import annotations

import json

import pytest

from newsfeed.formats import Entry, Feed, FeedEnclosure, PersonConstruct, TextConstruct, parse

ATOM = "http://www.w3.org/2005/Atom"


def only_entry(document: str) -> Entry:
    [entry] = read(document).entries
    return entry


def read(document: str) -> Feed:
    feed = parse(document.encode())
    assert feed.error is None
    return feed


def test_an_atom_entry_with_the_names_of_rss() -> None:
    entry = only_entry(
        f"<feed xmlns='{ATOM}'><title>H</title><link>https://h.example/</link><entry><title>A</title>"
        "<link>https://h.example/1</link><guid>g1</guid><pubDate>Thu, 04 Jan 2024 21:45:01 GMT</pubDate>"
        "<description>Text &amp;amp; more</description><author>Ana Reyes</author>"
        "<category>Ports</category></entry></feed>"
    )
    assert (entry.guid, entry.link, entry.published) == ("g1", "https://h.example/1", "Thu, 04 Jan 2024 21:45:01 GMT")
    assert entry.summary is not None
    assert (entry.authors, entry.categories) == ([PersonConstruct("Ana Reyes")], ["Ports"])


@pytest.mark.parametrize(
    "inside",
    [
        "<url>https://h.example/1</url><date>2024-01-04</date><body>Text</body>",
        "<link>https://h.example/1</link><dcterms:created>2024-01-04</dcterms:created><body>Text</body>",
        "<link>https://h.example/1</link><pubDate>soon</pubDate><date>2024-01-04</date><content>Text</content>",
    ],
)
def test_other_names_in_an_atom_entry(inside: str) -> None:
    entry = only_entry(f"<feed xmlns='{ATOM}' xmlns:dcterms='http://purl.org/dc/terms/'><entry>{inside}</entry></feed>")
    assert (entry.link, entry.published) == ("https://h.example/1", "2024-01-04")
    assert entry.content == TextConstruct("Text", "text")


@pytest.mark.parametrize("name", ["content", "text", "full-text", "y:full-text"])
def test_names_of_the_text_of_an_rss_item(name: str) -> None:
    entry = only_entry(
        f"<rss xmlns:y='http://news.yandex.ru'><channel><item><{name}>Long</{name}><description>Short</description>"
        "<pubDate>soon</pubDate><date>2024-01-04</date><url>https://h.example/1</url></item></channel></rss>"
    )
    assert (entry.content, entry.summary) == (TextConstruct("Long", "text"), TextConstruct("Short", "text"))
    assert (entry.link, entry.published) == ("https://h.example/1", "2024-01-04")


def test_the_items_of_several_channels() -> None:
    feed = read(
        "<rss><channel><title>A</title><item><guid>1</guid></item></channel>"
        "<channel><title>B</title><item><guid>2</guid></item></channel></rss>"
    )
    assert ([entry.guid for entry in feed.entries], feed.problems) == (["1", "2"], [])


def test_the_names_of_atom_come_first() -> None:
    entry = only_entry(
        f"<feed xmlns='{ATOM}'><entry><guid>g</guid><id>i</id><link>https://h.example/2</link>"
        "<link href='https://h.example/1'/><pubDate>2023-01-01</pubDate><published>2024-01-04</published>"
        "<description>d</description><summary>s</summary></entry></feed>"
    )
    assert (entry.guid, entry.link, entry.published) == ("i", "https://h.example/1", "2024-01-04")
    assert entry.summary == TextConstruct("s", "text")


@pytest.mark.parametrize("kind", ["application/x-custom", "application/octet-stream", "image/png", "foo/bar"])
@pytest.mark.parametrize("title", ["The ferry sails", "Base"])  # the second one could be Base64
def test_a_title_of_a_type_that_it_cannot_have_is_text(kind: str, title: str) -> None:
    entry = only_entry(f"<feed xmlns='{ATOM}'><entry><title type='{kind}'>{title}</title></entry></feed>")
    assert entry.title == TextConstruct(title, "text")


UNKNOWN = [
    (
        "<x:rss xmlns:x='http://unknown.example/ns'><x:channel><x:title>H</x:title><x:item><x:title>A</x:title>"
        "<x:link>https://h.example/1</x:link></x:item></x:channel></x:rss>"
    ),
    (
        "<rss xmlns:x='http://unknown.example/ns'><channel><title>H</title><x:item><x:title>A</x:title>"
        "<x:link>https://h.example/1</x:link></x:item></channel></rss>"
    ),
    (
        "<rss><channel><title>H</title><x:item xmlns:x='urn:x'><x:title>A</x:title><x:link>https://h.example/1</x:link>"
        "</x:item></channel></rss>"
    ),
    "<rss><channel><title>H</title><x:item><x:title>A</x:title><x:link>https://h.example/1</x:link></x:item></channel></rss>",
    (
        "<rss><channel><title>H</title><item xmlns='http://www.w3.org/1999/xhtml'><title>A</title>"
        "<link>https://h.example/1</link></item></channel></rss>"
    ),
    (
        "<a:feed xmlns:a='http://unknown.example/atom'><a:title>H</a:title><a:entry><a:title>A</a:title>"
        "<a:link href='https://h.example/1'/></a:entry></a:feed>"
    ),
    (
        f"<feed xmlns='{ATOM}' xmlns:a='urn:a'><title>H</title><a:entry><a:title>A</a:title>"
        "<a:link href='https://h.example/1'/></a:entry></feed>"
    ),
]


@pytest.mark.parametrize("document", UNKNOWN)
def test_entries_with_an_unknown_prefix_are_read_with_a_remark(document: str) -> None:
    feed = read(document)
    [entry] = feed.entries
    assert entry.title is not None
    assert (entry.title.value, entry.link) == ("A", "https://h.example/1")
    assert any("namespace" in problem for problem in feed.problems)


def test_elements_of_extensions_that_are_called_items_are_none() -> None:
    feed = read(
        "<rss xmlns:x='urn:x'><channel><x:item>no</x:item><item><title>A</title>"
        "<x:item>no</x:item></item></channel></rss>"
    )
    assert [entry.title for entry in feed.entries] == [TextConstruct("A", "text")]


def test_content_in_an_element_of_that_name() -> None:
    entry = only_entry(
        "<rss><channel><item><description>Short</description><content>&lt;p&gt;Long&lt;/p&gt;</content></item></channel></rss>"
    )
    assert (entry.summary, entry.content) == (TextConstruct("Short", "text"), TextConstruct("<p>Long</p>", "html"))


@pytest.mark.parametrize("start", ["<enclosure>", "<enclosure type='audio/mpeg' url=''>"])
@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("https://h.example/a.mp3", ["https://h.example/a.mp3"]),
        ("https://h.example/a b.mp3", ["https://h.example/a b.mp3"]),
        ("//h.example/a.mp3", ["//h.example/a.mp3"]),
        ("/media/a.mp3", ["/media/a.mp3"]),
        ("https://h.example/a.mp3 and https://h.example/b.mp3", []),
        ("the file", []),
    ],
)
def test_an_enclosure_with_its_address_as_text(start: str, text: str, addresses: list[str]) -> None:
    entry = only_entry(f"<rss><channel><item>{start}\n {text} </enclosure></item></channel></rss>")
    assert [each.url for each in entry.enclosures] == addresses


@pytest.mark.parametrize(
    "enclosure",
    [
        "<enclosure href='https://h.example/a.mp3'/>",
        "<enclosure src='https://h.example/a.mp3'/>",
        "<enclosure URL='https://h.example/a.mp3'/>",
        "<enclosure rdf:resource='https://h.example/a.mp3'/>",
        "<enc:enclosure xmlns:enc='http://purl.oclc.org/net/rss_2.0/enc#' rdf:resource='https://h.example/a.mp3'/>",
    ],
)
def test_an_enclosure_with_its_address_in_another_attribute(enclosure: str) -> None:
    rdf = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    entry = only_entry(f"<rss {rdf}><channel><item>{enclosure}</item></channel></rss>")
    assert [each.url for each in entry.enclosures] == ["https://h.example/a.mp3"]


def test_the_creator_of_a_channel_is_that_of_items_without_one() -> None:
    feed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><dc:creator>Desk</dc:creator></channel>"
        "<item><title>A</title></item><item><title>B</title><dc:creator>Ana</dc:creator></item></rdf:RDF>"
    )
    assert [entry.authors for entry in feed.entries] == [[PersonConstruct("Desk")], [PersonConstruct("Ana")]]


def test_alternate_enclosures_follow_the_main_one() -> None:
    entry = only_entry(
        "<rss xmlns:podcast='https://podcastindex.org/namespace/1.0'><channel><item>"
        "<podcast:alternateEnclosure type='audio/opus' length='6'><podcast:source uri='ipfs://abc'/>"
        "<podcast:source uri='https://h.example/a.opus'/></podcast:alternateEnclosure>"
        "<enclosure url='https://h.example/a.mp3' type='audio/mpeg' length='9'/></item></channel></rss>"
    )
    assert entry.enclosures == [
        FeedEnclosure("https://h.example/a.mp3", "audio/mpeg", "9"),
        FeedEnclosure("https://h.example/a.opus", "audio/opus", "6"),
    ]


@pytest.mark.parametrize(
    ("attributes", "value", "expected"),
    [
        ("domain='h.example/taxonomy'", "Ports", ["Ports"]),
        ("domain='h.example/content-type'", "article", []),
        ("domain='h.example/metadata/dc.source'", "Harbour News", []),
        ("domain='h.example/metadata/dc.creator'", "Ana Reyes", []),
        ("domain='http://h.example/ns#author'", "Ana Reyes", []),
        ("domain='http://h.example/author#'", "Ana Reyes", []),
        ("domain='h.example/metadata/dc.identifier'", "3f2b", []),
        ("domain='https://h.example/tags/source'", "Source", ["Source"]),
        ("domain='https://h.example/blog'", "Ports", ["Ports"]),
        ("domain='contentID'", "991", []),
        ("domain='h.example/articleId'", "A-991", []),
        ("domain='sourceName'", "Harbour News", []),
        ("domain='keyword'", "Ports", ["Ports"]),
    ],
)
def test_categories_that_are_none_by_their_domain(attributes: str, value: str, expected: list[str]) -> None:
    document = f"<rss><channel><item><category {attributes}>{value}</category></item></channel></rss>"
    assert list(only_entry(document).categories) == expected


def json_feed(item: dict[str, object]) -> Entry:
    return only_entry(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"} | item]}))


@pytest.mark.parametrize(
    ("item", "authors"),
    [
        ({"authors": {"name": "Ana"}}, [PersonConstruct("Ana")]),
        ({"authors": ["Ana", {"name": "Ben"}]}, [PersonConstruct("Ana"), PersonConstruct("Ben")]),
        ({"authors": "Ana"}, [PersonConstruct("Ana")]),
        ({"author": "Ana"}, [PersonConstruct("Ana")]),
        ({"author": ["Ana"]}, [PersonConstruct("Ana")]),
        ({"authors": [["Ana", "Ben"]]}, [PersonConstruct("Ana"), PersonConstruct("Ben")]),
        ({"authors": {"0": {"name": "Ana"}, "2": "Ben"}}, [PersonConstruct("Ana"), PersonConstruct("Ben")]),
        ({"authors": [{"url": "mailto:ana%40h.example"}]}, [PersonConstruct(email="ana@h.example")]),
        ({"authors": ["Ana", "ana@h.example"]}, [PersonConstruct("Ana", "ana@h.example")]),
        ({"authors": [], "author": {"name": "Ana"}}, [PersonConstruct("Ana")]),
        ({"authors": [{"name": "Ana", "url": "mailto:ana@h.example"}]}, [PersonConstruct("Ana", "ana@h.example")]),
        ({"authors": [None, 3, {"name": "Ana"}]}, [PersonConstruct("Ana")]),
    ],
)
def test_authors_of_json_feeds(item: dict[str, object], authors: list[PersonConstruct]) -> None:
    assert list(json_feed(item).authors) == authors


@pytest.mark.parametrize(
    "item",
    [
        {"tags": "ports, tides"},
        {"tags": "ports; tides"},
        {"tags": [["ports", "tides"]]},
        {"tags": {"0": "ports", "3": "tides"}},
        {"categories": ["ports", {"name": "tides"}]},
    ],
)
def test_tags_of_json_feeds_in_other_shapes(item: dict[str, object]) -> None:
    assert json_feed(item).categories == ["ports", "tides"]


def test_the_items_of_a_json_feed_as_an_object_with_numbers() -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "items": {"0": {"id": "1"}, "2": {"id": "2"}}}
    assert [entry.guid for entry in read(json.dumps(document)).entries] == ["1", "2"]


def test_rss_as_json() -> None:
    item = {
        "title": "A &amp; B",
        "link": "https://h.example/1",
        "description": "<p>d</p>",
        "pubDate": "Thu, 04 Jan 2024 21:45:01 GMT",
        "guid": {"isPermaLink": "false", "#value": "g"},
        "category": ["Ports", {"domain": "x", "#value": "Tides"}],
        "author": "ana@h.example (Ana)",
        "enclosure": {"url": "a.mp3", "length": 9, "type": "audio/mpeg"},
    }
    channel = {"title": "H", "link": "https://h.example/", "item": [item, "no item", {"title": "C"}]}
    feed = read(json.dumps({"rss": {"version": "2.0", "channel": channel}}))
    assert (feed.format, feed.title, feed.link) == ("rss", TextConstruct("H", "text"), "https://h.example/")
    first, last = feed.entries
    assert (first.guid, first.link, first.categories) == ("g", "https://h.example/1", ["Ports", "Tides"])
    assert (first.title, first.authors) == (TextConstruct("A &amp; B"), [PersonConstruct("Ana", "ana@h.example")])
    assert first.enclosures == [FeedEnclosure("a.mp3", "audio/mpeg", "9")]
    assert (last.title, len(feed.problems)) == (TextConstruct("C", "text"), 1)


@pytest.mark.parametrize("document", ['{"rss": {}}', '{"rss": {"channel": []}}', '{"rss": {"channel": '])
def test_json_that_only_begins_like_rss(document: str) -> None:
    feed = parse(document.encode())
    assert (feed.format, feed.entries) == ("json", [])
    assert feed.error


def test_a_description_in_an_atom_entry_is_markup_if_it_looks_like_it() -> None:
    entry = only_entry(
        f"<feed xmlns='{ATOM}'><entry><guid>g</guid><description>Some &lt;b&gt;bold&lt;/b&gt; text</description>"
        "<creator>Ana Reyes</creator></entry></feed>"
    )
    assert entry.summary == TextConstruct("Some <b>bold</b> text", "html")
    assert entry.authors == [PersonConstruct("Ana Reyes")]


def test_an_atom_feed_of_items() -> None:
    entry = only_entry(
        f"<feed xmlns='{ATOM}'><item><guid>g</guid><title>A</title><link>https://h.example/1</link>"
        "<pubDate>Thu, 04 Jan 2024 21:45:01 GMT</pubDate></item></feed>"
    )
    assert (entry.guid, entry.link, entry.published) == ("g", "https://h.example/1", "Thu, 04 Jan 2024 21:45:01 GMT")


@pytest.mark.parametrize("namespace", ["", f" xmlns='{ATOM}'"])
def test_an_rss_channel_of_entries(namespace: str) -> None:
    entry = only_entry(
        f"<rss version='2.0'><channel><title>T</title><entry{namespace}><id>g</id><title>A</title>"
        "<link href='https://h.example/1'/><published>2024-01-04</published><updated>2024-01-05</updated>"
        "<content type='html'>&lt;p&gt;Text&lt;/p&gt;</content><author><name>Ana Reyes</name></author></entry>"
        "</channel></rss>"
    )
    assert (entry.guid, entry.link, entry.published, entry.updated) == (
        "g", "https://h.example/1", "2024-01-04", "2024-01-05",
    )  # fmt: skip
    assert (entry.content, entry.authors) == (TextConstruct("<p>Text</p>", "html"), [PersonConstruct("Ana Reyes")])


def test_an_rss_item_with_the_names_of_atom() -> None:
    entry = only_entry(
        "<rss version='2.0'><channel><title>T</title><item><id>g</id><title>A</title><link href='https://h.example/1'/>"
        "<published>2024-01-04</published><updated>2024-01-05</updated><summary>S</summary></item></channel></rss>"
    )
    assert (entry.guid, entry.published, entry.updated) == ("g", "2024-01-04", "2024-01-05")


def test_fields_in_a_namespace_that_nobody_knows() -> None:
    entry = only_entry(
        "<rss version='2.0' xmlns:n='http://n.example/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
        "<title>T</title><item><n:title>A</n:title><n:link>https://h.example/1</n:link><dc:creator>Ana</dc:creator>"
        "<n:pubDate>2024-01-04</n:pubDate></item></channel></rss>"
    )
    assert entry.title is not None
    assert (entry.title.value, entry.link, entry.published) == ("A", "https://h.example/1", "2024-01-04")


def test_an_enclosure_with_its_address_in_an_element() -> None:
    inside = "<enclosure type='audio/mpeg'><url>https://h.example/a.mp3</url></enclosure>"
    entry = only_entry(f"<rss><channel><item>{inside}</item></channel></rss>")
    assert entry.enclosures == [FeedEnclosure("https://h.example/a.mp3", "audio/mpeg")]


def test_tags_of_a_json_feed_as_objects() -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "tags": ["a", {"name": "b"}]}]}
    assert only_entry(json.dumps(document)).categories == ["a", "b"]


def test_rss_in_json_with_a_list_of_items() -> None:
    assert only_entry('{"rss": {"channel": {"items": [{"title": "A"}]}}}').title == TextConstruct("A", "text")


@pytest.mark.parametrize(
    "document",
    [
        {"?xml": {"@version": "1.0"}, "rss": {"@version": "2.0", "channel": {"item": "ITEM"}}},
        {"rss": {"$": {"version": "2.0"}, "channel": [{"item": ["ITEM"]}]}},
        {"channel": {"title": "H", "item": ["ITEM"]}},
    ],
)
@pytest.mark.parametrize(
    "enclosure",
    [
        {"url": "https://h.example/a.mp3", "type": "audio/mpeg"},
        {"@url": "https://h.example/a.mp3", "@type": "audio/mpeg"},
        {"$": {"url": "https://h.example/a.mp3", "type": "audio/mpeg"}},
        [{"_attributes": {"url": "https://h.example/a.mp3", "type": "audio/mpeg"}}],
    ],
)
def test_rss_as_json_of_other_programs(document: object, enclosure: object) -> None:
    item = {
        "title": ["Ferry"],
        "content": "Text",
        "dc:creator": {"__cdata": "Ana Reyes"},
        "dc:date": "2024-01-04",
        "itunes:duration": "1:00",
        "enclosure": enclosure,
    }
    entry = only_entry(json.dumps(document).replace('"ITEM"', json.dumps(item)))
    assert entry.content == TextConstruct("Text", "text")
    assert (entry.authors, entry.published) == ([PersonConstruct("Ana Reyes")], "2024-01-04")
    assert entry.enclosures == [FeedEnclosure("https://h.example/a.mp3", "audio/mpeg", None, "1:00")]


def test_atom_as_json() -> None:
    entry = {
        "id": {"$t": "1"},
        "title": {"type": "html", "$t": "A &amp; B"},
        "link": [{"rel": "self", "href": "https://h.example/s"}, {"rel": "alternate", "href": "https://h.example/1"}],
        "author": [{"name": {"$t": "Ana Reyes"}}],
        "category": [{"scheme": "http://h.example/ns", "term": "ports"}],
        "media$thumbnail": {"url": "https://h.example/t.jpg", "width": "72"},
    }
    [found] = read(json.dumps({"version": "1.0", "encoding": "UTF-8", "feed": {"entry": [entry]}})).entries
    assert (found.guid, found.link, found.title) == ("1", "https://h.example/1", TextConstruct("A &amp; B"))
    assert (found.authors, found.categories) == ([PersonConstruct("Ana Reyes")], ["ports"])
    assert [image.url for image in found.images] == ["https://h.example/t.jpg"]


def test_an_atom_feed_with_a_channel() -> None:
    feed = read(
        f"<feed xmlns='{ATOM}'><channel><title>H</title><entry><title>A</title><link href='https://h.example/1'/></entry>"
        "</channel></feed>"
    )
    assert feed.title
    assert (feed.title.value, [entry.link for entry in feed.entries]) == ("H", ["https://h.example/1"])


@pytest.mark.parametrize(
    ("item", "categories", "files"),
    [
        (
            {"tags": [{"title": "ports"}, {"term": "trade"}, {"name": "", "label": "tides"}]},
            ["ports", "trade", "tides"],
            [],
        ),
        ({"tags": "ports, trade"}, ["ports", "trade"], []),
        (
            {"attachments": {"url": "https://h.example/a.mp3", "mime_type": "audio/mpeg"}},
            [],
            ["https://h.example/a.mp3"],
        ),
    ],
)
def test_values_of_json_feeds_in_other_shapes(item: dict[str, object], categories: list[str], files: list[str]) -> None:
    entry = only_entry(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", **item}]}))
    assert (list(entry.categories), [each.url for each in entry.enclosures]) == (categories, files)


def test_an_enclosure_with_its_attributes_as_elements() -> None:
    entry = only_entry(
        "<rss><channel><item><enclosure><url>https://h.example/a.mp3</url><type>audio/mpeg</type></enclosure></item>"
        "</channel></rss>"
    )
    assert [each.url for each in entry.enclosures] == ["https://h.example/a.mp3"]


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ("<rdf:Seq><rdf:li>Ana Reyes</rdf:li><rdf:li>Ben Roe</rdf:li></rdf:Seq>", ["Ana Reyes", "Ben Roe"]),
        ("<f:Person xmlns:f='http://xmlns.com/foaf/0.1/'><f:name>Ana Reyes</f:name></f:Person>", ["Ana Reyes"]),
    ],
)
def test_creators_in_the_structures_of_rdf(creator: str, names: list[str]) -> None:
    entry = only_entry(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>A</title>'
        f"<dc:creator>{creator}</dc:creator></item></rdf:RDF>"
    )
    assert [each.name for each in entry.authors] == names


def test_a_creator_as_a_description_in_rdf() -> None:
    entry = only_entry(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>A</title><dc:creator><rdf:Description>'
        "<rdf:value>Ana Reyes</rdf:value></rdf:Description></dc:creator></item></rdf:RDF>"
    )
    assert [each.name for each in entry.authors] == ["Ana Reyes"]


@pytest.mark.parametrize("name", ["#value", "#text", "$t", "__cdata"])
def test_texts_of_rss_as_json_beside_attributes(name: str) -> None:
    document = {"rss": {"channel": {"item": {"title": {name: "Ferry"}, "guid": {"@isPermaLink": "false", name: "g"}}}}}
    entry = only_entry(json.dumps(document))
    assert entry.title
    assert (entry.title.value, entry.guid) == ("Ferry", "g")
