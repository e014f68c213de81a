"""Why a feed could not be fetched, in words for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.python.failure import Failure

_WORDS: Sequence[tuple[type[BaseException], str]] = (
    (CannotResolveHostError, "the host name is not known"),
    (DownloadConnectionRefusedError, "the server refuses connections"),
    (DownloadTimeoutError, "the server took too long"),
    (DownloadCancelledError, "larger than DOWNLOAD_MAXSIZE allows"),
    (ResponseDataLossError, "the answer broke off"),
)


def why_not_fetched(failure: Failure) -> str:
    """Return the reason in a clause.

    >>> from twisted.python.failure import Failure
    >>> why_not_fetched(Failure(DownloadTimeoutError()))
    'the server took too long'
    """
    error = failure.value
    if isinstance(error, HttpError):
        return f"the server answered {error.response.status}"
    known = next((words for kind, words in _WORDS if isinstance(error, kind)), None)
    message = " ".join(str(error).split())
    if known or not message or message.startswith("[<"):  # the last is a list of Twisted's failures
        return known or f"the download failed: {type(error).__name__}"
    return message
