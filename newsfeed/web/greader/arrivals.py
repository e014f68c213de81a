"""The arrival time and the client id of each story, kept permanently in the file of the marks.

A story arrives when it can first be listed, not when its feed was read. Clients request the stories that arrived since
their last request, and would never see an article fetched before and judged after it.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.web.greader.item_ids import item_id, may_be_id
from newsfeed.web.marks import opened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS arrivals (
    id INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, usec INTEGER NOT NULL UNIQUE
);
"""
_SECOND = 1_000_000  # microseconds
_NOTHING = ("", "")  # recorded by the first call on an empty store: later stories arrive after it


class Arrival(NamedTuple):
    """The id of an item and its arrival in microseconds since 1970; no two items have the same time."""

    id: int
    usec: int


class Arrivals:
    """The arrivals in a file, by the id of the first article of a story to arrive."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> dict[str, Arrival]:
        """Return all arrivals."""
        with closing(self._opened()) as file:
            return _all(file)

    def latest(self) -> int | None:
        """Return the arrival of the last story, ``None`` if there is none: the file may be deleted while in use."""
        with closing(self._opened()) as file:
            latest: int | None = file.execute("SELECT max(usec) FROM arrivals").fetchone()[0]
            return latest

    def articles(self, ids: Collection[int]) -> dict[int, str]:
        """Return the articles that arrived under these ids, by id."""
        with closing(self._opened()) as file:
            query = "SELECT id, article FROM arrivals WHERE id = ?"
            return dict(row for each in filter(may_be_id, ids) for row in file.execute(query, (each,)))

    def with_new(
        self, known: Mapping[str, Arrival], articles: Sequence[tuple[str, str]], now: datetime
    ) -> Mapping[str, Arrival]:
        """Return the ``known`` arrivals and those of these articles, which are recorded.

        ``articles`` are ids and times of fetching, in order of arrival. In the first call on a file, articles arrive at
        their time of fetching, later ones now.
        """
        return self._note(articles, now) if articles or not known else known

    def _note(self, articles: Sequence[tuple[str, str]], now: datetime) -> dict[str, Arrival]:
        with closing(self._opened()) as file:
            file.isolation_level = None
            file.execute("BEGIN IMMEDIATE")
            known = _all(file)
            is_first, ids = not known, {each.id for each in known.values()}
            latest, present = max((each.usec for each in known.values()), default=0), _usec(now)
            for article, fetched in articles or [_NOTHING]:
                if article not in known:
                    latest = max(latest + 1, min(_fetched(fetched), present) if is_first and article else present)
                    known[article] = Arrival(_free(article, ids), latest)
                    ids.add(known[article].id)
                    file.execute("INSERT INTO arrivals VALUES (?, ?, ?)", (known[article].id, article, latest))
            file.execute("COMMIT")
            return known

    def _opened(self) -> sqlite3.Connection:
        return opened(self._path, _TABLE)


def _all(file: sqlite3.Connection) -> dict[str, Arrival]:
    return {
        article: Arrival(id_, usec) for id_, article, usec in file.execute("SELECT id, article, usec FROM arrivals")
    }


def _free(article: str, taken: set[int]) -> int:
    """Return an id for an article that no other article has."""
    attempt = 0
    while (found := item_id(article, attempt)) in taken:
        attempt += 1
    return found


def _fetched(text: str) -> int:
    try:
        return max(0, _usec(datetime.fromisoformat(text)))
    except ValueError:
        return 0


def _usec(when: datetime) -> int:
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * _SECOND)
