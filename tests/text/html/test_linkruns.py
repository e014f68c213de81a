"""Paragraphs are parted before a run of links at their end. All texts are invented."""

from __future__ import annotations

import pytest

from newsfeed.items import Paragraph
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store
from newsfeed.text.html.extract import paragraphs
from newsfeed.text.html.linkruns import part_before_links
from tests.growth import grows_with_length_alone
from tests.pipelines.test_copies import article

DIARY, MAP, SHOP = "https://a.example/diary", "https://a.example/map", "https://a.example/shop"
GLUED = f"Diary: {DIARY} Map: {MAP} Shop: {SHOP}"
CHINESE = f"航行日记：{DIARY}河道地图：{MAP}网店：{SHOP}"
LINES = f'<a href="{DIARY}">Barge diary</a><br>Map: <a href="{MAP}">a chart</a><br><a href="{SHOP}">Our shop</a>'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"The ice has gone. {GLUED}", ["The ice has gone.", GLUED]),
        (f"河冰已经化开了。{CHINESE}", ["河冰已经化开了。", CHINESE]),
        (f"河冰化开了吗？{DIARY}{CHINESE}", ["河冰化开了吗？", f"{DIARY}{CHINESE}"]),
        (f"The ice has gone!\n{GLUED}", ["The ice has gone!", GLUED]),
    ],
)
def test_a_run_of_links_at_the_end_stands_alone(text: str, parts: list[str]) -> None:
    assert [each.text for each in part_before_links([Paragraph(text)])] == parts


def test_no_sentence_ends_before_the_first_link_so_that_belongs_to_the_text() -> None:
    said = "We left before the ice had gone and wrote down what the lock keepers told us on the way at"
    found = part_before_links([Paragraph(f"{said} https://a.example/log {GLUED}")])
    assert [each.text for each in found] == [f"{said} https://a.example/log", GLUED]


@pytest.mark.parametrize(
    "text",
    [
        GLUED,
        f"The ice has gone. Diary: {DIARY} Map: {MAP}",
        f"The ice has gone. {GLUED} The lock opens again on Friday.",
        f"河冰已经化开了。{CHINESE}船闸周五重新开放。",
        f"The lock keeper wrote ({DIARY}) that the gate is stuck. The mayor says ({MAP}) that it is not. {SHOP}",
        "The ice has gone.",
    ],
)
def test_other_paragraphs_stay_whole(text: str) -> None:
    assert [each.text for each in part_before_links([Paragraph(text)])] == [text]


def test_code_is_not_parted() -> None:
    code = Paragraph(f"wait. {GLUED}", kind="code")
    assert part_before_links([code]) == [code]


@pytest.mark.parametrize(
    ("before", "text", "html"),
    [
        ("The ferry sails again on Monday", "The ferry sails again on Monday", None),
        ("渡轮周一恢复航行", "渡轮周一恢复航行", None),
        ("A <b>ferry</b> &amp; a tug", "A ferry & a tug", "A <b>ferry</b> &amp; a tug"),
    ],
)
def test_lines_that_are_links_alone_stand_alone(before: str, text: str, html: str | None) -> None:
    first, links = paragraphs(f"<p>{before}<br>{LINES}</p>")
    assert (first.text, first.html) == (text, html)
    assert (links.text.split(), links.html) == (["Barge", "diary", "Map:", "a", "chart", "Our", "shop"], LINES)


def test_lines_with_more_than_links_stay() -> None:
    told = f'The ferry sails<br><a href="{DIARY}">Diary</a> says why, and<br>{LINES[:-4]} tells for whom</a> it is'
    assert len(paragraphs(f"<p>{told}</p>")) == 1


@pytest.mark.parametrize("footer", [GLUED, CHINESE, "<br>" + LINES])
@pytest.mark.parametrize(
    "deeds",
    [
        [f"Today we {deed} with all of the crew of the barge." for deed in ("left", "slept", "sang", "ate", "swam")],
        [
            f"今天我们和全体船员一起{deed}，天黑以后才回到岸上，吃了热汤面。"
            for deed in ("修好水泵", "喂鸭子", "刷桅杆", "补船帆", "卖旧船")
        ],
    ],
)
def test_only_the_run_is_boilerplate(deeds: list[str], footer: str) -> None:
    posts = [
        article(f"p{day}", *(each.text for each in paragraphs(f"<p>{deed} {footer}</p>")), feed="f", day=day)
        for day, deed in enumerate(deeds, start=1)
    ]
    store = Store("sqlite://")
    take_in(store, posts)
    list(judge_pending(store))
    found = [[each.status for each in one.paragraphs] for one in store.articles(store.select())]
    store.close()
    assert all(each[-1] == "boilerplate" and "boilerplate" not in each[:1] for each in found)


@pytest.mark.parametrize("piece", ["a: https://a.example/ ", "<a href='/x'>", "https://", "<br>", ". "])
def test_the_work_grows_with_the_text(piece: str) -> None:
    def part(size: int) -> None:
        part_before_links([Paragraph(piece * size), Paragraph(piece * size, html=piece * size + "<br>" + piece)])

    assert grows_with_length_alone(part, 2000)
