"""Measure what pruning a store gives back, and what it takes.

    python benchmarks/pruning.py STORE.db [AGE]

Copies the store, prunes the copy of all that is older than AGE (default: 1h), and prints sizes and times.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from newsfeed.pipelines.retention import prune
from newsfeed.store.repository import Store
from newsfeed.text.dates.ages import moment_of


def main(source: str, age: str = "1h") -> None:
    """Prune a copy of a store, and print what that brings."""
    before = moment_of(age, datetime.now(UTC))
    if before is None:
        sys.exit(f"{age}: no age like 1y")
    with TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        with sqlite3.connect(source) as db:
            db.execute("VACUUM INTO ?", [str(copy)])
        store = Store(f"sqlite:///{copy}")
        size, began, longest, articles, paragraphs = store.size(), time.process_time(), 0.0, 0, 0
        step_began = time.process_time()
        for step in prune(store, before):
            longest = max(longest, time.process_time() - step_began)
            articles += step.articles
            paragraphs += step.paragraphs
            step_began = time.process_time()
        store.settle()
        print(f"{articles:,} of {store.count()[0]:,} articles pruned, {paragraphs:,} paragraphs")
        print(f"{size / 1e6:,.1f} MB before, {store.size() / 1e6:,.1f} MB after")
        print(f"{time.process_time() - began:.1f} s of processor time, {longest:.2f} s in the longest transaction")
        store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
