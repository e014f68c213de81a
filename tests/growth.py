"""A check that time grows with the length of the input alone, whatever the machine does beside it."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES, MOST = 4, 6  # so much longer an input may take so much longer; a quadratic cost would take 16 times
BARELY = 0.02  # seconds of processor time that say nothing
TRIES, SECONDS = 6, 4  # at least so many, and until they took so long: short work is disturbed more


def seconds(work: Callable[[int], object], size: int) -> float:
    """Return the processor time that work of a size takes, without the garbage of other tests."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        work(size)
        return time.process_time() - began
    finally:
        gc.enable()


def grows_with_length_alone(work: Callable[[int], object], size: int) -> bool:
    """Return whether four times the size takes at most six times the processor time; the best of some tries counts."""

    def as_often(_: int) -> None:
        for _ in range(TIMES):
            work(size)

    work(size // 100 + 1)  # what is only done once, is done
    small, large = seconds(work, size), seconds(work, TIMES * size)
    tries, spent = 1, small + large
    while large > MOST * small + BARELY:
        if tries >= TRIES and spent > SECONDS:
            return False
        # Other processes disturb long work more than short work, so the small size is repeated to take as long.
        together, large = seconds(as_often, size), seconds(work, TIMES * size)
        small = together / TIMES
        tries, spent = tries + 1, spent + together + large
    return True
