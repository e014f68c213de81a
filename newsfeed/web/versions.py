"""The time of each document's last change, for conditional requests by date (RFC 9110, If-Modified-Since)."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock

_MOST = 2000  # documents that are remembered
_SECOND = timedelta(seconds=1)


class Versions:
    """Remembers when the server first sent the current version of each document.

    The store does not record when a verdict changed, and the date of its file does not apply to one document. A version
    that was forgotten, or served before a restart, counts as changed now, and is sent once more.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, datetime]] = {}
        self._lock = Lock()

    def modified(self, name: str, digest: str, now: datetime) -> datetime:
        """Return the time of the current version of the document with this name, in whole seconds.

        Each change has its own second, so that no client mistakes an older version for the current one.
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
    """Return a time in the format of HTTP headers."""
    return format_datetime(moment, usegmt=True)


def is_since(modified: datetime, header: str | None) -> bool:
    """Return whether a client that sends this If-Modified-Since header has this version.

    >>> from datetime import UTC
    >>> is_since(datetime(2024, 1, 1, tzinfo=UTC), "Mon, 01 Jan 2024 00:00:00 GMT"), is_since(datetime.max, "yesterday")
    (True, False)
    """
    try:
        return modified <= parsedate_to_datetime(header or "")
    except (TypeError, ValueError):  # not a date, or one without a zone
        return False
