"""HTTP status codes (RFC 9110, section 15): their wording, and what each means for the next request."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from newsfeed.fetch.proxy import PERHAPS_OURS
from newsfeed.text.html.bot_checks import is_bot_check

if TYPE_CHECKING:
    from scrapy.http import Response

IM_USED = 226
"""The answer holds only the new entries of a feed (RFC 3229); entries missing in it are not gone."""

EMPTY = frozenset({204, 205})
"""There is no document."""

NOT_MODIFIED = 304
PARTIAL_CONTENT = 206
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT_REDIRECTS = frozenset({301, 308})
BUSY = frozenset({429, 503})
"""The host asks its clients to wait for the time in ``Retry-After``."""

_WORDING = {
    401: "not allowed (401 Unauthorized)",
    403: "not allowed (403 Forbidden)",
    404: "not found (404)",
    407: "the proxy wants another password (407)",
    410: "gone for good (410)",
    429: "rate limited (429 Too Many Requests)",
    503: "temporarily unavailable (503)",
}
# Headers of services that admit only browsers; a value of None stands for any.
_CHALLENGE_HEADERS = {
    "cf-mitigated": b"challenge", "sg-captcha": b"challenge", "x-amzn-waf-action": None, "x-datadome": None,
    "x-kpsdk-ct": None, "x-vercel-mitigated": b"challenge",
}  # fmt: skip
_CAPTCHA = re.compile(rb"[gh]-?(?:re)?captcha", re.IGNORECASE)  # which other pages have, too, but not with a refusal
_SEARCHED = 1 << 15  # bytes of a page
# Answers of nginx, Apache and Go to requests without TLS at a port for TLS.
_WANTS_TLS = re.compile(
    rb"plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled|HTTP request to an HTTPS server"
)
_BAD_REQUEST = 400
_REFUSALS = frozenset({307, 401, 403, 405, 406, 429, 503})
_TEMPORARY_CLIENT_ERRORS = frozenset({407, 408, 425, 429})


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


def response_reason(response: Response) -> str:
    """Return the reason why a response is not a success, as a clause; a bot check is named."""
    phrase = status_reason(response.status)
    if PERHAPS_OURS in response.flags:
        phrase = f"{phrase}; {PERHAPS_OURS}"
    if response.status in _REFUSALS and _is_bot_check(response):
        return f"a bot check, which lets only browsers in: {phrase}"
    if response.status == _BAD_REQUEST and _WANTS_TLS.search(response.body, 0, _SEARCHED):
        return f"{phrase}: the server wants TLS here; its address may begin with https://"
    return phrase


def _is_bot_check(response: Response) -> bool:
    for name, value in _CHALLENGE_HEADERS.items():
        sent = response.headers.get(name)
        if sent is not None and value in (None, sent.strip().lower()):
            return True
    head = response.body[:_SEARCHED]
    return _CAPTCHA.search(head) is not None or is_bot_check(head.decode(errors="replace"))


def is_success(status: int) -> bool:
    """Return whether a response may hold the document; some servers and proxies send it with 201, 202 or 203."""
    return 200 <= status < 300


def is_permanent(status: int) -> bool:
    """Return whether another request for the same document would be refused again."""
    return 400 <= status < 500 and status not in _TEMPORARY_CLIENT_ERRORS
