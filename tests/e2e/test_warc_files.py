"""WARC files as sources, by themselves and in a directory."""

import gzip
import io
import shutil
from pathlib import Path

import brotli
import pytest
from databases import query
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

FEED = """<rss version="2.0"><channel><title>{title}</title><link>https://w.example.org/</link><item>
<title>{title} one</title><guid>1</guid><pubDate>Thu, 04 Jan 2024 10:00:00 GMT</pubDate><description>The first thing
that the {title} had to say on that day.</description></item><item><title>{title} two</title><guid>2</guid>
<pubDate>Thu, 04 Jan 2024 11:00:00 GMT</pubDate><description>The second thing that the {title} had to say on that
day.</description></item></channel></rss>"""


@pytest.fixture
def warc():
    """Pack answers, given as (address, payload, status, headers), into a WARC file, each with its request."""

    def pack(*answers, packed=True):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "a test"}))
        for number, (uri, payload, status, headers) in enumerate(answers):
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "w.example.org")], is_http_request=True)
            writer.write_record(writer.create_warc_record(uri, "request", http_headers=asked))
            answered = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
            when = {"WARC-Date": f"2024-01-0{number + 1}T12:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    uri, "response", io.BytesIO(payload), http_headers=answered, warc_headers_dict=when
                )
            )
        return out.getvalue()

    return pack


def answers():
    post = FEED.format(title="Post").encode()
    chinese = FEED.format(title="晚报").encode("gb18030")
    return (
        ("https://w.example.org/post", brotli.compress(post), "200 OK", {"Content-Encoding": "br"}),
        ("https://w.example.org/", b"<!DOCTYPE html><title>Home</title>", "200 OK", {"Content-Type": "text/html"}),
        ("https://w.example.org/dot.png", b"\x89PNG\r\n\x1a\n", "200 OK", {"Content-Type": "image/png"}),
        ("https://w.example.org/gone", post, "410 Gone", {}),
        ("https://w.example.org/evening", chinese, "200 OK", {"Content-Type": "application/rss+xml; charset=gb2312"}),
    )


@pytest.mark.parametrize("packed", [False, True])
def test_the_feeds_of_a_warc_file_in_a_directory(scrapy, articles, warc, tmp_path, packed):
    folder = tmp_path / "crawls"
    folder.mkdir()
    (folder / "1.warc.gz").write_bytes(warc(*answers(), packed=packed))
    (folder / "2.xml").write_text(FEED.format(title="Courier").replace("w.example", "c.example"))
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    done = scrapy("crawl", "feeds", "-a", f"source={folder}", "-O", first)
    found = articles(first)
    assert [(article["feed"]["url"], article["title"]) for article in found] == [
        ("https://w.example.org/post", "Post one"),
        ("https://w.example.org/post", "Post two"),
        ("https://w.example.org/evening", "晚报 one"),
        ("https://w.example.org/evening", "晚报 two"),
        ("2.xml", "Courier one"),
        ("2.xml", "Courier two"),
    ]
    assert found[0]["fetched"] == "2024-01-01T12:00:00+00:00"
    assert found[2]["fetched"] == "2024-01-05T12:00:00+00:00"
    assert "0 failed" in done.stderr
    assert (
        "  1.warc.gz: 3 recorded documents skipped: 1 × an HTML page, not a feed, "
        "1 × a PNG image, not a feed, 1 × gone for good (410)\n"
    ) in done.stderr
    done = scrapy("crawl", "feeds", "-a", f"source={folder}", "-O", second)
    assert second.read_bytes() == first.read_bytes()
    assert "0 new, 0 revised, 6 unchanged" in done.stderr


def test_a_crawl_recorded_twice_gives_revisions_and_the_first_fetch(scrapy, articles, warc, tmp_path):
    once = FEED.format(title="Post").encode()
    twice = once.replace(b"second thing", b"last thing of all")
    source, out = tmp_path / "polls.warc", tmp_path / "out.jsonl"
    source.write_bytes(warc(*(("https://w.example.org/post", each, "200 OK", {}) for each in (once, twice, twice))))
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", out)
    one, two = articles(out)
    assert [(article["revision"], article["fetched"]) for article in (one, two)] == [
        (1, "2024-01-01T12:00:00+00:00"),
        (2, "2024-01-01T12:00:00+00:00"),
    ]
    assert "last thing of all" in two["paragraphs"][0]["text"]


def test_a_feed_read_twice_in_one_second_cannot_date_back_what_it_adds(scrapy, articles, warc, tmp_path):
    def feed(*entries):
        items = "".join(
            f"<item><title>{title}</title><guid>{title}</guid><pubDate>{day} 10:00:00 GMT</pubDate></item>"
            for title, day in entries
        )
        return f'<rss version="2.0"><channel><title>Post</title>{items}</channel></rss>'.encode()

    old, added = ("Tides of the week", "Sat, 30 Dec 2023"), ("The old quay closes", "Tue, 01 Mar 2011")
    polls = [("https://w.example.org/post", each, "200 OK", {}) for each in (feed(old), feed(old, added))]
    source, out = tmp_path / "polls.warc", tmp_path / "out.jsonl"
    source.write_bytes(warc(*polls, packed=False).replace(b"2024-01-02T12", b"2024-01-01T12"))
    scrapy("crawl", "feeds", "-a", f"source={source}", "-O", out)
    assert [article["title"] for article in articles(out)] == ["Tides of the week", "The old quay closes"]
    [(moment,)] = query(f"sqlite:///{tmp_path}/newsfeed.db", "SELECT moment FROM articles WHERE title LIKE '%quay%'")
    assert moment == "2024-01-01T12:00:00+00:00"


def test_a_cut_file_gives_what_is_whole_and_says_what_is_lost(scrapy, articles, warc, tmp_path):
    data = warc(*answers())
    source, out = tmp_path / "cut.warc.gz", tmp_path / "out.jsonl"
    source.write_bytes(data[:-40])
    done = scrapy("crawl", "feeds", "-a", f"source={source}", "-O", out)
    assert [article["title"] for article in articles(out)] == ["Post one", "Post two"]
    assert f" to {len(data) - 40:,} are damaged or truncated; the records there are lost" in done.stderr


def test_a_warc_file_without_feeds_has_failed(scrapy, warc, tmp_path):
    source = tmp_path / "pages.warc"
    source.write_bytes(warc(*answers()[1:4]))
    done = scrapy("crawl", "feeds", "-a", f"source={source}", code=1)
    assert "  pages.warc: a WARC file without feeds; recorded are 1 × an HTML page, not a feed" in done.stderr
    source.write_bytes(warc())
    done = scrapy("crawl", "feeds", "-a", f"source={source}", code=1)
    assert "  pages.warc: a WARC file without feeds; recorded are none" in done.stderr


def test_what_is_larger_than_the_limit_is_passed_over(scrapy, articles, warc, tmp_path):
    bomb = ("https://w.example.org/bomb", gzip.compress(bytes(3_000_000)), "200 OK", {"Content-Encoding": "gzip"})
    source, out = tmp_path / "bomb.warc.gz", tmp_path / "out.jsonl"
    source.write_bytes(warc(answers()[0], bomb))
    limit = "NEWSFEED_MAX_FILE_SIZE=1000000"
    done = scrapy("crawl", "feeds", "-a", f"source={source}", "-O", out, "-s", limit)
    assert len(articles(out)) == 2
    assert "1 recorded document skipped: 1 × larger than 1000000 bytes when unpacked" in done.stderr


@pytest.mark.parametrize("packed", ["zip", "gztar", "bztar"])
def test_the_feeds_of_an_archive_named_or_in_a_directory(scrapy, articles, warc, tmp_path, packed):
    inside, folder, out = tmp_path / "inside", tmp_path / "backups", tmp_path / "out.jsonl"
    inside.mkdir()
    folder.mkdir()
    (inside / "post.xml").write_text(FEED.format(title="Post"))
    (inside / "crawl.warc.gz").write_bytes(
        warc(("https://w.example.org/c", FEED.format(title="C").encode(), "200 OK", {}))
    )
    (inside / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    archive = Path(shutil.make_archive(str(folder / "backup"), packed, inside))
    done = scrapy("crawl", "feeds", "-a", f"source={archive}", "-O", out)
    named = [each["title"] for each in articles(out)]
    assert sorted(named) == ["C one", "C two", "Post one", "Post two"]
    assert f"{archive.name}: 1 file in it skipped: 1 × a PNG image, not a feed" in done.stderr
    scrapy("crawl", "feeds", "-a", f"source={folder}", "-O", out)
    assert [each["title"] for each in articles(out)] == named
    assert {each["feed"]["url"] for each in articles(out)} == {
        f"{archive.name}/post.xml", "https://w.example.org/c",
    }  # fmt: skip


def test_an_archive_without_feeds_is_a_failure(scrapy, tmp_path):
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    shutil.make_archive(str(tmp_path / "images"), "zip", tmp_path, "dot.png")
    done = scrapy("crawl", "feeds", "-a", f"source={tmp_path / 'images.zip'}", code=1)
    assert "images.zip: an archive without feeds; in it are 1 × a PNG image, not a feed" in done.stderr


def test_an_archive_that_breaks_off_is_no_skipped_file(scrapy, articles, tmp_path):
    folder, out = tmp_path / "inside", tmp_path / "out.jsonl"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.xml").write_text(FEED.format(title=name.upper()))
    archive = Path(shutil.make_archive(str(tmp_path / "backup"), "tar", folder))
    archive.write_bytes(archive.read_bytes()[:4300])
    done = scrapy("crawl", "feeds", "-a", f"source={archive}", "-O", out)
    assert [each["title"] for each in articles(out)] == ["A one", "A two"]
    assert "backup.tar: damaged archive: " in done.stderr
    assert "2 files" not in done.stderr
