"""How a document was read is counted, and what was repaired or given up stands in the summary."""

import json
import sqlite3

ITEM = "<item><title>{0}</title><link>https://h.example/{0}</link><description>{1}</description></item>"
WORDS = "The harbour council will sell the old customs house, whose roof has leaked since the storm of {}."


def feed(*descriptions):
    items = "".join(ITEM.format(place, text) for place, text in enumerate(descriptions))
    return f"<rss version='2.0'><channel><title>H</title>{items}</channel></rss>"


def test_each_step_is_counted(scrapy, tmp_path):
    folder = tmp_path / "feeds"
    folder.mkdir()
    whole, other = WORDS.format(1987), WORDS.format(1991)
    documents = {
        "1-whole.xml": feed(whole),
        "2-ampersand.xml": feed("Fish & chips"),
        "3-cut.xml": feed(whole, other).rpartition("</title>")[0],
        "4-broken.xml": feed(whole, f"<b>{other}", whole),
        "5-deep.xml": feed(whole, "<b>" * 300 + other, whole),
        "6.json": '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    }
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = scrapy("crawl", "feeds", "-a", f"source={folder}", "-O", tmp_path / "out.jsonl")
    for remark in (
        "2-ampersand.xml: not well-formed XML: read after repair (ampersands escaped: 1)",
        "3-cut.xml: entry 2 is not well-formed: read by feedparser",
        "4-broken.xml: entry 2 is not well-formed: read after repair (end tags added: 1)",
        "5-deep.xml: entry 2 is not well-formed: read by feedparser",
        "mended              4  broken documents, 1 repaired, 1 read entry by entry, 2 by feedparser",
    ):
        assert remark in done.stderr
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        (counts,) = connection.execute("SELECT counts FROM runs").fetchone()
    steps = {name: count for name, count in json.loads(counts).items() if name.startswith("documents/")}
    assert steps == {
        "documents/strict": 2,
        "documents/repaired": 1,
        "documents/entries": 1,
        "documents/lenient": 2,
    }
