"""What tests of several subjects need."""

import pytest
from hypothesis import settings
from stage import stage_at

# A busy machine is no failure: what must be fast is measured in processor time.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items):
    """Begin with the slow tests: where several processes share the tests, none is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture
def stage():
    """A server on loopback that plays what the test tells it to."""
    with stage_at() as opened:
        yield opened
