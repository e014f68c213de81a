"""A store of a few outlets that repeat each other, and the pages over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from newsfeed.items import Article, Paragraph, Source
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.ingest import Ingestion
from newsfeed.store.repository import Store
from newsfeed.web import report
from newsfeed.web.app import create_app
from newsfeed.web.reader import Reader
from newsfeed.web.server import ServeOptions, build

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "The harbour authority said on Monday that the new breakwater would be finished before the autumn storms arrive."
MORE = "Divers had found cracks in eleven of the forty concrete blocks that were laid along the northern side."
OWN = "Fishermen from the old quarter doubt it, and have asked the council to pay for moorings in the inner basin."
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" & more'


def article(number: int, site: str, day: int, title: str, *texts: str, url: str | None = None) -> Article:
    return Article(
        id=f"{number:032x}",
        url=url or f"https://{site}/{number}",
        title=title,
        published=f"2024-03-{day:02d}T08:00:00+00:00",
        fetched="2024-03-20T00:00:00+00:00",
        language="en",
        feed=Source(f"https://{site}/feed", site),
        paragraphs=[Paragraph(text) for text in texts],
    )


ARTICLES = [
    article(1, "post.example", 1, "Breakwater before the storms", LEAD, MORE),
    article(2, "courier.example", 2, "Breakwater finished soon", LEAD, OWN),
    article(3, "gazette.example", 3, HOSTILE, HOSTILE, "شكرا لكم على القراءة", url="javascript:alert(1)"),
    article(4, "courier.example", 4, "Breakwater before the storms", LEAD, MORE),
]  # fmt: skip


def fill(path: Path, articles: list[Article]) -> str:
    """Judge articles in a new store; return its URL."""
    return fill_store(f"sqlite:///{path / 'news.db'}", articles)


def fill_store(url: str, articles: list[Article]) -> str:
    """Judge articles in a store; return its URL."""
    store = Store(url)
    if articles:
        ingestion = Ingestion(store)
        for place, each in enumerate(articles):
            ingestion.add(1, place, each)
        ingestion.flush()
        for _ in judge_pending(store):
            pass
    store.close()
    return url


def client_of(url: str, path: Path, **options: Any) -> TestClient:
    site = build(ServeOptions(url, port=8765, marks=str(path / "marks.db"), **options))
    return TestClient(create_app(site), base_url="http://127.0.0.1:8765", follow_redirects=False)


def read_report(url: str, options: report.ReportOptions) -> report.Report:
    """Return the report on a store."""
    reader = Reader(url)
    with reader.snapshot() as connection:
        found = report.read(connection, options)
    reader.close()
    return found


def report_on(url: str) -> str:
    """Return the report on a store as HTML."""
    options = report.ReportOptions()
    return report.as_html(read_report(url, options), options)
