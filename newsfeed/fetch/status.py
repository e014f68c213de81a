"""HTTP status codes (RFC 9110, section 15): their wording, and what each means for the next request."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response

IM_USED = 226
"""The answer holds only the new entries of a feed (RFC 3229); entries missing in it are not gone."""

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
    410: "gone for good (410)",
    429: "rate limited (429 Too Many Requests)",
    503: "temporarily unavailable (503)",
}
# Headers (a value of None stands for any) and pages that services send when they admit only browsers.
_CHALLENGE_HEADERS = {
    "cf-mitigated": b"challenge", "x-amzn-waf-action": None, "x-datadome": None, "x-vercel-mitigated": b"challenge",
}  # fmt: skip
_CHALLENGE_PAGE = re.compile(
    rb"just a moment\.\.\.|_cf_chl_opt|cf-browser-verification|/cdn-cgi/challenge-platform|cf-error-details|ddos-guard|"
    rb"_incapsula_resource|sucuri_cloudproxy|captcha-delivery\.com|px-captcha|[gh]-?(?:re)?captcha|"
    rb"making sure you(?:'|&#39;|\xe2\x80\x99)re not a bot|checking your browser|"
    rb"verify(?:ing)? (?:that )?you are (?:a )?human",
    re.IGNORECASE,
)
_CHALLENGE_HEAD = 1 << 15  # bytes of a page that are searched
_REFUSALS = frozenset({401, 403, 405, 406, 429, 503})
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


def response_reason(response: Response) -> str:
    """Return the reason why a response is not a success, as a clause; a bot check is named."""
    phrase = status_reason(response.status)
    if response.status in _REFUSALS and _is_bot_check(response):
        return f"a bot check, which lets only browsers in: {phrase}"
    return phrase


def _is_bot_check(response: Response) -> bool:
    for name, value in _CHALLENGE_HEADERS.items():
        sent = response.headers.get(name)
        if sent is not None and value in (None, sent.strip().lower()):
            return True
    return _CHALLENGE_PAGE.search(response.body, 0, _CHALLENGE_HEAD) is not None


def is_permanent(status: int) -> bool:
    """Return whether another request for the same document would be refused again."""
    return 400 <= status < 500 and status not in _TEMPORARY_CLIENT_ERRORS
