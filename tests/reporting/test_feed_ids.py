from __future__ import annotations

from newsfeed.formats.feed import Entry, Feed, TextConstruct
from newsfeed.loaders.article import Reading, load
from newsfeed.reporting.feed_ids import DocumentIds, FeedIdIssues

NO_ID = "entries without an id, known by link or title"
SHARED = "some ids stand for several entries each, which are told apart by link or title"


def told(*documents: tuple[str, Feed]) -> list[tuple[str, str]]:
    found = FeedIdIssues()
    for name, feed in documents:
        reading = Reading(name, remote=False, fetched="2024-06-01T00:00:00+00:00")
        ids = DocumentIds()
        for named in load(feed, reading):
            ids.count(named.names)
        found.add(name, feed.format, ids)
    return list(found.remarks())


def feed(*entries: Entry, site: str = "https://news.example.org/", kind: str = "rss") -> Feed:
    return Feed(kind, list(entries), link=site)


def test_a_feed_is_told_what_its_ids_lack() -> None:
    assert told(("a.xml", feed(Entry(guid="1", link="/a"), Entry(guid="2", link="/b")))) == []
    assert told(("a.xml", feed(Entry(guid="0", link="/a"), Entry(guid="0", link="/b")))) == [("a.xml", SHARED)]
    some = feed(Entry(link="/a"), Entry(guid="2", link="/b"), Entry(title=TextConstruct("Ferry")))
    assert told(("a.xml", some)) == [("a.xml", f"2 of 3 {NO_ID}")]
    assert told(("a.md", feed(Entry(link="/a"), kind="archive"))) == []


def test_entries_that_their_texts_alone_tell_apart_are_counted() -> None:
    notices = [Entry(link="/notices", content=TextConstruct(text)) for text in ("No ferry.", "No bus.", "No tram.")]
    expected = "3 entries with one link and title, told apart by their texts"
    assert told(("a.xml", feed(*notices))) == [("a.xml", f"3 of 3 {NO_ID}"), ("a.xml", expected)]


def test_documents_of_one_feed_are_told_together() -> None:
    whole, part = feed(Entry(link="/a"), Entry(link="/b")), feed(Entry(link="/c"), Entry(guid="1", link="/d"))
    fine, other = feed(Entry(guid="1", link="/d")), feed(Entry(link="/a"), site="https://harbour.example/")
    assert told(("1.xml", whole), ("x.xml", other), ("2.xml", fine), ("3.xml", part), ("4.xml", part)) == [
        ("1.xml and 2 more of the feed", f"4 of 6 {NO_ID}"),
        ("x.xml", f"1 of 1 {NO_ID}"),
    ]
