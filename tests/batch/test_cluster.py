"""A standalone cluster of Spark on loopback, a master and two workers of which one is killed: the files of a crawl."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from newsfeed.batch.spark import require_spark
from newsfeed.errors import NewsfeedError
from newsfeed.store.repository import Store

ROOT = Path(__file__).parents[2]
FEEDS = 150
ENTRIES = 4
FEED = '<rss version="2.0"><channel><title>Quay {0}</title>{1}</channel></rss>'
ITEM = (
    "<item><guid>{0}-{1}</guid><title>Tide {0} of {1}</title><link>https://quay{0}.example/{1}</link>"
    "<pubDate>Mon, 0{2} Jan 2024 08:00:00 GMT</pubDate><description>&lt;p&gt;The tide came in over step {3} of the "
    "quay on Monday, and {4} boats were moved to the inner harbour.&lt;/p&gt;&lt;p&gt;“We had {1} hours of rain "
    "and not a single dry rope on board,” said the harbour master.&lt;/p&gt;</description></item>"
)


def _program():
    """Return Spark's program that starts a part of a cluster, and why there is none."""
    try:
        require_spark()
    except NewsfeedError as error:
        return None, str(error)
    import pyspark

    program = Path(os.environ.get("SPARK_HOME", Path(pyspark.__file__).parent)) / "bin" / "spark-class"
    return program, "" if program.exists() else f"there is no {program}"


SPARK_CLASS, MISSING = _program()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.nightly,  # the killed executor of test_spark.py shows it in little
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]


@contextmanager
def part(name, folder, *words):
    """Run a part of a cluster in a session of its own, and kill all of it in the end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable}
    command = [str(SPARK_CLASS), f"org.apache.spark.deploy.{name.lower()}.{name}", "--host", "127.0.0.1", *words]
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def until(condition, process):
    while not condition():
        assert process.poll() is None, "it ended before that"
        time.sleep(0.05)


def newsfeed(*words, cwd):
    command = [sys.executable, "-m", "newsfeed", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for feed in range(FEEDS):
        items = "".join(ITEM.format(feed, at, 1 + at, (feed + at) % 40, feed % 7) for at in range(ENTRIES))
        (folder / f"{feed:03}.xml").write_text(FEED.format(feed, items), encoding="utf-8")
    return folder


def judged(path):
    """Return the articles of a store with their verdicts, without the times of reading."""
    store = Store(f"sqlite:///{path}")
    found = [replace(each, fetched=None) for each in store.articles(store.select())]
    store.close()
    return found


def test_a_cluster_that_loses_a_worker_writes_what_a_crawl_writes(archive, tmp_path):
    crawl = newsfeed("crawl", archive, "-s", f"NEWSFEED_STORE=sqlite:///{tmp_path}/crawled.db", cwd=tmp_path)
    assert crawl.wait() == 0, crawl.stderr.read()
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    with ExitStack() as cluster:
        cluster.enter_context(part("Master", tmp_path, "--port", str(port), "--webui-port", "0"))
        limits = ["--cores", "1", "--memory", "1g", "--webui-port", "0"]
        workers = [
            cluster.enter_context(part("Worker", tmp_path, *limits, "--work-dir", str(tmp_path / name), master))
            for name in ("one", "two")
        ]
        words = ["--work", "work", "--master", master, "-s", "NEWSFEED_BATCH_PARAGRAPHS=200"]
        batch = newsfeed("batch", archive, *words, cwd=tmp_path)
        until((tmp_path / "work/stages/winnow/_SUCCESS").exists, batch)
        os.killpg(workers[0].pid, signal.SIGKILL)  # the worker, its executor, and the executor's processes
        _, errors = batch.communicate()
        assert batch.returncode == 0, errors
    found = judged(tmp_path / "work" / "newsfeed.db")
    assert len(found) == FEEDS * ENTRIES
    assert found == judged(tmp_path / "crawled.db")
