"""The views: names and columns are a contract with other programs."""

import re
import sqlite3
from pathlib import Path

import pytest

from newsfeed.store.engine import open_engine
from newsfeed.store.views import VIEWS

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
COLUMNS = {
    "article_view": "id url title site language moment published updated fetched feed feed_title license revision "
    "novelty paragraphs kept duplicates boilerplate duplicate_of story",
    "reused": "id position site moment kind status text share distance spans from_id from_position from_site "
    "from_moment from_text",
    "quoted": "id position site moment text speaker first_id first_position first_site first_moment",
    "outlets": "site articles copies first last novelty paragraphs kept duplicates boilerplate",
}  # fmt: skip


def columns(file, view):
    with sqlite3.connect(file) as connection:
        return [name for name, *_ in connection.execute(f"SELECT * FROM {view}").description]  # noqa: S608 - ours


def rows(connection):
    """Return the number of rows of each view."""
    return {view: connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in VIEWS}  # noqa: S608


@pytest.fixture
def new(tmp_path):
    open_engine(f"sqlite:///{tmp_path}/new.db").dispose()
    return tmp_path / "new.db"


@pytest.mark.parametrize("view", COLUMNS)
def test_each_view_has_its_columns_and_the_page_lists_them(view, new):
    names = COLUMNS[view].split()
    assert columns(new, view) == names
    table = PAGE.partition(f"\n| `{view}` |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(names)


def test_there_are_no_others(new):
    with sqlite3.connect(new) as connection:
        assert {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")} == {
            *VIEWS
        }
    assert VIEWS.keys() == COLUMNS.keys()


@pytest.mark.parametrize("version", [1, 16, 18])
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
