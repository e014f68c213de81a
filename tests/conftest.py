"""What tests of several subjects need."""

import pytest
from stage import stage_at


@pytest.fixture
def stage():
    """A server on loopback that plays what the test tells it to."""
    with stage_at() as opened:
        yield opened
