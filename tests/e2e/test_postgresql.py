"""Every command on a store in PostgreSQL, and several of them at once: the verdicts of one crawl of an SQLite file."""

import json
import os
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import databases
import pytest
from sqlalchemy import make_url

ROOT = Path(__file__).parents[2]
FEEDS = 8
PASSWORD = "salmon"  # noqa: S105 - of nobody


@pytest.fixture
def url():
    found = databases.fresh_store()
    yield found
    databases.drop_store(found)


def article(feed, number):
    """Return an entry that repeats one line of its own feed, one of the feed before, and the footer of its site."""
    line = "Ward {} of the {}th district gets {} new benches before the summer, as the council said on Monday."
    lines = [line.format(number, feed, number + 3), line.format(number // 2, feed, number // 2 + 3)]
    lines += [
        line.format(number, max(0, feed - 1), number + 3),
        f"You are reading bulletin {feed}, paid for by readers.",
    ]
    text = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in lines)
    return (
        f"<item><guid>{feed}-{number}</guid><title>Report {number} of {feed}</title>"
        f"<link>https://site{feed}.example/{number}</link>"
        f"<pubDate>Mon, 0{1 + number % 9} Jan 2024 {8 + feed:02}:{number:02}:00 GMT</pubDate>"
        f"<description>{text}</description></item>"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("feeds")
    for feed in range(FEEDS):
        items = "".join(article(feed, number) for number in range(30))
        document = f'<rss version="2.0"><channel><title>Bulletin {feed}</title>{items}</channel></rss>'
        (made / f"{feed}.xml").write_text(document)
    return made


def verdicts(path):
    """Return the articles of a file by id, without the times of reading."""
    lines = path.read_text().splitlines()
    return {each["id"]: {**each, "fetched": None} for each in map(json.loads, lines)}


@pytest.fixture(scope="module")
def expected(folder, scrapy_on, tmp_path_factory):
    made = tmp_path_factory.mktemp("expected")
    scrapy_on(made / "newsfeed.db", "crawl", "feeds", "-a", f"source={folder}")
    scrapy_on(made / "newsfeed.db", "export", "--keep-duplicates", made / "out.jsonl")
    return verdicts(made / "out.jsonl")


PARTS = ("[012].xml", "[234].xml", "[456].xml", "[67].xml")


def start(folder, url, part):
    """Start a crawl of some of the feeds."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={folder}/{part}"],
        cwd=ROOT,
        env={**os.environ, "NEWSFEED_STORE": url},
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(crawl):
    _, errors = crawl.communicate(timeout=600)  # only against hanging
    assert crawl.returncode == 0, errors


def test_four_crawls_at_once_give_the_verdicts_of_one(folder, expected, url, scrapy_on, tmp_path):
    for crawl in [start(folder, url, part) for part in PARTS]:
        finish(crawl)
    scrapy_on(url, "export", "--keep-duplicates", tmp_path / "out.jsonl")
    assert verdicts(tmp_path / "out.jsonl") == expected


def test_what_a_crawl_killed_among_others_has_left_the_next_one_does(folder, expected, url, scrapy_on, tmp_path):
    crawls = [start(folder, url, part) for part in PARTS]
    stored = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
    while databases.query(url, stored) == [(0,)] or not databases.query(url, "SELECT 1 FROM articles LIMIT 1"):
        assert any(crawl.poll() is None for crawl in crawls)
    for crawl in crawls[:2]:  # whatever they are doing now: reading, judging, or writing
        crawl.kill()
        crawl.communicate()
    for crawl in crawls[2:]:
        finish(crawl)
    for again in [start(folder, url, part) for part in PARTS[:2]]:
        finish(again)
    scrapy_on(url, "export", "--keep-duplicates", tmp_path / "out.jsonl")
    assert verdicts(tmp_path / "out.jsonl") == expected


def test_every_command_works(folder, expected, url, scrapy_on, tmp_path):
    scrapy = partial(scrapy_on, url)
    scrapy("crawl", "feeds", "-a", f"source={folder}")
    scrapy("export", "--keep-duplicates", tmp_path / "out.jsonl")
    assert verdicts(tmp_path / "out.jsonl") == expected
    assert "Report" in scrapy("explain", next(iter(expected))).stdout
    assert scrapy("explain", "https://nowhere.example/", code=1).stderr.count("\n") == 1
    assert "'scrapy index' builds it" in scrapy("search", "benches", code=2).stderr
    assert "240 articles indexed" in scrapy("index").stdout
    assert "240 articles found" in scrapy("search", "“new benches” -golf site:example").stderr
    scrapy("export", "--keep-duplicates", "--query", "“benches before the” “bulletin 7”", tmp_path / "found.jsonl")
    assert {each["site"] for each in verdicts(tmp_path / "found.jsonl").values()} == {"site7.example"}
    assert json.loads(scrapy("store", "info", "--json").stdout)["search"] > 10_000
    scrapy("report", tmp_path / "report.html")
    assert "240 articles" in (tmp_path / "report.html").read_text()
    scrapy("dedup", "-s", "NEWSFEED_BOILERPLATE_STORIES=50")
    scrapy("export", "--keep-duplicates", tmp_path / "again.jsonl")
    statuses = {p["status"] for each in verdicts(tmp_path / "again.jsonl").values() for p in each["paragraphs"]}
    assert statuses == {"unique", "duplicate"}


def test_a_store_moves_to_a_server_and_says_what_it_is(folder, expected, url, scrapy_on, tmp_path):
    file = f"sqlite:///{tmp_path}/newsfeed.db"
    scrapy_on(file, "crawl", "feeds", "-a", f"source={folder}")
    said = scrapy_on(file, "store", "copy", file, url).stdout
    assert "newsfeed.db is copied to postgresql://" in said
    assert f"{len(expected):,} articles" in said
    scrapy_on(url, "export", "--keep-duplicates", tmp_path / "out.jsonl")
    assert verdicts(tmp_path / "out.jsonl") == expected
    both = [json.loads(scrapy_on(each, "store", "info", "--json").stdout) for each in (file, url)]
    assert [each["database"].split()[0] for each in both] == ["SQLite", "PostgreSQL"]
    assert both[0]["paragraphs"] == both[1]["paragraphs"] > 0
    assert min(each["bytes"] for each in both) > 100_000
    assert f"articles      {len(expected)}" in scrapy_on(url, "store", "info").stdout
    assert [each["search"] for each in both] == [None, None]
    assert "is a store already" in scrapy_on(file, "store", "copy", file, url, code=2).stderr
    secret = scrapy_on(file, "store", "copy", file, "postgresql://127.0.0.1:9/x?user=mara&password=salmon", code=2)
    assert [word for word in ("mara", "salmon") if word in secret.stderr] == []
    assert scrapy_on(file, "store", "nonsense", code=2).stderr.count("\n") == 1


def test_serve_shows_no_password(url):
    secret = make_url(url).set(username="postgres", password=PASSWORD).render_as_string(hide_password=False)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "serve", "--port", str(port)],
        cwd=ROOT, env={**os.environ, "NEWSFEED_STORE": secret}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        line = serving.stderr.readline()
        assert line.startswith("serving postgresql://")
        assert PASSWORD not in line
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
