"""A kit of hostile files: a crawl reads what can be read, names the reason for the rest."""

import json
import sqlite3
from collections import Counter

import pytest
from hostile.files import FEW, files
from processes import run

KIT = 150
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Crawl the kit; return the files, the articles by file, the reasons by file, and all that was said."""
    folder = tmp_path_factory.mktemp("files")
    source, out = folder / "source", folder / "out.jsonl"
    source.mkdir()
    kit = list(files(FEW))
    for each in kit:
        (source / each.name).write_bytes(each.data)
    environment = {"NEWSFEED_STORE": f"sqlite:///{folder}/newsfeed.db"}
    done = run("crawl", "feeds", "-a", f"source={source}", "-O", out, environment=environment)
    articles = Counter(json.loads(line)["feed"]["url"].partition("/")[0] for line in out.read_text().splitlines())
    with sqlite3.connect(folder / "newsfeed.db") as store:
        said = "SELECT source, reason FROM failures UNION ALL SELECT source, reason FROM remarks"
        reasons = store.execute(said).fetchall()
    return kit, articles, reasons, done


def test_each_is_read_or_the_reason_is_named(crawled):
    kit, articles, reasons, done = crawled
    assert len(kit) >= KIT
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    counts = {each.name: articles[each.name] for each in kit if isinstance(each.expected, int)}
    assert counts == {each.name: each.expected for each in kit if isinstance(each.expected, int)}
    named = [each for each in kit if isinstance(each.expected, str)]
    assert [each.name for each in named if articles[each.name]] == []
    wrong = [
        (each.name, each.expected, [reason for name, reason in reasons if name == each.name])
        for each in named
        if not any(name == each.name and each.expected in reason for name, reason in reasons)
    ]
    assert wrong == []
