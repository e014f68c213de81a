"""A signal may interrupt any statement on SQLite: the same store is writable at once, and nothing of it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from databases import query
from sqlalchemy import event

from newsfeed.pipelines.interruption import Interrupted
from newsfeed.store.engine import StoreError
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2024-06-01T00:00:00+00:00"


def start_two_runs(store: Store) -> None:
    with store.alone():
        store.start_run("here", DAY)
        store.start_run("there", DAY)


@pytest.mark.parametrize("moment", ["before_cursor_execute", "after_cursor_execute"])
@pytest.mark.parametrize("at", range(2))
def test_an_interrupted_statement_leaves_no_lock(tmp_path: Path, moment: str, at: int) -> None:
    url, seen = f"sqlite:///{tmp_path}/newsfeed.db", []
    store = Store(url)

    def stop(*_: object) -> None:
        seen.append(moment)
        if len(seen) == at + 1:
            raise Interrupted

    event.listen(store._engine, moment, stop)
    with pytest.raises(Interrupted) as kept:  # whose traceback refers to the statement
        start_two_runs(store)
    store.start_run("again", DAY)
    store.close()
    assert kept.value is not None
    assert query(url, "SELECT source FROM runs") == [("again",)]


def test_a_transaction_that_was_begun_and_not_noted_is_rolled_back(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    store._connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
    assert store.start_run("here", DAY) == 1
    store.close()


def test_a_store_that_another_process_keeps_locked_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/newsfeed.db"
    store, other = Store(url), Store(url)
    monkeypatch.setattr("newsfeed.store.dialects.BUSY", 30)
    with other.alone(), pytest.raises(StoreError, match="another process has been writing"):
        store.start_run("here", DAY)
    assert store.start_run("here", DAY) == 1
    for each in (store, other):
        each.close()
