"""What the comparison of an archive costs by the steps of a batch, beside that in a crawl's store.

Run: python benchmarks/scale.py [PARAGRAPHS] [--partitions N]     (default: 100000 in 16; some minutes)

Generates the articles of benchmarks/detection.py and has them judged twice: as crawls of 50,000 do, which store them
first (and normalise, fingerprint and index them then), and by the steps of `newsfeed batch`, which do all of that, and
whose tables are packed and unpacked as between machines, in this process. Prints processor seconds of both; the slowest
steps; the bytes that a paragraph sends to other partitions, by table; the largest input of a step; and how many
paragraphs have another status, novelty or reason.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsfeed.batch.archive import ArchiveFiles
    from newsfeed.batch.exchange import Stage

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from detection import CRAWL, Crawls  # noqa: E402

from newsfeed.batch.exchange import pack, received, unpack  # noqa: E402
from newsfeed.batch.steps import stages  # noqa: E402
from newsfeed.batch.stored import archived  # noqa: E402
from newsfeed.batch.verdicts import read_verdicts  # noqa: E402
from newsfeed.pipelines.detection import judge_pending  # noqa: E402
from newsfeed.pipelines.intake import take_in  # noqa: E402
from newsfeed.store.repository import Store  # noqa: E402


class Measured:
    """Runs steps in this process, and counts processor time and what partitions send each other."""

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._sent: defaultdict[tuple[str, int], list[bytes]] = defaultdict(list)
        self.seconds: Counter[str] = Counter()
        self.bytes: Counter[str] = Counter()
        self.largest = 0

    def run(self, stage: Stage) -> None:
        """Run a stage."""
        start = time.process_time()
        for partition in range(self._files.partitions):
            packed = {name: self._sent[name, partition] for name in stage.reads}
            tables = {name: received(name, list(map(unpack, each))) for name, each in packed.items()}
            self.largest = max(self.largest, sum(table.nbytes for table in tables.values()))
            for each in stage.step(partition, tables):
                rows = pack(each.rows)
                self._sent[each.table, each.to].append(rows)
                self.bytes[each.table] += len(rows) if each.to != partition else 0
        self.seconds[stage.name] = time.process_time() - start


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
        measured = Measured(files)
        for stage in stages(files, store.config):
            measured.run(stage)
        paragraphs = files.firsts[-1]
        by_steps = measured.seconds.total()
        each = 100_000 / paragraphs
        print(f"{paragraphs:,} paragraphs in {files.partitions} partitions; processor seconds for 100,000:")
        print(f"a crawl stores them in {storing * each:.1f} and judges them in {judging * each:.1f}")
        of_crawl = by_steps / (storing + judging)
        print(f"the steps take {by_steps * each:.1f}: {of_crawl:.2f} × both, {by_steps / judging:.2f} × the judging")
        print("of that:", ", ".join(f"{name} {spent * each:.1f}" for name, spent in measured.seconds.most_common(6)))
        sent = ", ".join(f"{name} {size / paragraphs:.0f}" for name, size in measured.bytes.most_common(8))
        print(f"bytes a paragraph: {measured.bytes.total() / paragraphs:.0f} ({sent})")
        of_each = measured.largest / paragraphs * files.partitions
        print(f"largest input of a step: {measured.largest / 1e6:.1f} MB, {of_each:.0f} bytes a paragraph")
        print(f"verdicts that differ: {differing(store, files)}")


if __name__ == "__main__":
    main()
