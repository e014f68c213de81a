"""Write new articles, and new texts of known articles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from newsfeed.items import KnownArticle
from newsfeed.store import boilerplate, search
from newsfeed.store.articles.rows import field_values
from newsfeed.store.index import passages
from newsfeed.store.index.indexing import Indexed, Text, addresses, index
from newsfeed.store.schema import Pending, articles, feeds, paragraphs, quotes, reuse, subscriptions
from newsfeed.store.sql import insert_all, listed, listed_texts
from newsfeed.store.verdicts import mark_citing
from newsfeed.text.agencies import agency_of, first_lines
from newsfeed.text.html.extract import EXTRACTION
from newsfeed.text.urls.outlets import outlet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from newsfeed.dedup.config import DedupConfig, Origin
    from newsfeed.items import Article, Dates, Paragraph
    from newsfeed.text.quotes.quotations import Quotation


_MARKUP = ("html", "url", "level", "ordered", "start")
"""The columns of a paragraph besides its kind and text."""

_OF_COPIES = ("repeats", "duplicate_of", "copy_reason")


class AcceptedArticle(NamedTuple):
    """An article to be stored, with its number, id, revision and content digest.

    ``as_of`` is the time when its source document was made, if known; ``moment`` is the time by which it is ordered
    (:func:`newsfeed.dedup.order.reading_time`).
    """

    number: int
    id: str
    article: Article
    quotations: Sequence[Quotation]
    revision: int
    content: str
    as_of: str | None
    moment: str


def stored(connection: Connection, numbers: Iterable[int]) -> dict[int, KnownArticle]:
    """Return the stored values of the articles with these numbers."""
    columns = [*(articles.c[name] for name in KnownArticle._fields if name != "source"), feeds.c.url]
    query = select(*columns).join(feeds, feeds.c.number == articles.c.feed)
    rows = connection.execute(query.where(articles.c.number.in_(listed(numbers))))
    return {row.number: KnownArticle(*row) for row in rows}


def text(connection: Connection, number: int) -> str:
    """Return the paragraphs of an article, joined by spaces."""
    query = select(paragraphs.c.text).where(paragraphs.c.article == number).order_by(paragraphs.c.position)
    return " ".join(connection.execute(query).scalars())


def markup(connection: Connection, numbers: Iterable[int]) -> Mapping[int, list[tuple[Any, ...]]]:
    """Return kind and markup of each paragraph of these articles, in order."""
    columns = (paragraphs.c[name] for name in ("article", "kind", *_MARKUP))
    query = select(*columns).where(paragraphs.c.article.in_(listed(numbers)))
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for number, *of_paragraph in connection.execute(query.order_by(paragraphs.c.article, paragraphs.c.position)):
        found[number].append(tuple(of_paragraph))
    return found


def markup_of(stated: Iterable[Paragraph]) -> list[tuple[Any, ...]]:
    """Return kind and markup of each paragraph as :func:`markup` returns them."""
    return [(each.kind, *_markup(each)) for each in stated]


def next_number(connection: Connection) -> int:
    """Return the number for the next new article."""
    return (connection.execute(select(func.max(articles.c.number))).scalar() or 0) + 1


def mark_delivered(connection: Connection, numbers: Sequence[int]) -> None:
    """Mark the current revision of these articles as delivered."""
    connection.execute(
        update(articles)
        .where(articles.c.number.in_(listed(numbers)), articles.c.given != articles.c.revision)
        .values(given=articles.c.revision)
    )


def note_documents(connection: Connection, times: Mapping[int, str]) -> None:
    """Record the times of the newest documents that contain these articles as they are stored."""
    if times:
        rows = [{"key": number, "time": time} for number, time in times.items()]
        connection.execute(
            update(articles).where(articles.c.number == bindparam("key")).values(as_of=bindparam("time")), rows
        )


def write(connection: Connection, accepted: Sequence[AcceptedArticle], config: DedupConfig) -> None:
    """Write articles, replacing any that are stored under the same numbers."""
    query = select(articles).where(articles.c.number.in_(listed(each.number for each in accepted)))
    known = {row.number: row for row in connection.execute(query)}
    if known:
        search.remove(connection, list(known))
        _clear(connection, list(known), config)
    _store(connection, accepted, known, config.origin)
    search.add(connection, [each.number for each in accepted])


def _clear(connection: Connection, numbers: Sequence[int], config: DedupConfig) -> None:
    """Delete the text of revised articles, and mark articles that repeat it for re-judging."""
    boilerplate.forget(connection, config.stories, numbers)
    mark_citing(connection, numbers)
    orphans = passages.had_first(connection, numbers)
    for table in (paragraphs, reuse, quotes):
        connection.execute(delete(table).where(table.c.article.in_(listed(numbers))))
    passages.find_first(connection, orphans)


def _store(
    connection: Connection, accepted: Sequence[AcceptedArticle], known: Mapping[int, Row[Any]], origin: Origin
) -> None:
    feed_numbers = _feed_numbers(connection, [each.article for each in accepted])
    rows = [_article_row(each, known.get(each.number), feed_numbers[each.article.feed.url]) for each in accepted]
    flagged = _flagged_as_agencies(connection, feed_numbers)
    for row in rows:
        if row["agency"] is None and row["feed"] in flagged:
            row["agency"] = row["site"]
    texts = [
        Text(
            each.number,
            each.id,
            row["moment"],
            [p.text for p in each.article.paragraphs],
            each.quotations,
            addresses(each.article.paragraphs),
            dropped=each.article.dropped is not None,
        )
        for row, each in zip(rows, accepted, strict=True)
    ]
    indexed = index(connection, texts, origin)
    for row, each in zip(rows, indexed, strict=True):
        row["rank"], row["simhash"] = each.rank, each.simhash
    _upsert(connection, rows, known.keys())
    _store_paragraphs(connection, accepted, indexed)


def _feed_numbers(connection: Connection, batch: Sequence[Article]) -> dict[str, int]:
    titles = {article.feed.url: article.feed.title for article in batch}

    def numbers() -> dict[str, int]:
        query = select(feeds.c.url, feeds.c.number).where(feeds.c.url.in_(listed_texts(titles)))
        return {row.url: row.number for row in connection.execute(query)}

    known = numbers()
    fresh = [{"url": url, "title": title} for url, title in titles.items() if url not in known]
    if fresh:
        connection.execute(feeds.insert(), fresh)
        known = numbers()
    return known


def _flagged_as_agencies(connection: Connection, feed_numbers: Mapping[str, int]) -> set[int]:
    """Return those of these feeds that are flagged as those of a news agency."""
    known = subscriptions.c.scope.in_(listed_texts(feed_numbers))
    query = select(subscriptions.c.scope).where(subscriptions.c.agency, known)
    return {feed_numbers[scope] for scope in connection.execute(query).scalars()}


def _article_row(each: AcceptedArticle, known: Row[Any] | None, feed: int) -> dict[str, Any]:
    """Return the row of an article; a ``known`` article keeps its first publication and reading times."""
    article = each.article
    site = _site(article)
    earlier = None if known is None or _is_read_anew(article.dates, known) else known.published
    published = min(filter(None, (article.published, earlier)), default=None)
    redated = article.published if article.published != published else None
    fetched = known.fetched if known else article.fetched
    return field_values(article) | {
        "number": each.number,
        "id": each.id,
        "feed": feed,
        "site": site,
        "agency": agency_of(site, article.authors, first_lines(article.paragraphs)),
        "moment": each.moment,
        "published": published,
        "updated": article.updated or redated,
        "fetched": fetched,
        "dates": _dates(article.dates, known and known.dates, redated=redated is not None),
        "content": each.content,
        "extracted": EXTRACTION,
        "as_of": max(filter(None, (each.as_of, known and known.as_of)), default=None),
        "revision": each.revision,
        "novelty": 1.0,
        "follows": None,
        **{name: known._mapping[name] if known and article.dropped is None else None for name in _OF_COPIES},
        "pending": Pending.UNCOUNTED if article.dropped is None else Pending.DROPPED,
        "pruned": None,
    }


def _site(article: Article) -> str:
    """Return the outlet of an article: the site of its URL, or else its feed."""
    channel = article.authors[0] if len(article.authors) == 1 else article.feed.title or ""
    return outlet(article.url or "", feed=article.feed.url, channel=channel) or article.feed.url


def _is_read_anew(read: Dates, known: Row[Any]) -> bool:
    """Return whether an older version has read the same words for the time of publication, by its own rules."""
    stored = (known.dates or {}).get("published")
    return bool(known.extracted < EXTRACTION and stored and read.published and stored["raw"] == read.published.raw)


def _dates(read: Dates, stored: dict[str, Any] | None, *, redated: bool) -> dict[str, Any] | None:
    """Return the notes to store about an article's dates; if the article was redated, the earlier notes are kept."""
    notes = asdict(read)
    if redated:
        notes = {"published": (stored or {}).get("published"), "updated": notes["updated"] or notes["published"]}
    return notes if any(notes.values()) else None


def _upsert(connection: Connection, rows: Sequence[dict[str, Any]], existing: Collection[int]) -> None:
    fresh = [row for row in rows if row["number"] not in existing]
    changed = [row | {"key": row["number"]} for row in rows if row["number"] in existing]
    if fresh:
        connection.execute(articles.insert(), fresh)
    if changed:
        connection.execute(update(articles).where(articles.c.number == bindparam("key")), changed)


def _store_paragraphs(connection: Connection, accepted: Sequence[AcceptedArticle], indexed: Sequence[Indexed]) -> None:
    plain, marked_up = [], []
    for each, found in zip(accepted, indexed, strict=True):
        for position, (p, passage) in enumerate(zip(each.article.paragraphs, found.passages, strict=True)):
            row = (each.number, position, passage, found.paragraph_rank, p.text, p.kind, "unique", 1.0)
            markup = _markup(p)
            if markup == _NO_MARKUP:
                plain.append(row)
            else:
                marked_up.append((*row, None, *markup))
    insert_all(connection, paragraphs, plain)
    insert_all(connection, paragraphs, marked_up)


_markup = attrgetter(*_MARKUP)
_NO_MARKUP = (None,) * len(_MARKUP)
