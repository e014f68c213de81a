"""Pages that point to feeds."""

import pytest
from growth import grows_with_length_alone
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.formats import parse

PAGE = """<!DOCTYPE html><html><head><title>Harbour</title>
<link rel="stylesheet" href="/style.css" type="text/css">
<LINK REL="home alternate" TYPE="application/atom+xml; charset=utf-8" HREF=" /feed.atom ">
<link rel="alternate" type="application/rss+xml" href="https://other.example.org/rss?a=1&amp;b=2">
<link rel="alternate" type="application/rss+xml" href="/feed.atom">
<link rel="alternate" hreflang="fr" href="/fr">
</head><body>Words.</body></html>"""


def test_a_page_names_its_feeds_once_each():
    feed = parse(PAGE.encode())
    assert (feed.format, feed.entries, feed.error) == ("html", [], "an HTML page, not a feed")
    assert feed.feeds == ["/feed.atom", "https://other.example.org/rss?a=1&b=2"]


@pytest.mark.parametrize(
    ("refresh", "target"),
    [
        ("0; URL=/new/feed.xml", "/new/feed.xml"),
        ("3;url='https://h.example/feed'", "https://h.example/feed"),
        ('0;URL="feed.atom"', "feed.atom"),
        ("0, /feed", "/feed"),
        ("600; url=/front", None),  # a front page that reloads itself
        ("5", None),
        ("", None),
    ],
)
def test_a_page_without_feeds_may_forward_to_another(refresh, target):
    quoted = refresh.replace('"', "&quot;")
    feed = parse(f'<html><head><META Http-Equiv="Refresh" Content="{quoted}"></head><p>Moved</html>'.encode())
    assert (feed.format, feed.forward, feed.feeds) == ("html", target, [])
    assert feed.error == (f"a page that forwards to {target}, not a feed" if target else "an HTML page, not a feed")


def test_a_feed_that_a_page_names_comes_before_its_refresh():
    feed = parse(PAGE.replace("</head>", '<meta http-equiv=refresh content="0; url=/other"></head>').encode())
    assert (feed.forward, len(feed.feeds)) == (None, 2)


def test_a_forward_for_those_without_scripts_is_one():
    refresh = "<noscript><meta http-equiv=refresh content='0; url=/plain'></noscript></head>"
    assert parse(PAGE.replace("</head>", refresh).replace("alternate", "other").encode()).forward == "/plain"


def test_a_header_may_forward_what_is_no_feed():
    header = "0; url=/feed.atom"
    assert parse(b"<html><p>Moved</html>", refresh=header).forward == "/feed.atom"
    assert parse(b"", refresh=header).error == "a page that forwards to /feed.atom, not a feed"
    assert parse(PAGE.encode(), refresh=header).forward is None  # names its feeds
    assert parse(b"<rss><channel><title>Harbour</title></channel></rss>", refresh=header).forward is None
    assert parse(b"<html><script>window.kpsdk</script></html>", refresh=header).forward is None


def test_a_bot_check_forwards_nowhere():
    page = b"<html><meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=%2Ffeed'></html>"
    assert parse(page).forward is None
    assert "bot check" in parse(page).error


def test_a_forward_shows_no_login():
    page = b'<html><meta http-equiv=refresh content="0; url=https://me:secret@h.example/feed">'
    assert "secret" not in (parse(page).error or "")


def test_a_page_of_broken_refreshes_is_read_in_passing():
    def read(size):
        parse(b"<html>" + b'<meta http-equiv="refresh" content="' * (size // 36))

    assert grows_with_length_alone(read, 60_000)


@given(st.text())
def test_any_page_is_read(text):
    assert parse(f"<html><link rel=alternate {text}".encode("utf-8", "surrogatepass")).format == "html"


@pytest.mark.parametrize(
    ("head", "feeds"),
    [
        ('<base href="/blog/"><link rel="alternate" type="application/atom+xml" href="atom">', ["/blog/atom"]),
        (
            '<link rel="alternate" type="application/rss+xml" href="rss"><base href="https://h.example/b/">',
            ["https://h.example/b/rss"],
        ),
        ('<link rel="alternate" type="text/xml" href="/rss.xml">', ["/rss.xml"]),
        (
            '<link rel="alternate" type="text/xml" href="m"><link rel="alternate" type="application/rss+xml" href="a">',
            ["a"],
        ),
        ('<link rel="stylesheet" type="text/xml" href="/x.xml">', []),
    ],
)
def test_addresses_start_from_the_base_of_the_page(head, feeds):
    assert parse(f"<html><head>{head}</head><body>hello</body></html>".encode()).feeds == feeds


def test_a_forward_starts_from_the_base_of_the_page():
    page = '<html><head><base href="/blog/"><meta http-equiv="refresh" content="0; url=feed"></head></html>'
    assert parse(page.encode()).forward == "/blog/feed"
