from __future__ import annotations

import json

import pytest
from growth import grows_with_length_alone

from newsfeed.formats import Entry, Feed, FeedEnclosure, FeedImage, PersonConstruct, TextConstruct, parse

VERSION = "https://jsonfeed.org/version/1.1"


def document(**fields: object) -> Feed:
    return parse(json.dumps({"version": VERSION, "items": [], **fields}).encode())


def test_feed() -> None:
    feed = document(title="Harbour", home_page_url="https://h.example/", feed_url="https://h.example/f", language="en")
    assert feed.format == "jsonfeed"
    assert feed.title == TextConstruct("Harbour", "text")
    assert (feed.link, feed.url, feed.language) == ("https://h.example/", "https://h.example/f", "en")


def test_item_with_all_fields() -> None:
    item = {
        "id": "1",
        "url": "https://h.example/1",
        "title": "Cranes <b>",
        "summary": "Short",
        "content_html": "<p>Long</p>",
        "content_text": "Long",
        "date_published": "2024-01-04T21:45:01Z",
        "date_modified": "2024-01-05T00:00:00Z",
        "authors": [{"name": "Ana"}, {"url": "https://li.example/"}],
        "tags": ["Trade", 7, None],
        "language": "en",
        "image": "https://h.example/1.jpg",
        "attachments": [
            {
                "url": "https://h.example/a.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 9,
                "duration_in_seconds": 30,
            },
            {"url": ""},
        ],
    }
    assert document(items=[item]).entries == [
        Entry(
            guid="1",
            link="https://h.example/1",
            title=TextConstruct("Cranes <b>", "text"),
            summary=TextConstruct("Short", "text"),
            content=TextConstruct("<p>Long</p>", "html"),
            authors=[PersonConstruct("Ana"), PersonConstruct(url="https://li.example/")],
            categories=["Trade", "7"],
            language="en",
            published="2024-01-04T21:45:01Z",
            updated="2024-01-05T00:00:00Z",
            images=[FeedImage("https://h.example/1.jpg")],
            enclosures=[FeedEnclosure("https://h.example/a.mp3", "audio/mpeg", "9", "30")],
        )
    ]


def test_version_10_has_one_author_and_the_feeds_author_is_inherited() -> None:
    feed = document(author={"name": "The Desk"}, items=[{"id": 1}, {"id": 2, "author": {"name": "Ana"}}])
    assert [(entry.guid, entry.authors) for entry in feed.entries] == [
        ("1", [PersonConstruct("The Desk")]),
        ("2", [PersonConstruct("Ana")]),
    ]


def test_a_bad_item_costs_only_itself() -> None:
    feed = document(items=[{"id": "1"}, "no object", {"id": "3", "tags": 5, "authors": "Ana", "attachments": {}}])
    assert [entry.guid for entry in feed.entries] == ["1", "3"]
    assert len(feed.problems) == 1
    assert feed.problems[0].startswith("entry 2 skipped")


def test_a_number_that_is_too_long_to_be_converted_is_read_as_written() -> None:
    feed = parse(('{"items": [{"id": ' + "9" * 10_000 + ', "title": "A"}, {"id": 1}]}').encode())
    assert [entry.guid for entry in feed.entries] == ["9" * 10_000, "1"]


def test_half_a_surrogate_pair_is_no_character() -> None:
    feed = parse(b'{"version": "1", "items": [{"id": "1", "title": "a\\ud800b", "summary": "\\ud83d\\ude00"}]}')
    assert feed.entries[0].title == TextConstruct("a\ufffdb", "text")
    assert feed.entries[0].summary == TextConstruct("\U0001f600", "text")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('{"items": [', "not well-formed JSON"),
        ('{"version": "x"}', "without the list `items`"),
        ("[1, 2]", "without the list `items`"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_other_json_says_what_it_is(source: str, reason: str) -> None:
    feed = parse(source.encode())
    assert (feed.format, feed.entries) == ("json", [])
    assert feed.error is not None
    assert reason in feed.error


ITEMS = [
    {"id": name, "url": f"https://h.example/{name}", "authors": [{"name": "Ana"}, {"name": "Li"}]} for name in "abc"
]
WHOLE = json.dumps({"version": VERSION, "title": "Harbour", "items": ITEMS, "language": "en"})


@pytest.mark.parametrize(
    ("damage", "left", "problem"),
    [
        (('"b", "url"', '"b, "url"'), "ac", "text before item 2 is not well-formed: skipped"),
        (('{"id": "a"', '"id": "a"'), "bc", "text before item 1 is not well-formed: skipped"),
        (('"name": "Li"}]}]', '"name" "Li"}]}]'), "ab", "text after item 2 is not well-formed: skipped"),
        (("}]}, {", "}]} {"), "abc", "not well-formed JSON: read item by item"),
        (('"items": [', '"ite: ['), "abc", "not well-formed JSON: read item by item"),
    ],
)
def test_a_broken_item_costs_no_other(damage: tuple[str, str], left: str, problem: str) -> None:
    assert damage[0] in WHOLE
    feed = parse(WHOLE.replace(*damage).encode())
    assert [entry.guid for entry in feed.entries] == list(left)
    assert all(len(entry.authors) == 2 for entry in feed.entries)
    assert (feed.title, feed.language, feed.step) == (TextConstruct("Harbour", "text"), "en", "entries")
    assert problem in feed.problems


def test_a_document_that_breaks_off_keeps_its_whole_items() -> None:
    feed = parse(WHOLE[: WHOLE.index('"c"')].encode())
    assert [entry.guid for entry in feed.entries] == ["a", "b"]
    assert feed.problems[1:] == ["text after item 2 is not well-formed: skipped"]


def test_what_programs_often_get_wrong_is_repaired() -> None:
    feed = parse(WHOLE.replace('"Harbour"', '"Har\tbour"').encode())
    assert (len(feed.entries), feed.title, feed.step) == (3, TextConstruct("Har\tbour", "text"), "repaired")
    feed = parse((WHOLE + "<script>track()</script>").encode())
    assert (len(feed.entries), feed.step) == (3, "repaired")
    assert feed.problems == ["not well-formed JSON: read after repair (characters after the document removed: 24)"]


def test_names_of_fields_almost_right_are_read_and_told() -> None:
    items = [{"id": "1", "contenthtml": "<p>Long</p>", "_conten_html": "x", "comments": "y"}]
    feed = parse(json.dumps({"version": VERSION, "titl": "Harbour", "itemss": items}).encode())
    assert (feed.title, feed.entries[0].content) == (
        TextConstruct("Harbour", "text"),
        TextConstruct("<p>Long</p>", "html"),
    )
    assert feed.problems == [
        "field titl read as title",
        "field itemss read as items",
        "field contenthtml read as content_html",
    ]
    assert parse(json.dumps({"itemss": items}).encode()).error


@pytest.mark.parametrize("piece", ['{"a":', '{"a":[', '{"a":{}},', '{"a":"'])
def test_objects_in_vain_cost_no_time(piece: str) -> None:
    def read(repeats: int) -> None:
        assert parse(('{"items": [' + piece * repeats).encode()).error

    assert grows_with_length_alone(read, 40_000)
