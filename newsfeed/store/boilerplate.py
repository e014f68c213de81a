"""Learn boilerplate from the store, article by article, and unlearn it when the evidence is removed.

Two tables hold sums of the evidence that a site's articles give about the passages they repeat. The sums are updated
whenever an article is added or removed, so the work is proportional to the number of new articles, however much a site
has published. The result depends only on the contents of the store, not on the order or the number of crawls that
filled it.

An article is *counted* once these sums include it: after its text is stored, before it is judged. Most passages occur
in only one counted article; these have no row.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, delete, exists, func, select, update

from newsfeed.dedup.boilerplate import Core, Holding, ReadArticle, Recount, Repeat, RepeatedLine, title_core
from newsfeed.store.schema import (
    IS_REOPENABLE,
    IS_UNCOUNTED,
    JUDGING_ORDER,
    Pending,
    articles,
    paragraphs,
    passages,
    repeats,
    stories,
)
from newsfeed.store.sql import insert_all, listed, tabled
from newsfeed.store.verdicts import filling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from newsfeed.dedup.boilerplate import PassageAtSite

_IS_COUNTED = articles.c.pending.between(Pending.JUDGED, Pending.FRESH)
_values = attrgetter(*(field.name for field in fields(Repeat)))


def learn(connection: Connection, minimum: int, limit: int) -> int:
    """Count uncounted articles with up to ``limit`` paragraphs in total; return the number of articles counted.

    ``minimum`` is the number of different stories that make a passage boilerplate. Judged articles whose verdicts
    change as a result are marked for re-judging.
    """
    waiting = select(articles.c.number).where(IS_UNCOUNTED).order_by(*JUDGING_ORDER).limit(limit)
    numbers = filling(connection, connection.execute(waiting).scalars().all(), limit)
    entering = _held(connection, articles.c.number.in_(listed(numbers)), shared=True)
    _recount(connection, minimum, entering=entering)
    # Those without text count as evidence, but their verdicts stand.
    waits = case((articles.c.pruned.is_(None), Pending.FRESH), else_=Pending.JUDGED)
    connection.execute(update(articles).where(articles.c.number.in_(listed(numbers))).values(pending=waits))
    return len(numbers)


def forget(connection: Connection, minimum: int, numbers: Iterable[int]) -> None:
    """Subtract articles from the sums before their text is deleted."""
    has_row = exists().where(repeats.c.passage == paragraphs.c.passage, repeats.c.site == articles.c.site)
    leaving = _held(connection, articles.c.number.in_(listed(numbers)), has_row, _IS_COUNTED)
    _recount(connection, minimum, leaving=leaving)


def _recount(
    connection: Connection, minimum: int, *, leaving: Sequence[Holding] = (), entering: Sequence[Holding] = ()
) -> None:
    """Remove articles from the sums and add others.

    An article's evidence depends on which passages its site repeats, that is, has in at least ``minimum`` articles.
    When a passage crosses that threshold, every article that contains it (about ``minimum`` of them) is removed from
    the sums with its old evidence and added with its new evidence.
    """
    if not leaving and not entering:
        return
    sums = Recount(minimum, _known(connection, {held.passage for held in (*leaving, *entering)}))
    for key in sums.leave(leaving):
        sums.now[key].since = _first_moment(connection, key, but=leaving)
    is_new = paragraphs.c.passage.in_(listed({held.passage for held in entering} - {number for number, _ in sums.now}))
    sums.enter(entering, _held(connection, is_new, _IS_COUNTED))
    before, now = sums.repeated_before(), sums.repeated_now()
    gone, come = ({held.article for held in some} for some in (leaving, entering))
    beside = {held.article for held in _holding(connection, before ^ now)} - gone - come
    showing = {held.article for held in leaving if held.key in before}
    showing |= {held.article for held in entering if held.key in now}
    changing = _read(connection, beside | showing)
    shown = {line.passage for article in changing for line in article.lines}
    sums.know(_known(connection, shown - {passage for passage, _ in sums.now}))
    sums.show(changing, gone, come)
    _count_stories(connection, sums)
    changed = sums.decide()
    _write(connection, sums)
    _reopen(connection, changed)


def _count_stories(connection: Connection, sums: Recount) -> None:
    """Update the number of stories of each passage after the article counts of its cores have changed."""
    changed = {core: change for core, change in sums.cores.items() if change}
    asked = tabled(changed, passage="BIGINT", site="TEXT", core="BIGINT")
    same = and_(*(stories.c[column.name] == column for column in asked.c))
    stored: dict[Core, int] = {
        (row.passage, row.site, row.core): row.articles for row in connection.execute(select(stories).join(asked, same))
    }
    now = {core: stored.get(core, 0) + change for core, change in changed.items()}
    for (passage, site, core), count in now.items():
        sums.now[passage, site].stories += (count > 0) - ((passage, site, core) in stored)
    _replace(connection, stories, stored.keys(), {core: (*core, count) for core, count in now.items() if count})


def _held(connection: Connection, *conditions: ColumnElement[bool], shared: bool = False) -> list[Holding]:
    """Return the articles and passages whose rows meet all conditions.

    ``shared`` leaves out passages that no other article contains. The condition is evaluated once per article and
    passage: evaluated per paragraph, an article that repeats one line would be read as often as it has lines.
    """
    query = (
        select(paragraphs.c.passage, articles.c.site, articles.c.number, articles.c.moment)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(*conditions, passages.c.length > 0)
        .distinct()
    )
    if shared:
        held = query.subquery()
        is_shared = exists().where(paragraphs.c.passage == held.c.passage, paragraphs.c.article != held.c.number)
        query = select(held).where(is_shared)
    return [Holding(*row) for row in connection.execute(query)]


def _holding(connection: Connection, keys: Collection[PassageAtSite]) -> list[Holding]:
    """Return the counted articles that contain one of these passages at its site."""
    found = _held(connection, paragraphs.c.passage.in_(listed({passage for passage, _ in keys})), _IS_COUNTED)
    return [held for held in found if held.key in keys]


def _first_moment(connection: Connection, key: PassageAtSite, but: Iterable[Holding]) -> str:
    """Return the earliest publication time of a site's counted articles with a passage, excluding those in ``but``."""
    passage, site = key
    query = (
        select(func.min(articles.c.moment))
        .join(paragraphs, paragraphs.c.article == articles.c.number)
        .where(paragraphs.c.passage == passage, articles.c.site == site)
        .where(_IS_COUNTED, articles.c.number.not_in(listed({held.article for held in but})))
    )
    return connection.execute(query).scalar() or ""


def _read(connection: Connection, numbers: Collection[int]) -> list[ReadArticle]:
    query = (
        select(
            articles.c.number,
            articles.c.site,
            articles.c.title,
            paragraphs.c.passage,
            paragraphs.c.kind,
            passages.c.length,
        )
        .join(paragraphs, paragraphs.c.article == articles.c.number)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(articles.c.number.in_(listed(numbers)))
        .order_by(articles.c.number, paragraphs.c.position)
    )
    rows = connection.execute(query).all()
    return [
        ReadArticle(
            number,
            site,
            [RepeatedLine(passage, kind == "heading", length) for *_, passage, kind, length in lines],
            title_core(title),
        )
        for (number, site, title), lines in groupby(rows, key=itemgetter(0, 1, 2))
    ]


def _known(connection: Connection, numbers: Collection[int]) -> dict[PassageAtSite, Repeat]:
    """Return the rows of these passages at all sites."""
    rows = connection.execute(select(repeats).where(repeats.c.passage.in_(listed(numbers)))).all()
    return {(passage, site): Repeat(*values) for passage, site, *values in rows}


def _write(connection: Connection, sums: Recount) -> None:
    changed = {key: repeat for key, repeat in sums.now.items() if repeat != sums.stored.get(key)}
    rows = {key: (*key, *_values(repeat)) for key, repeat in changed.items() if repeat.articles}
    _replace(connection, repeats, sums.stored.keys() & changed.keys(), rows)


def _replace(
    connection: Connection, table: Table, old: Iterable[tuple[Any, ...]], new: Mapping[tuple[Any, ...], tuple[Any, ...]]
) -> None:
    """Replace old rows with new ones; both are given by key."""
    key = list(table.primary_key)
    gone = [{f"old_{column.name}": value for column, value in zip(key, values, strict=True)} for values in old]
    if gone:
        connection.execute(delete(table).where(*(column == bindparam(f"old_{column.name}") for column in key)), gone)
    insert_all(connection, table, list(new.values()))


def _reopen(connection: Connection, keys: Collection[PassageAtSite]) -> None:
    """Mark the judged articles that contain one of these passages at its site for re-judging."""
    numbers = {held.article for held in _holding(connection, keys)}
    connection.execute(
        update(articles).where(articles.c.number.in_(listed(numbers)), IS_REOPENABLE).values(pending=Pending.AGAIN)
    )
