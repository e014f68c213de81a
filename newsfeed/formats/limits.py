"""Limits of single entries: more values, or longer ones, than anybody reads would take much memory later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.formats.feed import Entry, Feed, PersonConstruct

MOST_VALUES = 10_000
"""Values of one kind that are read of an entry."""

_LONGEST = 100_000  # characters of a title or name
_LISTS = ("authors", "categories", "images", "enclosures")


def limit(feed: Feed) -> None:
    """Shorten lists, titles and names of entries that are far too long, and report it; texts stay whole."""
    long = [entry for entry in feed.entries if _is_long(entry)]
    left_out = dict.fromkeys(_LISTS, 0)
    cut = 0
    for entry in long:
        for name in _LISTS:
            values = getattr(entry, name)
            left_out[name] += max(0, len(values) - MOST_VALUES)
            setattr(entry, name, values[:MOST_VALUES])
        cut += _shorten(entry)
    feed.problems += [
        f"only the first {MOST_VALUES:,} {name} of an entry are read; {count:,} are left out"
        for name, count in left_out.items()
        if count
    ]
    if cut:
        feed.problems.append(f"only the first {_LONGEST:,} characters of a title or name are read ({cut:,} times)")


def _is_long(entry: Entry) -> bool:
    values = len(entry.authors) + len(entry.categories) + len(entry.images) + len(entry.enclosures)
    return (
        values > MOST_VALUES
        or (entry.title is not None and len(entry.title.value) > _LONGEST)
        or (bool(values) and any(map(_is_too_long, (*entry.categories, *_names(entry.authors)))))
    )


def _shorten(entry: Entry) -> int:
    """Cut the title and names of an entry; return how many of them were too long."""
    cut = sum(map(_is_too_long, (*entry.categories, *_names(entry.authors))))
    if entry.title and _is_too_long(entry.title.value):
        cut += 1
        if not entry.content and not entry.summary:
            entry.content = entry.title  # the text stands there
        entry.title = replace(entry.title, value=entry.title.value[:_LONGEST])
    entry.categories = [each[:_LONGEST] for each in entry.categories]
    entry.authors = [replace(each, name=each.name and each.name[:_LONGEST]) for each in entry.authors]
    return cut


def _names(people: Iterable[PersonConstruct]) -> Iterable[str]:
    return (each.name or "" for each in people)


def _is_too_long(text: str) -> bool:
    return len(text) > _LONGEST
