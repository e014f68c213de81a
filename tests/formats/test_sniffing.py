"""What is no feed is reported with what it seems to be."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile

import pytest

from newsfeed.formats import parse


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("feed.txt", "nothing")
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("feed.txt"))
    return file.getvalue()


def page(body: str, title: str = "Harbour") -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


PROSE = "<p>The ferry sailed at noon, with forty cars and a band on board.</p>" * 40
LOGIN = "<form action='/in' method=post><input name=name><input type='PASSWORD' name=word></form>"


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (page("", title="404 Not Found"), "html", "an error page (404 Not Found)"),
        (page("<center><h1>502 Bad Gateway</h1></center><hr>"), "html", "an error page (502 Bad Gateway)"),
        (page(PROSE, title="Page not found"), "html", "an error page (404 Not Found)"),
        (page("<h1>Error 503</h1>"), "html", "an error page (503 Service Unavailable)"),
        (page(PROSE, title="404 houses were built"), "html", "an HTML page"),
        (page(PROSE, title="The keeper who was not found for eleven years"), "html", "an HTML page"),
        (page(LOGIN), "html", "a login page"),
        (page(PROSE + LOGIN), "html", "an HTML page"),
        (page("<script src=/h-captcha.js></script>Wait."), "html", "a page that checks for a human visitor"),
        (page("Wait.<script>_cf_chl_opt={}</script>"), "html", "a page that checks for a human visitor"),
        (page("", title="Making sure you're not a bot!"), "html", "a page that checks for a human visitor"),
        (page(PROSE, title="I am not a bot, says the ferry"), "html", "an HTML page"),
        (page("<div id=root></div><script src=app.js></script>"), "html", "an HTML page that shows little without"),
        (page(PROSE + "<script src=/recaptcha.js></script>"), "html", "an HTML page"),
        (page("<rss version='2.0'> begins a feed &nbsp;"), "html", "an HTML page"),
        (page("<item>").replace(b"<!DOCTYPE html>", b""), "html", "an HTML page"),
        (b'{"error": "not found"}', "json", "a JSON document without the list `items`"),
        (b"[1, 2]", "json", "a JSON document without the list `items`"),
        (b'{"items": ', "json", "not well-formed JSON"),
        (b"Service unavailable", "text", "plain text"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "xml", "an XML document of another kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image", "an SVG image"),
        (b"<?php echo 1 ?>", "unknown", "not a feed: markup that is neither"),
        (b"\x1e\x1f\x1d", "binary", "binary data"),
        (b"[\x13\x8c\x07{\x1f\xbb0\xc8\x02", "binary", "binary data"),
        (b"<\x13\x8c\x07{\x1f\xbb0\xc8\x02>", "binary", "binary data"),
        (b" \r\n\t\xc2\xa0\xe3\x80\x80", "empty", "the document contains only white space"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image", "a JPEG image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image", "a WebP image"),
        (b"\0\0\0\x20ftypisom\0\0\2\0", "recording", "a video or image"),
        (b"ID3\4\0\0\0\0", "recording", "a sound recording"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "a document of an office program"),
        (zipped(), "zip", "a ZIP archive"),
        (tarred(), "binary", "binary data"),
        (bz2.compress(b"feed"), "binary", "bzip2-compressed data"),
        (lzma.compress(b"feed"), "binary", "xz-compressed data"),
        (b"\x28\xb5\x2f\xfd\4\0", "binary", "zstd-compressed data"),
        (bytes(range(256)) * 4, "binary", "binary data"),
    ],
)
def test_what_is_no_feed_is_named_in_one_line(data: bytes, kind: str, said: str) -> None:
    feed = parse(data)
    assert feed.error is not None
    assert (feed.format, feed.entries, feed.problems, "\n" in feed.error) == (kind, [], [], False)
    assert feed.error.startswith(said + (", not a feed" if said == "an HTML page" else ""))


@pytest.mark.parametrize("start", ["ID3 tags", "BZh", "PK", "II*", "MZ", "GIF", "ftyp", "RIFF"])
def test_words_are_no_signatures(start: str) -> None:
    assert parse(f"{start} and other names of the sea".encode()).format == "text"
