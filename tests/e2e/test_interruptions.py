"""A crawl that is killed or interrupted: nothing lost, nothing doubled, the old output whole."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from databases import query
from sqlalchemy.exc import DBAPIError

ROOT = Path(__file__).parents[2]
ARTICLES = 300


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Write an archive of short articles in which every tenth repeats a paragraph of the one before it."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(ARTICLES):
        original = number - 1 if number % 10 == 9 else number
        said = (
            f"Inspector {original} said that bridge {original * 37} would be shut for {original + 2} weeks of repairs."
        )
        own = f"Ferry line {number} carried {number * 91} passengers in its first month, its operator said."
        (folder / f"{number:04}.txt").write_text(
            f"<!--{1704404701000 + number * 60_000}-->\n[Report {number}](https://news.example.org/{number})\n------\n\n"
            f"<p>{own}</p><p>{said}</p>"
        )
    return folder


def start(url, source, out, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={source}", "-O", str(out), *more],
        cwd=ROOT, env={**os.environ, "NEWSFEED_STORE": url}, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait_for(url, statement, enough):
    """Wait until a query on the store gives at least ``enough``."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(DBAPIError):  # not there yet
            if query(url, statement)[0][0] >= enough:
                return
        time.sleep(0.02)
    raise AssertionError(f"{statement} never gave {enough}")


@pytest.fixture(scope="module")
def undisturbed(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    assert start(f"sqlite:///{folder}/newsfeed.db", archive, folder / "out.jsonl").wait(120) == 0
    return folder / "out.jsonl"


@pytest.mark.parametrize(
    ("statement", "enough", "stores"),
    [
        ("SELECT count(*) FROM runs", 1, "sqlite"),
        ("SELECT count(*) FROM articles", 1, "sqlite"),
        ("SELECT count(*) FROM articles", ARTICLES // 2, "sqlite"),
        ("SELECT count(*) FROM articles", ARTICLES // 2, "postgresql"),
        ("SELECT count(*) FROM articles WHERE pending = 0", 1, "sqlite"),
        ("SELECT count(*) FROM articles WHERE pending = 0", 1, "postgresql"),
        ("SELECT count(*) FROM articles WHERE pending = 0", ARTICLES // 2, "sqlite"),
    ],
    indirect=["stores"],
)
def test_killed_at_any_moment_the_next_crawl_completes_it(
    archive, undisturbed, articles, tmp_path, statement, enough, store_url
):
    store, out = store_url, tmp_path / "out.jsonl"
    out.write_text("old\n")
    crawl = start(store, archive, out)
    wait_for(store, statement, enough)
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    assert out.read_text() == "old\n"

    assert start(store, archive, out).wait(120) == 0
    found, expected = ([{**article, "fetched": None} for article in articles(path)] for path in (out, undisturbed))
    assert len(found) == ARTICLES
    assert found == expected
    assert sum(p["status"] == "duplicate" for article in found for p in article["paragraphs"]) == ARTICLES // 10


def test_what_a_killed_crawl_had_stored_is_still_news(archive, articles, tmp_path):
    store, out = f"sqlite:///{tmp_path}/newsfeed.db", tmp_path / "out.jsonl"
    crawl = start(store, archive, out)
    wait_for(store, "SELECT count(*) FROM articles WHERE pending = 0", 1)
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    assert start(store, archive, out, "-a", "new=1").wait(120) == 0
    assert len(articles(out)) == ARTICLES
    assert start(store, archive, out, "-a", "new=1").wait(120) == 0
    assert articles(out) == []


def test_interrupted_it_stops_soon_says_so_and_keeps_the_old_output(archive, store_url, tmp_path):
    store, out = store_url, tmp_path / "out.jsonl"
    out.write_text("old\n")
    crawl = start(store, archive, out)
    wait_for(store, "SELECT count(*) FROM articles", 1)
    crawl.send_signal(signal.SIGINT)
    assert crawl.wait(120) == 1
    assert out.read_text() == "old\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.fixture(scope="module")
def with_the_longest(archive, scrapy_on, tmp_path_factory):
    folder = tmp_path_factory.mktemp("longest")
    out, longest = folder / "out.jsonl", ("-s", "NEWSFEED_ORIGIN=longest")
    scrapy_on(folder / "newsfeed.db", "crawl", "feeds", "-a", f"source={archive}", "-O", out, *longest)
    return out


@pytest.mark.parametrize(
    ("reached", "stores"),
    [("", "sqlite"), ("AND pending < 4", "sqlite"), ("AND pending < 4", "postgresql"), ("AND pending < 3", "sqlite")],
    indirect=["stores"],
)
def test_killed_while_it_judges_again_the_next_call_completes_it(
    archive, with_the_longest, scrapy_on, articles, tmp_path, reached, store_url
):
    store, out, longest = store_url, tmp_path / "out.jsonl", ("-s", "NEWSFEED_ORIGIN=longest")
    scrapy = partial(scrapy_on, store)
    assert start(store, archive, out).wait(120) == 0
    again = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "dedup", *longest], cwd=ROOT, stdout=subprocess.DEVNULL,
        env={**os.environ, "NEWSFEED_STORE": store},
    )  # fmt: skip
    begun = "SELECT count(*) FROM articles WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'dedup')"
    wait_for(store, f"{begun} {reached}", 1)
    again.send_signal(signal.SIGKILL)
    again.wait()
    [(unindexed,)] = query(store, "SELECT count(*) FROM articles WHERE pending = 4")
    if unindexed:
        [line] = scrapy("crawl", "feeds", "-a", f"source={archive}", code=2).stderr.splitlines()
        assert "'scrapy dedup'" in line
    scrapy("dedup", *longest)
    scrapy("crawl", "feeds", "-a", f"source={archive}", *longest, "-O", out)
    found, expected = ([{**article, "fetched": None} for article in articles(path)] for path in (out, with_the_longest))
    assert found == expected
