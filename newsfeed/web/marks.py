"""Marks of the reader: read, starred, shown again, kept and disputed, in a separate file.

The store holds only decisions of the crawl: marks are never written there, and either file can be deleted alone.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS read (article TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS starred (article TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shown (
    article TEXT NOT NULL, position INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (article, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (
    site TEXT NOT NULL, passage TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (site, passage)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS disputed (
    article TEXT NOT NULL, position INTEGER NOT NULL, other TEXT NOT NULL, other_position INTEGER NOT NULL,
    said TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (article, position, other, other_position)
) WITHOUT ROWID;
"""
_BUSY_SECONDS = 10

WHOLE = -1
"""The position that means a whole article."""


def opened(path: Path, tables: str) -> sqlite3.Connection:
    """Return the file of the marks with these tables; the Google Reader API keeps its tables there, too."""
    file = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    file.executescript(tables)
    return file


class Dispute(NamedTuple):
    """A verdict that the reader considers wrong; ``said`` is the status in the store."""

    article: str
    position: int
    other: str
    other_position: int
    said: str
    at: str


class Marks:
    """The marks in a file, which is created with the first mark. Each method opens and closes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def set_read(self, articles: Collection[str], at: str) -> None:
        """Mark articles as read."""
        self._insert("read", articles, at)

    def unset_read(self, articles: Collection[str]) -> None:
        """Mark articles as unread."""
        self._delete("read", articles)

    def set_starred(self, articles: Collection[str], at: str) -> None:
        """Star articles."""
        self._insert("starred", articles, at)

    def unset_starred(self, articles: Collection[str]) -> None:
        """Remove the stars of articles."""
        self._delete("starred", articles)

    def read(self, articles: Collection[str]) -> set[str]:
        """Return those of these articles that are marked as read."""
        return self._marked("read", articles)

    def starred(self, articles: Collection[str]) -> set[str]:
        """Return those of these articles that are starred."""
        return self._marked("starred", articles)

    def all_read(self) -> set[str]:
        """Return the ids of all articles that are marked as read."""
        return self._all("read")

    def all_starred(self) -> set[str]:
        """Return the ids of all starred articles."""
        return self._all("starred")

    def show(self, article: str, position: int, at: str) -> None:
        """Restore a paragraph that is left out, or a whole article (:data:`WHOLE`)."""
        with closing(self._open()) as file, file:
            file.execute("INSERT OR IGNORE INTO shown VALUES (?, ?, ?)", (article, position, at))

    def hide(self, article: str, position: int) -> None:
        """Undo :meth:`show`."""
        with closing(self._open()) as file, file:
            file.execute("DELETE FROM shown WHERE article = ? AND position = ?", (article, position))

    def shown(self) -> dict[str, set[int]]:
        """Return the positions of restored paragraphs by article."""
        if not self._path.exists():
            return {}
        found: dict[str, set[int]] = {}
        with closing(self._open()) as file:
            for article, position in file.execute("SELECT article, position FROM shown"):
                found.setdefault(article, set()).add(position)
        return found

    def shown_whole(self) -> set[str]:
        """Return the articles that are restored as a whole."""
        return {article for article, positions in self.shown().items() if WHOLE in positions}

    def keep(self, site: str, passage: str, at: str) -> None:
        """Show a line that a site repeats, under all of its articles; ``passage`` is the line's digest."""
        with closing(self._open()) as file, file:
            file.execute("INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", (site, passage, at))

    def stop_keeping(self, site: str, passage: str) -> None:
        """Undo :meth:`keep`."""
        with closing(self._open()) as file, file:
            file.execute("DELETE FROM kept WHERE site = ? AND passage = ?", (site, passage))

    def kept(self) -> set[tuple[str, str]]:
        """Return the site and the digest of each kept line."""
        if not self._path.exists():
            return set()
        with closing(self._open()) as file:
            return set(file.execute("SELECT site, passage FROM kept"))

    def dispute(self, dispute: Dispute) -> None:
        """Record that a verdict is considered wrong; the last dispute about a pair counts."""
        with closing(self._open()) as file, file:
            file.execute("INSERT OR REPLACE INTO disputed VALUES (?, ?, ?, ?, ?, ?)", dispute)

    def withdraw(self, article: str, position: int, other: str, other_position: int) -> None:
        """Withdraw a dispute."""
        key = (article, position, other, other_position)
        condition = "article = ? AND position = ? AND other = ? AND other_position = ?"
        with closing(self._open()) as file, file:
            file.execute(f"DELETE FROM disputed WHERE {condition}", key)  # noqa: S608 - a constant

    def disputes(self) -> list[Dispute]:
        """Return all disputes in the order in which they were made."""
        if not self._path.exists():
            return []
        with closing(self._open()) as file:
            return [Dispute(*row) for row in file.execute("SELECT * FROM disputed ORDER BY at, article, position")]

    def _open(self) -> sqlite3.Connection:
        return opened(self._path, _TABLES)

    def _insert(self, table: str, articles: Collection[str], at: str) -> None:
        with closing(self._open()) as file, file:
            file.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", [(each, at) for each in articles])  # noqa: S608

    def _delete(self, table: str, articles: Collection[str]) -> None:
        with closing(self._open()) as file, file:
            file.executemany(f"DELETE FROM {table} WHERE article = ?", [(each,) for each in articles])  # noqa: S608

    def _all(self, table: str) -> set[str]:
        if not self._path.exists():
            return set()
        with closing(self._open()) as file:
            return {article for (article,) in file.execute(f"SELECT article FROM {table}")}  # noqa: S608 - one of ours

    def _marked(self, table: str, articles: Collection[str]) -> set[str]:
        if not self._path.exists():
            return set()
        with closing(self._open()) as file:
            query = f"SELECT article FROM {table} WHERE article IN (SELECT value FROM json_each(?))"  # noqa: S608 - ours
            return {article for (article,) in file.execute(query, (json.dumps(list(articles)),))}
