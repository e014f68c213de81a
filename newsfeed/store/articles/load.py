"""Load articles: convert rows to items."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, func, select

from newsfeed.dedup.fingerprints.simhash import fingerprints, to_hex
from newsfeed.items import (
    MEDIA,
    Article,
    Origin,
    Paragraph,
    Place,
    Quote,
    Reference,
    Repetition,
    Source,
)
from newsfeed.store import copies
from newsfeed.store.articles.rows import article_fields
from newsfeed.store.schema import IS_MARKED, articles, feeds, paragraphs, passages, quotes, repeats, reuse
from newsfeed.store.sql import listed, listed_texts, unsigned
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_IS_NO_SERIES = func.coalesce(articles.c.copy_reason, "") != "several titles"
_NOBODY: Mapping[int, int] = MappingProxyType({})


def read(connection: Connection, numbers: Sequence[int], represented: Mapping[int, int] = _NOBODY) -> list[Article]:
    """Return the articles with these numbers, in this order, with the verdicts reached so far.

    ``represented`` maps articles omitted from the output to the articles that represent them.
    """
    rows = {row.number: row for row in connection.execute(_articles(numbers))}
    rows_of_texts = connection.execute(_paragraphs(numbers)).all()
    texts, media = _grouped(rows_of_texts), _media_simhashes(rows_of_texts)
    marks = select(reuse).where(reuse.c.article.in_(listed(numbers)), IS_MARKED)
    origins = _grouped(connection.execute(marks).all())
    evidence = _evidence(connection, numbers)
    sayings = _grouped(connection.execute(select(quotes).where(quotes.c.article.in_(listed(numbers)))).all())
    stories = _stories(connection, numbers)
    also = copies.others(connection, [number for number in numbers if number not in represented])
    ids = _ids(
        connection,
        {*stories.values()}
        | {row.from_article for group in origins.values() for row in group}
        | {row.first_article for group in sayings.values() for row in group if row.first_article}
        | {row.duplicate_of for row in rows.values() if row.duplicate_of}
        | {*represented.values()},
    )
    found = []
    for number in numbers:
        article = _article(rows[number], texts[number], origins[number], sayings[number], ids, media)
        for position, repetition in evidence.get(number, {}).items():
            article.paragraphs[position].repeated = repetition
        article.story = ids[stories[number]]
        article.also = also.get(number, [])
        article.represented_by = ids[represented[number]] if number in represented else None
        found.append(article)
    return found


def references(connection: Connection, ids: Iterable[str]) -> dict[str, Reference]:
    """Return the title, link and outlet of each article with one of these ids."""
    columns = (articles.c.id, articles.c.title, articles.c.url, articles.c.site)
    query = select(*columns).where(articles.c.id.in_(listed_texts(ids)))
    return {row.id: Reference(row.title, row.url, row.site) for row in connection.execute(query)}


def _articles(numbers: Iterable[int]) -> Any:
    columns = (feeds.c.url.label("feed_url"), feeds.c.title.label("feed_title"))
    return (
        select(articles, *columns)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(articles.c.number.in_(listed(numbers)))
    )


def _paragraphs(numbers: Iterable[int]) -> Any:
    names = ("article", "position", "text", "kind")
    more = ("novelty", "status", "html", "url", "level", "ordered", "start")
    columns = [*(paragraphs.c[name] for name in names), passages.c.simhash, *(paragraphs.c[name] for name in more)]
    return (
        select(*columns)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(paragraphs.c.article.in_(listed(numbers)))
        .order_by(paragraphs.c.article, paragraphs.c.position)
    )


def _evidence(connection: Connection, numbers: Iterable[int]) -> dict[int, dict[int, Repetition]]:
    """Return the evidence for boilerplate paragraphs, by article and position."""
    query = (
        select(paragraphs.c.article, paragraphs.c.position, repeats.c.articles, repeats.c.since)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(repeats, and_(repeats.c.passage == paragraphs.c.passage, repeats.c.site == articles.c.site))
        .where(paragraphs.c.article.in_(listed(numbers)), paragraphs.c.status == "boilerplate")
    )
    found: defaultdict[int, dict[int, Repetition]] = defaultdict(dict)
    for article, position, *evidence in connection.execute(query):
        found[article][position] = Repetition(*evidence)
    return found


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.article].append(row)
    return groups


def _stories(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return the first article of each article's story: the end of its chain of ``follows``."""
    start = select(articles.c.number.label("number"), articles.c.number.label("at")).where(
        articles.c.number.in_(listed(numbers))
    )
    chain = start.cte("chain", recursive=True)
    chain = chain.union(
        select(chain.c.number, articles.c.follows)
        .join(articles, articles.c.number == chain.c.at)
        .where(articles.c.follows.is_not(None), _IS_NO_SERIES)
    )
    ends = select(chain.c.number, chain.c.at).join(articles, articles.c.number == chain.c.at)
    rows = connection.execute(ends.where(articles.c.follows.is_(None) | ~_IS_NO_SERIES)).all()
    return {number: number for number in numbers} | {row.number: row.at for row in rows}


def _ids(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    query = select(articles.c.number, articles.c.id).where(articles.c.number.in_(listed(numbers)))
    return {row.number: row.id for row in connection.execute(query)}


def _media_simhashes(rows: Iterable[Any]) -> dict[str, str]:
    """Return the fingerprints of the texts of images and embeds; their passages are their URLs."""
    forms = {row.text: normalise(row.text) for row in rows if row.kind in MEDIA and row.text}
    texts = [text for text, form in forms.items() if form]
    values = fingerprints([forms[text] for text in texts])
    return {text: to_hex(int(value)) for text, value in zip(texts, values, strict=True)}


def _article(
    row: Any,
    texts: Sequence[Any],
    origins: Sequence[Any],
    sayings: Sequence[Any],
    ids: Mapping[int, str],
    media: Mapping[str, str],
) -> Article:
    by_position: defaultdict[int, list[Origin]] = defaultdict(list)
    for each in sorted(origins, key=lambda origin: (origin.position, origin.ordinal)):
        spans = [(start, end) for start, end in each.spans]
        by_position[each.position].append(
            Origin(ids[each.from_article], each.from_position, each.share, each.distance, spans)
        )
    return Article(
        id=row.id,
        **article_fields(row._mapping),
        feed=Source(row.feed_url, row.feed_title),
        site=row.site,
        agency=row.agency,
        paragraphs=[
            Paragraph(
                text=text,
                kind=kind,
                simhash=media.get(text) if kind in MEDIA else to_hex(unsigned(simhash)),
                novelty=novelty,
                status=status,
                reuse=by_position[position],
                html=html,
                url=url,
                level=level,
                ordered=ordered,
                start=start,
            )
            for _, position, text, kind, simhash, novelty, status, html, url, level, ordered, start in texts
        ],
        quotes=[
            Quote(
                text=each.text,
                speaker=each.speaker,
                simhash=to_hex(unsigned(each.simhash)),
                first_seen=Place(ids[each.first_article], each.first_position) if each.first_article else None,
            )
            for each in sorted(sayings, key=lambda quote: quote.ordinal)
        ],
        simhash=to_hex(unsigned(row.simhash)),
        novelty=row.novelty,
        duplicate_of=ids[row.duplicate_of] if row.duplicate_of else None,
        revision=row.revision,
    )
