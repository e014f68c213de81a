"""Two machines over one PostgreSQL: the transcript in docs/operations.md."""

import re
from pathlib import Path

import machines
import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_machines_share_the_feeds_and_give_the_same_articles(tmp_path):
    lines = machines.transcript(tmp_path)
    polls = [int(line.split()[1]) for line in lines if line.startswith("    polls ")]
    assert sum(polls) == machines.FEEDS
    assert min(polls) > 0
    [first, second] = [line for line in lines if line.startswith("    sha256 ")]
    assert first == second
    # The rest is what the page shows; who polled how many of the feeds, and digests, differ from run to run.
    [block] = re.findall(r"^```\n(one\$ .*?)```$", PAGE, re.MULTILINE | re.DOTALL)

    def stable(shown):
        return [line for line in shown if not line.startswith(("    polls ", "    sha256 ", "    database "))]

    assert stable(lines) == stable(block.splitlines())
