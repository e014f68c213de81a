"""The commands; each module is a command with its name, except ``program``, ``options`` and ``usage``."""

import gc
import os

if os.name != "posix":
    raise SystemExit("newsfeed runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux (WSL)")

# Articles create many objects and little garbage: collecting at the default of every 700 objects takes a tenth of the
# time. A batch of articles has about as many objects as this threshold; with four times as many, a crawl uses 30 MB
# more.
gc.set_threshold(50_000, *gc.get_threshold()[1:])
