"""Judging the store again."""

import sqlite3


def verdicts(store):
    with sqlite3.connect(store) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608
            for table in ("paragraphs", "reuse", "quotes", "boilerplate", "articles", "meta")
        ]


def test_judged_again_everything_is_as_it_was(scrapy, tmp_path):
    store = tmp_path / "newsfeed.db"
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    before = verdicts(store)
    scrapy("dedup")
    assert verdicts(store) == before


def test_other_settings_give_the_verdicts_of_a_fresh_crawl_with_them(scrapy, scrapy_on, tmp_path):
    other = ("-s", "NEWSFEED_BOILERPLATE_STORIES=20")
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    scrapy("dedup", *other)
    scrapy_on(tmp_path / "fresh.db", "crawl", "feeds", "-a", "source=fixtures", *other)
    again, fresh = verdicts(tmp_path / "newsfeed.db"), verdicts(tmp_path / "fresh.db")
    assert again[:4] == fresh[:4]
    assert again[3] == []


def test_interrupted_it_goes_on_where_it_was(scrapy, tmp_path):
    store = tmp_path / "newsfeed.db"
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    before = verdicts(store)
    with sqlite3.connect(store) as connection:  # as if killed after half of the articles
        connection.execute("INSERT INTO meta VALUES ('dedup', 'stories=4')")
        connection.execute("UPDATE articles SET pending = 2, novelty = 0.5 WHERE number > 10")
        connection.execute("UPDATE articles SET novelty = 0.25 WHERE number = 3")  # judged already: left alone
    scrapy("dedup")
    after = verdicts(store)
    assert after[:4] == before[:4]
    with sqlite3.connect(store) as connection:
        changed = connection.execute("SELECT number FROM articles WHERE novelty = 0.25").fetchall()
    assert changed == [(3,)]
