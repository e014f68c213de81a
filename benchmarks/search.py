"""Measure search: the size of the index, the time to build it, and the times of queries, beside SQLite's trigrams.

    python benchmarks/search.py STORE.db [PARAGRAPHS] [--crawl SOURCE] [--postgresql URL]

Reads the texts of a store; its articles are repeated until there are that many paragraphs (300,000 by default). With
SOURCE it also crawls that three times without an index and three times with one, in turn, and prints the least
processor time of each. With the URL of an empty database on this machine, the store is copied there, and the queries
are run there as well: their time is that of the server's process and of this one.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.store import search  # noqa: E402
from newsfeed.store.copying import copy  # noqa: E402
from newsfeed.store.engine import open_reader  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402
from newsfeed.text.normalise import normalise  # noqa: E402
from newsfeed.text.search_query import parse_query  # noqa: E402

QUERIES = (
    "台湾",
    "人",
    "新冠肺炎疫情",
    "“武汉肺炎” 美国",
    "the",
    "government",
    '"prime minister" -covid',
    "zealand since:2020-05-01",
    "site:rnz.co.nz",
    "zeppelinfahrt",
)
TRIES = 5
CRAWLS = 3


def enlarge(source: Path, target: Path, paragraphs: int) -> None:
    """Write a store with the articles of another, repeated under new ids until it has so many paragraphs."""
    Store(f"sqlite:///{target}").close()
    with sqlite3.connect(target) as db:
        db.execute("ATTACH ? AS source", [str(source)])
        db.execute("INSERT INTO feeds SELECT * FROM source.feeds")
        columns = [row[1] for row in db.execute("PRAGMA table_info(articles)")]
        others = ", ".join(name for name in columns if name not in {"number", "id"})
        numbers = [number for (number,) in db.execute("SELECT number FROM source.articles")]
        total = 0
        for number, old in zip(count(1), cycle(numbers), strict=False):
            db.execute(
                f"INSERT INTO articles (number, id, {others}) SELECT ?, ?, {others} FROM source.articles"  # noqa: S608
                " WHERE number = ?",
                [number, f"{number}", old],
            )
            total += db.execute(
                "INSERT INTO paragraphs (article, position, passage, rank, text, kind, status, novelty)"
                " SELECT ?, position, passage, rank, text, kind, status, novelty FROM source.paragraphs"
                " WHERE article = ?",
                [number, old],
            ).rowcount
            if total >= paragraphs:
                break


def measure_trigrams(file: Path) -> tuple[float, float]:
    """Return the size of an FTS5 trigram index of the same normal forms in megabytes, and its seconds."""
    with sqlite3.connect(file) as db:
        started = time.process_time()
        db.execute("CREATE VIRTUAL TABLE trigrams USING fts5(text, content = '', columnsize = 0, tokenize = 'trigram')")
        query = "SELECT article, group_concat(text, ' ¶ ') FROM paragraphs GROUP BY article"
        rows = ((number, normalise(text)) for number, text in db.execute(query).fetchall())
        db.executemany("INSERT INTO trigrams(rowid, text) VALUES (?, ?)", rows)
        db.commit()
        size = db.execute("SELECT sum(length(block)) FROM trigrams_data").fetchone()[0]
        return size / 1e6, time.process_time() - started


def crawl(source: Path, folder: Path, *, with_index: bool) -> float:
    """Crawl a source into a new store, which has an index for search or not; return the seconds of processor time."""
    file = folder / "crawl.db"
    file.unlink(missing_ok=True)
    store = Store(f"sqlite:///{file}")
    if with_index:
        list(store.index_words())
    store.close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "newsfeed", "crawl", str(source.absolute()), "-O", str(folder / "out.jsonl")]
    environment = {**os.environ, "NEWSFEED_STORE": f"sqlite:///{file}"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(engine: Engine, processor_time: Callable[[], float]) -> None:
    """Print how many articles each query finds, and the least time that it takes."""
    with engine.connect() as connection:
        for text in QUERIES:
            query = parse_query(text, datetime.now(UTC))
            seconds = []
            for _ in range(TRIES):
                started = processor_time()
                total, _ = search.find(connection, query, 20)
                seconds.append(processor_time() - started)
            print(f"{total:>8,}  {min(seconds) * 1000:7.1f} ms  {text}")


def measure_postgresql(file: Path, url: str) -> None:
    """Copy a store to PostgreSQL, and print the size of its index there and the times of queries."""
    for _ in copy(f"sqlite:///{file}", url):
        pass
    store = Store(url)
    list(store.index_words())
    print(f"PostgreSQL: index of {store.size_of_search() / 1e6:.1f} MB")
    store.close()
    engine = open_reader(url)
    with engine.connect() as connection:
        server = Path(f"/proc/{connection.exec_driver_sql('SELECT pg_backend_pid()').scalar_one()}/schedstat")
    measure(engine, lambda: time.process_time() + int(server.read_text("ascii").split()[0]) / 1e9)
    engine.dispose()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("paragraphs", nargs="?", type=int, default=300_000)
    parser.add_argument("--crawl", type=Path)
    parser.add_argument("--postgresql", metavar="URL")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        if options.crawl:
            runs = [
                (
                    crawl(options.crawl, Path(folder), with_index=False),
                    crawl(options.crawl, Path(folder), with_index=True),
                )
                for _ in range(CRAWLS)
            ]
            without, with_index = map(min, zip(*runs, strict=True))
            print(f"a crawl: {without:.1f} s, with an index {with_index:.1f} s ({with_index / without - 1:+.0%})")
        file = Path(folder) / "search.db"
        enlarge(options.store, file, options.paragraphs)
        store = Store(f"sqlite:///{file}")
        with sqlite3.connect(file) as db:
            texts = db.execute("SELECT count(*), sum(length(CAST(text AS BLOB))) / 1e6 FROM paragraphs").fetchone()
        print(f"{store.count()[0]:,} articles, {texts[0]:,} paragraphs, {texts[1]:.1f} MB of text")
        started = time.process_time()
        list(store.index_words())
        print(f"index: {store.size_of_search() / 1e6:.1f} MB, built in {time.process_time() - started:.1f} s")
        store.close()
        engine = create_engine(f"sqlite:///{file}")
        measure(engine, time.process_time)
        engine.dispose()
        if options.postgresql:
            measure_postgresql(file, options.postgresql)
        size, seconds_of_trigrams = measure_trigrams(file)
        print(f"FTS5 trigrams of the same texts: {size:.1f} MB, built in {seconds_of_trigrams:.1f} s")


if __name__ == "__main__":
    main()
