"""SIGINT and SIGTERM in every other command: it ends at once, says so on one line, and leaves its outputs whole."""

import shutil
import signal
import sqlite3

import processes
import pytest
from faults.commands import is_sound

BOTH = (signal.SIGINT, signal.SIGTERM)
# The event at which the signal comes, and the words of the command; "{}" is the folder with the store.
OPENING, REPLACING = ("sqlite3.connect", "newsfeed.db"), ("os.rename", "out.")
CASES = [
    (OPENING, "export {}/out.jsonl"),
    (REPLACING, "export {}/out.jsonl"),
    (REPLACING, "export --format atom {}/out.xml --card {}/out.md --pairs {}/out.pairs"),
    (("open", "-report"), "export --format markdown {}/out"),
    (OPENING, "report {}/out.html"),
    (REPLACING, "report {}/out.html --md"),
    (OPENING, "search ferry"),
    (OPENING, "index"),
    (OPENING, "explain https://news.example.org/7"),
    (OPENING, "store info"),
    (("sqlite3.connect", "out.db"), "store copy sqlite:///{}/newsfeed.db sqlite:///{}/out.db"),
    (OPENING, "prune --older-than 1d"),
    (OPENING, "dedup -s NEWSFEED_ORIGIN=longest"),
    (OPENING, "feeds list"),
    (OPENING, "feeds import {}/in.opml"),
    (REPLACING, "feeds export {}/out.opml"),
    (OPENING, "feeds add http://127.0.0.1:9/feed"),
    (OPENING, "watch --once"),
    (OPENING, "serve --port 0"),
    (OPENING, "crawl feeds -a source={}/in -O {}/out.jsonl"),
]
WRITING = ["crawl feeds -a source={}/in", "dedup -s NEWSFEED_ORIGIN=longest", "feeds pause http://127.0.0.1:9/feed"]


@pytest.fixture
def folder(undisturbed, tmp_path):
    """A folder with a store and what the commands read."""
    shutil.copy(undisturbed[0], tmp_path / "newsfeed.db")
    opml = '<opml version="2.0"><body><outline xmlUrl="http://127.0.0.1:9/feed"/></body></opml>'
    (tmp_path / "in.opml").write_text(opml)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.txt").write_text("<!--1704404701000-->\n[New](https://news.example.org/new)\n---\n\nIce.")
    for name in ("out.jsonl", "out.xml", "out.md", "out.pairs", "out.html", "out.opml"):
        (tmp_path / name).write_text("old\n")
    return tmp_path


def run(folder, command, signal_at=None):
    environment = {"NEWSFEED_STORE": f"sqlite:///{folder}/newsfeed.db", "NEWSFEED_ALLOW_PRIVATE": "127.0.0.1"}
    return processes.run(*command.format(*[folder] * 9).split(), environment=environment, signal_at=signal_at)


@pytest.mark.parametrize(("number", "event", "command"), [(BOTH[n % 2], *case) for n, case in enumerate(CASES)])
def test_it_ends_with_a_line_and_leaves_whole_files(number, event, command, folder):
    done = run(folder, command, processes.SignalAt(number, *event))
    assert done.returncode == 128 + number
    assert done.stderr.splitlines()[-1] == f"scrapy {command.split()[0]}: interrupted"
    assert "Traceback" not in done.stderr
    assert not [path.name for path in folder.rglob("*.part")]
    assert is_sound(folder / "newsfeed.db")
    for path in folder.glob("out.*"):
        content = path.read_text(encoding="utf-8", errors="replace")
        assert content == "old\n" or len(content) > 1000 or path.suffix in {".db", ".opml", ".md", ".pairs"}


@pytest.mark.parametrize("command", WRITING)
def test_it_ends_while_it_waits_for_another_writer(command, folder):
    run(folder, "feeds import {}/in.opml")
    with sqlite3.connect(folder / "newsfeed.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        done = run(folder, command, processes.SignalAt(signal.SIGTERM, *OPENING, after=0.3))
    assert done.returncode == 128 + signal.SIGTERM
    assert done.stderr.splitlines()[-1].endswith(": interrupted")
