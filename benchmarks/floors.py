"""How far a crawl is from the floor: what the libraries under it take for the same work, with nothing of ours around.

Run: python benchmarks/floors.py [ARCHIVE]     (default: ../shared/data/archive)

One process, one core. Five times in turn, the archive is crawled into a new store (the process start subtracted), and
each floor is measured on the same documents and paragraphs:

    read, YAML    every file read, its front matter parsed by libyaml into events that nobody looks at
    HTML          every body parsed by lxml, every element visited
    kernels       the paragraphs normalised, fingerprinted and winnowed once, with NumPy
    SQL           bare inserts of articles, paragraphs, passages and quotations, and bare reads, with sqlite3
    JSON          the articles written as JSON Lines

There is no floor for alignment, quotations and the rules. The medians are shown, in seconds of processor time.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from compare import DIRECTORIES, RUNS, SMALL, measure
from lxml import html

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.dedup.fingerprints.simhash import fingerprints  # noqa: E402
from newsfeed.dedup.fingerprints.winnowing import digests, winnow  # noqa: E402
from newsfeed.formats import parse  # noqa: E402
from newsfeed.loaders.article import Reading, load  # noqa: E402
from newsfeed.text.normalise import normalise_all  # noqa: E402
from newsfeed.text.quotes.quotations import quotations  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsfeed.items import Article

ARCHIVE_WORK = next(work for work, directory in DIRECTORIES.items() if directory == "archive")


def main() -> int:
    """Print a table of the floors and of the crawl."""
    archive = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "archive"
    files = sorted(archive.rglob("*.md"))
    if not files:
        print(f"no posts in {archive}: name a directory of an archive", file=sys.stderr)
        return 2
    articles = loaded(files)
    floors = floors_of(files, articles)
    times: dict[str, list[float]] = {name: [] for name in (*floors, "crawl")}
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.xml"
        small.write_text(SMALL, encoding="utf-8")
        for _ in range(RUNS):
            for name, work in floors.items():
                times[name].append(processor_time(work))
            times["crawl"].append(measure(ROOT, ARCHIVE_WORK, archive, small).seconds)
    report({name: statistics.median(seconds) for name, seconds in times.items()}, articles)
    return 0


def report(seconds: dict[str, float], articles: Sequence[Article]) -> None:
    """Print the medians, and the crawl as a multiple of the sum of the floors."""
    crawl = seconds.pop("crawl")
    floor, paragraphs = sum(seconds.values()), sum(len(article.paragraphs) for article in articles)
    print(f"{len(articles):,} articles, {paragraphs:,} paragraphs\n\n| floor | seconds |\n|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {taken:.2f} |")
    print(f"| all of them | {floor:.2f} |\n| the crawl | {crawl:.2f}, {crawl / floor:.1f} × the floor |")
    print(f"\n{len(articles) / crawl:,.0f} articles/s, {paragraphs / crawl:,.0f} paragraphs/s")


def loaded(files: Sequence[Path]) -> list[Article]:
    """Return the articles of the files."""
    feeds = ((parse(file.read_bytes(), url=file.name), Reading(file.name, remote=False, fetched="")) for file in files)
    return [named.article for feed, reading in feeds for named in load(feed, reading)]


def floors_of(files: Sequence[Path], articles: Sequence[Article]) -> dict[str, Callable[[], object]]:
    """Return the floors by name."""
    parts = [file.read_text("utf-8", "replace").split("---\n", 2) for file in files]
    bodies = [part[-1] for part in parts if part[-1].strip()]
    texts = [each.text for article in articles for each in article.paragraphs]
    forms = normalise_all(texts)
    rows = rows_of(articles, forms)
    return {
        "read, YAML": lambda: [front_matter(file) for file in files],
        "HTML": lambda: [sum(1 for _ in html.fromstring(body).iter()) for body in bodies],
        "kernels": lambda: kernels(texts),
        "SQL": lambda: stored(rows),
        "JSON": lambda: [json.dumps(asdict(article), ensure_ascii=False) for article in articles],
    }


def front_matter(file: Path) -> None:
    """Read a file and the events of its front matter."""
    source = file.read_bytes().decode("utf-8", "replace").split("---\n", 2)
    if len(source) > 2:
        try:
            for _ in yaml.parse(source[1], Loader=yaml.CBaseLoader):
                pass
        except yaml.YAMLError:
            return


def kernels(texts: Sequence[str]) -> None:
    """Compute what is computed of every paragraph."""
    forms = normalise_all(texts)
    fingerprints(forms)
    digests(forms)
    winnow(forms)


def rows_of(articles: Sequence[Article], forms: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table, as short as they can be."""
    hashes, numbers = fingerprints(forms).astype("int64").tolist(), digests(forms).tolist()
    paragraphs = [
        (at, place, each.text, each.kind)
        for at, article in enumerate(articles)
        for place, each in enumerate(article.paragraphs)
    ]
    quotes = [
        (at, each.text, each.speaker)
        for at, article in enumerate(articles)
        for each in quotations([paragraph.text for paragraph in article.paragraphs])
    ]
    return {
        "articles": [(at, each.id, each.url, each.title, each.published) for at, each in enumerate(articles)],
        "paragraphs": paragraphs,
        "passages": list(zip(numbers, map(len, forms), hashes, strict=True)),
        "quotes": quotes,
    }


def stored(rows: dict[str, list[tuple[Any, ...]]]) -> int:
    """Insert rows into tables without an index, in one transaction, and read all of them; return their number."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.db")
        connection.execute("PRAGMA journal_mode = WAL")
        for name, those in rows.items():
            columns = ", ".join(f"c{number}" for number in range(len(those[0]) if those else 1))
            connection.execute(f"CREATE TABLE {name} ({columns})")
            if those:
                connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(those[0]))})", those)  # noqa: S608
        connection.commit()
        read = sum(1 for _ in chain.from_iterable(connection.execute(f"SELECT * FROM {name}") for name in rows))  # noqa: S608
        connection.close()
    return read


def processor_time(work: Callable[[], object]) -> float:
    """Return the seconds of processor time that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
