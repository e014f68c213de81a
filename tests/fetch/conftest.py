"""Requests made as a crawl makes them, without the crawl."""

import asyncio
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy import Request
from scrapy.settings import Settings

from newsfeed import settings
from newsfeed.fetch.handler import FetchHandler


def project_settings(**changed):
    chosen = Settings()
    chosen.setmodule(settings)
    chosen.update(changed, priority="cmdline")
    return chosen


async def _fetch_all(requests, changed, *, together):
    handler = FetchHandler(project_settings(**changed))
    try:
        if together:
            return await asyncio.gather(*map(handler.download_request, requests), return_exceptions=True)
        return [await handler.download_request(request) for request in requests]
    finally:
        await handler.close()


@pytest.fixture
def fetch():
    """Return a function that makes requests one after the other and returns the last answer, or raises."""

    def run(urls, *, meta=None, headers=None, **changed):
        requests = [Request(url, meta=meta, headers=headers) for url in ([urls] if isinstance(urls, str) else urls)]
        return asyncio.run(_fetch_all(requests, {"NEWSFEED_ALLOW_PRIVATE": "127.0.0.1", **changed}, together=False))[-1]

    return run


@pytest.fixture
def fetch_all():
    """Return a function that makes requests at the same time and returns what each ended with."""

    def run(requests, **changed):
        return asyncio.run(_fetch_all(requests, {"NEWSFEED_ALLOW_PRIVATE": "127.0.0.1", **changed}, together=True))

    return run


@pytest.fixture(scope="session")
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
