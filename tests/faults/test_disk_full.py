"""No room for a file: the command says so in a line, the store stays sound, and with room everything is completed.

A limit on the size of files fails each write beyond it, of the store, its log or the output.
"""

import shutil

import pytest
from faults.commands import is_sound, run
from faults.conftest import articles

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("disk")]
LIMITS = [0, 4_096, 40_000, 150_000, 300_000, 450_000]  # the store ends with about 800,000 bytes


@pytest.mark.parametrize("limit", LIMITS)
def test_a_crawl(limit, archive, undisturbed, tmp_path):
    store, out = tmp_path / "newsfeed.db", tmp_path / "out.jsonl"
    out.write_text("old\n")
    crawl = ("crawl", "feeds", "-a", f"source={archive}", "-O", out)
    code, said = run(store, *crawl, limit=limit)
    if limit:  # else there was no room for the words either
        assert code in {1, 2}, said
        assert "Traceback" not in said
        assert "disk" in said or "full" in said or "large" in said, said
    assert out.read_text() == "old\n"
    assert not store.exists() or is_sound(store)
    code, said = run(store, *crawl)
    assert code == 0, said
    assert articles(out) == undisturbed[1]


@pytest.mark.parametrize("limit", [1_000, 20_000])
def test_an_export(limit, undisturbed, tmp_path):
    store, out = tmp_path / "newsfeed.db", tmp_path / "out.jsonl"
    shutil.copy(undisturbed[0], store)
    out.write_text("old\n")
    code, said = run(store, "export", out, limit=limit)
    assert code in {1, 2}, said
    assert "Traceback" not in said
    assert out.read_text() == "old\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
