"""The time of every parser grows with the length of its input alone, whatever the input repeats."""

from __future__ import annotations

import pytest
from growth import grows_with_length_alone

from newsfeed.formats import parse
from newsfeed.text import paragraphs
from newsfeed.text.dates.parsing import read_time
from newsfeed.text.quotes.quotations import quotations

HEAD, TAIL = "<rss><channel>", "</channel></rss>"
ITEM = "<item><title>a</title><link>https://h.example/</link></item>"
TITLE, END = f"{HEAD}<item><title>", f"</title></item>{TAIL}"
DOCUMENTS = {  # before, the part that is repeated, after
    "entries": (HEAD, ITEM, TAIL),
    "entries, cut": (HEAD, ITEM, ""),
    "entries, one broken": (f"{HEAD}<item><title>a</b></item>", ITEM, TAIL),
    "entries, all broken": (HEAD, "<item><title>a<b></title></item>", TAIL),
    "entries beyond repair": (HEAD, "<item><x:y:z a></item>", TAIL),
    "entries without end": (HEAD, "<item><title>a</title>", TAIL),
    "entries without a start": (HEAD, "<title>a</title></item>", TAIL),
    "start tags of entries": (HEAD, "<item>", TAIL),
    "pages of a sitemap, cut": ("<urlset>", "<url><loc>https://h.example/</loc></url>", ""),
    "outlines without end": ("<opml><body>", "<outline xmlUrl='https://h.example/'>", "</body></opml>"),
    "ampersands": (TITLE, "a & b ", END),
    "references": (TITLE, "&eacute;", END),
    "angle brackets": (TITLE, "1 < 2 ", END),
    "CDATA sections": (TITLE, "<![CDATA[x]]>", END),
    "CDATA sections without end": (TITLE, "<![CDATA[", END),
    "comments without end": (TITLE, "<!-- ", END),
    "attributes": (f"{HEAD}<item", " a='1'", f"></item>{TAIL}"),
    "prefixes": (HEAD, "<b:c/>", TAIL),
    "a title": (TITLE, "x", END),
    "a CDATA section": (f"{TITLE}<![CDATA[", "x", f"]]>{END}"),
    "elements around the entries": ("<rss>", "<channel>", ITEM + "</channel>" * 20_000),
    "identifiers": (f"{HEAD}<item>", "<guid>1</guid>", f"</item>{TAIL}"),
    "authors": (f"{HEAD}<item><author>", "A B (c@d) and ", f"</author></item>{TAIL}"),
    "enclosures": (f"{HEAD}<item>", "<enclosure url='https://h.example/a.mp3'/>", f"</item>{TAIL}"),
    "JSON items": ('{"items":[', '{"id":"1"},', '{"id":"2"}]}'),
    "JSON items, cut": ('{"items":[', '{"id":"1"},', ""),
    "JSON items, broken": ('{"items":[', '{"id":"1},', "]}"),
    "JSON objects": ('{"items":[', "{", ""),
    "front matter": ("---\n", "a: b\n", "---\nx"),
    "front matter without end": ("---\n", "a: [", ""),
    "headers": ("<!--1-->\n", "[a](b)\n", ""),
    "markers": ("", "<!--NaN-->\n", ""),
    "links of a page": ("<html>", "<link rel=alternate type=application/rss+xml href=a>", ""),
    "control characters": ("", "\x1e\x07", ""),
}
SIZE = 60_000  # characters


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name: str) -> None:
    before, part, after = DOCUMENTS[name]
    assert grows_with_length_alone(lambda size: parse((before + part * (size // len(part)) + after).encode()), SIZE)


@pytest.mark.parametrize(
    "part",
    [
        "<p>",
        "<p>a</p>",
        "<b>",
        "</p>",
        "<table><tr><td>",
        "<!--",
        "&",
        "a<br>",
        "\u3000a\n",
        "<p>a</p><img src='/a.jpg'>",
        "<figure><img src='/a.jpg'><figcaption>a</figcaption></figure><p>a</p>",
        "<img src=/a.jpg>",
        "<img src=/a.jpg>a",
        "<video src=/a.mp4></video>",
        "<noscript><img src=/a.jpg></noscript> ",
        "<aside>a</aside>",
        "<q>a</q><a href=#b>↩</a>",
        "<type>a",
        "<math><mfrac><mi>a</mi><mi>b</mi></mfrac>",
    ],
)
def test_pages(part: str) -> None:
    assert grows_with_length_alone(lambda size: paragraphs(part * (size // len(part))), SIZE)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("<b>", "<p>a</p>"),
        ("<b>", "<br>"),
        ("<b>", "<img src=/a.jpg>"),
        ("<q>a</q>", "<a href=#b>↩</a>"),
        ("<msqrt>", "</msqrt>"),
    ],
)
def test_pages_of_two_kinds(first: str, then: str) -> None:
    def work(size: int) -> None:
        paragraphs(first * (size // len(first) // 2) + then * (size // len(then) // 2))

    assert grows_with_length_alone(work, SIZE)


@pytest.mark.parametrize(
    "part", ["“", "”", '"', "“a” said ", "a, said B. “C d e f.” ", "他说：“不。”", "‘", "据，", "said "]
)
def test_quotations(part: str) -> None:
    assert grows_with_length_alone(lambda size: quotations([part * (size // len(part))]), SIZE)


@pytest.mark.parametrize("part", ["(", " ", "1", ":", "am ", "Mon, ", "2024-", "America/"])
def test_dates(part: str) -> None:
    assert grows_with_length_alone(lambda size: read_time(part * (size // len(part))), SIZE)
