"""What the calls of feed readers cost: thousands of unread items listed, read and marked.

Run: python benchmarks/greader.py [ITEMS]     (default: 5000; a minute to fill the store)

The store has that many stories of invented words in 50 subscribed feeds; every tenth is copied by another feed, and is
one item with it. A client does what the apps do (docs/readers.md): it counts, lists all ids, fetches the texts 125 at a
time, and the newest of each feed; stars some items, one a call; marks half of the items, at most 10,000, as read in one
call of many ids, and the rest by marking everything. At last, stories come one by one, as with a watch, and it lists
the unread after each. Printed are the calls, the bytes of their answers, the processor time and time of all of a kind
together, and the processor time of one, in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.formats.opml import Outline  # noqa: E402
from newsfeed.items import Article, Paragraph, Source  # noqa: E402
from newsfeed.pipelines import subscribing  # noqa: E402
from newsfeed.pipelines.detection import judge_pending  # noqa: E402
from newsfeed.pipelines.ingest import Ingestion  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402
from newsfeed.subscriptions.model import Options  # noqa: E402
from newsfeed.web.app import create_app  # noqa: E402
from newsfeed.web.server import ServeOptions, build, set_password  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FEEDS = [f"https://outlet{number}.example/feed" for number in range(50)]
COPIED = 10  # stories of which one is copied
AT_ONCE = 125  # items fetched in one call
FEED_ITEMS = 20  # fetched of each feed
MOST_AT_ONCE = 10_000  # ids that one call lists or changes
NEWS = 5  # stories that come one by one
PASSWORD = "of this benchmark"  # noqa: S105
START = datetime(2024, 3, 1, tzinfo=UTC)
READING_LIST, READ, STARRED = (f"user/-/state/com.google/{each}" for each in ("reading-list", "read", "starred"))


def articles(numbers: Iterable[int], rng: random.Random) -> Iterator[Article]:
    """Yield the stories with these numbers, and the copies of some."""
    words = ["".join(rng.choices("abdefgiklmnoprstuv", k=rng.randint(3, 9))) for _ in range(4000)]
    for number in numbers:
        story = Article(
            id=blake2b(str(number).encode(), digest_size=16).hexdigest(),
            url=f"https://outlet{number % len(FEEDS)}.example/{number}",
            title=" ".join(rng.choices(words, k=7)).capitalize(),
            published=(START + timedelta(minutes=number)).isoformat(),
            fetched=(START + timedelta(days=30)).isoformat(),
            language="en",
            feed=Source(FEEDS[number % len(FEEDS)], f"Outlet {number % len(FEEDS)}"),
            paragraphs=[Paragraph(f"{' '.join(rng.choices(words, k=30)).capitalize()}.") for _ in range(3)],
        )
        yield story
        if number % COPIED == 0:
            other = (number + 1) % len(FEEDS)
            yield replace(
                story,
                id=blake2b(f"copy {number}".encode(), digest_size=16).hexdigest(),
                url=f"https://outlet{other}.example/{number}",
                published=(START + timedelta(minutes=number + 30)).isoformat(),
                feed=Source(FEEDS[other], f"Outlet {other}"),
                paragraphs=[Paragraph(each.text) for each in story.paragraphs],
            )


def fill(url: str, count: int) -> None:
    """Make a store with so many stories, all feeds subscribed to."""
    store = Store(url)
    for number, feed in enumerate(FEEDS):
        subscribing.subscribe(store, Outline(feed, f"Outlet {number}"), Options(), f"Folder {number % 5}")
    store.close()
    add(url, range(count))


def add(url: str, numbers: Sequence[int]) -> None:
    """Add the stories with these numbers to the store, as a poll does."""
    store = Store(url)
    ingestion = Ingestion(store)
    for place, article in enumerate(articles(numbers, random.Random(17 + numbers[0]))):  # noqa: S311 - words
        ingestion.add(1, place, article)
    ingestion.flush()
    for _ in judge_pending(store):
        pass
    store.close()


class Measured:
    """A client whose calls are measured by kind."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self.rows: dict[str, list[float]] = {}

    def call(self, kind: str, path: str, form: dict[str, Any] | None = None) -> Any:
        """Make a call; return its answer, as JSON if it is that."""
        cpu, wall = time.process_time(), time.perf_counter()
        answer = self._client.get(path) if form is None else self._client.post(path, data=form)
        taken = time.process_time() - cpu, time.perf_counter() - wall
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text}")
        row = self.rows.setdefault(kind, [0, 0, 0, 0])
        for place, value in enumerate((1, len(answer.content), taken[0] * 1000, taken[1] * 1000)):
            row[place] += value
        return answer.json() if answer.headers["content-type"].startswith("application/json") else answer.text


def synchronise(client: Measured, count: int) -> None:
    """Do what an app does with so many unread items; raise SystemExit if they are not all there."""
    api = "/reader/api/0"
    client.call("subscription/list", f"{api}/subscription/list?output=json")
    expect(client.call("unread-count", f"{api}/unread-count?output=json")["max"], count)
    ids = unread(client, "unread")
    expect(len(set(ids)), count)
    items, continuation = 0, ""
    while items < count:
        path = f"{api}/stream/contents?n={AT_ONCE}" + (f"&c={continuation}" if continuation else "")
        page = client.call(f"stream/contents, {AT_ONCE} at a time", path)
        items, continuation = items + len(page["items"]), page.get("continuation", "")
    for number, feed in enumerate(FEEDS):
        client.call("stream/contents, of one feed", f"{api}/stream/contents/feed/{feed}?n={FEED_ITEMS}")
        client.call("edit-tag, one id", f"{api}/edit-tag", {"i": ids[number % count], "a": STARRED})
    half = ids[: min(count // 2, MOST_AT_ONCE)]
    client.call(f"edit-tag, {len(half):,} ids", f"{api}/edit-tag", {"i": half, "a": READ})
    expect(len(unread(client, "half")), count - len(half))
    client.call("mark-all-as-read", f"{api}/mark-all-as-read", {"s": READING_LIST})
    expect(len(unread(client, "none")), 0)


def keep_up(client: Measured, url: str, count: int) -> None:
    """List the unread items whenever a story has come to the store."""
    for number in range(1, NEWS + 1):
        add(url, [count + number])
        expect(len(unread(client, "after a commit")), number)


def unread(client: Measured, of: str) -> list[str]:
    """Return the ids of all unread items, as many at a time as the server gives."""
    path = f"/reader/api/0/stream/items/ids?s={READING_LIST}&xt={READ}&n={MOST_AT_ONCE}"
    ids: list[str] = []
    continuation: str | None = ""
    while continuation is not None:
        found = client.call(f"stream/items/ids, {of}", path + (f"&c={continuation}" if continuation else ""))
        ids += [each["id"] for each in found["itemRefs"]]
        continuation = found.get("continuation")
    return ids


def expect(found: int, wanted: int) -> None:
    """Raise SystemExit unless two counts are the same."""
    if found != wanted:
        raise SystemExit(f"{found:,} items, where {wanted:,} should be")


def main() -> None:
    """Fill a store, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("items", nargs="?", type=int, default=5000)
    count = parser.parse_args().items
    with tempfile.TemporaryDirectory() as folder:
        url, password = f"sqlite:///{folder}/news.db", Path(folder) / "password"
        fill(url, count)
        set_password(password, PASSWORD)
        site = build(
            ServeOptions(url, marks=f"{folder}/marks.db", password_file=str(password), read_only=True, greader=True)
        )
        client = TestClient(create_app(site), base_url="http://127.0.0.1:8765")
        login = client.post("/accounts/ClientLogin", data={"Email": "me", "Passwd": PASSWORD, "output": "json"})
        client.headers["Authorization"] = f"GoogleLogin auth={login.json()['Auth']}"
        measured = Measured(client)
        synchronise(measured, count)
        keep_up(measured, url, count)
        site.reader.close()
    print(f"{count:,} items")
    print(f"{'call':34} {'calls':>5} {'KB':>7} {'CPU ms':>8} {'ms':>8} {'CPU ms a call':>13}")
    for kind, (calls, size, cpu, wall) in measured.rows.items():
        print(f"{kind:34} {calls:5.0f} {size / 1000:7.0f} {cpu:8.0f} {wall:8.0f} {cpu / calls:13.0f}")


if __name__ == "__main__":
    main()
