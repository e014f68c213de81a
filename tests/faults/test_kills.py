"""Commands that are killed at random moments: nothing is lost, nothing is doubled, every file is whole."""

import json
import random
import shutil

import pytest
from faults.commands import begin, is_sound, run, seconds_of, wait_until
from faults.conftest import ARTICLES, articles

KILLS = [pytest.param(12, id="some"), pytest.param(60, id="many", marks=pytest.mark.nightly)]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kills")]


def kill_often(store, count, used, *arguments):
    """Kill a command again and again, each time when it has used a random share of the time that it needs."""
    chance = random.Random(20240104)  # noqa: S311 - the same points each time
    for _ in range(count):
        process, moment = begin(store, *arguments), chance.random() * used
        wait_until(lambda: seconds_of(process) >= moment)  # noqa: B023 - it is called here
        process.kill()
        process.join()
        if store.exists():
            assert is_sound(store)


def time_of(store, *arguments):
    """Return about how much processor time a command takes."""
    process, most = begin(store, *arguments), [0.0]

    def has_ended():
        used = seconds_of(process)
        most[0] = max(most[0], used if used != float("inf") else 0.0)
        return used == float("inf")

    wait_until(has_ended)
    process.join()
    assert process.exitcode == 0
    return most[0]


@pytest.mark.parametrize("kills", KILLS)
def test_a_crawl(kills, archive, undisturbed, tmp_path):
    store, out = tmp_path / "newsfeed.db", tmp_path / "out.jsonl"
    out.write_text("old\n")
    crawl = ("crawl", "feeds", "-a", f"source={archive}", "-O", out)
    used = time_of(tmp_path / "first.db", "crawl", "feeds", "-a", f"source={archive}", "-O", tmp_path / "first.jsonl")
    kill_often(store, kills, used, *crawl)
    assert out.read_text() == "old\n" or articles(out) == undisturbed[1]
    code, said = run(store, *crawl)
    assert code == 0, said
    assert articles(out) == undisturbed[1]
    assert is_sound(store)


@pytest.mark.parametrize("kills", KILLS)
def test_judging_again(kills, undisturbed, tmp_path):
    store, longest = tmp_path / "newsfeed.db", ("-s", "NEWSFEED_ORIGIN=longest")
    shutil.copy(undisturbed[0], store)
    shutil.copy(undisturbed[0], tmp_path / "first.db")
    used = time_of(tmp_path / "first.db", "dedup", *longest)
    kill_often(store, kills, used, "dedup", *longest)
    code, said = run(store, "dedup", *longest)
    assert code == 0, said
    found = []
    for path in (store, tmp_path / "first.db"):
        assert run(path, "export", path.with_suffix(".jsonl"))[0] == 0
        found.append(articles(path.with_suffix(".jsonl")))
    assert found[0] == found[1]
    assert len(found[0]) >= ARTICLES * 0.9


@pytest.mark.parametrize("kills", KILLS)
@pytest.mark.parametrize("name", ["out.jsonl", "out.atom", "out.json"])
def test_an_export(name, kills, undisturbed, tmp_path):
    store, out = tmp_path / "newsfeed.db", tmp_path / name
    shutil.copy(undisturbed[0], store)
    used = time_of(store, "export", out)
    whole = out.read_bytes()
    out.write_text("old\n")
    kill_often(store, kills // 3, used, "export", out)
    assert out.read_bytes() in (b"old\n", whole)
    assert run(store, "export", out)[0] == 0
    assert out.read_bytes() == whole
    if name.endswith("json"):
        json.loads(whole)
