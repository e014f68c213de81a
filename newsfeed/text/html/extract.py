"""Paragraphs, plain text and images of HTML content, from one pass of the parser."""

from __future__ import annotations

from dataclasses import dataclass

from newsfeed.items import Paragraph
from newsfeed.text.html.blocks import read
from newsfeed.text.html.classify import kinds
from newsfeed.text.html.content import select
from newsfeed.text.html.images import ImageCandidate, image_candidates
from newsfeed.text.whitespace import fold

EXTRACTION = 1
"""Version of the rules by which HTML becomes paragraphs. An article read by earlier ones is refreshed when it comes
again, which is no revision."""


@dataclass(slots=True, frozen=True)
class Body:
    """The paragraphs and the images of an article's HTML, each in order."""

    paragraphs: list[Paragraph]
    images: list[ImageCandidate]


def body(html: str, *, url: str = "", title: str = "") -> Body:
    """Return the paragraphs of the article in ``html`` and its images, their addresses made absolute on ``url``."""
    parsed = read(html)
    blocks = select(parsed.blocks, title)
    found = [Paragraph(block.text, kind) for block, kind in zip(blocks, kinds(blocks), strict=True)]
    return Body(found, image_candidates(parsed.images, url))


def paragraphs(html: str, *, url: str = "", title: str = "") -> list[Paragraph]:
    """Return the paragraphs of the article in ``html``, in order.

    ``html`` is a fragment, a page, or plain text, in which blank lines separate paragraphs. A repetition of ``title``
    is left out. Never raises on content, however broken; time is proportional to the length of ``html``.

    >>> found = paragraphs("<h2>Harvest</h2><p>Rain came <b>late</b>.</p><p><a href='/2'>Read more</a></p>")
    >>> [(each.kind, each.text) for each in found]
    [('heading', 'Harvest'), ('paragraph', 'Rain came late.')]
    """
    return body(html, url=url, title=title).paragraphs


def plain_text(html: str) -> str:
    """Return the text of a small piece of HTML, such as a title, on one line; entities are unescaped exactly once.

    >>> plain_text("Q&amp;A: <i>&amp;lt;br&amp;gt;</i>")
    'Q&A: &lt;br&gt;'
    """
    if "<" not in html and "&" not in html and "\0" not in html:
        return fold(html)
    return fold(" ".join(block.text for block in read(html).blocks))


def images(html: str, base: str = "") -> list[str]:
    """Return the addresses of the images in ``html``, made absolute on ``base``, each once, in order.

    Trackers, spacers, icons, avatars and images inside the page itself (``data:``) are left out as far as attributes
    show.
    """
    return [image.url for image in image_candidates(read(html).images, base)]
