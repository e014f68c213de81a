"""Stores that earlier versions wrote: each is opened, kept whole, and written on.

``schemas/N.sql`` is the dump of a store with tables of version N, after a crawl of ``schemas/harbour.xml``.
"""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from newsfeed.dedup import VERSION as ALGORITHM
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.engine import StoreError, open_engine
from newsfeed.store.migrations import SCHEMA
from newsfeed.store.repository import Store

SCHEMAS = Path(__file__).parent / "schemas"
LATER = "2024-07-01T00:00:00+00:00"
VERSIONS = sorted(int(file.stem) for file in SCHEMAS.glob("*.sql"))


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """Give the URL of a store that an earlier version wrote."""
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((SCHEMAS / f"{request.param}.sql").read_text(encoding="utf-8"))
        connection.execute("UPDATE meta SET value = ? WHERE key = 'algorithm'", [ALGORITHM])
    return f"sqlite:///{file}"


def crawl(url, text):
    """Take the articles of a document in; return what became of each, and all articles of the store."""
    named = load(parse(text.encode(), url="harbour.xml"), Reading("harbour.xml", remote=False, fetched=LATER))
    store = Store(url)
    outcomes = [each.outcome for each in take_in(store, list(named))]
    list(judge_pending(store))
    found = list(store.articles(store.select()))
    store.close()
    return outcomes, found


def tables(url):
    """Return the columns and indexes of each table."""
    seen = inspect(open_engine(url))
    return {
        table: ({c["name"] for c in seen.get_columns(table)}, {i["name"] for i in seen.get_indexes(table)})
        for table in seen.get_table_names()
    }


def test_every_earlier_version_is_here():
    assert list(range(1, SCHEMA)) == VERSIONS


def test_an_old_store_gets_the_tables_of_a_new_one(old, tmp_path):
    assert tables(old) == tables(f"sqlite:///{tmp_path}/new.db")


def test_an_old_store_keeps_its_articles_and_knows_them(old):
    text = (SCHEMAS / "harbour.xml").read_text(encoding="utf-8")
    outcomes, articles = crawl(old, text)
    assert set(outcomes) == {"unchanged"}
    assert {article.title for article in articles} == {
        "The late ferry", "Benches for the quay", "Tides of the week", "Roofs after the storm",
    }  # fmt: skip
    assert {article.fetched for article in articles} == {"2024-06-01T08:48:52+00:00"}
    assert [quote.speaker for article in articles for quote in article.quotes] == ["the mayor"]


@pytest.mark.parametrize("old", [10, 11], indirect=True)
def test_an_old_store_keeps_its_subscriptions(old):
    store = Store(old)
    [known] = store.subscriptions()
    store.close()
    assert (known.url, known.title, known.folder) == ("https://harbour.example/feed", "Harbour", ("Sea",))
    assert (known.options.least, known.options.full_text, known.history.entries) == (timedelta(hours=2), None, {})


def test_an_old_store_is_written_on(old):
    text = (SCHEMAS / "harbour.xml").read_text(encoding="utf-8").replace("three of them", "four of them")
    outcomes, articles = crawl(old, text)
    assert sorted(outcomes) == ["revised", "unchanged", "unchanged", "unchanged"]
    assert [article.title for article in articles if article.revision == 2] == ["Roofs after the storm"]


@pytest.mark.parametrize("old", range(1, 13), indirect=True)
def test_an_old_store_gets_markup_at_the_next_reading_which_is_no_revision(old):
    text = (SCHEMAS / "harbour.xml").read_text(encoding="utf-8")
    marked = text.replace("eleven new benches", "&lt;a href='/b'&gt;eleven&lt;/a&gt; new benches")
    for _ in range(2):
        outcomes, articles = crawl(old, marked)
        assert set(outcomes) == {"unchanged"}
        [benches] = [article for article in articles if article.title == "Benches for the quay"]
        assert benches.revision == 1
        assert '<a href="https://harbour.example/b">eleven</a> new' in (benches.paragraphs[0].html or "")


def test_what_an_old_store_read_is_recognised(old):
    text = (SCHEMAS / "harbour.xml").read_text(encoding="utf-8")
    copy = text.replace("harbour.example", "mirror.example").replace("High water", "Once more, high water")
    _, articles = crawl(old, copy.replace('isPermaLink="false">', 'isPermaLink="false">mirrored-'))
    tides = [article for article in articles if article.title == "Tides of the week"]
    assert sorted(bool(article.paragraphs[0].reuse) for article in tides) == [False, True]


@pytest.mark.parametrize("version", [str(SCHEMA + 1), "0", "nonsense"])
def test_a_store_of_a_later_version_is_refused_and_left_alone(tmp_path, version):
    url = f"sqlite:///{tmp_path}/later.db"
    Store(url).close()
    with sqlite3.connect(tmp_path / "later.db") as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [version])
    with pytest.raises(StoreError, match=f"tables of version {version}"):
        Store(url)
    with sqlite3.connect(tmp_path / "later.db") as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() == [(version,)]


@pytest.mark.parametrize("old", [17], indirect=True)
@pytest.mark.parametrize("stated", ["1990-01-01T00:00:00+00:00", "2031-01-01T00:00:00+00:00"])
def test_an_old_store_orders_impossible_dates_by_their_reading(old, stated):
    file = old.removeprefix("sqlite:///")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE feeds SET url = 'https://harbour.example/feed'")
        connection.execute("UPDATE articles SET published = ?, moment = ? WHERE number = 1", [stated, stated])
    Store(old).close()
    with sqlite3.connect(file) as connection:
        moment, rank, pending = connection.execute(
            "SELECT moment, rank, pending FROM articles WHERE number = 1"
        ).fetchone()
        assert (moment, pending) == ("2024-06-01T08:48:52+00:00", 1)
        assert connection.execute("SELECT rank FROM paragraphs WHERE article = 1").fetchall() == [(rank,)]
        assert connection.execute("SELECT rank FROM passages WHERE article = 1").fetchall() == [(rank,)]
        assert connection.execute("SELECT number FROM articles ORDER BY rank").fetchall() == [(2,), (3,), (4,), (1,)]
