"""A proxy that the user names, and only that one."""

import contextlib
import socket
import ssl
import threading

import pytest
from scrapy.exceptions import DownloadFailedError
from stage import answer, stage_at

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.errors import AddressRefusedError
from newsfeed.fetch.proxy import Proxy, proxy
from newsfeed.fetch.status import response_reason

BODY = b"<rss/>"


@contextlib.contextmanager
def tunnelling(target: int, status: bytes = b"200 Connection established"):
    """Yield the port of a proxy that connects every name to a port of this machine, and the heads that it was sent."""
    heads: list[bytes] = []

    def pump(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def serve(listener):
        with contextlib.suppress(OSError):
            client, _ = listener.accept()
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(1 << 16)
            heads.append(head)
            client.sendall(b"HTTP/1.1 " + status + b"\r\n\r\n")
            if status.startswith(b"200"):
                server = socket.create_connection(("127.0.0.1", target))
                threading.Thread(target=pump, args=(server, client), daemon=True).start()
                pump(client, server)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1], heads


def test_a_web_address_is_asked_for_whole(fetch):
    with stage_at() as stage:
        stage.play("http://example.org/feed?a=1", answer(BODY))
        login = f"http://me:p%40ss@127.0.0.1:{stage.port}"
        assert fetch("http://example.org/feed?a=1", NEWSFEED_PROXY=login, NEWSFEED_ALLOW_PRIVATE="").body == BODY
    (asked,) = stage.asked
    assert asked.headers["host"] == b"example.org"
    assert asked.headers["proxy-authorization"] == b"Basic bWU6cEBzcw=="


def test_a_secure_address_is_reached_through_a_tunnel(fetch, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with stage_at(tls=context) as stage, tunnelling(stage.port) as (port, heads):
        stage.play("/feed", answer(BODY))
        got = fetch("https://127.0.0.1/feed", NEWSFEED_PROXY=f"http://me:secret@127.0.0.1:{port}")
    assert got.body == BODY
    assert heads[0].startswith(b"CONNECT 127.0.0.1:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic" in heads[0]
    assert "proxy-authorization" not in stage.asked[0].headers


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (b"407 Proxy Authentication Required", r"the proxy wants another password \(407\)"),
        (b"502 Bad Gateway", r"the proxy does not connect to this host \(502\)"),
    ],
)
def test_a_proxy_may_refuse(fetch, status, reason):
    with tunnelling(0, status) as (port, _), pytest.raises(DownloadFailedError, match=reason):
        fetch("https://example.org/", NEWSFEED_PROXY=f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        ("407 Proxy Authentication Required", {}, r"the proxy wants another password \(407\)"),
        (
            "403 Forbidden",
            {"X_Squid_Error": "ERR_ACCESS_DENIED 0"},
            r"the proxy does not connect to this host \(403\)",
        ),
        (
            "502 Bad Gateway",
            {"Proxy_Status": "p; error=dns_error"},
            r"the proxy does not connect to this host \(502\)",
        ),
    ],
)
def test_a_proxy_may_refuse_in_plain_http(fetch, status, headers, reason):
    with stage_at() as stage:
        stage.play("http://example.org/feed", answer(b"", status, **headers))
        with pytest.raises(DownloadFailedError, match=reason):
            fetch("http://example.org/feed", NEWSFEED_PROXY=stage.url())


def test_an_answer_of_the_proxy_or_the_server_is_said_to_be_either(fetch):
    with stage_at() as stage:
        stage.play("http://example.org/a", answer(b"", "502 Bad Gateway"))
        stage.play("http://example.org/b", answer(b"", "502 Bad Gateway", Via="1.1 p"))
        either, passed_on = (fetch(f"http://example.org/{path}", NEWSFEED_PROXY=stage.url()) for path in "ab")
    assert response_reason(either) == "the server answered 502 Bad Gateway; the proxy may have answered, not the server"
    assert response_reason(passed_on) == "the server answered 502 Bad Gateway"


def test_a_proxy_that_is_not_there_is_named(fetch):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(DownloadFailedError, match="the proxy cannot be reached"):
        fetch("http://example.org/", NEWSFEED_PROXY=f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f.1", "10.0.0.1"])
def test_special_addresses_stay_refused(fetch, host):
    with stage_at() as stage, pytest.raises(AddressRefusedError):
        fetch(f"http://{host}/", NEWSFEED_PROXY=stage.url(), NEWSFEED_ALLOW_PRIVATE="")
    assert stage.asked == []


@pytest.mark.parametrize(
    "stated", ["proxy.example:3128", "socks5://proxy.example:1080", "https://p.example", "http://[bad", "http://p/x"]
)
def test_what_is_no_proxy_is_refused_without_its_password(stated):
    with pytest.raises(NewsfeedError, match=r"^NEWSFEED_PROXY: must be the address of an HTTP proxy"):
        proxy(stated)


def test_a_proxy_has_a_usual_port():
    assert proxy(" http://proxy.example/ ") == Proxy("proxy.example", 8080)
    assert proxy("") is None
