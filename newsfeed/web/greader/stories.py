"""The stories that clients list: one item each, with its tellings, its arrival, and whether it is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.store import copies, streams

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from newsfeed.store.streams import StreamTelling
    from newsfeed.web.greader.arrivals import Arrivals
    from newsfeed.web.marks import Marks


class Story(NamedTuple):
    """An item: its id and arrival, the article shown for it, and all of its tellings.

    ``scope`` is the feed of the shown article; ``behind`` is the number of the article that represents it elsewhere in
    the list, if the policy of its subscription shows it anyway.
    """

    id: int
    usec: int
    number: int
    scope: str
    tellings: tuple[str, ...]
    behind: int | None
    is_read: bool = False
    is_starred: bool = False


class ListingRules(NamedTuple):
    """The data that decide which articles are listed: the subscribed feeds, those that fold, and restored articles."""

    scopes: frozenset[str]
    folding: frozenset[str]
    shown: frozenset[str]


class StoryList(NamedTuple):
    """All stories in order of arrival, unmarked, and the data they depend on.

    ``preferred`` are the copies shown instead of their originals. ``by_original`` maps the number of an original to its
    stories: a copy that is shown, too, is a story of its own.
    """

    rules: ListingRules
    tellings: frozenset[StreamTelling]
    preferred: frozenset[int]
    by_original: Mapping[int, Sequence[Story]]
    stories: Sequence[Story]


def all_stories(
    connection: Connection, rules: ListingRules, arrivals: Arrivals, now: datetime, before: StoryList | None = None
) -> StoryList:
    """Return the stories of all subscribed feeds; those listed for the first time arrive now.

    Only stories whose tellings have changed since ``before`` are computed. If none has, ``before`` is returned.
    """
    if before is None or before.rules != rules:
        before = StoryList(rules, frozenset(), frozenset(), {}, ())
    tellings = frozenset(streams.tellings(connection, streams.are_of_feeds(rules.scopes), rules.shown))
    preferred = _preferred(connection, tellings)
    promoted = preferred ^ before.preferred
    changed = {each.story for each in tellings ^ before.tellings}
    changed.update(each.story for each in tellings if each.number in promoted)
    if not changed and before.by_original:
        return before
    made = _made([each for each in tellings if each.story in changed], rules, preferred, arrivals, now)
    kept = {original: found for original, found in before.by_original.items() if original not in changed}
    return StoryList(rules, tellings, preferred, kept | made, _in_order({**kept, **made}.values()))


def some_stories(
    connection: Connection, rules: ListingRules, are_asked: ColumnElement[bool], arrivals: Arrivals, now: datetime
) -> list[Story]:
    """Return the stories of the articles that meet a condition, in order of arrival, unmarked."""
    tellings = streams.tellings(connection, are_asked, rules.shown)
    return _in_order(_made(tellings, rules, _preferred(connection, tellings), arrivals, now).values())


def _made(
    tellings: Iterable[StreamTelling],
    rules: ListingRules,
    preferred: Collection[int],
    arrivals: Arrivals,
    now: datetime,
) -> dict[int, list[Story]]:
    """Return the stories of these articles by the number of the original; ``tellings`` has all tellings of each story.

    The article shown for a story is chosen as in the cleaned feeds: that of a preferred subscription, else the
    original, else the oldest copy. All articles are listed of a subscription whose policy folds, and so are restored
    articles.
    """
    groups, alike = defaultdict(list), defaultdict(list)
    for each in sorted(tellings):
        is_alone = each.scope in rules.folding or each.id in rules.shown
        groups[each.number if is_alone else each.story].append(each)
        alike[each.story].append(each.id)
    before = arrivals.of([article for ids in alike.values() for article in ids])
    listed = _listed(groups, rules.scopes, before)
    known = before | arrivals.recorded(_first_seen(groups, listed, before), now)
    standing = _standing(listed, preferred)
    found = defaultdict(list)
    for key, telling in standing.items():
        arrival = min((known[each.id] for each in groups[key] if each.id in known), key=attrgetter("usec"))
        other = standing.get(telling.story)
        behind = other.number if other and other is not telling else None
        ids = tuple(alike[telling.story])
        story = Story(arrival.id, arrival.usec, telling.number, telling.scope, ids, behind)
        found[telling.story].append(story)
    return found


def _in_order(found: Iterable[Iterable[Story]]) -> list[Story]:
    return sorted(chain.from_iterable(found), key=attrgetter("usec"))


def marked(found: Sequence[Story], marks: Marks, *, are_all: bool) -> list[Story]:
    """Return stories with their marks; ``are_all`` says whether these are all stories, whose marks are read together.

    A story is read or starred if one of its tellings is, so that a late original changes nothing.
    """
    if are_all:
        read, starred = marks.all_read(), marks.all_starred()
    else:
        tellings = [article for story in found for article in story.tellings]
        read, starred = marks.read(tellings), marks.starred(tellings)

    def with_marks(story: Story) -> Story:
        is_read, is_starred = not read.isdisjoint(story.tellings), not starred.isdisjoint(story.tellings)
        return story._replace(is_read=is_read, is_starred=is_starred) if is_read or is_starred else story

    return list(map(with_marks, found))


def with_ids(found: Iterable[Story], ids: Collection[int], named: Mapping[int, str]) -> list[tuple[int, Story]]:
    """Return the stories with these ids, each with the requested id; ``named`` are the articles by id.

    The id of a telling that is now represented by another one refers to that story.
    """
    by_article = {article: story for story in found for article in story.tellings}
    by_id = {id_: by_article[article] for id_, article in named.items() if article in by_article}
    by_id |= {story.id: story for story in by_article.values()}
    return [(each, by_id[each]) for each in dict.fromkeys(ids) if each in by_id]


def _listed(
    groups: Mapping[int, Sequence[StreamTelling]], scopes: Collection[str], known: Collection[str]
) -> dict[int, list[StreamTelling]]:
    """Return the tellings of each story that can be shown; one that is being judged again stays listed."""
    listed = {
        key: [
            each
            for each in group
            if each.scope in scopes and not each.is_pruned and (each.is_ready or each.id in known)
        ]
        for key, group in groups.items()
    }
    return {key: tellings for key, tellings in listed.items() if tellings}


def _first_seen(
    groups: Mapping[int, Sequence[StreamTelling]],
    listed: Mapping[int, Sequence[StreamTelling]],
    known: Collection[str],
) -> list[tuple[str, str]]:
    """Return the first tellings of stories without a known arrival, in order of arrival.

    A document has its newest entries first, so stories fetched together arrive in the order of publication.
    """
    fresh = [min(tellings) for key, tellings in listed.items() if not any(each.id in known for each in groups[key])]
    fresh.sort(key=attrgetter("fetched", "rank", "id"))
    return [(each.id, each.fetched) for each in fresh]


def _preferred(connection: Connection, tellings: Collection[StreamTelling]) -> frozenset[int]:
    """Return the numbers of the copies that are shown because their subscription is preferred."""
    told = Counter(each.story for each in tellings)
    return frozenset(copies.preferred(connection, [each.number for each in tellings if told[each.story] > 1]))


def _standing(listed: Mapping[int, Sequence[StreamTelling]], preferred: Collection[int]) -> dict[int, StreamTelling]:
    """Return the telling to show for each story."""

    def order(telling: StreamTelling) -> tuple[bool, bool, int, str]:
        return telling.number not in preferred, telling.number != telling.story, telling.rank, telling.id

    return {key: min(tellings, key=order) for key, tellings in listed.items()}
