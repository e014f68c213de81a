"""What the comparison of an archive costs by the steps of a batch, beside that in a crawl's store.

Run: python benchmarks/scale.py [PARAGRAPHS] [--partitions N] [--spark MASTER]     (default: 100000 in 16; some minutes)

Generates the articles of benchmarks/detection.py and has them judged twice: as crawls of 50,000 do, which store them
first (and normalise, fingerprint and index them then), and by the steps of `newsfeed batch`, which do all of that, and
whose tables are packed and unpacked as between machines, in this process. Prints processor seconds of both; the slowest
steps; the bytes of a paragraph in the files of articles, and those that it sends to other partitions, by table; the
memory of the task that takes most; and how many paragraphs have another status, novelty or reason. With a MASTER, such
as `local[2]`, Spark runs the same steps, and the processor seconds of Java and of Python are printed.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.batch.archive import ArchiveFiles
    from newsfeed.batch.exchange import Sent, Stage

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from detection import CRAWL, Crawls  # noqa: E402

from newsfeed.batch.exchange import pack, received, unpack  # noqa: E402
from newsfeed.batch.steps import stages  # noqa: E402
from newsfeed.batch.stored import archived  # noqa: E402
from newsfeed.batch.verdicts import read_verdicts  # noqa: E402
from newsfeed.pipelines.detection import judge_pending  # noqa: E402
from newsfeed.pipelines.intake import take_in  # noqa: E402
from newsfeed.store.garbage import collecting_paused  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402


class Measured:
    """Runs steps in this process, and counts processor time and what partitions send each other."""

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._sent: defaultdict[tuple[str, int], list[bytes]] = defaultdict(list)
        self.seconds: Counter[str] = Counter()
        self.bytes: Counter[str] = Counter()

    def run(self, stage: Stage) -> None:
        """Run a stage."""
        start = time.process_time()
        for partition in range(self._files.partitions):
            with collecting_paused():
                for each in self._task(stage, partition):
                    rows = pack(each.rows)
                    self._sent[each.table, each.to].append(rows)
                    self.bytes[each.table] += len(rows) if each.to != partition else 0
        self.seconds[stage.name] = time.process_time() - start

    def memory(self, stage: Stage) -> int:
        """Return the bytes by which the first task of a stage lets a process grow, once all stages have been run."""
        reading, writing = os.pipe()
        if not os.fork():
            before = memory("VmRSS")
            for _ in self._task(stage, 0):
                pass
            os.write(writing, f"{memory('VmHWM') - before}".encode())
            os._exit(0)
        os.wait()
        os.close(writing)
        with os.fdopen(reading) as pipe:
            return int(pipe.read())

    def _task(self, stage: Stage, partition: int) -> Iterator[Sent]:
        packed = {name: self._sent[name, partition] for name in stage.reads}
        return stage.step(partition, {name: received(name, list(map(unpack, each))) for name, each in packed.items()})


def memory(what: str) -> int:
    """Return a figure of this process's memory in bytes."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) * 1024 if found else 0


def on_spark(files: ArchiveFiles, steps: Sequence[Stage], master: str) -> tuple[float, float]:
    """Run steps on Spark, on this machine; return the processor seconds of Java and of Python."""
    from newsfeed.batch.spark import Cluster, SparkEngine

    work = files.directory.parent
    cluster = Cluster(master, {}, work)
    engine = SparkEngine(work / "stages", files.partitions, cluster)
    for stage in steps:
        engine.run(stage)
    spent = [processor_seconds(name) for name in ("java", "python")]
    cluster.close()
    return spent[0], spent[1]


def processor_seconds(name: str) -> float:
    """Return the processor seconds of the processes of this name that this one has started, directly or not."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, tail = path.read_text().rpartition(") ")
            fields = tail.split()
            stats[int(path.parent.name)] = int(fields[1]), head.partition("(")[2], sum(map(int, fields[11:15]))
    ours = {os.getpid()}
    while more := {pid for pid, (parent, *_) in stats.items() if parent in ours} - ours:
        ours |= more
    ticks = sum(spent for pid, (_, called, spent) in stats.items() if pid in ours - {os.getpid()} and name in called)
    return ticks / os.sysconf("SC_CLK_TCK")


def differing(store: Store, files: ArchiveFiles) -> int:
    """Return the number of paragraphs whose verdict in a store is not that of the files."""
    count = 0
    for partition in range(files.partitions):
        for verdict, _ in read_verdicts(files.read_verdicts(partition)):
            known = store.judged([verdict.number])
            ours = {each.position: (each.status, each.novelty, each.reason) for each in verdict.paragraphs}
            count += sum(ours[at.position] != each for at, each in known.items())
    return count


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paragraphs", nargs="?", type=int, default=100_000)
    parser.add_argument("--partitions", type=int, default=16)
    parser.add_argument("--spark", metavar="MASTER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        store, crawls = Store(f"sqlite:///{directory}/store.db"), Crawls()
        storing = judging = 0.0
        for _ in range(max(1, options.paragraphs // CRAWL)):
            articles, _ = crawls.next()
            start = time.process_time()
            take_in(store, articles)
            stored = time.process_time()
            for _ in judge_pending(store):
                pass
            storing, judging = storing + stored - start, judging + time.process_time() - stored
        files = archived(store, Path(directory), 1 + options.paragraphs // options.partitions)
        measured, steps = Measured(files), stages(files, store.config)
        for stage in steps:
            measured.run(stage)
        paragraphs = files.firsts[-1]
        by_steps = measured.seconds.total()
        each = 100_000 / paragraphs
        print(f"{paragraphs:,} paragraphs in {files.partitions} partitions; processor seconds for 100,000:")
        print(f"a crawl stores them in {storing * each:.1f} and judges them in {judging * each:.1f}")
        of_crawl = by_steps / (storing + judging)
        print(f"the steps take {by_steps * each:.1f}: {of_crawl:.2f} × both, {by_steps / judging:.2f} × the judging")
        print("of that:", ", ".join(f"{name} {spent * each:.1f}" for name, spent in measured.seconds.most_common(6)))
        on_disk = sum(path.stat().st_size for path in files.directory.iterdir()) / paragraphs
        sent = ", ".join(f"{name} {size / paragraphs:.0f}" for name, size in measured.bytes.most_common(8))
        print(f"bytes a paragraph: {on_disk:.0f} on disk, {measured.bytes.total() / paragraphs:.0f} sent ({sent})")
        most, name = max((measured.memory(stage), stage.name) for stage in steps)
        of_each = most / files.firsts[1]
        print(f"memory of a task: {most / 1e6:.0f} MB ({name}), {of_each / 1000:.1f} kB for each of its paragraphs")
        print(f"verdicts that differ: {differing(store, files)}")
        if options.spark:
            java, python = on_spark(files, steps, options.spark)
            print(f"on Spark, {options.spark}: Java {java * each:.1f}, Python {python * each:.1f}")
            print(f"verdicts that differ: {differing(store, files)}")


if __name__ == "__main__":
    main()
