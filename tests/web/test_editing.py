"""Subscriptions edited in the pages, with the store that the commands see."""

from __future__ import annotations

import functools
import http.server
import threading
from typing import TYPE_CHECKING

import pytest
from web_store import ARTICLES, HOSTILE, client_of, fill

from newsfeed.errors import NewsfeedError
from newsfeed.formats.opml import Outline, to_opml
from newsfeed.store.repository import Store
from newsfeed.web.editing import Editor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from newsfeed.subscriptions.model import Subscription

POST = ARTICLES[0].feed.url
FEED = """<rss version="2.0"><channel><title>Harbour Post</title><link>https://post.example/</link>
<description>News</description><item><title>One</title><guid>1</guid></item></channel></rss>"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fill(tmp_path, ARTICLES)


@pytest.fixture
def client(url: str, tmp_path: Path) -> TestClient:
    return client_of(url, tmp_path)


@pytest.fixture
def subscribed(client: TestClient) -> TestClient:
    document = to_opml([Outline(POST, "Harbour Post", "https://post.example/", ("World",))], "list")
    answer = client.post("/subscriptions", data={"do": "import"}, files={"file": ("list.opml", document)})
    assert "list.opml: 1 added, 0 already there, 0 left out" in answer.text
    return client


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve a feed, and a page that links to it."""
    monkeypatch.setenv("NEWSFEED_ALLOW_PRIVATE", "127.0.0.1")
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "feed.xml").write_text(FEED)
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    (folder / "index.html").write_text(f"<html><head>{link}</head></html>")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def subscriptions(url: str) -> dict[str, Subscription]:
    store = Store(url)
    found = {each.url: each for each in store.subscriptions()}
    store.close()
    return found


def dropped(url: str) -> list[str]:
    store = Store(url)
    found = store.dropped_among(range(1, 9))
    store.close()
    return found


@pytest.mark.slow
def test_a_page_or_a_feed_is_added_by_its_address(client: TestClient, url: str, feeds: str) -> None:
    answer = client.post("/subscriptions", data={"do": "add", "address": feeds, "folder": "World/Ports"})
    assert answer.status_code == 200, answer.text
    assert f"added: {feeds}/feed.xml (Harbour Post)" in answer.text
    [added] = subscriptions(url).values()
    assert (added.title, added.folder) == ("Harbour Post", ("World", "Ports"))
    again = client.post("/subscriptions", data={"do": "add", "address": f"{feeds}/feed.xml"})
    assert "already there" in again.text
    assert subscriptions(url)[added.url].folder == ("World", "Ports")


def test_what_leads_to_no_feed_is_said(client: TestClient, url: str, feeds: str) -> None:
    answer = client.post("/subscriptions", data={"do": "add", "address": f"{feeds}/none.xml"})
    assert answer.status_code == 400
    assert "not added: not found (404)" in answer.text
    assert subscriptions(url) == {}


@pytest.mark.parametrize("typed", ["", "/etc/passwd", "subscriptions.opml", "--help", "file:///etc/passwd", HOSTILE])
def test_only_web_addresses_are_added(client: TestClient, typed: str) -> None:
    answer = client.post("/subscriptions", data={"do": "add", "address": typed})
    assert answer.status_code == 400
    assert "not a web address" in answer.text
    assert "<script>alert" not in answer.text


def test_options_are_changed_and_articles_judged_by_them(subscribed: TestClient, url: str) -> None:
    form = {"do": "change", "url": POST, "folder": "World/Ports", "policy": "fold", "prefer": "1"}
    assert subscribed.post("/subscriptions", data=form | {"keep": "", "drop": "breakwater\n\ngolf"}).status_code == 303
    changed = subscriptions(url)[POST]
    assert changed.folder == ("World", "Ports")
    assert (changed.options.policy, changed.options.drop, changed.options.prefer) == (
        "fold",
        ("breakwater", "golf"),
        True,
    )
    assert dropped(url) == ["--drop breakwater"]
    text = subscribed.get("/feeds").text
    assert "1 dropped" in text
    assert "Read before: folded" in text
    subscribed.post("/subscriptions", data={"do": "change", "url": POST, "folder": ""})
    changed = subscriptions(url)[POST]
    assert (changed.folder, changed.options.policy, changed.options.drop) == ((), None, None)
    assert not changed.options.prefer
    assert dropped(url) == []


def test_a_wrong_pattern_changes_nothing_and_is_named(subscribed: TestClient, url: str) -> None:
    before = subscriptions(url)
    answer = subscribed.post("/subscriptions", data={"do": "change", "url": POST, "drop": "/(/", "folder": "New"})
    assert answer.status_code == 400
    assert "drop /(/" in answer.text
    assert subscriptions(url) == before


def test_feeds_are_paused_resumed_and_removed(subscribed: TestClient, url: str) -> None:
    for do, status in (("pause", "paused"), ("resume", "active")):
        assert subscribed.post("/subscriptions", data={"do": do, "url": POST}).status_code == 303
        assert subscriptions(url)[POST].status == status
    subscribed.post("/subscriptions", data={"do": "remove", "url": POST})
    assert subscriptions(url) == {}
    assert (
        "no subscription has this address" in subscribed.post("/subscriptions", data={"do": "pause", "url": POST}).text
    )


def test_feeds_move_together_or_not_at_all(subscribed: TestClient, url: str) -> None:
    editor = Editor(url)
    with pytest.raises(NewsfeedError, match="no subscription has this address any more"):
        editor.move({POST: ("Ports",), "https://gone.example/feed": ("Ports",)})
    assert subscriptions(url)[POST].folder == ("World",)
    editor.move({POST: ("Ports",)})
    assert subscriptions(url)[POST].folder == ("Ports",)


def test_a_list_says_what_it_left_out(client: TestClient, url: str) -> None:
    outlines = [Outline("ftp://c.example/", HOSTILE), Outline("https://d.example/feed", HOSTILE, zone="Mars/Olympus")]
    files = {"file": (f"{HOSTILE}.opml", to_opml(outlines, "list"))}
    answer = client.post("/subscriptions", data={"do": "import"}, files=files)
    assert "1 added, 0 already there, 1 left out" in answer.text
    assert "no zone is called Mars/Olympus" in answer.text
    assert "<script>alert" not in answer.text
    assert list(subscriptions(url)) == ["https://d.example/feed"]
    assert client.post("/subscriptions", data={"do": "import"}, files={"file": ("x", b"<rss/>")}).status_code == 400
    assert client.post("/subscriptions", data={"do": "import"}).status_code == 400


def test_nothing_is_changed_read_only_or_from_elsewhere(url: str, tmp_path: Path) -> None:
    form = {"do": "import"}
    files = {"file": ("list.opml", to_opml([Outline(POST)], "list"))}
    reading = client_of(url, tmp_path, read_only=True)
    assert reading.post("/subscriptions", data=form, files=files).status_code == 403
    assert "<form method" not in reading.get("/feeds").text.replace('class="inline"', "")
    elsewhere = client_of(url, tmp_path).post(
        "/subscriptions", data=form, files=files, headers={"Origin": "https://evil.example"}
    )
    assert elsewhere.status_code == 403
    assert subscriptions(url) == {}


def test_an_unknown_form_and_one_without_a_length_are_refused(client: TestClient) -> None:
    assert client.post("/subscriptions", data={"do": "nothing"}).status_code == 400
    assert client.post("/subscriptions", content=iter([b"do=pause"])).status_code == 411
    too_large = {"Content-Length": str(9 << 20)}
    assert client.post("/subscriptions", data={"do": "pause"}, headers=too_large).status_code == 413


def test_a_store_that_is_not_there_yet_is_made_for_the_first_feed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    client = client_of(url, tmp_path)
    assert "Nothing read yet" in client.get("/").text
    files = {"file": ("list.opml", to_opml([Outline(POST)], "list"))}
    client.post("/subscriptions", data={"do": "import"}, files=files)
    assert list(subscriptions(url)) == [POST]
