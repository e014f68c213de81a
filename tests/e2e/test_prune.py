"""The command prune, and the retention of a watch."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest

START = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
OLD = (
    "The harbour office closes the old quay from Monday, because two of its piles have given way under the weight of"
    " the new crane. Ships of more than forty metres berth at the coal pier until the piles are replaced."
)
NEW = "High water comes twenty minutes later each day, and the night ferry leaves from the fish market until autumn."
RSS = (
    '<rss version="2.0"><channel><title>Sea</title><link>https://sea.example/</link>'
    "<item><guid>1</guid><title>The old quay</title><link>https://sea.example/1</link>"
    f"<pubDate>Wed, 01 Jun 2022 10:00:00 GMT</pubDate><description>{OLD}</description></item>"
    "<item><guid>2</guid><title>Tides</title><link>https://sea.example/2</link>"
    f"<pubDate>Thu, 30 May 2024 10:00:00 GMT</pubDate><description>{NEW}</description></item></channel></rss>"
)


@pytest.fixture
def crawled(scrapy, tmp_path):
    """Crawl two articles of 2022 and 2024."""
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    scrapy("crawl", "feeds", "-a", f"source={tmp_path / 'feed.xml'}", "-O", tmp_path / "first.jsonl")
    return scrapy


def texts(folder):
    with sqlite3.connect(folder / "newsfeed.db") as connection:
        return sorted(connection.execute("SELECT text, status FROM paragraphs"))


def test_prune_says_what_went_and_what_stays(crawled, articles, tmp_path):
    first, second = crawled("prune", "--older-than", "2023-01-01").stdout.splitlines()
    assert first == f"{tmp_path}/newsfeed.db: the texts of 1 article from before 2023-01-01 are removed (1 paragraph)"
    assert "MB before" in second
    assert texts(tmp_path) == [("", "unique"), (NEW, "unique")]
    assert "nothing to remove from before 2023-01-01" in crawled("prune", "--older-than", "2023-01-01").stdout
    done = crawled("export", tmp_path / "out.jsonl")
    assert [article["title"] for article in articles(tmp_path / "out.jsonl")] == ["Tides"]
    assert "1 pruned, without their text" in done.stderr
    shown = crawled("explain", "https://sea.example/1").stdout
    assert "in no output: its text was removed" in shown


def test_a_crawl_brings_texts_back(crawled, tmp_path):
    crawled("prune", "--older-than", "1h")
    done = crawled("crawl", "feeds", "-a", f"source={tmp_path / 'feed.xml'}", "-O", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "first.jsonl").read_bytes()
    assert "0 new, 0 revised, 2 unchanged" in done.stderr


def test_an_older_copy_does_not_take_the_place_of_what_was_removed(crawled, articles, tmp_path):
    (tmp_path / "feed.xml").write_text(RSS.replace("Monday", "Friday"), encoding="utf-8")
    crawled("crawl", "feeds", "-a", f"source={tmp_path / 'feed.xml'}")
    crawled("prune", "--older-than", "1h")
    (tmp_path / "old.xml").write_text(RSS, encoding="utf-8")
    done = crawled("crawl", "feeds", "-a", f"source={tmp_path / 'old.xml'}", "-O", tmp_path / "out.jsonl")
    assert [article["title"] for article in articles(tmp_path / "out.jsonl")] == ["Tides"]
    assert "left out: 1 article whose text was removed from the store" in done.stderr


def test_search_knows_the_titles_still(crawled, tmp_path):
    crawled("index")
    crawled("prune", "--older-than", "1h")
    assert len(json.loads(crawled("search", "--json", "quay").stdout)) == 1
    assert "0 articles found" in crawled("search", "crane", code=1).stderr


def test_a_file_of_an_older_version_becomes_smaller_too(crawled, tmp_path):
    file = tmp_path / "newsfeed.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA auto_vacuum = 0")
        connection.execute("VACUUM")
    crawled("prune", "--older-than", "1h")
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "say what is old, such as --older-than 1y"),
        (["--older-than", "soon"], "--older-than soon: neither an age"),
        (["1y"], "1y: takes no arguments"),
        (["-s", "NEWSFEED_RETENTION=soon"], "NEWSFEED_RETENTION=soon: must be an age"),
        (["-s", "NEWSFEED_RETENTION=2024-01-31"], "NEWSFEED_RETENTION=2024-01-31: must be an age"),
    ],
)
def test_wrong_usage_is_one_line(crawled, words, message):
    [line] = crawled("prune", *words, code=2).stderr.splitlines()
    assert message in line


def test_spark_does_not_judge_texts_that_are_gone(crawled, tmp_path):
    crawled("prune", "--older-than", "1h")
    [line] = crawled("dedup", "--engine", "spark", "--work", tmp_path / "work", code=2).stderr.splitlines()
    assert "needs every text" in line
    assert "0  judged again" in crawled("dedup").stdout


def test_without_a_store_there_is_nothing_to_prune(scrapy):
    assert "there is no store yet" in scrapy("prune", "--older-than", "1y", code=2).stderr


def test_the_setting_is_what_the_command_goes_by(crawled, tmp_path):
    crawled("prune", "-s", "NEWSFEED_RETENTION=9999w")
    assert [text for text, _ in texts(tmp_path)] == [NEW, OLD]
    crawled("prune", "-s", "NEWSFEED_RETENTION=1h")
    assert [text for text, _ in texts(tmp_path)] == ["", ""]


def test_a_retention_longer_than_all_time_removes_nothing(play, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSFEED_RETENTION", "9999y")
    play(tmp_path, START, 1, {"/feed": [[0, {"body": RSS}]]})
    assert [text for text, _ in texts(tmp_path)] == [NEW, OLD]


def test_a_watch_prunes_once_a_day(play, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSFEED_RETENTION", "52w")
    play(tmp_path, START, 3, {"/feed": [[0, {"body": RSS}]]})
    assert texts(tmp_path) == [("", "unique"), (NEW, "unique")]
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        assert connection.execute("SELECT count(*) FROM articles WHERE given < revision").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM duties").fetchone() == (0,)
