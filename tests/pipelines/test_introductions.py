"""A repeated line stays before news that it introduces, and goes before what was read too. All texts are invented."""

from __future__ import annotations

from itertools import permutations

import pytest

from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

OLD = "The night ferry will not sail before the storm has passed, the harbour office wrote on its door."
NEW = "The quay gets eleven new benches in spring, and the old ones go to the school yard by the mill."
CONTAINING = "On Friday evening the members of the Harbour and Lighthouse Commission for Repairs met in the old mill."
NAME = "Harbour and Lighthouse Commission for Repairs"


def statuses(order: tuple[int, ...], *texts: list[str]) -> list[str]:
    """Return the statuses of the paragraphs of the last of some articles of several sites, stored in this order."""
    store = Store("sqlite://")
    for number in order:
        article = Article(
            id=article_id("", str(number)),
            title=f"Story {number}",
            url=f"https://{number}.example/1",
            published=f"2024-05-{14 + number}T08:00:00+00:00",
            fetched="2024-06-01T00:00:00+00:00",
            feed=Source(f"{number}.xml"),
            paragraphs=[Paragraph(text, "code" if text.endswith(";") else "paragraph") for text in texts[number]],
        )
        take_in(store, [article])
        list(judge_pending(store))
    found = {each.title: [part.status for part in each.paragraphs] for each in store.articles(store.select())}
    store.close()
    return found[f"Story {len(texts) - 1}"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
@pytest.mark.parametrize(
    "line",
    [
        "Then bring the boat to the old mill, and write down these things:",
        "What do you think will become of the ferry in the years to come?",
        "Q: Tell us how you came to sail on the ferry in those years.",
        "一、越来越多的渔民离开了海港的旧码头和灯塔",
    ],
)
def test_a_line_that_introduces_news_stays(order: tuple[int, ...], line: str) -> None:
    assert statuses(order, [line, OLD], [line, NEW]) == ["unique", "unique"]
    assert statuses(order, [line, OLD], [line, OLD]) == ["duplicate", "duplicate"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_name_that_a_sentence_contains_stays_above_its_news(order: tuple[int, ...]) -> None:
    assert statuses(order, [CONTAINING, OLD], [NAME, NEW]) == ["unique", "unique"]
    assert statuses(order, [CONTAINING, OLD], [NAME, OLD]) == ["duplicate", "duplicate"]


def test_a_line_that_is_a_sentence_of_its_own_goes() -> None:
    line = "The members of the harbour commission met in the old mill."
    assert statuses((0, 1), [line, OLD], [line, NEW]) == ["duplicate", "unique"]
    assert statuses((0, 1), [f"{line} It was late.", OLD], [line, NEW]) == ["duplicate", "unique"]


def test_a_long_text_that_ends_with_a_question_introduces_nothing() -> None:
    met = "The members of the harbour commission met in the old mill, and nobody on the quay knows what was said."
    text = f"{OLD} {met} Do you?"
    assert statuses((0, 1), [text, OLD], [text, NEW]) == ["duplicate", "unique"]


def test_a_line_above_repeated_code_stays_with_it() -> None:
    line, code = "Inside of the engine the levers look like this:", "lever = 1;"
    assert statuses((0, 1), [line, code, OLD], [line, code]) == ["unique", "unique"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("The lists of repairs that the crew keeps stand here:", "The winter repairs of the ferry and the quay"),
        ("如果您对码头的新栏杆有任何意见，", "欢迎通过港务局的信箱发送给我们"),
    ],
)
def test_a_short_line_to_which_a_new_one_leads_stays(order: tuple[int, ...], line: str, short: str) -> None:
    earlier = [f"{CONTAINING} {short}: {OLD}", short, OLD]
    assert statuses(order, earlier, [line, short]) == ["unique", "unique"]
    assert statuses(order, earlier, [line.rstrip(":，") + ".", short])[1] == "duplicate"
    assert statuses(order, earlier, [line, OLD * 3]) == ["unique", "duplicate"]


def test_a_count_of_this_release_is_told_of_another_one_later() -> None:
    text = "This timetable is short. This release has about 80 changes, which the captains asked for at the old mill."
    assert statuses((0, 1), [text, OLD], [text, NEW]) == ["unique", "unique"]
    other = text.replace("about 80", "the")
    assert statuses((0, 1), [other, OLD], [other, NEW]) == ["duplicate", "unique"]
