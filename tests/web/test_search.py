"""Searching in the pages: by the index, where the store has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_store import ARTICLES, client_of, fill

from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    url = fill(tmp_path, ARTICLES)
    store = Store(url)
    list(store.index_words())
    store.close()
    return client_of(url, tmp_path)


def found(client: TestClient, query: str) -> list[str]:
    rows = client.get("/news.json", params={"q": query}).json()["rows"]
    return sorted(row["article"]["site"] for row in rows)


@pytest.mark.parametrize(
    ("query", "sites"),
    [
        ("breakwater -moorings", ["post.example"]),
        ('"finished before the autumn"', ["courier.example"]),
        ("fisher*", ["courier.example"]),
        ("fisher", []),
        ("site:post.example", ["post.example"]),
        ("شكرا", ["https://gazette.example/feed"]),
        ("!!!", []),
    ],
)
def test_a_query_of_the_search_command_works_in_the_pages(client: TestClient, query: str, sites: list[str]) -> None:
    assert found(client, query) == sites


@pytest.mark.parametrize("page", ["/", "/reuse", "/outlets", "/quotes", "/hidden", "/boilerplate"])
def test_every_list_takes_it(client: TestClient, page: str) -> None:
    for query in ("breakwater -moorings", '") OR 1=1 --', "since:soon", "\x00"):
        assert client.get(page, params={"q": query}).status_code == 200
