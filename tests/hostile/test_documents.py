"""Documents made to cost time or memory: every one is answered, by little of either.

A process of its own parses them all, so that its memory is theirs alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsfeed.formats import parse

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("documents")]  # one process measures for all tests

# The processor time of an ordinary feed of a megabyte, for the slowest of them, of which four times as many entries are
# read; most take a tenth of it.
TIMES = 12
MEGABYTES = 400
LARGE = 8 << 20  # bytes; a crawl reads four times as much of a document, and all here takes time in proportion
MANY = 200_000  # of what something is quadratic about

HEAD, TAIL = "<rss><channel>", "</channel></rss>"
TITLE, END = f"{HEAD}<item><title>", f"</title></item>{TAIL}"


def repeated(part: str, before: str = "", after: str = "", size: int = LARGE) -> str:
    return before + part * ((size - len(before) - len(after)) // len(part)) + after


def numbered(pattern: str) -> str:
    return "".join(map(pattern.format, range(MANY)))


def declared(*values: str) -> str:
    return "".join(f'<!ENTITY e{number} "{value}">' for number, value in enumerate(values))


DOCUMENTS: dict[str, Callable[[], str]] = {
    "angle brackets": lambda: repeated("<", size=4 * LARGE),
    "angle brackets in a feed": lambda: repeated("<", HEAD, size=1_000_000),
    "ampersands": lambda: repeated("&", TITLE),
    "ampersands, well-formed": lambda: repeated("&amp;", TITLE, END),
    "HTML references": lambda: repeated("&eacute;", TITLE, END),
    "references to nothing": lambda: repeated("&#0;", TITLE, END),
    "escaped markup": lambda: repeated("&lt;a", TITLE, END, 4_000_000),
    "NUL": lambda: repeated("\0", size=4 * LARGE),
    "NUL in a title": lambda: repeated("\0", TITLE),
    "NUL between characters": lambda: repeated("a\0", HEAD),
    "a long CDATA section": lambda: repeated("x", f"{TITLE}<![CDATA[", f"]]>{END}"),
    "a CDATA section without end": lambda: repeated("x", f"{TITLE}<![CDATA["),
    "CDATA sections": lambda: repeated("<![CDATA[x]]>", TITLE, size=4_000_000),
    "CDATA sections without end": lambda: repeated("<![CDATA[", TITLE, size=4_000_000),
    "CDATA ends": lambda: repeated("]]>", TITLE),
    "comments": lambda: repeated("<!-- -->", "", "x", 4_000_000),
    "comments without end": lambda: repeated("<!--", HEAD, size=4_000_000),
    "document types": lambda: repeated("<!DOCTYPE ", size=4_000_000),
    "instructions": lambda: repeated("<?x ?>", HEAD, size=2_000_000),
    "depth": lambda: f"{TITLE}{'<a>' * MANY}{'</a>' * MANY}{END}",
    "depth without end": lambda: repeated("<a>", HEAD, size=3_000_000),
    "entries in entries": lambda: repeated("<item>", HEAD, size=1_000_000),
    "entries without end": lambda: repeated("<item><title>a</title>", HEAD, size=1_000_000),
    "broken entries": lambda: repeated("<item><title>a<b></title></item>", HEAD, TAIL, 1_000_000),
    "empty entries": lambda: repeated("<item/>", HEAD, TAIL, 2_000_000),
    "attributes": lambda: f"{HEAD}<item {numbered('a{}=%1% ')}/>{TAIL}".replace("%", '"'),
    "attributes without end": lambda: f"{HEAD}<item {numbered('a{}=%1% ')}>".replace("%", '"'),
    "attributes without quotes": lambda: f"{HEAD}<item {numbered('a{}=1 ')}/>{TAIL}",
    "the same attribute": lambda: repeated(' a="1"', f"{HEAD}<item", f"/>{TAIL}", 8_000_000),
    "an attribute without end": lambda: repeated("<item>", f'{HEAD}<a b="', size=1_000_000),
    "namespaces": lambda: f"<rss {numbered('xmlns:a{0}=%u{0}% ')}><channel>{TAIL}".replace("%", '"'),
    "namespaces around what is broken": lambda: (
        f"<rss {numbered('xmlns:a{0}=%u{0}% ')}><channel>{'<item>&</b></item>' * 20}{TAIL}".replace("%", '"')
    ),
    "prefixes that nothing declares": lambda: f"{HEAD}{numbered('<a{}:b/>')}{TAIL}",
    "a billion laughs": lambda: (
        f"<!DOCTYPE rss [{declared('lol', *(f'&e{n};' * 10 for n in range(10)))}]>{TITLE}&e10;{END}"
    ),
    "a long entity often": lambda: f"<!DOCTYPE rss [{declared('x' * 60_000)}]>{TITLE}{'&e0;' * MANY}{END}",
    "a long entity often, broken": lambda: f"<!DOCTYPE rss [{declared('x' * 60_000)}]>{TITLE}{'&e0;' * MANY}<b>{END}",
    "lines": lambda: repeated("\n", f"{TITLE}x & y<b>"),
    "a long name": lambda: repeated("x", f"{HEAD}<", f">{TAIL}"),
    "HTML": lambda: repeated("<p>", "<html>", size=4_000_000),
    "links": lambda: repeated("<link rel=alternate type=application/rss+xml href=a>", "<html>", size=4_000_000),
    "JSON brackets": lambda: repeated("["),
    "JSON lists": lambda: repeated("[],", '{"items":[', "[]]}", 3_000_000),
    "a JSON number": lambda: repeated("9", '{"items":[{"id":', "}]}", 1_000_000),
    "front matter": lambda: repeated("a: b\n", "---\n"),
    "a marker and brackets": lambda: repeated("](", "<!--1-->\n["),
}


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[float, int]]:
    """What each document took: processor time as a multiple of an ordinary feed's, and megabytes until then.

    The feed is read just before the document: a busy machine slows both.
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, __file__]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, timeout=900).stdout)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_takes_little_time(name: str, costs: dict[str, tuple[float, int]]) -> None:
    assert costs[name][0] < TIMES


def test_no_document_takes_much_memory(costs: dict[str, tuple[float, int]]) -> None:
    assert {name: peak for name, (_, peak) in costs.items() if peak > MEGABYTES} == {}


def seconds(document: str) -> float:
    data = document.encode()
    started = time.process_time()
    parse(data)
    return time.process_time() - started


def cost(document: str) -> tuple[float, int]:
    ordinary = seconds(repeated("<item><title>a</title></item>", HEAD, TAIL, 1_000_000))
    spent = seconds(document)
    # ru_maxrss would begin with the memory of the process that ran all the tests before.
    return spent / ordinary, int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10


if __name__ == "__main__":
    json.dump({name: cost(document()) for name, document in DOCUMENTS.items()}, sys.stdout)
