"""What goes wrong with a request, as the exceptions that Scrapy has for it, each with its reason as a clause."""

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
from newsfeed.fetch.exchange import NoAnswerError, ProtocolError, TooLargeError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def explained(seconds: float, limit: str) -> Iterator[None]:
    """Raise one of Scrapy's exceptions for what fails inside; ``seconds`` and a size, in words, are what is allowed.

    ``CannotResolveHostError``, ``DownloadConnectionRefusedError`` (no connection), ``DownloadTimeoutError``,
    ``DownloadCancelledError`` (no HTTP, or too large), ``ResponseDataLossError`` (cut or broken),
    ``UnsupportedURLSchemeError`` (a URL that cannot be sent), or ``DownloadFailedError`` for the rest.
    """
    try:
        yield
    except TimeoutError as error:
        raise DownloadTimeoutError(f"the server took longer than {seconds:g} s") from error
    except (gaierror, UnicodeError) as error:  # the latter for what can be no host's name
        raise CannotResolveHostError("the host name is not known") from error
    except (ConnectionRefusedError, ssl.SSLError) as error:
        raise DownloadConnectionRefusedError(_refusal(error)) from error
    except h11.LocalProtocolError as error:
        raise UnsupportedURLSchemeError("not a valid URL") from error
    except TooLargeError as error:
        raise DownloadCancelledError(f"larger than {limit}") from error
    except (ProtocolError, OversizeError) as error:
        raise DownloadCancelledError(str(error)) from error
    except TruncatedError as error:
        raise ResponseDataLossError("the answer broke off") from error
    except CodingError as error:
        raise ResponseDataLossError(str(error)) from error
    except NoAnswerError as error:
        raise DownloadFailedError("the server closed the connection without an answer") from error
    except OSError as error:
        raise DownloadFailedError(f"the connection failed: {_words(error)}") from error


def _refusal(error: ConnectionRefusedError | ssl.SSLError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not accepted: {error.verify_message}"
        case ssl.SSLError():
            return f"no TLS: {error.reason or error}"
    return "the server refuses connections"


def _words(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)
