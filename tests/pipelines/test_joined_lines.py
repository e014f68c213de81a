"""Short lines of one earlier article, joined to one paragraph later, were read before. All texts are invented."""

from itertools import permutations

import pytest
from sqlalchemy import Engine, event

from newsfeed.dedup.policy import clean
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store
from tests.pipelines.test_copies import article, ingest, store

__all__ = ["store"]

ENGLISH = ["The ferry sails on Friday.", "Tickets are sold at the quay.", "Bring warm clothes!"]
CHINESE = ["渡轮周五恢复航行。", "船票在码头出售。", "请多带几件衣服！"]
TITLES = ["警方尚未透露身份；", "三所学校周三停课；", "渡轮周五复航"]
NEWS = {
    "en": "Nine barges from the upper valley reached the lock on Thursday, after a week of waiting for the ice to go.",
    "zh": "上游来的九艘驳船等了一个星期，周四冰化以后终于到达船闸，船员们上岸买了面粉和煤油，晚上在岸边过夜。",
}


def judged(store, name):
    """Return status, reason and sources of the paragraphs of an article."""
    found = next(each for each in store.articles(store.select()) if each.url.endswith(name))
    return [(each.status, [origin.paragraph for origin in each.reuse]) for each in found.paragraphs]


@pytest.mark.parametrize("between", [" ", "", "\n"])
@pytest.mark.parametrize("lines", [ENGLISH, CHINESE, TITLES, ENGLISH[:2], CHINESE[:2]])
@pytest.mark.parametrize("news", NEWS.values())
def test_joined_lines_were_read_before(store, lines, news, between):
    joined = (between or ("" if lines[0] > "一" else " ")).join(lines)
    ingest(store, article("a", *lines), article("b", news, joined, day=2))
    assert [status for status, _ in judged(store, "b")] == ["unique", "duplicate"]
    assert len(judged(store, "b")[1][1]) == len(lines)


def test_some_of_the_lines_of_a_longer_row_were_read_before(store):
    ingest(store, article("a", "Today", *ENGLISH, "Good night."), article("b", NEWS["en"], " ".join(ENGLISH), day=2))
    assert [status for status, _ in judged(store, "b")] == ["unique", "duplicate"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ([ENGLISH], "The ferry sails on Friday. Tickets are sold at the office. Bring warm clothes!"),
        ([ENGLISH], "The ferry sails on Friday. Tickets are not sold at the quay. Bring warm clothes!"),
        ([ENGLISH], " ".join(ENGLISH) + " The lock is shut."),
        ([ENGLISH], " ".join(reversed(ENGLISH))),
        ([ENGLISH[:1], ENGLISH[1:]], " ".join(ENGLISH)),
        ([[ENGLISH[0], NEWS["en"], *ENGLISH[1:]]], " ".join(ENGLISH)),
        ([CHINESE], "渡轮周六恢复航行。船票在码头出售。请多带几件衣服！"),
        ([CHINESE], "渡轮周五恢复航行。船票不在码头出售。请多带几件衣服！"),
        ([CHINESE], "".join(CHINESE) + "船闸关了。"),
        ([CHINESE], "".join(reversed(CHINESE))),
        ([CHINESE[:1], CHINESE[1:]], "".join(CHINESE)),
    ],
)
def test_what_is_not_those_lines_in_a_row_stays(store, earlier, later):
    first = [article(f"a{number}", *lines) for number, lines in enumerate(earlier)]
    ingest(store, *first, article("b", NEWS["zh"], later, day=2))
    assert [status for status, _ in judged(store, "b")] == ["unique", "unique"]


@pytest.mark.parametrize("lines", [ENGLISH, CHINESE, ENGLISH[:2]])
def test_the_order_of_arrival_makes_no_difference(lines):
    joined = ("" if lines is CHINESE else " ").join(lines)
    articles = [
        article("a", "Today", *lines, "Good night."),
        article("c", *lines, NEWS["zh"], day=2),
        article("b", NEWS["en"], joined, day=3),
    ]
    outcomes = []
    for order in permutations(articles):
        store = Store("sqlite://")
        ingest(store, *order)
        outcomes.append([judged(store, name) for name in "abc"])
        store.close()
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert [status for status, _ in outcomes[0][1]] == ["unique", "duplicate"]


@pytest.mark.parametrize("lines", [ENGLISH, CHINESE])
def test_lines_that_their_article_loses_were_not_read(store, lines):
    later = article("b", NEWS["en"], "".join(lines) if lines is CHINESE else " ".join(lines), day=2)
    ingest(store, article("a", *lines), later)
    revised = article("a", NEWS["zh"])
    revised.fetched = "2024-06-02T00:00:00+00:00"
    revised.updated = "2024-06-02T00:00:00+00:00"
    take_in(store, [revised])
    list(judge_pending(store))
    assert [status for status, _ in judged(store, "b")] == ["unique", "unique"]


def test_a_post_of_joined_lines_alone_keeps_its_text(store):
    ingest(store, article("a", *ENGLISH), article("b", " ".join(ENGLISH), title="Something else", day=2))
    for each in store.articles(store.select()):
        assert clean(each).text or each.represented_by


@pytest.mark.parametrize("lines", [ENGLISH, CHINESE])
def test_a_footer_joined_to_one_paragraph_is_not_shown(store, lines):
    deeds = ("sailed home", "mended a pump", "fed the ducks", "sold a barge", "sang")
    posts = [
        article(f"p{day}", f"{NEWS['en']} On that day we {deed} as well.", *lines, feed="f", day=day)
        for day, deed in enumerate(deeds, 1)
    ]
    joined = ("" if lines is CHINESE else " ").join(lines)
    last = article("last", "Two swans have come back to the reeds below the old mill, a walker told us.", joined, day=9)
    ingest(store, *posts, last)
    assert [status for status, _ in judged(store, "last")][1] != "unique"


def test_a_first_line_that_stands_everywhere_costs_no_more_than_a_rare_one(tmp_path):
    assert steps_of_a_look_up(tmp_path / "many.db", 400) < 3 * steps_of_a_look_up(tmp_path / "some.db", 100)


def steps_of_a_look_up(file, articles):
    """Return how many instructions SQLite runs to look two lines up, of which the first begins so many articles."""
    steps = []
    opened = Store(f"sqlite:///{file}")
    begun = [article(f"n{number}", ENGLISH[0], f"Barge {number} is late.", day=2) for number in range(articles)]
    take_in(opened, [*begun, article("z", *ENGLISH[:2], day=3)])
    list(judge_pending(opened))
    opened.close()

    def watch(connection, _):
        connection.set_progress_handler(lambda: steps.append(1), 1)

    event.listen(Engine, "connect", watch)
    try:
        opened = Store(f"sqlite:///{file}")
        known = opened.known_passages(["the ferry sails on friday", "tickets are sold at the quay"])
        before = len(steps)
        numbers = [known[text][0] for text in ("the ferry sails on friday", "tickets are sold at the quay")]
        assert opened.first_in_a_row(numbers, 1 << 62) is not None
        opened.close()
    finally:
        event.remove(Engine, "connect", watch)
    return len(steps) - before
