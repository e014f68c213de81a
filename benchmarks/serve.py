"""What each page of `newsfeed serve` costs on a large store.

Run: python benchmarks/serve.py [PARAGRAPHS] [--store FILE]     (default: 300000; a minute to fill the store)

The store is filled with stories of invented words in 40 outlets: three outlets tell half of what a first one has told,
with footers and paragraphs of their own, and some only copy it. 6,000 paragraphs are judged, and an article of 3,000;
the others are the first again under other numbers, as if they were other stories. It is kept in FILE, if one is named,
for the next run. Each page is asked for four times; printed are its bytes and the least processor time and time of the
last three, in milliseconds. The aim is 150 ms each.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, create_engine, func, insert, select
from starlette.testclient import TestClient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.exporters.publish import single_feed_name  # noqa: E402
from newsfeed.formats.opml import Outline  # noqa: E402
from newsfeed.items import Article, Paragraph, Source  # noqa: E402
from newsfeed.pipelines import subscribing  # noqa: E402
from newsfeed.pipelines.detection import judge_pending  # noqa: E402
from newsfeed.pipelines.ingest import Ingestion  # noqa: E402
from newsfeed.store import browse, schema  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402
from newsfeed.subscriptions.model import Options  # noqa: E402
from newsfeed.web.app import create_app  # noqa: E402
from newsfeed.web.reader import Reader  # noqa: E402
from newsfeed.web.server import ServeOptions, build  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OUTLETS = [f"outlet{number}.example" for number in range(40)]
TELLINGS = 4  # of a story
PARAGRAPHS = 6  # of a telling
WORDS = 25  # of a paragraph
LONGEST = 3000  # paragraphs of one article
COPIES = 40  # articles of which one is a copy
START = datetime(2024, 3, 1, tzinfo=UTC)
JUDGED = 6000  # paragraphs that are judged
RUNS = 4
AIM = 150  # ms


def articles(count: int, rng: random.Random) -> Iterator[Article]:
    """Yield articles with so many paragraphs in all."""
    vocabulary = ["".join(rng.choices("abcdefghijklmnoprstuvw", k=rng.randint(3, 9))) for _ in range(20_000)]

    def sentence() -> str:
        return " ".join(rng.choices(vocabulary, k=WORDS)).capitalize() + "."

    for number in range(1, count // PARAGRAPHS + 1):
        place = (number - 1) % TELLINGS
        if place == 0:
            told = [sentence() for _ in range(PARAGRAPHS - 1)]
            told.append(f"“{sentence()}” said {rng.choice(vocabulary).capitalize()} Holt.")
            outlets = rng.sample(OUTLETS, TELLINGS)
            title = sentence()[:60]
        if place == TELLINGS - 1 and number % COPIES == 0:
            texts, headline = told, title
        else:
            kept = told[: PARAGRAPHS // 2] if place else told
            footer = f"Read more stories of this kind every morning at {outlets[place]}."
            texts = [*kept, *(sentence() for _ in range(PARAGRAPHS - 1 - len(kept))), footer] if place else told
            headline = title if place == 0 else sentence()[:60]
        yield _article(number, outlets[place], headline, texts)


def _article(number: int, site: str, title: str, texts: list[str]) -> Article:
    moment = (START + timedelta(seconds=20 * number)).isoformat()
    return Article(
        id=blake2b(str(number).encode(), digest_size=16).hexdigest(),
        guid=f"{site}/{number}",
        url=f"https://{site}/{number}",
        title=title,
        published=moment,
        fetched=moment,
        language="en",
        feed=Source(f"https://{site}/feed", site),
        paragraphs=[Paragraph(text) for text in texts],
    )


def fill(url: str, count: int) -> None:
    """Read and judge some articles, multiply them, add a long one, and subscribe to their feeds."""
    judge(url, articles(JUDGED, random.Random(7)))  # noqa: S311 - no secret
    engine = create_engine(url)
    with engine.begin() as connection:
        size = {
            table: connection.execute(select(func.max(table.c.number))).scalar_one()
            for table in (schema.articles, schema.passages)
        }
        for again in range(1, count // JUDGED):
            multiply(connection, again, size[schema.articles], size[schema.passages])
    engine.dispose()
    judge(url, [_article(count, "outlet0.example", "The longest", [f"Line {n} says {n * n}." for n in range(LONGEST)])])
    store = Store(url)
    for site in OUTLETS:
        options = Options(prefer=site == "outlet1.example" or None)
        subscribing.subscribe(store, Outline(f"https://{site}/feed", site), options, "World")
    store.close()


def judge(url: str, found: Iterable[Article]) -> None:
    """Store articles and judge them."""
    store = Store(url)
    ingestion = Ingestion(store)
    for place, article in enumerate(found):
        ingestion.add(1, place, article)
    ingestion.flush()
    for _ in judge_pending(store):
        pass
    store.close()


def multiply(connection: Connection, again: int, most: int, most_passages: int) -> None:
    """Add the articles numbered up to ``most`` once more, under other numbers and with other passages."""
    article, passage = again * (most + 1), again * (most_passages + 1)
    moves: dict[Table, dict[str, int | str]] = {
        schema.passages: {"number": passage, "article": article, "digest": again},
        schema.articles: {
            **dict.fromkeys(("number", "duplicate_of", "repeats", "follows"), article),
            "id": f"-{again}",
        },
        schema.paragraphs: {"article": article, "passage": passage},
        schema.reuse: {"article": article, "from_article": article},
        schema.quotes: {"article": article, "first_article": article, "digest": again},
        schema.repeats: {"passage": passage},
    }
    for table, moved in moves.items():
        key = next(iter(moved))
        columns = [column + moved[column.name] if column.name in moved else column for column in table.columns]
        rows = select(*columns).where(table.c[key] <= (most_passages if moved[key] == passage else most))
        connection.execute(insert(table).from_select(table.columns.keys(), rows))


def paths(url: str) -> list[str]:
    """Return the pages to ask for."""
    reader = Reader(url)
    with reader.snapshot() as connection:
        recent = browse.newest(connection, browse.Filters(), 40)
        long = next(each for each in recent if each.title == "The longest")
        told = next(each for each in recent if each is not long and browse.read_before(connection, each.number))
        link = browse.read_before(connection, told.number)[0]
    reader.close()
    single = single_feed_name("https://outlet1.example/feed")
    return [
        "/", "/?site=outlet1.example", "/?q=zzqzz", "/?since=2024-03-05", "/news.csv", "/reuse", "/reuse?min_outlets=3",
        "/reuse/figures",
        "/outlets", "/outlets/outlet1.example", "/outlets/outlet1.example/outlet2.example", "/quotes", "/boilerplate",
        "/hidden", "/hidden?what=dropped", "/hidden?what=duplicate", "/hidden?what=boilerplate", "/feeds", "/check",
        f"/a/{told.id}", f"/a/{long.id}", f"/a/{told.id}/p{link.position}/vs/{link.id}/p{link.other_position}",
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
