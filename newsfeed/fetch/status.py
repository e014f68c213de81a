"""HTTP status codes (RFC 9110, section 15): their wording, and what each means for the next request."""

from __future__ import annotations

from http import HTTPStatus

IM_USED = 226
"""The answer holds only the new entries of a feed (RFC 3229): entries that are not in it are not gone."""

NOT_MODIFIED = 304
PARTIAL_CONTENT = 206
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT_REDIRECTS = frozenset({301, 308})
BUSY = frozenset({429, 503})
"""The host asks its clients to wait, for as long as ``Retry-After`` says."""

_WORDING = {
    401: "not allowed (401 Unauthorized)",
    403: "not allowed (403 Forbidden)",
    404: "not found (404)",
    410: "gone for good (410)",
    429: "rate limited (429 Too Many Requests)",
    503: "temporarily unavailable (503)",
}
_TEMPORARY_CLIENT_ERRORS = frozenset({408, 425, 429})


def status_reason(status: int) -> str:
    """Return a status that is not a success as a clause.

    >>> status_reason(429), status_reason(500), status_reason(999)
    ('rate limited (429 Too Many Requests)', 'the server answered 500 Internal Server Error', 'the server answered 999')
    """
    if status in _WORDING:
        return _WORDING[status]
    try:
        return f"the server answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the server answered {status}"


def is_permanent(status: int) -> bool:
    """Return whether asking again for the same document would get the same refusal."""
    return 400 <= status < 500 and status not in _TEMPORARY_CLIENT_ERRORS
