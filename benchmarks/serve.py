"""What each page of `newsfeed serve` costs on a large store.

Run: python benchmarks/serve.py [PARAGRAPHS] [--store FILE]     (default: 300000; ten minutes to fill the store)

The store is filled with stories of invented words in two weeks of 40 outlets: of each story, one outlet tells half of
what another has told, and some add quotations, footers and copies. It is kept in FILE, if one is named, for the next
run. Each page is asked for four times; printed are its bytes and the least processor time and time of the last three,
in milliseconds. The aim is 150 ms each.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.exporters.publish import single_feed_name  # noqa: E402
from newsfeed.formats.opml import Outline  # noqa: E402
from newsfeed.items import Article, Paragraph, Source  # noqa: E402
from newsfeed.pipelines import subscribing  # noqa: E402
from newsfeed.pipelines.detection import judge_pending  # noqa: E402
from newsfeed.pipelines.ingest import Ingestion  # noqa: E402
from newsfeed.store import browse  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402
from newsfeed.subscriptions.model import Options  # noqa: E402
from newsfeed.web.app import create_app  # noqa: E402
from newsfeed.web.reader import Reader  # noqa: E402
from newsfeed.web.server import ServeOptions, build  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTLETS = [f"outlet{number}.example" for number in range(40)]
TELLINGS = 4  # of a story
PARAGRAPHS = 6  # of a telling
WORDS = 25  # of a paragraph
LONGEST = 3000  # paragraphs of one article
START = datetime(2024, 3, 1, tzinfo=UTC)
AT_ONCE = 2000  # articles
RUNS = 4
AIM = 150  # ms


def articles(count: int, rng: random.Random) -> Iterator[Article]:
    """Yield articles with so many paragraphs in all."""
    vocabulary = ["".join(rng.choices("abcdefghijklmnoprstuvw", k=rng.randint(3, 9))) for _ in range(20_000)]

    def sentence() -> str:
        return " ".join(rng.choices(vocabulary, k=WORDS)).capitalize() + "."

    yield _article(0, "outlet0.example", "The longest", [sentence() for _ in range(LONGEST)])
    for number in range(1, (count - LONGEST) // PARAGRAPHS + 1):
        place = (number - 1) % TELLINGS
        if place == 0:
            told = [sentence() for _ in range(PARAGRAPHS - 1)]
            told.append(f"“{sentence()}” said {rng.choice(vocabulary).capitalize()} Holt.")
            outlets = rng.sample(OUTLETS, TELLINGS)
            title = sentence()[:60]
        if place == TELLINGS - 1:
            texts, headline = told, title  # a copy
        else:
            kept = told[: PARAGRAPHS // 2] if place else told
            footer = f"Read more stories of this kind every morning at {outlets[place]}."
            texts = [*kept, *(sentence() for _ in range(PARAGRAPHS - 1 - len(kept))), footer] if place else told
            headline = title if place == 0 else sentence()[:60]
        yield _article(number, outlets[place], headline, texts)


def _article(number: int, site: str, title: str, texts: list[str]) -> Article:
    moment = (START + timedelta(seconds=20 * number)).isoformat()
    return Article(
        id=f"{number:032x}",
        url=f"https://{site}/{number}",
        title=title,
        published=moment,
        fetched=moment,
        language="en",
        feed=Source(f"https://{site}/feed", site),
        paragraphs=[Paragraph(text) for text in texts],
    )


def fill(url: str, count: int) -> None:
    """Read and judge the articles."""
    store, ingestion, waiting = Store(url), None, 0
    for place, article in enumerate(articles(count, random.Random(7))):  # noqa: S311 - no secret
        ingestion = ingestion or Ingestion(store)
        ingestion.add(1, place, article)
        waiting += 1
        if waiting == AT_ONCE:
            _judge(store, ingestion)
            ingestion, waiting = None, 0
    if ingestion:
        _judge(store, ingestion)
    for site in OUTLETS:
        options = Options(prefer=site == "outlet1.example" or None)
        subscribing.subscribe(store, Outline(f"https://{site}/feed", site), options, "World")
    store.close()


def _judge(store: Store, ingestion: Ingestion) -> None:
    ingestion.flush()
    for _ in judge_pending(store):
        pass


def paths(url: str) -> list[str]:
    """Return the pages to ask for."""
    reader = Reader(url)
    with reader.snapshot() as connection:
        recent = browse.newest(connection, browse.Filters(), 40)
        told = next(each for each in recent if browse.read_before(connection, each.number))
        link = browse.read_before(connection, told.number)[0]
    reader.close()
    single = single_feed_name("https://outlet1.example/feed")
    return [
        "/", "/?site=outlet1.example", "/?q=zzqzz", "/?since=2024-03-05", "/news.csv", "/reuse", "/reuse?min_outlets=3",
        "/outlets", "/outlets/outlet1.example", "/outlets/outlet1.example/outlet2.example", "/quotes", "/boilerplate",
        "/hidden", "/hidden?what=dropped", "/hidden?what=duplicate", "/hidden?what=boilerplate", "/feeds", "/check",
        f"/a/{told.id}", f"/a/{0:032x}", f"/a/{told.id}/p{link.position}/vs/{link.id}/p{link.other_position}",
        f"/s/{told.id}", f"/p/{link.id}/{link.other_position}", "/feed.atom", "/folders/World.atom", f"/feeds/{single}",
        "/subscriptions.opml",
    ]  # fmt: skip


def main() -> None:
    """Fill the store if need be, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paragraphs", nargs="?", type=int, default=300_000)
    parser.add_argument("--store", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.store or Path(folder) / "news.db"
        url = f"sqlite:///{file.absolute()}"
        if not file.exists():
            fill(url, arguments.paragraphs)
        site = build(ServeOptions(url, marks=f"{folder}/marks.db", read_only=True))
        client = TestClient(create_app(site), base_url="http://127.0.0.1:8765")
        print(f"{'page':60} {'KB':>6} {'CPU ms':>7} {'ms':>7}")
        for path in paths(url):
            times = [measure(client, path) for _ in range(RUNS)][1:]
            size, cpu, wall = times[0][0], min(each[1] for each in times), min(each[2] for each in times)
            print(f"{path[:60]:60} {size / 1000:6.0f} {cpu:7.0f} {wall:7.0f}{' !' if cpu > AIM else ''}", flush=True)
        site.reader.close()


def measure(client: TestClient, path: str) -> tuple[int, float, float]:
    """Return the bytes of a page, and the milliseconds of processor time and of time that it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = client.get(path)
    taken = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return len(answer.content), *taken


if __name__ == "__main__":
    main()
