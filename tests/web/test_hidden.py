"""What clean feeds leave out, why, and how a reader has it shown again."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import html
from web_store import ARTICLES, HOSTILE, LEAD, MORE, article, client_of, fill, read_report

from newsfeed.exporters.publish import single_feed_name
from newsfeed.formats.opml import Outline
from newsfeed.pipelines import subscribing
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options
from newsfeed.web import report
from newsfeed.web.marks import Marks
from newsfeed.web.wording import reason

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

FOOTER = "Subscribe to our harbour letter and never miss a tide again"
STORIES = [
    article(number, "ferry.example", number, f"Ferry {number}", f"The ferry number {number} {words}", FOOTER)
    for number, words in enumerate(
        (
            "sank at its berth in a storm from the west.", "was sold to an island company for eleven million crowns.",
            "carries bicycles free of charge until the end of May.", "has a new captain, who learned to sail on lakes.",
            "burns hydrogen that is made from wind at night.", "was christened by a girl of nine years from Elmsund.",
        ),
        10,
    )
]  # fmt: skip
COPY, DROPPED = ARTICLES[3], ARTICLES[2]
POST, COURIER, GAZETTE = (each.feed.url for each in ARTICLES[:3])
FERRY = STORIES[0].feed.url


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = fill(tmp_path, [*ARTICLES, *STORIES])
    store = Store(url)
    for feed in (POST, COURIER):
        subscribing.subscribe(store, Outline(feed), Options(), None)
    subscribing.subscribe(store, Outline(GAZETTE), Options(drop=("alert",)), None)
    store.close()
    return url


@pytest.fixture
def client(url: str, tmp_path: Path) -> TestClient:
    return client_of(url, tmp_path)


def titles(client: TestClient, path: str) -> list[str]:
    return [each.title for each in feedparser.parse(client.get(path).content, sanitize_html=False).entries]


@pytest.mark.parametrize(
    ("what", "id_", "why"),
    [
        ("copies", COPY.id, "the same text under the same title"),
        ("dropped", DROPPED.id, "its subscription drops articles with “alert”"),
        ("duplicate", ARTICLES[1].id, "the same words"),
        ("boilerplate", STORIES[0].id, "footer, under 6 articles since"),
    ],
)
def test_each_kind_is_listed_with_its_reason(client: TestClient, what: str, id_: str, why: str) -> None:
    text = client.get(f"/hidden?what={what}").text
    assert f"/a/{id_}" in text
    assert why in text
    assert "<script>alert" not in text
    rows = client.get(f"/hidden.json?what={what}").json()
    assert [each["id"] for each in rows["rows"]].count(id_) == 1
    assert rows["counts"][what] == len(rows["rows"])


def test_what_articles_say_states_its_language_and_direction(client: TestClient, url: str) -> None:
    """On pages in another language: a screen reader says it right, and it is set in fonts that have it."""
    original, other, *_ = ARTICLES
    paths = [
        *(f"/hidden?what={what}" for what in ("copies", "dropped", "duplicate", "boilerplate")),
        *("/", "/reuse", "/boilerplate", "/outlets/post.example/courier.example", f"/a/{other.id}"),
        *(f"/a/{other.id}/p0/vs/{original.id}/p0", f"/s/{original.id}", f"/p/{original.id}/0"),
    ]
    pages = [client.get(path, params={"hl": "zh"} | dict(re.findall(r"(what)=(\w+)", path))).text for path in paths]
    reported = report.as_html(read_report(url, report.ReportOptions()), report.ReportOptions(language="zh"))
    for name, text in zip([*paths, "report"], [*pages, reported], strict=True):
        shown = html.document_fromstring(text).xpath("//main//*[@dir='auto']")
        assert shown, name
        assert {each.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") for each in shown} == {"en"}, name
    for path, said in (
        ("/boilerplate", "100\N{NO-BREAK SPACE}% of the time at the beginning or end"),
        ("/outlets/post.example/courier.example", "Who takes from whom: post.example → courier.example"),
        ("/outlets/courier.example", " 1 copy · "),
    ):
        assert said in client.get(f"{path}?hl=en").text


def test_the_reason_is_the_stored_one(client: TestClient, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "news.db") as store:
        of = [ARTICLES[1].id]
        store.execute(
            "UPDATE paragraphs SET reason = 'partly' WHERE article = (SELECT number FROM articles WHERE id = ?)", of
        )
    for path in ("/hidden?what=duplicate", f"/a/{ARTICLES[1].id}", f"/a/{ARTICLES[1].id}/p0/vs/{ARTICLES[0].id}/p0"):
        text = client.get(path).text
        assert reason("en", "partly") in text, path
    other = client.get(f"/a/{STORIES[1].id}/p0/vs/{ARTICLES[0].id}/p0").text
    assert "No source of this verdict; compared now" in other


def test_a_copy_is_shown_again_in_lists_and_feeds(client: TestClient) -> None:
    folder, single = "/feed.atom", f"/feeds/{single_feed_name(COURIER)}"
    ids = [row["article"]["id"] for row in client.get("/news.json").json()["rows"]]
    assert COPY.id not in ids
    before = titles(client, folder)
    client.post("/marks", data={"do": "show", "id": COPY.id})
    ids = [row["article"]["id"] for row in client.get("/news.json").json()["rows"]]
    assert {COPY.id, ARTICLES[1].id} <= set(ids)
    assert len(titles(client, folder)) == len(before) + 1
    assert titles(client, single).count(COPY.title or "") == 1
    assert "shown again" in client.get("/hidden").text
    client.post("/marks", data={"do": "hide", "id": COPY.id})
    assert titles(client, folder) == before


def test_a_dropped_article_is_shown_again(client: TestClient) -> None:
    single = f"/feeds/{single_feed_name(GAZETTE)}"
    assert titles(client, single) == []
    client.post("/marks", data={"do": "show", "id": DROPPED.id})
    assert list(map(unescape, titles(client, single))) == [HOSTILE]  # as HTML, which feedparser gives as it is written
    assert DROPPED.id in client.get("/").text
    assert "<script>alert" not in client.get("/").text


def test_a_paragraph_is_shown_again(client: TestClient) -> None:
    single = f"/feeds/{single_feed_name(COURIER)}"
    assert LEAD not in body(client, single, ARTICLES[1].title)
    client.post("/marks", data={"do": "show", "id": ARTICLES[1].id, "position": "0"})
    assert LEAD in body(client, single, ARTICLES[1].title)
    assert '<details class="folded" open>' in client.get(f"/a/{ARTICLES[1].id}").text
    client.post("/marks", data={"do": "hide", "id": ARTICLES[1].id, "position": "0"})
    assert LEAD not in body(client, single, ARTICLES[1].title)


def test_a_line_that_is_no_boilerplate_is_kept_under_all_articles_of_its_site(client: TestClient, url: str) -> None:
    store = Store(url)
    subscribing.subscribe(store, Outline(FERRY), Options(), None)
    store.close()
    single = f"/feeds/{single_feed_name(FERRY)}"
    entries = len(STORIES)
    [line] = [row for row in client.get("/boilerplate.json").json() if row["text"] == FOOTER]
    form = {"do": "keep", "site": line["site"], "passage": line["passage"], "back": "/boilerplate"}
    assert FOOTER not in client.get(single).text
    for where in ("/boilerplate", "/hidden?what=boilerplate"):
        assert f"Keep under all {entries}" in client.get(where).text
    client.post("/marks", data=form)
    assert client.get(single).text.count(FOOTER) == entries
    assert '<details class="folded" open>' in client.get(f"/a/{STORIES[2].id}").text
    for where in ("/boilerplate", "/hidden?what=boilerplate"):
        text = client.get(where).text
        assert '<span class="badge">kept</span>' in text
        assert 'value="stop_keeping"' in text
        assert 'value="show"' not in text
    client.post("/marks", data=form | {"site": "other.example", "do": "stop_keeping"})
    assert FOOTER in client.get(single).text
    client.post("/marks", data=form | {"do": "stop_keeping"})
    assert FOOTER not in client.get(single).text


@pytest.mark.parametrize("wrong", [{"passage": "x"}, {"passage": ""}, {"site": ""}, {"passage": "f" * 17}])
def test_a_line_that_a_form_does_not_name_is_not_kept(
    client: TestClient, tmp_path: Path, wrong: dict[str, str]
) -> None:
    form = {"do": "keep", "site": "ferry.example", "passage": "f" * 16} | wrong
    assert client.post("/marks", data=form).status_code == 400
    assert Marks(tmp_path / "marks.db").kept() == set()


def body(client: TestClient, path: str, title: str | None) -> str:
    entries = feedparser.parse(client.get(path).content).entries
    return next(str(each.content[0].value) for each in entries if each.title == title)


def test_a_copy_that_is_opened_shows_its_text(client: TestClient) -> None:
    assert "¶ read before" not in client.get(f"/a/{COPY.id}").text
    assert f"<mark>{MORE.rstrip('.')}</mark>" in client.get(f"/a/{COPY.id}").text


def test_the_telling_of_a_preferred_outlet_stands_for_the_story(client: TestClient, url: str) -> None:
    def told() -> list[str]:
        return [row["article"]["id"] for row in client.get("/news.json?q=breakwater").json()["rows"]]

    assert ARTICLES[0].id in told() or ARTICLES[1].id in told()
    assert COPY.id not in told()
    client.post("/subscriptions", data={"do": "change", "url": COURIER, "prefer": "1"})
    [row] = [row for row in client.get("/news.json").json()["rows"] if COPY.id in {row["article"]["id"], *ids_of(row)}]
    assert row["article"]["id"] in {COPY.id, ARTICLES[1].id}


def ids_of(row: dict[str, list[dict[str, str]]]) -> set[str]:
    return {each["id"] for each in row["others"]}


def test_two_articles_stand_side_by_side(client: TestClient) -> None:
    pairs = client.get(f"/a/{COPY.id}/vs/{ARTICLES[0].id}.json").json()["pairs"]
    assert [(pair["later_position"], pair["earlier_position"]) for pair, _ in pairs] == [(0, 0), (1, 1)]
    assert client.get(f"/a/{ARTICLES[0].id}/vs/none").status_code == 404


def test_pages_of_a_long_list_hold_all_of_it_once(tmp_path: Path) -> None:
    articles = [
        article(number, f"outlet{number % 7}.example", 1 + number % 28, f"Breakwater {number}", LEAD, MORE)
        for number in range(1, 131)
    ]
    client = client_of(fill(tmp_path, articles), tmp_path)
    for what in ("copies", "duplicate"):
        seen: list[tuple[str, int | None]] = []
        after: str | None = ""
        while after is not None:
            page = client.get("/hidden.json", params={"what": what} | ({"after": after} if after else {})).json()
            seen += [(row["id"], row.get("position")) for row in page["rows"]]
            after = page["after"]
        assert len(seen) == len(set(seen)) == page["counts"][what]
