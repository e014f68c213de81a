"""The ``newsfeed`` command: starts :mod:`newsfeed.commands.program`, and ends quietly when interrupted."""

from __future__ import annotations

import gc
import os
import signal
import sys

_INTERRUPTED = 128 + signal.SIGINT  # the convention of shells


def main() -> None:
    """Run the command in ``sys.argv``, and exit with its code."""
    heeds_interrupts = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # background jobs do not
    if heeds_interrupts:
        # An exception may be raised anywhere inside an import, even where it is only printed.
        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    gc.disable()  # imports create many objects and no garbage; searching them for it takes 50 ms
    try:
        from newsfeed.commands.program import prepared

        run = prepared(sys.argv[1:])
    finally:
        gc.freeze()
        gc.enable()
        if heeds_interrupts:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
