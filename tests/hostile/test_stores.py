"""What stands where the store should be: refused with one line, never waited for."""

import os

import pytest

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
