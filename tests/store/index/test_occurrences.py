"""Which paragraph counts as read before which, by window and origin, on real databases of both kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from databases import Stores
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfeed.dedup.config import DedupConfig
from newsfeed.dedup.order import rank, time_bits
from newsfeed.items import Article, Paragraph, Place, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newsfeed.dedup.config import Origin
    from newsfeed.store.repository import Store

    Judged = Callable[..., dict[str, Article]]

STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
SAID = "“We will mend every roof before the rain comes back, and nobody will pay for it,” said the mayor of the town."
AGAIN = "The mayor told our paper: “We will mend every roof before the rain comes back, and nobody will pay for it.”"
SCHOOL = "All schools on the island will stay closed until inspectors have checked their roofs and electrical wiring."
TEXTS = (STORM, SAID, AGAIN, SCHOOL)


def article(name: object, *texts: str, day: int = 1) -> Article:
    published = datetime(2024, 1, 1, 8, tzinfo=UTC) + timedelta(days=day - 1)
    return Article(
        id=article_id("", str(name)),
        title=f"A title of its own, {name}",
        published=published.isoformat(),
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source(f"{name}.xml"),
        paragraphs=[Paragraph(text) for text in texts],
    )


def ingest(store: Store, articles: Iterable[Article]) -> None:
    take_in(store, list(articles))
    for _ in judge_pending(store):
        pass


@pytest.fixture
def judged(stores: Stores) -> Judged:
    """Return the articles of a new store, by id."""

    def run(terms: DedupConfig, *articles: Article) -> dict[str, Article]:
        store = stores.open(terms=terms)
        ingest(store, articles)
        return {each.id: each for each in store.articles(store.select())}

    return run


def origins(found: dict[str, Article], name: object) -> list[str | None]:
    """Return which article each paragraph of an article repeats wholly."""
    names = {article_id("", str(each)): str(each) for each in "abcdef"}
    article = found[article_id("", str(name))]
    return [names[each.reuse[0].article] if each.status == "duplicate" else None for each in article.paragraphs]


@given(st.datetimes(max_value=datetime(4300, 1, 1)), st.datetimes(max_value=datetime(4300, 1, 1)), st.data())
def test_ranks_are_in_the_order_of_time_or_of_length_and_time(
    one: datetime, other: datetime, data: st.DataObject
) -> None:
    times = [each.replace(microsecond=0, tzinfo=UTC) for each in (one, other)]
    letters = data.draw(st.lists(st.integers(0, 1 << 19), min_size=2, max_size=2))
    texts = [(-length, time) for length, time in zip(letters, times, strict=True)]
    earliest, longest = (
        [rank(time.isoformat(), -length, origin) for length, time in texts] for origin in ("earliest", "longest")
    )
    assert (earliest[0] < earliest[1]) == (times[0] < times[1])
    assert (longest[0] < longest[1]) == (texts[0] < texts[1])
    seconds = []
    for found, origin in ((earliest[0], "earliest"), (longest[0], "longest")):
        shift, mask = time_bits(origin)
        seconds.append(found >> shift & mask)
    assert seconds[0] == seconds[1]
    assert 0 <= min(earliest + longest) <= max(earliest + longest) < 1 << 63


@pytest.mark.parametrize("moment", ["", "soon", "2024-13-01", "9" * 400])
def test_what_was_published_at_no_time_comes_first(moment: str) -> None:
    assert rank(moment, 5, "earliest") == 0


def test_a_paragraph_counts_as_read_for_as_many_days_as_the_window_has(judged: Judged) -> None:
    articles = [article("a", STORM, day=1), article("b", STORM, day=8), article("c", STORM, day=9)]
    assert origins(judged(DedupConfig(window=7), *articles), "b") == ["a"]
    assert origins(judged(DedupConfig(window=7), *articles), "c") == ["b"]
    assert origins(judged(DedupConfig(window=6), *articles), "b") == [None]
    assert origins(judged(DedupConfig(window=6), *articles), "c") == ["b"]
    assert origins(judged(DedupConfig(), *articles), "c") == ["a"]


def test_what_was_said_counts_as_long_as_what_was_written(judged: Judged) -> None:
    articles = [article("a", SAID, day=1), article("b", AGAIN, day=20), article("c", SAID, day=21)]
    found = judged(DedupConfig(window=7), *articles)
    assert origins(found, "b") == [None]
    assert [quote.first_seen for quote in found[article_id("", "b")].quotes] == [None]
    assert [quote.first_seen for quote in found[article_id("", "c")].quotes] == [Place(article_id("", "b"), 0)]
    found = judged(DedupConfig(), *articles)
    assert [quote.first_seen for quote in found[article_id("", "b")].quotes] == [Place(article_id("", "a"), 0)]


def test_the_longest_article_keeps_what_several_hold(judged: Judged) -> None:
    articles = [article("a", STORM, day=1), article("b", STORM, SCHOOL, day=3), article("c", STORM, day=2)]
    found = judged(DedupConfig(origin="longest"), *articles)
    assert [origins(found, name) for name in "abc"] == [["b"], [None, None], ["b"]]
    assert {each.story for each in found.values()} == {article_id("", "b")}
    found = judged(DedupConfig(origin="longest", window=1), *articles)
    assert [origins(found, name) for name in "abc"] == [[None], [None, None], ["b"]]


def test_of_articles_as_long_as_each_other_the_first_published_keeps_it(judged: Judged) -> None:
    found = judged(DedupConfig(origin="longest"), article("a", STORM, day=2), article("b", STORM, day=1))
    assert origins(found, "a") == ["b"]


def by_hand(terms: DedupConfig, articles: Sequence[Article]) -> dict[tuple[str, int], tuple[str, int] | None]:
    """Return where each paragraph that was read before word for word was read first."""

    def order(each: Article) -> tuple[int, str, int]:
        length = sum(len(normalise(paragraph.text)) for paragraph in each.paragraphs)
        return -length * (terms.origin == "longest"), str(each.published), articles.index(each)

    def apart(one: Article, other: Article) -> timedelta:
        return abs(datetime.fromisoformat(str(one.published)) - datetime.fromisoformat(str(other.published)))

    found: dict[tuple[str, int], tuple[str, int] | None] = {}
    for each in articles:
        before = [other for other in sorted(articles, key=order) if order(other) < order(each)]
        near = [other for other in before if not terms.window or apart(other, each) <= timedelta(days=terms.window)]
        places = [(other.id, at, text.text) for other in [*near, each] for at, text in enumerate(other.paragraphs)]
        for position, paragraph in enumerate(each.paragraphs):
            earlier = places[: len(places) - len(each.paragraphs) + position]
            same = ((name, at) for name, at, text in earlier if text == paragraph.text)
            found[each.id, position] = next(same, None)
    return found


readings = st.builds(
    lambda name, texts: article(name, *texts, day=1 + name * name),
    st.integers(0, 6),
    st.lists(st.sampled_from(TEXTS), max_size=3),
)


crawled = given(
    st.lists(st.lists(readings, max_size=5), max_size=4),
    st.sampled_from([0, 3, 12]),
    st.sampled_from(["earliest", "longest"]),
)
one_between = example(
    [[article(6, STORM, day=37), article(4, STORM, day=17)], [article(5, STORM, day=26)]], 12, "earliest"
)


@pytest.mark.slow
@settings(max_examples=30)
@crawled
@one_between
def test_window_and_origin_depend_on_what_is_there_and_not_on_how_it_came(
    crawls: list[list[Article]], window: int, origin: Origin
) -> None:
    crawl_in_pieces_and_at_once("sqlite", crawls, window, origin)


@settings(max_examples=4)
@crawled
@one_between
def test_postgresql_judges_as_well(crawls: list[list[Article]], window: int, origin: Origin) -> None:
    crawl_in_pieces_and_at_once("postgresql", crawls, window, origin)


def crawl_in_pieces_and_at_once(dialect: str, crawls: list[list[Article]], window: int, origin: Origin) -> None:
    with Stores(dialect) as stores:
        terms = DedupConfig(window=window, origin=origin)
        grown, fresh = (stores.open(terms=terms) for _ in range(2))
        for crawl in crawls:
            ingest(grown, crawl)
        found = list(grown.articles(grown.select()))
        expected = by_hand(terms, found)
        for each in found:
            for position, paragraph in enumerate(each.paragraphs):
                if first := expected[each.id, position]:
                    assert paragraph.status == "duplicate"
                    assert [(origin.article, origin.paragraph) for origin in paragraph.reuse] == [first]
                for part in paragraph.reuse:
                    assert part.article != each.id or part.paragraph < position
        ingest(fresh, [replace(each, paragraphs=[Paragraph(text.text) for text in each.paragraphs]) for each in found])
        assert [replace(each, revision=1) for each in found] == list(fresh.articles(fresh.select()))
