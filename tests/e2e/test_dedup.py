"""Judging the store again."""

import json
import sqlite3
from collections import Counter

from newsfeed.dedup import VERSION

OTHER = ("-s", "NEWSFEED_BOILERPLATE_STORIES=20")


def verdicts(store):
    with sqlite3.connect(store) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608
            for table in ("paragraphs", "reuse", "quotes", "repeats", "articles", "meta")
        ]


def counts(store):
    """Return how many articles the store holds, and how many paragraphs of each status."""
    with sqlite3.connect(store) as connection:
        [(articles,)] = connection.execute("SELECT count(*) FROM articles")
        return articles, Counter(status for (status,) in connection.execute("SELECT status FROM paragraphs"))


def test_judged_again_everything_is_as_it_was(scrapy, tmp_path):
    store = tmp_path / "newsfeed.db"
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    before = verdicts(store)
    done = scrapy("dedup")
    assert verdicts(store) == before
    articles, _ = counts(store)
    assert done.stdout.split()[:4] == ["articles", str(articles), "judged", "again,"]
    assert " 0 of them with another verdict than before\n" in done.stdout


def test_other_settings_give_the_verdicts_of_a_fresh_crawl_with_them(scrapy, scrapy_on, tmp_path):
    store = tmp_path / "newsfeed.db"
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    articles, before = counts(store)
    done = scrapy("dedup", *OTHER)
    _, after = counts(store)
    scrapy_on(tmp_path / "fresh.db", "crawl", "feeds", "-a", "source=fixtures", *OTHER)
    again, fresh = verdicts(store), verdicts(tmp_path / "fresh.db")
    assert again[:4] == fresh[:4]
    assert not any(is_boilerplate for *_, is_boilerplate in again[3])
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [
        "changed NEWSFEED_BOILERPLATE_STORIES: 20, 4 before",
        f"articles {articles} judged again, 16 of them with another verdict than before",
        f"kept {after['unique']} paragraphs, {before['unique']} before",
        f"duplicates {after['duplicate']} paragraphs, {before['duplicate']} before",
        f"boilerplate 0 paragraphs, {before['boilerplate']} before",
    ]


def test_a_change_of_the_origin_gives_the_verdicts_of_a_fresh_crawl_with_it(scrapy, scrapy_on, tmp_path):
    longest, again, fresh = ("-s", "NEWSFEED_ORIGIN=longest"), tmp_path / "again.jsonl", tmp_path / "fresh.jsonl"
    crawl = ("crawl", "feeds", "-a", "source=fixtures", *longest, "-s", "FEED_EXPORT_FIELDS=id,text,story,quotes", "-O")
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    scrapy("dedup", *longest)
    scrapy(*crawl, again)
    scrapy_on(tmp_path / "fresh.db", *crawl, fresh)
    assert again.read_bytes() == fresh.read_bytes()


def test_a_crawl_keeps_to_the_terms_of_the_store_and_says_so_in_one_line(scrapy, articles, tmp_path):
    first, other, again = (tmp_path / f"{name}.jsonl" for name in ("first", "other", "again"))
    scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", first)
    done = scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", other, *OTHER, "-s", "NEWSFEED_REUSE_RUN=20")
    assert first.read_bytes() == other.read_bytes()
    assert (
        "  settings: the store keeps NEWSFEED_BOILERPLATE_STORIES=4, NEWSFEED_REUSE_RUN=15; 'scrapy dedup "
        "-s NEWSFEED_BOILERPLATE_STORIES=20 -s NEWSFEED_REUSE_RUN=20' judges it again\n"
    ) in done.stderr
    scrapy("dedup", *OTHER)
    done = scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", again, *OTHER)
    assert "settings:" not in done.stderr
    assert articles(again) != articles(first)


def test_a_store_of_another_algorithm_is_refused_until_it_is_judged_again(scrapy, tmp_path):
    store, before, after = (tmp_path / name for name in ("newsfeed.db", "before.jsonl", "after.jsonl"))
    scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", before)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'algorithm'")
        connection.execute("UPDATE passages SET digest = number, simhash = 0, length = 1")
    for command in (["crawl", "feeds", "-a", "source=fixtures"], ["export", after]):
        [line] = scrapy(*command, code=2).stderr.splitlines()
        assert line.endswith("'scrapy dedup' brings it up to date")
    done = scrapy("dedup")
    assert done.stdout.splitlines()[0] == f"changed     version of the algorithm: {VERSION}, 0 before"
    scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", after)
    assert after.read_bytes() == before.read_bytes()


def test_interrupted_it_goes_on_where_it_was(scrapy, tmp_path):
    store = tmp_path / "newsfeed.db"
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    before = verdicts(store)
    with sqlite3.connect(store) as connection:  # as if killed after half of the articles
        connection.execute("INSERT INTO meta VALUES ('dedup', ?)", (json.dumps({"unique": 1000}),))
        connection.execute("UPDATE articles SET pending = 2, novelty = 0.5 WHERE number > 10")
        connection.execute("UPDATE articles SET novelty = 0.25 WHERE number = 3")  # judged already: left alone
    done = scrapy("dedup")
    after = verdicts(store)
    assert after[:4] == before[:4]
    assert "paragraphs, 1,000 before" in done.stdout
    with sqlite3.connect(store) as connection:
        changed = connection.execute("SELECT number FROM articles WHERE novelty = 0.25").fetchall()
    assert changed == [(3,)]
