"""Requests made as a crawl makes them, without the crawl."""

import asyncio

import pytest
from scrapy import Request
from scrapy.settings import Settings

from newsfeed import settings
from newsfeed.fetch.handler import FetchHandler


def project_settings(**changed):
    chosen = Settings()
    chosen.setmodule(settings)
    chosen.update(changed, priority="cmdline")
    return chosen


async def _fetch_all(requests, changed, *, together):
    handler = FetchHandler(project_settings(**changed))
    try:
        if together:
            return await asyncio.gather(*map(handler.download_request, requests), return_exceptions=True)
        return [await handler.download_request(request) for request in requests]
    finally:
        await handler.close()


@pytest.fixture
def fetch():
    """Return a function that makes requests one after the other and returns the last answer, or raises."""

    def run(urls, *, meta=None, headers=None, **changed):
        requests = [Request(url, meta=meta, headers=headers) for url in ([urls] if isinstance(urls, str) else urls)]
        return asyncio.run(_fetch_all(requests, {"NEWSFEED_ALLOW_PRIVATE": "127.0.0.1", **changed}, together=False))[-1]

    return run


@pytest.fixture
def fetch_all():
    """Return a function that makes requests at the same time and returns what each ended with."""

    def run(requests, **changed):
        return asyncio.run(_fetch_all(requests, {"NEWSFEED_ALLOW_PRIVATE": "127.0.0.1", **changed}, together=True))

    return run
