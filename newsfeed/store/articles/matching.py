"""Which stored article a reading is of, by the names it has (:mod:`newsfeed.loaders.identity`).

A name belongs to the article that had it first, and stays with it. In a feed that once gave one id, or one link, to
several entries of a document, that kind of name alone proves nothing any more: something else must agree.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from newsfeed.dedup import compare
from newsfeed.loaders.identity import NEAR, content_digest, digest, title_names
from newsfeed.store.schema import articles, degraded, names, paragraphs, revisions
from newsfeed.store.sql import listed
from newsfeed.text.normalise import normalise
from newsfeed.text.urls.canonical import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsfeed.items import Article
    from newsfeed.loaders.identity import FeedDocument, Named, Names

_COLUMNS = (
    "id", "number", "content", "revision", "given", "url", "title", "moment", "published", "updated", "fetched",
    "dates", "as_of",
)  # fmt: skip
_SHARED = 0.5  # of the one or the other text, for both to be of one article


def moment(article: Article) -> str:
    """Return when an article was published, as far as its reading tells."""
    return article.published or article.updated or article.fetched or ""


def degrade(connection: Connection, documents: Iterable[FeedDocument]) -> None:
    """Note which feeds give one identifier to several entries; this is never forgotten."""
    repeating = {(document.scope, kind) for document in documents for kind in document.repeating}
    new = repeating - _degraded(connection, {scope for scope, _ in repeating}) if repeating else None
    if new:
        connection.execute(degraded.insert(), [{"scope": scope, "kind": kind} for scope, kind in sorted(new)])


def register(connection: Connection, known: Mapping[str, int]) -> None:
    """Note which articles these names are of; a name that has an article keeps it."""
    rows = [(digest(name), number) for name, number in known.items()]
    if rows:
        connection.exec_driver_sql("INSERT INTO names (digest, article) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def _degraded(connection: Connection, scopes: Iterable[str]) -> set[tuple[str, str]]:
    query = select(degraded.c.scope, degraded.c.kind).where(degraded.c.scope.in_(listed(scopes)))
    return {(row.scope, row.kind) for row in connection.execute(query)}


class ArticleMatcher:
    """Tells which stored articles some readings are of."""

    def __init__(self, connection: Connection, readings: Sequence[Named]) -> None:
        self._connection = connection
        self._known: dict[int, int] = {}
        self._rows: dict[int, Row[Any]] = {}
        self._degraded = _degraded(connection, {reading.names.document.scope for reading in readings})
        self._look_up(name for reading in readings for name in reading.names.identifiers)
        self._look_up(name for reading in readings if self._by_identifier(reading) is None for name in _titles(reading))

    def _look_up(self, wanted: Iterable[str]) -> None:
        query = select(names.c.digest, names.c.article).where(names.c.digest.in_(listed(map(digest, wanted))))
        found = {row.digest: row.article for row in self._connection.execute(query)}
        missing = set(found.values()).difference(self._rows)
        if missing:
            columns = [articles.c[name] for name in _COLUMNS]
            rows = self._connection.execute(select(*columns).where(articles.c.number.in_(listed(missing))))
            self._rows |= {row.number: row for row in rows}
        self._known |= found

    def new_id(self, of: Names) -> str:
        """Return the id of an article that is new: its surest name, unless that is another's."""
        return of.whole if digest(of.id) in self._known else of.id

    def unknown_names(self, reading: Named, stored: Row[Any] | None) -> Iterator[str]:
        """Yield the names of a reading that are to be registered, if it is of the ``stored`` article or of a new one.

        A title counts for the time of the first reading, whatever later ones are dated. The whole is always kept: what
        was read once is then known again, whatever becomes of its feed.
        """
        of = reading.names
        kept = [of.surest if of.alone else None, of.whole, of.page, *of.variants]
        kept += title_names(of, stored.moment)[:1] if stored else _titles(reading)[:1]
        if stored is None:
            kept.append(self.new_id(of))
        for name in kept:
            if name and digest(name) not in self._known:
                yield name

    def article(self, reading: Named) -> Row[Any] | None:
        """Return the stored article that this is a reading of, or ``None`` if it is a new one."""
        return self._by_identifier(reading) or self._by_title(reading)

    def _by_identifier(self, reading: Named) -> Row[Any] | None:
        of = reading.names
        found = self._stored(of.whole)
        if found:
            return found
        found, proves = self._stored(of.surest), of.alone and not self._is_degraded(of, of.kind)
        if found and (proves or self._agrees(reading, found)):
            return found
        found = self._stored(of.page) if of.page else None
        return found if found and self._is_under_new_id(reading, found) else None

    def _by_title(self, reading: Named) -> Row[Any] | None:
        near = map(self._stored, _titles(reading))
        return next((each for each in near if each and self._is_told_again(reading, each)), None)

    def _stored(self, name: str) -> Row[Any] | None:
        number = self._known.get(digest(name))
        return None if number is None else self._rows[number]

    def _is_degraded(self, of: Names, kind: str) -> bool:
        return (of.document.scope, kind) in self._degraded

    def _agrees(self, reading: Named, stored: Row[Any]) -> bool:
        """Tell whether more than an identifier speaks for a reading of the stored article."""
        ours, theirs = reading.article.url, stored.url
        if reading.names.kind == "guid" and ours and theirs and url_key(ours) == url_key(theirs):
            return True
        if reading.article.title and reading.article.title == stored.title:
            return True
        return self._was_read(reading.article, stored.number) or self._shares_text(reading.article, stored.number)

    def _is_under_new_id(self, reading: Named, stored: Row[Any]) -> bool:
        """Tell whether an article that leads to the same page as a stored one is that one, with another guid."""
        if reading.article.title and reading.article.title == stored.title:
            return True
        if self._stands_beside(reading.names, stored.number):
            return False
        sure = reading.names.at_home and not self._is_degraded(reading.names, "page")
        return sure or self._shares_text(reading.article, stored.number)

    def _is_told_again(self, reading: Named, stored: Row[Any]) -> bool:
        """Tell whether an article with the title of a stored one is that one, with another guid and another link."""
        return (
            _days_between(moment(reading.article), stored.moment) <= NEAR
            and not self._stands_beside(reading.names, stored.number)
            and self._shares_text(reading.article, stored.number)
        )

    def _stands_beside(self, of: Names, number: int) -> bool:
        """Tell whether a stored article has an entry of its own in the document that this one was read from."""
        query = select(names.c.digest).where(names.c.article == number)
        theirs = set(self._connection.execute(query).scalars()) - {digest(of.surest)}
        return not of.document.present.isdisjoint(theirs)

    def _was_read(self, article: Article, number: int) -> bool:
        """Tell whether a stored article once had the same title and text."""
        of_this = (revisions.c.article == number, revisions.c.content == content_digest(article))
        return self._connection.execute(select(revisions.c.revision).where(*of_this)).first() is not None

    def _shares_text(self, article: Article, number: int) -> bool:
        query = select(paragraphs.c.text).where(paragraphs.c.article == number).order_by(paragraphs.c.position)
        theirs = " ".join(self._connection.execute(query).scalars())
        ours = " ".join(paragraph.text for paragraph in article.paragraphs)
        if not ours or not theirs:
            return False
        if normalise(ours) == normalise(theirs):
            return True
        return max(compare(theirs, ours).share, compare(ours, theirs).share) >= _SHARED


def _titles(reading: Named) -> tuple[str, ...]:
    return title_names(reading.names, moment(reading.article))


def _days_between(one: str, other: str) -> int:
    return abs(date.fromisoformat(one[:10]).toordinal() - date.fromisoformat(other[:10]).toordinal())
