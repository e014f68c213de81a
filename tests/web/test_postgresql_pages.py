"""The pages over a store in PostgreSQL: every one that links lead to is that over the same store in SQLite."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from databases import Outages, Stores
from web_store import ARTICLES, article, client_of, fill_store

from newsfeed.formats.opml import Outline
from newsfeed.pipelines import subscribing
from newsfeed.subscriptions.model import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

FOOTER = "Subscribe to our harbour letter and never miss a tide again"
STORIES = [
    article(
        20 + day, "ferry.example", day, f"Ferry {day}", f"The ferry number {day} sank in a storm of {day} days.", FOOTER
    )
    for day in range(1, 7)
]
OTHERS = (
    "/search?q=harbour",
    "/search?q=“breakwater would” -golf",
    "/hidden.json?what=copies",
    "/hidden?what=boilerplate",
    "/outlets.gexf",
    "/disputes.jsonl",
    "/feed.atom",
    "/subscriptions.opml",
    "/reuse?agency=without",
    "/?page=2",
)
_LINK = re.compile(r'href="(/(?!static/)[^"#?]*)"')  # not those to other orders and filters of a list
_OF_THIS_RUN = re.compile(r'(name="(?:token|csrf)[^>]*value="[^"]*"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*)')


@pytest.fixture
def clients(tmp_path: Path) -> Iterator[list[TestClient]]:
    """Return clients of the same store in both databases."""
    with Stores("sqlite") as files, Stores("postgresql") as server:
        made = []
        for stores in (files, server):
            url = fill_store(stores.url(), [*ARTICLES, *STORIES])
            store = stores.open(url)
            for each in ARTICLES[:2]:
                subscribing.subscribe(store, Outline(each.feed.url, folders=("World",)), Options(), None)
            subscribing.subscribe(store, Outline(ARTICLES[2].feed.url), Options(drop=("alert",)), None)
            list(store.index_words())
            place = tmp_path / stores.dialect
            place.mkdir()
            made.append(client_of(url, place))
        yield made


def walked(client: TestClient) -> dict[str, tuple[int, str]]:
    """Return every page that links lead to, without what differs from run to run."""
    found: dict[str, tuple[int, str]] = {}
    waiting = ["/", *OTHERS]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = client.get(path)
        found[path] = answer.status_code, _OF_THIS_RUN.sub("", answer.text)
        waiting += map(unescape, _LINK.findall(answer.text))
    return found


def test_every_page_is_that_over_sqlite(clients: list[TestClient]) -> None:
    of_file, of_server = map(walked, clients)
    assert of_server.keys() == of_file.keys()
    assert len(of_file) > 60
    assert {status for status, _ in of_file.values()} <= {200, 404}
    assert [path for path in of_file if of_server[path] != of_file[path]] == []


def test_pages_are_unavailable_while_the_server_fails_and_come_again(tmp_path: Path) -> None:
    with Stores("postgresql") as stores:
        outages = Outages(fill_store(stores.url(), ARTICLES))
        client = client_of(outages.url, tmp_path)
        assert client.get("/").status_code == 200
        outages.begin()
        for path in ("/", "/feed.atom", "/reuse.json"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
            assert answer.text.startswith("Service unavailable: the store cannot be read now")
        outages.end()
        assert client.get("/").status_code == 200
        outages.close()
