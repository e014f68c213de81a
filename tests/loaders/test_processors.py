from __future__ import annotations

import pytest

from newsfeed.formats.feed import FeedEnclosure, PersonConstruct, TextConstruct
from newsfeed.items import Enclosure
from newsfeed.loaders.dates import Times
from newsfeed.loaders.processors import address, enclosure, image, instant, line, people, plain, unescaped

SITE = "https://news.example.org/"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Jane\t Doe\n", "Jane Doe"),
        ("大桥\n  通车", "大桥通车"),
        ("a\x00b\x1fc\ud800d\ufffee", "abcde"),
        ("\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}Jane", "Jane"),
        ("", None),
        (" \n\x00 ", None),
    ],
)
def test_a_line_is_folded_and_printable(raw: str, expected: str | None) -> None:
    assert line(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TextConstruct("<b>Fish</b> &amp; chips", "html"), "Fish & chips"),
        (TextConstruct("How to write &amp;lt;br&amp;gt;", "html"), "How to write &lt;br&gt;"),
        (TextConstruct("if a < b &amp; c > d", "text"), "if a < b &amp; c > d"),
        (TextConstruct("A guide to <head> elements", "html"), "A guide to <head> elements"),
        (TextConstruct("A <span>guide</span> to <br> breaks", "html"), "A guide to breaks"),
        (TextConstruct("<div>A guide", "html"), "A guide"),
    ],
)
def test_markup_is_resolved_once_and_only_where_there_is_any(text: TextConstruct, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doe &#38; Roe", "Doe & Roe"),
        ("HOUSE &AMP; GARDEN", "HOUSE & GARDEN"),
        ("Ren&eacute;e &#x4e2d;", "Renée 中"),
        ("AT&T; AT&T", "AT&T; AT&T"),
        ("R&copyright", "R&copyright"),
    ],
)
def test_references_in_names_are_resolved(name: str, expected: str) -> None:
    assert unescaped(name) == expected


@pytest.mark.parametrize(
    ("stated", "url", "expected"),
    [
        ("Audio/MPEG; codecs=mp3", "/a", "audio/mpeg"),
        (None, "/a.mp3?from=feed", "audio/mpeg"),
        ("mp3", "/b.JPG", "image/jpeg"),
        (None, "/listen.php", None),
        (None, "/a.html", None),
    ],
)
def test_the_type_of_an_enclosure_is_a_media_type(stated: str | None, url: str, expected: str | None) -> None:
    found = enclosure(FeedEnclosure(url, stated), {"base": SITE})
    assert found
    assert found.type == expected


@pytest.mark.parametrize("name", [" \x00 ", "null", "undefined", "N/A", "–", "[object Object]"])
def test_an_author_of_whom_nothing_is_left_is_nobody(name: str) -> None:
    assert people(PersonConstruct(name, "\ud800", "javascript:alert(1)"), {"base": SITE}) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a?utm_source=rss#top", "https://news.example.org/a"),
        ("b.html", "https://news.example.org/world/b.html"),
        ("https://other.example.net/c\x00", "https://other.example.net/c"),
        ("mailto:jane@example.org", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_addresses_are_absolute_and_clean(link: str, expected: str | None) -> None:
    assert address(link, {"base": "https://news.example.org/world/feed.xml"}) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://0.gravatar.com/avatar/7f?s=96",
        "https://www.example.org/wp-content/themes/plain/arrow.png",
        "https://static.example.net/Buttons/share_16.png",
        "https://media.example.org/images/tracking/pixel.png?story=1",
        "https://pixel.example.org/1.gif",
        "http://feeds.example.com/~a/site?i=4",
    ],
)
def test_pictures_of_persons_themes_and_counters_are_none(url: str) -> None:
    assert image(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/2024/avatar.jpg",
        "https://www.example.org/photos/logo-of-the-ferry-company.png",
        "https://www.example.org/photos/pixel-9-review.jpg",
        "https://cdn.example.net/5f3a",
    ],
)
def test_a_picture_may_show_anything(url: str) -> None:
    assert image(url) == url


def test_a_time_that_cannot_be_known_is_none() -> None:
    assert instant("Fri, 11 Mar 2016 01:15:00 +0300", {"times": Times()}) == "2016-03-10T22:15:00+00:00"
    assert instant("some day in spring", {"times": Times()}) is None


@pytest.mark.parametrize(
    ("length", "expected"),
    [("123", 123), ("1,234", 1234), (" 0 ", None), ("12 kB", None), ("-1", None), ("٣", None), ("9" * 40, None)],
)
def test_the_length_of_an_enclosure_is_a_number_or_unknown(length: str, expected: int | None) -> None:
    found = enclosure(FeedEnclosure("/a.mp3", "audio/mpeg\x00", length), {"base": SITE})
    assert found == Enclosure("https://news.example.org/a.mp3", "audio/mpeg", expected)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("1h 2m 3s", 3723),
        ("PT1H2M3S", 3723),
        ("T62M", 3720),
        ("45 minutes", 2700),
        ("1 hr 5 min", 3900),
        ("h", None),
        ("1:02:03", 3723),
        (" 4:05 ", 245),
        ("90", 90),
        ("62.9", 62),
        ("", None),
        ("1h", 3600),
        ("::", None),
        ("P0DT1H2M3S", 3723),
        ("62'03\"", 3723),
        ("1 hour, 2 minutes and 3 seconds", 3723),
        ("12:34 min", 754),
        ("and", None),
        ("٣", None),
    ],
)
def test_a_duration_is_in_seconds_or_unknown(duration: str, expected: int | None) -> None:
    found = enclosure(FeedEnclosure("/a.mp3", duration=duration), {"base": SITE})
    assert found is not None
    assert found.duration == expected


def test_an_enclosure_that_leads_nowhere_is_none() -> None:
    assert enclosure(FeedEnclosure("data:audio/mpeg;base64,AAAA"), {"base": SITE}) is None
