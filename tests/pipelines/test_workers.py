"""Documents read in other processes: the same articles, whatever happens to these processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import processes
import pytest

from newsfeed.loaders.article import Reading
from newsfeed.loaders.documents import Document, DocumentReader
from newsfeed.pipelines.workers import WorkerReader

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,  # a worker takes a second to start
    pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs a second core"),
]

ROOT = Path(__file__).parents[2]
WITH_A_WORKER = 2  # processes: multiprocessing has one of its own
MANY = 20_000  # documents: reading them here takes a minute and a half
LARGE, EVERY = 1_000_000, 100  # every hundredth document has this many bytes
FEED = """<rss version="2.0"><channel><title>Harbour {n}</title><item><guid>{n}</guid><title>Ferry {n} sails</title>
<description>Ferry {n} sails again from Friday, when the last of the ice is gone, “a relief”, said Ann Holt.
</description></item></channel></rss>"""


def documents() -> Iterator[Document]:
    """Yield more documents than are read before a worker has started."""
    return map(document, range(1, MANY))


def document(number: int) -> Document:
    padding = " " * LARGE if number % EVERY == 0 else ""
    reading = Reading(f"{number}.xml", remote=False, fetched="2024-01-01")
    return Document(f"{FEED}{padding}".format(n=number).encode(), reading)


def articles(reader: DocumentReader, one: Document) -> list[object]:
    feed, loaded = reader.read(one)
    return [feed.format, feed.title, [(named.article, named.names.identifiers) for named in loaded]]


def until_a_worker_has_read(reader: WorkerReader, ahead: Iterator[Document]) -> None:
    """Take documents until the first one that a worker has read."""
    for one in ahead:
        if not reader.read(one)[0].entries:  # these stay in the worker
            return
        time.sleep(0.005)
    pytest.fail("no worker has read a document")


def test_documents_are_read_elsewhere_in_order_and_give_the_same_articles() -> None:
    reader, alone = WorkerReader(1), DocumentReader()
    ahead = reader.ahead(documents(), lambda each: each)
    until_a_worker_has_read(reader, ahead)
    taken = [next(ahead) for _ in range(120)]
    first = int(taken[0].reading.name.removesuffix(".xml"))
    assert taken == [document(number) for number in range(first, first + 120)]
    for one in taken[-20:]:
        assert articles(reader, one) == articles(alone, one)
    ahead.close()
    assert not multiprocessing.active_children()


def test_large_documents_are_read_here() -> None:
    reader = WorkerReader(1)
    ahead = reader.ahead(documents(), lambda each: each)
    until_a_worker_has_read(reader, ahead)
    read_here = {len(one.data) > LARGE for _ in range(2 * EVERY) if reader.read(one := next(ahead))[0].entries}
    assert read_here == {True}
    ahead.close()


def test_the_documents_of_a_killed_worker_are_read_here() -> None:
    reader, alone = WorkerReader(1), DocumentReader()
    ahead = reader.ahead(documents(), lambda each: each)
    until_a_worker_has_read(reader, ahead)
    [worker] = multiprocessing.active_children()
    worker.kill()
    worker.join()
    for _ in range(60):
        one = next(ahead)
        assert articles(reader, one) == articles(alone, one)
    ahead.close()


def test_ctrl_c_ends_a_crawl_that_starts_a_worker_in_one_line(tmp_path: Path) -> None:
    for number in range(1, 1000):
        (tmp_path / f"{number}.xml").write_bytes(FEED.format(n=number).encode())
    crawl = subprocess.Popen(
        [sys.executable, "-m", "newsfeed", "crawl", str(tmp_path), "-O", "out.jsonl"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NEWSFEED_STORE": "sqlite:///news.db"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    children = Path(f"/proc/{crawl.pid}/task/{crawl.pid}/children")
    while crawl.poll() is None and len(children.read_text().split()) < WITH_A_WORKER:
        time.sleep(0.01)
    os.killpg(crawl.pid, signal.SIGINT)  # as a terminal does
    _, said = crawl.communicate(timeout=60)
    assert "interrupted" in said
    assert "Traceback" not in said


KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[1:]
from test_workers import WorkerReader, documents, until_a_worker_has_read
reader = WorkerReader(1)
until_a_worker_has_read(reader, ahead := reader.ahead(documents(), lambda each: each))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_ends_with_its_crawl() -> None:
    folders = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
    # Its output ends when the last process that has it open has ended.
    done = subprocess.run([sys.executable, "-c", KILLED, *folders], capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_crawl_writes_the_same_with_and_without_workers(tmp_path: Path) -> None:
    for number in range(250):
        (tmp_path / f"{number}.xml").write_bytes(document(number).data)
    written = []
    for workers in ("0", "1"):
        environment = {"NEWSFEED_WORKERS": workers, "NEWSFEED_STORE": f"sqlite:///{tmp_path}/{workers}.db"}
        arguments = ("crawl", str(tmp_path), "-O", f"{tmp_path}/{workers}.csv")
        done = processes.run(*arguments, program="newsfeed", folder=tmp_path, environment=environment)
        assert done.returncode == 0, done.stderr
        rows = (tmp_path / f"{workers}.csv").read_text().splitlines()
        written.append([row.split(",")[:6] for row in rows])
    assert len(written[0]) == 251
    assert written[0] == written[1]
