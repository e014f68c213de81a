"""Compose the paragraphs of an article from its blocks and the media between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from newsfeed.items import Paragraph
from newsfeed.text.html.content import AFTER, AROUND, SHARING
from newsfeed.text.html.render import IN_ITEMS, inner_html, links_of, quoted, unquoted, with_breaks
from newsfeed.text.html.sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.items import Kind
    from newsfeed.text.html.content import Selection
    from newsfeed.text.html.structure import Block, Frame, Media

_ITEM_IN_QUOTATION = 2
_LEADS_AWAY = frozenset([AROUND, SHARING, AFTER])
_ORDER = attrgetter("order")


def kept_media(media: Iterable[Media], blocks: Sequence[Block], selection: Selection) -> list[Media]:
    """Return the media that belong to the article: neither inside boilerplate nor among blocks of links to other pages.

    An image after the last block is left out only if it is a link, because articles may end with images.
    """
    reasons = {block.order: reason for block, reason in selection.removed}
    texts = [block for block in blocks if block.length and reasons.get(block.order) in (None, *_LEADS_AWAY)]
    texts.sort(key=_ORDER)
    found = []
    for each in media:
        place = bisect_left(texts, each.order, key=_ORDER)  # no block has the number of media
        before = texts[place - 1] if place else None
        after = texts[place] if place < len(texts) else None
        leads_away = before is not None and before.order in reasons
        if leads_away:
            leads_away = after.order in reasons if after else bool(each.link)
        if not leads_away and (not each.boilerplate or each.boilerplate in selection.misnamed):
            found.append(each)
    return found


def compose(
    blocks: Sequence[Block], kinds: Sequence[Kind], media: Sequence[Media], posts: Mapping[int, str]
) -> list[Paragraph]:
    """Return blocks, with their kinds, and media as paragraphs in order; a caption is joined to its media.

    ``posts`` are the stated addresses of quoted posts.
    """
    texts = {block.order: _paragraph(block, kind) for block, kind in zip(blocks, kinds, strict=True)}
    captions = _captions(blocks, texts, media) if media else {}
    described = {order for order, _ in captions.values()}
    placed = {each.order: _media(each, captions.get(each.order, (0, None))[1]) for each in media}
    found = texts | placed
    parts = [(each.order, each.frame) for each in blocks] + [(each.order, each.frame) for each in media]
    frames = dict(parts)
    for order, frame in parts:
        if frame.quotation and not frame.post:
            found[order] = quoted(found[order])
    inside = sorted(
        (
            (order, frame)
            for order, frame in parts
            if frame.element and order not in described and not _is_quoted_item(frame, found[order])
        ),
        key=itemgetter(0),
    )
    if inside:
        _place_in_items([(frame, found[order]) for order, frame in inside])
    for post, run in groupby(blocks, key=lambda block: block.frame.post):
        group = list(run)
        if post and (embed := _post([texts[block.order] for block in group], posts.get(post))):
            found[group[0].order] = embed
            described.update(block.order for block in group[1:])
    shown = [order for order in sorted(found) if order not in described]
    _part_quotations([(found[order], frames[order].outermost) for order in shown])
    return [found[order] for order in shown]


def _part_quotations(paragraphs: Iterable[tuple[Paragraph, int]]) -> None:
    """Record where a quotation begins right after another: paragraphs of both would be one."""
    for (_, before), (paragraph, quotation) in pairwise(paragraphs):
        if before and quotation and before != quotation and paragraph.kind == "quote" and paragraph.start is None:
            paragraph.level = paragraph.level or 1


def _paragraph(block: Block, kind: Kind) -> Paragraph:
    frame = block.frame
    if kind == frame.kind == "list" and frame.quotation == _ITEM_IN_QUOTATION and not frame.is_definition:
        return Paragraph(block.text, "quote", html=_quoted_item(block), level=_depth(frame))
    html = sanitise(block.html) if block.html is not None else None
    paragraph = Paragraph(block.text, kind, html=html)
    if kind == frame.kind == "list":
        if frame.is_definition:
            paragraph.kind = "definition"
        else:
            paragraph.ordered, paragraph.start = frame.ordered, frame.item if frame.ordered else None
        paragraph.level = frame.level
    elif frame.kind == "heading" and kind in ("heading", "paragraph"):  # a paragraph if it is long, set as a heading
        paragraph.level = frame.level
    elif kind == "quote":
        paragraph.level = _depth(frame)
    return paragraph


def _depth(frame: Frame) -> int | None:
    """Return the depth of a quotation inside another, from 2 on."""
    return frame.quotations if frame.quotations > 1 else None


def _is_quoted_item(frame: Frame, paragraph: Paragraph) -> bool:
    return frame.quotation == _ITEM_IN_QUOTATION and (paragraph.kind == "quote" or unquoted(paragraph) is not None)


def _quoted_item(block: Block) -> str | None:
    """Return an item of a list inside a quotation as a list of its own: the quotation stays one."""
    inner = block.html if block.html is not None else with_breaks(block.text)
    if not block.frame.ordered:
        return sanitise(f"<ul><li>{inner}</li></ul>")
    return sanitise(f'<ol start="{block.frame.item}"><li>{inner}</li></ol>')


def _place_in_items(parts: Sequence[tuple[Frame, Paragraph]]) -> None:
    """Record the list item of each part that shares one with other parts, or that is no text.

    All parts get the level and number of the item; in those after the first, ``ordered`` is null.
    """
    within = [(frame, each) for frame, each in parts if each.kind in IN_ITEMS]
    several = Counter(frame.element for frame, _ in within)
    begun = set()
    for frame, part in within:
        if part.kind != "list" or several[frame.element] > 1:
            is_first = frame.element not in begun
            part.level, part.start, part.ordered = frame.depth or 1, frame.item, frame.ordered if is_first else None
        begun.add(frame.element)


def _captions(
    blocks: Sequence[Block], texts: dict[int, Paragraph], media: Sequence[Media]
) -> dict[int, tuple[int, Paragraph]]:
    """Return the captions of media: the order of each medium to the order of the caption's block and its paragraph.

    A caption is in the same figure, or right after the medium.
    """
    found: dict[int, tuple[int, Paragraph]] = {}
    orders = sorted([*texts, *(each.order for each in media)])
    following = dict(pairwise(orders))
    figures: defaultdict[int, list[Media]] = defaultdict(list)
    right_before: dict[int | None, Media] = {}
    for each in sorted(media, key=_ORDER):
        figures[each.frame.figure].append(each)
        right_before.setdefault(following.get(each.order), each)
    for block in blocks:
        paragraph = texts[block.order]
        if paragraph.kind != "caption":
            continue
        together = figures.get(block.frame.figure, []) if block.frame.figure else []
        earlier = bisect_left(together, block.order, key=_ORDER)
        described = together[max(0, earlier - 1)] if together else right_before.get(block.order)
        if described and described.order not in found:
            found[described.order] = (block.order, paragraph)
    return found


def _media(media: Media, caption: Paragraph | None) -> Paragraph:
    words = f"<figcaption>{inner_html(caption)}</figcaption>" if caption else ""
    shown = f"{media.link}{media.html}</a>" if media.link else media.html
    html = sanitise(f"<figure>{shown}{words}</figure>")
    return Paragraph(caption.text if caption else media.title, media.kind, html=html, url=media.url)


def _post(paragraphs: Sequence[Paragraph], address: str | None) -> Paragraph | None:
    """Return a quoted post as an embed, ``None`` if its address is neither stated nor that of its last link."""
    links = links_of(paragraphs)
    if not address and not links:
        return None
    content = "".join(f"<p>{inner_html(each)}</p>" for each in paragraphs)
    text = "\n".join(each.text for each in paragraphs)
    return Paragraph(text, "embed", html=sanitise(f"<blockquote>{content}</blockquote>"), url=address or links[-1].url)
