"""Progress of long work, shown only when a terminal watches."""

from __future__ import annotations

import sys
from typing import NoReturn

from tqdm import tqdm

_SECONDS_BETWEEN = 0.2


class Progress:
    """One line on standard error that tells which stage the work is in and how far; nothing in a pipe."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._status: tqdm[NoReturn] | None = None

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage; ``total`` is how many steps it has, where that is known."""
        self.close()
        self._bar = tqdm(
            desc=name, total=total, file=sys.stderr, disable=None, leave=False, mininterval=_SECONDS_BETWEEN
        )

    def status(self, text: str) -> None:
        """Show a text until there is another, instead of how far a stage is."""
        if self._status is None:
            self.close()
            self._status = self._bar = tqdm(file=sys.stderr, disable=None, leave=False, bar_format="{desc}")
        self._status.set_description_str(text)

    def advance(self, steps: int = 1) -> None:
        """Tell that steps of the stage are done."""
        if self._bar is not None:
            self._bar.update(steps)

    def close(self) -> None:
        """Clear the line."""
        if self._bar is not None:
            self._bar.close()
            self._bar = self._status = None
