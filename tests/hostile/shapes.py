"""Articles of every shape that a document can have, and what a crawl of one takes beside 200 ordinary posts.

    python tests/hostile/shapes.py [NAME …] [--size BYTES]

prints, for each, the processor time and the highest memory of a whole crawl. The texts are invented.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
POSTS = 200
SYLLABLES = [a + b for a in "bcdfghklmnprstvwz" for b in ("a", "e", "i", "o", "u", "ai", "or", "en")]
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]


class Cost(NamedTuple):
    """What a crawl took: seconds of processor time, MB of memory at the most, and its exit code."""

    seconds: float
    megabytes: float
    code: int


@cache
def _words(count: int = 8_000) -> tuple[list[str], list[float]]:
    chance = random.Random(1)  # noqa: S311 - the same words each time
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(count)]
    return words, list(accumulate(1 / (rank + 3) for rank in range(count)))


def prose(seed: object, size: int) -> str:
    """Return sentences of about ``size`` characters, whose words are as unequally common as those of a language."""
    chance = random.Random(str(seed))  # noqa: S311
    words, weights = _words()
    sentences, length = [], 0
    while length < size:
        sentence = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(6, 28))).capitalize() + "."
        sentences.append(sentence)
        length += len(sentence) + 1
    return " ".join(sentences)


def chinese(seed: object, size: int) -> str:
    """Return sentences of about ``size`` ideographs."""
    chance = random.Random(str(seed))  # noqa: S311
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(HAN))))
    sentences, length = [], 0
    while length < size:
        clauses = ("".join(chance.choices(HAN, cum_weights=weights, k=chance.randint(4, 14))) for _ in range(3))
        sentences.append("，".join(clauses) + "。")
        length += len(sentences[-1])
    return "".join(sentences)


def posts() -> list[str]:
    """Return the text of the ordinary posts beside which a document is read; a fifth are Chinese."""
    return [
        "".join(f"<p>{(chinese if number % 5 == 0 else prose)(f'{number} {at}', 300)}</p>" for at in range(5))
        for number in range(POSTS)
    ]


def _filled(parts: Iterator[str] | Sequence[str], size: int) -> str:
    taken, length = [], 0
    for part in parts:
        taken.append(part)
        length += len(part.encode())
        if length >= size:
            break
    return "".join(taken)


def _numbered(pattern: str) -> Callable[[int], str]:
    def shape(size: int) -> str:
        return _filled((pattern.format(number, number * 7919 % 100_003) for number in range(size)), size)

    return shape


def _invented(size: int) -> str:
    chance = random.Random(size)  # noqa: S311
    return _filled(("".join(chance.choices(SYLLABLES, k=5)) + " " for _ in iter(int, 1)), size)


def _of_the_posts(size: int, mark: str = " ") -> str:
    """Return one paragraph of what the posts say, over and over."""
    texts = [text.replace("<p>", "").replace("</p>", mark) for text in posts()]
    return _filled((texts[number % POSTS] for number in range(size)), size)


def _changed(html: str) -> str:
    """Return prose with a word exchanged in each sentence, as a second version of a document has it."""
    return ". ".join(sentence.replace(" ba ", " changed ", 1) + " anew" for sentence in html.split(". "))


SHAPES: dict[str, Callable[[int], str]] = {
    "a paragraph": lambda size: f"<p>{prose(0, size)}</p>",
    "a paragraph of the posts": lambda size: f"<p>{_of_the_posts(size)}</p>",
    "paragraphs of the posts, cut anew": lambda size: _of_the_posts(size).replace(". ", ".</p><p>"),
    "a paragraph without sentences": lambda size: prose(0, size).replace(".", "").lower(),
    "a line": lambda size: prose(0, size).replace("\n", " "),
    "a line in pre": lambda size: f"<pre>{prose(0, size)}</pre>",
    "lines": lambda size: prose(0, size).replace(". ", ".<br>"),
    "ordinary paragraphs": lambda size: "".join(f"<p>{prose(at, 400)}</p>" for at in range(size // 420)),
    "invented words": lambda size: f"<p>{_invented(size)}</p>",
    "a Chinese paragraph": lambda size: f"<p>{chinese(0, size // 3)}</p>",
    "Chinese without sentences": lambda size: f"<p>{chinese(0, size // 3).replace('。', '').replace('，', '')}</p>",
    "short paragraphs": _numbered("<p>In case {0} there were {1} of them.</p>"),
    "the same short paragraphs": _numbered("<p>There were some of them again.</p>"),
    "tiny paragraphs": _numbered("<p>{0}</p>"),
    "headings": _numbered("<h2>Chapter {0} of the {1}</h2>"),
    "list items": _numbered("<li>{0} spoons of {1}</li>"),
    "cells": _numbered("<tr><td>{0}</td><td>{1}</td></tr>"),
    "images": _numbered('<p><img src="https://h.example/{0}.jpg" alt="Picture {1}"></p>'),
    "links": _numbered('<a href="https://h.example/{0}">Link {1}</a> '),
    "quotations": _numbered("<p>“It was case {0} of {1} that day,” she said.</p>"),
    "quotations in one paragraph": _numbered("“It was case {0} of {1} that day,” she said. "),
    "Chinese quotations": _numbered("他说：“第{0}次有{1}人来过这里。”"),
    "one word": lambda size: "<p>" + "again " * (size // 6),
    "one character": lambda size: "<p>" + "a" * size,
    "one ideograph": lambda size: "<p>" + "啊" * (size // 3),
    "digits": lambda size: "<p>" + "".join(random.Random(2).choices("0123456789", k=size)),  # noqa: S311
    "numbers": _numbered("{1} "),
    "sums": _numbered("${1},000 and {0} % on 3 May 20{0:02}, "),
    "punctuation": lambda size: "<p>" + "!?.,;:" * (size // 6),
    "names": _numbered("Anna Ber{1} of Nor{0}, "),
    "depth": lambda size: "<div>" * (size // 11) + "deep" + "</div>" * (size // 11),
    "depth with text": lambda size: "<div>some text " * (size // 15),
    "inline depth": lambda size: "<p>" + "<b>x " * (size // 5),
    "accents": lambda size: "<p>" + "e\u0301o\u0308 " * (size // 7),
    "hangul in parts": lambda size: "<p>" + "\u1112\u1161\u11ab\u1100\u1173\u11af " * (size // 19),
    "long ligatures": lambda size: "<p>" + "\ufdfa " * (size // 4),
    "emoji": lambda size: "<p>" + "👩‍👩‍👧 " * (size // 19),
    "spaces": lambda size: "<p>a" + " " * size + "b",
    "breaks": lambda size: "<p>" + "a<br>" * (size // 5),
    "blank lines": lambda size: "line\n\n" * (size // 6),
}  # fmt: skip


def items_of(name: str, bodies: Sequence[str]) -> list[dict[str, str]]:
    """Return the items of a JSON Feed with these texts."""
    return [
        {
            "id": f"{name}-{number}",
            "url": f"https://{name}.example/{number}",
            "title": f"{name} {number}",
            "date_published": f"2024-01-{1 + number % 28:02}T00:00:00Z",
            "content_html": text,
        }
        for number, text in enumerate(bodies)
    ]


def write(folder: Path, bodies: Sequence[str]) -> None:
    """Write one JSON Feed with a document in each entry, and one with the posts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, texts in (("posts", posts()), ("shape", bodies)):
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items_of(name, texts)}
        (folder / f"{name}.json").write_text(json.dumps(feed, ensure_ascii=False))


def crawl(source: Path, place: Path) -> Cost:
    """Crawl a source into a new store; return what that took.

    The store, the output ``out.jsonl`` and ``said``, the messages, are in the folder ``place``.
    """
    command = [sys.executable, __file__, "--crawl", str(source), "--into", str(place)]
    environment = {**os.environ, "NEWSFEED_STORE": f"sqlite:///{place}/newsfeed.db"}
    with (place / "said").open("wb") as said:
        subprocess.run(command, cwd=ROOT, env=environment, stderr=said, check=False)
    return Cost(*json.loads((place / "cost.json").read_text()))


def _crawl_here(folder: str, place: str) -> None:
    """Crawl in this process, and write what that took; the parent's memory would count in what the parent is told."""
    sys.path.insert(0, str(ROOT))
    from scrapy import cmdline

    sys.argv = ["scrapy", "crawl", "feeds", "-a", f"source={folder}", "-O", f"{place}/out.jsonl"]
    code: object = 0
    try:
        cmdline.execute()
    except SystemExit as end:
        code = end.code
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    found = Cost(time.process_time(), int(peak[1]) / 1024 if peak else 0.0, int(str(code or 0)))
    (Path(place) / "cost.json").write_text(json.dumps(found))


def cost(*bodies: str) -> Cost:
    """Return what a crawl of these documents beside the posts takes."""
    with tempfile.TemporaryDirectory() as place:
        write(Path(place, "source"), bodies)
        return crawl(Path(place, "source"), Path(place))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(SHAPES))
    parser.add_argument("--size", type=int, default=1 << 20)
    parser.add_argument("--twice", action="store_true", help="with a second, changed version of the document")
    parser.add_argument("--crawl", help=argparse.SUPPRESS)
    parser.add_argument("--into", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.crawl:
        _crawl_here(options.crawl, options.into)
        return
    for name in options.names:
        html = SHAPES[name](options.size)
        found = cost(html, *([_changed(html)] if options.twice else []))
        print(f"{name:36} {found.seconds:8.1f} s {found.megabytes:6.0f} MB  exit {found.code}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
