"""Pages that point to feeds."""

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


@given(st.text())
def test_any_page_is_read(text):
    assert parse(f"<html><link rel=alternate {text}".encode("utf-8", "surrogatepass")).format == "html"
