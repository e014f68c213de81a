"""Subscriptions that are read otherwise than the rest: with the pages of their articles, in a zone of their own."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stage import answer

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options, Subscription

ROOT = Path(__file__).parents[2]
TEASER = "The weir below the paper mill will be opened for salmon, the river board said on Wednesday morning."
LADDER = (
    "A ladder of eleven pools is to be cut into the rock beside it, each a hand deeper than the one above. The board"
    " has counted four hundred fish that turned back at the weir since the beginning of September."
)
WHEEL = (
    "The mill keeps its wheel: it may take a third of the water, and half in the winter months. Its owner had asked for"
    " more, but told the board afterwards that she can live with that."
)
ANGLERS = "Work begins when the river is lowest. Until then anglers are asked to stay away from the left bank."
STORY = [TEASER, LADDER, WHEEL, ANGLERS]


def page(paragraphs):
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    html = f"<!DOCTYPE html><title>Weir</title><nav><a href='/'>Home</a></nav><article><h1>Weir</h1>{body}</article>"
    return answer(html.encode(), Content_Type="text/html; charset=utf-8")


def rss(stage, *names, text=TEASER):
    items = "".join(
        f"<item><guid>{name}</guid><title>Weir {name}</title><link>{stage.url('/' + name)}</link>"
        f"<pubDate>2024-07-04 10:00</pubDate><description>{text}</description></item>"
        for name in names
    )
    document = f'<rss version="2.0"><channel><title>River</title>{items}</channel></rss>'
    return answer(document.encode(), Content_Type="application/rss+xml")


@pytest.fixture
def round_of(scrapy, articles, tmp_path):
    """Have everything be due, poll it, and give the articles that the hook got by their guids."""

    def run():
        news = tmp_path / "news.jsonl"
        news.write_text("")
        with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
            connection.execute("UPDATE subscriptions SET due = '2024-01-01T00:00:00.000+00:00'")
            connection.execute("DELETE FROM duties")
        said = scrapy("watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0", "--hook", f"cat >> '{news}'").stderr
        return {each["guid"]: each for each in articles(news)}, said

    return run


@pytest.fixture
def subscribe(tmp_path):
    """Subscribe to a feed, with these options."""

    def run(url, **options):
        store = Store(f"sqlite:///{tmp_path}/newsfeed.db")
        store.subscribe(Subscription(0, url, url, datetime.now(UTC), options=Options(**options)))
        store.close()

    return run


def texts(article):
    return [paragraph["text"] for paragraph in article["paragraphs"]]


@pytest.mark.slow
def test_articles_are_given_as_their_pages_tell_them(subscribe, stage, round_of):
    stage.play("/robots.txt", answer(b"User-agent: *\nDisallow: /walled"))
    for name in ("weir", "walled"):
        stage.play(f"/{name}", page(STORY))
    stage.play("/short", page([TEASER]))
    stage.play("/broken", answer(b"oops", "500 Oops"))
    names = ("weir", "walled", "short", "broken", "gone")
    subscribe(stage.play("/feed", rss(stage, *names)), full_text=True)
    found, said = round_of()
    assert {name: len(texts(article)) for name, article in found.items()} == dict.fromkeys(names, 1) | {"weir": 4}
    assert texts(found["weir"]) == STORY
    assert {article["revision"] for article in found.values()} == {1}
    assert "pages               5  1 more complete than their feeds, 1 not, 3 not read" in said
    assert "/walled" not in stage.paths()
    assert stage.paths().count("/robots.txt") == 1


@pytest.mark.slow
def test_a_page_is_asked_for_again_only_where_it_gave_no_answer(subscribe, stage, round_of):
    stage.play("/weir", page(STORY))
    stage.play("/broken", answer(b"oops", "500 Oops"))
    subscribe(stage.play("/feed", rss(stage, "weir", "broken", "gone")), full_text=True)
    round_of()
    stage.asked.clear()
    assert round_of()[0] == {}  # the document is the same
    stage.play("/broken", page(STORY))
    stage.play("/feed", rss(stage, "weir", "broken", "gone", "new"))
    found, _ = round_of()
    assert stage.paths() == ["/feed", "/feed", "/robots.txt", "/broken", "/new"]
    assert {name: article["revision"] for name, article in found.items()} == {"broken": 2, "new": 1}


def test_a_host_that_wants_to_be_left_alone_is_not_asked_for_more_pages(subscribe, stage, round_of):
    stage.play("/weir", answer(b"", "429 Later", Retry_After="3600"))
    subscribe(stage.play("/feed", rss(stage, "weir", "other")), full_text=True)
    found, _ = round_of()
    assert {name: texts(article) for name, article in found.items()} == {"weir": [TEASER], "other": [TEASER]}
    round_of()
    assert stage.paths().count("/other") == 0
    assert stage.paths()[-1] == "/weir"  # not even the feed is asked for


@pytest.mark.slow
def test_killed_while_it_waits_for_a_page_the_next_watch_goes_on(subscribe, stage, round_of, tmp_path):
    def never(_asked):
        stage.pause(60)
        yield b""

    stage.play("/weir", never)
    subscribe(stage.play("/feed", rss(stage, "weir")), full_text=True)
    place = tmp_path / "public"
    killed = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "watch", "--once", "-o", str(place)],
        cwd=ROOT, env={**os.environ, "NEWSFEED_STORE": f"sqlite:///{tmp_path}/newsfeed.db"}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while "/weir" not in stage.paths() and time.monotonic() < deadline:
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    stage.play("/weir", page(STORY))
    found, _ = round_of()
    assert texts(found["weir"]) == STORY
    assert found["weir"]["revision"] == 1


def test_a_time_without_zone_is_one_of_the_zone_that_the_subscriber_names(subscribe, stage, round_of):
    subscribe(stage.play("/feed", rss(stage, "weir")), zone="Europe/Dublin")
    article = round_of()[0]["weir"]
    assert article["published"] == "2024-07-04T09:00:00+00:00"
    assert article["dates"]["published"] == {
        "raw": "2024-07-04 10:00", "assumed_zone": "+01:00", "assumed_from": "subscription", "future": False,
    }  # fmt: skip
    assert stage.paths() == ["/feed"]


@pytest.mark.slow
def test_how_a_feed_is_read_is_listed_exported_and_imported(scrapy, scrapy_on, stage, tmp_path):
    url, file, other = stage.play("/feed", rss(stage, "weir")), tmp_path / "list.opml", tmp_path / "other.db"
    scrapy("feeds", "add", url, "--full-text", "--zone", "Asia/Shanghai")
    [feed] = json.loads(scrapy("feeds", "list", "--json").stdout)
    assert (feed["full_text"], feed["zone"]) == (True, "Asia/Shanghai")
    scrapy("feeds", "export", file)
    strange = '<outline xmlUrl="https://b.example/" newsfeed:zone="Asia/Atlantis"/></body>'
    file.write_text(file.read_text().replace("</body>", strange))
    done = scrapy_on(other, "feeds", "import", file)
    zone, total = done.stderr.splitlines()
    assert zone == "https://b.example/: no zone is called Asia/Atlantis; left out"
    assert total == f"{file}: 2 added, 0 already there, 0 left out"
    found = json.loads(scrapy_on(other, "feeds", "list", "--json").stdout)
    assert {(each["url"], each["full_text"], each["zone"]) for each in found} == {
        (url, True, "Asia/Shanghai"),
        ("https://b.example/", False, None),
    }
    done = scrapy("feeds", "add", url, "--zone", "../etc", code=2)
    assert done.stderr.startswith("scrapy feeds: --zone ../etc: no zone has this name")
