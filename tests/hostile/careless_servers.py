"""More behaviours of servers, most of them careless rather than hostile; the expectations were set before any run."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
from backports import zstd
from hostile.servers import CUT, READ, TIMEOUT, Behaviour, chunked, endless, moved, raw, rss
from stage import RESET, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stage import Asked, Stage

OK = b"HTTP/1.1 200 OK"
NOT_HTTP = "the answer is not valid HTTP"
LOOP = "redirects in a loop"
PAGE = "<!DOCTYPE html><html><head><title>{}</title></head><body><p>{}</p></body></html>"
CONSENT = (
    "Before you continue, choose which cookies we and our 187 partners may keep on your device. You can change your "
    "mind at any time in the settings. We use them to measure how the pages are read and to show what may please you."
)


def own(make: Callable[[Stage], bytes]) -> Callable[[Stage, Asked], Iterator[bytes]]:
    """Return a part whose answer depends on the address of its stage."""

    def part(stage: Stage, _asked: Asked) -> Iterator[bytes]:
        yield make(stage)

    return part


def stays_open(first: bytes) -> Callable[[Stage, Asked], Iterator[bytes]]:
    return endless(first, b"", 0.1)


def reset_after(first: bytes) -> Callable[[Stage, Asked], Iterator[bytes]]:
    def part(stage: Stage, _asked: Asked) -> Iterator[bytes]:
        yield first
        stage.pause(0.2)
        yield RESET

    return part


def one_byte_a_chunk(_stage: Stage, _asked: Asked) -> Iterator[bytes]:
    body = rss("one-byte-a-chunk") + b" " * 20_000
    yield raw(OK + b"\nTransfer-Encoding: chunked") + b"".join(b"1\r\n%c\r\n" % each for each in body) + b"0\r\n\r\n"


def chain(_stage: Stage, asked: Asked) -> Iterator[bytes]:
    """Redirect nine times, then send the feed."""
    step = int(asked.path.partition("?")[2] or 0)
    yield moved(f"/chain?{step + 1}") if step < 9 else answer(rss("chain"))


def shown_with_cookies(_stage: Stage, asked: Asked) -> Iterator[bytes]:
    """Send the feed only to clients that return the cookie, and redirect others through another path."""
    has_cookie = b"seen=1" in asked.headers.get("cookie", b"")
    yield answer(rss("shown-with-cookies")) if has_cookie else moved("/cookie-giver")


def redirects() -> list[Behaviour]:
    cookies = b"".join(b"\nSet-Cookie: c%d=%s; Path=/" % (n, b"x" * 200) for n in range(60))
    return [
        Behaviour("to-relative", moved("plain?relative"), READ, 1),
        Behaviour("to-a-query", moved("?asked"), READ, 2),
        Behaviour("to-a-fragment", moved("/plain?fragment#newest"), READ, 1),
        Behaviour("to-an-empty-place", moved(""), LOOP),
        Behaviour("to-its-own-fragment", moved("#top"), LOOP),
        Behaviour("to-dots", moved("/a/b/../../../plain?dots"), READ, 1),
        Behaviour("see-other", moved("/plain?303", "303 See Other"), READ, 1),
        Behaviour("temporarily", moved("/plain?307", "307 Temporary Redirect"), READ, 1),
        Behaviour(
            "to-the-same-scheme", own(lambda stage: moved(f"//127.0.0.1:{stage.port}/plain?same-scheme")), READ, 1
        ),
        Behaviour(
            "to-user-information", own(lambda stage: moved(f"http://bob:secret@127.0.0.1:{stage.port}/secret")), READ, 1
        ),
        Behaviour(
            "to-backslashes", own(lambda stage: moved(rf"http:\\127.0.0.1:{stage.port}\plain?backslashes")), READ, 1
        ),
        Behaviour("to-one-slash", moved("http:/plain?one-slash"), READ, 1),
        Behaviour("to-utf-8", answer(status="302 Found", Location="/fähre".encode()), READ, 1),
        Behaviour("to-latin-1", answer(status="302 Found", Location="/fähre".encode("latin-1")), READ, 1),
        Behaviour("to-a-tab", moved("/pl\tain?tab"), READ, 1),
        Behaviour("to-a-folded-place", raw(b"HTTP/1.1 302 Found\nLocation:\n /plain?folded"), READ, 1),
        Behaviour("to-lower-case", raw(b"HTTP/1.1 302 Found\nlocation : /plain?lower"), READ, 1),
        Behaviour(
            "to-one-place-twice", raw(b"HTTP/1.1 302 Found\nLocation: /plain?twice\nLocation: /plain?twice"), READ
        ),
        Behaviour("to-an-ipv6-address", moved("http://[::1]/"), "::1 is not a public address"),
        Behaviour("to-a-zone", moved("http://[fe80::1%25eth0]/"), ""),
        Behaviour("chain", chain, READ, 10),
        Behaviour("shown-with-cookies", shown_with_cookies, READ, 2),
        Behaviour("moved-with-cookies", raw(b"HTTP/1.1 302 Found\nLocation: /plain?cookies" + cookies), READ, 1),
        # The body of a redirect does not matter.
        Behaviour(
            "moved-with-an-endless-body",
            endless(raw(b"HTTP/1.1 302 Found\nLocation: /plain?endless"), bytes(1 << 16)),
            READ,
        ),
        Behaviour(
            "moved-and-stays-open", stays_open(raw(b"HTTP/1.1 302 Found\nLocation: /plain?open") + b"<html>"), READ, 1
        ),
        Behaviour(
            "moved-with-a-cut-body",
            raw(b"HTTP/1.1 302 Found\nLocation: /plain?cut\nContent-Length: 500", b"<html>"),
            READ,
            1,
        ),
        Behaviour(
            "moved-with-broken-gzip",
            answer(b"\x1f\x8b\x08broken", "302 Found", Location="/plain?broken", Content_Encoding="gzip"),
            READ,
            1,
        ),
        Behaviour("moved-without-a-place", answer(rss("x"), "302 Found"), "the server answered 302 Found"),
        Behaviour("choices", answer(b"", "300 Multiple Choices", Location="/plain"), "the server answered 300"),
        Behaviour(
            "refreshed",
            answer(
                PAGE.format("Moved", "Moved.").encode(), Refresh="0; url=/plain?refreshed", Content_Type="text/html"
            ),
            "forwards to",
            1,
            watched="a page that forwards to /plain?refreshed",
        ),
    ]


def framing() -> list[Behaviour]:
    def sized(name: str, extra: bytes = b"") -> bytes:
        return raw(OK + b"\nContent-Length: %d" % len(rss(name)) + extra, rss(name))

    return [
        Behaviour("length-and-stays-open", stays_open(sized("length-and-stays-open")), READ),
        Behaviour("chunks-and-stays-open", stays_open(chunked(rss("chunks-and-stays-open"))), READ),
        Behaviour("no-length-and-stays-open", stays_open(raw(OK, rss("x"))), TIMEOUT, stalls=True),
        Behaviour(
            "kept-alive-1.0",
            stays_open(sized("kept-alive-1.0", b"\nConnection: keep-alive").replace(b"1.1", b"1.0", 1)),
            READ,
        ),
        Behaviour(
            "missing-and-stays-open", stays_open(raw(b"HTTP/1.1 404 None\nContent-Length: 0")), "not found (404)"
        ),
        Behaviour("missing-and-stalls", stays_open(raw(b"HTTP/1.1 404 None\nContent-Length: 500")), "not found (404)"),
        Behaviour("empty-and-stays-open", stays_open(raw(b"HTTP/1.1 204 None")), ""),
        Behaviour("one-byte-a-chunk", one_byte_a_chunk, READ),
        Behaviour(
            "transfer-coding-identity",
            raw(OK + b"\nTransfer-Encoding: identity", rss("transfer-coding-identity")),
            READ,
        ),
        Behaviour(
            "chunked-said-twice",
            chunked(rss("chunked-said-twice")).replace(b"OK\r\n", b"OK\r\nTransfer-Encoding: chunked\r\n"),
            READ,
        ),
        Behaviour("chunked-in-capitals", chunked(rss("chunked-in-capitals")).replace(b": chunked", b": CHUNKED"), READ),
        Behaviour(
            "transfer-coding-gzip",
            chunked(gzip.compress(rss("x"))).replace(b": chunked", b": gzip, chunked"),
            f"{NOT_HTTP}: only transfer-encoding",
        ),
        Behaviour(
            "length-listed",
            raw(OK + b"\nContent-Length: %d, %d" % ((len(rss("length-listed")),) * 2), rss("length-listed")),
            READ,
        ),
        Behaviour("length-zero", raw(OK + b"\nContent-Length: 0", rss("x")), "the document is empty"),
        Behaviour("length-empty", raw(OK + b"\nContent-Length:", rss("x")), f"{NOT_HTTP}: bad content-length"),
        Behaviour(
            "length-of-the-unpacked",
            raw(OK + b"\nContent-Encoding: gzip\nContent-Length: 4000", gzip.compress(rss("x"))),
            CUT,
            3,
        ),
        Behaviour("no-chunks-at-all", raw(OK + b"\nTransfer-Encoding: chunked", rss("x")), CUT, 3),
        Behaviour(
            "last-chunk-first",
            raw(OK + b"\nTransfer-Encoding: chunked", b"0\r\n\r\n" + rss("x")),
            "the document is empty",
        ),
        Behaviour("chunks-with-line-feeds", chunked(rss("chunks-with-line-feeds")).replace(b"\r\n", b"\n"), CUT, 3),
        Behaviour("interim-nine-times", raw(b"HTTP/1.1 102 Processing") * 9 + answer(rss("interim-nine-times")), READ),
        Behaviour("interim-and-closed", raw(b"HTTP/1.1 100 Continue"), "the server closed the connection", 3),
        Behaviour("9000-headers", raw(OK + b"\nX: y" * 9000, rss("9000-headers")), READ),
        Behaviour("two-spaces", raw(b"HTTP/1.1  200  OK", rss("two-spaces")), NOT_HTTP),
        Behaviour("lower-case-protocol", raw(b"http/1.1 200 OK", rss("lower-case-protocol")), NOT_HTTP),
        Behaviour("shoutcast", raw(b"ICY 200 OK", rss("shoutcast")), NOT_HTTP),
        Behaviour("http-2-in-words", raw(b"HTTP/2 200", rss("http-2-in-words")), NOT_HTTP),
        Behaviour("reason-in-latin-1", raw("HTTP/1.1 200 Trouvé".encode("latin-1"), rss("reason-in-latin-1")), READ),
        Behaviour("headers-in-utf-8", raw(OK + "\nX-Auteur: Zoé\nServer: 冰".encode(), rss("headers-in-utf-8")), READ),
        Behaviour("reset-at-once", reset_after(b""), "the connection failed: Connection reset by peer", 3),
        Behaviour(
            "reset-after-its-headers",
            reset_after(raw(OK + b"\nContent-Length: 900")),
            "the connection failed: Connection reset by peer",
            3,
        ),
        Behaviour(
            "reset-in-its-body",
            reset_after(raw(OK + b"\nContent-Length: 900", rss("x")[:90])),
            "the connection failed: Connection reset by peer",
            3,
        ),
        Behaviour("reset-after-all", reset_after(sized("reset-after-all")), READ),
    ]


def codings() -> list[Behaviour]:
    def coded(name: str, coding: str, pack: Callable[[bytes], bytes], expected: str = READ) -> Behaviour:
        return Behaviour(name, answer(pack(rss(name)), Content_Encoding=coding), expected)

    return [
        coded("said-brotli-sent-gzip", "br", gzip.compress),
        coded("said-zstd-sent-gzip", "zstd", gzip.compress),
        coded("said-deflate-sent-gzip", "deflate", gzip.compress),
        coded("said-brotli-sent-plain", "br", bytes),
        coded("said-gzip-sent-brotli", "gzip", brotli.compress, "binary data"),
        coded("said-gzip-sent-zstd", "gzip", zstd.compress, "zstd-compressed data"),
        coded("gzip-with-quality", "gzip;q=1.0", gzip.compress),
        coded("gzip-and-identity", "gzip, identity", gzip.compress),
        coded("compress", "compress", lambda data: b"\x1f\x9d\x90" + data, "unsupported content coding compress"),
        coded("an-empty-coding", "", bytes),
        Behaviour(
            "gzip-said-twice",
            raw(OK + b"\nContent-Encoding: gzip\nContent-Encoding: gzip", gzip.compress(rss("gzip-said-twice"))),
            READ,
        ),
        Behaviour(
            "a-gzip-file-coded-once",
            answer(
                gzip.compress(rss("a-gzip-file-coded-once")), Content_Encoding="gzip", Content_Type="application/gzip"
            ),
            READ,
        ),
        Behaviour(
            "missing-with-broken-gzip",
            answer(b"\x1f\x8b\x08broken", "404 None", Content_Encoding="gzip"),
            "not found (404)",
        ),
        Behaviour(
            "forbidden-with-an-unknown-coding",
            answer(b"\0\1\2", "403 No", Content_Encoding="klingon"),
            "not allowed (403 Forbidden)",
        ),
        Behaviour(
            "missing-with-a-cut-body", raw(b"HTTP/1.1 404 None\nContent-Length: 500", b"<html>"), "not found (404)"
        ),
        Behaviour(
            "gone-with-a-cut-body", raw(b"HTTP/1.1 410 Gone\nContent-Length: 500", b"<html>"), "gone for good (410)"
        ),
        Behaviour(
            "missing-with-an-endless-body", endless(raw(b"HTTP/1.1 404 None"), bytes(1 << 16)), "not found (404)"
        ),
    ]


def statuses() -> list[Behaviour]:
    feed = {"Content_Type": "application/rss+xml"}
    return [
        Behaviour("by-a-proxy", answer(rss("by-a-proxy"), "203 Non-Authoritative Information", **feed), READ),
        Behaviour("accepted", answer(rss("accepted"), "202 Accepted", **feed), READ),
        Behaviour("created", answer(rss("created"), "201 Created", **feed), READ),
        Behaviour("status-299", answer(rss("status-299"), "299 Fine", **feed), READ),
        Behaviour("accepted-to-wait", answer(b"{}", "202 Accepted", Content_Type="application/json"), ""),
        Behaviour("reset-content", answer(status="205 Reset Content"), ""),
        Behaviour("precondition", answer(status="412 Precondition Failed"), "the server answered 412"),
        Behaviour("too-slow", answer(status="408 Request Timeout"), "the server answered 408", 3),
        Behaviour("misdirected", answer(status="421 Misdirected Request"), "the server answered 421"),
        Behaviour("too-early", answer(status="425 Too Early"), "the server answered 425"),
        Behaviour("upgrade", answer(status="426 Upgrade Required", Upgrade="h2"), "the server answered 426"),
        Behaviour("payment", answer(status="402 Payment Required"), "the server answered 402 Payment Required"),
        Behaviour("negotiate", answer(status="401 No", WWW_Authenticate="Negotiate"), "not allowed (401 Unauthorized)"),
        Behaviour("portal-511", answer(status="511 Log in"), "the server answered 511 Network Authentication Required"),
        Behaviour("status-520", answer(status="520 Unknown"), "the server answered 520"),
        Behaviour("status-530", answer(b"error code: 1033", "530 None"), "the server answered 530"),
        Behaviour("busy-with-a-feed", answer(rss("x"), "503 Later", **feed), "temporarily unavailable", own_host=True),
        Behaviour(
            "retry-past",
            answer(status="429 Slow", Retry_After="Mon, 01 Jan 1990 00:00:00 GMT"),
            "rate limited (429",
            own_host=True,
        ),
        Behaviour("retry-fraction", answer(status="429 Slow", Retry_After="0.5"), "rate limited (429", own_host=True),
        Behaviour(
            "retry-twice",
            raw(b"HTTP/1.1 429 Slow\nRetry-After: 1\nRetry-After: 9999999"),
            "rate limited (429",
            own_host=True,
        ),
    ]


def pages() -> list[Behaviour]:
    def page(name: str, html: str, expected: str, status: str = "200 OK") -> Behaviour:
        return Behaviour(name, answer(html.encode(), status, Content_Type="text/html; charset=utf-8"), expected)

    return [
        page("consent-page", PAGE.format("Your choices", CONSENT), "an HTML page"),
        page(
            "captcha-page", PAGE.format("Just a moment...", "Checking your browser"), "a page that checks for a human"
        ),
        page("captcha-refusal", PAGE.format("x", "<div class=h-captcha></div>"), "a bot check", "403 Forbidden"),
        page("parked", PAGE.format("tides.example", "This domain is for sale."), "an HTML page"),
        page("error-as-200", PAGE.format("404 Not Found", "nginx"), "an error page (404 Not Found)"),
        page(
            "app-shell", "<html><body><div id=root></div><script src=a.js></script>", "an HTML page that shows little"
        ),
        Behaviour(
            "error-in-json",
            answer(b'{"error":"not found","status":404}', Content_Type="application/json"),
            "a JSON document without",
        ),
        Behaviour("error-in-text", answer(b"Too many connections", Content_Type="text/plain"), "plain text"),
        Behaviour(
            "error-in-xml",
            answer(b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
            "an XML document of another kind",
        ),
        Behaviour(
            "feed-after-an-error",
            answer(b"<b>Notice</b>: Undefined index in /x.php on line 3<br />\n" + rss("feed-after-an-error")),
            READ,
        ),
    ]


def types() -> list[Behaviour]:
    def typed(name: str, kind: str, body: bytes | None = None) -> Behaviour:
        return Behaviour(name, answer(body or rss(name), Content_Type=kind), READ)

    json = '{"version":"https://jsonfeed.org/version/1.1","title":"Tides","items":[{"id":"1","content_text":"High."}]}'
    return [
        typed("typed-as-an-image", "image/png"),
        typed("typed-as-bytes", "application/octet-stream"),
        typed("typed-as-json", "application/json"),
        typed("typed-as-nonsense", ";;;=,/"),
        typed("json-typed-as-html", "text/html", json.encode()),
        typed("utf-8-called-utf-16", "text/xml; charset=utf-16"),
        typed(
            "utf-8-called-latin-1",
            "text/xml; charset=iso-8859-1",
            rss("utf-8-called-latin-1").replace(b"tide", "tidé".encode()),
        ),
        typed("blanks-before", "text/xml", b" \n" * 500_000 + rss("blanks-before")),
        typed("blanks-behind", "text/xml", rss("blanks-behind") + b"\0" * 5_000_000),
        Behaviour("two-types", raw(OK + b"\nContent-Type: text/html\nContent-Type: text/xml", rss("two-types")), READ),
        Behaviour(
            "a-download", answer(rss("a-download"), Content_Disposition='attachment; filename="../../x.xml"'), READ
        ),
        Behaviour(
            "with-hsts",
            answer(rss("with-hsts"), Strict_Transport_Security="max-age=31536000", Alt_Svc='h3=":443"'),
            READ,
        ),
    ]


def careless() -> list[Behaviour]:
    """Return every behaviour; feeds have the name of theirs as title."""
    return [*redirects(), *framing(), *codings(), *statuses(), *pages(), *types()]


def led_to() -> dict[str, bytes | Callable[[Stage, Asked], Iterator[bytes]]]:
    """Return paths that these behaviours lead to."""
    plain = (
        "relative",
        "fragment",
        "dots",
        "303",
        "307",
        "same-scheme",
        "backslashes",
        "one-slash",
        "tab",
        "folded",
        "lower",
        "twice",
        "cookies",
        "endless",
        "open",
        "cut",
        "broken",
        "refreshed",
    )
    return {
        **{f"/plain?{name}": answer(rss(name)) for name in plain},
        **{f"/chain?{step}": chain for step in range(1, 10)},
        "/to-a-query?asked": answer(rss("to-a-query")),
        "/secret": lambda _stage, asked: iter(
            [answer(status="400 No")] if "authorization" in asked.headers else [answer(rss("secret"))]
        ),
        "/f%C3%A4hre": answer(rss("utf-8")),
        "/f%E4hre": answer(rss("latin-1")),
        "/cookie-giver": answer(status="302 Found", Location="/shown-with-cookies", Set_Cookie="seen=1; Path=/"),
    }
