"""What readers still make of real feeds in which bytes are deleted, inserted and flipped; ours beside others.

Run: python benchmarks/damage.py [FOLDER [TIMES]]     (default: ../shared/data/feeds, 4 times each; eight minutes)

Every document of which a reader gives all entries that stand in it is damaged so many times in one place, and again in
ten: in each, 1, 3 or 20 bytes are deleted or inserted, or a bit is flipped. Counted are the entries that no damage
touches, and those among them that come out as before: id, link, title, summary, content and date. Chance is seeded.

The last lines count the damaged documents of which our reader gives fewer entries, or fewer letters than the damage can
have deleted, and those among them of which it says that something is wrong.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import readers  # noqa: E402

from newsfeed.formats import parse  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.formats import Feed

HITS = (1, 10)  # places in which a document is damaged
LARGEST = 150_000  # bytes; beyond, one document would weigh as much as fifty
LENGTHS = (1, 1, 3, 20)  # of what is deleted or inserted, in bytes
# What comments and CDATA sections hold is not taken for tags.
_SECTION = rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->"
_ITEM = re.compile(
    rb"%b|<((?:[A-Za-z0-9._-]{1,32}:)?(?:item|entry))[\s>](?:[^<]++|%b|<)*?</\1\s*>" % (_SECTION, _SECTION), re.DOTALL
)
_LIST = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A document after damage, and which of its entries, counted from 0, were not hit."""

    data: bytes
    untouched: list[int]


def main() -> int:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "feeds"
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    found = documents(folder)
    if not found:
        print(f"no documents in {folder}: name a folder of feeds", file=sys.stderr)
        return 2
    headings = [f"{hits} hit{'s' * (hits > 1)}" for hits in HITS]
    print(f"{'entries unchanged, of those not hit':46}" + "".join(f"{heading:>23}" for heading in headings))
    for name in readers.installed():
        command = [sys.executable, __file__, str(folder), str(times), name]
        counts = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        print(f"{name:46}" + "".join(f"{kept / max(1, total):13.2%} of {total:6,}" for total, kept in counts))
    for hits, heading in zip(HITS, headings, strict=True):
        lost, told = losses(found, hits, times)
        print(f"{heading}: {lost} of our documents lost text, {told} of them say so")
    return 0


def documents(folder: Path) -> list[bytes]:
    """Return the documents below a folder, in order, without the largest."""
    found = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [data for data in found if len(data) <= LARGEST]


@lru_cache(maxsize=8)
def places(data: bytes) -> list[tuple[int, int]]:
    """Return where in a document each entry stands."""
    if data.lstrip().startswith(b"{"):
        return list(_json_places(data.decode("utf-8", "replace")))
    return [match.span() for match in _ITEM.finditer(data) if match[1]]


def damaged(data: bytes, hits: int, chance: Random) -> Damaged:
    """Damage a document in so many places: in each, bytes are deleted or inserted, or a bit is flipped."""
    standing = places(data)
    hit: set[int] = set()
    for start in sorted((chance.randrange(len(data)) for _ in range(hits)), reverse=True):
        length = chance.choice(LENGTHS)
        match chance.choice("dif"):
            case "d":
                end, instead = start + length, b""
            case "i":
                end, instead = start, chance.randbytes(length)
            case _:
                end, instead = start + 1, bytes([data[start] ^ 1 << chance.randrange(8)])
        # From the last to the first, so that the places before stay where they are.
        hit |= {i for i, (first, last) in enumerate(standing) if first < max(end, start + 1) and start < last}
        data = data[:start] + instead + data[end:]
    return Damaged(data, [i for i in range(len(standing)) if i not in hit])


def survival(found: Sequence[bytes], read: readers.Read, hits: int, times: int) -> tuple[int, int]:
    """Return how many entries were not hit when each document was damaged so often, and how many came out as before."""
    chance = Random(hits)  # noqa: S311
    expected = unchanged = 0
    for data in found:
        entries = read(data)
        if len(entries) < 3 or len(entries) != len(places(data)):
            continue
        for _ in range(times):
            case = damaged(data, hits, chance)
            untouched = Counter(entries[i] for i in case.untouched)
            expected += untouched.total()
            unchanged += (untouched & Counter(read(case.data))).total()
    return expected, unchanged


def losses(found: Sequence[bytes], hits: int, times: int) -> tuple[int, int]:
    """Return how many damaged documents lost entries or letters with our reader, and how many of these say so."""
    chance = Random(hits)  # noqa: S311
    lost = told = 0
    for data in found:
        before = parse(data)
        if not before.entries or before.problems:
            continue
        for _ in range(times):
            after = parse(damaged(data, hits, chance).data)
            least = letters(before) - hits * max(LENGTHS)
            if len(after.entries) < len(before.entries) or letters(after) < least:
                lost += 1
                told += bool(after.problems or after.error)
    return lost, told


def letters(feed: Feed) -> int:
    """Return how many letters and digits the texts of a feed have."""
    texts = (text.value for entry in feed.entries for text in (entry.title, entry.summary, entry.content) if text)
    return sum(map(str.isalnum, "".join(texts)))


def _json_places(text: str) -> Iterator[tuple[int, int]]:
    listed = _LIST.search(text)
    end = listed.end() if listed else len(text)
    while (between := _BETWEEN.match(text, end)) and text.startswith("{", between.end()):
        start = between.end()
        _, end = json.JSONDecoder().raw_decode(text, start)
        yield len(text[:start].encode()), len(text[:end].encode())


def measure(name: str, folder: Path, times: int) -> list[tuple[int, int]]:
    """Return what survives damage with one reader, for each number of hits."""
    read = readers.reader(name)
    found = documents(folder)
    return [survival(found, read, hits, times) for hits in HITS]


if __name__ == "__main__":
    if len(sys.argv) > 3:
        print(json.dumps(measure(sys.argv[3], Path(sys.argv[1]), int(sys.argv[2]))))
        sys.exit()
    sys.exit(main())
