"""The one way to print and to log: strangers' text can neither steer a terminal nor forge a line.

Titles, addresses, file names and whatever else sources say reach people only through here.
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
        # An escape of JSON has four digits; control characters below U+0080 have one already.
        safe = "".join(each if for_terminal(each) == each else f"\\u{ord(each):04x}" for each in line)
        print(safe)  # noqa: T201


def end_quietly() -> None:
    """End without a word when whoever reads standard output has enough, as other programs do."""
    signal(SIGPIPE, SIG_DFL)


def escape_logs() -> None:
    """Have every log record of this process escaped as :func:`echo` escapes lines, also those of libraries."""
    logging.setLogRecordFactory(_EscapedRecord)


class _EscapedRecord(logging.LogRecord):
    """A log record whose message and traceback hold no control characters but the line ends of their own."""

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
    """Return a value to be put into a message; a string becomes one line."""
    return for_terminal(value) if isinstance(value, str) else value


def _by_line(text: str) -> str:
    return "\n".join(map(for_terminal, text.split("\n")))
