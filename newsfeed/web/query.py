"""The query string of a page: the filters that every list shares, and links that keep them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from newsfeed.errors import NewsfeedError
from newsfeed.store.browse import SHORTEST_PASSAGE, Filters
from newsfeed.store.search import is_built
from newsfeed.text.dates.ages import ago
from newsfeed.text.search_query import parse_query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

SORTS = ("outlets", "articles", "share", "chars", "date", "random")
NAMES = (
    "q",
    "since",
    "until",
    "site",
    "not_site",
    "lang",
    "kind",
    "min_chars",
    "min_share",
    "min_outlets",
    "agency",
    "sort",
    "seed",
)
_LONGEST_WORD = 100  # characters of one search word; a longer one is cut
_MOST_WORDS = 8
_AGENCY: dict[str, Literal["without", "only"]] = {"without": "without", "only": "only"}


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query string; ``given`` are its non-empty parameters, in the order of :data:`NAMES`."""

    filters: Filters
    sort: str = "outlets"
    seed: int = 0
    after: tuple[str, int] | None = None
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def without(self, name: str, value: str) -> str:
        """Return the query string with one more value of a parameter that may be repeated.

        >>> Query(Filters(), given={"not_site": ["a.example"]}).without("not_site", "b.example")
        '?not_site=a.example&not_site=b.example'
        """
        pairs = [(each, known) for each, values in self.given.items() for known in values]
        return f"?{urlencode([*pairs, (name, value)])}"

    def link(self, **changes: str | None) -> str:
        """Return the query string with parameters changed, or removed where the change is ``None``.

        >>> Query(Filters(), given={"site": ["a.example"]}).link(sort="date")
        '?site=a.example&sort=date'
        """
        kept = {name: list(values) for name, values in self.given.items() if name not in changes}
        changed = {name: [value] for name, value in changes.items() if value is not None}
        pairs = [(name, value) for name, values in (kept | changed).items() for value in values]
        return f"?{urlencode(pairs)}" if pairs else "?"


def parse(parameters: Mapping[str, Sequence[str]], now: datetime) -> Query:
    """Return the query in these parameters; empty and unreadable values are ignored.

    A form sends its empty fields, too.

    >>> from datetime import UTC
    >>> parse({"since": ["7d"], "min_chars": ["x"]}, datetime(2024, 1, 8, tzinfo=UTC)).filters.since
    '2024-01-01T00:00:00+00:00'
    >>> parse({"since": ["1y"]}, datetime(2024, 1, 8, tzinfo=UTC)).filters.since
    '2023-01-08T00:00:00+00:00'
    """
    stated = {name: [each.strip() for each in values if each.strip()] for name, values in parameters.items()}
    first = {name: values[0] for name, values in stated.items() if values}
    filters = Filters(
        since=_moment(first.get("since"), now),
        until=_moment(first.get("until"), now),
        sites=tuple(stated.get("site", ())),
        without_sites=tuple(stated.get("not_site", ())),
        language=first.get("lang"),
        kind=first.get("kind"),
        min_chars=int(_number(first.get("min_chars"), SHORTEST_PASSAGE)),
        min_share=min(1.0, _number(first.get("min_share"), 0.0)),
        min_outlets=int(_number(first.get("min_outlets"), 1)),
        agency=_AGENCY.get(first.get("agency", "")),
        words=tuple(word[:_LONGEST_WORD] for word in first.get("q", "").split()[:_MOST_WORDS]),
    )
    sort = first.get("sort", "outlets")
    given = {name: stated[name] for name in NAMES if name in first}
    seed = int(_number(first.get("seed"), 0))
    return Query(filters, sort if sort in SORTS else "outlets", seed, _after(first.get("after")), given)


def asked_of_index(query: Query, connection: Connection, now: datetime) -> Query:
    """Return the query with its words as a search query, if the store has an index that answers it."""
    text = query.given.get("q", ("",))[0]
    if not text or not is_built(connection):
        return query
    try:
        asked = parse_query(text, now)
    except NewsfeedError:
        return query
    return replace(query, filters=replace(query.filters, words=(), asked=asked))


def _moment(value: str | None, now: datetime) -> str | None:
    """Return the time in ``value``, an age (12h, 7d, 1y) or a year, month, day or time (ISO 8601), in UTC."""
    if value is None:
        return None
    if past := ago(value, now):
        return past
    try:
        date.fromisoformat(f"{value}-01-01"[:10] if len(value) in {4, 7} else value[:10])
    except ValueError:
        return None
    return value


def _number(value: str | None, default: float) -> float:
    try:
        number = float(value) if value is not None else default
    except ValueError:
        return default
    return number if 0 <= number < 1e9 else default


def _after(value: str | None) -> tuple[str, int] | None:
    """Return a list's cursor, the moment and number of the last row before it: ``2024-01-01T00:00:00+00:00~17``."""
    moment, _, number = (value or "").rpartition("~")
    return (moment, int(number)) if moment and number.isascii() and number.isdecimal() and len(number) < 19 else None


def page_number(value: str | None) -> int:
    """Return the number of a page, 1 if it cannot be read."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 7 else 1
