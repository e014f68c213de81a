"""Hosts that want to be left alone for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.fetch.errors import BackoffError

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class HostBackoff:
    """Which hosts want to be left alone, and until when; times are in UTC."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def check(self, host: str, now: datetime) -> None:
        """Raise :class:`BackoffError` if a host wants to be left alone ``now``."""
        until = self._until.get(host)
        if until is not None and now < until:
            raise BackoffError(host, until)

    def hold(self, host: str, now: datetime, wait: timedelta) -> None:
        """Note that a host wants to be left alone for so long, and no shorter than it said before."""
        self._until[host] = max(self._until.get(host, now), now + wait)
