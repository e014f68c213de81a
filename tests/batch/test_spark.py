"""Batches on Spark: outputs and verdicts are those of a crawl, also after interruptions."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import databases
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


@contextmanager
def running(*words, cwd):
    """Yield a batch that runs, in a session of its own; kill what is left of it."""
    command = [sys.executable, "-m", "newsfeed", "batch", str(FIXTURES), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (cwd / "errors").open("wb") as errors:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stderr=errors, start_new_session=True)
    try:
        yield process
    finally:
        for pid in descendants(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if process.poll() is None:
            process.kill()
        process.wait()


def descendants(pid):
    """Return the processes that a process has started, directly or not, with their command lines."""
    parents, lines = {}, {}
    for directory in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(directory.name)] = int((directory / "stat").read_text().rpartition(")")[2].split()[1])
            lines[int(directory.name)] = (directory / "cmdline").read_text()
    found, frontier = {}, {pid}
    while frontier:
        frontier = {child for child, parent in parents.items() if parent in frontier}
        found |= {child: lines[child] for child in frontier}
    return found


def until(condition, process):
    """Wait until a condition holds, while a process runs."""
    while not condition():
        assert process.poll() is None, "the batch ended before the fault"
        time.sleep(0.05)


@needs_spark
def test_a_batch_goes_on_without_an_executor_that_was_killed(crawled, tmp_path):
    words = ["--work", "work", "-O", "out.jsonl", "-s", "NEWSFEED_BATCH_PARAGRAPHS=80"]
    with running(*words, "--master", "local-cluster[2,1,1024]", cwd=tmp_path) as batch:
        until((tmp_path / "work/stages/winnow/_SUCCESS").exists, batch)
        executors = [pid for pid, line in descendants(batch.pid).items() if "CoarseGrainedExecutorBackend" in line]
        assert len(executors) == 2
        os.kill(executors[0], signal.SIGKILL)
        assert batch.wait() == 0, (tmp_path / "errors").read_text()
    assert without_times(tmp_path / "out.jsonl") == without_times(crawled / "out.jsonl")


@needs_spark
def test_a_batch_that_was_killed_goes_on_with_the_first_unfinished_stage(crawled, tmp_path):
    words = ["--work", "work", "-O", "out.jsonl", "-s", "NEWSFEED_BATCH_PARAGRAPHS=55", "--master", "local[1]"]
    stages = tmp_path / "work" / "stages"
    with running(*words, cwd=tmp_path) as batch:
        until((stages / "winnow/_SUCCESS").exists, batch)
        batch.kill()
    done = {path: path.stat().st_mtime_ns for path in stages.glob("*/_SUCCESS")}
    assert 3 <= len(done) < 15
    again = newsfeed("batch", FIXTURES, *words, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert without_times(tmp_path / "out.jsonl") == without_times(crawled / "out.jsonl")


@needs_spark
def test_a_store_judged_on_spark_has_the_verdicts_of_one_judged_again(crawled, tmp_path):
    words = ["dedup", "-s", "NEWSFEED_WINDOW=3", "-s", "NEWSFEED_BATCH_PARAGRAPHS=55"]
    exported = []
    for engine in ([], ["--engine", "spark", "--work", "work", "--master", "local[2]"]):
        shutil.copy(crawled / "newsfeed.db", tmp_path)
        done = newsfeed(*words, *engine, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        newsfeed("export", "--keep-duplicates", "all.jsonl", cwd=tmp_path)
        exported.append((done.stdout, (tmp_path / "all.jsonl").read_text("utf-8")))
    assert exported[0] == exported[1]
    assert json.loads(exported[0][1].splitlines()[0])["paragraphs"]


@needs_spark
@pytest.mark.nightly
def test_a_store_in_postgresql_judged_on_spark_has_the_same_verdicts(crawled, tmp_path):
    url = databases.fresh_store()
    try:
        newsfeed("store", "copy", f"sqlite:///{crawled}/newsfeed.db", url, cwd=tmp_path)
        shutil.copy(crawled / "newsfeed.db", tmp_path)
        words = ["dedup", "-s", "NEWSFEED_WINDOW=3", "-s", "NEWSFEED_BATCH_PARAGRAPHS=55"]
        exported = []
        for store, engine in (
            (f"sqlite:///{tmp_path}/newsfeed.db", []),
            (url, ["--engine", "spark", "--work", "work", "--master", "local[2]"]),
        ):
            done = newsfeed(*words, *engine, cwd=tmp_path, NEWSFEED_STORE=store)
            assert done.returncode == 0, done.stderr
            newsfeed("export", "--keep-duplicates", "all.jsonl", cwd=tmp_path, NEWSFEED_STORE=store)
            exported.append((done.stdout, (tmp_path / "all.jsonl").read_text("utf-8")))
    finally:
        databases.drop_store(url)
    assert exported[0] == exported[1]


@needs_spark
def test_a_stage_that_fails_is_one_line_and_the_settings_of_spark_are_those_given(crawled, tmp_path):
    shutil.copy(crawled / "newsfeed.db", tmp_path)
    words = ["dedup", "--engine", "spark", "--work", "work", "--master", "local[1]"]
    words += ["--conf", "spark.app.name=Harbour", "--conf", "spark.eventLog.enabled=true"]
    words += ["--conf", f"spark.eventLog.dir=file://{tmp_path}", "--conf", "spark.eventLog.compress=false"]
    done = newsfeed(*words, cwd=tmp_path, PYSPARK_PYTHON="no-such-python")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("newsfeed dedup: stage read: ")
    assert "no-such-python" in line
    assert line.endswith(f"; {tmp_path}/work/spark.log says more")
    assert any('"App Name":"Harbour"' in path.read_text() for path in tmp_path.rglob("*local-*") if path.is_file())


def test_a_setting_of_spark_without_a_value_is_wrong_usage(tmp_path):
    done = newsfeed("batch", FIXTURES, "--work", "work", "--conf", "spark.executor.memory", cwd=tmp_path)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "--conf spark.executor.memory: must be NAME=VALUE, such as --conf spark.executor.memory=2g" in line


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


@needs_spark
def test_a_work_directory_in_a_source_is_refused(tmp_path):
    (tmp_path / "feeds").mkdir()
    done = newsfeed("batch", "feeds", "--work", "feeds/work", cwd=tmp_path)
    assert done.returncode == 2
    assert "--work feeds/work: is in a source, feeds; name a directory elsewhere" in done.stderr
    assert not (tmp_path / "feeds" / "work").exists()


@needs_spark
@pytest.mark.parametrize("name", ["articles/mine.txt", "verdicts/mine.txt", "archive.json"])
def test_a_work_directory_with_files_of_others_is_refused_and_stays_as_it_is(tmp_path, name):
    mine = tmp_path / "work" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("[]")
    done = newsfeed("batch", FIXTURES, "--work", "work", cwd=tmp_path)
    assert done.returncode == 2
    assert f"--work work: has {name.partition('/')[0]}, which no batch has written" in done.stderr
    assert [path for path in (tmp_path / "work").rglob("*") if path.is_file()] == [mine]


@needs_spark
def test_a_cluster_that_is_not_there_is_one_line(crawled, tmp_path):
    shutil.copy(crawled / "newsfeed.db", tmp_path)
    done = newsfeed("dedup", "--engine", "spark", "--work", "work", "--master", "nothing", cwd=tmp_path)
    assert done.returncode == 2
    assert "--master nothing: Spark does not start: org.apache.spark.SparkException: Master must" in done.stderr
    assert "Traceback" not in done.stderr


@needs_spark
def test_a_java_that_is_too_old_is_named_as_that(crawled, tmp_path):
    java = tmp_path / "jre" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\necho java.lang.UnsupportedClassVersionError: class file version 61.0 >&2\nexit 1\n")
    java.chmod(0o755)
    shutil.copy(crawled / "newsfeed.db", tmp_path)
    words = ("dedup", "--engine", "spark", "--work", "work")
    done = newsfeed(*words, cwd=tmp_path, JAVA_HOME=str(tmp_path / "jre"))
    assert done.returncode == 2
    assert "Java is older than version 17: install a later one, or set JAVA_HOME; " in done.stderr
