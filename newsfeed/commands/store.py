"""``newsfeed store``: shows information about a store, and copies it to another database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import STORE, nearest
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.errors import NewsfeedError
from newsfeed.reporting.console import echo, end_quietly
from newsfeed.reporting.progress import Progress
from newsfeed.store.copying import copy
from newsfeed.store.engine import store_name
from newsfeed.store.information import information

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_ACTIONS = ("info", "copy")
_USAGE = "say 'info', or 'copy' with the URLs of a store and of where it goes"


class StoreCommand(CheckedCommand, ScrapyCommand):
    """Prints information about the store, or copies it."""

    usage = STORE
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the information, or copy; exit code 2 for wrong usage and for a store that cannot be opened."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("store"):
            match args:
                case ["info"]:
                    _show(information(self.settings["NEWSFEED_STORE"]), as_json=opts.json)
                case ["copy", source, target]:
                    _copy(source, target)
                case [action, *_] if action not in _ACTIONS:
                    raise NewsfeedError(f"{action}: no such action{nearest(action, _ACTIONS)}; {_USAGE}")
                case _:
                    raise NewsfeedError(_USAGE)


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    end_quietly()
    if as_json:
        echo(*json.dumps(found, ensure_ascii=False, indent=2).split("\n"))
        return
    for name, value in found.items():
        if name == "unfinished" and not value:
            continue
        echo(f"{name:<14}{_shown(value)}")


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, dict):
        return ", ".join(f"{name}={each}" for name, each in value.items())
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _copy(source: str, target: str) -> None:
    progress, copied = Progress(), dict[str, int]()
    try:
        for table, rows, total in copy(source, target):
            if table not in copied:
                progress.stage(table, total)
            progress.advance(rows - copied.get(table, 0))
            copied[table] = rows
    finally:
        progress.close()
    echo(f"{store_name(source)} is copied to {store_name(target)}: {_rows(copied, ('articles', 'paragraphs'))}")


def _rows(copied: dict[str, int], names: Sequence[str]) -> str:
    return ", ".join(f"{copied[name]:,} {name}" for name in names)
