"""The benchmarks of reading: what they count, and that they run without the real data."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ITEMS = [{"id": "1", "content_text": "Ñandú {[,]}"}, {"id": "2", "tags": ["items"]}]
FEEDS = {
    "rss": "<rss><channel>{}</channel></rss>".format("<item><title>a</title></item>" * 3),
    "rss with sections": "<rss><item><![CDATA[</item><item>]]></item><!-- <item> --><item>b</item></rss>",
    "atom": "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry>ä</a:entry> <a:entry></a:entry></a:feed>",
    "json": json.dumps({"items": ITEMS}, ensure_ascii=False),
}


@pytest.fixture(scope="module", autouse=True)
def benchmarks() -> Iterator[None]:
    """Make the benchmarks importable, as they are to a command beside them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(ROOT / "benchmarks")
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a feed, which the benchmarks measure with our reader alone."""
    shutil.copy(ROOT / "fixtures" / "agency-harbour-post.xml", tmp_path)
    (tmp_path / "three.xml").write_text(FEEDS["rss"])
    monkeypatch.setattr(importlib.import_module("readers"), "installed", lambda: ["newsfeed"])
    return tmp_path


@pytest.mark.parametrize(("name", "entries"), [("rss", 3), ("rss with sections", 2), ("atom", 2), ("json", 2)])
def test_places_are_those_of_the_entries(name: str, entries: int) -> None:
    damage = importlib.import_module("damage")
    data = FEEDS[name].encode()
    found = [data[start:end] for start, end in damage.places(data)]
    assert len(found) == entries
    if name == "json":
        assert [json.loads(each) for each in found] == ITEMS
    else:
        assert all(each.startswith(b"<") and each.endswith((b"item>", b"entry>")) for each in found)


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("hits", [1, 3])
def test_what_is_not_hit_stands_in_the_damaged_document(name: str, hits: int) -> None:
    damage = importlib.import_module("damage")
    data = FEEDS[name].encode()
    places = damage.places(data)
    chance = Random(hits)  # noqa: S311
    cases = [damage.damaged(data, hits, chance) for _ in range(200)]
    assert all(data[slice(*places[i])] in case.data for case in cases for i in case.untouched)
    assert min(len(case.untouched) for case in cases) < len(places)


def test_the_damage_benchmark_runs(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    damage = importlib.import_module("damage")
    monkeypatch.setattr(sys, "argv", ["damage.py", str(folder), "2"])
    assert damage.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("newsfeed ")
    assert lines[2].startswith("1 hit: ")
    monkeypatch.setattr(sys, "argv", ["damage.py", str(folder / "nowhere")])
    assert damage.main() == 2


@pytest.mark.slow
def test_the_speed_benchmark_runs(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speed = importlib.import_module("parse")
    (folder / "broken.xml").write_text(FEEDS["rss"].replace("a<", "<b>a<", 1))
    monkeypatch.setattr(sys, "argv", ["parse.py", str(folder)])
    assert speed.main() == 0
    printed = capsys.readouterr().out
    assert "newsfeed" in printed
    assert "as it is                                                 2   66.7%" in printed
    assert "entry by entry                                           1   33.3%" in printed
    monkeypatch.setattr(sys, "argv", ["parse.py", str(folder / "nowhere")])
    assert speed.main() == 2


def test_what_a_reader_raises_on_has_no_entries() -> None:
    readers = importlib.import_module("readers")
    for name in readers.installed():
        assert readers.reader(name)(b"\0<rss><") == [], name
