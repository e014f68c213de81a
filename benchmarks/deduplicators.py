"""What programs that deduplicate corpora remove of the same paragraphs, what they cost, and what they agree on with us.

Run: python benchmarks/deduplicators.py --python PYTHON [SOURCE] [--language LANGUAGE] [--list N]

Crawls SOURCE (default: ../shared/data/archive, else fixtures), writes each paragraph as a document, and has datatrove
(MinHash of 5-grams in 14 buckets of 8, its defaults) and text-dedup (MinHash of 5-grams, threshold 0.7, its
default) remove near-duplicates of them, one process each. PYTHON is an interpreter in whose environment they are
installed, since their requirements conflict with ours: pip install datatrove[processing] orjson spacy jieba text-dedup.
LANGUAGE chooses datatrove's word tokeniser (default: chinese). Prints processor seconds with the start of each
program, memory, how many paragraphs they remove, of how many of these we drop this one or the one it repeats, of how
many we keep both, and how many we alone drop; `--list` shows N of those that only they remove, drawn at random, always
the same. Ours is the whole crawl: it reads, cleans, stores and compares.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = ROOT.parent / "shared" / "data" / "archive"
SEED = 3
_WIDTH = 200  # characters that are shown of a paragraph


class Ended(NamedTuple):
    """A process that has ended: its processor seconds, and megabytes at its peak."""

    seconds: float
    megabytes: float


def main() -> None:
    """Compare, or be the process that runs datatrove."""
    if sys.argv[1:2] == ["datatrove"]:
        run_datatrove(*map(Path, sys.argv[2:4]), sys.argv[4])
        return
    arguments = options()
    with tempfile.TemporaryDirectory() as folder:
        compare(arguments, Path(folder))


def options() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", nargs="?", default=str(ARCHIVE if ARCHIVE.exists() else ROOT / "fixtures"))
    parser.add_argument("--python", required=True, help="an interpreter that has datatrove and text-dedup")
    parser.add_argument("--language", default="chinese", help="datatrove's word tokeniser (chinese)")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="show N paragraphs that only they remove")
    return parser.parse_args()


def compare(arguments: argparse.Namespace, folder: Path) -> None:
    """Run the three, and print the table."""
    (folder / "paragraphs").mkdir()
    ours = crawl(arguments.source, folder / "articles.jsonl", folder / "store.db")
    texts, sources = paragraphs(folder / "articles.jsonl", folder / "paragraphs" / "all.jsonl")
    print(f"{len(texts):,} paragraphs of {arguments.source}\n")
    print(f"{'program':<12}{'CPU s':>8}{'MB':>7}{'removed':>9}{'we too':>8}{'we keep':>9}{'we alone':>10}")
    row("newsfeed", ours, set(sources), sources)
    alone: dict[str, list[str]] = {}
    for name, removing in (("datatrove", datatrove), ("text-dedup", text_dedup)):
        ended, removed = removing(arguments, folder, set(texts))
        row(name, ended, removed, sources)
        alone[name] = sorted(removed - sources.keys() - set(sources.values()))
    for name, ids in alone.items():
        for each in random.Random(SEED).sample(ids, min(arguments.list, len(ids))):  # noqa: S311 - the same draw
            print(f"\n{name}: {texts[each][:_WIDTH]}")


def row(name: str, ended: Ended, removed: set[str], sources: dict[str, str | None]) -> None:
    """Print a row of the table."""
    both = len(removed & (sources.keys() | set(sources.values())))
    theirs = len(removed) - both
    ours = sum(not removed & {each, source} for each, source in sources.items())
    print(f"{name:<12}{ended.seconds:>8.1f}{ended.megabytes:>7.0f}{len(removed):>9}{both:>8}{theirs:>9}{ours:>10}")


def crawl(source: str, articles: Path, store: Path) -> Ended:
    """Crawl a source into a new store, and write all articles."""
    command = [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={source}", "-O", str(articles)]
    return run(command, articles.with_suffix(".log"), {"NEWSFEED_STORE": f"sqlite:///{store}"})


def paragraphs(articles: Path, target: Path) -> tuple[dict[str, str], dict[str, str | None]]:
    """Write paragraphs as documents; return their texts by id, and of each that is dropped where it was read before."""
    texts: dict[str, str] = {}
    sources: dict[str, str | None] = {}
    with articles.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for article in map(json.loads, lines):
            for number, paragraph in enumerate(article["paragraphs"]):
                if paragraph["text"]:
                    name = f"{article['id']}-{number}"
                    texts[name] = paragraph["text"]
                    print(json.dumps({"id": name, "text": paragraph["text"]}, ensure_ascii=False), file=out)
                    if paragraph["status"] != "unique":
                        reuse = paragraph["reuse"]
                        sources[name] = f"{reuse[0]['article']}-{reuse[0]['paragraph']}" if reuse else None
    return texts, sources


def datatrove(arguments: argparse.Namespace, folder: Path, ids: set[str]) -> tuple[Ended, set[str]]:
    """Return what datatrove removes."""
    out = folder / "datatrove"
    command = [arguments.python, __file__, "datatrove", str(folder / "paragraphs"), str(out), arguments.language]
    ended = run(command, folder / "datatrove.log")
    return ended, ids - {each["id"] for each in documents(out / "kept")}


def text_dedup(arguments: argparse.Namespace, folder: Path, ids: set[str]) -> tuple[Ended, set[str]]:
    """Return what text-dedup removes."""
    out = folder / "text_dedup"
    given = {
        "path": "json",
        "data_files": str(folder / "paragraphs" / "all.jsonl"),
        "split": "train",
        "column": "text",
        "output": str(out),
        "cache_dir": str(folder / "cache"),
        "num_proc": "1",
        "min_length": "0",
    }
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    ended = run([arguments.python, "-m", "text_dedup.minhash", *words], folder / "text_dedup.log")
    saving = "import datasets, sys; datasets.load_from_disk(sys.argv[1]).to_json(sys.argv[2])"
    (folder / "kept").mkdir()
    run([arguments.python, "-c", saving, str(out), str(folder / "kept" / "all.jsonl")], folder / "saving.log")
    return ended, ids - {each["id"] for each in documents(folder / "kept")}


def documents(folder: Path) -> list[dict[str, str]]:
    """Return the documents in a folder of JSON Lines."""
    return [json.loads(line) for file in folder.glob("*.jsonl") for line in file.open(encoding="utf-8")]


def run(command: list[str], log: Path, settings: dict[str, str] | None = None, done: Path | None = None) -> Ended:
    """Run a command to its end; exit with its last words if it fails, without having written the file ``done``."""
    with log.open("wb") as out:
        process = os.posix_spawn(
            command[0],
            command,
            {**os.environ, "PYTHONPATH": str(ROOT), **(settings or {})},
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, out.fileno(), 2)],
        )
        _, status, used = os.wait4(process, 0)
    if status and not (done and done.exists()):
        sys.exit(f"{' '.join(command)} failed:\n{log.read_text(errors='replace')[-2000:]}")
    return Ended(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def run_datatrove(source: Path, out: Path, language: str) -> None:
    """Have datatrove, which only its own environment has, remove near-duplicates in one process."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import (
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers.jsonl import JsonlWriter
    from datatrove.utils.typeshelper import Languages

    config = MinhashConfig(n_grams=5, num_buckets=14, hashes_per_bucket=8)
    signatures, buckets, removed = (str(out / name) for name in ("signatures", "buckets", "removed"))
    steps = (
        [
            JsonlReader(str(source)),
            MinhashDedupSignature(signatures, config=config, language=getattr(Languages, language)),
        ],
        [MinhashDedupBuckets(signatures, buckets, config=config)],
        [MinhashDedupCluster(buckets, removed, config=config)],
        [JsonlReader(str(source)), MinhashDedupFilter(removed), JsonlWriter(str(out / "kept"), compression=None)],
    )
    for number, step in enumerate(steps):
        tasks = config.num_buckets if number == 1 else 1
        LocalPipelineExecutor(step, tasks=tasks, workers=1, logging_dir=str(out / f"log{number}")).run()


if __name__ == "__main__":
    main()
