"""Printing and logging: text from feeds can neither control a terminal nor forge a line.

Nothing else in the package prints. Titles, addresses and file names come from strangers.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from signal import SIG_DFL, SIGPIPE, signal
from typing import Any

from newsfeed.text.characters import for_terminal


def echo(*lines: str, err: bool = False) -> None:
    """Print lines on standard output, or on standard error if ``err``; control characters are escaped."""
    for line in lines:
        print(for_terminal(line), file=sys.stderr if err else sys.stdout)


def echo_json(value: object) -> None:
    """Print a value as indented JSON (RFC 8259) that is safe to show."""
    for line in json.dumps(value, ensure_ascii=False, indent=1).split("\n"):
        # A JSON escape has four digits; control characters below U+0080 are escaped already.
        safe = "".join(each if for_terminal(each) == each else f"\\u{ord(each):04x}" for each in line)
        print(safe)  # noqa: T201


def end_quietly() -> None:
    """Let the process end silently when standard output is closed (SIGPIPE), as other programs do."""
    signal(SIGPIPE, SIG_DFL)


def escape_logs() -> None:
    """Escape control characters in every log record of this process, also in those of libraries."""
    logging.setLogRecordFactory(_EscapedRecord)


class _EscapedRecord(logging.LogRecord):
    """A log record without control characters in its message and traceback, except for line ends of their own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(self.args, tuple):
            self.args = tuple(map(_escaped, self.args))
        elif isinstance(self.args, dict):
            self.args = {name: _escaped(value) for name, value in self.args.items()}
        if self.exc_info and self.exc_info[0]:
            self.exc_text = _by_line("".join(traceback.format_exception(*self.exc_info)).rstrip())

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        return _by_line(super().getMessage())


def _escaped(value: object) -> object:
    """Return an argument of a message; a string is escaped to one line."""
    return for_terminal(value) if isinstance(value, str) else value


def _by_line(text: str) -> str:
    return "\n".join(map(for_terminal, text.split("\n")))
