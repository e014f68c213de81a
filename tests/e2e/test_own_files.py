"""Outputs that are inputs, and outputs over the store: refused, or skipped and counted."""

import gzip
import json
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

FEED = """<rss version="2.0"><channel><title>Harbour</title><item><guid>1</guid><title>The ferry sails</title>
<description>The night ferry sails again from Friday, when the last of the ice is gone from the outer harbour.
</description></item></channel></rss>"""


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    return folder


def test_the_store_and_the_outputs_of_a_run_inside_its_source_are_skipped(scrapy_on, source):
    store, outputs = (
        source / "newsfeed.db",
        [part for name in ("out.atom", "out.csv") for part in ("-O", source / name)],
    )
    scrapy_on(store, "crawl", "feeds", "-a", f"source={source}", *outputs)
    written = (source / "out.atom").read_bytes()
    done = scrapy_on(store, "crawl", "feeds", "-a", f"source={source}", *outputs, "--logfile", source / "log.txt")
    assert (source / "out.atom").read_bytes() == written
    assert "sources             1  0 failed" in done.stderr
    [line] = [line for line in done.stderr.splitlines() if "of this run" in line]
    assert line.startswith("  skipped: 6 files of this run or of a store: log.txt, newsfeed.db, ")


def test_a_glob_does_not_read_what_the_run_writes(scrapy, source, articles):
    out = source / "out.rss"
    for _ in range(2):
        done = scrapy("crawl", "feeds", "-a", f"source={source}/*", "-O", out, "-O", source / "all.jsonl")
    assert "1 unchanged" in done.stderr
    assert len(articles(source / "all.jsonl")) == 1


def crawl(source):
    return ["crawl", "feeds", "-a", f"source={source}"]


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_no_output_takes_the_place_of_the_store(scrapy, source, tmp_path, ending):
    scrapy(*crawl(source))
    target, before = f"{tmp_path}/newsfeed.db{ending}", (tmp_path / "newsfeed.db").read_bytes()
    for command in (
        [*crawl(source), "-O", f"{target}:jsonl"],
        [*crawl(source), "-o", f"file://{target}:jsonl"],
        [*crawl(source), "--logfile", target],
        ["export", "--format", "csv", target],
        ["feeds", "export", target],
        ["report", target],
    ):
        [line] = scrapy(*command, code=2).stderr.splitlines()
        assert "belongs to the store (NEWSFEED_STORE); name another output" in line
    assert (tmp_path / "newsfeed.db").read_bytes() == before


def test_no_output_takes_the_place_of_a_source(scrapy, source, tmp_path):
    feed = source / "feed.xml"
    linked, listed = tmp_path / "linked.rss", tmp_path / "list.txt"
    linked.hardlink_to(feed)
    listed.write_text(f"{feed}\n{feed}\n")
    for named, target in ((feed, f"{feed}:rss"), (feed, linked), (listed, f"{feed}:rss"), (listed, f"{listed}:jsonl")):
        [line] = scrapy(*crawl(named), "-O", target, code=2).stderr.splitlines()
        assert "is a source of this crawl; name another output" in line
    assert feed.read_text(encoding="utf-8") == FEED


@pytest.mark.parametrize("named", ["{}", "{}/*", "{}/**", "{}/*.xml"])
def test_no_output_takes_the_place_of_a_source_that_is_found(scrapy, source, tmp_path, named):
    feed, post = source / "feed.xml", source / "post.md"
    post.write_text("---\ntitle: The quay\ndate: 2024-01-04\n---\n\nThe quay is closed.\n", encoding="utf-8")
    (tmp_path / "linked.rss").hardlink_to(feed)
    targets = [f"{feed}:rss", tmp_path / "linked.rss", *([] if named.endswith("xml") else [f"{post}:jsonl"])]
    for target in targets:
        [line] = scrapy(*crawl(named.format(source)), "-O", target, code=2).stderr.splitlines()
        assert "is a source of this crawl; name another output" in line
    assert feed.read_text(encoding="utf-8") == FEED
    assert post.read_text(encoding="utf-8").endswith("The quay is closed.\n")


@pytest.mark.parametrize("ending", ["atom", "rss", "jsonfeed", "json", "xml"])
def test_what_a_run_wrote_into_its_source_is_written_again(scrapy, source, ending):
    for _ in range(2):
        scrapy(*crawl(source), "-O", source / f"out.{ending}")
    assert "ferry" in (source / f"out.{ending}").read_text(encoding="utf-8")


def test_two_outputs_are_not_one_file(scrapy, source, tmp_path):
    out = tmp_path / "out.jsonl"
    out.touch()
    (tmp_path / "link.jl").symlink_to(out)
    [line] = scrapy(*crawl(source), "-O", out, "-O", tmp_path / "link.jl", code=2).stderr.splitlines()
    assert "is also written as" in line


def test_the_store_stays_whole_when_it_lies_in_the_source(scrapy_on, source):
    for _ in range(2):
        scrapy_on(source / "newsfeed.db", *crawl(source))
    with sqlite3.connect(source / "newsfeed.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("ending", ["jsonl.gz", "parquet"])
def test_what_was_written_is_a_source_when_it_is_named_itself(scrapy_on, source, tmp_path, ending):
    out, again = source / f"out.{ending}", tmp_path / f"again.{ending}"
    scrapy_on(tmp_path / "first.db", *crawl(source), "-O", out)
    scrapy_on(tmp_path / "second.db", *crawl(out), "-O", again)
    assert again.read_bytes() == out.read_bytes()
    done = scrapy_on(tmp_path / "third.db", *crawl(source))
    assert f"  out.{ending}: skipped: articles that newsfeed wrote; name the file itself to read them" in done.stderr
    assert "1 new, 0 revised" in done.stderr


def test_a_line_of_another_program_without_a_time_is_read(scrapy, articles, tmp_path):
    lines = [{"id": f"{number:032x}", "feed": {"url": "f"}, "paragraphs": [{"text": "Weir"}]} for number in (1, 2)]
    (tmp_path / "in.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    scrapy(*crawl(tmp_path / "in.jsonl"), "-O", tmp_path / "out.jsonl")
    assert all(each["fetched"] for each in articles(tmp_path / "out.jsonl"))


def test_what_a_batch_does_not_keep_is_said(scrapy, articles, tmp_path):
    paragraphs = [{"text": "The night ferry sails again.", "kind": "paragraph", "address": None}]
    row = {"id": "0" * 32, "rank": 1, "feed": "f", "source": {"url": "f"}, "paragraphs": paragraphs, "enclosures": []}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "part-00000.parquet")
    done = scrapy(*crawl(tmp_path / "part-00000.parquet"), "-O", tmp_path / "out.jsonl")
    assert "  part-00000.parquet: articles of a batch: texts without their markup and links" in done.stderr
    assert articles(tmp_path / "out.jsonl")[0]["text"] == "The night ferry sails again."


@pytest.mark.parametrize(
    ("name", "data"),
    [("old.jsonl", b""), ("old.jsonl.gz", gzip.compress(b"")), ("old.json", b"[\n]"), ("old.json", b"[]")],
)
def test_an_empty_output_in_a_source_is_no_failure(scrapy, source, name, data):
    (source / name).write_bytes(data)
    done = scrapy(*crawl(source))
    assert f"  {name}: skipped: articles that newsfeed wrote" in done.stderr
    assert "2  0 failed" in done.stderr


@pytest.mark.parametrize(("name", "data"), [("feed.json", b""), ("feed.json", b'["a"]'), ("feed.txt", b"[]")])
def test_an_empty_or_other_document_in_a_source_is_still_reported(scrapy, source, name, data):
    (source / name).write_bytes(data)
    assert "articles that newsfeed wrote" not in scrapy(*crawl(source)).stderr
