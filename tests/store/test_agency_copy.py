"""Agency copy in a store: named when it is written and when an old store is migrated, and between outlets left out."""

import sqlite3
from pathlib import Path

import pytest
from databases import statements

from newsfeed.formats import parse
from newsfeed.formats.opml import Outline
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines import subscribing
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store import browse
from newsfeed.store.engine import open_engine
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options

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


def test_a_subscriber_says_that_a_feed_is_of_an_agency(store_url):
    store = Store(store_url)
    url = "https://wire.example/feed"

    def pairs():
        with store._reading() as connection:
            found = browse.outlet_pairs(connection, browse.Filters())
            alone = browse.outlet_pairs(connection, browse.Filters(agency="only"))
            without = browse.outlet_pairs(connection, browse.Filters(agency="without"))
            sites = browse.agency_sites(connection)
        assert {(p.from_site, p.to_site) for p in found} == {(p.from_site, p.to_site) for p in [*alone, *without]}
        return {(p.from_site, p.to_site) for p in found}, sites

    def agencies():
        return {article.site: article.agency for article in store.articles(store.select())}

    for day, site in enumerate(("gazette.example", "wire.example", "post.example"), 1):
        read(store, site, day, "")
    # The gazette was first, by the dates that it states: so the post seems to have its words from there.
    assert pairs() == ({("gazette.example", "wire.example"), ("gazette.example", "post.example")}, [])
    subscribing.subscribe(store, Outline(url), Options(agency=True), None)
    assert agencies() == {"gazette.example": None, "wire.example": "wire.example", "post.example": None}
    assert pairs()[1] == ["wire.example"]
    read(store, "wire.example", 2, "At last: ")  # a revision
    assert agencies()["wire.example"] == "wire.example"
    subscribing.change_options(store, store.subscription(url), Options(agency=False))
    assert set(agencies().values()) == {None}
    subscribing.change_options(store, store.subscription(url), Options(agency=True))
    subscribing.remove(store, store.subscription(url))
    assert set(agencies().values()) == {None}
    store.close()


def test_what_two_outlets_have_from_a_flagged_agency_is_not_from_each_other(store_url):
    store = Store(store_url)
    subscribing.subscribe(store, Outline("https://wire.example/feed"), Options(agency=True), None)
    credited = "Storm in Marlow harbour, as the wire has it: "
    read(store, "wire.example", 1, "")
    read(store, "gazette.example", 2, credited)
    read(store, "post.example", 3, credited)
    with store._reading() as connection:
        found = {(pair.from_site, pair.to_site) for pair in browse.outlet_pairs(connection, browse.Filters())}
        without = browse.outlet_pairs(connection, browse.Filters(agency="without"))
    assert found == {("wire.example", "gazette.example"), ("wire.example", "post.example")}
    assert ("wire.example", "gazette.example") not in {(pair.from_site, pair.to_site) for pair in without}
    store.close()
