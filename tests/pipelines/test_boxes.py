"""A box with figures under all stories of a day is kept where it stood first. All texts are invented."""

from __future__ import annotations

from itertools import permutations

import pytest

from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

pytestmark = pytest.mark.slow  # together they take seconds

STORIES = (
    "The night ferry will not sail before the storm has passed, the harbour office said on Thursday.",
    "The quay gets eleven new benches in spring, and the old ones go to the school yard, the council decided.",
    "High water comes twenty minutes later each day, and on Sunday it will reach the steps of the market.",
    "码头管理所周四表示，夜班渡轮要等风暴过去之后才会开航，旅客可以免费改签。",
    "春天码头上会有十一条新长椅，旧的搬到学校院子里去，镇议会周一作出了决定。",
)
SITE = "harbour.example"


def article(number: int, *texts: str) -> Article:
    return Article(
        id=article_id("", str(number)),
        title=f"Story {number}",
        url=f"https://{SITE}/{number}",
        published=f"2024-01-{number + 1:02}T08:00:00+00:00",
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source("feed.xml"),
        paragraphs=[Paragraph(text) for text in texts],
    )


def statuses(order: tuple[int, ...], last: str) -> list[str]:
    """Return the statuses of a text that stands under five stories, which come in this order, one after the other."""
    store = Store("sqlite://")
    for number in order:
        take_in(store, [article(number, STORIES[number], last)])
        list(judge_pending(store))
    found = {each.title: each.paragraphs[1].status for each in store.articles(store.select())}
    store.close()
    return [found[f"Story {number}"] for number in range(len(STORIES))]


@pytest.mark.parametrize(
    "box",
    [
        "VIRUS LATEST: there are now 3.5 million cases in the whole world, and half of them have recovered.",
        "STORM LATEST: the power is out in 12,400 homes along the coast and in the upper valley.",
        "最新疫情：全国累计确诊3.5万例，其中一半已经治愈出院，请市民继续佩戴口罩。",
        "最新水情：上游水库的蓄水量达到 92.5%，下游沿岸各镇请注意防范。",
    ],
)
def test_a_box_with_figures_is_news_where_it_stood_first(box: str) -> None:
    for order in list(permutations(range(5)))[::17]:
        assert statuses(order, box) == ["unique", *["duplicate"] * 4]


@pytest.mark.parametrize(
    "footer",
    [
        "You are reading the harbour bulletin, written by volunteers since 1998; call us on 0800 123 456.",
        "Subscribe to the harbour bulletin from $3.50 a week, or give it to a friend for €1,200 a life.",
        "本报由志愿者编写，每逢星期日出版，来信请寄北码头12号，电话：0571-8812345。",
    ],
)
def test_a_footer_with_numbers_and_prices_is_boilerplate(footer: str) -> None:
    assert statuses((0, 1, 2, 3, 4), footer) == ["boilerplate"] * 5
