"""The commands index and search, and export --query."""

import json

import pytest


@pytest.fixture
def indexed(scrapy):
    """Crawl the fixtures and index them."""
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    done = scrapy("index")
    assert "articles indexed for search" in done.stdout
    return scrapy


def test_a_search_prints_what_it_finds(indexed, articles, tmp_path):
    done = indexed("search", "水務署", "發言人")
    lines = done.stdout.splitlines()
    assert done.stderr.strip() == f"{len(lines) // 3} article{'s' * (len(lines) > 3)} found"
    assert all(line[:4].isdigit() for line in lines[::3])
    assert "水务署" in lines[1]
    found = json.loads(indexed("search", "--json", "水務署 發言人").stdout)
    assert [list(hit) for hit in found[:1]] == [["id", "url", "title", "site", "language", "published", "excerpt"]]
    done = indexed("export", "--keep-duplicates", "--query", "水務署 發言人", tmp_path / "out.jsonl")
    assert {article["id"] for article in articles(tmp_path / "out.jsonl")} == {hit["id"] for hit in found}
    assert "without what --query asks for" in done.stderr


def test_wrong_usage_is_one_line(scrapy):
    assert "no store yet" in scrapy("search", "harbour", code=2).stderr
    scrapy("crawl", "feeds", "-a", "source=fixtures/channel.cdf")
    for words, message in [
        (["harbour"], "'scrapy index' builds it"),
        ([], "no word to search for"),
        (["since:soon"], "since:soon: neither an age"),
        (["--limit", "0", "harbour"], "--limit 0"),
    ]:
        [line] = scrapy("search", *words, code=2).stderr.splitlines()
        assert message in line
    [line] = scrapy("export", "--query", "harbour", "-", "--format", "jsonl", code=2).stderr.splitlines()
    assert "'scrapy index' builds it" in line


def test_nothing_found_is_exit_code_1(indexed):
    done = indexed("search", "zeppelin", code=1)
    assert (done.stdout, done.stderr.strip()) == ("", "0 articles found")


def test_what_a_later_crawl_brings_is_found(scrapy, tmp_path):
    scrapy("crawl", "feeds", "-a", "source=fixtures/channel.cdf")
    scrapy("index")
    scrapy("crawl", "feeds", "-a", "source=fixtures/share-footers.xml")
    new = json.loads(scrapy("search", "--json", "bear*").stdout)
    assert new
