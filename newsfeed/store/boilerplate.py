"""Learning boilerplate from the store, article by article, and unlearning it when the evidence goes.

What the articles of a site show of the passages that they repeat is kept in two tables, as sums that follow whatever
comes and goes. So the work is in proportion to the news, however much a site has published, and what is learnt is a
function of what the store holds: the same in whatever order, and by how many crawls, it came.

An article is *counted* once it is contained in these sums: after its text is stored, before it is judged. Passages that
only one counted article holds have no row, which is most of them.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exists, func, select, update

from newsfeed.dedup.boilerplate import LONGEST, Core, Holding, ReadArticle, Recount, Repeat, RepeatedLine
from newsfeed.store.schema import (
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

_IS_COUNTED = articles.c.pending < Pending.UNCOUNTED
_values = attrgetter(*(field.name for field in fields(Repeat)))


def learn(connection: Connection, minimum: int, limit: int) -> int:
    """Count some uncounted articles, as many as have up to ``limit`` paragraphs together; return how many.

    ``minimum`` is the number of different stories that make boilerplate. Judged articles whose verdicts change by it
    are marked to be judged again.
    """
    waiting = select(articles.c.number).where(IS_UNCOUNTED).order_by(*JUDGING_ORDER).limit(limit)
    numbers = filling(connection, connection.execute(waiting).scalars().all(), limit)
    entering = _held(connection, articles.c.number.in_(listed(numbers)), shared=True)
    _recount(connection, minimum, entering=entering)
    connection.execute(update(articles).where(articles.c.number.in_(listed(numbers))).values(pending=Pending.FRESH))
    return len(numbers)


def forget(connection: Connection, minimum: int, numbers: Iterable[int]) -> None:
    """Take back what articles count for that are about to lose their text."""
    has_row = exists().where(repeats.c.passage == paragraphs.c.passage, repeats.c.site == articles.c.site)
    leaving = _held(connection, articles.c.number.in_(listed(numbers)), has_row, _IS_COUNTED)
    _recount(connection, minimum, leaving=leaving)


def _recount(
    connection: Connection, minimum: int, *, leaving: Sequence[Holding] = (), entering: Sequence[Holding] = ()
) -> None:
    """Take articles out of the sums and into them.

    What an article shows depends on which passages its site repeats, that is, in at least ``minimum`` articles: where a
    passage begins or ceases to be such, all that hold it, about so many, are taken out as they were and in as they are.
    """
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
    shown = {line.passage for article in changing for line in article.lines if line.may_repeat}
    sums.know(_known(connection, shown - {passage for passage, _ in sums.now}))
    sums.show(changing, gone, come)
    _count_stories(connection, sums)
    changed = sums.decide()
    _write(connection, sums)
    _reopen(connection, changed)


def _count_stories(connection: Connection, sums: Recount) -> None:
    """Bring the stories of each passage up to date, where more or fewer articles have each core."""
    changed = {core: change for core, change in sums.cores.items() if change}
    asked = tabled(changed, "passage", "site", "core")
    same = and_(*(stories.c[column.name] == column for column in asked.c))
    stored: dict[Core, int] = {
        (row.passage, row.site, row.core): row.articles for row in connection.execute(select(stories).join(asked, same))
    }
    now = {core: stored.get(core, 0) + change for core, change in changed.items()}
    for (passage, site, core), count in now.items():
        sums.now[passage, site].stories += (count > 0) - ((passage, site, core) in stored)
    _replace(connection, stories, stored.keys(), {core: (*core, count) for core, count in now.items() if count})


def _held(connection: Connection, *conditions: ColumnElement[bool], shared: bool = False) -> list[Holding]:
    """Return which articles hold which passages, where all this is so of the articles and paragraphs.

    ``shared`` leaves out passages that no other article holds. It is asked once for each article and passage: asked for
    each paragraph, an article that is one line over and over would be read as often as it has lines.
    """
    query = (
        select(paragraphs.c.passage, articles.c.site, articles.c.number, articles.c.moment)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(*conditions, passages.c.length.between(1, LONGEST))
        .distinct()
    )
    if shared:
        held = query.subquery()
        is_shared = exists().where(paragraphs.c.passage == held.c.passage, paragraphs.c.article != held.c.number)
        query = select(held).where(is_shared)
    return [Holding(*row) for row in connection.execute(query)]


def _holding(connection: Connection, keys: Collection[PassageAtSite]) -> list[Holding]:
    """Return the counted articles that hold one of these passages at its site."""
    found = _held(connection, paragraphs.c.passage.in_(listed({passage for passage, _ in keys})), _IS_COUNTED)
    return [held for held in found if held.key in keys]


def _first_moment(connection: Connection, key: PassageAtSite, but: Iterable[Holding]) -> str:
    """Return when the first counted article of a site was published that holds a passage, ``but`` for some."""
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
        select(articles.c.number, articles.c.site, paragraphs.c.passage, paragraphs.c.kind, passages.c.length)
        .join(paragraphs, paragraphs.c.article == articles.c.number)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(articles.c.number.in_(listed(numbers)))
        .order_by(articles.c.number, paragraphs.c.position)
    )
    rows = connection.execute(query).all()
    return [
        ReadArticle(
            number, site, [RepeatedLine(passage, kind == "heading", length) for *_, passage, kind, length in lines]
        )
        for (number, site), lines in groupby(rows, key=itemgetter(0, 1))
    ]


def _known(connection: Connection, numbers: Collection[int]) -> dict[PassageAtSite, Repeat]:
    """Return the rows of these passages, at all sites."""
    rows = connection.execute(select(repeats).where(repeats.c.passage.in_(listed(numbers)))).all()
    return {(passage, site): Repeat(*values) for passage, site, *values in rows}


def _write(connection: Connection, sums: Recount) -> None:
    changed = {key: repeat for key, repeat in sums.now.items() if repeat != sums.stored.get(key)}
    rows = {key: (*key, *_values(repeat)) for key, repeat in changed.items() if repeat.articles}
    _replace(connection, repeats, sums.stored.keys() & changed.keys(), rows)


def _replace(
    connection: Connection, table: Table, old: Iterable[tuple[Any, ...]], new: Mapping[tuple[Any, ...], tuple[Any, ...]]
) -> None:
    """Put rows in the place of old ones, both given by their keys."""
    key = list(table.primary_key)
    gone = [{f"old_{column.name}": value for column, value in zip(key, values, strict=True)} for values in old]
    if gone:
        connection.execute(delete(table).where(*(column == bindparam(f"old_{column.name}") for column in key)), gone)
    insert_all(connection, table, list(new.values()))


def _reopen(connection: Connection, keys: Collection[PassageAtSite]) -> None:
    """Have the judged articles that hold one of these passages at its site judged again."""
    numbers = {held.article for held in _holding(connection, keys)}
    connection.execute(
        update(articles)
        .where(articles.c.number.in_(listed(numbers)), articles.c.pending == Pending.JUDGED)
        .values(pending=Pending.AGAIN)
    )
