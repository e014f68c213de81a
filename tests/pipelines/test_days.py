"""A count of "today" is another count on another day, in whatever order the articles come. All texts are invented."""

from __future__ import annotations

from itertools import permutations

import pytest

from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

TIMES = ("2024-05-14T08:00:00+00:00", "2024-05-14T15:00:00+00:00", "2024-05-16T09:00:00+00:00")
STORIES = (
    "The night ferry will not sail before the storm has passed, the harbour office wrote on its door.",
    "The quay gets eleven new benches in spring, and the old ones go to the school yard by the mill.",
    "High water comes twenty minutes later each night, and soon it will reach the steps of the market.",
)


def article(number: int, text: str) -> Article:
    return Article(
        id=article_id("", str(number)),
        title=f"Story {number}",
        url=f"https://{number}.example/1",
        published=TIMES[number],
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source(f"{number}.xml"),
        paragraphs=[Paragraph(text), Paragraph(STORIES[number])],
    )


def statuses(texts: tuple[str, ...], order: tuple[int, ...]) -> list[str]:
    """Return the status of the first paragraph of each article."""
    store = Store("sqlite://")
    for number in order:
        take_in(store, [article(number, texts[number])])
        list(judge_pending(store))
    found = {each.title: each.paragraphs[0].status for each in store.articles(store.select())}
    store.close()
    return [found[f"Story {number}"] for number in range(len(texts))]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize(
    "texts",
    [
        ("There is one new case of the fever on the island today.",) * 3,
        ("There are no new cases of the fever in the two towns today, the nurse said.",) * 3,
        ("岛上今天新增三例热病患者，没有人住院，学校照常上课。",) * 3,
        (
            "The island has two new cases of the fever today - a nurse who lives by the quay and her son.",
            "The island has two new cases of the fever today - a nurse who lives by the quay and her son.",
            "The island has two new cases of the fever today, a nurse and her son.",
        ),
    ],
)
def test_a_count_of_another_day_is_news(texts: tuple[str, ...], order: tuple[int, ...]) -> None:
    assert statuses(texts, order) == ["unique", "duplicate", "unique"]


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe today, and a friend reads the paper with you for as long as the lamp on the quay burns.",
        "There are three new cases of the fever on the island, and all of the sick live by the quay.",
        "岛上新增三例热病患者，没有人住院，学校照常上课，渡轮也不停航。",
    ],
)
def test_a_text_without_a_count_or_a_day_is_a_repeat(text: str) -> None:
    assert statuses((text,) * 3, (0, 1, 2)) == ["unique", "duplicate", "duplicate"]
