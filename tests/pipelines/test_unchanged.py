"""Documents that were read before are skipped only where reading them again would change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines import ingest, unchanged
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.ingest import BATCH, Ingestion
from newsfeed.pipelines.interruption import Interrupted
from newsfeed.pipelines.retention import prune
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2024-06-{:02}T00:00:00+00:00"


class Run(NamedTuple):
    """Names of the documents that a run skipped, and its articles by outcome."""

    skipped: list[str]
    counts: dict[str, int]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    yield opened
    opened.close()


def run(store: Store, *documents: tuple[str, str], day: int = 1, delivers: bool = True) -> Run:
    """Read documents, as pairs of name and text, in one run, as the spider does."""
    number, intake, skipped = store.start_run("here", DAY.format(day)), Ingestion(store), []
    for source, (name, text) in enumerate(documents):
        reading = Reading(name, remote=False, fetched=DAY.format(day))
        digest = unchanged.document_digest(text.encode(), reading)
        assert digest is not None
        if known := intake.read_before(digest):
            intake.add_unread(source, range(len(known.articles)))
            skipped.append(name)
            continue
        feed = parse(text.encode(), url=name)
        intake.begin_document()
        has_future = False
        for place, named in enumerate(load(feed, reading)):
            intake.add(source, place, named)
            has_future |= unchanged.states_future(named)
        intake.end_document(feed, digest if unchanged.is_whole(feed) and not has_future else None)
    intake.flush()
    seen = intake.seen()
    store.finish_run(number, DAY.format(day), {}, [], [], seen.numbers.tolist() if delivers else [])
    return Run(skipped, {outcome: count for outcome, count in seen.counts().items() if count})


def feed(*texts: str, date: str = "Mon, 01 Jan 2024 10:00:00 GMT", first: int = 0) -> str:
    items = "".join(
        f"<item><guid>https://a.example/{number}</guid><title>Ferry {number}</title><pubDate>{date}</pubDate>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        for number, text in enumerate(texts, first)
    )
    return f"<rss version='2.0'><channel><title>Ferries</title>{items}</channel></rss>"


SAILS, STAYS = "The ferry sails on Friday.", "The ferry stays in port on Friday."


def test_an_unchanged_document_is_skipped_and_its_articles_count(store: Store) -> None:
    documents = [("a.xml", feed(SAILS, STAYS)), ("b.xml", feed("Another ferry sails.", first=2))]
    assert run(store, *documents) == Run([], {"new": 3})
    assert run(store, *documents, day=2) == Run(["a.xml", "b.xml"], {"unchanged": 3})
    assert run(store, *documents, day=3) == Run(["a.xml", "b.xml"], {"unchanged": 3})


def test_what_was_not_delivered_is_still_new(store: Store) -> None:
    assert run(store, ("a.xml", feed(SAILS)), delivers=False).counts == {"new": 1}
    assert run(store, ("a.xml", feed(SAILS)), day=2) == Run(["a.xml"], {"new": 1})


def test_another_text_or_name_is_read(store: Store) -> None:
    run(store, ("a.xml", feed(SAILS)))
    assert run(store, ("a.xml", feed(SAILS) + "\n"), day=2).skipped == []
    assert run(store, ("b.xml", feed(SAILS)), day=2).skipped == []
    assert run(store, ("a.xml", feed(STAYS)), day=2) == Run([], {"revised": 1})


def test_other_code_reads_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store, ("a.xml", feed(SAILS)))
    monkeypatch.setattr(unchanged, "_code", lambda: "of another version")
    assert run(store, ("a.xml", feed(SAILS)), day=2).skipped == []


def test_a_document_whose_batch_was_interrupted_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store, ("other.xml", feed("Another ferry sails.", first=2)))

    def stop(*_: object) -> None:
        monkeypatch.undo()  # a signal comes once; the end of the run stores what is left
        raise Interrupted

    monkeypatch.setattr(ingest, "extract", stop)
    reading, document = Reading("a.xml", remote=False, fetched=DAY.format(2)), parse(feed(SAILS, STAYS).encode())
    intake = Ingestion(store)
    intake.begin_document()
    for place, named in enumerate(load(document, reading)):
        intake.add(0, place, named)
    intake.end_document(document, unchanged.document_digest(feed(SAILS, STAYS).encode(), reading))
    with pytest.raises(Interrupted):
        intake.flush()
    intake.flush()
    assert run(store, ("a.xml", feed(SAILS, STAYS)), day=3) == Run([], {"new": 2})


OLD = ("feed.xml", feed(SAILS))
NEW = ("feed.xml", feed(STAYS, date="Tue, 02 Jan 2024 10:00:00 GMT"))


def test_a_document_is_read_if_a_newer_one_has_revised_its_article(store: Store) -> None:
    run(store, OLD)
    assert run(store, NEW, day=2) == Run([], {"revised": 1})
    assert run(store, OLD, day=3) == Run([], {"unchanged": 1})
    assert [each.paragraphs[0].text for each in store.articles([1])] == [STAYS]
    assert run(store, NEW, day=4) == Run(["feed.xml"], {"unchanged": 1})


def test_a_document_is_read_if_an_earlier_one_of_the_run_revises_its_article(store: Store) -> None:
    run(store, OLD)
    assert run(store, NEW, OLD, day=2) == Run([], {"revised": 1})


def test_a_document_is_read_again_if_a_later_one_of_the_run_changed_its_markup(store: Store) -> None:
    bold = ("feed.xml", feed(f"&lt;b&gt;{SAILS}&lt;/b&gt;"))
    run(store, OLD, bold)
    assert run(store, bold, day=2).skipped == ["feed.xml"]
    assert [each.paragraphs[0].html for each in store.articles([1])] == [f"<b>{SAILS}</b>"]
    assert run(store, OLD, day=3) == Run([], {"unchanged": 1})
    assert [each.paragraphs[0].html for each in store.articles([1])] == [None]
    assert run(store, bold, day=4) == Run([], {"unchanged": 1})


def test_a_document_with_a_pruned_article_is_read_and_restores_it(store: Store) -> None:
    run(store, OLD)
    list(judge_pending(store))
    list(prune(store, "2024-07-01T00:00:00+00:00"))
    assert run(store, OLD, day=2).skipped == []
    assert [each.paragraphs[0].text for each in store.articles([1])] == [SAILS]
    assert run(store, OLD, day=3).skipped == ["feed.xml"]


def test_future_times_are_read_again_until_they_are_past(store: Store) -> None:
    document = ("a.xml", feed(SAILS, date="Fri, 28 Jun 2024 10:00:00 GMT"))
    assert [run(store, document, day=day).skipped for day in (1, 2, 29, 30)] == [[], [], [], ["a.xml"]]


@pytest.mark.parametrize("entries", [BATCH - 1, BATCH, BATCH + 1, 2 * BATCH])
def test_documents_of_any_size_are_remembered(store: Store, entries: int) -> None:
    texts = [f"Ferry number {number} sails on Friday." for number in range(entries)]
    documents = [("a.xml", feed(STAYS, first=9999)), ("b.xml", feed(*texts)), ("c.xml", feed(SAILS, first=99999))]
    assert run(store, *documents).counts == {"new": entries + 2}
    assert run(store, *documents, day=2) == Run(["a.xml", "b.xml", "c.xml"], {"unchanged": entries + 2})


def test_a_document_with_two_texts_of_one_article_is_read_again(store: Store) -> None:
    twice = feed(SAILS).replace("</channel>", feed(STAYS).partition("</title>")[2].partition("</channel>")[0])
    document = ("a.xml", f"{twice}</channel></rss>")
    run(store, document)
    assert run(store, document, day=2).skipped == []


def test_a_first_run_looks_no_document_up(store: Store) -> None:
    documents = [(f"{letter}.xml", feed(text)) for letter, text in (("a", SAILS), ("b", STAYS))]
    assert run(store, *documents, *documents).skipped == []
    assert run(store, *documents, *documents, day=2).skipped == ["a.xml", "b.xml"] * 2


def test_a_fetched_document_has_no_digest() -> None:
    reading = Reading("https://a.example/feed", remote=True, fetched=DAY.format(1))
    assert unchanged.document_digest(b"", reading) is None
