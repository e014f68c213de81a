"""The Google Reader API on a real socket of loopback, over a store of a few outlets, and a client that speaks it."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import uvicorn

from newsfeed.formats.opml import Outline
from newsfeed.pipelines import subscribing
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.ingest import Ingestion
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options
from newsfeed.web.app import create_app
from newsfeed.web.server import ServeOptions, build, set_password

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newsfeed.items import Article

PASSWORD = "lighthouse keeper"  # noqa: S105 - of a server that lives as long as a test
READING_LIST = "user/-/state/com.google/reading-list"
READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"


def keep(url: str, *articles: Article) -> None:
    """Store articles, in this order, and judge them."""
    store = Store(url)
    ingestion = Ingestion(store)
    run = store.start_run("test", "2024-03-20T00:00:00+00:00")
    for place, each in enumerate(articles):
        ingestion.add(run, place, each)
    ingestion.flush()
    for _ in judge_pending(store):
        pass
    store.close()


def subscribe(url: str, feed: str, folder: str | None = None, **options: Any) -> None:
    """Subscribe to a feed, named by its host."""
    store = Store(url)
    subscribing.subscribe(store, Outline(feed, feed.split("/")[2]), Options(**options), folder)
    store.close()


@dataclass
class ApiAnswer:
    """What the server answered."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def json(self) -> Any:
        """The JSON of an answer that is one."""
        assert self.status == 200, (self.status, self.text)
        return json.loads(self.text)


@dataclass
class ApiClient:
    """A feed reader; ``headers`` are sent with each call."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, path: str, form: Any = None, headers: Mapping[str, str] | None = None) -> ApiAnswer:
        """GET a path, or POST a form: bytes, pairs or a mapping."""
        body = form if form is None or isinstance(form, bytes) else urlencode(form, doseq=True).encode()
        request = Request(f"{self.address}{path}", body, {**self.headers, **(headers or {})})  # noqa: S310 - loopback
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310
                return ApiAnswer(answer.status, answer.read().decode(), answer.headers)
        except HTTPError as error:
            return ApiAnswer(error.code, error.read().decode(), error.headers)

    def log_in(self, password: str = PASSWORD) -> ApiClient:
        """Return a client with the token that it got for the password."""
        answer = self.send("/accounts/ClientLogin", {"Email": "me", "Passwd": password, "output": "json"})
        return ApiClient(self.address, {"Authorization": f"GoogleLogin auth={answer.json['Auth']}"})

    def get(self, call: str, **parameters: Any) -> ApiAnswer:
        """Make a call by GET."""
        return self.send(f"/reader/api/0/{quote(call)}?{urlencode({'output': 'json', **parameters}, doseq=True)}")

    def post(self, call: str, form: Any) -> ApiAnswer:
        """Make a call by POST."""
        return self.send(f"/reader/api/0/{call}", form)

    def ids(self, stream: str = READING_LIST, **parameters: Any) -> list[str]:
        """Return the ids of a stream's items, up to a hundred."""
        found = self.get("stream/items/ids", **{"s": stream, "n": 100} | parameters).json
        return [each["id"] for each in found["itemRefs"]]

    def items(self, stream: str = READING_LIST, **parameters: Any) -> list[dict[str, Any]]:
        """Return the items of a stream, up to a hundred."""
        found: list[dict[str, Any]] = self.get(f"stream/contents/{stream}", **{"n": 100} | parameters).json["items"]
        return found

    def titles(self, stream: str = READING_LIST, **parameters: Any) -> list[str]:
        """Return the titles of a stream's items."""
        return [each["title"] for each in self.items(stream, **parameters)]

    def unread(self) -> int:
        """Return the number of unread items."""
        found: int = self.get("unread-count").json["max"]
        return found


@contextmanager
def serving(url: str, folder: Path, **options: Any) -> Iterator[ApiClient]:
    """Serve a store with the API; give a client that has not logged in."""
    password = folder / "password"
    if not password.exists():
        set_password(password, PASSWORD)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        given = {"marks": str(folder / "marks.db"), "password_file": str(password), "greader": True} | options
        site = build(ServeOptions(url, port=port, **given))
        server = uvicorn.Server(uvicorn.Config(create_app(site), log_level="warning"))
        listening.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield ApiClient(f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
            thread.join()
            site.reader.close()
