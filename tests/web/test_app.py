"""The pages over HTTP: what they show, in which forms, and who may ask for them."""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import etree
from web_store import ARTICLES, HOSTILE, LEAD, MORE, OWN, article, client_of, fill

from newsfeed.items import Paragraph
from newsfeed.pipelines.detection import judge_pending
from newsfeed.store.repository import Store
from newsfeed.web.guard import ATTEMPTS
from newsfeed.web.server import set_password

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

IDS = [each.id for each in ARTICLES]
LISTS = ["/", "/reuse", "/reuse/figures", "/outlets", "/quotes", "/boilerplate", "/hidden", "/feeds", "/check"]
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


def test_a_story_that_one_article_tells_is_that_article(pages: TestClient) -> None:
    alone = IDS[2]
    answer = pages.get(f"/s/{alone}", params={"hl": "zh"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/a/{alone}?hl=zh")
    assert pages.get(answer.headers["location"]).status_code == 200
    assert [each["id"] for each in pages.get(f"/s/{alone}.json").json()["members"]] == [alone]
    assert len(list(csv.DictReader(io.StringIO(pages.get(f"/s/{alone}.csv").text)))) == 1
    assert pages.get(f"/s/{IDS[0]}").status_code == 200


def test_counts_agree_with_their_nouns(pages: TestClient) -> None:
    assert "1 article ·" in pages.get("/outlets/post.example").text
    assert "3 articles · 2 outlets<" in pages.get(f"/s/{IDS[0]}").text
    assert "3 篇 · 2 家媒体<" in pages.get(f"/s/{IDS[0]}?hl=zh").text
    assert "2 articles · 1 outlet ·" in pages.get("/reuse?hl=en").text


def test_titles_have_their_language_in_pages_of_another(pages: TestClient) -> None:
    assert '<h2 lang="en"><a class="open"' in pages.get("/?hl=zh").text
    assert pages.get(f"/s/{IDS[0]}?hl=zh").text.count('<h2 lang="en">') == 3


def test_texts_in_another_script_than_their_article_have_their_own_language(tmp_path: Path) -> None:
    chinese, arabic = (
        "港务局星期一说，新的防波堤会在秋天的暴风雨以前完工。",
        "UNICEF: " + ARTICLES[2].paragraphs[1].text * 3,
    )
    told = [article(1, "post.example", 1, "One", LEAD, chinese, arabic), article(2, "far.example", 2, "Two", chinese)]
    pages = client_of(fill(tmp_path, told), tmp_path)
    for path in (f"/a/{told[0].id}", f"/p/{told[0].id}/1", "/reuse", f"/a/{told[1].id}/p0/vs/{told[0].id}/p1"):
        assert 'lang="zh" dir="auto">' in pages.get(path).text, path
    assert '<p lang="ar" dir="rtl">' in pages.get(f"/a/{told[0].id}").text
    assert f'<p lang="en" dir="auto">{LEAD}</p>' in pages.get(f"/a/{told[0].id}").text


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


def test_random_passages_are_the_same_for_a_seed(tmp_path: Path) -> None:
    texts = [f"The council of ward {n} has voted for {n} new benches before the summer, it said." for n in range(40)]
    told = [article(1, "post.example", 1, "All", *texts), article(2, "courier.example", 2, "All again", *texts)]
    client = client_of(fill(tmp_path, told), tmp_path)

    def places(**query: str) -> list[int]:
        return [row["position"] for row in client.get("/reuse.json", params=query).json()]

    first = places(sort="random", seed="7")
    assert len(first) == 25
    assert first == places(sort="random", seed="7")
    assert first != places(sort="random", seed="8")
    assert first != sorted(first)
    assert set(places(sort="random", seed="8")) != set(first)


def test_figures_count_what_repeats_and_lead_to_it(pages: TestClient) -> None:
    data = pages.get("/reuse/figures.json").json()
    assert data["total"] == sum(bar["paragraphs"] for bar in data["times"]) == 3
    assert [(bar["name"], bar["paragraphs"]) for bar in data["outlets"]] == [("courier.example", 3)]
    assert [bar["paragraphs"] for bar in data["shares"]] == [3] + 9 * [0]
    links = re.findall(r'href="(/reuse\?[^"]*)"', pages.get("/reuse/figures?min_share=0.5").text)
    found = [len(pages.get(link.replace("&amp;", "&").replace("/reuse?", "/reuse.json?")).json()) for link in links]
    of = dict(zip(links, found, strict=True))
    assert of["/reuse?min_share=0.5&amp;site=courier.example"] == 2
    assert of["/reuse?min_share=0.5&amp;not_site=courier.example"] == 0
    assert of["/reuse?min_share=0.5&amp;since=2024-03-04&amp;until=2024-03-05"] == 2
    assert of["/reuse?min_share=0.9"] == 2


def test_who_repeats_whom_is_a_graph_too(pages: TestClient) -> None:
    graph = weights(pages.get("/outlets.gexf").content)
    assert graph == {("post.example", "courier.example"): "2"}
    assert weights(pages.get("/outlets.gexf?since=2025").content) == {}


def weights(document: bytes) -> dict[tuple[str, str], str]:
    """Return the weights of a graph by the labels of both ends."""
    name = "{http://gexf.net/1.3}"
    root = etree.fromstring(document)
    labels = {node.get("id"): node.get("label") for node in root.iter(f"{name}node")}
    return {(labels[e.get("source")], labels[e.get("target")]): e.get("weight") for e in root.iter(f"{name}edge")}


def test_evidence_is_one_file_that_proves_both_texts(pages: TestClient) -> None:
    path = f"/a/{IDS[1]}/p0/vs/{IDS[0]}/p0"
    assert f'href="{path}.html"' in pages.get(path).text
    answer = pages.get(f"{path}.html")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.text.count(sha256(LEAD.encode()).hexdigest()) == 2
    for said in ("https://post.example/1", "https://courier.example/2", "2024-03-20T00:00:00+00:00"):
        assert said in answer.text
    assert not re.search(r"<script|<link|<img|src=", answer.text)
    assert pages.get(f"/a/{IDS[1]}/p0/vs/none/p0.html").status_code == 404
    hostile = pages.get(f"/a/{IDS[2]}/p0/vs/{IDS[0]}/p0.html").text
    assert "<script" not in hostile
    assert "javascript:" not in hostile


def test_agency_copy_is_left_out_or_shown_alone(tmp_path: Path) -> None:
    wired = f"MARLOW (Reuters) - {LEAD}"
    told = [
        article(1, "post.example", 1, "Breakwater", LEAD),
        article(2, "courier.example", 2, "Breakwater again", wired, OWN),
        article(3, "post.example", 1, "Mole", MORE),
        article(4, "courier.example", 2, "The mole", MORE, OWN),
    ]
    client = client_of(fill(tmp_path, told), tmp_path)

    def texts(agency: str) -> list[str]:
        return sorted(row["text"] for row in client.get("/reuse.json", params={"agency": agency}).json())

    assert (texts("without"), texts("only"), texts("x")) == ([MORE], [LEAD], sorted([LEAD, MORE]))
    cells = client.get("/outlets.json?agency=only").json()["cells"]
    assert {cell: pair["articles"] for cell, pair in cells.items()} == {"post.example/courier.example": 1}
    assert "Reuters" in client.get(f"/a/{told[1].id}").text
    assert client.get("/").text.count('class="badge agency"') == 1


def test_the_same_page_is_not_sent_twice(pages: TestClient) -> None:
    first = pages.get("/")
    again = pages.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/news", "/reuse", "/outlets", "/quotes", "/hidden"])
def test_the_empty_fields_of_a_form_filter_nothing(pages: TestClient, path: str) -> None:
    fields = (
        "q",
        "since",
        "until",
        "site",
        "not_site",
        "min_chars",
        "min_share",
        "min_outlets",
        "agency",
        "lang",
        "kind",
    )
    whole = pages.get(f"{path}.json")
    assert whole.status_code == 200
    for empty in ("", " "):
        assert pages.get(f"{path}.json", params=dict.fromkeys(fields, empty)).content == whole.content
    page = pages.get("/" if path == "/news" else path, params=dict.fromkeys(fields, "")).text
    assert "site=&amp;" not in page


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
    assert "100\N{NO-BREAK SPACE}% read before" in text
    assert "Nothing of this was read before" in pages.post("/check", data={"text": "Quite another text."}).text


def test_other_hosts_and_forms_of_other_sites_are_refused(pages: TestClient) -> None:
    assert pages.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert pages.get("/", headers={"Host": "127.0.0.1:81"}).status_code == 421
    form = {"do": "read", "id": IDS[0]}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.example/"},
    ):
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


def test_an_empty_store_shows_no_counts_of_nothing(empty: TestClient) -> None:
    for path in LISTS:
        text = empty.get(path).text
        assert "–;" not in text, path
        assert "0 paragraphs read" not in text, path
        assert "<th" not in text, path


def test_nothing_to_say_is_a_sentence(tmp_path: Path) -> None:
    pages = client_of(fill(tmp_path, [article(1, "post.example", 1, "One", LEAD)]), tmp_path)
    assert pages.get("/outlets/post.example").text.count("No other outlet of this store.") == 2
    assert "not shown" not in pages.get("/").text


def test_two_articles_side_by_side_have_their_titles(pages: TestClient) -> None:
    text = pages.get(f"/a/{IDS[1]}/vs/{IDS[0]}").text
    assert "<h1>Side by side</h1>" in text
    assert text.index(f'<a href="/a/{IDS[0]}">{ARTICLES[0].title}</a>') < text.index(f'<a href="/a/{IDS[1]}">')
    assert "gap +24 h" in text


def test_a_paragraph_that_repeats_its_own_article_has_no_gap(tmp_path: Path) -> None:
    told = [article(1, "post.example", 1, "One", LEAD, MORE, LEAD)]
    pages = client_of(fill(tmp_path, told), tmp_path)
    text = pages.get(f"/a/{told[0].id}/p2/vs/{told[0].id}/p0").text
    assert "this article</p>" in text
    assert "gap +0" not in text
