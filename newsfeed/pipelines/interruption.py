"""Stop work that blocks the event loop when the process is told to stop.

Reading a large document or judging a batch takes seconds, in which no signal handler of the event loop runs. Both are
transactions that can be abandoned at any point: a signal then ends them at once, and the next run does them again.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """A signal to stop arrived; not an :class:`Exception`, so that no code mistakes it for a failure of its own."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise :class:`Interrupted` inside the block when SIGINT or SIGTERM arrives, after its handler has run.

    Signals without a Python handler keep their effect, as do all signals where the block runs in another thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: handler for number in _STOPPING if callable(handler := signal.getsignal(number))}

    def stop(number: int, frame: FrameType | None) -> None:
        restore()  # first, because the handler installs another one for the second signal
        before[signal.Signals(number)](number, frame)
        raise Interrupted

    def restore() -> None:
        for number, handler in before.items():
            if signal.getsignal(number) is stop:
                signal.signal(number, handler)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        restore()
