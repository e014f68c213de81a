"""The one way to print and to log."""

import ast
import io
import json
import logging
from pathlib import Path

import pytest

from newsfeed.reporting.console import echo, echo_json, escape_logs
from newsfeed.reporting.jsonlog import JsonFormatter

PACKAGE = Path(__file__).parents[2] / "newsfeed"
HOSTILE = "a\x1b]0;t\x07\x9b31m\u202egpj\u2066.exe\u200f\nbroken: no\r\u2028\udc80"
ESCAPED = "a\\x1b]0;t\\x07\\x9b31m\\u202egpj\\u2066.exe\\u200f\\nbroken: no\\r\\u2028\\udc80"
# Documents go to standard output as they are; a progress bar shows numbers.
PROGRESS = "reporting/progress.py"


@pytest.fixture
def log():
    """Return a stream that the log is written to, escaped."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger, factory = logging.getLogger("tests.console"), logging.getLogRecordFactory()
    logger.addHandler(handler)
    logger.propagate = False
    escape_logs()
    yield logger, handler, stream
    logging.setLogRecordFactory(factory)
    logger.removeHandler(handler)


def test_a_line_stays_one_line_of_characters(capsys):
    echo(f"title: {HOSTILE}")
    echo(HOSTILE, "port 港口 café", err=True)
    out, err = capsys.readouterr()
    assert out == f"title: {ESCAPED}\n"
    assert err == f"{ESCAPED}\nport 港口 café\n"


def test_json_is_safe_to_show_and_holds_every_character(capsys):
    value = [{"title": HOSTILE, "site": "港口"}]
    echo_json(value)
    shown = capsys.readouterr().out
    assert json.loads(shown) == value
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\u200f\r\u2028\udc80")
    assert "港口" in shown


def test_what_is_logged_is_escaped_as_argument_and_as_message(log):
    logger, _, stream = log
    logger.warning("%s: moved to %s, %d times", HOSTILE, "b", 3)
    logger.warning(f"two\nlines {HOSTILE}")  # noqa: G004 - as libraries do
    logger.warning("%(url)s", {"url": HOSTILE})
    start, _, end = ESCAPED.partition("\\n")
    assert stream.getvalue().split("\n") == [
        f"{ESCAPED}: moved to b, 3 times",
        "two",
        f"lines {start}",
        end,
        ESCAPED,
        "",
    ]


def fail():
    raise ValueError(HOSTILE)


def test_tracebacks_are_escaped_too(log):
    logger, handler, stream = log
    for formatter in (logging.Formatter("%(message)s"), JsonFormatter()):
        handler.setFormatter(formatter)
        try:
            fail()
        except ValueError:
            logger.exception("failed")
    assert "\x1b" not in stream.getvalue()
    assert "\u202e" not in stream.getvalue()
    assert "ValueError: a\\x1b]0;t" in stream.getvalue()
    assert json.loads(stream.getvalue().splitlines()[-1])["message"] == "failed"


STREAMS = {"stdout", "stderr", "__stdout__", "__stderr__"}


def writes(tree):
    """Yield what a module writes to people by, other than the console."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield "print"
        if isinstance(node, ast.Attribute) and ast.unparse(node).removeprefix("sys.") in STREAMS:
            yield ast.unparse(node)


def test_nothing_else_prints():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if used := sorted(writes(ast.parse(path.read_text(encoding="utf-8")))):
            found[name] = used
    assert found.pop("reporting/console.py")
    assert set(found.pop(PROGRESS)) == {"sys.stderr"}
    assert found == {}
