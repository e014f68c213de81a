"""Mark single items and whole streams as read or starred."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.web.greader.item_ids import parsed
from newsfeed.web.greader.refusal import RefusedCallError, quoted
from newsfeed.web.greader.streams import parsed_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.web.greader.parameters import Parameters
    from newsfeed.web.greader.stories import Story
    from newsfeed.web.marks import Marks

MOST_IDS = 10_000
"""Most items that one call changes or requests."""

_NANOSECONDS, _MICROSECONDS, _MILLISECONDS = 19, 16, 13  # digits of a time since 2001


class TagChange(NamedTuple):
    """New values for the marks of items; ``None`` leaves a mark unchanged."""

    is_read: bool | None = None
    is_starred: bool | None = None


def item_ids(asked: Parameters) -> list[int]:
    """Return the item ids of a call; raise RefusedCallError if there are none, too many, or an invalid one."""
    stated = asked.all("i")
    if not stated:
        raise RefusedCallError(400, "no item is named: say i=ID")
    if len(stated) > MOST_IDS:
        raise RefusedCallError(413, f"{len(stated):,} items: name at most {MOST_IDS:,} at a time")
    ids = [parsed(each) for each in stated]
    if None in ids:
        raise RefusedCallError(400, f"i={quoted(stated[ids.index(None)])}: not the id of an item")
    return [each for each in ids if each is not None]


def tag_change(added: Iterable[str], removed: Iterable[str]) -> TagChange:
    """Return the effect of adding and removing these tags; raise RefusedCallError for an invalid tag.

    Keeping an item unread means marking it as unread. Other states, such as like and broadcast, and labels of single
    items are not stored, and have no effect.
    """
    wanted: dict[str, bool] = {}
    for tags, given in ((added, True), (removed, False)):
        for tag in filter(None, tags):
            name = parsed_stream(tag)
            if name is None or name.kind == "feed":
                raise RefusedCallError(400, f"{quoted(tag)}: not a tag")
            if name.kind == "state":
                wanted.setdefault(name.name, given)
    is_read = wanted.get("read")
    if is_read is None and wanted.get("kept-unread"):
        is_read = False
    return TagChange(is_read, wanted.get("starred"))


def change_tags(marks: Marks, found: Sequence[Story], change: TagChange, at: str) -> None:
    """Change the marks of all tellings of these stories; a star is set on the telling that arrived first."""
    tellings = [article for story in found for article in story.tellings]
    if change.is_read:
        marks.set_read(tellings, at)
    elif change.is_read is False:
        marks.unset_read(tellings)
    if change.is_starred:
        marks.set_starred([story.tellings[0] for story in found if not story.is_starred], at)
    elif change.is_starred is False:
        marks.unset_starred(tellings)


def until(asked: Parameters) -> float:
    """Return the last arrival that a call marks as read, in microseconds.

    It is stated as ``ts``: some servers expect microseconds, others nanoseconds, and some clients send less.
    """
    stated = asked.number("ts")
    if not stated:
        return float("inf")
    digits = len(f"{stated:.0f}")
    if digits >= _MICROSECONDS:
        return stated / 1000 if digits >= _NANOSECONDS else stated
    return stated * (1000 if digits >= _MILLISECONDS else 1_000_000)
