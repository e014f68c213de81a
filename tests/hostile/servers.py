"""What servers do: each behaviour with what must come of it, for a crawl and for a watch."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import brotli
from backports import zstd
from stage import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stage import Asked, Stage

READ = "read"
CUT = "the answer broke off"
TIMEOUT = "the server took longer than"


@dataclass(frozen=True)
class Behaviour:
    """A path of a server: how it answers, what must come of it, and how many requests it may cost in a crawl."""

    name: str
    part: bytes | Callable[[Stage, Asked], Iterator[bytes]]
    expected: str = READ
    requests: int = 1
    own_host: bool = False
    stalls: bool = False


def rss(name: str) -> bytes:
    return (
        f'<rss version="2.0"><channel><title>Tides</title><item><guid>{name}</guid><title>{name}</title><description>'
        f"The tide came in over the lower steps of {name}, and went out again before noon.</description></item>"
        "</channel></rss>"
    ).encode()


def moved(location: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=location)


def raw(head: bytes, body: bytes = b"") -> bytes:
    return head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + body


def chunked(body: bytes, extension: bytes = b"", trailer: bytes = b"") -> bytes:
    pieces = [body[start : start + 50] for start in range(0, len(body), 50)]
    sent = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)
    return raw(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked", sent + b"0" + extension + b"\r\n" + trailer + b"\r\n")


def endless(first: bytes, piece: bytes, pause: float = 0.0) -> Callable[[Stage, Asked], Iterator[bytes]]:
    def part(stage: Stage, _asked: Asked) -> Iterator[bytes]:
        yield first
        while True:
            if pause:
                stage.pause(pause)
            yield piece

    return part


def further(_stage: Stage, asked: Asked) -> Iterator[bytes]:
    """Redirect to an address that is new each time."""
    yield moved(f"/further?{int(asked.path.partition('?')[2] or 0) + 1}")


def bomb(_stage: Stage, _asked: Asked) -> Iterator[bytes]:
    """Send 10 GiB of zeros in 10 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(16 << 20)
    yield raw(b"HTTP/1.1 200 OK\nContent-Encoding: gzip") + packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(640):
        yield piece


def behaviours() -> list[Behaviour]:
    """Return every behaviour; feeds have the name of theirs as title."""
    ok = b"HTTP/1.1 200 OK"
    page = "<!DOCTYPE html><title>{}</title><body><form><input type=password></form>"
    login = answer(page.format("Sign in").encode(), Content_Type="text/html")
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/none/{n}">' for n in range(300))

    def packed(name: str, coding: str, pack: Callable[[bytes], bytes]) -> Behaviour:
        return Behaviour(name, answer(pack(rss(name)), Content_Encoding=coding))

    def length(name: str, stated: int) -> bytes:
        return raw(ok + b"\nContent-Length: %d" % (len(rss(name)) + stated), rss(name))

    return [
        # lengths and framing
        Behaviour("plain", answer(rss("plain"), Content_Type="application/rss+xml")),
        Behaviour("no-type", answer(rss("no-type"))),
        Behaviour("called-a-page", answer(rss("called-a-page"), Content_Type="text/html; charset=utf-8")),
        Behaviour("until-close", raw(ok, rss("until-close"))),
        Behaviour("chunked", chunked(rss("chunked"))),
        Behaviour("chunk-extensions", chunked(rss("chunk-extensions"), b";name=value")),
        Behaviour("trailers", chunked(rss("trailers"), trailer=b"X-Sum: 1\r\n")),
        Behaviour("chunks-cut", chunked(rss("chunks-cut"))[:-30], CUT, 3),
        Behaviour("chunk-size-wrong", raw(ok + b"\nTransfer-Encoding: chunked", b"zz\r\n<rss/>\r\n0\r\n\r\n"), CUT, 3),
        Behaviour("length-too-long", length("length-too-long", 50), CUT, 3),
        Behaviour(
            "lengths-that-differ", raw(ok + b"\nContent-Length: 5\nContent-Length: 6", b"123456"), "the answer is not"
        ),
        Behaviour("http-1.0", raw(b"HTTP/1.0 200 OK\nContent-Type: text/xml", rss("http-1.0"))),
        Behaviour("bare-line-feeds", b"HTTP/1.1 200 OK\nContent-Type: text/xml\n\n" + rss("bare-line-feeds")),
        Behaviour("no-reason", raw(b"HTTP/1.1 200", rss("no-reason"))),
        Behaviour(
            "headers-that-are-none", raw(ok + b"\nthis is no header\n: nor this\nX y: z", rss("headers-that-are-none"))
        ),
        Behaviour("folded-header", raw(ok + b"\nX-Long: one\n two", rss("folded-header"))),
        Behaviour(
            "interim",
            raw(b"HTTP/1.1 100 Continue") + raw(b"HTTP/1.1 103 Early Hints\nLink: </a>") + answer(rss("interim")),
        ),
        Behaviour("endless-interim", endless(b"", raw(b"HTTP/1.1 100 Continue")), "the server sends only interim"),
        Behaviour("not-http", b"220 mail.example ESMTP\r\n\r\n", "the answer is not valid HTTP"),
        Behaviour("closes-at-once", b"", "the server closed the connection", 3),
        Behaviour("empty", answer(b"", Content_Type="application/rss+xml"), "the document is empty"),
        # content codings
        packed("gzip", "gzip", gzip.compress),
        packed("gzip-in-capitals", "GZIP", gzip.compress),
        packed("deflate", "deflate", zlib.compress),
        packed("raw-deflate", "deflate", lambda data: zlib.compress(data)[2:-4]),
        packed("brotli", "br", brotli.compress),
        packed("zstd", "zstd", zstd.compress),
        packed("two-codings", "gzip, br", lambda data: brotli.compress(gzip.compress(data))),
        packed("gzip-twice", "gzip", lambda data: gzip.compress(gzip.compress(data))),
        packed("gzip-unsaid", "identity", gzip.compress),
        packed("members", "gzip", lambda data: gzip.compress(data[:40]) + gzip.compress(data[40:])),
        packed("gzip-with-a-tail", "gzip", lambda data: gzip.compress(data) + b"<!-- cached -->"),
        packed("zstd-with-a-tail", "zstd", lambda data: zstd.compress(data) + b"\n"),
        packed("said-gzip-sent-plain", "gzip", bytes),
        packed("aws-chunked", "aws-chunked", bytes),
        packed("coding-utf-8", "UTF-8", bytes),
        packed("coding-none", "none", bytes),
        Behaviour("gzip-cut", answer(gzip.compress(rss("x"))[:-9], Content_Encoding="gzip"), "broken gzip: truncated"),
        Behaviour(
            "gzip-broken", answer(gzip.compress(rss("x"))[:20] + b"x" * 90, Content_Encoding="gzip"), "broken gzip"
        ),
        Behaviour("bomb", bomb, "larger than 33554432 bytes when unpacked"),
        # redirects
        Behaviour("moved", moved("/plain"), READ, 2),
        Behaviour("moved-for-good", moved("/moved", "301 Moved Permanently"), READ, 3),
        Behaviour("moved-308", moved("/plain?308", "308 Permanent Redirect"), READ, 2),
        Behaviour("loop", moved("/loop"), "redirects in a loop"),
        Behaviour(
            "cookie-loop",
            answer(status="302 Found", Location="/cookie-loop#in", Set_Cookie="a=b"),
            "redirects in a loop",
            2,  # the second time with the cookie
        ),
        Behaviour("loop-of-two", moved("/loop-back"), "redirects in a loop", 2),
        Behaviour("further", further, "redirected more than 10 times", 11),
        Behaviour(
            "to-a-file", moved("file:///etc/passwd"), "redirects to file:///etc/passwd, which is not a web address"
        ),
        Behaviour("to-a-private-address", moved("http://10.0.0.1/"), "10.0.0.1 is not a public address (private)"),
        Behaviour("to-nowhere", answer(status="302 Found"), "the server answered 302 Found"),
        Behaviour("to-a-broken-url", moved("http://[bad"), "redirects to http://[bad"),
        # statuses
        Behaviour("unasked-304", answer(status="304 Not Modified"), "the server answered 304"),
        Behaviour("no-content", answer(status="204 No Content"), ""),
        Behaviour("a-part", answer(rss("a-part"), "206 Partial Content", Content_Range="bytes 0-9/99"), "only a part"),
        Behaviour("unauthorized", answer(status="401 Unauthorized"), "not allowed (401 Unauthorized)"),
        Behaviour("forbidden", answer(page.format("No").encode(), "403 Forbidden"), "not allowed (403 Forbidden)"),
        Behaviour("missing", answer(status="404 Not Found"), "not found (404)"),
        Behaviour("gone", answer(status="410 Gone"), "gone for good (410)"),
        Behaviour("broken-server", answer(status="500 Oops"), "the server answered 500", 3),
        Behaviour("broken-gateway", answer(status="502 Bad Gateway"), "the server answered 502 Bad Gateway", 3),
        Behaviour("status-999", answer(status="999 Go away"), "the server answered 999"),
        Behaviour("rate-limited", answer(status="429 Too Many Requests"), "rate limited (429", own_host=True),
        Behaviour(
            "unavailable", answer(status="503 Later", Retry_After="3600"), "temporarily unavailable", own_host=True
        ),
        # pages in the place of feeds
        Behaviour("login-page", login, "a login page, not a feed"),
        Behaviour("login-by-redirect", moved("/login-page"), "a login page, not a feed", 2),
        Behaviour("page-of-many-feeds", answer(f"<html>{links}</html>".encode(), Content_Type="text/html"), "", 9),
        # stalls and floods
        Behaviour("says-nothing", endless(b"", b"", 0.1), TIMEOUT, stalls=True),
        Behaviour("stalls-in-its-headers", endless(ok + b"\r\nX: ", b"", 0.1), TIMEOUT, stalls=True),
        Behaviour("drips-headers", endless(ok + b"\r\n", b"X: y\r\n", 0.1), TIMEOUT, stalls=True),
        Behaviour("stalls-in-its-body", endless(raw(ok) + rss("x")[:60], b"", 0.1), TIMEOUT, stalls=True),
        Behaviour("drips-its-body", endless(raw(ok), b" ", 0.1), TIMEOUT, stalls=True),
        Behaviour("endless-header", endless(ok + b"\r\nX: ", b"a" * (1 << 16)), "its headers are too long"),
        Behaviour("endless-headers", endless(ok + b"\r\n", b"X: y\r\n" * 999), "its headers are too long"),
        Behaviour("endless-body", endless(raw(ok), bytes(1 << 16)), "larger than DOWNLOAD_MAXSIZE"),
        Behaviour("huge-length", raw(ok + b"\nContent-Length: 99999999999", b"<rss>"), "larger than DOWNLOAD_MAXSIZE"),
    ]


def others() -> dict[str, bytes]:
    """Return paths that behaviours lead to."""
    return {"/loop-back": moved("/loop-of-two"), "/plain?308": answer(rss("moved-308"))}
