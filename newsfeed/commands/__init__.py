"""The commands; each module is one, found by its name, beside ``program``, ``options`` and ``usage``."""

import os

if os.name != "posix":
    raise SystemExit("newsfeed runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux (WSL)")
