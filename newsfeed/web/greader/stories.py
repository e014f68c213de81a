"""The stories that clients list: one item each, with its tellings, its arrival, and whether it is read."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.store import copies, streams

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from newsfeed.dedup.policy import Policies
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


def stories(
    connection: Connection,
    scopes: Collection[str],
    policies: Policies,
    shown: AbstractSet[str],
    arrivals: Arrivals,
    now: datetime,
    are_asked: ColumnElement[bool] | None = None,
) -> list[Story]:
    """Return the stories of these feeds in order of arrival, unmarked; those listed for the first time arrive now.

    With ``are_asked``, a condition on articles, only the stories of such articles need be returned, because a store has
    many more than a call requests. The first call ever reads all stories, which arrive at their time of fetching.

    The article shown for a story is chosen as in the cleaned feeds: that of a preferred subscription, else the
    original, else the oldest copy. All articles are listed of a subscription whose policy folds, and so are those that
    the reader has ``shown`` again.
    """
    folding = set(policies.folding(scopes))
    before = arrivals.known()
    if are_asked is None or not before:
        are_asked = streams.are_of_feeds(scopes)
    groups, alike = defaultdict(list), defaultdict(list)
    for each in streams.tellings(connection, are_asked, shown):
        is_alone = each.scope in folding or each.id in shown
        groups[each.number if is_alone else each.story].append(each)
        alike[each.story].append(each.id)
    listed = _listed(groups, scopes, before)
    known = arrivals.with_new(before, _first_seen(groups, listed, before), now)
    standing = _standing(connection, listed)

    def story(key: int) -> Story:
        telling = standing[key]
        arrival = min((known[each.id] for each in groups[key] if each.id in known), key=attrgetter("usec"))
        other = standing.get(telling.story)
        behind = other.number if other and other is not telling else None
        ids = tuple(alike[telling.story])
        return Story(arrival.id, arrival.usec, telling.number, telling.scope, ids, behind)

    return sorted(map(story, listed), key=attrgetter("usec"))


def marked(found: Iterable[Story], marks: Marks) -> list[Story]:
    """Return stories with their marks.

    A story is read or starred if one of its tellings is, so that a late original changes nothing.
    """
    read, starred = marks.all_read(), marks.all_starred()

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


def _standing(connection: Connection, listed: Mapping[int, Sequence[StreamTelling]]) -> dict[int, StreamTelling]:
    """Return the telling to show for each story."""
    told_twice = [each.number for tellings in listed.values() if len(tellings) > 1 for each in tellings]
    preferred = {number: place for place, number in enumerate(copies.preferred(connection, told_twice))}

    def order(telling: StreamTelling) -> tuple[int, bool, int, str]:
        place = preferred.get(telling.number, len(preferred))
        return place, telling.number != telling.story, telling.rank, telling.id

    return {key: min(tellings, key=order) for key, tellings in listed.items()}
