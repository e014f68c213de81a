"""Commands that are given news, run for real."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from newsfeed.exporters import hook
from newsfeed.exporters.hook import Hook, HookError
from newsfeed.items import Article

ARTICLES = [Article(id="a", title="Ferry"), Article(id="b", title="缆车 & <barge>\n")]


def test_each_article_is_a_line(tmp_path):
    out = tmp_path / "out.jsonl"
    asyncio.run(Hook(f"cat > '{out}'").run(ARTICLES))
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["Ferry", "缆车 & <barge>\n"]


def test_a_command_may_have_enough(tmp_path):
    many = [Article(id=str(number), title="x" * 10_000) for number in range(100)]
    asyncio.run(Hook("head -c 10 > /dev/null").run(many))
    asyncio.run(Hook("true").run(many))


def test_failure_is_told_without_the_command():
    with pytest.raises(HookError, match=r"^the hook ended with exit code 3$"):
        asyncio.run(Hook("TOKEN=secret; exit 3").run(ARTICLES))


def test_it_may_not_take_for_ever(monkeypatch):
    monkeypatch.setattr(hook, "TIMEOUT", 0.05)
    with pytest.raises(HookError, match="more than"):
        asyncio.run(Hook("exec sleep 60").run(ARTICLES))


def test_it_may_not_take_for_ever_to_read(monkeypatch):
    monkeypatch.setattr(hook, "TIMEOUT", 0.2)
    many = [Article(id=str(number), title="x" * 10_000) for number in range(400)]
    with pytest.raises(HookError, match="more than"):
        asyncio.run(Hook("exec sleep 60").run(many))


def test_what_ignores_a_polite_request_is_killed_with_its_children(monkeypatch, tmp_path):
    monkeypatch.setattr(hook, "TIMEOUT", 1.0)
    monkeypatch.setattr(hook, "_GRACE", 0.2)
    number = tmp_path / "number"
    deaf = f"trap '' TERM; sh -c 'echo $$ > {number}; while :; do sleep 1; done'; exit 0"
    with pytest.raises(HookError, match="more than"):
        asyncio.run(Hook(deaf).run(ARTICLES))
    process = Path(f"/proc/{number.read_text().strip()}/cwd")
    deadline = time.monotonic() + 30  # only against hanging
    while process.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not process.exists()


def test_it_can_be_ended_with_all_that_it_has_started(tmp_path):
    number = tmp_path / "number"

    async def end():
        running = Hook(f"sleep 60 & echo $! > '{number}'; wait")
        giving = asyncio.create_task(running.run(ARTICLES))
        while not (number.exists() and number.read_text()):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # so that whoever started it knows, too
        running.stop()
        with pytest.raises(HookError, match="exit code"):
            await giving

    asyncio.run(end())
    process = Path(f"/proc/{number.read_text().strip()}/cwd")
    deadline = time.monotonic() + 30  # only against hanging
    while process.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not process.exists()  # a zombie at most


def test_stopped_it_ends_soon_whatever_it_ignores(monkeypatch):
    monkeypatch.setattr(hook, "_GRACE", 0.1)

    async def stopped():
        deaf = Hook("trap '' TERM; echo; while :; do sleep 1; done")
        running = asyncio.ensure_future(deaf.run(ARTICLES))
        while deaf._process is None:  # noqa: ASYNC110 - it says nothing when it begins
            await asyncio.sleep(0)
        deaf.stop()
        await running

    with pytest.raises(HookError, match="exit code"):
        asyncio.run(stopped())
