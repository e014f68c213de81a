"""The cleaned feeds that the server gives to feed readers, and how they ask for them again."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import feedparser
import pytest
from web_store import ARTICLES, HOSTILE, LEAD, OWN, article, client_of, fill

from newsfeed.exporters.publish import single_feed_name
from newsfeed.formats.opml import Outline, outlines
from newsfeed.pipelines import subscribing
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.ingest import Ingestion
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options
from newsfeed.web.guard import ATTEMPTS
from newsfeed.web.server import set_password
from newsfeed.web.versions import Versions, http_date

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from newsfeed.items import Article

FEEDS = [each.feed.url for each in ARTICLES[:3]]
FOLDERS = ["World/Ports", "World", "新闻 & <b>"]
LISTS = ["/news", "/reuse", "/quotes", "/hidden", f"/s/{ARTICLES[0].id}", f"/p/{ARTICLES[0].id}/0"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = fill(tmp_path, ARTICLES)
    store = Store(url)
    for feed, folder in zip(FEEDS, FOLDERS, strict=True):
        subscribing.subscribe(store, Outline(feed, feed.split("/")[2]), Options(), folder)
    store.close()
    return url


@pytest.fixture
def client(url: str, tmp_path: Path) -> TestClient:
    return client_of(url, tmp_path)


def add(url: str, *articles: Article) -> None:
    store = Store(url)
    ingestion = Ingestion(store)
    for place, each in enumerate(articles):
        ingestion.add(2, place, each)
    ingestion.flush()
    for _ in judge_pending(store):
        pass
    store.close()


def ids(client: TestClient, path: str) -> list[str]:
    found = feedparser.parse(client.get(path).content)
    assert not found.bozo
    return [each.link for each in found.entries if "link" in each]


def test_a_subscription_is_a_feed_without_what_was_read_before(client: TestClient) -> None:
    found = feedparser.parse(client.get(f"/feeds/{single_feed_name(FEEDS[1])}").content)
    assert found.feed.title == "courier.example"
    [entry] = [each for each in found.entries if each.link.endswith("/2")]
    assert OWN in entry.content[0].value
    assert LEAD not in entry.content[0].value
    addresses = {each.rel: each.href for each in found.feed.links}
    assert addresses["self"] == f"http://127.0.0.1:8765/feeds/{single_feed_name(FEEDS[1])}"


def test_a_folder_holds_those_in_it_and_all_hold_all(client: TestClient) -> None:
    assert ids(client, "/folders/World/Ports.atom") == ["https://post.example/1"]
    assert ids(client, "/folders/World.atom") == ["https://courier.example/2", "https://post.example/1"]
    assert len(feedparser.parse(client.get("/feed.atom").content).entries) == 3
    text = client.get("/feeds").text
    for path in ("/folders/World/Ports.atom", "/folders/%E6%96%B0%E9%97%BB%20%26%20%3Cb%3E.atom", "/feed.atom"):
        assert f'href="{path}"' in text
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/folders/Wor.atom", "/folders/none.atom", "/feeds/none.atom", "/folders.atom"])
def test_unknown_feeds_are_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_list_leads_to_the_cleaned_feeds(client: TestClient) -> None:
    listed = outlines(client.get("/subscriptions.opml").content)
    assert {each.folders for each in listed} == {("World",), ("World", "Ports"), ("新闻 & <b>",)}
    for each in listed:
        assert client.get(each.url).status_code == 200


@pytest.mark.parametrize("path", [f"/feeds/{single_feed_name(FEEDS[0])}", "/feed.atom", "/subscriptions.opml"])
def test_an_unchanged_feed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    for name, header in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = client.get(path, headers={name: first.headers[header]})
        assert (again.status_code, again.content) == (304, b"")
    # The date counts only for those who have no tag.
    both = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    assert client.get(path, headers=both).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    assert client.head(path).headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("path", [f"{each}.{ending}" for each in LISTS for ending in ("json", "csv", "atom")])
def test_lists_are_sent_again_only_when_they_have_changed(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert client.get(path, headers={"If-Modified-Since": first.headers["last-modified"]}).status_code == 304


def test_news_reaches_those_who_ask_by_date_within_the_same_second(client: TestClient, url: str) -> None:
    path = f"/feeds/{single_feed_name(FEEDS[0])}"
    asked = {"If-Modified-Since": client.get(path).headers["last-modified"]}
    add(url, article(5, "post.example", 9, "Another", "The mayor opened the fish market again after eleven weeks."))
    answer = client.get(path, headers=asked)
    assert answer.status_code == 200
    assert "fish market" in answer.text
    assert parsedate_to_datetime(answer.headers["last-modified"]) > parsedate_to_datetime(asked["If-Modified-Since"])


def test_a_document_keeps_its_date_until_it_changes() -> None:
    versions, now = Versions(), datetime(2024, 3, 1, 12, tzinfo=UTC)
    first = versions.modified("/a", "1", now)
    assert versions.modified("/a", "1", now + timedelta(hours=1)) == first == now
    assert versions.modified("/a", "2", now) == now + timedelta(seconds=1)
    assert http_date(first) == "Fri, 01 Mar 2024 12:00:00 GMT"


def test_what_feeds_say_is_text_in_every_feed(client: TestClient) -> None:
    for path in ("/feed.atom", f"/feeds/{single_feed_name(FEEDS[2])}", *(f"{each}.atom" for each in LISTS)):
        text = client.get(path).text
        assert "<script" not in text
        assert "javascript:" not in text
    assert HOSTILE in {
        each.title for each in feedparser.parse(client.get("/news.atom").content, sanitize_html=False).entries
    }


def test_a_feed_reader_sends_the_password_with_each_request(url: str, tmp_path: Path) -> None:
    file = tmp_path / "password"
    set_password(file, "correct: horse")
    client = client_of(url, tmp_path, password_file=str(file))
    path = f"/feeds/{single_feed_name(FEEDS[0])}"
    refused = client.get(path)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="newsfeed"')
    for header in ("Basic", "Basic !", "Bearer x", basic("wrong"), "Basic é".encode()):
        assert client.get(path, headers={"Authorization": header}).status_code == 401
    right = {"Authorization": basic("correct: horse")}
    assert client.get(path, headers=right).status_code == 200
    assert client.get("/", headers=right).status_code == 303
    assert client.post("/subscriptions", data={"do": "pause", "url": FEEDS[0]}, headers=right).status_code == 303
    assert client.get("/feeds.json", headers=right).json()[0]["status"] == "active"
    for _ in range(ATTEMPTS):
        client.get(path, headers={"Authorization": basic("wrong")})
    assert client.get(path, headers=right).status_code == 200


def basic(password: str) -> str:
    return f"Basic {base64.b64encode(f'me:{password}'.encode()).decode()}"
