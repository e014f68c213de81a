"""What one run takes in, on a real store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.ingest import BATCH, Ingestion, Seen
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = "2024-06-01T00:00:00+00:00"


def article(name: str, text: str = "The ferry sails on Friday.", day: int = 1) -> Article:
    return Article(
        id=article_id("", name),
        title=name,
        published=f"2024-01-{day:02}T08:00:00+00:00",
        fetched=NOW,
        feed=Source("feed.xml"),
        paragraphs=[Paragraph(text)],
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    yield opened
    opened.close()


def ingest(store: Store, *readings: tuple[int, int, Article]) -> Seen:
    """Take in articles as a run does that reads them in this order, each from its source and place there."""
    run, intake = store.start_run("here", NOW), Ingestion(store)
    for source, entry, each in readings:
        intake.add(source, entry, each)
    intake.flush()
    seen = intake.seen()
    store.finish_run(run, NOW, {}, [], [], seen.numbers.tolist())
    return seen


def titles(store: Store, seen: Seen) -> list[str | None]:
    return [each.title for each in store.articles(seen.numbers.tolist())]


def test_articles_come_back_in_the_order_of_their_sources_in_whatever_order_these_answer(store: Store) -> None:
    seen = ingest(
        store,
        (3, 0, article("e")),
        (1, 1, article("b")),
        (2, 10, article("d")),
        (1, 0, article("a")),
        (2, 9, article("c")),
    )
    assert titles(store, seen) == ["a", "b", "c", "d", "e"]


def test_the_first_place_of_an_article_that_several_sources_hold_counts(store: Store) -> None:
    seen = ingest(store, (2, 0, article("a")), (2, 1, article("b")), (1, 5, article("c")), (1, 6, article("b")))
    assert titles(store, seen) == ["c", "b", "a"]
    assert seen.counts() == {"unchanged": 0, "revised": 0, "new": 3}


def test_a_second_run_over_the_same_sources_sees_the_same_and_no_news(store: Store) -> None:
    readings = [(1, place, article(name)) for place, name in enumerate("abc")]
    first, second = ingest(store, *readings), ingest(store, *readings)
    assert first.numbers.tolist() == second.numbers.tolist() == first.news().numbers.tolist()
    assert second.counts() == {"unchanged": 3, "revised": 0, "new": 0}
    assert second.news().numbers.tolist() == []


def test_an_article_that_is_new_and_revised_in_one_run_is_new(store: Store) -> None:
    seen = ingest(store, (1, 0, article("a")), (2, 0, article("a", "It sails on Sunday.", day=2)))
    assert seen.counts() == {"unchanged": 0, "revised": 0, "new": 1}
    [found] = store.articles(seen.numbers.tolist())
    assert (found.revision, found.paragraphs[0].text) == (2, "It sails on Sunday.")


@pytest.mark.parametrize("places", [(1, 2), (2, 1)])
def test_an_article_that_is_revised_and_repeated_in_one_run_is_revised(store: Store, places: tuple[int, int]) -> None:
    ingest(store, (1, 0, article("a")), (1, 1, article("b")))
    readings = [article("a", "It sails on Sunday.", day=2), article("a")]
    placed = [(place, 0, each) for place, each in zip(places, readings, strict=True)]
    seen = ingest(store, *placed, (0, 0, article("b")))
    assert seen.counts() == {"unchanged": 1, "revised": 1, "new": 0}
    assert titles(store, seen) == ["b", "a"]
    assert titles(store, seen.news()) == ["a"]


def test_a_full_batch_is_stored_at_once_and_the_rest_when_asked(store: Store) -> None:
    intake = Ingestion(store)
    for number in range(BATCH - 1):
        intake.add(1, number, article(str(number)))
    assert store.select() == []
    intake.add(1, BATCH - 1, article("full"))
    assert len(store.select()) == BATCH
    intake.add(1, BATCH, article("last"))
    assert (len(store.select()), len(intake.seen().numbers)) == (BATCH, BATCH)
    intake.flush()
    assert (len(store.select()), len(intake.seen().numbers)) == (BATCH + 1, BATCH + 1)


def test_an_article_read_again_in_a_later_batch_is_seen_once(store: Store) -> None:
    readings = [(1, number, article(str(number))) for number in range(BATCH)]
    seen = ingest(store, *readings, (2, 0, article("0")), (2, 1, article("last")))
    assert len(seen.numbers) == BATCH + 1
    assert titles(store, seen)[:2] == ["0", "1"]
    assert seen.counts()["new"] == BATCH + 1


def test_a_run_that_reads_nothing_has_seen_nothing(store: Store) -> None:
    seen = ingest(store)
    assert seen.numbers.tolist() == seen.news().numbers.tolist() == []
    assert seen.counts() == {"unchanged": 0, "revised": 0, "new": 0}
