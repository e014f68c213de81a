"""Taking articles in: which are new, which are revised, which are known already."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from newsfeed.loaders.identity import Named, content_digest
from newsfeed.store import boilerplate
from newsfeed.store.articles.matching import degrade
from newsfeed.store.articles.revisions import Outcome, decide_all, note_contents, remember
from newsfeed.store.index import passages
from newsfeed.store.index.indexing import Indexed, Text, index
from newsfeed.store.schema import AGAIN, JUDGED, UNCOUNTED, articles, feeds, paragraphs, quotes, reuse, revisions
from newsfeed.store.sql import insert_all, listed
from newsfeed.text.urls.canonical import site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.config import DedupConfig, Origin
    from newsfeed.items import Article, Dates


class Ingested(NamedTuple):
    """What became of an article that was read: its number in the store, and whether it was news."""

    number: int
    outcome: Outcome


class _Accepted(NamedTuple):
    """An article whose text is to be stored, under its number, id, revision and content digest."""

    number: int
    id: str
    article: Article
    stored: Row[Any] | None
    revision: int
    content: str
    as_of: str | None


def mark_delivered(connection: Connection, numbers: Sequence[int]) -> None:
    """Note that these articles were given back as they are now."""
    connection.execute(
        update(articles)
        .where(articles.c.number.in_(listed(numbers)), articles.c.given != articles.c.revision)
        .values(given=articles.c.revision)
    )


def ingest(connection: Connection, batch: Sequence[Article | Named], terms: DedupConfig) -> list[Ingested]:
    """Store what is new or revised of a batch of articles, in their order; return what became of each.

    An article without its names is known by its id.
    """
    named = [each if isinstance(each, Named) else Named.by_id(each) for each in batch]
    degrade(connection, {reading.names.document for reading in named})
    taken: list[Ingested] = []
    while len(taken) < len(named):
        taken.extend(_take_in_distinct(connection, _without_repeats(named[len(taken) :]), terms))
    return taken


def _without_repeats(batch: Sequence[Named]) -> Sequence[Named]:
    """Return the first of a batch, with no name or title twice: a second reading is to meet the first in the store."""
    seen: set[str] = set()
    for place, (_, of) in enumerate(batch):
        found = of.identifiers.union(of.variants, [f"{of.document.scope} {of.title}"] if of.title else ())
        if not seen.isdisjoint(found):
            return batch[:place]
        seen.update(found)
    return batch


def _take_in_distinct(connection: Connection, batch: Sequence[Named], terms: DedupConfig) -> list[Ingested]:
    """Take in a batch up to where it holds one article for the second time."""
    decided = decide_all(connection, batch)
    accepted = [
        _Accepted(each.number, each.id, each.article, each.stored, each.revision, each.content, each.as_of)
        for each in decided
        if each.outcome != "unchanged"
    ]
    if accepted:
        revised = [each.number for each in accepted if each.stored]
        if revised:
            _clear(connection, revised, terms)
        _store(connection, accepted, terms.origin)
    remember(connection, decided)
    return [Ingested(each.number, each.news) for each in decided]


def tell(connection: Connection, stored: Row[Any], article: Article, revision: int, terms: DedupConfig) -> None:
    """Store another text of a stored article, under this revision."""
    content = content_digest(article)
    _clear(connection, [stored.number], terms)
    own = revisions.c.article == stored.number
    # This text may have been seen before, and a revision that nobody was given is none.
    connection.execute(delete(revisions).where(own, revisions.c.content == content))
    connection.execute(update(revisions).where(own, revisions.c.revision > revision).values(revision=revision))
    accepted = _Accepted(stored.number, stored.id, article, stored, revision, content, stored.as_of)
    _store(connection, [accepted], terms.origin)
    note_contents(connection, [(stored.number, content, revision, article.fetched)])


def _clear(connection: Connection, numbers: Sequence[int], terms: DedupConfig) -> None:
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


def _store(connection: Connection, accepted: Sequence[_Accepted], origin: Origin) -> None:
    feed_numbers = _feed_numbers(connection, [each.article for each in accepted])
    rows = [_article_row(each, feed_numbers[each.article.feed.url]) for each in accepted]
    texts = [
        Text(each.number, row["moment"], [paragraph.text for paragraph in each.article.paragraphs])
        for row, each in zip(rows, accepted, strict=True)
    ]
    indexed = index(connection, texts, origin)
    for row, each in zip(rows, indexed, strict=True):
        row["rank"], row["simhash"] = each.rank, each.simhash
    _upsert(connection, rows, {each.number for each in accepted if each.stored})
    _store_paragraphs(connection, accepted, indexed)


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


def _article_row(each: _Accepted, feed: int) -> dict[str, Any]:
    article, stored = each.article, each.stored
    published = min(filter(None, (article.published, stored and stored.published)), default=None)
    redated = article.published if article.published != published else None
    fetched = stored.fetched if stored else article.fetched
    return {
        "number": each.number,
        "id": each.id,
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
        "as_of": max(filter(None, (each.as_of, stored and stored.as_of)), default=None),
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
