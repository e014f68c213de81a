"""The commands; each module is one, found by its name, beside ``options`` and ``usage``, which they share."""

import os

if os.name != "posix":
    raise SystemExit("newsfeed runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux (WSL)")
