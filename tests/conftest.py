"""Settings and fixtures of all tests."""

import pytest
from databases import Stores
from hypothesis import settings
from stage import stage_at

# A busy machine is no failure: cost is measured in processor time (growth.py).
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark tests of growth as slow: together they take minutes; and run slow tests first.

    Of several processes, none is then left alone with a slow one at the end.
    """
    for item in items:
        if isinstance(item, pytest.Function) and "grows_with_length_alone" in item.function.__code__.co_names:
            item.add_marker("slow")
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_make_parametrize_id(val, argname):
    """Name bytes by their argument: packed ones hold the time, and all processes must collect the same names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def stage():
    """A server on loopback that plays the answers of the test."""
    with stage_at() as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request):
    """New stores, in SQLite and then in PostgreSQL."""
    with Stores(request.param) as opened:
        yield opened


@pytest.fixture
def store_url(stores):
    """The URL of a store that does not exist yet."""
    return stores.url()
