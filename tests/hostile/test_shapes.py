"""One document of any shape: its cost is in proportion to its length, and it takes little memory."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from growth import grows_with_length_alone
from hostile.shapes import SHAPES, cost, items_of, posts

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

pytestmark = pytest.mark.slow

MEGABYTES = 300  # of the whole process
TIME = "2024-02-01T00:00:00Z"
SIZE = 40_000  # bytes
LARGE = 2_000_000
HEAVY = (  # each is the heaviest of its kind
    "a paragraph of the posts",
    "a Chinese paragraph",
    "invented words",
    "quotations",
    "depth with text",
    "tiny paragraphs",
    "one word",
)


def _all_but_heavy_at_night(names: Iterable[str]) -> list[object]:
    return [pytest.param(name, marks=() if name in HEAVY else pytest.mark.nightly) for name in names]


def read(store: Store, name: str, bodies: Sequence[str]) -> None:
    """Do with a feed of these bodies what a crawl does."""
    document = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items_of(name, bodies)})
    feed = parse(document.encode())
    assert feed.error is None
    taken = take_in(store, list(load(feed, Reading(f"{name}.json", remote=False, fetched=TIME))))
    for _ in judge_pending(store):
        pass
    assert len(list(store.articles([each.number for each in taken]))) == len(bodies)


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[str]], None]:
    """Read documents beside ordinary posts, each time into a new copy of their store."""
    folder = tmp_path_factory.mktemp("posts")
    store = Store(f"sqlite:///{folder}/posts.db")
    read(store, "posts", posts()[::4])
    store.close()

    def run(bodies: Sequence[str]) -> None:
        copy = Path(shutil.copy(folder / "posts.db", folder / "copy.db"))
        store = Store(f"sqlite:///{copy}")
        try:
            read(store, "shape", bodies)
        finally:
            store.close()
            copy.unlink()

    return run


@pytest.mark.parametrize("name", _all_but_heavy_at_night(SHAPES))
def test_its_cost_grows_with_its_length_alone(name: str, beside: Callable[[Sequence[str]], None]) -> None:
    shape, size = cache(SHAPES[name]), SIZE if name in HEAVY else 4 * SIZE
    assert shape(size)
    assert shape(4 * size)
    assert grows_with_length_alone(lambda length: beside([shape(length)]), size)


@pytest.mark.parametrize("name", HEAVY)
def test_it_takes_little_memory(name: str) -> None:
    found = cost(SHAPES[name](LARGE))
    assert found.code == 0
    assert found.megabytes <= MEGABYTES
