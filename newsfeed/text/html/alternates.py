"""The canonical address of a page and those of its AMP and small-screen variants, from its ``link`` elements."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

_HEAD = 50_000  # characters: these links are in the head of a page
_LINK = re.compile(r"<link\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_SMALL_SCREEN = re.compile(r"handheld|max-width", re.IGNORECASE)


class Variants(NamedTuple):
    """Addresses of one page, as written."""

    canonical: str | None = None
    others: tuple[str, ...] = ()


def variants(html: str) -> Variants:
    """Return the addresses that the ``link`` elements of a page, or of its copy in a feed, state (RFC 6596).

    >>> variants('<link rel="canonical" href="/ferry"><link rel="amphtml" href="/amp/ferry"><p>It sails.</p>')
    Variants(canonical='/ferry', others=('/amp/ferry',))
    """
    canonical, others = None, []
    head = html[:_HEAD]
    for tag in _LINK.finditer(head) if "<link" in head or "<LINK" in head else ():
        stated = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag[0])}
        relations, address = stated.get("rel", "").lower().split(), stated.get("href", "").strip()
        if not address:
            continue
        if "canonical" in relations:
            canonical = canonical or address
        elif "amphtml" in relations or ("alternate" in relations and _SMALL_SCREEN.search(stated.get("media", ""))):
            others.append(address)
    return Variants(canonical, tuple(others))
