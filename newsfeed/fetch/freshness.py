"""Waits that response headers ask for: ``Retry-After``, ``Cache-Control`` and ``Expires``.

Pure functions. ``headers`` are Scrapy's (or any mapping of names to raw values). They never raise, and return at least
zero and at most :data:`LONGEST`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = timedelta(days=7)
"""A longer wait is a mistake, such as a Unix time sent as a number of seconds."""

_ZERO = timedelta()
_SECONDS = re.compile(rb"\s*\+?(\d+)(?:\.\d*)?\s*")
_DIRECTIVE = re.compile(rb'([^\s,=]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*)))?')


def retry_after(headers: Mapping[str, bytes | None], now: datetime) -> timedelta | None:
    """Return the wait that ``Retry-After`` asks for (RFC 9110, section 10.2.3), from ``now`` on.

    The header is a number of seconds or a date; the result is ``None`` where it is absent or invalid.

    >>> now = datetime(2024, 1, 4, 12, 0, tzinfo=UTC)
    >>> retry_after({"Retry-After": b"120"}, now).total_seconds()
    120.0
    >>> retry_after({"Retry-After": b"Thu, 04 Jan 2024 13:00:00 GMT"}, now).total_seconds()
    3600.0
    >>> retry_after({"Retry-After": b"in a while"}, now)
    """
    value = headers.get("Retry-After")
    if value is None:
        return None
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    moment = http_date(value)
    return None if moment is None else _bounded(moment - now)


def fresh_for(headers: Mapping[str, bytes | None], now: datetime) -> timedelta | None:
    """Return how long a response received at ``now`` stays fresh (RFC 9111, section 4.2); ``None`` if not stated.

    ``Cache-Control: max-age`` takes precedence over ``Expires``, and ``Age`` is subtracted. A response that must not be
    stored, or whose ``max-age`` or ``Expires`` is invalid, is stale at once.

    >>> now = datetime(2024, 1, 4, 12, 0, tzinfo=UTC)
    >>> fresh_for({"Cache-Control": b"public, max-age=1800", "Age": b"600"}, now).total_seconds()
    1200.0
    >>> fresh_for({"Expires": b"0"}, now).total_seconds()
    0.0
    """
    lifetime = _lifetime(headers, now)
    return None if lifetime is None else _bounded(lifetime - (_seconds(headers.get("Age") or b"") or _ZERO))


def _lifetime(headers: Mapping[str, bytes | None], now: datetime) -> timedelta | None:
    directives = dict(_directives(headers.get("Cache-Control") or b""))
    if b"no-store" in directives or b"no-cache" in directives:
        return _ZERO
    if b"max-age" in directives:
        return _seconds(directives[b"max-age"]) or _ZERO
    expires = headers.get("Expires")
    if expires is None:
        return None
    end = http_date(expires)
    # Relative to the server's own clock, if it sends it.
    return _ZERO if end is None else _bounded(end - (http_date(headers.get("Date") or b"") or now))


def _directives(value: bytes) -> Iterator[tuple[bytes, bytes]]:
    for name, quoted, plain in _DIRECTIVE.findall(value):
        yield name.lower(), quoted or plain


def _seconds(value: bytes) -> timedelta | None:
    """Return a number of seconds (RFC 9111, section 1.2.2) without its fraction; ``None`` if it is not one."""
    found = _SECONDS.fullmatch(value)
    if found is None:
        return None
    # Digits are counted first: the number may be as long as a header.
    digits = found[1].lstrip(b"0")
    return LONGEST if len(digits) > len("604800") else min(timedelta(seconds=int(digits or b"0")), LONGEST)


def http_date(value: bytes) -> datetime | None:
    """Return an HTTP date in any of the forms of RFC 9110, section 5.6.7; ``None`` if it is not one."""
    try:
        moment = parsedate_to_datetime(value.decode("latin-1"))
        return moment.replace(tzinfo=moment.tzinfo or UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bounded(wait: timedelta) -> timedelta:
    return min(max(wait, _ZERO), LONGEST)
