"""The steps by which JSON is read (RFC 8259): as it is, with what is around it left out, item by item."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.formats.feed import Step

FORMAT = "jsonfeed.org"
"""What a JSON Feed has in its version."""

_ITEMS = re.compile(r'"items"\s*:\s*\[')
# What that may have become; lists of other objects have no items in them.
_LIST = re.compile(r'"[^"\[\n]*+"?+\s*+:?+\s*+\[(?=\s*+\{)')
_OBJECT = re.compile(r"\{")
_AFTER_ITEM = re.compile(r"\s*,?\s*")
_OF_ITEMS = frozenset({"id", "content_html", "content_text"})  # objects inside items have none of these
_MOST_TOLD = 20  # parts that are left out, each with where it stood
_MOST_FAILURES = 10_000  # objects that are tried in vain
_MOST_PARSED = 64_000_000  # characters that may be read for nothing

# Line breaks and tabs in strings, which are to be written as escapes, are what programs most often get wrong.
_LENIENT = json.JSONDecoder(strict=False)


@dataclass(slots=True)
class RecoveredJson:
    """What a JSON document holds, the step that read it, and what had to be left out, a line each."""

    value: Any
    step: Step = "strict"
    problems: list[str] = field(default_factory=list)


def parse_with_recovery(text: str) -> RecoveredJson:
    """Return the document of the first step that can read the text.

    Raises :class:`ValueError` where none can, and :class:`RecursionError` for what is nested too deeply.
    """
    try:
        return RecoveredJson(json.loads(text))
    except ValueError as error:
        read = _unlimited(text) or _item_by_item(text)
        if read is None:
            raise ValueError(f"not well-formed JSON: {error}") from error
        return read


def _unlimited(text: str) -> RecoveredJson | None:
    """Read an object in which strings hold control characters, or after which something follows."""
    try:
        value, end = _LENIENT.raw_decode(text)
    except ValueError:
        return None
    rest = len(text[end:].strip())
    if rest and not (isinstance(value, dict) and "items" in value):  # lines of JSON, each a document of its own
        return None
    done = f"characters after the document left out: {rest}" if rest else "control characters in strings"
    return RecoveredJson(value, "repaired", [f"not well-formed JSON: read after repair ({done})"])


def _item_by_item(text: str) -> RecoveredJson | None:
    """Read what stands around the list of items, and each item that is well-formed."""
    start = _ITEMS.search(text)
    if start is None and FORMAT in text:
        start = _LIST.search(text)
    if start is None:
        return None
    items: list[Any] = []
    lost: list[str] = []
    end = start.end()
    for first, last, item in _objects(text, start.end()):
        if _AFTER_ITEM.fullmatch(text, end, first) is None:
            lost.append(f"what stands before item {len(items) + 1} is not well-formed, and left out")
        items.append(item)
        end = last
    if not items:
        return None
    rest = text[end:].lstrip()
    if not rest.startswith("]"):
        lost.append(f"what stands after item {len(items)} is not well-formed, and left out")
    problems = ["not well-formed JSON: read item by item", *lost[:_MOST_TOLD]]
    if len(lost) > _MOST_TOLD:
        problems.append(f"{len(lost) - _MOST_TOLD:,} more parts are not well-formed, and left out")
    tail = rest[1:] if rest.startswith("]") else rest.rpartition("]")[2]
    return RecoveredJson(_around(text[: start.start()], tail) | {"items": items}, "entries", problems)


def _objects(text: str, position: int) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield the items that can be read: where each begins and ends, and what it holds."""
    failures = parsed = 0
    while (found := _OBJECT.search(text, position)) and failures < _MOST_FAILURES and parsed < _MOST_PARSED:
        position = found.end()
        try:
            value, end = _LENIENT.raw_decode(text, found.start())
        except json.JSONDecodeError as error:
            failures += 1
            parsed += max(error.pos - found.start(), 0)
            continue
        except (ValueError, RecursionError):  # the first for numbers of thousands of digits
            failures += 1
            parsed += len(text) - found.start()
            continue
        if _OF_ITEMS.isdisjoint(value):
            parsed += end - found.start()
        else:
            position = end
            yield found.start(), end, value


def _around(head: str, tail: str) -> dict[str, Any]:
    """Return the fields of the feed itself, as far as what stands before and after its items is well-formed."""
    parts = (head.rstrip().rstrip(",") + "}", "{" + tail.lstrip().lstrip(","))
    fields: dict[str, Any] = {}
    for part in parts:
        try:
            fields |= dict(_LENIENT.decode(part))
        except ValueError:
            continue
    return fields
