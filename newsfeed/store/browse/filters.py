"""The filter conditions that all lists share, and the cursor of a list that is sorted by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, or_, select

from newsfeed.store.dialects import IsLike
from newsfeed.store.schema import articles, paragraphs
from newsfeed.store.search import matching
from newsfeed.store.sql import listed_texts

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from newsfeed.text.search_query import SearchQuery

SHORTEST_PASSAGE = 20
"""Characters of normal form. Shorter passages are phrases, and are left out of lists of reuse by default."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter conditions that all lists share; ``None`` or empty means no condition.

    ``since`` and ``until`` are ISO 8601 prefixes in UTC, ``min_chars`` counts characters of normal form, ``min_share``
    is between 0 and 1, ``words`` must all occur in the title or in one paragraph; ``agency`` excludes copy of news
    agencies (``without``) or selects it (``only``); ``asked`` needs the index for search in the store.
    """

    since: str | None = None
    until: str | None = None
    sites: tuple[str, ...] = ()
    without_sites: tuple[str, ...] = ()
    language: str | None = None
    kind: str | None = None
    min_chars: int = SHORTEST_PASSAGE
    min_share: float = 0.0
    min_outlets: int = 1
    agency: Literal["without", "only"] | None = None
    words: tuple[str, ...] = ()
    asked: SearchQuery | None = None

    def on_articles(self, table: Any = articles, *, with_dropped: bool = False) -> list[ColumnElement[bool]]:
        """Return the conditions on rows of the articles table, which exclude dropped articles unless ``with_dropped``.

        Dropped articles have no rows of reuse, so queries that start there need not exclude them.
        """
        found: list[ColumnElement[bool]] = [] if with_dropped else [table.c.dropped.is_(None)]
        if self.since:
            found.append(table.c.moment >= self.since)
        if self.until:
            found.append(table.c.moment < self.until)
        if self.sites:
            found.append(table.c.site.in_(listed_texts(self.sites)))
        if self.without_sites:
            found.append(table.c.site.not_in(listed_texts(self.without_sites)))
        if self.language:
            found.append(
                or_(table.c.language == self.language, IsLike(table.c.language, f"{_escaped(self.language)}-%"))
            )
        found.extend(self.on_agency(table))
        found.extend(_has_word(table, word) for word in self.words)
        if self.asked is not None:
            found.extend(matching(self.asked, table))
        return found

    def on_agency(self, *tables: Any) -> list[ColumnElement[bool]]:
        """Return the condition that none, or at least one, of an article's rows in these tables is agency copy."""
        if self.agency is None:
            return []
        if self.agency == "without":
            return [table.c.agency.is_(None) for table in tables]
        return [or_(*(table.c.agency.is_not(None) for table in tables))]


def _has_word(table: Any, word: str) -> ColumnElement[bool]:
    pattern = f"%{_escaped(word)}%"
    within = select(paragraphs.c.article).where(IsLike(paragraphs.c.text, pattern))
    return or_(IsLike(table.c.title, pattern), table.c.number.in_(within))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def comes_after(moment: str, number: int) -> ColumnElement[bool]:
    """Return the condition on articles that follow one with this moment and number in a list, newest first."""
    return or_(articles.c.moment < moment, and_(articles.c.moment == moment, articles.c.number < number))
