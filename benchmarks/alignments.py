"""What passim 2, the standard for text reuse in newspapers, finds in the same articles, beside what a crawl finds.

Run: python benchmarks/alignments.py --passim CHECKOUT --python PYTHON [SOURCE] [--options='…'] [--list N]

Crawls SOURCE (default: ../shared/data/archive, else fixtures), and has passim align the texts of its articles, with
these options of its own (for Chinese: '-n 10 --floating-ngrams'), on one core. CHECKOUT is its repository, and PYTHON
an interpreter that has what it requires: pip install pyspark==4.0.1 graphframes-py==0.9.3 intervaltree. Its last step,
which forms clusters, needs a library for Java and is left out. Prints processor seconds (ours: the whole crawl), and
of the pairs of articles that share a text, and of the characters of all articles that are shared: how many each finds,
and both. `--list` shows N pairs of articles that only one of them finds, drawn at random, always the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from deduplicators import ARCHIVE, crawl, run  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED = 3
_WIDTH = 100  # characters that are shown of a passage

Pair = tuple[str, str]  # ids of two articles in order
Alignment = dict[str, Any]  # at least: id, begin, end, and the same with 2, offsets in characters


def main() -> None:
    """Compare, and print the table."""
    arguments = options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = crawl(arguments.source, folder / "articles.jsonl", folder / "store.db")
        texts = write_texts(folder)
        theirs = run(passim(arguments, folder), folder / "passim.log", done=folder / "out" / "align.json" / "_SUCCESS")
        found = {"newsfeed": pairs(own_alignments(folder)), "passim": pairs(alignments(folder / "out" / "align.json"))}
    print(f"{len(texts):,} articles of {arguments.source}, {sum(map(len, texts.values())):,} characters\n")
    print(f"{'program':<10}{'CPU s':>8}{'pairs of articles':>19}{'characters':>12}")
    for program, ended in (("newsfeed", ours), ("passim", theirs)):
        print(f"{program:<10}{ended.seconds:>8.1f}{len(found[program]):>19,}{len(characters(found[program])):>12,}")
    both = found["newsfeed"].keys() & found["passim"].keys()
    shared = characters(found["newsfeed"]) & characters(found["passim"])
    print(f"{'both':<10}{'':>8}{len(both):>19,}{len(shared):>12,}")
    for program, its in found.items():
        alone = sorted(its.keys() - both)
        for pair in random.Random(SEED).sample(alone, min(arguments.list, len(alone))):  # noqa: S311 - the same draw
            show(program, its[pair][0], texts)


def options() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", nargs="?", default=str(ARCHIVE if ARCHIVE.exists() else ROOT / "fixtures"))
    parser.add_argument("--passim", required=True, type=Path, metavar="CHECKOUT", help="passim's repository")
    parser.add_argument("--python", required=True, type=Path, help="an interpreter that has what passim requires")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="show N pairs that only one finds, of each")
    parser.add_argument("--options", default="", help="options of passim (none)")
    return parser.parse_args()


def passim(arguments: argparse.Namespace, folder: Path) -> list[str]:
    """Return the command that aligns the texts."""
    os.environ |= {"PYSPARK_PYTHON": str(arguments.python), "PYSPARK_DRIVER_PYTHON": str(arguments.python)}
    submit = [str(arguments.python.parent / "spark-submit"), "--master", "local[1]", "--driver-memory", "4g"]
    program = [str(arguments.passim / "passim" / "seriatim.py"), "--pairwise", *arguments.options.split()]
    return [*submit, *program, str(folder / "texts.jsonl"), str(folder / "out")]


def write_texts(folder: Path) -> dict[str, str]:
    """Write the crawled articles as passim reads them; return their texts, with what is dropped, by id."""
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        texts = {
            article["id"]: "\n\n".join(paragraph["text"] for paragraph in article["paragraphs"])
            for article in map(json.loads, lines)
        }
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as out:
        for id_, text in texts.items():
            print(json.dumps({"id": id_, "text": text}, ensure_ascii=False), file=out)
    return texts


def own_alignments(folder: Path) -> Iterable[Alignment]:
    """Return the alignments that the crawl's store exports for scripts of passim."""
    command = ["export", "--keep-duplicates", "--pairs", str(folder / "own" / "pairs.jsonl"), str(folder / "all.jsonl")]
    settings = {"NEWSFEED_STORE": f"sqlite:///{folder / 'store.db'}"}
    (folder / "own").mkdir()
    run([sys.executable, "-m", "newsfeed", *command], folder / "export.log", settings)
    return alignments(folder / "own", "*.jsonl")


def alignments(folder: Path, files: str = "part-*") -> list[Alignment]:
    """Return the alignments in the files of a folder."""
    return [json.loads(line) for file in folder.glob(files) for line in file.open(encoding="utf-8")]


def pairs(found: Iterable[Alignment]) -> dict[Pair, list[Alignment]]:
    """Return alignments of different articles by the pair of articles."""
    by_pair: defaultdict[Pair, list[Alignment]] = defaultdict(list)
    for each in found:
        if each["id"] != each["id2"]:
            by_pair[min(each["id"], each["id2"]), max(each["id"], each["id2"])].append(each)
    return by_pair


def characters(found: dict[Pair, list[Alignment]]) -> set[tuple[str, int]]:
    """Return the characters in alignments: each by its article and its offset."""
    return {
        (each[f"id{side}"], at)
        for of_pair in found.values()
        for each in of_pair
        for side in ("", "2")
        for at in range(each[f"begin{side}"], each[f"end{side}"])
    }


def show(program: str, one: Alignment, texts: dict[str, str]) -> None:
    """Print both passages of an alignment."""
    print(f"\n{program}:")
    for side in ("", "2"):
        passage = texts[one[f"id{side}"]][one[f"begin{side}"] : one[f"end{side}"]]
        print(f"  {len(passage):>5} {' '.join(passage.split())[:_WIDTH]}")


if __name__ == "__main__":
    main()
