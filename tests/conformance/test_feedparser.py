"""feedparser's own test documents, read by ours.

A case is taken by the fields that its expectation names: those that both results have, whatever becomes of it.
``sanitize`` has a test of its own. feedparser's tests serve what has ``http`` in its path over HTTP and open the rest.
"""

from __future__ import annotations

import codecs
import tomllib
from pathlib import Path
from urllib.parse import urljoin

import pytest
from expectations import Case, cases, meets
from feedparser_view import Answer, view

from newsfeed.formats import parse

HERE = Path(__file__).parent
ROOT = HERE.parents[2] / "shared" / "data" / "conformance" / "feedparser"
DIFFERENCES = tomllib.loads((HERE / "differences.toml").read_text(encoding="utf-8"))
SERVER = "http://127.0.0.1:8097/tests/"

TEXT = {"value", "type", "base", "language"}
PERSON = {"name", "email", "url"}
CORE = {
    "encoding",
    "feed.title",
    *(f"feed.title_detail.{part}" for part in TEXT),
    "feed.link",
    "feed.language",
    "feed.rights",
    *(f"feed.rights_detail.{part}" for part in TEXT),
    "feed.copyright",
    *(f"feed.copyright_detail.{part}" for part in TEXT),
    "feed.license",
    "feed.ttl",
    "entries.title",
    *(f"entries.title_detail.{part}" for part in TEXT),
    "entries.link",
    "entries.id",
    "entries.guid",
    "entries.published",
    "entries.published_parsed",
    "entries.updated",
    "entries.updated_parsed",
    "entries.author",
    *(f"entries.{name}.{part}" for name in ("author_detail", "authors") for part in PERSON),
    "entries.summary",
    "entries.description",
    *(f"entries.summary_detail.{part}" for part in TEXT),
    *(f"entries.content.{part}" for part in TEXT),
    "entries.enclosures",
    *(f"entries.enclosures.{part}" for part in ("href", "url", "type", "length")),
    "entries.tags",
    *(f"entries.tags.{part}" for part in ("term", "label")),
    "entries.category",
    "entries.language",
    "entries.image.href",
    "entries.rights",
    *(f"entries.rights_detail.{part}" for part in TEXT),
    "entries.copyright",
    "entries.license",
}


def selected() -> list[Case]:
    return [case for case in cases(ROOT) if "sanitize" not in case.path.parts and case.fields and case.fields <= CORE]


def name(case: Case) -> str:
    return case.path.relative_to(ROOT).as_posix()


def answer(case: Case) -> Answer:
    path = name(case)
    if "http" not in path:
        return Answer()
    location = urljoin(f"{SERVER}{path}", case.headers.get("content-location", ""))
    return Answer(
        location if location.startswith("http") else f"{SERVER}{path}",
        case.headers.get("content-type", ""),
        case.headers.get("content-language"),
    )


@pytest.mark.skipif(not ROOT.is_dir(), reason="feedparser's test documents are not beside the checkout")
@pytest.mark.parametrize("case", selected(), ids=name)
def test_what_the_document_says_is_read(case: Case) -> None:
    if case.codec:
        try:
            codecs.lookup(case.codec)
        except LookupError:
            pytest.skip(f"this Python has no codec {case.codec}")
    served = answer(case)
    feed = parse(case.data, url=served.address, content_type=served.content_type)
    reason = DIFFERENCES.get(name(case))
    if meets(case.expected, view(feed, case.data, served)):
        assert reason is None, "it is read as feedparser reads it: take it off the list of differences"
    else:
        assert reason, f"read otherwise, for no reason that is listed: {feed}"


@pytest.mark.skipif(not ROOT.is_dir(), reason="feedparser's test documents are not beside the checkout")
def test_the_list_of_differences_is_of_cases() -> None:
    assert DIFFERENCES.keys() <= {name(case) for case in selected()}
