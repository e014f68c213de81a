"""The pages over HTTP: what they show, in which forms, and who may ask for them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from web_store import ARTICLES, HOSTILE, LEAD, article, client_of, fill

from newsfeed.items import Paragraph
from newsfeed.pipelines.detection import judge_pending
from newsfeed.store.repository import Store
from newsfeed.web.guard import ATTEMPTS
from newsfeed.web.server import set_password

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

IDS = [each.id for each in ARTICLES]
LISTS = ["/", "/reuse", "/outlets", "/quotes", "/boilerplate", "/hidden", "/feeds", "/check"]
OTHERS = [
    f"/a/{IDS[1]}", f"/a/{IDS[2]}?view=all", f"/a/{IDS[1]}/p0/vs/{IDS[0]}/p0", f"/s/{IDS[0]}", f"/p/{IDS[0]}/0",
    "/outlets/post.example", "/outlets/post.example/courier.example",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_list_is_there_for_an_empty_store(empty: TestClient, path: str, language: str) -> None:
    answer = empty.get(path, params={"hl": language})
    assert answer.status_code == 200
    assert "</html>" in answer.text


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_shows_what_feeds_say_as_text(pages: TestClient, path: str, language: str) -> None:
    answer = pages.get(path, params={"hl": language} | dict(re.findall(r"[?&](\w+)=(\w+)", path)))
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "javascript:" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "img-src 'none'" in answer.headers["content-security-policy"]


def test_an_article_names_where_its_paragraphs_were_read_before(pages: TestClient) -> None:
    text = pages.get(f"/a/{IDS[1]}").text
    assert "read before: post.example" in text
    assert f"/a/{IDS[1]}/p0/vs/{IDS[0]}/p0" in text
    assert "courier.example" in pages.get(f"/a/{IDS[0]}").text


def test_two_paragraphs_stand_side_by_side_the_earlier_first(pages: TestClient) -> None:
    for path in (f"/a/{IDS[1]}/p0/vs/{IDS[0]}/p0", f"/a/{IDS[0]}/p0/vs/{IDS[1]}/p0"):
        text = pages.get(path).text
        assert text.index("post.example") < text.index("courier.example")
        assert "Reason: the same words" in text


MISSING = [
    "/a/none", f"/a/{IDS[0]}/p9/vs/{IDS[1]}/p0", "/p/none/0", f"/p/{IDS[0]}/99", "/outlets/no.example", "/s/none",
    "/q/none/0", f"/q/{IDS[0]}/7", "/nowhere",
]  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_unknown_pages_are_404_with_a_search_field(pages: TestClient, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == 404
    assert 'type="search"' in answer.text


def test_pages_are_json_and_lists_csv_and_atom_too(pages: TestClient) -> None:
    assert pages.get("/news.json").json()["rows"][0]["article"]["title"]
    assert pages.get(f"/a/{IDS[0]}.json").json()["article"]["id"] == IDS[0]
    rows = list(csv.DictReader(io.StringIO(pages.get("/reuse.csv").text)))
    assert rows[0]["text"] == LEAD
    feed = feedparser.parse(pages.get("/news.atom").content)
    assert not feed.bozo
    assert len(feed.entries) == len(pages.get("/news.json").json()["rows"])
    assert pages.get(f"/a/{IDS[0]}.csv").status_code == 404


def test_the_same_page_is_not_sent_twice(pages: TestClient) -> None:
    first = pages.get("/")
    again = pages.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_filters_narrow_a_list_and_are_kept_in_its_links(pages: TestClient) -> None:
    assert len(pages.get("/news.json", params={"site": "post.example"}).json()["rows"]) == 1
    assert not pages.get("/news.json", params={"q": "zzqzz"}).json()["rows"]
    assert (
        pages.get("/news.json", params={"q": "100%_", "min_share": "x", "since": "never", "after": "~"}).status_code
        == 200
    )
    assert "site=post.example" in pages.get("/?site=post.example").text


def test_marks_are_set_and_removed(pages: TestClient) -> None:
    assert pages.post("/marks", data={"do": "read", "id": IDS[:2], "back": "/?q=a"}).headers["location"] == "/?q=a"
    assert 'class="row read"' in pages.get("/").text
    pages.post("/marks", data={"do": "unread", "id": IDS})
    assert 'class="row read"' not in pages.get("/").text
    pages.post("/marks", data={"do": "star", "id": IDS[0]})
    assert "Unstar" in pages.get(f"/a/{IDS[0]}").text


def test_a_disputed_verdict_becomes_a_labelled_pair(pages: TestClient) -> None:
    place = {"id": IDS[1], "position": "0", "other": IDS[0], "other_position": "0"}
    pages.post("/marks", data={"do": "dispute", "said": "duplicate", **place})
    [line] = pages.get("/disputes.jsonl").text.splitlines()
    assert json.loads(line)["later"] == LEAD
    assert "You dispute this verdict" in pages.get(f"/a/{IDS[1]}/p0/vs/{IDS[0]}/p0").text
    pages.post("/marks", data={"do": "withdraw", **place})
    assert pages.get("/disputes.jsonl").text == ""


@pytest.mark.parametrize("data", [{"do": "nothing"}, {"do": "dispute", "id": IDS[0], "position": "-1"}])
def test_a_form_that_cannot_be_is_a_400(pages: TestClient, data: dict[str, str]) -> None:
    assert pages.post("/marks", data=data).status_code == 400


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil"])
def test_forms_lead_back_to_this_server_only(pages: TestClient, back: str) -> None:
    assert pages.post("/marks", data={"do": "read", "id": IDS[0], "back": back}).headers["location"] == "/"


def test_a_text_to_check_is_compared_with_the_store(pages: TestClient) -> None:
    text = pages.post("/check", data={"text": f"{LEAD}\n{HOSTILE[:40]}"}).text
    assert "post.example" in text
    assert "100 % read before" in text
    assert "Nothing of this was read before" in pages.post("/check", data={"text": "Quite another text."}).text


def test_other_hosts_and_forms_of_other_sites_are_refused(pages: TestClient) -> None:
    assert pages.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert pages.get("/", headers={"Host": "127.0.0.1:81"}).status_code == 421
    form = {"do": "read", "id": IDS[0]}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert pages.post("/marks", data=form, headers=headers).status_code == 403
    assert pages.post("/marks", data=form, headers={"Origin": "http://127.0.0.1:8765"}).status_code == 303
    assert pages.request("DELETE", "/").status_code == 405


def test_images_load_only_after_the_reader_has_asked(pages: TestClient) -> None:
    pages.post("/images", data={"images": "1"})
    assert "img-src https:" in pages.get("/").headers["content-security-policy"]
    pages.post("/images", data={"images": "0"})
    assert "img-src 'none'" in pages.get("/").headers["content-security-policy"]


def test_a_password_is_asked_for_and_attempts_are_limited(tmp_path: Path) -> None:
    file = tmp_path / "password"
    set_password(file, "correct horse")
    assert file.stat().st_mode & 0o077 == 0
    pages = client_of(fill(tmp_path, ARTICLES), tmp_path, password_file=str(file))
    assert pages.get("/reuse").headers["location"] == "/login?to=/reuse"
    assert pages.get("/news.json").status_code == 401
    assert pages.get("/static/style.css").status_code == 200
    assert pages.post("/login", data={"password": "wrong"}).status_code == 403
    assert pages.post("/login?to=/reuse", data={"password": "correct horse"}).headers["location"] == "/reuse"
    assert pages.get("/news.json").status_code == 200
    pages.post("/logout")
    assert pages.get("/news.json").status_code == 401
    for _ in range(ATTEMPTS):
        pages.post("/login", data={"password": "wrong"})
    assert "Too many attempts" in pages.post("/login", data={"password": "correct horse"}).text


def test_an_article_is_shown_with_its_own_markup_and_its_reuse_marked(tmp_path: Path) -> None:
    first, second = (article(number, "post.example", number, f"Mill {number}", LEAD) for number in (1, 2))
    for each in (first, second):
        each.paragraphs[0].html = LEAD.replace("harbour", '<a href="https://post.example/x">harbour</a>')
    second.paragraphs[0].text += " Nobody was told, and the tenants have asked for a meeting with the mayor this week."
    second.paragraphs[
        0
    ].html += " <em>Nobody was told</em>, and the tenants have asked for a meeting with the mayor this week."
    figure = '<figure><img src="https://post.example/a.jpg" alt="A mill"></figure>'
    second.paragraphs.append(Paragraph("A mill", "image", html=figure, url="https://post.example/a.jpg"))
    pages = client_of(fill(tmp_path, [first, second]), tmp_path)
    text = pages.get(f"/a/{second.id}").text
    assert '<a href="https://post.example/x"><mark>harbour</mark></a>' in text
    assert "<em>Nobody was told</em>" in text
    assert "<img" not in text
    pages.post("/images", data={"images": "1"})
    assert figure in pages.get(f"/a/{second.id}").text


def test_articles_that_a_subscription_drops_are_in_no_list(tmp_path: Path) -> None:
    url = fill(tmp_path, ARTICLES)
    store = Store(url)
    store.set_dropped({1: "--drop breakwater"})
    for _ in judge_pending(store):
        pass
    store.close()
    rows = client_of(url, tmp_path).get("/news.json").text
    assert IDS[0] not in rows
    assert IDS[1] in rows
