"""What a watch does with news: published feeds, a command, JSON logs."""

import json
from functools import partial

import pytest

from newsfeed.exporters.publish import FILES
from newsfeed.formats import parse
from newsfeed.formats.opml import outlines

RSS = """<rss version="2.0"><channel><title>Harbour</title><item><guid>1</guid><title>The ferry sails</title>
<link>https://h.example/1</link><pubDate>Thu, 04 Jan 2024 10:00:00 GMT</pubDate><description>The night ferry sails again
from Friday, when the last of the ice is gone from the outer harbour.</description></item></channel></rss>"""


@pytest.fixture
def scrapy(scrapy_on, store_url):
    """Run a scrapy command of the project on a store in either database."""
    return partial(scrapy_on, store_url)


@pytest.fixture
def site(served, scrapy):
    """Serve a feed that is subscribed to, in a folder."""
    folder, address = served
    (folder / "feed.xml").write_text(RSS, encoding="utf-8")
    scrapy("feeds", "add", f"{address}/feed.xml", "--folder", "Sea")
    return folder, address


def test_feeds_are_published_and_a_command_is_given_the_news(scrapy, site, tmp_path):
    place, out = tmp_path / "public", tmp_path / "news.jsonl"
    again = ["watch", "--once", "-o", place, "--hook", f"cat >> '{out}'"]
    scrapy(*again)
    for folder in (place, place / "Sea"):
        for name in FILES:
            [entry] = parse((folder / name).read_bytes()).entries
            assert entry.title.value == "The ferry sails"
    [article] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert article["text"].startswith("The night ferry sails again")
    scrapy(*again)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_a_reader_finds_every_cleaned_feed_by_one_list(scrapy, site, tmp_path):
    place = tmp_path / "public"
    scrapy("watch", "--once", "-o", place, "--base-url", "https://me.example/", "--title", "Mine")
    [outline] = outlines((place / "subscriptions.opml").read_bytes())
    file = place / "feeds" / outline.url.removeprefix("https://me.example/feeds/")
    feed = parse(file.read_bytes())
    assert (feed.url, feed.title.value, outline.title) == (outline.url, "Harbour", "Harbour")
    assert [entry.title.value for entry in feed.entries] == ["The ferry sails"]
    assert f'<a href="feeds/{file.name}">Harbour</a>' in (place / "index.html").read_text(encoding="utf-8")


def test_what_a_command_did_not_take_is_given_again(scrapy, site, tmp_path):
    out = tmp_path / "news.jsonl"
    place = tmp_path / "public"
    done = scrapy("watch", "--once", "-o", place, "--hook", "exit 7", code=1)
    assert len(parse((place / "feed.atom").read_bytes()).entries) == 1  # whatever the command does
    assert "the hook ended with exit code 7; to be delivered again later: 1 article" in done.stderr
    scrapy("watch", "--once", "--hook", f"cat >> '{out}'")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_logs_are_written_for_programs(scrapy, site, tmp_path):
    folder, address = site
    scrapy("feeds", "import", write_list(folder, f"{address}/none.xml"))
    file = tmp_path / "log.jsonl"
    scrapy("watch", "-s", "NEWSFEED_JSON_LOGS=1", "-L", "INFO", "--logfile", file, "--once")
    lines = {line["message"]: line for line in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    assert lines[f"{address}/feed.xml: 1 new"]["level"] == "INFO"
    [failure] = [line for message, line in lines.items() if message.startswith(f"{address}/none.xml: not found")]
    assert (failure["level"], failure["logger"]) == ("WARNING", "newsfeed.reporting.polls")
    done = scrapy("watch", "-s", "NEWSFEED_JSON_LOGS=1", "-L", "INFO", "--once")
    assert all(json.loads(line)["level"] == "INFO" for line in done.stderr.splitlines()[:-3])


def write_list(folder, address):
    file = folder / "list.opml"
    file.write_text(f'<opml version="2.0"><body><outline text="x" xmlUrl="{address}"/></body></opml>')
    return file


@pytest.mark.parametrize(
    "arguments",
    [["now"], ["-o", "README.md"], ["-s", "NEWSFEED_PUBLISHED=0"], ["-s", "NEWSFEED_HOST_DELAY=soon"]],
)
def test_wrong_usage_is_one_line(scrapy, site, arguments):
    done = scrapy("watch", *arguments, code=2)
    assert done.stderr.startswith("scrapy watch: ")
    assert done.stderr.count("\n") == 1
