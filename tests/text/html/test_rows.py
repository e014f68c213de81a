"""Paragraphs are parted at rows of signs. All texts are invented."""

from __future__ import annotations

import pytest

from newsfeed.items import Paragraph
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store
from newsfeed.text.html.extract import paragraphs
from newsfeed.text.html.rows import part_at_rows
from tests.growth import grows_with_length_alone
from tests.pipelines.test_copies import article

FOOTER = "Barge diary: https://a.example/1 Lock guide: https://a.example/2 Winter trips: https://a.example/3"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The ice has gone.===================Links: a", ["The ice has gone.", "Links: a"]),
        ("河冰已经化开了。------------------------链接：甲**********谢谢", ["河冰已经化开了。", "链接：甲", "谢谢"]),
        ("One ――― two", ["One ――― two"]),
        (
            "The ice — at last — has gone ... and a == b ----- c",
            ["The ice — at last — has gone ... and a == b ----- c"],
        ),
        ("The ice\n* * * * * * * *\nhas gone", ["The ice", "has gone"]),
        ("====================", ["===================="]),
        ("Links ==========", ["Links =========="]),
    ],
)
def test_where_a_paragraph_is_parted(text: str, parts: list[str]) -> None:
    assert [each.text for each in part_at_rows([Paragraph(text)])] == parts


def test_code_and_markup_are_not_parted() -> None:
    for paragraph in (
        Paragraph("a ========== b", kind="code"),
        Paragraph("a ========== b", html="a ========== <b>b</b>"),
    ):
        assert part_at_rows([paragraph]) == [paragraph]


def test_a_document_is_parted() -> None:
    found = paragraphs(f"<p>The ferry sails again on Monday.================{FOOTER}</p>")
    assert [each.text for each in found] == ["The ferry sails again on Monday.", FOOTER]


def test_only_the_footer_below_a_row_is_boilerplate() -> None:
    deeds = ("sailed to the lock", "mended the pump", "fed the ducks", "painted a mast", "sold the old barge")
    texts = [f"<p>Today we {deed} with all of the crew.{'=' * 20}{FOOTER}</p>" for deed in deeds]
    posts = [
        article(f"p{day}", *(each.text for each in paragraphs(text)), feed="f", day=day)
        for day, text in enumerate(texts, start=1)
    ]
    store = Store("sqlite://")
    take_in(store, posts)
    list(judge_pending(store))
    found = [[each.status for each in one.paragraphs] for one in store.articles(store.select())]
    store.close()
    assert found == [["unique", "boilerplate"]] * 5


def test_the_work_grows_with_the_text() -> None:
    assert grows_with_length_alone(
        lambda size: part_at_rows([Paragraph("- = " * size + "=" * size + " -" * size)]), 5000
    )
