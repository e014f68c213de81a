"""Mutations of seed documents: what goes wrong between a publisher and a reader, and what an attacker tries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
"""Examples of each target: about a minute for all of them; ``make fuzz`` takes as many as one likes."""

# Pieces that mean something to one of the parsers.
TOKENS = [
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x110000;",
    b"&nbsp;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"<?xml ",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"</item>",
    b"<item>",
    b"</entry>",
    b"<entry>",
    b"</channel>",
    b"<div>",
    b"</div>",
    b"<p>",
    b"<script>",
    b"<table>",
    b"xml:base='http://['",
    b"xmlns:x=''",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xa1\xb1",
    b"\x1b$B",
    b"\r",
    b"\n",
    b"\n---\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\ud800",
    b"1e999",
    b"9" * 400,
    b"-1",
    b"00:00",
    b"+99:99",
    b"AM",
    b" GMT",
    b"Feb 30",
    "年".encode(),
    "“".encode(),
    "”".encode(),
    "：".encode(),
    "\u202e".encode(),
    "\u3000".encode(),
    b"http://",
    b"//",
    b"%00",
    b"%",
    b"?",
    b"#",
    b"@",
    b":",
]


def fuzz(*folders: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on mutations of the seeds in these folders of the corpus, as its only argument, ``data``."""
    seeds = [path.read_bytes() for folder in folders for path in sorted((CORPUS / folder).iterdir())]

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        return settings(max_examples=EXAMPLES, deadline=None)(given(data=mutated(seeds))(test))

    return decorate


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Return a seed with up to eight mutations, each of a byte range: deleted, replaced, repeated, or moved."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        kind = draw(st.sampled_from(["delete", "insert", "repeat", "splice", "cut"]))
        if kind == "cut":
            data = data[:start] if draw(st.booleans()) else data[start:]
        elif kind == "delete":
            data = data[:start] + data[end:]
        elif kind == "repeat":
            data = data[:end] + data[start:end] * draw(st.integers(1, 30)) + data[end:]
        elif kind == "splice":
            other = draw(st.sampled_from(seeds))
            middle = draw(st.integers(0, len(other)))
            data = data[:start] + other[middle:]
        else:
            inserted = draw(st.sampled_from(TOKENS) | st.binary(max_size=8))
            data = data[:start] + inserted + data[start if draw(st.booleans()) else end :]
    return data
