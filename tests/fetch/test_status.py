"""Why a server refuses, in words."""

import pytest
from scrapy.http import HtmlResponse, Response

from newsfeed.fetch.status import response_reason

URL = "https://example.org/feed"
CHECK = "a bot check, which lets only browsers in: "


@pytest.mark.parametrize(
    ("status", "headers", "body", "reason"),
    [
        (403, {"cf-mitigated": "challenge"}, b"", CHECK + "not allowed (403 Forbidden)"),
        (403, {}, b"<title>Just a moment...</title>", CHECK + "not allowed (403 Forbidden)"),
        (503, {}, b"<title>DDoS-Guard</title>", CHECK + "temporarily unavailable (503)"),
        (405, {"x-amzn-waf-action": "captcha"}, b"", CHECK + "the server answered 405 Method Not Allowed"),
        (429, {"x-vercel-mitigated": "challenge"}, b"", CHECK + "rate limited (429 Too Many Requests)"),
        (403, {}, b"<h1>Making sure you&#39;re not a bot!</h1>", CHECK + "not allowed (403 Forbidden)"),
        (403, {"Server": "cloudflare"}, b"<h1>Forbidden</h1>", "not allowed (403 Forbidden)"),
        (403, {"cf-mitigated": "none"}, b"Members only.", "not allowed (403 Forbidden)"),
        (404, {}, b"<title>Just a moment...</title>", "not found (404)"),
    ],
)
def test_a_bot_check_is_named(status, headers, body, reason):
    kind = HtmlResponse if body else Response
    assert response_reason(kind(URL, status, headers, body)) == reason
