"""The arrival time and the client id of each story, kept permanently in the file of the marks.

A story arrives when it can first be listed, not when its feed was read. Clients request the stories that arrived since
their last request, and would never see an article fetched before and judged after it.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.web.greader.item_ids import item_id, may_be_id
from newsfeed.web.marks import opened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
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

    def are_there(self) -> bool:
        """Return whether any story has arrived."""
        with closing(self._opened()) as file:
            return _latest(file) is not None

    def has(self, arrival: Arrival) -> bool:
        """Return whether the file has this arrival: it may be deleted while in use."""
        with closing(self._opened()) as file:
            return file.execute("SELECT 1 FROM arrivals WHERE id = ? AND usec = ?", arrival).fetchone() is not None

    def articles(self, ids: Collection[int]) -> dict[int, str]:
        """Return the articles that arrived under these ids, by id."""
        with closing(self._opened()) as file:
            query = "SELECT id, article FROM arrivals WHERE id = ?"
            return dict(row for each in filter(may_be_id, ids) for row in file.execute(query, (each,)))

    def of(self, articles: Collection[str]) -> dict[str, Arrival]:
        """Return the known arrivals of these articles."""
        with closing(self._opened()) as file:
            return _of(file, articles)

    def recorded(self, articles: Sequence[tuple[str, str]], now: datetime) -> dict[str, Arrival]:
        """Record the arrival of those of these articles that have none; return their arrivals.

        ``articles`` are ids and times of fetching, in order of arrival. In the first call on a file, articles arrive at
        their time of fetching, later ones now.
        """
        with closing(self._opened()) as file:
            file.isolation_level = None
            file.execute("BEGIN IMMEDIATE")
            latest = _latest(file)
            is_first, latest, present = latest is None, latest or 0, _usec(now)
            known = _of(file, [article for article, _ in articles])
            for article, fetched in articles or ([_NOTHING] if is_first else []):
                if article not in known:
                    latest = max(latest + 1, min(_fetched(fetched), present) if is_first and article else present)
                    known[article] = Arrival(_free(file, article), latest)
                    file.execute("INSERT INTO arrivals VALUES (?, ?, ?)", (known[article].id, article, latest))
            file.execute("COMMIT")
            return known

    def _opened(self) -> sqlite3.Connection:
        return opened(self._path, _TABLE)


def _of(file: sqlite3.Connection, articles: Collection[str]) -> dict[str, Arrival]:
    query = "SELECT id, article, usec FROM arrivals WHERE article IN (SELECT value FROM json_each(?))"
    return {article: Arrival(id_, usec) for id_, article, usec in file.execute(query, (json.dumps(list(articles)),))}


def _latest(file: sqlite3.Connection) -> int | None:
    latest: int | None = file.execute("SELECT max(usec) FROM arrivals").fetchone()[0]
    return latest


def _free(file: sqlite3.Connection, article: str) -> int:
    """Return an id for an article that no other article has."""
    attempt = 0
    while file.execute("SELECT 1 FROM arrivals WHERE id = ?", (item_id(article, attempt),)).fetchone():
        attempt += 1
    return item_id(article, attempt)


def _fetched(text: str) -> int:
    try:
        return max(0, _usec(datetime.fromisoformat(text)))
    except ValueError:
        return 0


def _usec(when: datetime) -> int:
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * _SECOND)
