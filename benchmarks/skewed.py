"""The memory of the largest task of a batch, for archives in which much is alike.

Run: python benchmarks/skewed.py [PARAGRAPHS] [--partition PARAGRAPHS] [--case CASE …]

Generates archives of that many paragraphs (20000 in partitions of 5000), ten in an article unless stated, has the steps
of `newsfeed batch` judge each, and prints by how much the task that takes most memory lets a process grow, and its
step:

- mixed: articles of 50 sites, every paragraph another one.
- one site: all of one site, half of the paragraphs its menus.
- one article: half of the paragraphs in one article, so in one partition.
- one line: every article has the same line.
- one phrase: every paragraph has words of its own, and a phrase that all have.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from scale import Measured  # noqa: E402

from newsfeed.batch.archive import write  # noqa: E402
from newsfeed.batch.steps import stages  # noqa: E402
from newsfeed.dedup.config import DedupConfig  # noqa: E402
from newsfeed.store.archived import ArchivedArticle  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = ("mixed", "one site", "one article", "one line", "one phrase")
SEED = 3
OF_ARTICLE = 10  # paragraphs
PHRASE = "who had waited on the quay since dawn for the first ferry of the year"
LINE = "Tickets for the ferry are sold at the pier from eight in the morning."
MENUS = [f"Read all about {subject} on our pages" for subject in ("sport", "weather", "money", "travel", "the arts")]


def articles(case: str, paragraphs: int) -> Iterator[ArchivedArticle]:
    """Yield the articles of a case, in the order of reading."""
    chance = random.Random(SEED)  # noqa: S311 - the same texts each time
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(4, 9))) for _ in range(20_000)]
    phrase = f", {PHRASE}, " if case == "one phrase" else " "
    left = paragraphs
    while left > 0:
        size = paragraphs // 2 if case == "one article" and left == paragraphs else OF_ARTICLE
        ends = [[" ".join(chance.choices(words, k=count)) for count in (8, 9)] for _ in range(size)]
        texts = [f"{phrase.join(each)}." for each in ends]
        if case == "one site":
            texts[: len(MENUS)] = MENUS
        elif case == "one line":
            texts[0] = LINE
        yield article(paragraphs - left, "a.example" if case == "one site" else f"{left % 50}.example", texts)
        left -= size


def article(number: int, site: str, texts: list[str]) -> ArchivedArticle:
    """Return an article of these paragraphs."""
    return ArchivedArticle(
        number=number + 1,
        rank=(number + 1) << 20,
        id=f"{number:032x}",
        seconds=1_600_000_000 + 60 * number,
        title=f"Report {number}",
        site=site,
        feed=1,
        enclosures=[],
        paragraphs=[{"text": text, "kind": "paragraph", "ordered": None, "address": None} for text in texts],
        quotes=[],
        url=None,
        authors=[],
        published=None,
        fetched="2024-01-01T00:00:00+00:00",
        source={"url": "https://a.example/feed", "title": None},
    )


def largest(case: str, paragraphs: int, partition: int) -> tuple[int, str]:
    """Return the bytes of the largest task of a case, and its step."""
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder) / "articles", articles(case, paragraphs), partition)
        measured, steps = Measured(files), stages(files, DedupConfig())
        for stage in steps:
            measured.run(stage)
        tasks = [(stage, number) for stage in steps for number in range(files.partitions)]
        return max((measured.memory(stage, number), stage.name) for stage, number in tasks)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paragraphs", nargs="?", type=int, default=20_000)
    parser.add_argument("--partition", type=int, default=5_000, metavar="PARAGRAPHS")
    parser.add_argument("--case", choices=CASES, nargs="+", default=CASES)
    options = parser.parse_args()
    for case in options.case:
        most, step = largest(case, options.paragraphs, options.partition)
        print(f"{case:<12}{most / 1e6:>6.0f} MB  {step}", flush=True)


if __name__ == "__main__":
    main()
