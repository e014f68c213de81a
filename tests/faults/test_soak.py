"""A watch that polls and polls needs no more memory and no more open files than after its first days."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
POLLS = [pytest.param(600, id="some"), pytest.param(20_000, id="many", marks=pytest.mark.nightly)]
MORE_MEGABYTES, MORE_FILES = 25, 3
SETTLED = 5  # of twenty parts; by then all feeds were read and judged


@pytest.mark.parametrize("polls", POLLS)
def test_memory_and_open_files_stay_flat(polls):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, Path(__file__).with_name("soak.py"), str(polls)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=7200)
    samples = [json.loads(line) for line in done.stdout.splitlines()]
    assert samples[-1]["polls"] >= polls * 0.95
    assert samples[-1]["articles"] > samples[SETTLED]["articles"]
    assert samples[-1]["megabytes"] <= samples[SETTLED]["megabytes"] + MORE_MEGABYTES
    assert samples[-1]["files"] <= samples[SETTLED]["files"] + MORE_FILES
