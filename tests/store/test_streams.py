"""The articles behind the streams of a feed reader: those asked for, and the other tellings of their stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reader_server import keep
from web_store import ARTICLES

from newsfeed.store.streams import are_of_feeds, are_these, tellings
from newsfeed.web.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement, Connection

ORIGINAL, OTHER, STRANGE, COPY = ARTICLES


@pytest.fixture
def connection(store_url: str) -> Iterator[Connection]:
    keep(store_url, *ARTICLES)
    reader = Reader(store_url)
    with reader.snapshot() as found:
        yield found
    reader.close()


def told(connection: Connection, are_asked: ColumnElement[bool]) -> Collection[str]:
    return [each.id for each in sorted(tellings(connection, are_asked))]


def test_no_other_story_is_read_than_those_asked_for(connection: Connection) -> None:
    post, courier = (are_of_feeds([each.feed.url]) for each in (ORIGINAL, OTHER))
    assert told(connection, post) == [ORIGINAL.id, COPY.id]
    assert told(connection, courier) == [ORIGINAL.id, OTHER.id, COPY.id]
    assert (
        told(connection, are_these([COPY.id])) == told(connection, are_these([ORIGINAL.id])) == told(connection, post)
    )
    assert told(connection, are_these([STRANGE.id, "none"])) == [STRANGE.id]
    assert told(connection, are_these([])) == told(connection, are_of_feeds([])) == []
