"""Why a feed could not be fetched, in words for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.spidermiddlewares.httperror import HttpError

from newsfeed.fetch.errors import NotRequestedError

if TYPE_CHECKING:
    from twisted.python.failure import Failure


def why_not_fetched(failure: Failure) -> str:
    """Return the reason in a clause.

    >>> from twisted.python.failure import Failure
    >>> from scrapy.exceptions import DownloadTimeoutError
    >>> why_not_fetched(Failure(DownloadTimeoutError("the server took longer than 30 s")))
    'the server took longer than 30 s'
    """
    match failure.value:
        case HttpError(response=response):
            return f"the server answered {response.status}"
        case NotRequestedError(reason=reason):
            return reason
        case error:
            return " ".join(str(error).split()) or f"the download failed: {type(error).__name__}"
