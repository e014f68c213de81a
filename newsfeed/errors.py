"""The root of every error that newsfeed raises on purpose, and the name of the program in its advice."""

from __future__ import annotations

import sys
from pathlib import Path


class NewsfeedError(Exception):
    """Something a person can act on.

    The message is one line that names the file, URL or setting, says what is wrong with it, and what to do.
    """


def command_line(words: str) -> str:
    """Return a command as it can be typed, with the program that is running: ``newsfeed dedup`` or ``scrapy dedup``."""
    called = Path(sys.argv[0])
    return f"newsfeed {words}" if "newsfeed" in {called.name, called.parent.name} else f"scrapy {words}"
