"""The real command line, on files written here: what a user types, and what comes out."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

ROOT = Path(__file__).parents[2]

ARCHIVED = """<!--{milliseconds}-->
[{title}](https://news.example.org/cn/{section}/20240104-{slug})
------

<div>{body}</div>
"""

SAID = "“港口将在两周之内恢复通航，所有受损的船只都会得到免费维修，我们不会让任何一名渔民独自承担这次风暴的后果。”"
TWICE = (
    f"<p>海事局发言人林岚周二补充说：{SAID}</p>"
    "<p>这场风暴上周在南部海岸登陆，造成三座码头倒塌，数百名居民被迫离开家园，目前仍有两个村庄没有恢复供电。</p>"
    f"<p>据当地广播电台报道，发言人在记者会上表示：{SAID}</p>"
)


@pytest.fixture
def archive(tmp_path):
    """Write archived articles into a directory; return a function that writes one more."""
    folder = tmp_path / "archive"
    folder.mkdir()

    def write(name, body=TWICE, title="风暴之后", milliseconds=1704404701000, slug="a", section="地方"):
        text = ARCHIVED.format(milliseconds=milliseconds, title=title, section=section, slug=slug, body=body)
        (folder / name).write_text(text, encoding="utf-8")

    write.folder = folder
    return write


def rows(tmp_path):
    """Return the content of the store, but for the list of runs."""
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names if name != "runs"}  # noqa: S608


def test_a_quote_under_another_lead_in_is_taken_out_and_explained(scrapy, articles, archive, tmp_path):
    archive("one.txt")
    out = tmp_path / "out.jsonl"
    done = scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)

    [article] = articles(out)
    assert article["title"] == "风暴之后"
    assert article["published"] == "2024-01-04T21:45:01+00:00"
    assert article["language"] == "zh"
    assert article["categories"] == ["地方"]
    assert article["feed"]["url"] == "one.txt"
    first, background, repeat = article["paragraphs"]
    assert [p["status"] for p in article["paragraphs"]] == ["unique", "unique", "duplicate"]
    [origin] = repeat["reuse"]
    assert (origin["article"], origin["paragraph"]) == (article["id"], 0)
    assert 0.6 < origin["share"] < 1
    assert SAID.strip("“。”") in [repeat["text"][start:end] for start, end in origin["spans"]]
    assert article["text"] == f"{first['text']}\n\n{background['text']}"
    assert [quote["speaker"] for quote in article["quotes"]] == ["海事局发言人林岚", "发言人"]
    assert article["quotes"][0]["first_seen"] is None
    assert article["quotes"][1]["first_seen"] == {"article": article["id"], "paragraph": 0}
    assert "1 inside an article" in done.stderr


def test_with_the_policy_mark_duplicates_stay_in_the_text(scrapy, articles, archive, tmp_path):
    archive("one.txt")
    out, feed = tmp_path / "out.jsonl", tmp_path / "out.rss"
    mark = ("-s", "NEWSFEED_POLICY=mark")
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out, "-O", feed, *mark)
    [article] = articles(out)
    assert [p["status"] for p in article["paragraphs"]] == ["unique", "unique", "duplicate"]
    assert article["text"] == "\n\n".join(p["text"] for p in article["paragraphs"])
    [entry] = feedparser.parse(feed.read_bytes()).entries
    assert entry.content[0].value.count("免费维修") == 2
    scrapy("export", *mark, tmp_path / "export.rss")
    assert (tmp_path / "export.rss").read_bytes() == feed.read_bytes()


def test_the_same_command_again_gives_the_same_bytes_and_changes_no_row(scrapy, articles, archive, tmp_path):
    archive("one.txt")
    archive("two.txt", slug="b", title="两周以后", milliseconds=1705404701000)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", first)
    before = rows(tmp_path)
    done = scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", second)

    assert len(articles(first)) == 2
    assert first.read_bytes() == second.read_bytes()
    assert rows(tmp_path) == before
    assert "0 new, 0 revised, 2 unchanged" in done.stderr


def test_a_changed_text_is_a_revision_and_a_changed_date_is_none(scrapy, articles, archive, tmp_path):
    archive("one.txt")
    archive("two.txt", slug="b", title="两周以后", body="<p>渔民们重新出海，第一批船只在清晨离开了港口。</p>")
    out = tmp_path / "out.jsonl"
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)
    untouched, _ = articles(out)
    archive("one.txt", milliseconds=1704408701000)
    archive("two.txt", slug="b", title="两周以后", body="<p>渔民们还在等待，第一批船只要到下周才能离开港口。</p>")
    done = scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)

    same, revised = articles(out)
    assert same == untouched
    assert revised["revision"] == 2
    assert "还在等待" in revised["text"]
    assert "0 new, 1 revised, 1 unchanged" in done.stderr
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-a", "new=1", "-O", out)
    assert articles(out) == []


def test_the_first_published_is_the_origin_whatever_the_order_of_arrival(scrapy, articles, archive, tmp_path):
    archive("late.txt", slug="late", milliseconds=1705404701000)
    out = tmp_path / "out.jsonl"
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)
    archive("early.txt", slug="early", milliseconds=1704404701000)
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)

    early, late = articles(out)
    assert early["duplicate_of"] is None
    assert late["duplicate_of"] == early["id"]
    assert {origin["article"] for p in late["paragraphs"] for origin in p["reuse"]} == {early["id"]}


def test_verdicts_do_not_depend_on_how_many_crawls_brought_the_articles(scrapy, articles, archive, tmp_path):
    bodies = [TWICE, "<p>渔民们重新出海。</p>" + TWICE, TWICE + "<p>气象部门预计本周还会有一次较弱的降雨过程。</p>"]
    for index, body in reversed(list(enumerate(bodies))):
        archive(f"{index}.txt", slug=str(index), body=body, milliseconds=1704404701000 + index * 86_400_000)
        scrapy("crawl", "feeds", "-a", f"source={archive.folder}")
    grown, fresh = tmp_path / "grown.jsonl", tmp_path / "fresh.jsonl"
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", grown)
    (tmp_path / "newsfeed.db").unlink()
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", fresh)

    without_fetched = [[{**a, "fetched": None} for a in articles(path)] for path in (grown, fresh)]
    assert without_fetched[0] == without_fetched[1]


def test_pictures_and_recordings_beside_posts_are_skipped_on_one_line_each(scrapy, articles, archive, tmp_path):
    archive("good.txt")
    kinds = {"png": b"\x89PNG\r\n\x1a\n\0\0", "mp3": b"ID3\x04\0\0\0", "pdf": b"%PDF-1.7", "docx": b"PK\x03\x04\x14\0"}
    for ending, head in kinds.items():
        for number in range(27 if ending == "png" else 1):
            (archive.folder / f"{number:02}.{ending}").write_bytes(head)
    out = tmp_path / "out.jsonl"
    done = scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)
    assert len(articles(out)) == 1
    assert "  0 failed" in done.stderr
    remarks = done.stderr.partition("remarks:\n")[2].splitlines()
    assert remarks == [
        "  00.png and 26 more: skipped: a PNG image",
        "  00.docx: skipped: a ZIP archive, or a document in one",
        "  00.mp3: skipped: a sound recording (MP3 or FLAC)",
        "  00.pdf: skipped: a PDF document",
    ]


def test_one_unreadable_file_costs_nothing_else(scrapy, articles, archive, tmp_path):
    archive("good.txt")
    (archive.folder / "bad.xml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    os.mkfifo(archive.folder / "pipe")
    (archive.folder / "out").symlink_to("/etc/hostname")
    out = tmp_path / "out.jsonl"
    done = scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", out)

    assert len(articles(out)) == 1
    assert "3 failed" in done.stderr
    for name in ("bad.xml", "pipe", "out"):
        assert f"  {name}: " in done.stderr
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        assert {name for (name,) in connection.execute("SELECT source FROM failures")} == {"bad.xml", "pipe", "out"}


def test_nothing_readable_is_exit_code_1(scrapy, tmp_path):
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"\x00\x01")
    out = tmp_path / "out.jsonl"
    out.write_text("old\n")
    done = scrapy("crawl", "feeds", "-a", f"source={bad}", "-O", out, code=1)
    assert "  bad.xml: " in done.stderr
    assert out.read_text() == "old\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["-a", "source="],
        ["-a", "source=no/such/place"],
        ["-a", "source=tests", "-O", "out.docx"],
        ["-a", "source=tests", "-a", "sauce=1"],
        ["-a", "source=tests", "-O", "tests:jsonl"],
        ["-a", "source=tests", "-s", "NEWSFEED_STORE=nonsense"],
        ["-a", "source=tests", "-s", "NEWSFEED_STORE=postgresql://x/y"],
        ["-a", "source=tests", "-s", "NEWSFEED_POLICY=keep"],
        ["-a", "source=tests", "-s", "NEWSFEED_BOILERPLATE_STORIES=many"],
        ["-a", "source=tests", "-s", "NEWSFEED_MAX_FILE_SIZE=0"],
        ["-a", "source=tests", "-a", "new=2"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(scrapy, arguments):
    done = scrapy("crawl", "feeds", *arguments, code=2)
    [line] = done.stderr.splitlines()
    assert line.startswith("scrapy crawl: ")


@pytest.mark.parametrize(
    "command",
    [
        ["crawl", "nosuchspider"],
        ["export"],
        ["export", "out.docx"],
        ["export", "-"],
        ["export", "--since", "soon", "out.rss"],
        ["export", "out.rss"],  # no store yet
        ["dedup"],
        ["dedup", "x"],
        ["dedup", "-s", "NEWSFEED_DUPLICATE_SHARE=2"],
    ],
)
def test_wrong_usage_of_the_other_commands(scrapy, command):
    [line] = scrapy(*command, code=2).stderr.splitlines()
    assert line.startswith(f"scrapy {command[0]}: ")


def test_standard_output_carries_articles_and_nothing_else(scrapy, scrapy_on, archive, tmp_path):
    archive("one.txt")
    done = scrapy("crawl", "feeds", "-a", f"source={archive.folder}", "-O", "-:jsonl")
    assert json.loads(done.stdout)["title"] == "风暴之后"
    assert done.stderr.startswith("sources ")
    exported = scrapy("export", "--format", "jsonl", "-")
    assert exported.stdout == done.stdout


def test_a_full_disk_costs_no_good_output(scrapy_on, archive, articles, tmp_path):
    archive("one.txt")
    for ending in ("jsonl", "atom"):
        out = tmp_path / f"out.{ending}"
        out.write_text("old\n")
        limited = f"ulimit -f 1; exec {sys.executable} -m scrapy crawl feeds -a source={archive.folder} -O {out}"
        environment = {**os.environ, "NEWSFEED_STORE": "sqlite://"}
        body = "<p>" + "".join(f"Paragraph {n} of a long story about the storm. " for n in range(200)) + "</p>"
        archive("long.txt", body=body, slug="long")
        command = ["bash", "-c", limited]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert "broken: " in done.stderr
        assert out.read_text() == "old\n"


def test_all_outputs_in_one_crawl_and_the_same_from_the_store(scrapy, articles, archive, tmp_path):
    archive("one.txt")
    archive("two.txt", slug="b", title="转载：风暴之后", milliseconds=1705404701000)
    endings = ("jsonl", "json", "csv", "xml", "rss", "atom", "jsonfeed")
    outputs = [part for ending in endings for part in ("-O", tmp_path / f"out.{ending}")]
    scrapy("crawl", "feeds", "-a", f"source={archive.folder}", *outputs)
    scrapy("export", "--keep-duplicates", tmp_path / "all.jsonl")
    assert (tmp_path / "all.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    for ending in ("rss", "atom", "jsonfeed"):
        scrapy("export", tmp_path / f"clean.{ending}")
        assert (tmp_path / f"clean.{ending}").read_bytes() == (tmp_path / f"out.{ending}").read_bytes()
    for ending in ("rss", "atom"):
        feed = feedparser.parse((tmp_path / f"out.{ending}").read_bytes())
        assert not feed.bozo
        assert [entry.title for entry in feed.entries] == ["风暴之后"]
        assert feed.entries[0].content[0].value.count("免费维修") == 1


def test_posts_of_one_title_without_dates_are_several_articles(scrapy, articles, tmp_path):
    folder, texts = tmp_path / "posts", ("The quay is closed until Friday.", "Eleven goats were counted on the island.")
    folder.mkdir()
    for name, text in zip("ab", texts, strict=True):
        (folder / f"{name}.md").write_text(f"---\ntitle: Notes\n---\n\n{text}\n", encoding="utf-8")
    scrapy("crawl", "feeds", "-a", f"source={folder}", "-O", tmp_path / "all.jsonl")
    assert [each["text"] for each in articles(tmp_path / "all.jsonl")] == list(texts)
    assert "0 new, 0 revised, 2 unchanged" in scrapy("crawl", "feeds", "-a", f"source={folder}").stderr
