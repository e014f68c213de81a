"""Successive copies of real feeds: an article for each that was written, a revision for each change of words."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store
from newsfeed.text.normalise import normalise
from newsfeed.text.urls.canonical import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.loaders.identity import Named

POLLS = Path(__file__).parents[3] / "shared" / "data" / "polls"
FEEDS = sorted(folder.name for folder in POLLS.glob("*"))
# Found by eye: what these feeds gave a second address or id within hours. A live blog of philstar has one for each day.
GIVEN_ANEW = {"nzherald": 1}
# Found by eye: revisions of punctuation or case alone. A reader sees them, but the normal form of :func:`words` does
# not. In smh, "Prime minister" became "Prime Minister", and "'COVID toes,'" became "'COVID toes',".
OF_PUNCTUATION_OR_CASE = {"smh": 2}

pytestmark = pytest.mark.skipif(not FEEDS, reason="the real polls are not here")


class Crawled(NamedTuple):
    """What came of the copies of a feed: each reading with the number of its article; revisions; ids."""

    readings: list[tuple[Named, int]]
    revisions: int
    ids: set[str]


@cache
def copies(feed: str) -> list[list[Named]]:
    """Return the readings of each copy of a feed, in order of time."""
    loaded = []
    for copy in sorted((POLLS / feed).iterdir()):
        day, time = copy.name[:8], copy.name[9:15]
        clock = f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}+00:00"
        loaded.append(list(load(parse(copy.read_bytes(), url=copy.name), Reading(copy.name, False, clock))))
    return loaded


def crawl(loaded: Iterable[list[Named]], at_once: int) -> Crawled:
    store = Store("sqlite://")
    named = [each for copy in loaded for each in copy]
    batches = (named[start : start + at_once] for start in range(0, len(named), at_once))
    numbers = [taken.number for batch in batches for taken in take_in(store, batch)]
    articles = list(store.articles(store.select()))
    store.close()
    revisions = sum(article.revision - 1 for article in articles)
    return Crawled(list(zip(named, numbers, strict=True)), revisions, {article.id for article in articles})


def identifier(named: Named) -> str:
    return named.article.guid or url_key(named.article.url or "")


def words(named: Named) -> tuple[str, ...]:
    article = named.article
    return (normalise(article.title or ""), *(normalise(paragraph.text) for paragraph in article.paragraphs))


@pytest.mark.parametrize("feed", FEEDS)
def test_as_many_articles_come_out_as_were_written_and_each_change_of_words_is_a_revision(feed: str) -> None:
    found = crawl(copies(feed), at_once=20)
    assert len(found.ids) == len({identifier(named) for named, _ in found.readings}) - GIVEN_ANEW.get(feed, 0)
    readings: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    for named, number in found.readings:
        readings[number].append(words(named))
    changes = sum(one != other for texts in readings.values() for one, other in pairwise(texts))
    assert changes <= found.revisions <= changes + OF_PUNCTUATION_OR_CASE.get(feed, 1)


@pytest.mark.parametrize("feed", FEEDS)
def test_the_order_of_the_copies_and_the_size_of_the_batches_do_not_matter(feed: str) -> None:
    in_order = crawl(copies(feed), at_once=20)
    assert crawl(copies(feed), at_once=200).ids == in_order.ids
    mixed = crawl(random.Random(7).sample(copies(feed), len(copies(feed))), at_once=200)  # noqa: S311
    assert len(mixed.ids) == len(in_order.ids)
    assert len(mixed.ids - in_order.ids) <= GIVEN_ANEW.get(feed, 0)  # they have the id they were first read under
