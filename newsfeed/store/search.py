"""Search: build the index of words, keep it up to date, and find articles.

A store has no such index until it is built on request (``newsfeed index``). From then on, every change of a text
updates it in the same transaction. While it is being built in batches, changes of articles up to the last one indexed
are included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import OperationalError

from newsfeed.errors import NewsfeedError, command_line
from newsfeed.store import metadata
from newsfeed.store.index import words
from newsfeed.store.schema import articles, paragraphs
from newsfeed.store.sql import listed
from newsfeed.text.search_query import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from sqlalchemy import ColumnElement, Connection

    from newsfeed.text.search_query import SearchQuery

VERSION = 2
"""Raised when tokens (:func:`newsfeed.text.search_query.indexed`) change: an index of another version is rebuilt."""

_KEY = "search"
_THROUGH = "search through"  # the number of the last article indexed; present only while the index is being built
KEYS = (_KEY, _THROUGH)
"""The metadata about the index, which belongs to one database and is not copied."""

_PARAGRAPHS_AT_ONCE = 5_000


class Hit(NamedTuple):
    """An article found by a query, with the part of its text around the first term."""

    id: str
    url: str | None
    title: str | None
    site: str
    language: str | None
    published: str
    excerpt: str


def is_built(connection: Connection) -> bool:
    """Return whether the store has a complete index."""
    return _is_current(connection) and metadata.read(connection, _THROUGH) is None


def size(connection: Connection) -> int:
    """Return the size of the index in bytes, 0 if there is none."""
    return words.size(connection) if _is_current(connection) else 0


def start(connection: Connection) -> None:
    """Start building the index from scratch, or continue an unfinished one.

    Raises:
        NewsfeedError: SQLite was built without FTS5.

    """
    if _is_current(connection) and metadata.read(connection, _THROUGH) is not None:
        return
    try:
        words.create(connection)
    except OperationalError as error:
        raise NewsfeedError(f"the index cannot be built: {error.orig}; search needs an SQLite with FTS5") from error
    metadata.write(connection, _KEY, str(VERSION))
    metadata.write(connection, _THROUGH, "0")


def go_on(connection: Connection) -> int:
    """Index the next batch of articles; return their number, 0 when the index is complete."""
    through = int(metadata.read(connection, _THROUGH) or 0)
    numbers = _next(connection, through)
    words.add(connection, _texts(connection, numbers))
    if numbers:
        metadata.write(connection, _THROUGH, str(numbers[-1]))
    else:
        metadata.forget(connection, _THROUGH)
        words.complete(connection)
    return len(numbers)


def add(connection: Connection, numbers: Sequence[int]) -> None:
    """Index the current text of these articles, if the store has an index."""
    if kept_up := _kept_up(connection, numbers):
        words.add(connection, _texts(connection, kept_up))


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Remove these articles from the index; must be called before their texts change or go."""
    if kept_up := _kept_up(connection, numbers):
        words.remove(connection, _texts(connection, kept_up))


def compact(connection: Connection, *, begin: bool) -> bool:
    """Take some steps to shrink the index, the first if ``begin``; return whether there are more.

    Until then, removed text still takes space in the index.
    """
    return _is_current(connection) and words.merge(connection, begin=begin)


def conditions(connection: Connection, query: SearchQuery) -> list[ColumnElement[bool]]:
    """Return the conditions of a query on rows of the articles table.

    Raises:
        NewsfeedError: the store has no index.

    """
    if not is_built(connection):
        raise NewsfeedError(f"the store has no index for search; '{command_line('index')}' builds it")
    return [articles.c.dropped.is_(None), *matching(query)]


def matching(query: SearchQuery, table: Any = articles) -> list[ColumnElement[bool]]:
    """Return the conditions of a query on rows of the articles table or an alias of it, in a store with an index."""
    number, site, language = table.c.number, table.c.site, table.c.language
    found: list[ColumnElement[bool]] = [number.in_(words.holding(term)) for term in query.terms]
    found += [number.not_in(words.holding(term)) for term in query.without]
    if query.sites:
        found.append(or_(*(_is_of_site(site, each) for each in query.sites)))
    if query.languages:
        found.append(or_(*(_is_or_is_in(language, each, after="-") for each in query.languages)))
    found += [~_is_of_site(site, each) for each in query.without_sites]
    found += [~_is_or_is_in(func.coalesce(language, ""), each, after="-") for each in query.without_languages]
    if query.since:
        found.append(table.c.moment >= query.since)
    return found


def find(connection: Connection, query: SearchQuery, limit: int) -> tuple[int, list[Hit]]:
    """Return the number of articles that a query finds, and the newest of them."""
    asked = and_(*conditions(connection, query))
    total = connection.execute(select(func.count()).select_from(articles).where(asked)).scalar_one()
    if not total:
        return 0, []
    names = ("number", "id", "url", "title", "site", "language", "moment")
    rows = connection.execute(
        select(*(articles.c[name] for name in names))
        .where(asked)
        .order_by(articles.c.moment.desc(), articles.c.number.desc())
        .limit(limit)
    ).all()
    texts = dict(_texts(connection, [row.number for row in rows], titles=False))
    return total, [
        Hit(row.id, row.url, row.title, row.site, row.language, row.moment, excerpt(texts[row.number], query.terms))
        for row in rows
    ]


def _is_current(connection: Connection) -> bool:
    return metadata.read(connection, _KEY) == str(VERSION)


def _kept_up(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Return those of these articles that belong in the index as far as it is built.

    An index of another version is dropped, because its missing entries could not be found later.
    """
    version = metadata.read(connection, _KEY)
    if version != str(VERSION):
        if version is not None:
            metadata.forget(connection, _KEY)
        return []
    through = metadata.read(connection, _THROUGH)
    return [number for number in numbers if through is None or number <= int(through)]


def _next(connection: Connection, through: int) -> list[int]:
    """Return the next articles, with up to a limit of paragraphs in total, but at least one article if there is any."""
    count = select(func.count()).where(paragraphs.c.article == articles.c.number).scalar_subquery()
    query = select(articles.c.number, count).where(articles.c.number > through).order_by(articles.c.number)
    found: list[int] = []
    total = 0
    for number, size in connection.execute(query.limit(_PARAGRAPHS_AT_ONCE)):
        total += size + 1
        if found and total > _PARAGRAPHS_AT_ONCE:
            break
        found.append(number)
    return found


def _texts(
    connection: Connection, numbers: Iterable[int], *, titles: bool = True
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each article's number with its title, unless left out, and the texts of its paragraphs."""
    wanted = list(numbers)
    found: dict[int, list[str]] = {number: [] for number in wanted}
    if titles:
        query = select(articles.c.number, articles.c.title).where(articles.c.number.in_(listed(wanted)))
        for number, title in connection.execute(query):
            found[number].append(title or "")
    rows = (
        select(paragraphs.c.article, paragraphs.c.text)
        .where(paragraphs.c.article.in_(listed(wanted)))
        .order_by(paragraphs.c.article, paragraphs.c.position)
    )
    for number, text in connection.execute(rows):
        found[number].append(text)
    yield from found.items()


def _is_of_site(outlet: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Return whether an outlet is the named one, below it (``sea.`` of a host, ``/sea`` of a path), or a feed on it.

    The outlet of an article without a usable address is the address of its feed.
    """
    folded = func.lower(outlet)
    on_host = (folded + "/").contains(f"://{name}/", autoescape=True)
    below_host = folded.like(f"%://%.{_escaped(name)}/%", escape="\\")
    return or_(_is_or_is_in(outlet, name, after="/"), folded.endswith(f".{name}", autoescape=True), on_host, below_host)


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_or_is_in(value: ColumnElement[str], name: str, *, after: str) -> ColumnElement[bool]:
    """Return whether a value is a name, or begins with it and ``after``."""
    folded = func.lower(value)
    return or_(folded == name, folded.startswith(name + after, autoescape=True))
