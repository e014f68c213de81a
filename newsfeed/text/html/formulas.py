"""Formulas (MathML) as lines of text: powers, indices, fractions and roots, with the brackets that these need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsfeed.text.html.runs import TextRun

# Parts, by their number, that are set above or below the line.
_PARTS: dict[str, dict[int, str]] = {
    "mfrac": {},
    "mroot": {2: "sup"},
    "msqrt": {},
    "msub": {2: "sub"},
    "msubsup": {2: "sub", 3: "sup"},
    "msup": {2: "sup"},
    "munder": {2: "sub"},
    "munderover": {2: "sub", 3: "sup"},
}
_ROOTS = frozenset({"mroot", "msqrt"})
_DEEPEST = 30  # formulas in one another: the end of each looks through its parts


class _Formula:
    """An open power, index, fraction or root: its element, its depth, and the number of its parts so far."""

    __slots__ = ("bracket", "depth", "parts", "whole")

    def __init__(self, whole: str, depth: int) -> None:
        self.whole, self.depth = whole, depth
        self.parts = 0
        self.bracket = -1
        """The place of a bracket, if what follows turns out to need one."""


class Formulas:
    """The open formulas, from the outermost to the innermost; false if there are none."""

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: list[_Formula] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    def start(self, tag: str, depth: int, run: TextRun) -> None:
        """Begin a formula, if the element is one; ``depth`` is the number of elements around it."""
        if tag not in _PARTS or len(self._open) >= _DEEPEST:
            return
        formula = _Formula(tag, depth + 1)
        self._open.append(formula)
        if tag in _ROOTS:
            run.add("√", "√")
            formula.bracket = _place(run)

    def part(self, tag: str, depth: int, run: TextRun) -> str:
        """Return the element for an element in a formula: ``sup`` or ``sub`` for a part of a power or an index."""
        formula = self._open[-1]
        if depth != formula.depth:
            return tag
        formula.parts += 1
        if formula.whole == "mfrac":
            if formula.parts > 1:
                run.add("/", "/")
            formula.bracket = _place(run)
        return _PARTS[formula.whole].get(formula.parts, tag)

    def end(self, depth: int, run: TextRun) -> None:
        """End a formula or a part of it; ``depth`` is the number of elements around it."""
        formula = self._open[-1]
        is_whole = depth < formula.depth
        if is_whole:
            self._open.pop()
        if is_whole or (depth == formula.depth and formula.whole != "msqrt"):  # a root is over all its parts
            _close(formula, run)


def _place(run: TextRun) -> int:
    """Keep a place for a bracket; return its number."""
    run.add("", "")
    return len(run.parts) - 1


def _close(formula: _Formula, run: TextRun) -> None:
    """Put the parts since the place for a bracket into brackets, unless they are one number or name."""
    at, formula.bracket, parts = formula.bracket, -1, run.parts
    if 0 <= at < len(parts) and not parts[at] and not "".join(parts[at:]).strip().isalnum():
        parts[at] = run.raw[at] = "("
        run.add(")", ")")
