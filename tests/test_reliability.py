"""The table of promises, held to the tests that it names."""

from __future__ import annotations

import re
from pathlib import Path

from hostile.careless_servers import careless
from hostile.servers import behaviours

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| .*\| \[[^\]]*\]\(\.\./(tests/[\w/]+\.py)\)(?: `(\w+)`)? \|$", re.MULTILINE)


def test_every_promise_names_a_test_that_is_there() -> None:
    rows = ROW.findall(PAGE)
    assert len(rows) == len(re.findall(r"^\| (?!promise|-)", PAGE, re.MULTILINE)) >= 25
    for path, name in rows:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8") if name else (ROOT / path).exists()


def test_the_score_counts_the_whole_kit() -> None:
    size = str(len(behaviours()) + len(careless()))
    assert re.findall(r"(\d+) of (\d+)", PAGE) == [(size, size)] * 2
