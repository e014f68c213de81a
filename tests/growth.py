"""A check that time grows with the length of the input alone, whatever the machine does beside it."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES, MOST = 4, 6  # so much longer an input may take so much longer; a quadratic cost would take 16 times
BARELY = 0.02  # seconds of processor time that say nothing
TRIES, SECONDS = 5, 2  # at least so many, and until they took so long: short work is disturbed more


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
    work(size // 100 + 1)  # what is only done once, is done
    small = large = float("inf")
    tries, spent = 0, 0.0
    while tries < TRIES or spent < SECONDS:
        taken = seconds(work, size), seconds(work, TIMES * size)
        small, large = min(small, taken[0]), min(large, taken[1])
        if large <= MOST * small + BARELY:
            return True
        tries, spent = tries + 1, spent + sum(taken)
    return False
