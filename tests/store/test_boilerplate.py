"""Boilerplate learnt article by article, on real databases of both kinds: the same as if all had come at once."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import astuple
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from databases import Stores
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.dedup.boilerplate import RepeatedLine, Tally, mentions, title_core
from newsfeed.dedup.config import DedupConfig
from newsfeed.items import Article, Paragraph, Repetition, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsfeed.store.repository import Store

SITES = ("harbour.example", "valley.example")
FOOTERS = (
    "You are reading the harbour bulletin, written by volunteers.",
    "Share this with somebody who likes the sea as you do.",
    "Our office is open from nine to five, and on Saturdays too.",
)
COMMON = (
    "The old quay was built by sailors from the north two hundred years ago, and nobody has mended it since then.",
    "A council of eleven decides what is built, what is mended and what is left to the tides and to the gulls.",
)

ABOUT = (
    "This channel shows the harbour as it is: the boats, the nets and the people who mend both, in every season and in "
    "all weathers. It is made by two sisters who were born above the old net loft and who film whenever the tide lets "
    "them. If you like what you see, tell your friends, leave a word below the film, or send us a postcard with your "
    "own harbour on it; we answer each of them. You may show our films in schools and clubs without asking, as long as "
    "you name the channel."
)


def story(number: int) -> str:
    return f"Report {number}: ward {number * 7} gets {number + 3} new benches, as was decided on {number + 1} May."


def article(name: object, *texts: str, site: str = SITES[0], day: int = 1, headings: Iterable[int] = ()) -> Article:
    return Article(
        id=article_id("", str(name)),
        title=str(name),
        url=f"https://{site}/{name}",
        published=f"2024-01-{day:02}T08:00:00+00:00",
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source("feed.xml"),
        paragraphs=[Paragraph(words, "heading" if at in headings else "paragraph") for at, words in enumerate(texts)],
    )


def ingest(store: Store, articles: Sequence[Article], at_once: int = 24_000) -> None:
    take_in(store, articles)
    with patch("newsfeed.pipelines.detection.PARAGRAPHS_AT_ONCE", at_once):
        for _ in judge_pending(store):
            pass


def judged(store: Store) -> dict[str, list[Paragraph]]:
    return {each.id: each.paragraphs for each in store.articles(store.select())}


def by_hand(articles: Iterable[Article], minimum: int) -> dict[tuple[str, str], Repetition]:
    """Return the boilerplate of these articles, by site and text, worked out from all of them together."""
    by_site: defaultdict[str, list[Article]] = defaultdict(list)
    for each in articles:
        by_site[str(each.url).split("/")[2]].append(each)
    found = {}
    for site, of_site in by_site.items():
        holding: defaultdict[int, list[Article]] = defaultdict(list)
        names: dict[int, str] = {}
        for each in of_site:
            for words in {paragraph.text for paragraph in each.paragraphs}:
                holding[hash(words)].append(each)
                names[hash(words)] = words
        repeated = {passage for passage, holders in holding.items() if len(holders) >= minimum}
        tallies: defaultdict[int, Tally] = defaultdict(Tally)
        cores: defaultdict[int, set[int | None]] = defaultdict(set)
        for each in of_site:
            lines = [RepeatedLine(hash(p.text), p.kind == "heading", len(normalise(p.text))) for p in each.paragraphs]
            for passage, mention in mentions(lines, repeated, title_core(each.title)).items():
                tallies[passage].lines += mention.lines
                tallies[passage].at_edge += mention.at_edge
                cores[passage].add(mention.core)
        for passage, tally in tallies.items():
            tally.stories = len(cores[passage] - {None})
            if tally.is_boilerplate(minimum):
                since = min(str(each.published) for each in holding[passage])
                found[site, names[passage]] = Repetition(len(holding[passage]), since)
    return found


names = st.integers(0, 7)
texts = st.lists(st.sampled_from([*FOOTERS, *COMMON, ABOUT, *map(story, range(5))]), max_size=5)
readings = st.builds(
    lambda name, words, headings: article(
        name, *words, site=SITES[name % 2 * (name > 2)], day=name + 1, headings=headings
    ),
    names,
    texts,
    st.sets(st.integers(0, 4), max_size=1),
)


crawled = given(
    st.lists(st.lists(readings, max_size=8), max_size=5), st.sampled_from([2, 3]), st.sampled_from([1, 7, 24_000])
)


@pytest.mark.slow
@settings(max_examples=25)
@crawled
def test_whatever_came_in_whatever_order_it_is_learnt_as_if_all_had_come_at_once(
    crawls: list[list[Article]], minimum: int, at_once: int
) -> None:
    learn_in_pieces_and_at_once("sqlite", crawls, minimum, at_once)


@settings(max_examples=4)
@crawled
def test_postgresql_learns_it_as_well(crawls: list[list[Article]], minimum: int, at_once: int) -> None:
    learn_in_pieces_and_at_once("postgresql", crawls, minimum, at_once)


def learn_in_pieces_and_at_once(dialect: str, crawls: list[list[Article]], minimum: int, at_once: int) -> None:
    with Stores(dialect) as stores:
        grown, fresh = (stores.open(terms=DedupConfig(stories=minimum)) for _ in range(2))
        for crawl in crawls:
            ingest(grown, crawl, at_once)
        articles = list(grown.articles(grown.select()))
        for each in articles:
            each.paragraphs = [Paragraph(paragraph.text, paragraph.kind) for paragraph in each.paragraphs]
        ingest(fresh, articles)
        assert judged(grown) == judged(fresh)
        expected = by_hand(articles, minimum)
        for each in grown.articles(grown.select()):
            own = {paragraph.text for paragraph in each.paragraphs}
            known = {words for site, words in expected if site == str(each.url).split("/")[2]}
            for paragraph in each.paragraphs:
                repeated = expected.get((str(each.url).split("/")[2], paragraph.text)) if own - known else None
                assert paragraph.repeated == repeated
                assert (paragraph.status == "boilerplate") == (repeated is not None)


@pytest.fixture
def store(stores: Stores) -> Store:
    return stores.open()


def evidence(store: Store, name: object) -> list[tuple[object, ...] | None]:
    paragraphs = judged(store)[article_id("", str(name))]
    return [each.repeated and astuple(each.repeated) for each in paragraphs]


def test_the_evidence_grows_with_what_comes_and_goes_with_what_goes(store: Store) -> None:
    ingest(store, [article(n, story(n), FOOTERS[0], day=n + 2) for n in range(4)])
    assert evidence(store, 1) == [None, (4, "2024-01-02T08:00:00+00:00")]
    ingest(store, [article("early", story(9), FOOTERS[0], day=1)])
    assert evidence(store, 1) == [None, (5, "2024-01-01T08:00:00+00:00")]
    ingest(store, [article("early", story(9), day=1)])
    assert evidence(store, 1) == [None, (4, "2024-01-02T08:00:00+00:00")]
    ingest(store, [article(2, story(2), COMMON[0], day=4)])
    assert evidence(store, 1) == [None, None]


def test_the_same_line_at_two_sites_is_counted_for_each(store: Store) -> None:
    ingest(store, [article(n, story(n), FOOTERS[0], site=SITES[n > 3]) for n in range(7)])
    assert evidence(store, 1) == [None, (4, "2024-01-01T08:00:00+00:00")]
    assert evidence(store, 5) == [None, None]


def test_an_article_that_moves_to_another_site_counts_there(store: Store) -> None:
    ingest(store, [article(n, story(n), FOOTERS[0], site=SITES[n > 3]) for n in range(7)])
    ingest(store, [article(3, story(33), FOOTERS[0], site=SITES[1])])
    assert evidence(store, 1) == [None, None]
    assert evidence(store, 5) == [None, (4, "2024-01-01T08:00:00+00:00")]


@contextmanager
def counted_steps(store: Store) -> Iterator[list[int]]:
    """Count the steps of SQLite's virtual machine, in hundreds."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    with store._reading() as connection:
        raw: Any = connection.connection.dbapi_connection
    raw.set_progress_handler(count, 100)
    yield steps
    raw.set_progress_handler(None, 0)


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_news_of_a_large_site_costs_no_more_than_of_a_small_one(store: Store) -> None:
    def work(new: str, revised: str) -> int:
        news = [article(new, "Just in.", *FOOTERS, day=9), article(revised, "Revised.", *FOOTERS, day=9)]
        with counted_steps(store) as steps:
            take_in(store, news)
            assert store.learn_boilerplate(1000) == 2
        return steps[0]

    # What is revised must be like no other text: who had its words before counts for all that have them later.
    ingest(store, [article("gulls", "Gulls nest on the crane of the old dock again.", *FOOTERS, day=2)])
    ingest(store, [article("tram", "A tram line to the fish market opens in autumn.", *FOOTERS, day=2)])
    ingest(store, [article(n, story(n), *FOOTERS, day=1 + (n > 0)) for n in range(30)])
    small = work("a", "gulls")
    ingest(store, [article(n, story(n), *FOOTERS, day=3) for n in range(30, 400)])
    assert work("b", "tram") < 2 * small


def test_a_long_text_that_is_all_that_many_titles_have_is_boilerplate(store: Store) -> None:
    first = article("first", story(1), ABOUT)
    ingest(store, [first, *(article(f"film {number}", ABOUT, day=number) for number in (2, 3, 4))])
    found = judged(store)
    assert [each.status for each in found[first.id]] == ["unique", "unique"]
    ingest(store, [article("film 5", ABOUT, day=5)])
    found = judged(store)
    assert [each.status for each in found[first.id]] == ["unique", "boilerplate"]
    assert found[first.id][1].repeated == Repetition(5, "2024-01-01T08:00:00+00:00")
    assert all(each.status != "boilerplate" for name, parts in found.items() if name != first.id for each in parts)


def test_a_long_text_under_one_title_again_and_again_is_not(store: Store) -> None:
    first = article("first", story(1), ABOUT)
    again = [article(f"film {number}", ABOUT, day=number) for number in range(2, 7)]
    for each in again:
        each.title = "Film"
    ingest(store, [first, *again])
    assert [each.status for each in judged(store)[first.id]] == ["unique", "unique"]


def test_a_long_text_beside_others_is_not(store: Store) -> None:
    articles = [article(f"report {number}", story(number), ABOUT, day=number) for number in range(1, 7)]
    ingest(store, articles)
    assert all(parts[1].status != "boilerplate" for parts in judged(store).values())


@pytest.mark.parametrize("turn", [1, 2])
def test_the_lines_of_a_footer_in_another_order_are_its_lines(store: Store, turn: int) -> None:
    footers = [FOOTERS[at % 3 :] + FOOTERS[: at % 3] for at in range(0, 6 * turn, turn)]
    ingest(store, [article(f"report {at}", story(at), *lines) for at, lines in enumerate(footers)])
    for own, *lines in judged(store).values():
        assert (own.status, {each.status for each in lines}) == ("unique", {"boilerplate"})
