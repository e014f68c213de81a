"""Conditional requests (RFC 9110, section 13): a server is asked only for what has changed.

What a server gives to ask with is kept byte for byte as it wrote it, and sent back exactly so. A feed may also be
asked for its new entries alone (delta encoding, RFC 3229); few servers offer that, the others ignore it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VALIDATORS_LAST = timedelta(days=8)
"""A server that has not sent a document for so long may be stuck on 304: it is asked without conditions."""

IM_USED = 226
"""The status of an answer that holds only the new entries: those that are not in it are not gone."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with (RFC 9110, section 8.8), byte for byte as it wrote it."""

    etag: bytes | None = None
    modified: bytes | None = None


NONE = Validators()


def validators(headers: Mapping[str, bytes | None]) -> Validators:
    """Return what an answer gives to ask with next time.

    To be kept only if the answer came whole (a handler that raises nothing says so) and could be read as a feed.

    >>> validators({"ETag": b'W/"x"', "Last-Modified": b"yesterday"})
    Validators(etag=b'W/"x"', modified=b'yesterday')
    """
    return Validators(headers.get("ETag") or None, headers.get("Last-Modified") or None)


def confirmed(known: Validators, headers: Mapping[str, bytes | None]) -> Validators:
    """Return what to ask with after a 304 to a request made with ``known``: the newest of each (RFC 9111, 4.3.4).

    >>> confirmed(Validators(b'"1"', b"yesterday"), {"ETag": b'"2"'})
    Validators(etag=b'"2"', modified=b'yesterday')
    """
    newer = validators(headers)
    return Validators(newer.etag or known.etag, newer.modified or known.modified)


def usable(known: Validators, received: datetime | None, now: datetime) -> Validators:
    """Return ``known``, or nothing where no document has come (a 200, ``received``) for :data:`VALIDATORS_LAST`."""
    return known if received is not None and now - received <= VALIDATORS_LAST else NONE


def conditions(known: Validators) -> dict[str, bytes]:
    """Return the headers of a request that asks for what has changed; none where there is nothing to ask with.

    >>> conditions(Validators(b'"1"'))
    {'If-None-Match': b'"1"', 'A-IM': b'feed'}
    """
    headers = {}
    if known.etag:
        headers["If-None-Match"] = known.etag
        headers["A-IM"] = b"feed"  # what is new is counted from the document that the tag names
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers
