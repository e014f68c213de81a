"""How fast normal forms, fingerprints and shingles are computed, beside the packages that do likewise.

Run: python benchmarks/fingerprints.py [DATA]      DATA holds archive/ and polls/ (default: ../shared/data)

One process, one core, the same paragraphs for all; the best of three runs. Others get the text as it is, and cut it
into features as their own documentation shows.
"""

from __future__ import annotations

import html
import importlib
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simhash import Simhash  # noqa: E402

from newsfeed.dedup.fingerprints.simhash import fingerprints  # noqa: E402
from newsfeed.dedup.fingerprints.winnowing import digests, winnow  # noqa: E402
from newsfeed.dedup.reuse import Passage, read_before  # noqa: E402
from newsfeed.text.normalise import normalise_all, normals  # noqa: E402

MOST = 40_000  # paragraphs of each language
FEW = 2_000  # of them for what is slow
Job = Callable[[Sequence[Any]], object]


def main() -> int:
    """Print paragraphs per second and the ratio to simhash.Simhash."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    if not (data / "archive").is_dir():
        print(f"no archive in {data}: name the data folder", file=sys.stderr)
        return 2
    for language, found in (("zh", list(chinese(data))), ("en", list(english(data)))):
        texts = (found * (MOST // len(found) + 1))[:MOST]
        normalise_all(texts[:FEW])
        print(f"\n{language}: {MOST} paragraphs, {sum(map(len, texts)) / MOST:.0f} characters on average")
        base = rate(lambda some: [Simhash(text) for text in some], texts[:FEW])
        for name, job, some in jobs(texts):
            speed = rate(job, some)
            print(f"  {name:52} {speed:12,.0f}/s {speed / base:7.1f} x")
    return 0


def jobs(texts: Sequence[str]) -> Iterator[tuple[str, Job, Sequence[Any]]]:
    """Yield what to measure with its input."""
    forms = normalise_all(texts)
    yield "simhash.Simhash", lambda some: [Simhash(text) for text in some], texts[:FEW]
    yield "normalise_all", normalise_all, texts
    yield "normals (with offsets)", normals, texts
    yield "fingerprints, 64 bits", fingerprints, forms
    yield "fingerprints, 128 bits", lambda some: fingerprints(some, bits=128), forms
    yield "normalise_all and fingerprints", lambda some: fingerprints(normalise_all(some)), texts
    yield "winnow", winnow, forms
    yield "digests", digests, forms
    yield "rensa RMinHash, 128 permutations", lambda some: [rensa_signature(text) for text in some], texts[:FEW]
    yield "rensa RMinHash in bulk, 128 permutations", rensa_matrix, texts
    yield (
        "datasketch MinHash, 128 permutations",
        lambda some: [datasketch_signature(text) for text in some],
        texts[:FEW],
    )
    pairs = list(zip(normals(texts[:FEW]), normals(texts[1 : FEW + 1]), strict=True))
    yield (
        "read_before, one unrelated paragraph",
        lambda some: [read_before(Passage(b), (Passage(a),)) for a, b in some],
        pairs,
    )
    edited = [text[len(text) // 8 :] + "完" for text in texts[:FEW]]
    pairs = list(zip(normals(texts[:FEW]), normals(edited), strict=True))
    yield (
        "read_before, one source of nearly all",
        lambda some: [read_before(Passage(b), (Passage(a),)) for a, b in some],
        pairs,
    )


def rensa_signature(text: str) -> object:
    """Return rensa's signature of runs of three characters."""
    signed = importlib.import_module("rensa").RMinHash(num_perm=128, seed=42)
    signed.update([text[i : i + 3] for i in range(max(1, len(text) - 2))])
    return signed.digest()


def rensa_matrix(texts: Sequence[str]) -> object:
    """Return rensa's signatures of all texts in one call."""
    cut_up = [[text[i : i + 3] for i in range(max(1, len(text) - 2))] for text in texts]
    return importlib.import_module("rensa").RMinHash.digest_matrix_from_token_sets(cut_up, 128, 42)


def datasketch_signature(text: str) -> object:
    """Return datasketch's signature of the same."""
    signed = importlib.import_module("datasketch").MinHash(num_perm=128)
    signed.update_batch([text[i : i + 3].encode() for i in range(max(1, len(text) - 2))])
    return signed


def rate(job: Job, texts: Sequence[Any]) -> float:
    """Return texts per second, 0 if the package is not installed."""
    best = float("inf")
    try:
        for _ in range(3):
            start = time.perf_counter()
            job(texts)
            best = min(best, time.perf_counter() - start)
    except ImportError:
        return 0.0
    return len(texts) / best


def chinese(data: Path) -> Iterator[str]:
    """Yield the paragraphs of the archive that are mostly Chinese."""
    for file in sorted((data / "archive").glob("*.md")):
        for text in cut(file, "<p[^>]*>(.*?)</p>"):
            if len(text) >= 20 and sum("\u4e00" <= c <= "\u9fff" for c in text) > len(text) * 0.3:
                yield text


def english(data: Path) -> Iterator[str]:
    """Yield the summaries of the polled feeds."""
    for file in sorted((data / "polls").glob("*/*.xml"))[:400]:
        yield from (text for text in cut(file, "<description>(.*?)</description>") if len(text) >= 60)


def cut(file: Path, pattern: str) -> Iterator[str]:
    """Yield the plain text of what the pattern finds."""
    for found in re.findall(pattern, file.read_text("utf-8", "replace"), re.DOTALL):
        text = html.unescape(found.replace("<![CDATA[", "").replace("]]>", ""))
        yield html.unescape(re.sub(r"<[^>]+>", "", text)).strip()


if __name__ == "__main__":
    sys.exit(main())
