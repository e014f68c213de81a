"""Golden verdicts: pairs written for this project, and the verdicts that one version of the algorithm gives on them.

Run ``python -m tests.golden`` to write them anew, after raising ``newsfeed.dedup.VERSION``.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import newsfeed.dedup
from newsfeed.dedup.reuse import Passage, read_before
from newsfeed.text.normalise import normals

FILE = Path(__file__).parent / "dedup" / "golden_verdicts.json"
KINDS = (int, float, str, frozenset, tuple, dict)
CONSTANT = re.compile("[A-Z][A-Z0-9_]*")


def verdict(earlier: list[str], later: str) -> dict[str, Any]:
    """Return the verdict on a paragraph against earlier ones, as it is stored in the file."""
    *before, after = (Passage(normal) for normal in normals([*earlier, later]))
    found = read_before(after, before)
    return {
        "duplicate": found.duplicate,
        "reason": found.reason,
        "share": round(found.share, 4),
        "sources": [[source.index, *source.spans] for source in found.sources],
    }


def constants() -> dict[str, Any]:
    """Return the public constants of the modules of ``newsfeed.dedup``: numbers as they are, word lists as digests."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(newsfeed.dedup.__path__, "newsfeed.dedup."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if (
                name != "TYPE_CHECKING"
                and CONSTANT.fullmatch(name)
                and isinstance(value, int | float | str | frozenset | tuple | dict)
            ):
                text = _text(value)
                found.setdefault(name, set()).add(text if len(text) <= 20 else sha256(text.encode()).hexdigest()[:12])
    return {name: sorted(values) for name, values in sorted(found.items())}


def _text(value: Any) -> str:
    """Return a text of a constant that does not depend on the order of sets."""
    if isinstance(value, frozenset | set):
        return "{" + " ".join(sorted(map(_text, value))) + "}"
    if isinstance(value, dict):
        return "{" + " ".join(sorted(f"{_text(key)}:{_text(each)}" for key, each in value.items())) + "}"
    if isinstance(value, tuple | list):
        return "(" + " ".join(map(_text, value)) + ")"
    if callable(value):
        return str(getattr(value, "__name__", ""))
    return repr(value)


def golden() -> dict[str, Any]:
    """Return the contents of the file."""
    content: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return content


def regenerate() -> None:
    """Write the verdicts, constants and version of today beside the pairs of the file."""
    pairs = [(pair["earlier"], pair["later"]) for pair in golden()["pairs"]]
    judged = [{"earlier": old, "later": later, "verdict": verdict(old, later)} for old, later in pairs]
    new = {"version": newsfeed.dedup.VERSION, "constants": constants(), "pairs": judged}
    FILE.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    regenerate()
