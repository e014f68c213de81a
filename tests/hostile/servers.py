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
    """A path of a server: how it answers, what must come of it, and how many requests it may cost in a crawl.

    ``watched`` is what must come of it in a watch, if not the same.
    """

    name: str
    part: bytes | Callable[[Stage, Asked], Iterator[bytes]]
    expected: str = READ
    requests: int = 1
    own_host: bool = False
    stalls: bool = False
    watched: str | None = None


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
        # more framing
        Behaviour("http-0.9", rss("http-0.9"), "the server closed the connection", 3),
        Behaviour("http-9.9", raw(b"HTTP/9.9 200 OK", rss("http-9.9"))),
        Behaviour("status-of-words", b"HTTP/1.1 OK\r\n\r\n", "the answer is not valid HTTP"),
        Behaviour(
            "status-0",
            raw(b"HTTP/1.1 000 None", b"x"),
            "the answer is not valid HTTP: its status is no number from 100 to 999",
        ),
        Behaviour(
            "status-of-many-digits",
            raw(b"HTTP/1.1 2000000 OK", rss("x")),
            "the answer is not valid HTTP: illegal status line",
        ),
        Behaviour("reason-that-steers", answer(status="500 \x1b[31mRed\x07"), "the server answered 500", 3),
        Behaviour("long-reason", answer(status="404 " + "x" * 5000), "not found (404)"),
        Behaviour(
            "length-negative",
            raw(ok + b"\nContent-Length: -5", rss("x")),
            "the answer is not valid HTTP: bad content-length",
        ),
        Behaviour(
            "length-of-words",
            raw(ok + b"\nContent-Length: many", rss("x")),
            "the answer is not valid HTTP: bad content-length",
        ),
        Behaviour(
            "length-with-plus",
            raw(ok + b"\nContent-Length: +5", rss("x")),
            "the answer is not valid HTTP: bad content-length",
        ),
        Behaviour(
            "length-of-many-digits",
            raw(ok + b"\nContent-Length: " + b"9" * 5000, rss("x")),
            "the answer is not valid HTTP: bad content-length",
        ),
        Behaviour("length-too-short", length("length-too-short", -20)),
        Behaviour(
            "length-twice",
            raw(
                ok + b"\nContent-Length: %d\nContent-Length: %d" % ((len(rss("length-twice")),) * 2),
                rss("length-twice"),
            ),
        ),
        Behaviour(
            "length-and-chunks", chunked(rss("length-and-chunks")).replace(b"OK\r\n", b"OK\r\nContent-Length: 5\r\n")
        ),
        Behaviour(
            "chunk-size-huge",
            raw(ok + b"\nTransfer-Encoding: chunked", b"f" * 40 + b"\r\n<rss/>"),
            "the answer broke off",
            3,
        ),
        Behaviour(
            "chunk-size-negative", raw(ok + b"\nTransfer-Encoding: chunked", b"-5\r\n<rss/>"), "the answer broke off", 3
        ),
        Behaviour(
            "chunk-line-long",
            endless(raw(ok + b"\nTransfer-Encoding: chunked"), b"0" * 65536),
            "the answer broke off",
            3,
        ),
        Behaviour("chunks-without-end", chunked(rss("chunks-without-end"))[:-7], "the answer broke off", 3),
        Behaviour(
            "endless-trailers",
            endless(raw(ok + b"\nTransfer-Encoding: chunked", b"0\r\n"), b"X: y\r\n" * 999),
            "the answer broke off",
            3,
        ),
        Behaviour(
            "transfer-coding-unknown",
            raw(ok + b"\nTransfer-Encoding: klingon", rss("x")),
            "the answer is not valid HTTP: only transfer-encoding",
        ),
        Behaviour(
            "switching",
            raw(b"HTTP/1.1 101 Switching Protocols\nUpgrade: h2c", b"\0" * 99),
            "the answer is not valid HTTP: it changes to a protocol that was not asked for",
        ),
        Behaviour("header-of-1-mb", raw(ok + b"\nX: " + b"a" * 1_000_000, rss("x")), "its headers are too long"),
        Behaviour("null-in-a-header", raw(ok + b"\nX: a\0b", rss("null-in-a-header"))),
        Behaviour(
            "blank-lines-before",
            b"\r\n\r\n" + answer(rss("blank-lines-before")),
            "the answer is not valid HTTP: no response line received",
        ),
        Behaviour("two-answers", answer(rss("two-answers")) + answer(b"second")),
        Behaviour("etag-of-5-kb", answer(rss("etag-of-5-kb"), ETag='"' + "x" * 5000 + '"')),
        Behaviour(
            "cookies", raw(ok + b"".join(b"\nSet-Cookie: c%d=%s" % (n, b"x" * 99) for n in range(200)), rss("cookies"))
        ),
        Behaviour(
            "type-that-steers", answer(rss("type-that-steers"), Content_Type="text/\x1b[31mxml; charset=\x1b]0;x\x07")
        ),
        Behaviour("charset-unknown", answer(rss("charset-unknown"), Content_Type="text/xml; charset=" + "x" * 3000)),
        Behaviour(
            "dates-that-are-none",
            answer(
                rss("dates-that-are-none"),
                Last_Modified="yesterday",
                Date="x",
                Expires="-1",
                Age="-9" * 99,
                Cache_Control="max-age=" + "9" * 99,
            ),
        ),
        # more codings
        Behaviour("brotli-cut", answer(brotli.compress(rss("x"))[:-9], Content_Encoding="br"), "broken br"),
        Behaviour("zstd-cut", answer(zstd.compress(rss("x"))[:-9], Content_Encoding="zstd"), "broken zstd"),
        Behaviour("deflate-cut", answer(zlib.compress(rss("x"))[:-9], Content_Encoding="deflate"), "broken deflate"),
        Behaviour("many-codings", answer(rss("many-codings"), Content_Encoding=", ".join(["gzip"] * 99))),
        Behaviour(
            "brotli-bomb",
            answer(brotli.compress(bytes(64 << 20)), Content_Encoding="br"),
            "larger than 33554432 bytes when unpacked",
        ),
        Behaviour(
            "zstd-bomb",
            answer(zstd.compress(bytes(64 << 20)), Content_Encoding="zstd"),
            "larger than 33554432 bytes when unpacked",
        ),
        Behaviour(
            "bomb-in-a-bomb",
            answer(gzip.compress(gzip.compress(bytes(64 << 20))), Content_Encoding="gzip, gzip"),
            "larger than",
        ),
        # more redirects
        Behaviour("to-data", moved("data:text/xml,<rss/>"), "redirects to data:"),
        Behaviour("to-javascript", moved("javascript:alert(1)"), "redirects to javascript:"),
        Behaviour("to-ftp", moved("ftp://127.0.0.1/x"), "redirects to ftp:"),
        Behaviour("to-a-decimal-address", moved("http://167772161/"), "10.0.0.1 is not a public address"),
        Behaviour("to-a-hexadecimal-address", moved("http://0x0a000001/"), "10.0.0.1 is not a public address"),
        Behaviour("to-ipv6-mapped", moved("http://[::ffff:10.0.0.1]/"), "::ffff:a00:1 is not a public address"),
        Behaviour(
            "to-link-local",
            moved("http://169.254.169.254/latest/meta-data/"),
            "169.254.169.254 is not a public address",
        ),
        Behaviour("to-no-host", moved("http:///x"), "not found (404)"),
        Behaviour("to-a-port-that-is-none", moved("http://127.0.0.1:99999/"), ""),
        Behaviour("to-a-login", moved("http://bob:hunter2@10.0.0.1/"), "10.0.0.1 is not a public address"),
        Behaviour("to-escapes", moved("/\x1b[31m\x07"), "not found (404)", 2),
        Behaviour("to-100-kb", moved("/" + "a" * 60_000), "not found (404)", 2),
        Behaviour("to-spaces", moved("  /plain?spaces  "), READ, 2),
        Behaviour(
            "to-many",
            raw(b"HTTP/1.1 302 Found\nLocation: /plain?many\nLocation: http://10.0.0.1/"),
            "10.0.0.1 is not a public address",
            2,
        ),
        # more statuses
        Behaviour("range-416", answer(status="416 Range Not Satisfiable"), "the server answered 416"),
        Behaviour(
            "multiple-choices", answer(status="300 Multiple Choices"), "the server answered 300 Multiple Choices"
        ),
        Behaviour(
            "use-proxy",
            answer(status="305 Use Proxy", Location="http://10.0.0.1/"),
            "the server answered 305 Use Proxy",
        ),
        Behaviour(
            "legal",
            answer(status="451 Unavailable For Legal Reasons"),
            "the server answered 451 Unavailable For Legal Reasons",
        ),
        Behaviour("retry-negative", answer(status="429 Slow", Retry_After="-5"), "rate limited (429", own_host=True),
        Behaviour(
            "retry-9999",
            answer(status="429 Slow", Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
            "rate limited (429",
            own_host=True,
        ),
        Behaviour(
            "retry-word",
            answer(status="503 Later", Retry_After="soon\x1b[31m"),
            "temporarily unavailable",
            own_host=True,
        ),
        Behaviour(
            "retry-digits", answer(status="503 Later", Retry_After="9" * 5000), "temporarily unavailable", own_host=True
        ),
        Behaviour(
            "refresh-to-itself",
            answer(b"<html><meta http-equiv=refresh content='0;url=/refresh-to-itself'></html>"),
            "a page that forwards to",
        ),
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
    return {
        **{f"/plain?{name}": answer(rss(f"to-{name}")) for name in ("spaces", "many")},
        "/loop-back": moved("/loop-of-two"),
        "/plain?308": answer(rss("moved-308")),
    }
