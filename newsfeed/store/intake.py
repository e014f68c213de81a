"""Taking articles in: which are new, which are revised, which are known already."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from newsfeed.identity import content_digest
from newsfeed.renditions import Rendition
from newsfeed.store import boilerplate, pages, passages
from newsfeed.store.indexing import Indexed, Text, index
from newsfeed.store.rows import insert_all, listed
from newsfeed.store.tables import AGAIN, JUDGED, UNCOUNTED, articles, feeds, paragraphs, quotes, reuse, revisions
from newsfeed.text.urls import site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.items import Article, Dates
    from newsfeed.terms import Origin, Terms

Outcome = Literal["new", "revised", "unchanged"]


class Taken(NamedTuple):
    """What became of an article that was read: its number in the store, and whether it was news."""

    number: int
    outcome: Outcome


class _Accepted(NamedTuple):
    """An article whose text is to be stored, under its number, revision and content digest."""

    number: int
    article: Article
    revision: int
    content: str


def decide(article: Article, content: str, stored: Row[Any] | None, *, known: bool) -> Outcome:
    """Decide what a reading of an article is to the one ``stored`` under the same id.

    ``known`` says that this content was seen before: reading an old copy again is no revision, nor is a changed date
    alone. A reading that is dated before the stored one is an older copy.
    """
    if stored is None:
        return "new"
    if known or content == stored.content or _is_older(article, stored):
        return "unchanged"
    return "revised"


def _is_older(article: Article, stored: Row[Any]) -> bool:
    ours, theirs = article.updated or article.published, stored.updated or stored.published
    return ours is not None and theirs is not None and ours < theirs


def not_given_back(given: int, revision: int) -> Outcome:
    """Return what a known article still is to whoever waits for news: runs that broke off have given back nothing."""
    if given == revision:
        return "unchanged"
    return "revised" if given else "new"


def mark_given(connection: Connection, numbers: Sequence[int]) -> None:
    """Note that these articles were given back as they are now."""
    connection.execute(
        update(articles)
        .where(articles.c.number.in_(listed(numbers)), articles.c.given != articles.c.revision)
        .values(given=articles.c.revision)
    )


def take_in(connection: Connection, batch: Sequence[Article], terms: Terms) -> list[Taken]:
    """Store what is new or revised of a batch of articles, in their order; return what became of each."""
    taken: list[Taken] = []
    for group in _without_repeats(batch):
        taken.extend(_take_in_distinct(connection, group, terms))
    return taken


def _without_repeats(batch: Sequence[Article]) -> Iterator[list[Article]]:
    """Cut a batch into runs in which no id comes twice, so that a second reading meets the first in the store."""
    group: dict[str, Article] = {}
    for article in batch:
        if article.id in group:
            yield list(group.values())
            group = {}
        group[article.id] = article
    if group:
        yield list(group.values())


def _take_in_distinct(connection: Connection, batch: Sequence[Article], terms: Terms) -> list[Taken]:
    stored = _stored(connection, batch)
    seen = _seen_contents(connection, [row.number for row in stored.values()])
    free = _free_numbers(connection)
    taken: list[Taken] = []
    accepted: list[_Accepted] = []
    for article in _as_pages_tell(connection, batch, stored, seen):
        row, content = stored.get(article.id), content_digest(article)
        known = row is not None and (row.number, content) in seen
        outcome = decide(article, content, row, known=known)
        number = next(free) if row is None else row.number
        if outcome != "unchanged":
            accepted.append(_Accepted(number, article, 1 if row is None else row.revision + 1, content))
        if row is not None and outcome == "unchanged":
            outcome = not_given_back(row.given, row.revision)
        taken.append(Taken(number, outcome))
    if accepted:
        revised = [each.number for each in accepted if each.revision > 1]
        if revised:
            _clear(connection, revised, terms)
        _store(connection, accepted, {row.number: row for row in stored.values()}, terms.origin)
    return taken


def tell(connection: Connection, stored: Row[Any], article: Article, revision: int, terms: Terms) -> None:
    """Store another text of a stored article, under this revision."""
    content = content_digest(article)
    _clear(connection, [stored.number], terms)
    own = revisions.c.article == stored.number
    # This text may have been seen before, and a revision that nobody was given is none.
    connection.execute(delete(revisions).where(own, revisions.c.content == content))
    connection.execute(update(revisions).where(own, revisions.c.revision > revision).values(revision=revision))
    accepted = _Accepted(stored.number, article, revision, content)
    _store(connection, [accepted], {stored.number: stored}, terms.origin)


def _as_pages_tell(
    connection: Connection, batch: Sequence[Article], stored: dict[str, Row[Any]], seen: set[tuple[int, str]]
) -> list[Article]:
    """Return a batch with each article as its page tells it, where that is known and tells more than its feed says now.

    What the feed says now is noted, so that it is known the next time and the page is read again.
    """
    known = pages.kept(connection, [row.number for row in stored.values()])
    told = list(batch)
    said: dict[int, Article] = {}
    notes: list[dict[str, Any]] = []
    for place, article in enumerate(batch if known else ()):
        row, content = stored.get(article.id), content_digest(article)
        if row is None or row.number not in known or (row.number, content) in seen or _is_older(article, row):
            continue
        said[row.number] = article
        told[place] = known[row.number].retell(article)
        if told[place] is not article:
            notes.append({"article": row.number, "content": content, "revision": row.revision, "seen": article.fetched})
    pages.outdate(connection, {number: Rendition.of(article) for number, article in said.items()})
    if notes:
        connection.execute(revisions.insert(), notes)
    return told


def _stored(connection: Connection, batch: Sequence[Article]) -> dict[str, Row[Any]]:
    columns = ("id", "number", "content", "revision", "given", "published", "updated", "fetched", "dates")
    query = select(*(articles.c[name] for name in columns))
    rows = connection.execute(query.where(articles.c.id.in_(listed(article.id for article in batch))))
    return {row.id: row for row in rows}


def _seen_contents(connection: Connection, numbers: Sequence[int]) -> set[tuple[int, str]]:
    query = select(revisions.c.article, revisions.c.content).where(revisions.c.article.in_(listed(numbers)))
    return {(row.article, row.content) for row in connection.execute(query)}


def _free_numbers(connection: Connection) -> Iterator[int]:
    number = connection.execute(select(func.max(articles.c.number))).scalar() or 0
    while True:
        number += 1
        yield number


def _clear(connection: Connection, numbers: Sequence[int], terms: Terms) -> None:
    """Remove the text of articles that come back changed; whatever repeats it is to be judged again."""
    boilerplate.forget(connection, terms.stories, numbers)
    citing = select(reuse.c.article).where(reuse.c.from_article.in_(listed(numbers)))
    connection.execute(
        update(articles).where(articles.c.number.in_(citing), articles.c.pending == JUDGED).values(pending=AGAIN)
    )
    orphans = passages.had_first(connection, numbers)
    for table in (paragraphs, reuse, quotes):
        connection.execute(delete(table).where(table.c.article.in_(listed(numbers))))
    passages.find_first(connection, orphans)


def _store(connection: Connection, accepted: Sequence[_Accepted], stored: dict[int, Row[Any]], origin: Origin) -> None:
    feed_numbers = _feed_numbers(connection, [each.article for each in accepted])
    rows = [_article_row(each, stored.get(each.number), feed_numbers[each.article.feed.url]) for each in accepted]
    texts = [
        Text(each.number, row["moment"], [paragraph.text for paragraph in each.article.paragraphs])
        for row, each in zip(rows, accepted, strict=True)
    ]
    indexed = index(connection, texts, origin)
    for row, each in zip(rows, indexed, strict=True):
        row["rank"], row["simhash"] = each.rank, each.simhash
    _upsert(connection, rows, set(stored))
    _store_paragraphs(connection, accepted, indexed)
    connection.execute(
        revisions.insert(),
        [
            {"article": e.number, "content": e.content, "revision": e.revision, "seen": e.article.fetched}
            for e in accepted
        ],
    )


def _feed_numbers(connection: Connection, batch: Sequence[Article]) -> dict[str, int]:
    titles = {article.feed.url: article.feed.title for article in batch}

    def numbers() -> dict[str, int]:
        query = select(feeds.c.url, feeds.c.number).where(feeds.c.url.in_(listed(titles)))
        return {row.url: row.number for row in connection.execute(query)}

    known = numbers()
    fresh = [{"url": url, "title": title} for url, title in titles.items() if url not in known]
    if fresh:
        connection.execute(feeds.insert(), fresh)
        known = numbers()
    return known


def _article_row(each: _Accepted, stored: Row[Any] | None, feed: int) -> dict[str, Any]:
    article = each.article
    published = min(filter(None, (article.published, stored and stored.published)), default=None)
    redated = article.published if article.published != published else None
    fetched = stored.fetched if stored else article.fetched
    return {
        "number": each.number,
        "id": article.id,
        "feed": feed,
        "site": site(article.url or "") or article.feed.url,
        "moment": published or article.updated or fetched,
        "url": article.url,
        "guid": article.guid,
        "title": article.title,
        "summary": article.summary,
        "authors": article.authors,
        "people": [{"name": p.name, "email": p.email, "url": p.url} for p in article.people],
        "categories": article.categories,
        "language": article.language,
        "published": published,
        "updated": article.updated or redated,
        "fetched": fetched,
        "dates": _dates(article.dates, stored and stored.dates, redated=redated is not None),
        "image": article.image,
        "enclosures": [
            {"url": e.url, "type": e.type, "length": e.length, "duration": e.duration} for e in article.enclosures
        ],
        "rights": article.rights,
        "license": article.license,
        "reply_to": article.reply_to,
        "content": each.content,
        "revision": each.revision,
        "novelty": 1.0,
        "duplicate_of": None,
        "follows": None,
        "pending": UNCOUNTED,
    }


def _dates(read: Dates | None, stored: dict[str, Any] | None, *, redated: bool) -> dict[str, Any] | None:
    """Return what must be known about the times that are kept: where an article was dated anew, the earlier stays."""
    notes = {"published": None, "updated": None} | (asdict(read) if read else {})
    if redated:
        notes = {"published": (stored or {}).get("published"), "updated": notes["updated"] or notes["published"]}
    return notes if any(notes.values()) else None


def _upsert(connection: Connection, rows: Sequence[dict[str, Any]], existing: set[int]) -> None:
    fresh = [row for row in rows if row["number"] not in existing]
    changed = [row | {"key": row["number"]} for row in rows if row["number"] in existing]
    if fresh:
        connection.execute(articles.insert(), fresh)
    if changed:
        connection.execute(update(articles).where(articles.c.number == bindparam("key")), changed)


def _store_paragraphs(connection: Connection, accepted: Sequence[_Accepted], indexed: Sequence[Indexed]) -> None:
    rows = [
        (each.number, position, passage, found.rank, paragraph.text, paragraph.kind, "unique", 1.0)
        for each, found in zip(accepted, indexed, strict=True)
        for position, (paragraph, passage) in enumerate(zip(each.article.paragraphs, found.passages, strict=True))
    ]
    insert_all(connection, paragraphs, rows)
