"""Requests that we refuse to make, and the reason of every failed download as a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.addresses import special_kind
from newsfeed.fetch.status import response_reason

if TYPE_CHECKING:
    from datetime import datetime

    from newsfeed.fetch.addresses import Address


class NotRequestedError(NewsfeedError):
    """A request is not made; ``reason`` is a clause."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.reason = reason


class AddressRefusedError(NotRequestedError):
    """A host has only special addresses (private, loopback, …) and is not exempt."""

    def __init__(self, host: str, port: int, address: Address) -> None:
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__(
            place,
            f"{address} is not a public address ({special_kind(address)}); "
            f"if it is meant, allow it with NEWSFEED_ALLOW_PRIVATE={place}",
        )


class RedirectRefusedError(NotRequestedError):
    """A redirect is not followed."""


class RedirectLoopError(RedirectRefusedError):
    """Redirects lead to an address that was requested before, or do not end."""


class RobotsDeniedError(IgnoreRequest):
    """The robots.txt of its host denies a URL."""

    def __init__(self, url: str) -> None:
        super().__init__("robots.txt does not allow it")
        self.url = url


class OversizeDownloadError(DownloadCancelledError):
    """A response is larger than the limit, encoded or decoded."""


class ProxyRefusedError(NotRequestedError):
    """A request names a proxy, which would decide which address is connected to."""

    def __init__(self, host: str) -> None:
        super().__init__(host, "not asked: no proxy is used but that of NEWSFEED_PROXY")


class BackoffError(NotRequestedError):
    """A host has asked its clients to wait ``until`` a time (UTC)."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(host, f"not asked: the host is rate limited until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


def failure_reason(error: BaseException | None) -> str:
    """Return why a download failed, as a clause.

    >>> from scrapy.exceptions import DownloadTimeoutError
    >>> failure_reason(DownloadTimeoutError("the server took longer than 30 s"))
    'the server took longer than 30 s'
    """
    match error:
        case HttpError(response=response):
            return response_reason(response)
        case NotRequestedError(reason=reason):
            return reason
        case _:
            return " ".join(str(error).split()) or f"the download failed: {type(error).__name__}"
