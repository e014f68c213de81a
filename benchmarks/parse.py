"""How fast documents are read, with how much memory, and by which step of the ladder; beside other readers.

Run: python benchmarks/parse.py [FOLDER ...]     (default: ../shared/data/feeds and ../shared/data/archive; two minutes)

Each reader has a process of its own, which reads all documents below the folder three times, and on for three seconds;
its fastest time counts.
This is processor time, from the bytes to the fields of the entries; memory is the most that the process took, with its
packages.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import readers  # noqa: E402

ROUNDS = 3
SECONDS = 3.0
STEPS = {
    "strict": "as it is",
    "repaired": "repaired",
    "entries": "entry by entry",
    "lenient": "by feedparser, at least in part",
}


def main() -> int:
    """Print the tables of each folder."""
    data = ROOT.parent / "shared" / "data"
    folders = list(map(Path, sys.argv[1:])) or [data / "feeds", data / "archive"]
    empty = next((folder for folder in folders if not files(folder)), None)
    if empty:
        print(f"no documents in {empty}: name folders of feeds", file=sys.stderr)
        return 2
    names = list(readers.installed())
    measured = {folder: {name: in_process(name, folder) for name in names} for folder in folders}
    for folder in folders:
        print_speed(folder, measured[folder])
        print_steps(files(folder))
    return 0


def files(folder: Path) -> list[Path]:
    """Return the files below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def print_speed(folder: Path, measured: dict[str, dict[str, float]]) -> None:
    """Print what each reader took that found any entries."""
    found = files(folder)
    megabytes = sum(path.stat().st_size for path in found) / 1e6
    headings = f"{'documents/s':>12}{'MB/s':>8}{'× feedparser':>14}{'entries':>9}{'memory, MB':>12}"
    print(f"{folder.name}: {len(found)} documents, {megabytes:.1f} MB\n\n{'reader':46}{headings}")
    usual = measured.get(readers.USUAL)
    for name, one in measured.items():
        if not one["entries"]:
            continue
        times = f"{usual['seconds'] / one['seconds']:.1f}" if usual else "–"
        rates = f"{len(found) / one['seconds']:12,.0f}{megabytes / one['seconds']:8.1f}{times:>14}"
        print(f"{name:46}{rates}{one['entries']:9,.0f}{one['memory']:12.0f}")
    silent = [name for name, one in measured.items() if not one["entries"]]
    if silent:
        print(f"(no entries found by {', '.join(silent)})")


def print_steps(found: list[Path]) -> None:
    """Print how many documents each step of our ladder read."""
    from newsfeed.formats import parse  # only now: the processes that are measured would begin with its memory

    steps = Counter(parse(path.read_bytes()).step for path in found)
    documents = steps.total() - steps[None]
    if documents:
        print(f"\n{'XML and JSON documents read':46}{'documents':>12}{'share':>8}")
        for step, meaning in STEPS.items():
            print(f"{meaning:46}{steps[step]:12}{steps[step] / documents:8.1%}")
    print(f"{'others' if documents else 'no XML or JSON among them':46}{steps[None]:12}\n")


def in_process(name: str, folder: Path) -> dict[str, float]:
    """Measure a reader in a process of its own."""
    command = [sys.executable, __file__, str(folder), "--reader", name]
    measured: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return measured


def measure(name: str, folder: Path) -> dict[str, float]:
    """Return what one reader takes for a folder: seconds, and memory in MB; and how many entries it finds."""
    read = readers.reader(name)
    rounds: list[tuple[float, int]] = []
    while len(rounds) < ROUNDS or sum(seconds for seconds, _ in rounds) < SECONDS:
        rounds.append(one_round(read, files(folder)))
    seconds, entries = min(rounds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "entries": entries, "memory": memory}


def one_round(read: readers.Read, found: list[Path]) -> tuple[float, int]:
    """Read every document; return the seconds that took, without the disk's, and the number of entries."""
    seconds, entries = 0.0, 0
    for path in found:
        data = path.read_bytes()
        start = time.process_time()
        items = read(data)
        seconds += time.process_time() - start
        entries += len(items)
    return seconds, entries


if __name__ == "__main__":
    if sys.argv[2:3] == ["--reader"]:
        print(json.dumps(measure(sys.argv[3], Path(sys.argv[1]))))
        sys.exit()
    sys.exit(main())
