"""How fast the whole program is: `scrapy crawl feeds` of what is named, and where its time goes.

Run: python benchmarks/crawl.py [SOURCE ...]     (default: ../shared/data/archive)

Each source is crawled into a new store three times; the fastest is shown. The rate counts everything from the start
of the crawl to its end, the start of the process (the line "start") apart.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


def main() -> int:
    """Print a table for each source."""
    sources = sys.argv[1:] or [str(ROOT.parent / "shared" / "data" / "archive")]
    for source in sources:
        if not Path(source).exists():
            print(f"no {source}: name a file or a directory", file=sys.stderr)
            return 2
        whole, articles, paragraphs, stages = min(crawl(source) for _ in range(RUNS))
        crawling = stages.pop("seconds")
        print(f"{source}: {articles} articles, {paragraphs} paragraphs in {crawling:.1f} s")
        print(f"  {articles / crawling:,.0f} articles/s, {paragraphs / crawling:,.0f} paragraphs/s")
        for stage, seconds in stages.items():
            print(f"  {stage:12}{seconds:6.1f} s {seconds / crawling:5.0%}")
        print(f"  {'start':12}{whole - crawling:6.1f} s")
    return 0


def crawl(source: str) -> tuple[float, int, int, dict[str, float]]:
    """Crawl once; return the seconds in all, the articles, their paragraphs, and the seconds by stage."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out.jsonl"
        settings = ["-s", f"NEWSFEED_STORE=sqlite:///{folder}/news.db", "-L", "DEBUG"]
        command = [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={source}", "-O", str(output)]
        start = time.perf_counter()
        done = subprocess.run([*command, *settings], cwd=ROOT, capture_output=True, text=True, check=True)
        whole = time.perf_counter() - start
        with output.open(encoding="utf-8") as lines:
            counts = [len(json.loads(line)["paragraphs"]) for line in lines]
    shown = done.stdout + done.stderr
    stages = dict(
        re.findall(r"^ *(seconds|read|parse|load|store|compare|give back) +([\d.]+)(?:  \d+%)?$", shown, re.MULTILINE)
    )
    return whole, len(counts), sum(counts), {name: float(seconds) for name, seconds in stages.items()}


if __name__ == "__main__":
    sys.exit(main())
