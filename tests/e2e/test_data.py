"""docs/data.md, run: every question asked of a store, of DuckDB's views on JSON Lines and Parquet, and in pandas."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUESTIONS = {
    heading: dict(BLOCK.findall(text))
    for heading, text in re.findall(r"^### ([^\n]+\?)$(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
PREPARATIONS = {
    (language, text.partition("\n")[0].lstrip("-# ")): text
    for language, text in BLOCK.findall(PAGE.partition("\n## Six questions\n")[0])
}
READERS = {
    "Hugging Face datasets": "datasets", "polars": "polars", "Arrow": "pyarrow", "pandas": "pandas", "DuckDB": "duckdb",
}  # fmt: skip

PIER = (
    "Engineers closed the eastern pier of Marlow Sound on Monday after divers found long cracks in four of its pillars."
)
COST = (
    "Repairs will take until autumn and cost about nine million crowns, the harbour office said in a short statement."
)
WORDS = (
    '"We would rather close a pier for a summer than lose one for ever," said Ines Calder, who runs the harbour office.'
)
BOATS = "Fishing boats move to the western basin for the season, where the ferries gave up two of their berths."
OWN = "Our reporter counted eleven lorries of timber on the quay, and nobody who knew where all of it was to go."
ISLE = "On the isle, two smokehouses have already asked whether the boats might bring their herring there this summer."
FEED = '<rss version="2.0"><channel><title>{name}</title><link>https://{site}/</link>{items}</channel></rss>'
ITEM = (
    "<item><title>{title}</title><link>https://{site}/{slug}</link><pubDate>{day} May 2024 {hour}:00:00 GMT</pubDate>"
    "<description><![CDATA[{text}]]></description></item>"
)
STORM = [
    "MARLOW, May 9 (Reuters) - Three trawlers rode out the storm behind the breakwater, and all are safe.",
    "The coast guard counted gusts of ninety knots at the outer light before its gauge was torn away after four.",
]
NEWS = {
    "marlow-mail.example": [
        ("Pier closed", "pier", "06", "08", [PIER, COST, WORDS, BOATS]),
        ("Timber on the quay", "timber", "08", "09", [OWN]),
    ],
    "sound-gazette.example": [("Cracks close eastern pier", "cracks", "06", "11", [PIER, COST, WORDS, BOATS]),
        ("Storm", "storm", "09", "07", STORM)],
    "isle-post.example": [("Where the boats go", "boats", "07", "07", [WORDS, ISLE, PIER]),
        ("Trawlers safe", "trawlers", "09", "09", STORM)],
}  # fmt: skip


@pytest.fixture(scope="module")
def exported(scrapy_on, tmp_path_factory):
    """Return a folder with a store of three outlets and its exports."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "feeds").mkdir()
    for site, items in NEWS.items():
        text = "".join(
            ITEM.format(
                site=site, title=title, slug=slug, day=day, hour=hour, text="".join(f"<p>{p}</p>" for p in body)
            )
            for title, slug, day, hour, body in items
        )
        (folder / "feeds" / f"{site}.xml").write_text(FEED.format(name=site, site=site, items=text))
    store = folder / "newsfeed.db"
    scrapy_on(store, "crawl", "feeds", "-a", f"source={folder / 'feeds'}")
    scrapy_on(store, "export", "--keep-duplicates", folder / "corpus.jsonl")
    return folder


@pytest.fixture(scope="module")
def from_store(exported):
    """Return the answers of the store."""
    with sqlite3.connect(f"file:{exported / 'newsfeed.db'}?mode=ro", uri=True) as store:
        return {question: store.execute(blocks["sql"]).fetchall() for question, blocks in QUESTIONS.items()}


def test_every_question_is_asked_in_sql_and_pandas():
    assert len(QUESTIONS) == 6
    assert {tuple(blocks) for blocks in QUESTIONS.values()} == {("sql", "python")}


def test_who_repeated_whom(from_store):
    assert from_store["Who repeated whom?"] == [
        ("marlow-mail.example", "sound-gazette.example", 1, 4),
        ("marlow-mail.example", "isle-post.example", 1, 2),
    ]


def test_how_much_is_agency_copy(from_store):
    assert from_store["How much is agency copy?"] == [
        ("isle-post.example", 2, 1, "Reuters", "Reuters"),
        ("sound-gazette.example", 2, 1, "Reuters", "Reuters"),
    ]


def test_what_travelled_farthest(from_store):
    [first, second, *others] = from_store["What travelled farthest?"]
    assert {first[2:], second[2:]} == {(WORDS, 2, 2), (PIER, 2, 2)}
    assert {each[2:] for each in others} == {(text, 1, 1) for text in (COST, BOATS, *STORM)}


def test_who_was_first(from_store):
    [pier, storm] = sorted(from_store["Who was first?"], key=lambda story: story[1])
    assert storm[:3] == ("sound-gazette.example", "2024-05-09T07:00:00+00:00", "Storm")
    assert pier[:3] == ("marlow-mail.example", "2024-05-06T08:00:00+00:00", "Pier closed")
    assert pier[4] == "2024-05-06T11:00:00+00:00"


def test_what_is_new(from_store):
    assert [row[2] for row in from_store["What is new?"]] == ["Storm", "Timber on the quay", "Pier closed"]


def test_whose_words(from_store):
    [quotation] = from_store["Whose words?"]
    assert (quotation[0], *quotation[2:]) == ("Ines Calder", 1, 3, 3, "2024-05-06T08:00:00+00:00")


@pytest.mark.parametrize("kind", ["JSON Lines", "Parquet"])
def test_duckdb_answers_as_the_store_does(kind, exported, from_store, scrapy_on, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    if kind == "Parquet":
        pytest.importorskip("pyarrow")
        scrapy_on(exported / "newsfeed.db", "export", "--keep-duplicates", exported / "corpus.parquet")
    monkeypatch.chdir(exported)
    connection = duckdb.connect()
    connection.execute(PREPARATIONS["sql", f"DuckDB: {kind}"])
    connection.execute(PREPARATIONS["sql", "DuckDB: views"])
    answers = {question: connection.execute(blocks["sql"]).fetchall() for question, blocks in QUESTIONS.items()}
    assert answers == from_store


def test_duckdb_answers_from_the_store_itself(exported, from_store, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    with suppress(ImportError, duckdb.Error):
        from duckdb_extensions import import_extension

        import_extension("sqlite")
    monkeypatch.chdir(exported)
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    try:
        connection.execute(PREPARATIONS["sql", "DuckDB: the store itself"])
    except duckdb.IOException:
        pytest.skip(f"DuckDB {duckdb.__version__} is here without its SQLite extension")
    assert {name: connection.execute(each["sql"]).fetchall() for name, each in QUESTIONS.items()} == from_store


@pytest.mark.slow
def test_datasette_and_sqlite_utils_answer_as_the_store_does(exported, from_store):
    for module in ("datasette", "sqlite_utils"):
        pytest.importorskip(module)
    for command in dict(BLOCK.findall(PAGE))["sh"].splitlines():
        name, *arguments = shlex.split(command)
        shown = run_module(name, arguments, exported)
        assert {site for site in NEWS if site in shown} == set(NEWS), command
    for question, blocks in QUESTIONS.items():
        path = f"/newsfeed.json?_shape=arrays&{urlencode({'sql': blocks['sql']})}"
        answer = json.loads(run_module("datasette", ["newsfeed.db", "--get", path], exported))
        assert [tuple(row) for row in answer["rows"]] == from_store[question], question
        rows = json.loads(run_module("sqlite-utils", ["newsfeed.db", blocks["sql"], "--arrays"], exported))
        assert [tuple(row) for row in rows] == from_store[question], question


def run_module(name, arguments, folder):
    """Return the output of a command of a Python package."""
    command = [sys.executable, "-m", name.replace("-", "_"), *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_pandas_answers_as_the_store_does(exported, from_store, monkeypatch):
    pytest.importorskip("pandas")
    monkeypatch.chdir(exported)
    names: dict[str, object] = {}
    exec(PREPARATIONS["python", "pandas: frames"], names)  # noqa: S102 - it is ours
    for question, blocks in QUESTIONS.items():
        exec(blocks["python"], names)  # noqa: S102 - it is ours
        answer = names["answer"]
        assert [tuple(row) for row in answer.itertuples(index=False)] == from_store[question], question


@pytest.mark.parametrize("kind", ["Parquet", ".jsonl.zst"])
@pytest.mark.parametrize("reader", READERS)
def test_other_readers_read_every_article(kind, reader, exported, scrapy_on, tmp_path, monkeypatch):
    pytest.importorskip(READERS[reader])
    pytest.importorskip("pyarrow")
    file = exported / {"Parquet": "corpus.parquet"}.get(kind, "corpus.jsonl.zst")
    if not file.exists():
        scrapy_on(exported / "newsfeed.db", "export", "--keep-duplicates", file)
    monkeypatch.chdir(exported)
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    block = PREPARATIONS["python", f"{reader}: {kind}"]
    if sys.version_info >= (3, 14):
        block = block.replace("from backports import zstd", "from compression import zstd")
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - it is ours
    table = names["table"]
    columns = table.column_names if reader in {"Arrow", "Hugging Face datasets"} else list(table.columns)
    assert {"id", "site", "paragraphs", "quotes"} <= set(columns)
    assert sorted(map(str, table["title"])) == sorted(title for items in NEWS.values() for title, *_ in items)
