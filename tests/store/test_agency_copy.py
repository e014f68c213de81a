"""Agency copy in a store: named when it is written and when an old store is migrated, and between outlets left out."""

import sqlite3
from pathlib import Path

import pytest
from databases import statements

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store import browse
from newsfeed.store.engine import open_engine
from newsfeed.store.repository import Store

TEXT = (
    "Three trawlers rode out the storm behind the breakwater of Marlow, and all of their crews are safe.",
    "The coast guard counted gusts of ninety knots at the outer light before its gauge was torn away.",
)
ITEM = (
    '<rss version="2.0"><channel><title>{site}</title><link>https://{site}/</link><item><title>Storm at {site}</title>'
    "<link>https://{site}/storm</link><pubDate>0{day} May 2024 08:00:00 GMT</pubDate>"
    "<description><![CDATA[<p>{first}</p><p>{second}</p>]]></description></item></channel></rss>"
)


def read(store, site, day, credit):
    text = ITEM.format(site=site, day=day, first=credit + TEXT[0], second=TEXT[1])
    reading = Reading(f"https://{site}/feed", remote=True, fetched="2024-06-01T00:00:00+00:00")
    take_in(store, load(parse(text.encode()), reading))
    list(judge_pending(store))


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        (("gazette.example", "MARLOW (Reuters) - "), ("post.example", "MARLOW, May 2 (Reuters) - "), []),
        (("gazette.example", "MARLOW (Reuters) - "), ("post.example", ""), [("gazette.example", "post.example")]),
        (("reuters.com", ""), ("post.example", "MARLOW (Reuters) - "), [("reuters.com", "post.example")]),
        (("gazette.example", "(AP) — "), ("post.example", "(AFP) - "), [("gazette.example", "post.example")]),
    ],
)
def test_two_outlets_with_one_agency_do_not_have_it_from_each_other(first, second, pairs, store_url):
    store = Store(store_url)
    for day, (site, credit) in enumerate((first, second), 1):
        read(store, site, day, credit)
    with store._reading() as connection:
        found = browse.outlet_pairs(connection, browse.Filters())
    assert [(pair.from_site, pair.to_site) for pair in found] == pairs
    store.close()


def test_articles_name_their_agency_and_a_revision_names_its_own(stores):
    store = stores.open()
    read(store, "post.example", 1, "MARLOW (Reuters) - ")
    assert [article.agency for article in store.articles(store.select())] == ["Reuters"]
    read(store, "post.example", 1, "At last: ")
    assert [article.agency for article in store.articles(store.select())] == [None]


def test_an_old_store_names_the_agencies_of_its_articles(tmp_path):
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((Path(__file__).parent / "schemas" / "19.sql").read_text(encoding="utf-8"))
        connection.execute("UPDATE paragraphs SET text = 'PORT (AFP) - ' || text WHERE article = 1 AND position = 0")
        connection.execute("UPDATE articles SET authors = '[\"新华社\"]' WHERE number = 2")
        connection.execute("UPDATE articles SET site = 'apnews.com' WHERE number = 3")
    url = f"sqlite:///{file}"
    open_engine(url, any_algorithm=True).dispose()
    with statements(url) as connection:
        rows = connection.exec_driver_sql("SELECT agency FROM articles ORDER BY number").scalars().all()
    assert rows == ["AFP", "Xinhua", "Associated Press", None]
