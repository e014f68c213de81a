"""The views: names and columns are a contract with other programs."""

import re
import sqlite3
from pathlib import Path

import pytest
from databases import statements
from sqlalchemy import inspect

from newsfeed.store.engine import open_engine
from newsfeed.store.views import VIEWS

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
COLUMNS = {
    "article_view": "id url title site language moment published updated fetched feed feed_title agency license "
    "revision novelty paragraphs kept duplicates boilerplate duplicate_of story pruned",
    "reused": "id position site moment kind status text share distance spans agency from_id from_position from_site "
    "from_moment from_text from_agency",
    "quoted": "id position site moment text speaker first_id first_position first_site first_moment",
    "outlets": "site articles copies agency_copy first last novelty paragraphs kept duplicates boilerplate",
}  # fmt: skip


def rows(connection):
    """Return the number of rows of each view."""
    return {view: connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in VIEWS}  # noqa: S608


@pytest.mark.parametrize("view", COLUMNS)
def test_each_view_has_its_columns_and_the_page_lists_them(view, store_url):
    open_engine(store_url).dispose()
    names = COLUMNS[view].split()
    with statements(store_url) as connection:
        assert [*connection.exec_driver_sql(f"SELECT * FROM {view}").keys()] == names  # noqa: S608 - ours
    table = PAGE.partition(f"\n| `{view}` |")[2].partition("\n\n")[0]
    listed = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(listed))) == sorted(names)


def test_there_are_no_others(store_url):
    engine = open_engine(store_url)
    assert {*inspect(engine).get_view_names()} == VIEWS.keys() == COLUMNS.keys()
    engine.dispose()


@pytest.mark.parametrize("version", [1, 16, 18, 19, 21])
def test_an_old_store_gets_them_and_they_can_be_read(version, tmp_path):
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        dump = (Path(__file__).parent / "schemas" / f"{version}.sql").read_text(encoding="utf-8")
        connection.executescript(dump)
    open_engine(f"sqlite:///{file}", any_algorithm=True).dispose()
    with sqlite3.connect(file) as connection:
        counts = rows(connection)
    assert counts["article_view"] == 4
    assert counts["outlets"] == 1


def test_a_dropped_article_is_in_none(tmp_path):
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((Path(__file__).parent / "schemas" / "18.sql").read_text(encoding="utf-8"))
    open_engine(f"sqlite:///{file}", any_algorithm=True).dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE articles SET dropped = '--drop tides'")
        assert set(rows(connection).values()) == {0}


def test_reuse_that_means_nothing_to_a_reader_is_in_none(tmp_path):
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((Path(__file__).parent / "schemas" / "21.sql").read_text(encoding="utf-8"))
    open_engine(f"sqlite:///{file}").dispose()
    with sqlite3.connect(file) as connection:
        columns = "article, position, ordinal, from_article, from_position, share, distance, spans"
        connection.execute(f"INSERT INTO reuse ({columns}) VALUES (2, 0, 9, 1, 0, 0.5, 0, '[[0, 9]]')")  # noqa: S608 - ours
        assert rows(connection)["reused"] == 1
        connection.execute("UPDATE reuse SET share = 0, spans = '[]'")
        assert not rows(connection)["reused"]
