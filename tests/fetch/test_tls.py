"""Certificates are verified, against the host that was asked for."""

import socket
import ssl
import threading
import warnings

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadConnectionRefusedError, DownloadFailedError
from stage import answer, stage_at


@pytest.fixture
def secret_stage(certificate):
    """A server that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with stage_at(tls=context) as opened:
        opened.play("/", answer(b"here"))
        yield opened


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(fetch, secret_stage):
    with pytest.raises(
        DownloadConnectionRefusedError, match="its certificate is not accepted: self-signed certificate"
    ):
        fetch(secret_stage.url())
    assert secret_stage.asked == []


def test_a_request_without_tls_to_a_server_that_speaks_it_is_told(fetch, secret_stage):
    with pytest.raises(DownloadCancelledError, match="the server answers in TLS; its address may begin with https://"):
        fetch(secret_stage.url().replace("https:", "http:"))
    assert secret_stage.asked == []


def test_one_that_the_system_trusts_is(fetch, secret_stage, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(secret_stage.url()).body == b"here"


def test_but_only_for_its_own_host(fetch, secret_stage, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(DownloadConnectionRefusedError, match="its certificate is not accepted: Hostname mismatch"):
        fetch(secret_stage.url("/", "localhost"))


def test_the_user_may_accept_any(fetch, secret_stage):
    assert fetch(secret_stage.url(), DOWNLOAD_VERIFY_CERTIFICATES=False).body == b"here"


def test_a_server_of_old_versions_only_is_said_to_be_one(fetch, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(certificate)
    with (
        stage_at(tls=context) as old,
        pytest.raises(DownloadConnectionRefusedError, match=r"no TLS: the server speaks only TLS 1\.0 or 1\.1"),
    ):
        fetch(old.url())


def test_what_speaks_no_tls_is_said_not_to(fetch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        plain = b"HTTP/1.1 400 Bad Request\r\n\r\n"
        threading.Thread(target=lambda: listener.accept()[0].sendall(plain), daemon=True).start()
        with pytest.raises(DownloadConnectionRefusedError, match="no TLS: the server does not answer in TLS"):
            fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/")


@pytest.mark.parametrize(
    ("secure", "answered", "reason"),
    [
        (True, b"", "the server closed it before it was encrypted"),
        (False, b"\x15\x03\x01\x00\x02\x02\x46", "the server answers in TLS; its address may begin with https://"),
    ],
)
def test_a_server_that_ends_the_handshake_is_named(fetch, secure, answered, reason):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def end() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(answered)

        threading.Thread(target=end, daemon=True).start()
        with pytest.raises((DownloadFailedError, DownloadCancelledError), match=reason):
            fetch(f"http{'s' * secure}://127.0.0.1:{listener.getsockname()[1]}/")
