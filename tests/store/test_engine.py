"""Open stores whose database cannot be written for a while."""

import pytest

from newsfeed.store.engine import StoreUnavailableError
from newsfeed.store.repository import Store


def test_a_full_disk_is_named_as_that(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    with store._reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # that is, as many as it has: SQLite's full disk
    with pytest.raises(StoreUnavailableError, match=r"its disk is full; .* safe; make room"), store._writing() as own:
        own.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(4000000)")
    assert store.count() == (0, None)
    store.close()
