"""Readers of tables read JSON Lines of mixed feeds, given the schema where they guess it wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from pathlib import Path

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


def test_arrow_and_datasets_read_it_with_our_schema(lines: tuple[Path, int, int], tmp_path: Path) -> None:
    json = pytest.importorskip("pyarrow.json")
    from newsfeed.exporters.parquet import schema

    path, articles, full = lines
    table = json.read_json(path, parse_options=json.ParseOptions(explicit_schema=schema()))
    assert (table.num_rows, table["image"].null_count) == (articles, articles - full)
    datasets = pytest.importorskip("datasets")
    features = datasets.Features.from_arrow_schema(schema())
    read = datasets.load_dataset("json", data_files=str(path), features=features, cache_dir=str(tmp_path))["train"]
    assert (read.num_rows, read[articles - 1]["image"]) == (articles, "https://b.example/i.png")


def test_polars_reads_it_when_it_looks_at_all_of_it(lines: tuple[Path, int, int]) -> None:
    polars = pytest.importorskip("polars")
    path, articles, full = lines
    table = polars.read_ndjson(path, infer_schema_length=None)
    assert (table.height, table["image"].null_count()) == (articles, articles - full)


def test_pandas_and_duckdb_read_it_as_it_is(lines: tuple[Path, int, int]) -> None:
    path, articles, full = lines
    pandas = pytest.importorskip("pandas")
    table = pandas.read_json(path, lines=True)
    assert (len(table), table["image"].notna().sum()) == (articles, full)
    duckdb = pytest.importorskip("duckdb")
    read = duckdb.read_json(str(path), sample_size=-1)
    assert read.aggregate("count(*), count(image)").fetchall() == [(articles, full)]


def test_all_read_the_table_of_the_parquet_export(lines: tuple[Path, int, int], tmp_path: Path) -> None:
    json, parquet = pytest.importorskip("pyarrow.json"), pytest.importorskip("pyarrow.parquet")
    from newsfeed.exporters.parquet import schema

    path, articles, _ = lines
    table = json.read_json(path, parse_options=json.ParseOptions(explicit_schema=schema()))
    parquet.write_table(table, tmp_path / "news.parquet")
    assert pytest.importorskip("polars").read_parquet(tmp_path / "news.parquet").height == articles
    assert len(pytest.importorskip("pandas").read_parquet(tmp_path / "news.parquet")) == articles
