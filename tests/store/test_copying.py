"""A store copied to another database and back is the same store, also after an interruption."""

from datetime import UTC, datetime, timedelta

import databases
import pytest

from newsfeed.items import Article, Paragraph, Person, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store import copying
from newsfeed.store.engine import StoreError
from newsfeed.store.information import information
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options, Subscription

pytestmark = pytest.mark.slow  # together they take seconds

LINE = "Ward {} gets {} new benches before the summer, as the council decided on Monday after a long debate."
FOOTER = "You are reading the harbour bulletin, written by volunteers and paid for by its readers since the spring."


def article(number):
    return Article(
        id=article_id("", str(number)),
        title=f"“Report” {number}, 报告\n",
        url=f"https://news.example.org/{number}",
        published=f"2024-01-01T08:{number:02}:00+00:00",
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source("feed.xml", "Feed"),
        people=[Person('Jané \\ "Doe"')],
        paragraphs=[Paragraph(LINE.format(each, each + 3), level=2) for each in (number, number // 2)]
        + [Paragraph(FOOTER, html=f"<b>{FOOTER}</b>", ordered=True)],
    )


def fill(url):
    store = Store(url)
    run = store.start_run("tests", "2024-06-01T00:00:00+00:00")
    taken = take_in(store, [article(number) for number in range(40)])
    list(judge_pending(store))
    reasons = [("b.xml", "broken"), ("a.xml", "broken"), ("a.xml", "broken")]
    given = [each.number for each in taken[:20]]
    store.finish_run(run, "2024-06-01T00:01:00+00:00", {"articles": 40}, reasons, [], given)
    options = Options(least=timedelta(hours=2), keep=("sea",), prefer=True, credentials="me:pw")
    feed = "https://harbour.example/feed"
    store.subscribe(Subscription(0, feed, feed, datetime(2024, 1, 5, tzinfo=UTC), "Harbour", options=options))
    store.close()


_ALL_OF = "SELECT * FROM"


def contents(url):
    """Return the articles, subscriptions and counts of a store, and the rows of its other tables."""
    store = Store(url, must_exist=True)
    found = list(store.articles(store.select())), store.subscriptions(), store.undelivered()
    store.close()
    counts = information(url)
    tables = ("failures", "names", "passages", "postings", "revisions", "repeats", "stories")
    rows = {name: sorted(map(_plain, databases.query(url, f"{_ALL_OF} {name}"))) for name in tables}
    return found, {name: counts[name] for name in ("articles", "paragraphs", "passages", "runs", "tables")}, rows


def _plain(row):
    return repr([int(value) if isinstance(value, bool) else value for value in row])


@pytest.fixture
def elsewhere():
    with databases.Stores("postgresql") as opened:
        yield opened.url()


@pytest.fixture
def sqlite():
    with databases.Stores("sqlite") as opened:
        yield opened


def copied(source, target):
    return list(copying.copy(source, target))


def test_there_and_back_it_is_the_same_store_and_written_on(sqlite, elsewhere):
    source, back = sqlite.url(), sqlite.url()
    fill(source)
    said = copied(source, elsewhere)
    assert ("articles", 40, 40) in said
    assert contents(elsewhere) == contents(source)
    copied(elsewhere, back)
    assert contents(back) == contents(source)
    for url in (elsewhere, back):
        store = Store(url)
        assert store.start_run("tests", "2024-07-01T00:00:00+00:00") == 2
        feed = "https://valley.example/feed"
        assert store.subscribe(Subscription(0, feed, feed, datetime(2024, 1, 5, tzinfo=UTC))).number == 2
        assert [each.outcome for each in take_in(store, [article(3), article(50)])] == ["unchanged", "new"]
        list(judge_pending(store))
        store.close()


@pytest.mark.parametrize("after", [1, 9, 25])
def test_an_interrupted_copy_is_no_store_and_is_continued(sqlite, elsewhere, after, monkeypatch):
    monkeypatch.setattr(copying, "_BYTES_AT_ONCE", 16_384)
    source = sqlite.url()
    fill(source)
    copy = copying.copy(source, elsewhere)
    for _ in range(after):
        next(copy)
    copy.close()
    with pytest.raises(StoreError, match=r"not complete; .* again completes it"):
        Store(elsewhere)
    before = databases.query(elsewhere, "SELECT count(*) FROM articles")[0][0]
    assert [rows for table, rows, _ in copied(source, elsewhere) if table == "articles" and rows][:1] != [before]
    assert contents(elsewhere) == contents(source)


def test_if_the_source_has_changed_since_the_copy_begins_anew(sqlite, elsewhere, monkeypatch):
    monkeypatch.setattr(copying, "_BYTES_AT_ONCE", 16_384)
    source = sqlite.url()
    fill(source)
    copy = copying.copy(source, elsewhere)
    for _ in range(25):
        next(copy)
    copy.close()
    store = Store(source)
    take_in(store, [article(0), article(60)])
    list(judge_pending(store))
    store.close()
    copied(source, elsewhere)
    assert contents(elsewhere) == contents(source)


def test_a_target_that_is_a_store_is_refused_and_left_alone(sqlite, stores):
    source, target = sqlite.url(), stores.url()
    fill(source)
    Store(target).close()
    with pytest.raises(StoreError, match="is a store already; name a database without one"):
        copied(source, target)
    with pytest.raises(StoreError, match="is a store already"):
        copied(source, source)
    assert information(target)["articles"] == 0


def test_a_source_that_is_no_store_is_named(sqlite, elsewhere):
    for source in (sqlite.url(), elsewhere):
        with pytest.raises(StoreError, match="crawl something first"):
            copied(source, sqlite.url())
