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


# OpenSSL's reasons as readable clauses; it has a hundred more, which are rare.
_TLS_REASONS = {
    **dict.fromkeys(
        ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "VERSION_TOO_LOW", "NO_PROTOCOLS_AVAILABLE"),
        "the server speaks only TLS 1.0 or 1.1, which are no longer safe",
    ),
    **dict.fromkeys(
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"),
        "the server does not answer in TLS; its address may begin with http://",
    ),
    **dict.fromkeys(
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INSUFFICIENT_SECURITY", "NO_SHARED_CIPHER"),
        "the server accepts none of our ciphers",
    ),
    **dict.fromkeys(
        ("DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL", "BAD_ECPOINT", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED"),
        "the encryption of the server is too weak to be safe",
    ),
    **dict.fromkeys(
        ("TLSV1_UNRECOGNIZED_NAME", "TLSV1_ALERT_UNRECOGNIZED_NAME"), "the server does not know this host name"
    ),
    **dict.fromkeys(
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "TLSV1_ALERT_ACCESS_DENIED"), "the server wants a certificate from us"
    ),
    "UNEXPECTED_EOF_WHILE_READING": "the server closed the connection before it was encrypted",
}


DOWNLOAD_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
"""Scrapy's exceptions for a request without a response."""


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
            reason = error.reason or str(error)
            return f"no TLS: {_TLS_REASONS.get(reason, reason.lower().replace('_', ' '))}"
    return "the server refuses connections"


def _os_reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error) or "the server closed it before it was encrypted"
