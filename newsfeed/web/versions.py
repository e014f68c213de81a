"""When each document of the server last changed, for clients that ask by date (RFC 9110, If-Modified-Since)."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock

_MOST = 2000  # documents that are remembered
_SECOND = timedelta(seconds=1)


class Versions:
    """Remembers when the server first gave each document as it is now.

    The store does not say when a verdict changed, and a file's date says nothing of one document in it. A
    version that was forgotten, or served before a restart, counts as changed now: it is sent once more.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, datetime]] = {}
        self._lock = Lock()

    def modified(self, name: str, digest: str, now: datetime) -> datetime:
        """Return when the document with this name became what it is now, in whole seconds.

        Each change has a second of its own, so that no client takes an older version for the current one.
        """
        with self._lock:
            known, at = self._seen.pop(name, ("", None))
            if at is None or known != digest:
                second = now.replace(microsecond=0)
                at = second if at is None else max(second, at + _SECOND)
            self._seen[name] = digest, at
            if len(self._seen) > _MOST:
                del self._seen[next(iter(self._seen))]
            return at


def http_date(moment: datetime) -> str:
    """Return a time as HTTP headers have it."""
    return format_datetime(moment, usegmt=True)


def is_since(modified: datetime, header: str | None) -> bool:
    """Return whether a client that was last answered at the time in an If-Modified-Since header has this version.

    >>> from datetime import UTC
    >>> is_since(datetime(2024, 1, 1, tzinfo=UTC), "Mon, 01 Jan 2024 00:00:00 GMT"), is_since(datetime.max, "yesterday")
    (True, False)
    """
    try:
        return modified <= parsedate_to_datetime(header or "")
    except (TypeError, ValueError):  # no date, or one without a zone
        return False
