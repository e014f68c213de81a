"""Paragraphs, plain text and pictures of HTML content, from one pass of the parser."""

from __future__ import annotations

from dataclasses import dataclass

from newsfeed.items import Paragraph
from newsfeed.text.html.blocks import read
from newsfeed.text.html.classify import kinds
from newsfeed.text.html.content import select
from newsfeed.text.html.images import Picture, pictures
from newsfeed.text.whitespace import fold


@dataclass(slots=True, frozen=True)
class Body:
    """What one parse of an article's HTML gives: its paragraphs and its pictures, each in order."""

    paragraphs: list[Paragraph]
    pictures: list[Picture]


def body(html: str, *, url: str = "", title: str = "") -> Body:
    """Read the article in ``html``: its paragraphs and, made absolute on ``url``, its pictures."""
    document = read(html)
    blocks = select(document.blocks, title)
    found = [Paragraph(block.text, kind) for block, kind in zip(blocks, kinds(blocks), strict=True)]
    return Body(found, pictures(document.images, url))


def paragraphs(html: str, *, url: str = "", title: str = "") -> list[Paragraph]:
    """Return the paragraphs of the article in ``html``, in order.

    ``html`` is a fragment, a page or plain text, whose blank lines then part the paragraphs. A repetition of ``title``
    is left out. Never raises on content, however broken; the time it takes grows with the length of ``html`` alone.

    >>> found = paragraphs("<h2>Harvest</h2><p>Rain came <b>late</b>.</p><p><a href='/2'>Read more</a></p>")
    >>> [(each.kind, each.text) for each in found]
    [('heading', 'Harvest'), ('paragraph', 'Rain came late.')]
    """
    return body(html, url=url, title=title).paragraphs


def plain_text(html: str) -> str:
    """Return the text of a small piece of HTML, a title or summary, on one line; entities are unescaped exactly once.

    >>> plain_text("Q&amp;A: <i>&amp;lt;br&amp;gt;</i>")
    'Q&A: &lt;br&gt;'
    """
    if "<" not in html and "&" not in html and "\0" not in html:
        return fold(html)
    return fold(" ".join(block.text for block in read(html).blocks))


def images(html: str, base: str = "") -> list[str]:
    """Return the addresses of the pictures in ``html``, made absolute on ``base``, each once, in order.

    Trackers, spacers, icons, avatars and pictures written into the page itself are left out as far as attributes tell.
    """
    return [picture.url for picture in pictures(read(html).images, base)]
