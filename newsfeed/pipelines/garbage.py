"""The cyclic garbage collector: articles and rows have no cycles, and scanning them takes a tenth of the time."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_THRESHOLD = 50_000  # new objects, about as many as a batch of articles has


def collect_rarely() -> None:
    """Have the collector run rarely in this process, and never look at what exists now: modules, classes, tables."""
    gc.freeze()
    gc.set_threshold(_THRESHOLD, *gc.get_threshold()[1:])


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Pause the collector."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
