"""Readings of articles: which article each is of, and whether it is news.

Every content of an article that was ever read is remembered, by its digest: reading an old copy again is no news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, func, select

from newsfeed.loaders.fulltext import Rendition
from newsfeed.loaders.identity import Named, content_digest
from newsfeed.store.articles import pages
from newsfeed.store.articles.matching import ArticleMatcher, register
from newsfeed.store.schema import OLDER, articles, revisions
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsfeed.items import Article

Outcome = Literal["new", "revised", "unchanged"]


class ReadingDecision(NamedTuple):
    """What a reading is: of which article, by number and id, and what ``outcome`` it is to the one that is ``stored``.

    ``content`` is the digest of what a reader sees; ``unknown`` are names that the article was not known by so far, and
    ``fresh`` tells that nobody has seen this content of it.
    """

    number: int
    id: str
    reading: Named
    stored: Row[Any] | None
    content: str
    fresh: bool
    outcome: Outcome
    unknown: Sequence[str]

    @property
    def article(self) -> Article:
        """The article as it was read."""
        return self.reading.article

    @property
    def as_of(self) -> str | None:
        """When the document was made, as far as known."""
        return self.reading.names.document.as_of

    @property
    def revision(self) -> int:
        """The revision that this reading makes; ``OLDER`` if it makes none."""
        if self.outcome == "unchanged":
            return OLDER
        return self.stored.revision + 1 if self.stored else 1

    @property
    def news(self) -> Outcome:
        """What the article is to whoever waits for news."""
        if self.outcome != "unchanged" or self.stored is None:
            return self.outcome
        return undelivered_outcome(self.stored.given, self.stored.revision)


def undelivered_outcome(given: int, revision: int) -> Outcome:
    """Return what a known article still is to whoever waits for news: runs that broke off have given back nothing."""
    if given == revision:
        return "unchanged"
    return "revised" if given else "new"


def decide(reading: Named, stored: Row[Any] | None, before: int | None) -> Outcome:
    """Decide what a reading of an article is to the one that is ``stored``.

    ``before`` is the revision as which its content was seen before, ``None`` if it never was. Reading an old copy again
    is no revision, nor is a changed date alone.
    """
    if stored is None:
        return "new"
    known = before is not None and (before != OLDER or not _is_newer(reading, stored))
    return "unchanged" if known or _is_older(reading, stored) else "revised"


def decide_all(connection: Connection, batch: Sequence[Named]) -> list[ReadingDecision]:
    """Decide what the readings of a batch are, up to where it holds one article for the second time."""
    recogniser = ArticleMatcher(connection, batch)
    rows = _up_to_a_repeat(recogniser.article(reading) for reading in batch)
    seen = _seen_contents(connection, [row.number for row in rows if row])
    free = _free_numbers(connection)
    decided = []
    for reading, row in zip(_as_pages_tell(connection, batch, rows, seen), rows, strict=True):
        number, id_ = (row.number, row.id) if row else (next(free), recogniser.new_id(reading.names))
        content = content_digest(reading.article)
        before = seen.get((number, content))
        outcome = decide(reading, row, before)
        unknown = list(recogniser.unknown_names(reading, row))
        decided.append(ReadingDecision(number, id_, reading, row, content, before is None, outcome, unknown))
    return decided


def remember(connection: Connection, decided: Sequence[ReadingDecision]) -> None:
    """Note by what names the articles were read, and which content they had."""
    register(connection, {name: each.number for each in decided for name in each.unknown})
    read = [each for each in decided if each.fresh or each.outcome != "unchanged"]
    note_contents(connection, [(each.number, each.content, each.revision, each.article.fetched) for each in read])


def note_contents(connection: Connection, rows: Sequence[tuple[int, str, int, str | None]]) -> None:
    """Note that articles had these contents: their numbers, digests, revisions and when they were read."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO revisions (article, content, revision, seen) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (article, content) DO UPDATE SET revision = excluded.revision, seen = excluded.seen",
            rows,
        )


def _as_pages_tell(
    connection: Connection,
    batch: Sequence[Named],
    rows: Sequence[Row[Any] | None],
    seen: Mapping[tuple[int, str], int],
) -> list[Named]:
    """Return the readings of these stored articles, each as its page tells it, where that tells more than its feed now.

    What the feed says now is noted, so that it is known the next time and the page is read again.
    """
    known = pages.kept(connection, [row.number for row in rows if row])
    told = list(batch[: len(rows)])
    said: dict[int, Rendition] = {}
    notes = []
    for place, (reading, row) in enumerate(zip(batch, rows, strict=False) if known else ()):
        article, content = reading.article, content_digest(reading.article)
        if row is None or row.number not in known or decide(reading, row, seen.get((row.number, content))) != "revised":
            continue
        said[row.number] = Rendition.of(article)
        told[place] = Named(known[row.number].choose_rendition(article), reading.names)
        if told[place].article is not article:
            notes.append((row.number, content, row.revision, article.fetched))
    pages.outdate(connection, said)
    note_contents(connection, notes)
    return told


def _is_newer(reading: Named, stored: Row[Any]) -> bool:
    as_of = reading.names.document.as_of
    return as_of is not None and stored.as_of is not None and as_of > stored.as_of


def _is_older(reading: Named, stored: Row[Any]) -> bool:
    """Tell whether a reading is of an older copy than the stored article.

    Publishers date articles back now and then: only if the whole document is older, too, is that a sign.
    """
    ours, theirs = reading.article.updated or reading.article.published, stored.updated or stored.published
    as_of = reading.names.document.as_of
    if as_of is None or stored.as_of is None:
        return ours is not None and theirs is not None and ours < theirs
    return as_of < stored.as_of and (ours is None or theirs is None or ours <= theirs)


def _up_to_a_repeat(rows: Iterable[Row[Any] | None]) -> list[Row[Any] | None]:
    found: list[Row[Any] | None] = []
    numbers: set[int] = set()
    for row in rows:
        if row is not None:
            if row.number in numbers:
                break
            numbers.add(row.number)
        found.append(row)
    return found


def _seen_contents(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], int]:
    """Return the contents that were read of these articles, with the revision that each was."""
    query = select(revisions.c.article, revisions.c.content, revisions.c.revision)
    rows = connection.execute(query.where(revisions.c.article.in_(listed(numbers))))
    return {(row.article, row.content): row.revision for row in rows}


def _free_numbers(connection: Connection) -> Iterator[int]:
    number = connection.execute(select(func.max(articles.c.number))).scalar() or 0
    while True:
        number += 1
        yield number
