"""Readers of tables read JSON Lines of mixed feeds as docs/formats.md says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from newsfeed.dedup.policy import clean
from newsfeed.exporters.serialize import to_json
from newsfeed.items import (
    Article,
    Enclosure,
    Origin,
    OtherTelling,
    Paragraph,
    Person,
    Quote,
    Removed,
    Source,
)

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow

SENTENCE = "The council met on Tuesday evening and decided to keep the old bridge open. "
BARE = 12_500_000  # bytes of articles with nothing optional
ALL = 21_000_000


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """Return a file of JSON Lines, the number of its articles, and of those with every field."""
    bare = Article(id="0" * 32, fetched="2026-01-01T00:00:00+00:00", feed=Source("a.xml", None))
    bare.paragraphs = [Paragraph(SENTENCE * 40)]
    paragraph = Paragraph(SENTENCE * 20, "list", "0" * 16, 0.5, reuse=[Origin("1" * 32, 0, 0.5, 3, [(0, 9)])])
    paragraph.html, paragraph.level, paragraph.ordered, paragraph.start = f"<b>{SENTENCE}</b>", 1, True, 4
    full = Article(id="1" * 32, fetched=bare.fetched, feed=Source("b.xml", "B"), paragraphs=[paragraph])
    full.url, full.guid, full.title, full.image, full.site = (
        "https://b.example/1",
        "g",
        "T",
        "https://b.example/i.png",
        "b",
    )
    full.people, full.enclosures = [Person("Ann", None, "https://b.example/")], [Enclosure("https://b.example/a.mp3")]
    full.removed, full.quotes, full.also = (
        [Removed("x", "y")],
        [Quote("words", "Ann", "0" * 16)],
        [OtherTelling("2" * 32, "c", "C", "T", "https://c.example/1", None)],
    )
    few, many = (to_json(clean(each)) + b"\n" for each in (bare, full))
    first, rest = BARE // len(few) + 1, (ALL - BARE) // len(many) + 1
    path = tmp_path_factory.mktemp("tables") / "news.jsonl"
    path.write_bytes(few * first + many * rest)
    return path, first + rest, rest


@pytest.mark.parametrize(
    ("reader", "module"),
    [
        ("Arrow", "pyarrow"),
        ("datasets (Hugging Face)", "datasets"),
        ("polars", "polars"),
        ("pandas", "pandas"),
        ("DuckDB", "duckdb"),
    ],
)
def test_readers_of_tables_read_it_as_the_page_says(
    lines: tuple[Path, int, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: str, module: str
) -> None:
    pytest.importorskip(module)
    pytest.importorskip("pyarrow")
    path, articles, full = lines
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    [block] = re.findall(rf"```python\n# {re.escape(reader)}\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - the page is ours
    images = list(names["table"]["image"])
    assert len(images) == articles
    assert sum(str(each) == "https://b.example/i.png" for each in images) == full


def test_the_page_has_the_types_of_all_fields_that_are_no_strings() -> None:
    pytest.importorskip("pyarrow")
    from newsfeed.exporters.parquet import schema

    stated = dict(re.findall(r"^\| `(\w+)` \| `([a-z].*)` \|$", PAGE, re.MULTILINE))
    assert stated == {each.name: str(each.type) for each in schema() if str(each.type) != "string"}


def test_all_read_the_table_of_the_parquet_export(lines: tuple[Path, int, int], tmp_path: Path) -> None:
    json, parquet = pytest.importorskip("pyarrow.json"), pytest.importorskip("pyarrow.parquet")
    from newsfeed.exporters.parquet import schema

    path, articles, _ = lines
    table = json.read_json(path, parse_options=json.ParseOptions(explicit_schema=schema()))
    parquet.write_table(table, tmp_path / "news.parquet")
    assert pytest.importorskip("polars").read_parquet(tmp_path / "news.parquet").height == articles
    assert len(pytest.importorskip("pandas").read_parquet(tmp_path / "news.parquet")) == articles
