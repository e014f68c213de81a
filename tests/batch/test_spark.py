"""Batches on Spark: outputs and verdicts are those of a crawl, also after interruptions."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsfeed.batch.spark import require_spark
from newsfeed.errors import NewsfeedError

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"


def _missing():
    try:
        require_spark()
    except NewsfeedError as error:
        return str(error)
    return ""


needs_spark = pytest.mark.skipif(bool(_missing()), reason=_missing())
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("spark")]


def newsfeed(*words, cwd, **environment):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "newsfeed", *map(str, words)]
    return subprocess.run(command, check=False, cwd=cwd, env=environment, capture_output=True, text=True)


def without_times(path):
    return re.sub(r'"fetched": ?"[^"]*"', "", path.read_text("utf-8"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Return a directory with a store, and what a crawl of the fixtures writes."""
    directory = tmp_path_factory.mktemp("crawled")
    done = newsfeed("crawl", FIXTURES, "-O", "out.jsonl", "-O", "out.rss", cwd=directory)
    assert done.returncode == 0, done.stderr
    return directory


@needs_spark
def test_a_batch_writes_what_a_crawl_writes_and_repeats_nothing_that_is_done(crawled, tmp_path):
    words = ["batch", FIXTURES, "--work", "work", "-O", "out.jsonl", "-s", "NEWSFEED_BATCH_PARAGRAPHS=55"]
    done = newsfeed(*words, "--master", "local[2]", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "WARN" not in done.stderr
    assert without_times(tmp_path / "out.jsonl") == without_times(crawled / "out.jsonl")
    work = tmp_path / "work"
    articles, verdicts = (sorted(path.name for path in (work / name).iterdir()) for name in ("articles", "verdicts"))
    assert articles == verdicts == [f"part-{number:05}.parquet" for number in range(4)]
    # Nothing is new: no stage runs again, and the store is the base of later crawls.
    stages = {path: path.stat().st_mtime_ns for path in work.glob("stages/*/_SUCCESS")}
    assert len(stages) == 15
    again = newsfeed(*words, "--master", "no-cluster", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert without_times(tmp_path / "out.jsonl") == without_times(crawled / "out.jsonl")
    assert stages == {path: path.stat().st_mtime_ns for path in work.glob("stages/*/_SUCCESS")}


def test_a_batch_without_spark_says_what_to_install(tmp_path):
    (tmp_path / "pyspark.py").write_text("raise ImportError(name='pyspark')")
    done = newsfeed("batch", FIXTURES, "--work", "work", cwd=tmp_path, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 2
    assert "needs Spark, which is not installed (pyspark): pip install -r requirements-spark.txt" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_batch_without_a_work_directory_is_wrong_usage(tmp_path):
    done = newsfeed("batch", FIXTURES, cwd=tmp_path)
    assert done.returncode == 2
    assert "needs --work DIR" in done.stderr
