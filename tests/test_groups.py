"""Tests of one group run in one process, so that what they share is made once."""

import pytest


@pytest.mark.xdist_group("seen")
def test_groups_are_seen(request):
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("the tests are not distributed by groups")
    # pytest-xdist schedules by this ending; where it cannot set it, it says nothing.
    assert request.node.nodeid.endswith("@seen"), "the versions of pytest and pytest-xdist do not fit together"
