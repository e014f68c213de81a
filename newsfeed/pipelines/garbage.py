"""Pause the cyclic garbage collector while a batch is processed."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector: a batch has no cycles, and scanning its rows costs a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
