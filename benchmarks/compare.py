"""What a change of the program costs or saves: two checkouts do the same work, in turn.

Run: python benchmarks/compare.py OLD NEW [WORK …] [--data DATA] [--runs RUNS]

OLD and NEW are checkouts of the project; DATA holds archive/, feeds/ and posts/ (default: ../shared/data). Each work is
done five times by each of them, in turn, with the Python that runs this; the modules are compiled before, as those of
an installed package are. Times are processor time of the process, which other programs disturb less than the clock; the
ratio of each pair is taken, and the median of these shown with the least and the greatest. The works, all by default:

    start    crawl one small file: the whole process
    import   import Scrapy, SQLAlchemy, lxml and NumPy, by both with the same Python; the ratio says how noisy it is
    archive  crawl an archive into a new store
    again    crawl it again, unchanged, into the same store
    posts    crawl short posts
    feeds    crawl real feeds

The process start is subtracted from the four last. One process does all work of a crawl (NEWSFEED_WORKERS=0). What it
writes must be the same from both, but for `fetched`.
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import os
import re
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
SMALL = """<rss version="2.0"><channel><title>Ferry</title><item><guid>1</guid><title>The ferry stays in port</title>
<description>The ferry had stayed in port since April, and few people knew why.</description></item></channel></rss>"""
IMPORTS = "import scrapy, sqlalchemy, lxml.etree, numpy"
DIRECTORIES = {"archive": "archive", "again": "archive", "posts": "posts", "feeds": "feeds"}
WORKS = ("start", "import", *DIRECTORIES)
FETCHED = re.compile(rb'"fetched": ?"[^"]*"')


class Cost(NamedTuple):
    """The processor seconds of a process, its peak memory in MB, and a digest of what it wrote."""

    seconds: float
    memory: float
    digest: str


def main() -> int:
    """Print a table with one row a work."""
    options = arguments()
    for checkout in (options.old, options.new):
        compileall.compile_dir(checkout / "newsfeed", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.xml"
        small.write_text(SMALL, encoding="utf-8")
        print(
            "| work | old, s | new, s | old / new | least to greatest | peak memory, MB | output |\n" + "|---" * 7 + "|"
        )
        for work in options.works or WORKS:
            directory = options.data / DIRECTORIES.get(work, "")
            if not directory.is_dir():
                print(f"no {directory}: name the data folder with --data", file=sys.stderr)
                return 2
            source = directory if work in DIRECTORIES else small
            pairs = [(measure(options.old, work, source, small), measure(options.new, work, source, small))
                     for _ in range(options.runs)]  # fmt: skip
            print(row(work, pairs), flush=True)
    return 0


def arguments() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description="Compare the speed of two checkouts.")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("works", nargs="*", metavar="WORK", help=", ".join(WORKS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    if unknown := set(options.works).difference(WORKS):
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    return options


def measure(checkout: Path, work: str, source: Path, small: Path) -> Cost:
    """Return the cost of a work; of a crawl of many, without that of the process start."""
    if work == "import":
        return run(checkout, [sys.executable, "-c", IMPORTS], {})
    with tempfile.TemporaryDirectory() as folder:
        if work == "again":
            crawl(checkout, source, Path(folder))
        cost = crawl(checkout, source, Path(folder))
        if work not in DIRECTORIES:
            return cost
    with tempfile.TemporaryDirectory() as folder:
        return cost._replace(seconds=cost.seconds - crawl(checkout, small, Path(folder)).seconds)


def crawl(checkout: Path, source: Path, folder: Path) -> Cost:
    """Crawl a source into the store in a folder."""
    output = folder / "out.jsonl"
    crawl = ["newsfeed", "crawl", str(source.resolve())]
    if not (checkout / "newsfeed" / "__main__.py").exists():  # an early version
        crawl = ["scrapy", "crawl", "feeds", "-a", f"source={source.resolve()}"]
    environment = {"NEWSFEED_STORE": f"sqlite:///{folder}/news.db"}
    if "NEWSFEED_WORKERS" in (checkout / "newsfeed" / "settings.py").read_text(encoding="utf-8"):
        environment["NEWSFEED_WORKERS"] = "0"
    cost = run(checkout, [sys.executable, "-m", *crawl, "-O", str(output), "--nolog"], environment)
    return cost._replace(digest=hashlib.sha256(FETCHED.sub(b"", output.read_bytes())).hexdigest())


def run(checkout: Path, command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command in a checkout, and return its cost."""
    os.chdir(checkout)
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    process = os.posix_spawn(command[0], command, {**os.environ, **environment}, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{checkout}: {' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, "")


def row(work: str, pairs: list[tuple[Cost, Cost]]) -> str:
    """Return a row of the table."""
    old, new = (statistics.median(cost.seconds for cost in costs) for costs in zip(*pairs, strict=True))
    ratios = sorted(before.seconds / after.seconds for before, after in pairs)
    memory = " to ".join(f"{max(cost.memory for cost in costs):.0f}" for costs in zip(*pairs, strict=True))
    same = "the same" if len({cost.digest for pair in pairs for cost in pair}) == 1 else "different"
    return (
        f"| {work} | {old:.2f} | {new:.2f} | {statistics.median(ratios):.2f} | {ratios[0]:.2f}–{ratios[-1]:.2f} "
        f"| {memory} | {same} |"
    )


if __name__ == "__main__":
    sys.exit(main())
