"""Paragraphs, plain text and images of HTML content, from one pass of the parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from newsfeed.items import Paragraph, Removed
from newsfeed.text.html.blocks import read
from newsfeed.text.html.classify import kinds
from newsfeed.text.html.compose import compose, kept_media
from newsfeed.text.html.content import AROUND, select
from newsfeed.text.html.images import ImageCandidate, image_candidates
from newsfeed.text.html.length import cut_long, join_many
from newsfeed.text.html.linkruns import part_before_links
from newsfeed.text.html.plaintext import with_named_elements
from newsfeed.text.html.rows import part_at_rows
from newsfeed.text.html.tables import merge_tables
from newsfeed.text.urls.hosts import host
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.text.html.content import Selection
    from newsfeed.text.html.structure import Media

STRUCK = "struck out"

EXTRACTION = 4
"""Version of the rules that convert HTML to paragraphs and dates to times. An article read by earlier rules is
refreshed when it is read again, which is not a revision."""


@dataclass(slots=True, frozen=True)
class Body:
    """The article in a piece of HTML: its paragraphs, and the images in it, each in order.

    ``removed`` is the text that is not part of the article; ``files`` are the stated addresses and media types of its
    sounds and videos.
    """

    paragraphs: list[Paragraph]
    images: list[ImageCandidate]
    removed: list[Removed] = field(default_factory=list)
    files: list[tuple[str, str | None]] = field(default_factory=list)


def body(html: str, *, url: str = "", title: str = "") -> Body:
    """Return the article in ``html``, with addresses made absolute on ``url``."""
    parsed = read(html, url)
    blocks, media = parsed.blocks, parsed.media
    if parsed.tables:
        blocks, media = merge_tables(blocks, media, parsed.tables)
    selection = select(blocks, title, parsed.asides, media, host(url))
    found = media
    media = kept_media(media, blocks, selection) if media else []
    kept = set(map(id, media))
    return Body(
        join_many(
            cut_long(
                part_before_links(part_at_rows(compose(selection.kept, kinds(selection.kept), media, parsed.posts)))
            )
        ),
        image_candidates(parsed.images, url),
        _removed(selection, parsed.struck, [each for each in found if id(each) not in kept]),
        [(each.url, each.native if each.native != "*" else None) for each in media if each.native],
    )


def _removed(selection: Selection, struck: Iterable[tuple[int, str]], media: Iterable[Media]) -> list[Removed]:
    """Return the parts of the text that do not belong to the article, in order; media as their addresses."""
    texts = [(block.order, Removed(block.text, reason)) for block, reason in selection.removed]
    texts += [(order, Removed(text, STRUCK)) for order, text in struck]
    texts += [(each.order, Removed(each.url, AROUND)) for each in media]
    return [each for _, each in sorted(texts, key=itemgetter(0))]


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
    return fold(" ".join(block.text for block in read(with_named_elements(html)).blocks))


def images(html: str, base: str = "") -> list[str]:
    """Return the addresses of the images in ``html``, made absolute on ``base``, each once, in order.

    Trackers, spacers, icons and avatars that their attributes reveal are left out, and so are images inside the page
    itself (``data:``).
    """
    return [image.url for image in image_candidates(read(html).images, base)]
