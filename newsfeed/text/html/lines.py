"""Interpretation of single line breaks inside a block: a heading over its text, items of a list, or nothing."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from newsfeed.items import Kind


class Line(NamedTuple):
    """One line of a block as written; ``bold`` if all of it is."""

    text: str
    bold: bool


# A bullet, a number, or a short label with its value.
_ITEM = re.compile(
    r"[-–—•·●○◦▪■□◆◇►▶✓✔*＊・]\s*\S"
    r"|[(（]?\d{1,3}(?:\.\d{1,3})*[.)）、．:]?\s*\S"
    r"|[①-⑳]"
    r"|[^\s:：.。][^:：.。]{0,28}(?::\s|：)\s*\S"
)
_COMPLETE = re.compile(r"[.!?…。！？；;)）][\"'”’」』)）\]]*$")
_MANY = 4
_ALIKE = 1.6  # longest line relative to the median


def arrange(lines: list[Line], kind: Kind) -> list[tuple[str, Kind]]:
    """Return the texts that the ``lines`` of a block of ``kind`` form to a reader, each with its own kind.

    >>> arrange([Line("Needed:", True), Line("- flour", False), Line("- water", False)], "paragraph")
    [('Needed:', 'heading'), ('- flour', 'list'), ('- water', 'list')]
    """
    if len(lines) == 1:
        return [(fold(lines[0].text), kind)]
    lines = [Line(text, line.bold) for line in lines if (text := fold(line.text))]
    texts = [line.text for line in lines]
    if len(texts) < 2 or kind not in ("paragraph", "quote"):
        return [(fold("\n".join(texts)), kind)]
    if kind == "quote":
        return [(text, kind) for text in texts] if _stand_alone(texts) else [(fold("\n".join(texts)), kind)]
    if not _ITEM.match(texts[0]) and _is_head(lines):
        return [(texts[0], "heading" if lines[0].bold else kind), *arrange(lines[1:], kind)]
    if _are_items(texts):
        return [(text, "list") for text in texts]
    if _stand_alone(texts):
        return [(text, kind) for text in texts]
    return [(fold("\n".join(texts)), kind)]


def _is_head(lines: list[Line]) -> bool:
    """Return whether the first line is a heading or introduction of the others."""
    rest = [line.text for line in lines[1:]]
    if lines[0].bold and not lines[1].bold:
        return len(rest) == 1 or _are_items(rest) or _stand_alone(rest)
    return lines[0].text.endswith((":", "：")) and _are_items(rest)


def _are_items(texts: list[str]) -> bool:
    return sum(1 for text in texts if _ITEM.match(text)) > 0.7 * len(texts)


def _stand_alone(texts: list[str]) -> bool:
    """Return whether each line is complete in itself: ends as a sentence does, or is one of many of similar length."""
    if all(_COMPLETE.search(text) for text in texts[:-1]):
        return True
    lengths = [len(text) for text in texts]
    wrapped = any(text[0].islower() for text in texts)
    return len(texts) >= _MANY and max(lengths) <= _ALIKE * median(lengths) and not wrapped
