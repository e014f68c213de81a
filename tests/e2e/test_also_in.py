"""A story that several outlets tell: each output has one telling of it, which links the others."""

import re

import pytest
from lxml import etree

FIRST, SECOND, THIRD = ("https://first.example/ferry", "https://second.example/ferry", "https://third.example/ferry")
STORY = """The night ferry to the islands sails again from Friday, when the last of the ice is gone from the outer
harbour, the master of the port said on Tuesday. For eleven weeks the islanders had to take the mail boat, which has
room for thirty people and no cars. The first two crossings are sold out, and the company thinks of a third ship for
the summer, when the road to the northern bridge will be closed for repairs until the end of September."""
FEED = """<rss version="2.0"><channel><title>{name}</title><link>{link}</link><item><guid>{link}</guid>
<link>{link}</link><title>The night ferry sails again</title><pubDate>{day} Jan 2024 12:00:00 GMT</pubDate>
<description>{story}</description></item></channel></rss>"""


@pytest.fixture
def outlets(tmp_path):
    folder = tmp_path / "outlets"
    folder.mkdir()
    for day, link in ((2, FIRST), (4, SECOND), (6, THIRD)):
        name = link.split("/")[2]
        (folder / f"{name}.xml").write_text(FEED.format(name=name, link=link, day=day, story=STORY), encoding="utf-8")
    return folder


def entries(path):
    """Return the address, the links listed, the id and the time of change of each entry of an Atom feed."""
    found = []
    for entry in etree.parse(path).iterfind("{*}entry"):
        link = entry.find("{*}link").get("href")
        listed = re.findall('<li>[^<]*<a href="([^"]*)">', entry.findtext("{*}content", ""))
        found.append((link, listed, entry.findtext("{*}id"), entry.findtext("{*}updated")))
    return found


def told(path):
    return [(link, listed) for link, listed, *_ in entries(path)]


def test_each_output_has_one_telling_which_links_the_others(scrapy, outlets, tmp_path):
    out = tmp_path / "out.atom"
    scrapy("crawl", "feeds", "-a", f"source={outlets}", "-O", out)
    assert told(out) == [(FIRST, [SECOND, THIRD])]
    scrapy("export", out)
    assert told(out) == [(FIRST, [SECOND, THIRD])]
    scrapy("export", "--since", "2024-01-03", out)
    assert told(out) == [(SECOND, [FIRST, THIRD])]
    scrapy("export", "--feed", "third.example.xml", out)
    assert told(out) == [(THIRD, [FIRST, SECOND])]


def test_a_later_telling_changes_the_list_and_nothing_else(scrapy, outlets, articles, tmp_path):
    out, later, lines = tmp_path / "out.atom", tmp_path / "later.atom", tmp_path / "out.jsonl"
    late = outlets / "third.example.xml"
    text = late.read_text(encoding="utf-8")
    late.unlink()
    scrapy("crawl", "feeds", "-a", f"source={outlets}", "-O", out)
    late.write_text(text, encoding="utf-8")
    done = scrapy("crawl", "feeds", "-a", f"source={outlets}", "-a", "new=1", "-O", later)
    assert "1 new, 0 revised" in done.stderr
    assert told(later) == [(THIRD, [FIRST, SECOND])]
    [before] = entries(out)
    scrapy("export", out)
    scrapy("export", lines)
    [after] = entries(out)
    assert after == (FIRST, [SECOND, THIRD], *before[2:])
    assert {each["revision"] for each in articles(lines)} == {1}


def test_our_own_feed_is_read_as_what_it_tells(scrapy, scrapy_on, outlets, articles, tmp_path):
    for name in ("ours.atom", "ours.rss", "ours.jsonfeed"):
        target = tmp_path / name
        scrapy("crawl", "feeds", "-a", f"source={outlets}", "-O", target)
        assert "Also in:" in target.read_text(encoding="utf-8")
        again = tmp_path / f"{name}.jsonl"
        scrapy_on(tmp_path / f"{name}.db", "crawl", "feeds", "-a", f"source={target}", "-O", again)
        [article] = articles(again)
        assert [each["text"] for each in article["paragraphs"]] == [" ".join(STORY.split())]
        assert article["removed"] == []
