"""Whether a store is still as it was, on SQLite and PostgreSQL."""

from __future__ import annotations

from newsfeed.store import metadata
from newsfeed.store.engine import open_engine
from newsfeed.store.repository import Store
from newsfeed.store.state import ContentState, state
from newsfeed.web.reader import Reader


def states_around_a_change(url: str) -> list[ContentState | None]:
    """Return the states before a change, within a transaction begun before it, and after it."""
    writer = open_engine(url)
    reader = Reader(url)
    with reader.snapshot() as connection:
        found = [state(connection)]
        with writer.execution_options(write=True).begin() as writing:
            metadata.write(writing, "changed", "yes")
        found.append(state(connection))
    with reader.snapshot() as connection:
        found.append(state(connection))
    reader.close()
    writer.dispose()
    return found


def test_a_change_is_another_state_for_those_that_can_see_it(store_url: str) -> None:
    before, within, after = states_around_a_change(store_url)
    assert before == within
    assert after is not None
    assert before != after


def test_two_connections_do_not_share_their_versions(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    Store(url).close()
    reader = Reader(url)
    with reader.snapshot() as one, reader.snapshot() as other:
        assert state(one) == state(one)
        assert state(one) != state(other)
    reader.close()
