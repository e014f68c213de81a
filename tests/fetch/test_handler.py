"""What the client takes from servers, proper and improper, and what it gives them."""

import gzip
import zlib

import brotli
import pytest
from backports import zstd
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from stage import answer, stage_at

from newsfeed.fetch.errors import BackoffError, ProxyRefusedError

BODY = b"<rss><channel><title>The tide</title></channel></rss>" * 200
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
LIMITS = {"DOWNLOAD_TIMEOUT": 1, "DOWNLOAD_MAXSIZE": 1 << 20}


def endlessly(first, piece, pause=None):
    def part(_asked):
        yield first
        while True:
            yield piece
            if pause:
                pause(0.05)

    return part


# ---- what comes whole


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("br", brotli.compress(BODY)),
        ("zstd", zstd.compress(BODY)),
        ("zstd", zstd.compress(BODY[:100]) + zstd.compress(BODY[100:])),
        ("gzip, br", brotli.compress(gzip.compress(BODY))),
        ("identity", BODY),
        ("GZIP", gzip.compress(BODY)),
    ],
)
def test_each_coding_is_undone(fetch, stage, coding, packed):
    got = fetch(stage.play("/", answer(packed, Content_Encoding=coding)))
    assert got.body == BODY
    assert "Content-Encoding" not in got.headers


@pytest.mark.parametrize(
    "framed",
    [
        b"\r\n" + BODY,
        b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
        b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY),
        b"Transfer-Encoding: chunked\r\n\r\n%x;x=y\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(BODY), BODY),
    ],
)
def test_each_framing_is_undone(fetch, stage, framed):
    assert fetch(stage.play("/", HEAD + framed)).body == BODY


def test_headers_come_byte_for_byte(fetch, stage):
    given = {"ETag": b'W/"\xe2\x80\xa6 \xff,\\"', "Last-Modified": b"Thu,  4 Jan 2024"}
    got = fetch(stage.play("/", answer(BODY, **{name.replace("-", "_"): value for name, value in given.items()})))
    assert {name: got.headers[name] for name in given} == given


def test_headers_go_byte_for_byte(fetch, stage):
    url = stage.play("/a%7Eb?q=%e4&r=%5b1", answer(BODY))
    fetch(url, headers={"If-None-Match": b'W/"\xe2\x80\xa6 \xe9,\\"', "If-Modified-Since": b"\xff", "A-IM": "feed"})
    [asked] = stage.asked
    assert asked.path == "/a%7Eb?q=%e4&r=%5b1"
    assert asked.headers == {
        "host": f"127.0.0.1:{stage.port}".encode(),
        "if-none-match": b'W/"\xe2\x80\xa6 \xe9,\\"',
        "if-modified-since": b"\xff",
        "a-im": b"feed",
        "accept-encoding": b"gzip, deflate, br, zstd",
        "connection": b"close",
    }


@pytest.mark.parametrize("status", ["304 Not Modified", "204 No Content"])
def test_an_answer_without_a_body_may_name_codings(fetch, stage, status):
    url = stage.play("/", b"HTTP/1.1 " + status.encode() + b'\r\nContent-Encoding: gzip\r\nETag: "1"\r\n\r\n')
    got = fetch(url)
    assert (got.body, got.headers["ETag"]) == (b"", b'"1"')


@pytest.mark.parametrize(
    "line",
    [
        b"Warning",
        b"Warning: mysql_connect() failed in \0",
        b"Powered by: us",
        b": nobody",
        b"X-\xe9: y",
        b"X : y\r\n  and on",
        b" X: y",
    ],
)
def test_a_line_that_is_no_header_costs_only_itself(fetch, stage, line):
    head = b"HTTP/1.1 200 OK\r\n" + line + b'\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n' % len(BODY)
    got = fetch(stage.play("/", head + BODY))
    assert (got.body, got.headers["ETag"]) == (BODY, b'"1"')


def test_heads_may_come_byte_by_byte_and_with_lines_of_any_kind(fetch, stage):
    said = b'HTTP/1.1 103 Early Hints\nLink: x\n\nHTTP/1.1 200 OK\nETag:  "1"\r\n\n' + BODY
    got = fetch(stage.play("/", lambda _asked: (said[place : place + 1] for place in range(len(said)))))
    assert (got.status, got.body, got.headers["ETag"]) == (200, BODY, b'"1"')


def test_long_but_finite_headers_are_taken(fetch, stage):
    assert fetch(stage.play("/", answer(BODY, Content_Security_Policy="x" * 30_000))).body == BODY


# ---- what does not


@pytest.mark.parametrize(
    "cut",
    [
        HEAD + b"Content-Length: 100000\r\n\r\n" + BODY,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY[:-9],
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(BODY), BODY),
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY,
        answer(gzip.compress(BODY)[:-9], Content_Encoding="gzip"),
        answer(gzip.compress(BODY)[:40], Content_Encoding="gzip"),
        answer(zlib.compress(BODY)[:-1], Content_Encoding="deflate"),
        answer(brotli.compress(BODY)[:-1], Content_Encoding="br"),
        answer(zstd.compress(BODY)[:-1], Content_Encoding="zstd"),
        answer(b"\x1f\x9d\x90" + BODY, Content_Encoding="compress"),
        answer(BODY, status="206 Partial Content", Content_Range=f"bytes 0-{len(BODY) - 1}/99999"),
    ],
)
def test_half_an_answer_is_none(fetch, stage, cut):
    with pytest.raises((ResponseDataLossError, DownloadCancelledError), match=r"broke|part|chunk size|unsupported"):
        fetch(stage.play("/", cut))


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nX: ", id="one header"),
        pytest.param(b"HTTP/1.1 200 ", id="status line"),
        pytest.param(b"", id="no HTTP at all"),
    ],
)
def test_an_endless_line_is_given_up(fetch, stage, start):
    with pytest.raises(DownloadCancelledError, match="its headers are too long"):
        fetch(stage.play("/", endlessly(start, b"a" * 65536)))


def test_endless_headers_are_given_up(fetch, stage):
    with pytest.raises(DownloadCancelledError, match="its headers are too long"):
        fetch(stage.play("/", endlessly(HEAD, b"X: y\r\n" * 100)))


def test_what_is_no_http_is_given_up(fetch, stage):
    with pytest.raises(DownloadCancelledError, match="the answer is not valid HTTP: illegal status line"):
        fetch(stage.play("/", b"220 mail.example ESMTP: hello\r\n\r\n"))
    with pytest.raises(DownloadCancelledError, match="the server sends only interim answers"):
        fetch(stage.play("/", endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n")))


@pytest.mark.parametrize("framing", [b"\r\n", b"Content-Length: 99999999999\r\n\r\n"])
def test_an_endless_body_is_given_up(fetch, stage, framing):
    with pytest.raises(DownloadCancelledError, match="larger than DOWNLOAD_MAXSIZE=1048576 bytes"):
        fetch(stage.play("/", endlessly(HEAD + framing, b"a" * 65536)), **LIMITS)


def test_a_body_that_is_said_to_be_too_large_is_not_taken(fetch, stage):
    sent = []

    def part(_asked):
        yield HEAD + b"Content-Length: 99999999999\r\n\r\n"
        while True:
            sent.append(1)
            yield bytes(1 << 20)

    with pytest.raises(DownloadCancelledError):
        fetch(stage.play("/", part), DOWNLOAD_MAXSIZE=1 << 30)
    assert len(sent) < 100


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_what_unpacks_to_too_much_is_given_up(fetch, stage, coding):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
    packed = bytes(2 << 20)
    for name in coding.split(", "):
        packed = pack[name](packed)
    with pytest.raises(DownloadCancelledError, match="larger than 1048576 bytes when unpacked"):
        fetch(stage.play("/", answer(packed, Content_Encoding=coding)), **LIMITS)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        pytest.param(b"", b"", id="silence"),
        pytest.param(HEAD, b"X: y\r\n", id="headers"),
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="interim answers"),
        pytest.param(HEAD + b"Content-Length: 9999\r\n\r\n", b"a", id="body"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n", id="chunks"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a", id="a chunk's extension"),
    ],
)
def test_all_together_takes_no_longer_than_it_may(fetch, stage, start, piece):
    with pytest.raises(DownloadTimeoutError, match=r"took longer than 0\.3 s"):
        fetch(stage.play("/", endlessly(start, piece, stage.pause)), meta={"download_timeout": 0.3})


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: y",
    ],
)
def test_a_server_may_say_nothing(fetch, stage, said):
    with pytest.raises(DownloadFailedError, match="closed the connection without an answer"):
        fetch(stage.play("/", said))


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".example", "a..example"])
def test_a_name_that_is_not_known_is_said_to_be_so(fetch, stage, host):
    with pytest.raises(CannotResolveHostError, match="the host name is not known"):
        fetch(f"http://{host}/")


def test_cookies_are_not_kept(fetch_all, stage):
    url = stage.play("/", answer(BODY, Set_Cookie="a=b"))
    fetch_all([Request(url)])
    fetch_all([Request(url), Request(url)])
    assert not [asked for asked in stage.asked if "cookie" in asked.headers]


# ---- hosts that want to be left alone


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_host_is_left_alone_altogether(fetch, stage, status):
    busy = stage.play("/busy", answer(status=status, Retry_After="120"))
    other = stage.play("/other", answer(BODY))
    with pytest.raises(BackoffError, match="is rate limited until"):
        fetch([busy, other])
    assert stage.paths() == ["/busy"]


def test_who_keeps_a_calendar_decides(fetch, stage):
    busy = stage.play("/busy", answer(status="503 Service Unavailable"))
    fetch([busy, busy], meta={"dont_retry": True})
    assert stage.paths() == ["/busy", "/busy"]


def test_a_host_may_ask_for_no_time_at_all(fetch, stage):
    busy = stage.play("/busy", answer(status="503 Service Unavailable", Retry_After="0"))
    fetch([busy, busy])
    assert stage.paths() == ["/busy", "/busy"]


def test_no_proxy_of_a_request_is_used(fetch, stage):
    with stage_at() as proxy, pytest.raises(ProxyRefusedError, match="no proxy is used"):
        fetch(stage.play("/", answer(BODY)), meta={"proxy": proxy.url()})
    assert stage.asked == proxy.asked == []
