"""Neighbours in the store: a crowd hides nobody, and what comes late is known."""

from random import Random

import pytest
from sqlalchemy import Engine, event

from newsfeed.items import Article, Paragraph, Source
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

NAMES = [chr(0x4E00 + 7 * n) + chr(0x5000 + 11 * n) for n in range(1500)]
WARNING = (
    "{}气象台今天{}时发布暴雨橙色预警信号，预计未来{}小时{}的降雨量将达到{}毫米以上，请有关单位和人员做好防范准备。"
)
SLOGAN = "本台记者将继续关注事态的发展，并在第一时间为您带来最新的消息。"
# Long enough to be marked as reuse however often it stands elsewhere.
REMARK = f"{SLOGAN}欢迎通过热线电话和电子邮件向编辑部提供线索，所有来信都会有专人阅读、登记并尽快答复。"


@pytest.fixture
def store(tmp_path):
    opened = Store(f"sqlite:///{tmp_path}/crowd.db")
    yield opened
    opened.close()


def crawl(store, texts, first=0, in_article=10):
    """Store paragraphs as articles, one an hour, and judge them; return their verdicts in order."""
    articles = [
        Article(
            id=f"{number:016x}" * 2,
            title=f"第{number}号",
            published=f"2024-{1 + number // 600:02}-{1 + number % 600 // 24:02}T{number % 24:02}:00:00+00:00",
            fetched="2025-01-01T00:00:00+00:00",
            feed=Source("https://example.org/feed"),
            paragraphs=[Paragraph(text) for text in texts[at : at + in_article]],
        )
        for number, at in enumerate(range(0, len(texts), in_article), first)
    ]
    numbers = [taken.number for taken in take_in(store, articles)]
    list(judge_pending(store))
    return [paragraph for article in store.articles(numbers) for paragraph in article.paragraphs]


def words(random, count):
    return "".join(random.choices(NAMES, k=count))


def sources(paragraph, in_article=10):
    return [int(each.article[:16], 16) * in_article + each.paragraph for each in paragraph.reuse]


def test_a_neighbour_among_hundreds_of_one_form_is_named(store):
    random = Random(3)  # noqa: S311
    crowd = [
        WARNING.format(words(random, 5), n % 24, random.randrange(99), words(random, 5), random.randrange(99))
        for n in range(500)
    ]
    planted = list(range(90, 500, 41))
    crawl(store, crowd)
    found = crawl(store, [words(random, 8) + "。" + crowd[which] for which in planted], first=50)
    assert [which in sources(each) for which, each in zip(planted, found, strict=True)] == [True] * len(planted)


def test_a_neighbour_among_hundreds_with_one_phrase_is_named(store):
    random = Random(4)  # noqa: S311
    crowd = [f"{words(random, 9)}，{words(random, 9)}。{words(random, 9)}，{SLOGAN}" for _ in range(500)]
    planted = list(range(90, 500, 41))
    crawl(store, crowd)
    texts = [f"{words(random, 12)}，{crowd[which][:19]}{words(random, 12)}。{SLOGAN}" for which in planted]
    found = crawl(store, texts, first=50)
    assert [sources(each) for each in found] == [[which] for which in planted]


def test_the_first_published_of_a_crowd_is_the_origin_of_what_all_share(store):
    random = Random(5)  # noqa: S311
    crowd = [f"{words(random, 20)}。{REMARK}" for _ in range(60)]
    crawl(store, crowd[30:], first=3)
    crawl(store, crowd[:30])
    (last,) = crawl(store, [f"{words(random, 30)}。{REMARK}"], first=90)
    assert sources(last) == [0]


def test_lines_that_an_article_repeats_cost_the_database_no_more_than_their_number(tmp_path):
    assert steps_to_judge(tmp_path / "long.db", 2000) < 8 * steps_to_judge(tmp_path / "short.db", 500)  # not 16 times


def steps_to_judge(file, lines):
    """Return how many hundred instructions SQLite runs to store and judge an article that is one line over and over."""
    steps = []

    def watch(connection, _):
        connection.set_progress_handler(lambda: steps.append(1), 100)

    event.listen(Engine, "connect", watch)
    try:
        store = Store(f"sqlite:///{file}")
        crawl(store, [SLOGAN] * lines, in_article=lines)
        store.close()
    finally:
        event.remove(Engine, "connect", watch)
    return len(steps)
