"""Clocks: the system's, or one that a test controls."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection


_FAR_AHEAD = timedelta(hours=1)


class Clock(Protocol):
    """A source of the current time that can also wait."""

    def now(self) -> datetime:
        """Return the current time, with its zone."""

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        """Wait until one of ``work`` is done, at most ``seconds``."""


def has_come(moment: datetime, now: datetime) -> bool:
    """Return whether a moment has come; one more than an hour ahead was set before the clock was set back."""
    return moment <= now or moment > now + _FAR_AHEAD


class SystemClock:
    """The system clock, set right by another clock that is ``ahead`` of it."""

    ahead = timedelta()

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC) + self.ahead

    def set(self, now: datetime) -> None:
        """Follow another clock, which shows ``now``."""
        self.ahead = now - datetime.now(UTC)

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        """Wait until one of ``work`` is done, at most ``seconds``."""
        if work:
            await asyncio.wait(work, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(seconds)
