"""Certificates are verified, against the host that was asked for."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.exceptions import DownloadConnectionRefusedError
from stage import answer, stage_at


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody has signed, with its key, in a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the tests")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return file


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


def test_one_that_the_system_trusts_is(fetch, secret_stage, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(secret_stage.url()).body == b"here"


def test_but_only_for_its_own_host(fetch, secret_stage, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(DownloadConnectionRefusedError, match="its certificate is not accepted: Hostname mismatch"):
        fetch(secret_stage.url("/", "localhost"))


def test_the_user_may_accept_any(fetch, secret_stage):
    assert fetch(secret_stage.url(), DOWNLOAD_VERIFY_CERTIFICATES=False).body == b"here"


def test_what_speaks_no_tls_is_said_not_to(fetch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        plain = b"HTTP/1.1 400 Bad Request\r\n\r\n"
        threading.Thread(target=lambda: listener.accept()[0].sendall(plain), daemon=True).start()
        with pytest.raises(DownloadConnectionRefusedError, match="no TLS: "):
            fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/")
