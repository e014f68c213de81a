"""Element names of the XML formats that the recovery of broken documents needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIX = r"(?:[A-Za-z0-9._-]{1,32}:)?"
_FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Element names of one XML format; those of namespaces are local names.

    ``roots`` are its root elements, ``containers`` the elements around its entries, as they are written, and
    ``entries`` its entries. ``home`` is the prefix of its own namespace in :mod:`newsfeed.formats.xml.elements`;
    ``None`` if the format has no namespace to correct. ``wrapper`` are the usual opening tags around entries, for
    documents that have lost theirs; without one, entries are recognised by the document's root only (a ``url`` in a
    feed is not an entry).
    """

    roots: tuple[str, ...]
    containers: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    home: str | None = None
    wrapper: str = ""


@dataclass(frozen=True)
class Dialects:
    """The dialects that a document may be in."""

    known: tuple[Dialect, ...]

    @cached_property
    def _by_root(self) -> dict[str, Dialect]:
        """The dialect of each root's local name in lower case, the first known one."""
        return {root.lower(): each for each in reversed(self.known) for root in each.roots}

    @cached_property
    def root_tag(self) -> re.Pattern[str]:
        """The beginning of a root's start tag, in any letter case; its first group is the name with its prefix."""
        roots = _any_of(root for each in self.known for root in each.roots)
        return re.compile(rf"<({_PREFIX}{roots})(?=[\s>])", re.IGNORECASE)

    @cached_property
    def container_tag(self) -> re.Pattern[str]:
        """The start tag of an element around entries; its first group is the name with its prefix."""
        containers = _any_of(container for each in self.known for container in each.containers)
        return re.compile(rf"<({_PREFIX}{containers})(?:\s[^<>]*+)?(?<!/)>")

    @cached_property
    def feed_tag(self) -> re.Pattern[str]:
        """The beginning of the start tag of a root or an entry, in any letter case."""
        names = _any_of(name for each in self.known for name in (*each.roots, *each.entries))
        return re.compile(rf"<{_PREFIX}{names}[\s>]", re.IGNORECASE)

    def home(self, root: str) -> str | None:
        """Return the prefix implied for unprefixed names under a root of this local name."""
        named = self._by_root.get(root.lower())
        return named.home if named else None

    def entries(self, root: str) -> tuple[str, ...]:
        """Return the local names of the entries under a root of this local name."""
        named = self._by_root.get(root.lower())
        return named.entries if named else ()

    def entry_tag(self, text: str) -> re.Pattern[str]:
        """Return the pattern of the tags of a document's entries, with groups ``end``, ``name`` and ``empty``.

        It matches CDATA sections, too, without a ``name``, so that a tag inside one is not mistaken for an entry's.
        """
        return re.compile(
            rf"<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<(?P<end>/?)(?P<name>{_PREFIX}{_any_of(self._entries(text))})"
            r"(?:\s[^<>]*?)?(?P<empty>/?)>",
            re.DOTALL,
        )

    def entry_end(self, text: str) -> re.Pattern[str]:
        """Return the pattern of the beginning of the end tag of a document's entries."""
        return re.compile(rf"</{_PREFIX}{_any_of(self._entries(text))}(?=[\s>])")

    def wrapper(self, entry: str) -> str:
        """Return the usual opening tags around entries of this local name."""
        return next((each.wrapper for each in self.known if entry in each.entries), "")

    def _entries(self, text: str) -> tuple[str, ...]:
        """Return the names of a document's entries, by its first element if that decides it."""
        first = _FIRST_TAG.search(text)
        named = next((each for each in self.known if first and first[1] in each.roots), None)
        if named and named.entries and not named.wrapper:
            return named.entries
        return tuple(entry for each in self.known if each.wrapper for entry in each.entries)


def _any_of(names: Iterable[str]) -> str:
    """Return the pattern of one of the names; without names, one that never matches."""
    return f"(?:{'|'.join(names) or '(?!)'})"
