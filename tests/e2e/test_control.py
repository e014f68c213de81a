"""Control of single subscriptions: which articles are kept, how repeats are treated, whose telling is shown."""

import json
import re

import pytest

from newsfeed.formats import parse
from newsfeed.formats.opml import outlines

STORM = "A storm tore roofs from several houses at the harbour on Wednesday night, and the ferry office stayed closed."
GOLF = "The golf course above the old town was flooded by the rain that came with the storm, said its owner on Friday."


def rss(site, *items):
    entries = "".join(
        f"<item><guid>{site}{number}</guid><title>{title}</title><link>https://{site}.example/{number}</link>"
        f"<pubDate>Thu, 0{day} Jan 2024 10:00:00 GMT</pubDate><description>{text}</description></item>"
        for number, (day, title, text) in enumerate(items)
    )
    return f'<rss version="2.0"><channel><title>{site}</title><link>https://{site}.example/</link>{entries}</channel></rss>'


@pytest.fixture
def site(served):
    """Serve two feeds: the second repeats both stories of the first, a day later."""
    folder, address = served
    first = rss("first", (4, "Storm at the harbour", STORM), (4, "Flood on the course", GOLF))
    (folder / "first.xml").write_text(first, encoding="utf-8")
    second = rss("second", (5, "Storm at the harbour", STORM), (5, "Flood on the course", GOLF))
    (folder / "second.xml").write_text(second, encoding="utf-8")
    return f"{address}/first.xml", f"{address}/second.xml"


def links(path):
    return sorted(entry.link for entry in parse(path.read_bytes()).entries)


def test_a_dropped_article_counts_as_read_for_nobody_until_the_pattern_changes(scrapy, articles, site, tmp_path):
    first, second = site
    scrapy("feeds", "add", first, "--drop", "tennis GOLF", "--drop", "/^Never/")
    scrapy("feeds", "add", second)
    place, out = tmp_path / "public", tmp_path / "out.atom"
    done = scrapy("watch", "--once", "-o", place)
    assert re.search(r"^dropped +1  articles, by patterns: --drop tennis GOLF \(1\)$", done.stderr, re.MULTILINE)
    expected = ["https://first.example/0", "https://second.example/1"]
    assert links(place / "feed.atom") == expected
    [single] = (place / "feeds").glob("*first-xml*")
    assert links(single) == expected[:1]
    done = scrapy("export", out)
    assert links(out) == expected
    assert "1 dropped by patterns: --drop tennis GOLF (1)" in done.stderr
    explained = scrapy("explain", "https://first.example/1").stdout
    assert "in no feed: its subscription drops it (--drop tennis GOLF)" in explained
    assert "in every output" in scrapy("explain", "https://second.example/1").stdout

    scrapy("feeds", "add", first, "--drop", "")
    scrapy("export", out)
    assert links(out) == ["https://first.example/0", "https://first.example/1"]
    assert "which stands for it elsewhere" in scrapy("explain", "https://second.example/1").stdout

    scrapy("feeds", "add", first, "--keep", "title:/flood/")
    scrapy("export", out)
    assert links(out) == ["https://first.example/1", "https://second.example/0"]
    scrapy("dedup")
    scrapy("export", out)
    assert links(out) == ["https://first.example/1", "https://second.example/0"]
    scrapy("feeds", "remove", first)
    scrapy("export", out)
    assert links(out) == ["https://first.example/0", "https://first.example/1"]


def test_the_telling_of_a_preferred_outlet_is_shown(scrapy, articles, site, tmp_path):
    first, second = site
    scrapy("feeds", "add", first)
    scrapy("feeds", "add", second, "--prefer")
    place, out = tmp_path / "public", tmp_path / "out.atom"
    scrapy("watch", "--once", "-o", place)
    preferred = ["https://second.example/0", "https://second.example/1"]
    assert links(place / "feed.atom") == preferred
    scrapy("export", out)
    assert links(out) == preferred
    scrapy("export", "--keep-duplicates", tmp_path / "all.jsonl")
    shown = {each["url"]: each for each in articles(tmp_path / "all.jsonl")}
    original, copy = shown["https://first.example/0"], shown["https://second.example/0"]
    assert (copy["duplicate_of"], original["duplicate_of"]) == (original["id"], None)
    assert (original["represented_by"], copy["represented_by"]) == (copy["id"], None)
    scrapy("feeds", "add", second, "--no-prefer")
    scrapy("export", out)
    assert links(out) == ["https://first.example/0", "https://first.example/1"]


def test_a_subscription_has_a_policy_of_its_own(scrapy, site, tmp_path):
    first, second = site
    scrapy("feeds", "add", first)
    scrapy("feeds", "add", second, "--policy", "fold")
    place = tmp_path / "public"
    scrapy("watch", "--once", "-o", place)
    assert len(links(place / "feed.atom")) == 4
    scrapy("export", tmp_path / "out.atom")
    assert len(links(tmp_path / "out.atom")) == 4
    assert (tmp_path / "out.atom").read_text(encoding="utf-8").count("&lt;details&gt;") == 2


def test_these_options_are_listed_and_kept_in_a_list_of_subscriptions(scrapy, site, tmp_path):
    first, _ = site
    options = ["--policy", "mark", "--keep", "a b", "--keep", "/c\\d/", "--drop", "title: x", "--prefer", "--agency"]
    scrapy("feeds", "add", first, *options)
    expected = {"policy": "mark", "keep": ["a b", "/c\\d/"], "drop": ["title: x"], "prefer": True, "agency": True}

    def listed():
        [feed] = json.loads(scrapy("feeds", "list", "--json").stdout)
        return {name: feed[name] for name in expected}

    assert listed() == expected
    assert "policy mark · keep a b, /c\\d/ · drop title: x · preferred · agency" in scrapy("feeds", "list").stdout
    scrapy("feeds", "export", tmp_path / "out.opml")
    scrapy("feeds", "remove", first)
    scrapy("feeds", "import", tmp_path / "out.opml")
    assert listed() == expected
    text = (tmp_path / "out.opml").read_text(encoding="utf-8")
    (tmp_path / "bad.opml").write_text(text.replace("c\\d", "(").replace('"mark"', '"burn"').replace("first", "other"))
    done = scrapy("feeds", "import", tmp_path / "bad.opml")
    assert "keep /(/: not a regular expression" in done.stderr
    assert "known are drop, mark, fold; left out" in done.stderr
    assert [each.prefer for each in outlines((tmp_path / "bad.opml").read_bytes())] == [True]


@pytest.mark.parametrize("pattern", ["/(/", "/(?=x)y/", "…", "x" * 1001])
def test_a_pattern_that_is_not_valid_is_refused_in_one_line(scrapy, pattern):
    for option in ("--keep", "--drop"):
        done = scrapy("feeds", "add", "https://a.example/feed", option, pattern, code=2)
        assert len(done.stderr.splitlines()) == 1
        assert f"{option} " in done.stderr
