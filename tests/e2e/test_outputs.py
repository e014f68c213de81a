"""Feeds that crawl and export write: what they say of themselves, and what they do with duplicates."""

import gzip
import json

import feedparser
import pyarrow.parquet as pq
import pytest

from newsfeed.exporters.jsonlines import zstd

STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
POWER = "Engineers expect to restore power to the northern districts by the weekend, the utility said in a statement."
SCHOOL = "All schools on the island will stay closed until inspectors have checked their roofs and electrical wiring."

ADDRESSES = ("--title", "Mine & yours", "--base-url", "https://me.example/news")


@pytest.fixture
def source(tmp_path):
    """Write a feed with a story, one that repeats part of it, and a copy."""
    stories = [(1, "Storm", [STORM, POWER]), (2, "School", [SCHOOL, POWER]), (9, "Storm", [STORM, POWER])]
    items = "".join(
        f"<item><title>{title}</title><link>https://news.example/{title}-{day}</link>"
        f"<pubDate>0{day} Jan 2024 08:00:00 GMT</pubDate>"
        f"<description>{''.join(f'&lt;p&gt;{text}&lt;/p&gt;' for text in texts)}</description></item>"
        for day, title, texts in stories
    )
    file = tmp_path / "source.xml"
    file.write_text(f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>', encoding="utf-8")
    return file


def entries(file):
    """Return the contents by the ends of the addresses."""
    if file.suffix == ".jsonfeed":
        found = {each["url"]: each["content_html"] for each in json.loads(file.read_bytes())["items"]}
    else:
        found = {each.link: each.content[0].value for each in feedparser.parse(file.read_bytes()).entries}
    return {address.rpartition("/")[2]: content for address, content in found.items()}


@pytest.mark.parametrize("ending", ["atom", "rss", "jsonfeed"])
def test_a_crawl_and_an_export_fold_duplicates(scrapy, source, tmp_path, ending):
    crawled, exported = tmp_path / f"crawled.{ending}", tmp_path / f"exported.{ending}"
    fold = ("-s", "NEWSFEED_POLICY=fold")
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", crawled, "-O", tmp_path / "all.jsonl", *fold)
    scrapy("export", exported, *fold)
    for file in (crawled, exported):
        found = entries(file)
        assert set(found) == {"Storm-1", "School-2", "Storm-9"}
        assert "<details>" not in found["Storm-1"]
        assert SCHOOL in found["School-2"]
        assert 'Read before in <a href="https://news.example/Storm-1">Storm</a>' in found["School-2"]
        assert found["Storm-9"].count("Read before in") == 2
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == [f"{STORM}\n\n{POWER}", SCHOOL, ""]


def test_feeds_have_the_title_and_the_addresses_that_the_user_names(scrapy, source, tmp_path):
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", tmp_path / "a.atom", "-O", tmp_path / "a.rss", *ADDRESSES)
    scrapy("export", tmp_path / "b.rss", *ADDRESSES)
    for name in ("a.atom", "a.rss", "b.rss"):
        feed = feedparser.parse((tmp_path / name).read_bytes()).feed
        assert feed.title.replace("&amp;", "&") == "Mine & yours"
        assert feed.link == "https://me.example/news/"
        assert [link.href for link in feed.links if link.rel == "self"] == [f"https://me.example/news/{name}"]


@pytest.mark.parametrize("command", [("crawl", "feeds", "-a", "source=x"), ("export", "x.atom"), ("watch",)])
def test_an_address_that_is_none_is_wrong_usage(scrapy, command):
    done = scrapy(*command, "--base-url", "example.org", code=2)
    assert "--base-url example.org: must be the web address of a folder" in done.stderr


@pytest.mark.parametrize("name", ["all.jsonl.gz", "all.jsonl.zst", "all.parquet"])
def test_a_corpus_may_be_written_compressed(scrapy, source, tmp_path, name):
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", tmp_path / name, "-O", tmp_path / "all.jsonl")
    scrapy("export", "--keep-duplicates", tmp_path / f"again.{name}")
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    for file in (tmp_path / name, tmp_path / f"again.{name}"):
        if name.endswith(".parquet"):
            assert pq.read_table(file).to_pylist() == lines
        else:
            data = gzip.decompress(file.read_bytes()) if name.endswith("gz") else zstd.decompress(file.read_bytes())
            assert [json.loads(line) for line in data.splitlines()] == lines


@pytest.mark.parametrize("name", ["all.csv.gz", "all.gz", "all.zst", "all.xml.zst"])
def test_only_json_lines_are_compressed(scrapy, source, tmp_path, name):
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", tmp_path / name, code=2)
    scrapy("export", tmp_path / name, code=2)


def test_a_compressed_file_is_not_appended_to(scrapy, source, tmp_path):
    (tmp_path / "all.jsonl.gz").write_bytes(b"x")
    done = scrapy("crawl", "feeds", "-a", f"source={source}", "-o", tmp_path / "all.jsonl.gz", code=2)
    assert "cannot be appended to" in done.stderr


@pytest.mark.parametrize("form", ["markdown", "archive"])
def test_files_of_single_articles_give_the_same_articles_again(scrapy, scrapy_on, articles, source, tmp_path, form):
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", tmp_path / "all.jsonl")
    scrapy("export", "--keep-duplicates", "--format", form, tmp_path / "files")
    scrapy_on(
        tmp_path / "other.db", "crawl", "feeds", "-a", f"source={tmp_path / 'files'}", "-O", tmp_path / "again.jsonl"
    )
    before, after = ({each["id"]: each for each in articles(tmp_path / name)} for name in ("all.jsonl", "again.jsonl"))
    assert len(before) == 3
    assert after == before


@pytest.mark.parametrize("target", ["-", "source.xml"])
def test_files_of_single_articles_need_a_directory(scrapy, source, tmp_path, target):
    scrapy("crawl", "feeds", "-a", f"source={source}")
    done = scrapy("export", "--format", "markdown", target if target == "-" else tmp_path / target, code=2)
    assert "needs a directory" in done.stderr
