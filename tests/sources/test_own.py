"""Which files of a source are our own."""

import sqlite3

import pytest

from newsfeed.sources.own import OwnFiles


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "feed.xml").write_text("<rss/>")
    (tmp_path / "out.atom").write_text("<feed/>")
    return tmp_path


def test_what_the_run_writes_is_ours_by_path_and_by_inode(folder):
    (folder / "linked.atom").hardlink_to(folder / "out.atom")
    own = OwnFiles([folder / "out.atom", folder / "not-there-yet.rss"])
    (folder / "not-there-yet.rss").write_text("<rss/>")
    ours = {path.name for path in folder.iterdir() if path in own}
    assert ours == {"out.atom", "linked.atom", "not-there-yet.rss"}


def test_every_database_is_ours_with_what_lies_beside_it(folder):
    connection = sqlite3.connect(folder / "old.db")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE a (b)")
    own = OwnFiles([])
    assert {path.name for path in folder.iterdir() if path in own} == {"old.db", "old.db-wal", "old.db-shm"}
    connection.close()


def test_names_alone_make_nothing_ours(folder):
    (folder / "feed.db").write_text("<rss/>")
    (folder / "feed.xml-wal").write_text("<rss/>")
    own = OwnFiles([folder / "elsewhere" / "feed.xml"])
    assert not [path for path in folder.iterdir() if path in own]
