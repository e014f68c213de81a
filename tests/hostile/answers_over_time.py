"""Servers whose answers change from poll to poll, with the expectation for each poll, set before any run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hostile.servers import moved, raw, rss
from stage import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stage import Asked

PAGE = b"<!DOCTYPE html><title>Sign in</title><form><input type=password></form>"
NEW, SAME, NOT_ASKED = "new", "same", "not asked"
"""What must come of a poll: a new article, no new one, no request; else the beginning of the reason of a failure."""


@dataclass(frozen=True)
class OverTime:
    """The answers of a path, one a poll, the last one for ever, and what must come of the first polls.

    ``requests`` are those of all polls for the path itself, ``articles`` those in the store after them. ``sent`` are
    headers that the second poll must have; one that is ``None`` must be missing in the third.
    """

    name: str
    answers: Sequence[bytes | Callable[[Asked], bytes]]
    polls: Sequence[str]
    requests: int = 3
    articles: int = 1
    sent: Mapping[str, bytes | None] | None = None
    own_host: bool = False


def unless_known(name: str, etag: bytes) -> Callable[[Asked], bytes]:
    """Return an answer with a tag, which is 304 to those that send the tag."""

    def respond(asked: Asked) -> bytes:
        is_known = asked.headers.get("if-none-match") == etag
        return answer(status="304 Not Modified", ETag=etag) if is_known else answer(rss(name), ETag=etag)

    return respond


def refuse_conditions(status: str, name: str) -> Callable[[Asked], bytes]:
    """Return an answer that is an error for conditional requests."""

    def respond(asked: Asked) -> bytes:
        return answer(status=status) if "if-none-match" in asked.headers else answer(rss(name), ETag='"a"')

    return respond


def sequences() -> list[OverTime]:
    """Return every sequence; feeds have the name of theirs as title."""

    def feed(name: str, **headers: str | bytes) -> bytes:
        return answer(rss(name), **headers)

    def tag(name: str, etag: bytes) -> OverTime:
        return OverTime(name, [unless_known(name, etag)], [NEW, SAME, SAME], sent={"if-none-match": etag})

    def then(name: str, second: bytes, reason: str, **options: object) -> OverTime:
        """Return a feed with one answer of another kind in its second poll."""
        answers = [feed(name, ETag='"a"'), second, feed(name, ETag='"a"')]
        return OverTime(name, answers, [NEW, reason, SAME], **options)  # type: ignore[arg-type]

    no_tag = {"if-none-match": None}
    return [
        tag("tag-strong", b'"a"'),
        tag("tag-weak", b'W/"a"'),
        tag("tag-in-lower-case", b'w/"a"'),
        tag("tag-without-quotes", b"abc"),
        tag("tag-with-one-quote", b'"abc'),
        tag("tag-empty", b'""'),
        tag("tag-in-utf-8", '"Zoé"'.encode()),
        tag("tag-with-controls", b'"a\x01\x1b[31m"'),
        tag("tag-with-tabs", b'"a\tb  c"'),
        tag("tag-of-gzip", b'"a-gzip"'),
        OverTime("tag-that-changes", [feed("tag-that-changes", ETag=f'"{n}"') for n in range(9)], [NEW, SAME, SAME]),
        OverTime(
            "unchanged-with-a-body",
            [feed("unchanged-with-a-body", ETag='"a"'), answer(rss("other"), "304 Not Modified", ETag='"a"')],
            [NEW, SAME, SAME],
        ),
        OverTime(
            "unchanged-with-another-tag",
            [feed("unchanged-with-another-tag", ETag='"a"'), answer(status="304 Not Modified", ETag='"b"')],
            [NEW, SAME, SAME],
            sent={"if-none-match": b'"a"'},
        ),
        OverTime(
            "unchanged-from-the-first", [answer(status="304 Not Modified")], ["the server answered 304"] * 3, articles=0
        ),
        OverTime(
            "precondition-fails",
            [refuse_conditions("412 No", "precondition-fails")],
            [NEW, "the server answered 412", SAME],
        ),
        OverTime("range-fails", [refuse_conditions("416 No", "range-fails")], [NEW, "the server answered 416", SAME]),
        OverTime(
            "conditions-break-it",
            [refuse_conditions("500 No", "conditions-break-it")],
            [NEW, "the server answered 500", SAME],
        ),
        then("login-for-once", answer(PAGE, ETag='"b"', Content_Type="text/html"), "a login page", sent=no_tag),
        then("empty-for-once", answer(b"", ETag='"b"'), "the document is empty", sent=no_tag),
        then("missing-for-once", answer(status="404 None"), "not found (404)"),
        then("cut-for-once", raw(b"HTTP/1.1 200 OK\nContent-Length: 999", rss("x")[:90]), "the answer broke off"),
        then("broken-gzip-for-once", answer(b"\x1f\x8b\x08broken", Content_Encoding="gzip"), "broken gzip"),
        then("unreachable-for-once", moved("http://10.0.0.1/"), "10.0.0.1 is not a public address"),
        then("a-page-for-once", answer(b"<html><body><p>Under construction</p></body></html>"), "an HTML page"),
        then("no-entries-for-once", answer(b"<rss><channel><title>Tides</title></channel></rss>"), SAME),
        then("half-an-entry-for-once", answer(rss("half-an-entry-for-once")[:-60]), SAME),
        then(
            "empty-text-for-once",
            answer(
                rss("empty-text-for-once").replace(b"The tide", b"").split(b"<description>")[0]
                + b"</item></channel></rss>"
            ),
            SAME,
        ),
        OverTime("gone", [feed("gone"), answer(status="410 Gone")], [NEW, "gone for good (410)", NOT_ASKED], 2),
        OverTime(
            "gone-to-a-login",
            [feed("gone-to-a-login"), moved("/sign-in", "301 Moved Permanently")],
            [NEW, "a login page", "a login page"],
        ),
        OverTime(
            "moved-and-back", [moved("/moved-there", "301 Moved Permanently"), feed("moved-there")], [NEW, SAME, SAME]
        ),
        OverTime(
            "moved-later", [feed("moved-there"), moved("/moved-there", "308 Permanent Redirect")], [NEW, SAME, SAME]
        ),
        OverTime("another-entry", [feed("another-entry"), feed("and-another")], [NEW, NEW, SAME], articles=2),
        OverTime(
            "only-the-new",
            [feed("only-the-new", ETag='"a"'), answer(rss("delta"), "226 IM Used", ETag='"b"', IM="feed")],
            [NEW, NEW, SAME],
            articles=2,
        ),
        OverTime(
            "busy",
            [answer(status="429 Slow", Retry_After="0"), feed("busy")],
            ["rate limited", NEW, SAME],
            own_host=True,
        ),
        OverTime(
            "busy-for-long",
            [answer(status="429 Slow", Retry_After="9" * 99), feed("x")],
            ["rate limited", NOT_ASKED, NOT_ASKED],
            1,
            0,
            own_host=True,
        ),
        OverTime(
            "fresh-for-ever",
            [
                feed(
                    "fresh-for-ever",
                    Cache_Control="max-age=99999999999, immutable",
                    Expires="Fri, 31 Dec 9999 23:59:59 GMT",
                )
            ],
            [NEW, SAME, SAME],
        ),
        OverTime(
            "stale-at-once",
            [feed("stale-at-once", Cache_Control="no-store", Age="99999999999", Vary="*", Expires="0")],
            [NEW, SAME, SAME],
        ),
        OverTime(
            "modified-in-the-future",
            [feed("modified-in-the-future", Last_Modified="Fri, 31 Dec 9999 23:59:59 GMT")],
            [NEW, SAME, SAME],
            sent={"if-modified-since": None},
        ),
        OverTime(
            "modified-in-nonsense", [feed("modified-in-nonsense", Last_Modified="gestern \x01")], [NEW, SAME, SAME]
        ),
    ]


def led_to() -> dict[str, bytes]:
    """Return paths that these sequences lead to."""
    return {"/sign-in": answer(PAGE, Content_Type="text/html"), "/moved-there": answer(rss("moved-there"))}
