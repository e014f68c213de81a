"""What robotstxt.txt allows, over days."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from newsfeed.fetch import robotstxt

PAGE = "https://a.example/page"
HOUR = 3600.0


@pytest.fixture
def host(monkeypatch):
    """Give a host whose robotstxt.txt is ``text``, or cannot be had; ``asked`` counts, ``hours`` have passed."""
    made = SimpleNamespace(text=b"", status=200, asked=0, hours=0.0)

    async def download(request):
        made.asked += 1
        return Response(request.url, status=500 if made.text is None else made.status, body=made.text or b"")

    crawler = SimpleNamespace(settings={"BOT_NAME": "newsfeed"}, engine=SimpleNamespace(download_async=download))
    middleware = robotstxt.RobotsMiddleware(crawler)
    monkeypatch.setattr(robotstxt.time, "monotonic", lambda: made.hours * HOUR)

    async def allows(url=PAGE):
        try:
            await middleware.process_request(Request(url, meta={robotstxt.OBEY: True}))
        except IgnoreRequest:
            return False
        return True

    made.allows = allows
    return made


def test_it_is_asked_for_once_a_day(host):
    async def days():
        found = []
        for hours, text in ((0, b""), (1, b"User-agent: *\nDisallow: /"), (25, b"User-agent: *\nDisallow: /")):
            host.hours, host.text = hours, text
            found.append(await host.allows())
        return found

    assert asyncio.run(days()) == [True, True, False]
    assert host.asked == 2


def test_where_it_cannot_be_had_it_is_asked_for_again_in_an_hour(host):
    async def hours():
        host.text = None
        found = [await host.allows(), await host.allows()]
        host.hours, host.text = 1.1, b""
        return [*found, await host.allows()]

    assert asyncio.run(hours()) == [False, False, True]
    assert host.asked == 2


@pytest.mark.parametrize(
    ("status", "text", "is_allowed"),
    [(203, b"User-agent: *\nDisallow: /", False), (204, b"", True), (304, b"", False), (404, b"Disallow: /", True)],
)
def test_any_success_counts(host, status, text, is_allowed):
    host.status, host.text = status, text
    assert asyncio.run(host.allows()) is is_allowed
