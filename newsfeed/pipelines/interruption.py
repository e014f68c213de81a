"""Stop work that blocks the event loop when the process is told to stop.

Reading a large document or judging a batch takes seconds, in which no signal handler of the event loop runs. Both are
transactions that can be abandoned at any point: a signal then ends them at once, and the next run does them again.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_AGAIN = 0.01  # seconds until the exception is raised again if it was lost


class Interrupted(BaseException):
    """A signal to stop arrived; not an :class:`Exception`, so that no code mistakes it for a failure of its own."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise :class:`Interrupted` inside the block when SIGINT or SIGTERM arrives, after its handler has run.

    Signals without a Python handler keep their effect, and so do all signals if the block runs in another thread.
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
        with _raised_again():
            yield
    finally:
        restore()


@contextmanager
def _raised_again() -> Iterator[None]:
    """Raise :class:`Interrupted` again if it was raised in a callback of a weak reference or in a ``__del__``.

    Python prints exceptions raised there as a traceback, and continues.
    """
    unraisable, on_alarm = sys.unraisablehook, signal.getsignal(signal.SIGALRM)

    def hook(what: sys.UnraisableHookArgs) -> None:
        if isinstance(what.exc_value, Interrupted):
            signal.signal(signal.SIGALRM, again)
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        else:
            unraisable(what)

    def again(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal handlers are called
        raise Interrupted

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = unraisable
        if signal.getsignal(signal.SIGALRM) is again:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, on_alarm)
