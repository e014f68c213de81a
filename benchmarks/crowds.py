"""What a crowd of paragraphs that are alike costs, as it grows, and whether it hides what is planted in it.

Run: python benchmarks/crowds.py [PARAGRAPHS] [--steps STEPS]     (default: 100000 in 4 steps; half an hour)

Each case fills a store of its own in steps, and prints how many microseconds of processor time one paragraph took in
each step, which should not grow with what the store holds; how many of the planted paragraphs were found; and the
process's peak memory so far. One paragraph in 200 is planted: an edited copy of any earlier member of the crowd, and
found if that very one is named, of the thousands that share as many common words with it.

- phrase: every paragraph has words of its own, and a phrase that all have.
- form: warnings that differ in two names and three numbers, a third of their letters.
- form, one article: the same in one article a step.
- line, one article: one article a step, that has the same line again and again.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from detection import EDITS, IN_ARTICLE, Language, article, article_id, chinese, crawl, english

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.store.repository import Store  # noqa: E402

PLANTED_EVERY = 200
FORMS = {
    "zh": (
        "{}气象台今天{}时发布暴雨橙色预警信号，预计未来{}小时{}的降雨量将达到{}毫米以上，"
        "请有关单位和人员做好防范准备，河边的居民要注意水位。"
    ),
    "en": (
        "The weather office of {} issued an orange warning at {}: within {} hours it expects in {} more than {} "
        "millimetres of rain; people who live near rivers are asked to watch the water closely."
    ),
}


class Crowd(NamedTuple):
    """Paragraphs, and the places of those that are planted with the place of the one that each repeats."""

    texts: list[str]
    planted: dict[int, int]


def with_phrase(language: Language, _: str, count: int, rng: np.random.Generator) -> Crowd:
    """Return paragraphs of other words that end with the same clause."""
    phrase = language.clause(10)
    paragraphs = [[*clauses[:-1], phrase] for clauses in language.paragraphs(count)]
    planted = places(count, rng)
    for place, (which, original) in enumerate(planted.items()):
        edit = list(EDITS.values())[place % len(EDITS)]
        paragraphs[which] = edit(paragraphs[original], paragraphs[which])
    return Crowd([language.write(clauses) for clauses in paragraphs], planted)


def of_one_form(language: Language, name: str, count: int, rng: np.random.Generator) -> Crowd:
    """Return paragraphs that differ in names and numbers; the planted ones begin with a sentence of their own."""
    numbers = rng.integers(1, 1000, (count, 3)).tolist()
    texts = [FORMS[name].format(language.clause(4), x, y, language.clause(4), z) for x, y, z in numbers]
    planted = places(count, rng)
    for which, original in planted.items():
        texts[which] = language.write([language.clause(8)]) + texts[original]
    return Crowd(texts, planted)


def of_one_line(_: Language, name: str, count: int, rng: np.random.Generator) -> Crowd:
    """Return the same paragraph so many times."""
    return Crowd([FORMS[name]] * count, dict.fromkeys(places(count, rng), 0))


def places(count: int, rng: np.random.Generator) -> dict[int, int]:
    """Return which paragraphs to plant, and which earlier ones, that are not planted, they repeat."""
    planted = range(PLANTED_EVERY, count, PLANTED_EVERY)
    return {which: int(rng.integers(which // PLANTED_EVERY)) * PLANTED_EVERY + which % 7 + 1 for which in planted}


Make = Callable[[Language, str, int, np.random.Generator], Crowd]
CASES: dict[str, tuple[Make, bool]] = {  # and whether a step is one article
    "phrase": (with_phrase, False),
    "form": (of_one_form, False),
    "form, one article": (of_one_form, True),
    "line, one article": (of_one_line, True),
}


def main() -> int:
    """Run every case in both languages."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("paragraphs", nargs="?", type=int, default=100_000)
    options.add_argument("--steps", type=int, default=4)
    given = options.parse_args()
    size = given.paragraphs // given.steps
    print(f"microseconds a paragraph, in steps of {size:,}; planted found; peak MB")
    for name, (make, in_one) in CASES.items():
        for language, words in (("zh", chinese), ("en", english)):
            rng = np.random.default_rng(20241121)
            crowd = make(words(rng), language, given.steps * size, rng)
            times, found = grow(crowd, size, size if in_one else IN_ARTICLE)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            figures = "".join(f"{1e6 * seconds / size:8.0f}" for seconds in times)
            print(f"{name:18} {language} {figures}  {found:5}/{len(crowd.planted):5} {peak:6.0f}", flush=True)
    return 0


def grow(crowd: Crowd, size: int, in_article: int) -> tuple[list[float], int]:
    """Store and judge the crowd in steps; return the seconds of each, and how many planted ones were found."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/crowd.db")
        articles = [
            article(at // in_article, crowd.texts[at : at + in_article])
            for at in range(0, len(crowd.texts), in_article)
        ]
        times = [
            sum(crawl(store, articles[at : at + size // in_article])[1:])
            for at in range(0, len(articles), size // in_article)
        ]
        found = count_found(store, crowd, in_article)
        store.close()
    return times, found


def count_found(store: Store, crowd: Crowd, in_article: int) -> int:
    """Return for how many planted paragraphs the one that they repeat is named."""
    found = 0
    for number, stored in enumerate(store.articles(store.select())):
        for position in range(len(stored.paragraphs)):
            original = crowd.planted.get(number * in_article + position)
            if original is not None:
                source = (article_id(original // in_article), original % in_article)
                found += any((each.article, each.paragraph) == source for each in stored.paragraphs[position].reuse)
    return found


if __name__ == "__main__":
    sys.exit(main())
