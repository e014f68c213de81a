"""Documents made to cost time or memory: time grows with their length alone, and memory is limited.

A process of its own parses them all, so that its memory is theirs alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from growth import TIMES, grows_with_length_alone

from newsfeed.formats import parse

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("documents")]  # one process measures for all tests

MEGABYTES = 400
LARGE = 4 << 20  # bytes of the larger of two sizes; a crawl reads eight times as much of a document

HEAD, TAIL = "<rss><channel>", "</channel></rss>"
TITLE, END = f"{HEAD}<item><title>", f"</title></item>{TAIL}"


def repeated(part: str, before: str = "", after: str = "", share: float = 1) -> Callable[[int], str]:
    """Return what makes a document of a size, or of a share of it where each byte costs much."""
    return lambda size: before + part * ((int(size * share) - len(before) - len(after)) // len(part)) + after


def numbered(pattern: str, before: str, after: str, share: float = 0.5) -> Callable[[int], str]:
    """Return what makes a document of many names, none of them twice."""

    def made(size: int) -> str:
        count = int(size * share) // len(pattern.format("123456"))
        return before + "".join(map(pattern.format, range(count))) + after

    return made


def declared(*values: str) -> str:
    return "".join(f'<!ENTITY e{number} "{value}">' for number, value in enumerate(values))


LAUGHS = f"<!DOCTYPE rss [{declared('lol', *(f'&e{n};' * 10 for n in range(10)))}]>"
LONG = f"<!DOCTYPE rss [{declared('x' * 60_000)}]>{TITLE}"
SPACE = 'xmlns:a{0}="u{0}" '

DOCUMENTS: dict[str, Callable[[int], str]] = {
    "angle brackets": repeated("<", share=2),
    "angle brackets in a feed": repeated("<", HEAD, share=1 / 4),
    "ampersands": repeated("&", TITLE),
    "ampersands, well-formed": repeated("&amp;", TITLE, END),
    "HTML references": repeated("&eacute;", TITLE, END),
    "references to nothing": repeated("&#0;", TITLE, END),
    "escaped markup": repeated("&lt;a", TITLE, END, 1 / 2),
    "NUL": repeated("\0", share=2),
    "NUL in a title": repeated("\0", TITLE),
    "NUL between characters": repeated("a\0", HEAD),
    "a long CDATA section": repeated("x", f"{TITLE}<![CDATA[", f"]]>{END}"),
    "a CDATA section without end": repeated("x", f"{TITLE}<![CDATA["),
    "CDATA sections": repeated("<![CDATA[x]]>", TITLE),
    "CDATA sections without end": repeated("<![CDATA[", TITLE),
    "CDATA ends": repeated("]]>", TITLE),
    "comments": repeated("<!-- -->", "", "x"),
    "comments without end": repeated("<!--", HEAD, share=1 / 2),
    "document types": repeated("<!DOCTYPE "),
    "instructions": repeated("<?x ?>", HEAD),
    "depth": lambda size: f"{TITLE}{'<a>' * (size // 20)}{'</a>' * (size // 20)}{END}",
    "depth without end": repeated("<a>", HEAD),
    "entries in entries": repeated("<item>", HEAD, share=1 / 4),
    "entries without end": repeated("<item><title>a</title>", HEAD, share=1 / 4),
    "broken entries": repeated("<item><title>a<b></title></item>", HEAD, TAIL, 1 / 4),
    "empty entries": repeated("<item/>", HEAD, TAIL, 1 / 4),
    "attributes": numbered('a{}="1" ', f"{HEAD}<item ", f"/>{TAIL}"),
    "attributes without end": numbered('a{}="1" ', f"{HEAD}<item ", f">{TAIL}"),
    "attributes without quotes": numbered("a{}=1 ", f"{HEAD}<item ", f"/>{TAIL}"),
    "the same attribute": repeated(' a="1"', f"{HEAD}<item", f"/>{TAIL}"),
    "an attribute without end": repeated("<item>", f'{HEAD}<a b="', share=1 / 4),
    "namespaces": numbered(SPACE, "<rss ", f"><channel>{TAIL}"),
    "namespaces around what is broken": numbered(SPACE, "<rss ", f"><channel>{'<item>&</b></item>' * 20}{TAIL}"),
    "prefixes that nothing declares": numbered("<a{}:b/>", HEAD, TAIL),
    "a billion laughs": repeated("&e10;", f"{LAUGHS}{TITLE}", END),
    "a long entity often": repeated("&e0;", LONG, END, 1 / 4),
    "a long entity often, broken": repeated("&e0;", LONG, f"<b>{END}", 1 / 4),
    "lines": repeated("\n", f"{TITLE}x & y<b>"),
    "a long name": repeated("x", f"{HEAD}<", f">{TAIL}"),
    "HTML": repeated("<p>", "<html>"),
    "links": repeated("<link rel=alternate type=application/rss+xml href=a>", "<html>"),
    "JSON brackets": repeated("["),
    "JSON lists": repeated("[],", '{"items":[', "[]]}", 1 / 2),
    "a JSON number": repeated("9", '{"items":[{"id":', "}]}", 1 / 4),
    "front matter": repeated("a: b\n", "---\n"),
    "a marker and brackets": repeated("](", "<!--1-->\n["),
}


class Cost(NamedTuple):
    """Whether time grows with the length of a document alone, and how many megabytes the process had until then."""

    in_proportion: bool
    peak: int


@pytest.fixture(scope="module")
def costs() -> dict[str, Cost]:
    """What each document takes."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, Path(__file__).parents[1:3]))}
    command = [sys.executable, __file__]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, timeout=3600)
    return {name: Cost(*found) for name, found in json.loads(done.stdout).items()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_time_grows_with_the_length_of_a_document_alone(name: str, costs: dict[str, Cost]) -> None:
    assert costs[name].in_proportion


def test_no_document_takes_much_memory(costs: dict[str, Cost]) -> None:
    assert {name: found.peak for name, found in costs.items() if found.peak > MEGABYTES} == {}


def cost(document: Callable[[int], str]) -> Cost:
    in_proportion = grows_with_length_alone(lambda size: parse(document(size).encode()), LARGE // TIMES)
    # ru_maxrss would begin with the memory of the process that ran all the tests before.
    return Cost(in_proportion, int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10)


if __name__ == "__main__":
    json.dump({name: cost(document) for name, document in DOCUMENTS.items()}, sys.stdout)
