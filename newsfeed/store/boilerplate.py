"""Learning boilerplate from the store, article by article, and unlearning it when the evidence goes.

What the articles of a site show of the passages that they repeat is kept in two tables, as sums that follow whatever
comes and goes. So the work is in proportion to the news, however much a site has published, and what is learnt is a
function of what the store holds: the same in whatever order, and by how many crawls, it came.

An article is *counted* once it is contained in these sums: after its text is stored, before it is judged. Passages that
only one counted article holds have no row, which is most of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, func, select, update

from newsfeed.dedup.boilerplate import LONGEST, RepeatedLine, Tally, mentions
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

_Key = tuple[int, str]  # what is counted: a passage at a site
_Core = tuple[int, str, int]  # and a core that tells a story with it apart

_IS_COUNTED = articles.c.pending < Pending.UNCOUNTED


@dataclass(slots=True)
class _Repeat(Tally):
    """A passage at a site: how many counted articles hold it, since when, what they show of it, what follows."""

    articles: int = 0
    since: str = ""
    boilerplate: bool = False


_values = attrgetter(*(field.name for field in fields(_Repeat)))


class _Held(NamedTuple):
    """A passage that an article holds, short enough to be boilerplate."""

    passage: int
    site: str
    article: int
    moment: str

    @property
    def key(self) -> _Key:
        """What it counts for."""
        return self.passage, self.site


class _Article(NamedTuple):
    number: int
    site: str
    lines: list[RepeatedLine]


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
    connection: Connection, minimum: int, *, leaving: Sequence[_Held] = (), entering: Sequence[_Held] = ()
) -> None:
    """Take articles out of the sums and into them.

    What an article shows depends on which passages its site repeats, that is, in at least ``minimum`` articles: where a
    passage begins or ceases to be such, all that hold it, about so many, are taken out as they were and in as they are.
    """
    known = _known(connection, {held.passage for held in (*leaving, *entering)})
    stored = {key: copy(repeat) for key, repeat in known.items()}
    _count_out(connection, known, leaving)
    _count_in(connection, known, entering)
    before, after = (_repeated(some, minimum) for some in (stored, known))
    gone, come = ({held.article for held in some} for some in (leaving, entering))
    beside = {held.article for held in _holding(connection, before ^ after)} - gone - come
    showing = {held.article for held in leaving if held.key in before}
    showing |= {held.article for held in entering if held.key in after}
    changing = _read(connection, beside | showing)
    others = _known(connection, _passages(changing) - {passage for passage, _ in known})
    stored |= {key: copy(repeat) for key, repeat in others.items()}
    known |= others
    before, after = (_repeated(some, minimum) for some in (stored, known))
    cores: Counter[_Core] = Counter()
    _add(known, cores, (article for article in changing if article.number not in come), before, -1)
    _add(known, cores, (article for article in changing if article.number not in gone), after, 1)
    _count_stories(connection, known, cores)
    for repeat in known.values():
        repeat.boilerplate = repeat.is_boilerplate(minimum)
    _write(connection, stored, known)
    none = _Repeat()
    _reopen(connection, {key for key in known if known[key].boilerplate != stored.get(key, none).boilerplate})


def _passages(some: Iterable[_Article]) -> set[int]:
    return {line.passage for article in some for line in article.lines if line.may_repeat}


def _repeated(known: Mapping[_Key, _Repeat], minimum: int) -> set[_Key]:
    return {key for key, repeat in known.items() if repeat.articles >= minimum}


def _count_out(connection: Connection, known: Mapping[_Key, _Repeat], leaving: Sequence[_Held]) -> None:
    for held in leaving:
        known[held.key].articles -= 1
    for key in {held.key for held in leaving if held.moment == known[held.key].since}:
        known[key].since = _first_moment(connection, key, but=leaving)


def _count_in(connection: Connection, known: dict[_Key, _Repeat], entering: Sequence[_Held]) -> None:
    holding: defaultdict[int, list[_Held]] = defaultdict(list)
    for held in entering:
        holding[held.passage].append(held)
    repeated = {passage for passage, _ in known}
    is_new = paragraphs.c.passage.in_(listed(holding.keys() - repeated))
    for held in _held(connection, is_new, _IS_COUNTED):
        holding[held.passage].append(held)
    for passage, held_by in holding.items():
        if passage in repeated or len(held_by) > 1:
            for held in held_by:
                repeat = known.setdefault(held.key, _Repeat())
                repeat.articles += 1
                repeat.since = min(repeat.since or held.moment, held.moment)


def _add(
    known: Mapping[_Key, _Repeat], cores: Counter[_Core], some: Iterable[_Article], repeated: Iterable[_Key], sign: int
) -> None:
    """Add what articles show of the passages that their site repeats to the sums, or take it away."""
    by_site: defaultdict[str, set[int]] = defaultdict(set)
    for passage, site in repeated:
        by_site[site].add(passage)
    for article in some:
        for passage, mention in mentions(article.lines, by_site[article.site]).items():
            repeat = known[passage, article.site]
            repeat.lines += sign * mention.lines
            repeat.at_edge += sign * mention.at_edge
            if mention.core is not None:
                cores[passage, article.site, mention.core] += sign


def _count_stories(connection: Connection, known: Mapping[_Key, _Repeat], changes: Mapping[_Core, int]) -> None:
    """Bring the stories of each passage up to date, where so many articles more, or less, have each core."""
    changed = {core: change for core, change in changes.items() if change}
    asked = tabled(changed, "passage", "site", "core")
    same = and_(*(stories.c[column.name] == column for column in asked.c))
    stored: dict[_Core, int] = {
        (row.passage, row.site, row.core): row.articles for row in connection.execute(select(stories).join(asked, same))
    }
    now = {core: stored.get(core, 0) + change for core, change in changed.items()}
    for (passage, site, core), count in now.items():
        known[passage, site].stories += (count > 0) - ((passage, site, core) in stored)
    _replace(connection, stories, stored.keys(), {core: (*core, count) for core, count in now.items() if count})


def _held(connection: Connection, *conditions: ColumnElement[bool], shared: bool = False) -> list[_Held]:
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
    return [_Held(*row) for row in connection.execute(query)]


def _holding(connection: Connection, keys: Collection[_Key]) -> list[_Held]:
    """Return the counted articles that hold one of these passages at its site."""
    found = _held(connection, paragraphs.c.passage.in_(listed({passage for passage, _ in keys})), _IS_COUNTED)
    return [held for held in found if held.key in keys]


def _first_moment(connection: Connection, key: _Key, but: Iterable[_Held]) -> str:
    """Return when the first counted article of a site was published that holds a passage, ``but`` for some."""
    passage, site = key
    query = (
        select(func.min(articles.c.moment))
        .join(paragraphs, paragraphs.c.article == articles.c.number)
        .where(paragraphs.c.passage == passage, articles.c.site == site)
        .where(_IS_COUNTED, articles.c.number.not_in(listed({held.article for held in but})))
    )
    return connection.execute(query).scalar() or ""


def _read(connection: Connection, numbers: Collection[int]) -> list[_Article]:
    query = (
        select(articles.c.number, articles.c.site, paragraphs.c.passage, paragraphs.c.kind, passages.c.length)
        .join(paragraphs, paragraphs.c.article == articles.c.number)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(articles.c.number.in_(listed(numbers)))
        .order_by(articles.c.number, paragraphs.c.position)
    )
    rows = connection.execute(query).all()
    return [
        _Article(
            number, site, [RepeatedLine(passage, kind == "heading", length) for *_, passage, kind, length in lines]
        )
        for (number, site), lines in groupby(rows, key=itemgetter(0, 1))
    ]


def _known(connection: Connection, numbers: Collection[int]) -> dict[_Key, _Repeat]:
    """Return the rows of these passages, at all sites."""
    rows = connection.execute(select(repeats).where(repeats.c.passage.in_(listed(numbers)))).all()
    return {(passage, site): _Repeat(*values) for passage, site, *values in rows}


def _write(connection: Connection, stored: Mapping[_Key, _Repeat], known: Mapping[_Key, _Repeat]) -> None:
    changed = {key: repeat for key, repeat in known.items() if repeat != stored.get(key)}
    rows = {key: (*key, *_values(repeat)) for key, repeat in changed.items() if repeat.articles}
    _replace(connection, repeats, stored.keys() & changed.keys(), rows)


def _replace(
    connection: Connection, table: Table, old: Iterable[tuple[Any, ...]], new: Mapping[tuple[Any, ...], tuple[Any, ...]]
) -> None:
    """Put rows in the place of old ones, both given by their keys."""
    key = list(table.primary_key)
    gone = [{f"old_{column.name}": value for column, value in zip(key, values, strict=True)} for values in old]
    if gone:
        connection.execute(delete(table).where(*(column == bindparam(f"old_{column.name}") for column in key)), gone)
    insert_all(connection, table, list(new.values()))


def _reopen(connection: Connection, keys: Collection[_Key]) -> None:
    """Have the judged articles that hold one of these passages at its site judged again."""
    numbers = {held.article for held in _holding(connection, keys)}
    connection.execute(
        update(articles)
        .where(articles.c.number.in_(listed(numbers)), articles.c.pending == Pending.JUDGED)
        .values(pending=Pending.AGAIN)
    )
