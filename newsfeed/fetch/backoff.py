"""Back-off of hosts: the length of a busy host's pause, and the hosts that are paused now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from newsfeed.fetch.errors import BackoffError

if TYPE_CHECKING:
    from datetime import datetime

DEFAULT_WAIT = timedelta(minutes=1)
"""The pause of a busy host that states no ``Retry-After``."""

LONGEST_HOST_WAIT = timedelta(days=1)
"""The longest pause of a host and all of its feeds after one answer."""


def host_wait(stated: timedelta | None) -> timedelta:
    """Return the pause for a busy host (429, 503), given its ``Retry-After``, if any.

    It is short, because a host may have hundreds of feeds; a feed that keeps failing has a back-off of its own.
    """
    return DEFAULT_WAIT if stated is None else min(stated, LONGEST_HOST_WAIT)


class HostBackoff:
    """The paused hosts and the ends of their pauses; times are in UTC."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def check(self, host: str, now: datetime) -> None:
        """Raise :class:`BackoffError` if the host is paused at ``now``."""
        until = self._until.get(host)
        if until is not None and now < until <= now + LONGEST_HOST_WAIT:  # later: the clock was wrong then
            raise BackoffError(host, until)

    def hold(self, host: str, now: datetime, wait: timedelta) -> None:
        """Pause the host for ``wait`` from ``now``; a longer existing pause is kept."""
        self._until[host] = max(self._until.get(host, now), now + wait)
