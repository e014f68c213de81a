"""What the comparison of an archive costs by the steps of a batch, beside that in a crawl's store.

Run: python benchmarks/scale.py [PARAGRAPHS] [--partitions N …] [--spark MASTER]        (default: 100000 in 16; minutes)
     python benchmarks/scale.py --store sqlite:///newsfeed.db [--partitions N …]

Generates the articles of benchmarks/detection.py and has them judged twice: as crawls of 50,000 do, which store them
first (and normalise, fingerprint and index them then), and by the steps of `newsfeed batch`, which do all of that, and
whose tables are packed and unpacked as between machines, in this process. Prints, for each number of partitions,
processor seconds of both; the slowest steps; the bytes of a paragraph in the files of articles, and those that it sends
to other partitions, by table; the memory of the task that takes most; and how many paragraphs have another status,
novelty or reason. With a MASTER, such as `local[2]`, Spark runs the same steps, and processor seconds and the most
memory of a process are printed for Java and for Python. With a store that a crawl has filled, only its paragraphs
are counted, and those among them whose verdict the steps would change.
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
from typing import TYPE_CHECKING, NamedTuple

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
                    rows = pack(each)
                    self._sent[each.table, each.to].append(rows)
                    self.bytes[each.table] += len(rows) if each.to != partition else 0
        self.seconds[stage.name] = time.process_time() - start

    def memory(self, stage: Stage, partition: int = 0) -> int:
        """Return the bytes by which a task of a stage lets a process grow, once all stages have been run."""
        reading, writing = os.pipe()
        if not os.fork():
            before = memory("VmRSS")
            for _ in self._task(stage, partition):
                pass
            os.write(writing, f"{memory('VmHWM') - before}".encode())
            os._exit(0)
        os.wait()
        os.close(writing)
        with os.fdopen(reading) as pipe:
            return int(pipe.read())

    def _task(self, stage: Stage, partition: int) -> Iterator[Sent]:
        packed = {name: self._sent[name, partition] for name in stage.reads}
        given = {name: received(name, [unpack(name, rows) for rows in each]) for name, each in packed.items()}
        return stage.step(partition, given)


def memory(what: str, process: int | str = "self") -> int:
    """Return a figure of a process's memory in bytes."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) * 1024 if found else 0


class Spent(NamedTuple):
    """The processor seconds of some processes, and the most memory of one of them, in bytes."""

    seconds: float
    memory: int


def on_spark(files: ArchiveFiles, steps: Sequence[Stage], master: str) -> dict[str, Spent]:
    """Run steps on Spark, on this machine; return what the processes of Java and of Python have spent."""
    from newsfeed.batch.spark import Cluster, SparkEngine

    work = files.directory.parent
    cluster = Cluster(master, {}, work)
    engine = SparkEngine(work / "stages", files.partitions, cluster)
    for stage in steps:
        engine.run(stage)
    found = {name: spent(name) for name in ("java", "python")}
    cluster.close()
    return found


def spent(name: str) -> Spent:
    """Return what the processes of this name have spent that this one has started, directly or not."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, tail = path.read_text().rpartition(") ")
            fields = tail.split()
            stats[int(path.parent.name)] = int(fields[1]), head.partition("(")[2], sum(map(int, fields[11:15]))
    ours = {os.getpid()}
    while more := {pid for pid, (parent, *_) in stats.items() if parent in ours} - ours:
        ours |= more
    named = {pid: ticks for pid, (_, called, ticks) in stats.items() if pid in ours - {os.getpid()} and name in called}
    return Spent(sum(named.values()) / os.sysconf("SC_CLK_TCK"), max(memory("VmHWM", pid) for pid in named))


def differing(store: Store, files: ArchiveFiles) -> int:
    """Return the number of paragraphs whose verdict in a store is not that of the files."""
    count = 0
    for partition in range(files.partitions):
        for verdict, _ in read_verdicts(files.read_verdicts(partition)):
            known = store.judged([verdict.number])
            ours = {each.position: (each.status, each.novelty, each.reason) for each in verdict.paragraphs}
            count += sum(ours[at.position] != each for at, each in known.items())
    return count


def crawl(store: Store, paragraphs: int) -> tuple[float, float]:
    """Fill a store by crawls; return the processor seconds of storing and of judging."""
    crawls = Crawls()
    storing = judging = 0.0
    for _ in range(max(1, paragraphs // CRAWL)):
        articles, _ = crawls.next()
        start = time.process_time()
        take_in(store, articles)
        stored = time.process_time()
        for _ in judge_pending(store):
            pass
        storing, judging = storing + stored - start, judging + time.process_time() - stored
    return storing, judging


def print_steps(store: Store, files: ArchiveFiles, of_crawl: float, master: str | None) -> None:
    """Run the steps over some files, also on Spark if there is a ``master``, and print what they take."""
    measured, steps = Measured(files), stages(files, store.config)
    for stage in steps:
        measured.run(stage)
    paragraphs = files.firsts[-1]
    each = 100_000 / paragraphs
    by_steps = measured.seconds.total()
    print(f"\nin {files.partitions} partitions, the steps take {by_steps * each:.1f}: {by_steps / of_crawl:.2f} × both")
    print("of that:", ", ".join(f"{name} {taken * each:.1f}" for name, taken in measured.seconds.most_common(6)))
    on_disk = sum(path.stat().st_size for path in files.directory.iterdir()) / paragraphs
    sent = ", ".join(f"{name} {size / paragraphs:.0f}" for name, size in measured.bytes.most_common(8))
    print(f"bytes a paragraph: {on_disk:.0f} on disk, {measured.bytes.total() / paragraphs:.0f} sent ({sent})")
    most, name = max((measured.memory(stage), stage.name) for stage in steps)
    print(
        f"memory of a task: {most / 1e6:.0f} MB ({name}), {most / files.firsts[1] / 1000:.1f} kB a paragraph of its own"
    )
    print(f"verdicts that differ: {differing(store, files)}")
    if master:
        for language, taken in on_spark(files, steps, master).items():
            share = f"{taken.seconds * each:.1f}, {taken.seconds / of_crawl:.2f} × both"
            print(f"on Spark, {master}, {language}: {share}; {taken.memory / 1e6:.0f} MB in the largest process")
        print(f"verdicts that differ: {differing(store, files)}")


def print_equality(url: str, partitions: Sequence[int]) -> None:
    """Print the number of paragraphs of a store, and how many of them the steps judge otherwise."""
    store = Store(url, must_exist=True)
    with tempfile.TemporaryDirectory() as directory:
        paragraphs = archived(store, Path(directory) / "all", 1 << 40).firsts[-1]
        for number in partitions:
            files = archived(store, Path(directory) / f"{number}", 1 + paragraphs // number)
            measured = Measured(files)
            for stage in stages(files, store.config):
                measured.run(stage)
            differ = differing(store, files)
            print(f"{paragraphs:,} paragraphs in {files.partitions} partitions: {differ} verdicts differ", flush=True)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paragraphs", nargs="?", type=int, default=100_000)
    parser.add_argument("--partitions", type=int, nargs="+", default=[16], metavar="N")
    parser.add_argument("--spark", metavar="MASTER")
    parser.add_argument("--store", metavar="URL")
    options = parser.parse_args()
    if options.store:
        print_equality(options.store, options.partitions)
        return
    with tempfile.TemporaryDirectory() as directory:
        store = Store(f"sqlite:///{directory}/store.db")
        storing, judging = crawl(store, options.paragraphs)
        paragraphs = max(1, options.paragraphs // CRAWL) * CRAWL
        each = 100_000 / paragraphs
        print(f"{paragraphs:,} paragraphs; processor seconds for 100,000:")
        print(f"a crawl stores them in {storing * each:.1f} and judges them in {judging * each:.1f}")
        for number in options.partitions:
            files = archived(store, Path(directory) / f"{number}", 1 + paragraphs // number)
            print_steps(store, files, storing + judging, options.spark)


if __name__ == "__main__":
    main()
