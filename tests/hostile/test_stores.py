"""What stands where the store should be: refused with one line, never waited for."""

import os
import sqlite3
from contextlib import closing

import pytest
from databases import drop_store, fresh_store
from sqlalchemy import create_engine, inspect, make_url

from newsfeed.store.copying import copy
from newsfeed.store.engine import StoreError, open_engine, open_reader

KINDS = {
    "text": lambda path: path.write_bytes(b"hello" * 1000),
    "a directory": lambda path: path.mkdir(),
    "a FIFO": os.mkfifo,
    "the start of a database": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(84)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("opened", [open_engine, open_reader])
def test_what_is_no_store_is_refused(tmp_path, opened, kind):
    KINDS[kind](tmp_path / "news.db")
    with pytest.raises(StoreError, match=r"cannot be opened as a store|not a regular file|holds no store"):
        opened(f"sqlite:///{tmp_path / 'news.db'}")


@pytest.mark.parametrize("opened", [open_engine, open_reader])
def test_a_name_with_a_nul_is_none(opened):
    with pytest.raises(StoreError, match="not a database URL"):
        opened("sqlite:///news%00.db")


@pytest.mark.parametrize("opened", [open_engine, open_reader])
def test_a_database_of_another_program_is_refused_and_stays_as_it_is(tmp_path, opened):
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE meta (key TEXT, value TEXT); CREATE TABLE urls (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="holds tables of another program; name another database"):
        opened(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["history.db"]


def test_no_store_is_copied_into_a_database_of_another_program(tmp_path):
    open_engine(f"sqlite:///{tmp_path}/news.db").dispose()
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE urls (url TEXT)")
    with pytest.raises(StoreError, match="of another program"):
        list(copy(f"sqlite:///{tmp_path}/news.db", f"sqlite:///{tmp_path}/other.db"))


def test_a_schema_of_another_program_on_postgresql_is_refused():
    url = fresh_store()
    try:
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE urls (url TEXT)")
        for opened in (open_engine, open_reader):
            with pytest.raises(StoreError, match="of another program"):
                opened(url)
        with engine.begin() as connection:
            assert inspect(connection).get_table_names() == ["urls"]
        engine.dispose()
    finally:
        drop_store(url)


def test_an_empty_file_becomes_a_store(tmp_path):
    (tmp_path / "news.db").touch()
    open_engine(f"sqlite:///{tmp_path}/news.db").dispose()
    open_reader(f"sqlite:///{tmp_path}/news.db").dispose()
