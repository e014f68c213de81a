"""Balance tags: add missing end tags and remove end tags that close nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_TAG = re.compile(
    r"""<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<(?P<end>/?)(?P<name>[^\s<>/="'!?]+)(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Balanced:
    """A text with balanced tags, and the number of end tags added and removed."""

    text: str
    added: int
    removed: int


@dataclass(slots=True)
class _Balance:
    """The state at one offset of a text: open elements, end tags to come, and the text written so far."""

    to_come: Counter[str]
    names: list[str] = field(default_factory=list)
    open: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    written: list[str] = field(default_factory=list)
    added: int = 0

    def begin(self, name: str, tag: str) -> None:
        self.written.append(tag)
        self.names.append(name)
        self.open[name] += 1

    def close(self) -> str:
        """Close the innermost element; return its name."""
        name = self.names.pop()
        self.open[name] -= 1
        self.written.append(f"</{name}>")
        return name

    def add_end(self) -> None:
        """Close the innermost element, which has no end tag here."""
        self.close()
        self.added += 1

    def lacks_end(self) -> bool:
        """Return whether the innermost element has no end tag to come."""
        return self.to_come[self.names[-1]] < self.open[self.names[-1]]


def balanced(text: str, fields: Collection[str], depth: int) -> Balanced:
    """Return a text with balanced tags.

    An element without an end tag ends with the element around it, or before the next of the ``fields``: the names of
    sibling elements at this ``depth``.
    """
    tags = [tag for tag in _TAG.finditer(text) if tag["name"]]
    balance = _Balance(Counter(tag["name"] for tag in tags if tag["end"]))
    position = removed = 0
    for tag in tags:
        name = tag["name"]
        balance.written.append(text[position : tag.start()])
        position = tag.end()
        if tag["end"]:
            balance.to_come[name] -= 1
            if not balance.open[name]:
                removed += 1
                continue
            while balance.names[-1] != name:
                balance.add_end()
            balance.close()
            continue
        while name in fields and len(balance.names) > depth and balance.lacks_end():
            balance.add_end()
        if tag[0].endswith("/>"):
            balance.written.append(tag[0])
        else:
            balance.begin(name, tag[0])
    balance.written.append(text[position:])
    while balance.names:
        balance.add_end()
    return Balanced("".join(balance.written), balance.added, removed)
