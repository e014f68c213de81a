"""Why we ourselves do not make a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.addresses import special

if TYPE_CHECKING:
    from datetime import datetime

    from newsfeed.fetch.addresses import Address


class NotRequestedError(NewsfeedError):
    """A request is not made; ``reason`` is a clause."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.reason = reason


class AddressRefusedError(NotRequestedError):
    """A host has none but special addresses, and is not exempt."""

    def __init__(self, host: str, port: int, address: Address) -> None:
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__(
            place,
            f"{address} is not a public address ({special(address)}); "
            f"if it is meant, allow it with NEWSFEED_ALLOW_PRIVATE={place}",
        )


class RedirectRefusedError(NotRequestedError):
    """A redirect is not followed."""


class ProxyRefusedError(NotRequestedError):
    """A request is to go through a proxy, which would decide where it leads."""

    def __init__(self, host: str) -> None:
        super().__init__(host, "not asked: no proxy is used, because it would hide which address is connected to")


class BackoffError(NotRequestedError):
    """A host has asked to be left alone, ``until`` then (UTC)."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(host, f"not asked: the host wants to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until
