"""What is the same article, and what is a revision of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.items import Article, Enclosure, Paragraph, Source
from newsfeed.loaders.identity import NEAR, FeedDocument, Key, Names, article_id, content_digest, title_names


def article(**fields: object) -> Article:
    paragraphs = [Paragraph("The ferry sails on Friday."), Paragraph("Tickets stay valid.", kind="list")]
    return Article(**{"title": "The late ferry", "paragraphs": paragraphs, **fields})


def test_ids_and_digests_are_the_same_for_ever() -> None:
    # If one of these changes, every article of every store comes back as new or revised.
    assert article_id("example.org/feed", "tag:example.org,2024:1") == "6d2696b4d5e9de687886e011de075145"
    assert article_id("", "大桥") == "bef4fb044f1411862a28cb9e9db2246c"
    assert content_digest(article()) == "8e0a0fe81a82170f80c3db8652e9ffc5"


def test_an_id_hangs_on_feed_and_key_and_where_one_ends() -> None:
    assert len({article_id("a", "bc"), article_id("ab", "c"), article_id("abc", ""), article_id("", "abc")}) == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2024-01-04T21:45:01+00:00"},
        {"updated": "2024-01-04T21:45:01+00:00"},
        {"fetched": "2024-01-04T21:45:01+00:00"},
        {"url": "https://example.org/ferry", "guid": "1", "id": "1"},
        {"categories": ["Ports"], "authors": ["Jane Doe"], "language": "en", "summary": "It sails."},
        {"image": "https://example.org/a.jpg", "enclosures": [Enclosure("https://example.org/a.mp3")]},
        {"feed": Source("other.xml"), "novelty": 0.5, "revision": 7, "duplicate_of": "1"},
    ],
)
def test_what_feeds_stamp_on_an_unchanged_article_is_no_revision(fields: dict[str, object]) -> None:
    assert content_digest(article(**fields)) == content_digest(article())


def test_a_verdict_on_a_paragraph_is_no_revision() -> None:
    judged = [replace(each, status="duplicate", novelty=0.0, simhash="0" * 16) for each in article().paragraphs]
    assert content_digest(article(paragraphs=judged)) == content_digest(article())


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "The late Ferry"},
        {"title": None},
        {"paragraphs": [Paragraph("The ferry sails on Friday.")]},
        {"paragraphs": [Paragraph("Tickets stay valid."), Paragraph("The ferry sails on Friday.")]},
        {"paragraphs": [Paragraph("The ferry sails on Friday.Tickets stay valid.")]},
        {"title": None, "paragraphs": [Paragraph("The late ferry"), *article().paragraphs]},
    ],
)
def test_other_words_are_a_revision(fields: dict[str, object]) -> None:
    assert content_digest(article(**fields)) != content_digest(article())


# --- Names ------------------------------------------------------------------------------------------------------------


def shared(*keys: Key) -> set[tuple[str, str]]:
    return set(FeedDocument.of("feed", keys).shared)


def test_a_guid_of_different_pages_or_titles_is_shared() -> None:
    assert shared(Key("0", "a", None), Key("0", "b", None), Key("1", "c", None)) == {("guid", "0")}
    assert ("guid", "0") in shared(Key("0", "a", "Ferry"), Key("0", "b", "Tides"))
    assert ("guid", "0") in shared(Key("0", None, "Ferry"), Key("0", None, "Tides"))
    assert not shared(Key("0", "a", "Ferry"), Key("0", "a", "Ferry, later"))
    assert not shared(Key("0", "sport/a", "Ferry"), Key("0", "news/a", "Ferry"))


def test_a_page_of_different_guids_and_titles_is_shared() -> None:
    assert shared(Key("1", "a", "Ferry"), Key("2", "a", "Tides")) == {("page", "a")}
    assert shared(Key("1", "a", None), Key("2", "a", None)) == {("page", "a")}
    assert shared(Key(None, "a", "Ferry"), Key(None, "a", "Tides")) == {("page", "a")}
    assert not shared(Key(None, "a", None), Key(None, "a", None))


def test_a_title_over_different_entries_is_shared() -> None:
    assert shared(Key("1", "a", "Ferry"), Key("2", "b", "Ferry")) == {("title", "Ferry")}
    assert not shared(Key("1", "a", "Ferry"), Key("1", "a", "Ferry"))


def test_a_title_has_one_name_for_some_days() -> None:
    names = Names.of(FeedDocument("feed"), Key("1", None, "Ferry"), article(title="Ferry"))
    days = [f"2024-01-{day:02}T00:00:00+00:00" for day in range(1, 31)]
    for first, day in enumerate(days):
        own, *_ = title_names(names, day)
        near = [own in title_names(names, other) for other in days]
        assert all(near[max(0, first - NEAR) : first + NEAR + 1])
        assert sum(near) <= 3 * NEAR
    assert title_names(names, "") == ()


@given(st.text(alphabet="ab\ud800大", max_size=5), st.text(alphabet="ab\ud800大", max_size=5))
def test_any_text_has_an_id_of_32_hexadecimal_digits(scope: str, key: str) -> None:
    found = article_id(scope, key)
    assert len(found) == 32
    assert int(found, 16) >= 0
    assert content_digest(Article(title=scope, paragraphs=[Paragraph(key)]))
