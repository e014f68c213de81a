"""The progress of long work: a changing line on a terminal, elsewhere a line per minute in the log."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tqdm import tqdm

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN = 0.2  # changes of the line on a terminal
_SECONDS_BETWEEN_LINES = 60  # in the log


class Progress:
    """The current stage of the work, and its progress.

    On a terminal it is one line on standard error; elsewhere it is logged once a minute, at level ``INFO``. ``clock``
    returns seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._status: tqdm[NoReturn] | None = None
        self._clock = clock
        self._logged = clock()
        self._stage, self._total, self._done = "", 0, 0

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage of ``total`` steps, if that is known."""
        self.close()
        self._stage, self._total, self._done = name, total or 0, 0
        self._bar = _line(desc=name, total=total, mininterval=_SECONDS_BETWEEN)

    def status(self, text: str) -> None:
        """Show a text until the next one, instead of the progress of a stage."""
        if self._status is None:
            self.close()
            self._status = self._bar = _line(bar_format="{desc}")
        if self._status is not None:
            self._status.set_description_str(text)
        elif self._is_time_to_log():
            logger.info("%s", text)

    def advance(self, steps: int = 1) -> None:
        """Note that steps of the stage are done."""
        self._done += steps
        if self._bar is not None:
            self._bar.update(steps)
        elif self._stage and self._is_time_to_log():
            of = f" of {self._total:,}" if self._total else ""
            logger.info("%s: %s%s", self._stage, f"{self._done:,}", of)

    def close(self) -> None:
        """Clear the line."""
        if self._bar is not None:
            self._bar.close()
            self._bar = self._status = None
        self._stage = ""

    def _is_time_to_log(self) -> bool:
        """Return whether the last line was logged a minute ago."""
        now = self._clock()
        if now - self._logged < _SECONDS_BETWEEN_LINES:
            return False
        self._logged = now
        return True


def _line(**options: Any) -> tqdm[NoReturn] | None:
    """Return a changing line on standard error, or ``None`` if that is no terminal."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm  # a run from cron needs none

    return tqdm(file=sys.stderr, leave=False, **options)
