"""Conditional requests (RFC 9110, section 13): a server sends a document only if it has changed.

Validators are stored and sent back byte for byte as the server wrote them. A feed may also be asked for its new entries
alone (delta encoding, RFC 3229); few servers support that, and the others ignore it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsfeed.fetch.freshness import http_date
from newsfeed.text.dates.parsing import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

VALIDATORS_LAST = timedelta(days=8)
"""A server that has sent no document for this long may be stuck on 304, so the next request is unconditional."""

_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a document (RFC 9110, section 8.8): raw values of ``ETag`` and ``Last-Modified``."""

    etag: bytes | None = None
    modified: bytes | None = None


NONE = Validators()


def validators(headers: Mapping[str, bytes | None]) -> Validators:
    """Return the validators in the headers of an answer.

    Keep them only if the answer is complete (the handler raised nothing) and could be read as a feed.

    >>> validators({"ETag": b'W/"x"', "Last-Modified": b"yesterday"})
    Validators(etag=b'W/"x"', modified=b'yesterday')
    """
    return Validators(headers.get("ETag") or None, headers.get("Last-Modified") or None)


def confirmed(known: Validators, headers: Mapping[str, bytes | None]) -> Validators:
    """Return the validators after a 304 to a request with ``known``: the newest of each (RFC 9111, section 4.3.4).

    >>> confirmed(Validators(b'"1"', b"yesterday"), {"ETag": b'"2"'})
    Validators(etag=b'"2"', modified=b'yesterday')
    """
    newer = validators(headers)
    return Validators(newer.etag or known.etag, newer.modified or known.modified)


def usable(known: Validators, received: datetime | None, now: datetime) -> Validators:
    """Return ``known``, or none if the last document was ``received`` longer ago than :data:`VALIDATORS_LAST`.

    A ``Last-Modified`` in the future is left out: with it, a server would answer 304 until then.
    """
    if received is None or now - received > VALIDATORS_LAST:
        return NONE
    stated = known.modified or b""
    changed = parse_date(stated.decode("latin-1")) or http_date(stated)  # the year 9999 is read by the latter alone
    return replace(known, modified=None) if changed and changed > now + _CLOCKS_DIFFER else known


def conditions(known: Validators) -> dict[str, bytes]:
    """Return the headers of a conditional request; none if no validator is known.

    >>> conditions(Validators(b'"1"'))
    {'If-None-Match': b'"1"', 'A-IM': b'feed'}
    """
    headers = {}
    if known.etag:
        headers["If-None-Match"] = known.etag
        headers["A-IM"] = b"feed"  # new relative to the document with this tag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers
