"""Parse JSON (RFC 8259) step by step: strictly, without the text around it, item by item."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.formats.feed import Step

FORMAT = "jsonfeed.org"
"""Part of the ``version`` of every JSON Feed."""

_ITEMS = re.compile(r'"items"\s*:\s*\[')
# A damaged form of it; lists of other objects contain no items.
_LIST = re.compile(r'"[^"\[\n]*+"?+\s*+:?+\s*+\[(?=\s*+\{)')
_OBJECT = re.compile(r"\{")
_AFTER_ITEM = re.compile(r"\s*,?\s*")
_ITEM_FIELDS = frozenset({"id", "content_html", "content_text"})  # objects inside items have none of them
_MOST_REPORTED = 20  # skipped parts that are reported with their positions
_MOST_FAILURES = 10_000  # objects that cannot be parsed
_MOST_PARSED = 64_000_000  # characters that are parsed in vain

_LONGEST_NUMBER = 4_000  # digits; Python refuses to convert longer ones


def _number(digits: str) -> int | str:
    """Return a whole number, or its digits if there are too many of them."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


# The most frequent mistake: line breaks and tabs in strings, which must be escaped.
_LENIENT = json.JSONDecoder(strict=False, parse_int=_number)


@dataclass(slots=True)
class RecoveredJson:
    """The value of a JSON document, the step that read it, and a line for each loss."""

    value: Any
    step: Step = "strict"
    problems: list[str] = field(default_factory=list)


def parse_with_recovery(text: str) -> RecoveredJson:
    """Return the document from the first step that can parse the text.

    Raises :class:`ValueError` if none can, and :class:`RecursionError` if it is nested too deeply.
    """
    try:
        return RecoveredJson(json.loads(text, parse_int=_number))
    except ValueError as error:
        read = _leniently(text) or _item_by_item(text)
        if read is None:
            raise ValueError(f"not well-formed JSON: {error}") from error
        return read


def _leniently(text: str) -> RecoveredJson | None:
    """Read an object with control characters in strings, or with text after it."""
    try:
        value, end = _LENIENT.raw_decode(text)
    except ValueError:
        return None
    rest = len(text[end:].strip())
    if rest and not (isinstance(value, dict) and "items" in value):  # lines of JSON, each a document of its own
        return None
    done = f"characters after the document removed: {rest}" if rest else "control characters in strings"
    return RecoveredJson(value, "repaired", [f"not well-formed JSON: read after repair ({done})"])


def _item_by_item(text: str) -> RecoveredJson | None:
    """Read the fields around the list of items, and each item that is well-formed."""
    start = _ITEMS.search(text)
    if start is None and FORMAT in text:
        start = _LIST.search(text)
    if start is None:
        return None
    items: list[Any] = []
    skipped: list[str] = []
    end = start.end()
    for first, last, item in _objects(text, start.end()):
        if _AFTER_ITEM.fullmatch(text, end, first) is None:
            skipped.append(f"text before item {len(items) + 1} is not well-formed: skipped")
        items.append(item)
        end = last
    if not items:
        return None
    rest = text[end:].lstrip()
    if not rest.startswith("]"):
        skipped.append(f"text after item {len(items)} is not well-formed: skipped")
    problems = ["not well-formed JSON: read item by item", *skipped[:_MOST_REPORTED]]
    if len(skipped) > _MOST_REPORTED:
        problems.append(f"{len(skipped) - _MOST_REPORTED:,} more parts are not well-formed: skipped")
    tail = rest[1:] if rest.startswith("]") else rest.rpartition("]")[2]
    return RecoveredJson(_around(text[: start.start()], tail) | {"items": items}, "entries", problems)


def _objects(text: str, position: int) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield the items that can be read: start, end and value of each."""
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
        if _ITEM_FIELDS.isdisjoint(value):
            parsed += end - found.start()
        else:
            position = end
            yield found.start(), end, value


def _around(head: str, tail: str) -> dict[str, Any]:
    """Return the fields of the feed itself from the well-formed parts of the text before and after its items."""
    parts = (head.rstrip().rstrip(",") + "}", "{" + tail.lstrip().lstrip(","))
    fields: dict[str, Any] = {}
    for part in parts:
        try:
            fields |= dict(_LENIENT.decode(part))
        except ValueError:
            continue
    return fields
