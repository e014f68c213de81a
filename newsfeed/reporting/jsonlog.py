"""The log as JSON Lines."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.settings import BaseSettings


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
