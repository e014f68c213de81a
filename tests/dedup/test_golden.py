"""Every verdict and constant belongs to a version: a change of either needs a new one."""

import json

import pytest
from golden import constants, golden, verdict

from newsfeed.dedup import VERSION

GOLDEN = golden()
HINT = (
    "verdicts changed: raise newsfeed.dedup.VERSION (once a release) and run python -m tests.golden; "
    "a constant that was only renamed or moved needs the second step only"
)


def test_the_golden_verdicts_are_of_this_version() -> None:
    assert GOLDEN["version"] == VERSION, HINT


@pytest.mark.parametrize("number", range(len(GOLDEN["pairs"])))
def test_a_verdict_is_as_it_was(number: int) -> None:
    pair = GOLDEN["pairs"][number]
    found = json.loads(json.dumps(verdict(pair["earlier"], pair["later"])))
    assert found == pair["verdict"], HINT


def test_the_constants_are_as_they_were() -> None:
    assert constants() == GOLDEN["constants"], HINT
