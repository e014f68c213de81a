"""Judging the store again."""

import json
import re
import sqlite3

OTHER = ("-s", "NEWSFEED_BOILERPLATE_STORIES=20")


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
    done = scrapy("dedup")
    assert verdicts(store) == before
    assert re.search(r"^articles +20  judged again, 0 of them otherwise than before$", done.stdout, re.MULTILINE)


def test_other_settings_give_the_verdicts_of_a_fresh_crawl_with_them(scrapy, scrapy_on, tmp_path):
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    done = scrapy("dedup", *OTHER)
    scrapy_on(tmp_path / "fresh.db", "crawl", "feeds", "-a", "source=fixtures", *OTHER)
    again, fresh = verdicts(tmp_path / "newsfeed.db"), verdicts(tmp_path / "fresh.db")
    assert again[:4] == fresh[:4]
    assert again[3] == []
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [
        "setting NEWSFEED_BOILERPLATE_STORIES=20, before NEWSFEED_BOILERPLATE_STORIES=4",
        "articles 20 judged again, 7 of them otherwise than before",
        "kept 55 paragraphs, 53 before",
        "duplicates 21 paragraphs, 9 before",
        "boilerplate 0 paragraphs, 14 before",
    ]


def test_a_crawl_keeps_to_the_terms_of_the_store_and_says_so_in_one_line(scrapy, articles, tmp_path):
    first, other, again = (tmp_path / f"{name}.jsonl" for name in ("first", "other", "again"))
    scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", first)
    done = scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", other, *OTHER, "-s", "NEWSFEED_REUSE_RUN=20")
    assert first.read_bytes() == other.read_bytes()
    assert (
        "  settings: the store keeps to NEWSFEED_BOILERPLATE_STORIES=4, NEWSFEED_REUSE_RUN=15; 'scrapy dedup "
        "-s NEWSFEED_BOILERPLATE_STORIES=20 -s NEWSFEED_REUSE_RUN=20' judges it again\n"
    ) in done.stderr
    scrapy("dedup", *OTHER)
    done = scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", again, *OTHER)
    assert "settings:" not in done.stderr
    assert articles(again) != articles(first)


def test_interrupted_it_goes_on_where_it_was(scrapy, tmp_path):
    store = tmp_path / "newsfeed.db"
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    before = verdicts(store)
    with sqlite3.connect(store) as connection:  # as if killed after half of the articles
        counts = json.dumps({"unique": 1000, "duplicate": 200, "boilerplate": 30})
        connection.execute("INSERT INTO meta VALUES ('dedup', ?)", (counts,))
        connection.execute("UPDATE articles SET pending = 2, novelty = 0.5 WHERE number > 10")
        connection.execute("UPDATE articles SET novelty = 0.25 WHERE number = 3")  # judged already: left alone
    done = scrapy("dedup")
    after = verdicts(store)
    assert after[:4] == before[:4]
    assert re.search(r"^kept +53  paragraphs, 1,000 before$", done.stdout, re.MULTILINE)
    with sqlite3.connect(store) as connection:
        changed = connection.execute("SELECT number FROM articles WHERE novelty = 0.25").fetchall()
    assert changed == [(3,)]
