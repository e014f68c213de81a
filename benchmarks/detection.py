"""How fast detection on the stored index is, and what it still finds, as the index grows.

Run: python benchmarks/detection.py [PARAGRAPHS ...] [--store FILE]     (default: 50000 100000; a minute)

Grows one store with generated paragraphs, half of them Chinese and half English, in crawls of 50,000 paragraphs: each
stores its articles and judges them, which is to normalise, fingerprint, query, verify and insert every paragraph, and
all that the store keeps besides. Prints, at each size asked for, the rate of the crawl that reached it and of the
slowest since the line above (the index merges its segments now and then), how many of the neighbours planted in that
crawl were found, the process's peak memory, the size of the store, and how long opening it once more takes. Rates are
paragraphs for each second of processor time, the system's included: other work on the machine counts less.

One paragraph in twenty is an exact repeat; one in fifty is planted: an edited copy of one from any earlier crawl. One
in a hundred ends with one of 100 stock phrases, so that at three million paragraphs each stands in hundreds.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from newsfeed.items import Article, Paragraph, Source  # noqa: E402
from newsfeed.pipelines.detection import judge_pending  # noqa: E402
from newsfeed.pipelines.intake import take_in  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402

CRAWL = 50_000  # paragraphs
IN_ARTICLE = 20
IN_BATCH = 200  # articles
REMEMBERED = 1000  # paragraphs of each crawl that later ones may repeat
EXACT, PLANTED, STOCK = 0.05, 0.02, 0.01


class Planted(NamedTuple):
    """A paragraph that repeats an earlier one under one kind of edit."""

    kind: str
    article: str
    position: int


class Language:
    """Sentences of made-up words, as unevenly used as words are (Zipf)."""

    def __init__(self, words: list[str], between: str, stops: tuple[str, str], rng: np.random.Generator) -> None:
        self._words = np.array(words, dtype=object)
        self._shares = 1 / np.arange(100, len(words) + 100)
        self._shares /= self._shares.sum()
        self._between, (self._comma, self._stop), self._rng = between, stops, rng
        self.stock = [self.clause(8) for _ in range(50)]

    def clause(self, words: int) -> str:
        """Return so many words."""
        return self._between.join(self._rng.choice(self._words, words, p=self._shares))

    def paragraphs(self, count: int) -> list[list[str]]:
        """Return paragraphs of three to six clauses."""
        drawn = self._rng.choice(self._words, (count, 6, 8), p=self._shares)
        clauses = self._rng.integers(3, 7, count).tolist()
        lengths = self._rng.integers(4, 9, (count, 6)).tolist()
        return [[self._between.join(drawn[i, j, : lengths[i][j]]) for j in range(clauses[i])] for i in range(count)]

    def write(self, clauses: list[str]) -> str:
        """Write clauses as two sentences."""
        half = (len(clauses) + 1) // 2
        return "".join(self._comma.join(part) + self._stop for part in (clauses[:half], clauses[half:]) if part)


def chinese(rng: np.random.Generator) -> Language:
    """Return words of two characters."""
    characters = [chr(0x4E00 + n) for n in rng.permutation(6000)[:2500].tolist()]
    words = ["".join(characters[n] for n in pair) for pair in rng.integers(0, len(characters), (20_000, 2)).tolist()]
    return Language(words, "", ("，", "。"), rng)


def english(rng: np.random.Generator) -> Language:
    """Return words of one to four syllables."""
    syllables = [a + b + c for a in "bdfgklmnprstvw" for b in "aeiou" for c in ("", "n", "r", "l", "st")]
    drawn = rng.integers(0, len(syllables), (20_000, 4)).tolist()
    words = ["".join(syllables[n] for n in some[: 1 + at % 4]) for at, some in enumerate(drawn)]
    return Language(words, " ", (", ", ". "), rng)


Clauses = list[str]
Edit = Callable[[Clauses, Clauses], Clauses]
EDITS: dict[str, Edit] = {
    "lead-in replaced": lambda old, new: [new[0], *old[1:]],
    "first half in a new frame": lambda old, new: [new[0], *old[: (len(old) + 1) // 2], new[1]],
    "sentence dropped": lambda old, _: old[: (len(old) + 1) // 2],
    "clauses moved": lambda old, _: [*old[2:], *old[:2]],
    "two clauses among new ones": lambda old, new: [new[0], *old[1:3], *new[1:]],
}


class Crawls:
    """Articles for one crawl after another."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(20241121)
        self._languages = [chinese(self._rng), english(self._rng)]
        self._remembered: list[list[str]] = [[], []]  # clauses in lines
        self._count = 0

    def next(self) -> tuple[list[Article], list[Planted]]:
        """Return the articles of a crawl, and what was planted in them."""
        articles: list[Article] = []
        planted: list[Planted] = []
        for which, language in enumerate(self._languages):
            old = self._remembered[which]
            fresh = language.paragraphs(CRAWL // 2)
            draws = self._rng.random(len(fresh)).tolist()
            written: list[str] = []
            for start in range(0, len(fresh), IN_ARTICLE):
                texts: list[str] = []
                number = len(articles) + self._count
                for sentence, draw in zip(fresh[start : start + IN_ARTICLE], draws[start:], strict=False):
                    clauses = sentence
                    if old and draw < EXACT:
                        clauses = old[int(draw / EXACT * len(old))].split("\n")
                    elif old and draw < EXACT + PLANTED:
                        at = (draw - EXACT) / PLANTED
                        kind = list(EDITS)[int(at * 1000) % len(EDITS)]
                        clauses = EDITS[kind](old[int(at * len(old))].split("\n"), clauses)
                        planted.append(Planted(kind, article_id(number), len(texts)))
                    elif draw > 1 - STOCK:
                        clauses = [*clauses[:-1], language.stock[int((1 - draw) / STOCK * len(language.stock))]]
                    texts.append(language.write(clauses))
                    written.append("\n".join(clauses))
                articles.append(article(number, texts))
            self._remembered[which] += written[:REMEMBERED]
        self._count += len(articles)
        return articles, planted


def article_id(number: int) -> str:
    """Return an id of an article; the store knows ids by their first 64 bits."""
    return f"{number:016x}" * 2


def article(number: int, texts: list[str]) -> Article:
    """Return an article of one of 100 sites, one a minute."""
    published = np.datetime64("2000-01-01T00:00:00") + np.timedelta64(number, "m")
    return Article(
        id=article_id(number),
        url=f"https://site{number % 100}.example.org/{number}",
        title=f"Article {number}",
        published=f"{published}+00:00",
        fetched="2024-01-01T00:00:00+00:00",
        feed=Source(f"https://site{number % 100}.example.org/feed"),
        paragraphs=[Paragraph(text) for text in texts],
    )


def crawl(store: Store, articles: list[Article]) -> tuple[list[int], float, float]:
    """Store and judge; return the articles' numbers in the store, and the processor time that each took, in seconds."""
    start = processor_seconds()
    numbers: list[int] = []
    for first in range(0, len(articles), IN_BATCH):
        numbers += [taken.number for taken in take_in(store, articles[first : first + IN_BATCH])]
    stored = processor_seconds()
    for _ in judge_pending(store):
        pass
    return numbers, stored - start, processor_seconds() - stored


def processor_seconds() -> float:
    """Return the processor time of this process, its calls of the system included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def found(store: Store, numbers: list[int], planted: list[Planted]) -> Iterator[tuple[str, bool]]:
    """Yield, of each planted paragraph, its kind of edit and whether its source was found."""
    holding = {each.article for each in planted}
    stored = {each.id: each for each in store.articles(numbers) if each.id in holding}
    for each in planted:
        yield each.kind, bool(stored[each.article].paragraphs[each.position].reuse)


def main() -> int:
    """Grow a store and print a line at each size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sizes", nargs="*", type=int, default=[50_000, 100_000], metavar="PARAGRAPHS")
    options.add_argument("--store", type=Path, help="where to make the store (default: a temporary folder)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.store or Path(folder) / "detection.db"
        grow(file, sorted(given.sizes))
    return 0


def grow(file: Path, sizes: list[int]) -> None:
    """Fill the store up to each size in turn."""
    store, crawls, size = Store(f"sqlite:///{file}"), Crawls(), 0
    print(
        f"{'paragraphs':>10} {'per s':>8} {'slowest':>8} {'store s':>8} {'judge s':>8} {'found':>11}"
        f" {'peak MB':>9} {'file MB':>8} open ms"
    )
    for wanted in sizes:
        slowest = 0.0
        while size < wanted:
            articles, planted = crawls.next()
            numbers, storing, judging = crawl(store, articles)
            slowest = max(slowest, storing + judging)
            size += CRAWL
        kinds = list(found(store, numbers, planted))
        start = time.perf_counter()
        Store(f"sqlite:///{file}").close()
        opening = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:10,} {CRAWL / (storing + judging):8,.0f} {CRAWL / slowest:8,.0f} {storing:8.2f} {judging:8.2f}"
            f" {sum(hit for _, hit in kinds):5}/{len(kinds):5} {peak:9.0f} {file.stat().st_size / 2**20:8.0f}"
            f" {opening * 1000:7.1f}",
            flush=True,
        )
    for kind in EDITS:
        hits = [hit for each, hit in kinds if each == kind]
        print(f"  {kind:28} {sum(hits):5}/{len(hits)}")
    store.close()


if __name__ == "__main__":
    sys.exit(main())
