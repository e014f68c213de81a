"""A second crawl of unchanged files skips them, and writes and says what it would if it had read them."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"
REPAIRED = """<rss version="2.0"><channel><title>Ferries</title><item><guid>https://a.example/1</guid>
<title>Ferry & quay</title><pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate><description>A ferry sails.</description>
</item></channel></rss>"""


def crawl(scrapy, source, output):
    """Crawl a source; return the articles as written, and what was said, without figures of this run alone."""
    said = scrapy("crawl", "feeds", "-a", f"source={source}", "-O", output).stderr
    said = re.sub(r"^(seconds|articles|store|written) .*$", "", said, flags=re.MULTILINE)
    return output.read_bytes(), said


def test_a_second_crawl_writes_and_says_the_same(scrapy, tmp_path):
    source = tmp_path / "source"
    shutil.copytree(FIXTURES, source)
    (source / "repaired.xml").write_text(REPAIRED)
    first, second = (crawl(scrapy, source, tmp_path / f"{run}.jsonl") for run in range(2))
    assert second == first
    with closing(sqlite3.connect(tmp_path / "newsfeed.db")) as connection, connection:
        assert connection.execute("UPDATE documents SET problems = 'as it was' WHERE problems != ''").rowcount
    written, said = crawl(scrapy, source, tmp_path / "third.jsonl")
    assert written == first[0]
    assert "repaired.xml: as it was" in said


def test_only_changed_and_new_files_are_read(scrapy, tmp_path, articles):
    source = tmp_path / "source"
    source.mkdir()
    for number in range(3):
        text = f"<p>Ferry number {number} sails on Friday, and nobody knows why.</p>"
        (source / f"2024-01-0{number + 1}-ferry.md").write_text(
            f"---\ntitle: Ferry {number}\ndate: 2024-01-0{number + 1}\n---\n{text}\n"
        )
    crawl(scrapy, source, tmp_path / "first.jsonl")
    changed = source / "2024-01-02-ferry.md"
    changed.write_text(changed.read_text().replace("Friday", "Sunday"))
    (source / "2024-01-04-ferry.md").write_text("---\ntitle: Ferry 4\n---\n<p>A ferry that is new.</p>\n")
    done = scrapy("crawl", "feeds", "-a", f"source={source}", "-O", tmp_path / "second.jsonl")
    assert re.search(r"1 new, 1 revised, 2 unchanged", done.stderr)
    found = articles(tmp_path / "second.jsonl")
    assert [article["title"] for article in found] == ["Ferry 0", "Ferry 1", "Ferry 2", "Ferry 4"]
    assert "Sunday" in found[1]["text"]
