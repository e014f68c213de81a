"""The log as JSON Lines."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy.settings import BaseSettings

_OPTION = re.compile(r"(?:^|\0)(?:-s\0?|--set[\0=])NEWSFEED_JSON_LOGS=([^\0]*)")


class JsonLogs:
    """Scrapy add-on that replaces Scrapy's log by JSON Lines, from the first line on.

    Setting ``NEWSFEED_JSON_LOGS`` (default off): for log collectors.
    """

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Install the JSON log if ``NEWSFEED_JSON_LOGS`` is set."""
        if not settings.getbool("NEWSFEED_JSON_LOGS") or not settings.getbool("LOG_ENABLED"):
            return
        file = settings["LOG_FILE"]
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(file, mode, settings["LOG_ENCODING"]) if file else logging.StreamHandler()
        handler.setFormatter(JsonFormatter())
        handler.setLevel(settings["LOG_LEVEL"])
        logging.root.addHandler(handler)
        settings.set("LOG_FILE", None, "cmdline")
        settings.set("LOG_ENABLED", value=False, priority="cmdline")


def asks_for_json(words: Sequence[str]) -> bool:
    """Return whether the arguments of a command, or the environment, set ``NEWSFEED_JSON_LOGS``.

    Wrong usage is reported before the options are read, because one of them is wrong.

    >>> asks_for_json(["watch", "-s", "NEWSFEED_JSON_LOGS=1", "--onec"]), asks_for_json(["--set=NEWSFEED_JSON_LOGS=0"])
    (True, False)
    """
    stated = _OPTION.findall("\0".join(words)) or [os.environ.get("NEWSFEED_JSON_LOGS", "")]
    return stated[-1].lower() in ("1", "true")


def closing_line(time: datetime, **said: Any) -> str:
    """Return a closing summary as a line of the log, with its values as fields.

    >>> closing_line(datetime(2024, 1, 4, tzinfo=UTC), polls=3)
    '{"time": "2024-01-04T00:00:00.000+00:00", "level": "INFO", "logger": "newsfeed", "message": "summary", "polls": 3}'
    """
    return _line(time, "INFO", "summary", **said)


def error_line(time: datetime, message: str) -> str:
    """Return the reason why a command ended as a line of the log.

    >>> error_line(datetime(2024, 1, 4, tzinfo=UTC), "newsfeed crawl: no sources")
    '{"time": "2024-01-04T00:00:00.000+00:00", "level": "ERROR", "logger": "newsfeed", "message": "newsfeed crawl: no sources"}'
    """  # noqa: E501 - one line
    return _line(time, "ERROR", message)


def _line(time: datetime, level: str, message: str, **said: Any) -> str:
    head = {"time": time.isoformat(timespec="milliseconds"), "level": level, "logger": "newsfeed", "message": message}
    return json.dumps(head | said)  # ASCII needs no escaping for a terminal


def listed(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return failures or remarks as objects with ``source`` and ``reason``."""
    return [{"source": source, "reason": reason} for source, reason in named]


class JsonFormatter(logging.Formatter):
    """Writes a record as a JSON object with ``time`` (ISO 8601, UTC), ``level``, ``logger`` and ``message``.

    An exception follows as ``exception``, its traceback as text.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["exception"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
