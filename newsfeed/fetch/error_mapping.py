"""Translate low-level errors into Scrapy's download exceptions with a readable message."""

from __future__ import annotations

import os
import ssl
from contextlib import contextmanager
from socket import gaierror
from typing import TYPE_CHECKING

import h11
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from newsfeed.fetch.compression import CodingError, OversizeError
from newsfeed.fetch.errors import OversizeDownloadError
from newsfeed.fetch.exchange import NoAnswerError, ProtocolError, TooLargeError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def scrapy_errors(seconds: float, limit: str) -> Iterator[None]:
    """Raise one of Scrapy's exceptions for an error in the block; ``seconds`` and ``limit`` go into the messages.

    ``CannotResolveHostError``, ``DownloadConnectionRefusedError`` (no connection), ``DownloadTimeoutError``,
    ``DownloadCancelledError`` (not HTTP, broken or too large), ``ResponseDataLossError`` (truncated),
    ``UnsupportedURLSchemeError`` (a URL that cannot be sent), or ``DownloadFailedError`` for the rest.
    """
    try:
        yield
    except TimeoutError as error:
        raise DownloadTimeoutError(f"the server took longer than {seconds:g} s") from error
    except (gaierror, UnicodeError) as error:  # the latter for invalid host names
        raise CannotResolveHostError("the host name is not known") from error
    except (ConnectionRefusedError, ssl.SSLError) as error:
        raise DownloadConnectionRefusedError(_refusal_reason(error)) from error
    except h11.LocalProtocolError as error:
        raise UnsupportedURLSchemeError("not a valid URL") from error
    except TooLargeError as error:
        raise OversizeDownloadError(f"larger than {limit}") from error
    except OversizeError as error:
        raise OversizeDownloadError(str(error)) from error
    except (ProtocolError, CodingError) as error:  # the same would come again
        raise DownloadCancelledError(str(error)) from error
    except TruncatedError as error:
        raise ResponseDataLossError("the answer broke off") from error
    except NoAnswerError as error:
        raise DownloadFailedError("the server closed the connection without an answer") from error
    except OSError as error:
        raise DownloadFailedError(f"the connection failed: {_os_reason(error)}") from error


def _refusal_reason(error: ConnectionRefusedError | ssl.SSLError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not accepted: {error.verify_message}"
        case ssl.SSLError():
            return f"no TLS: {error.reason or error}"
    return "the server refuses connections"


def _os_reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)
