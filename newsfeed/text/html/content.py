"""Selection of the blocks that belong to the article, by structure, never by the words of one site."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.html.closing import is_closing_note
from newsfeed.text.html.share_links import leads_to_page
from newsfeed.text.lazy import regex
from newsfeed.text.whitespace import fits, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newsfeed.text.html.structure import Block, Media

# Widths in columns: an ideograph takes two.
_LONG = 300
_NOTE = 120
_NOTE_LABEL = 18
_CLOSING_NOTE = 180  # "… was originally published in … on …, where people are continuing the conversation …"
_LABEL = 24
_POINTER_LABEL = 10
_POST = 500  # the longest posts of most services
_ARTICLE = 3000
_SENTENCES = 90
_UNLINKED_SENTENCES = 60
_SHORT_HEADING = 24
_LONG_HEADING = 80

AROUND = "around the article"
SHARING = "sharing"
AFTER = "after the article"
"""Reasons for leaving out blocks that lead to other pages, with the images beside them."""

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*(?:\s|$)|[。！？]")
_NUMBERED = re.compile(r"\d{1,3}[.)、．]\s*\S|[•·▪●]\s*\w")
_SENTENCE_END = re.compile(r"[.!?…。！？；;:：][\"'”’」』)）\]]*$")
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]|［[^［］]*］|【[^【】]*】|（[^（）]*）|\([^()]*\)")
# Shortcodes, tags and style rules that a site failed to process.
_MARKUP = regex(
    r"(?:\[/?[A-Za-z][\w-]*+(?:\s[^\[\]=]*+=[^\[\]]*+)?\]\s*+)+"
    r"|(?:</?[A-Za-z][^<>]*+>\s*+)+"
    r"|(?:[.#@][^{}]*+\{[^{}]*+\}\s*+)+"
)
# Style rules and scripts that were cut off, so that their braces do not match.
_SELECTOR = regex(
    r"\s*(?:[.#@*]|(?:a|b|body|br|div|font|h[1-6]|html|i|img|li|ol|p|pre|span|table|td|th|tr|ul)\b)[\w.#@:,>*()\s-]{0,300}"
)
_DECLARATION = re.compile(r"\s*[\w-]{1,40}\s*:[^{}]*")
# Style rules pasted from word processors: settings of the document, then comments between the rules.
_STYLE_COMMENT = re.compile(r"(?:Normal\s+\d[^{}/]{0,200})?/\*[^*]{0,200}\*/")
_STYLE_RULES = re.compile(r"[{}]")
_SCRIPT = regex(
    r"[(!]?\s?function\s*\w{0,40}\s*\(|(?:var|let|const)\s+[\w$]{1,40}\s*=|(?:window|document|googletag)\.\w"
    r"|try\s*\{|[\w$]{1,40}\s*=\s*[\w$.]{1,60}\s*\|\||\(adsbygoogle|(?:\$|jQuery)\(|if\s*\(\s*(?:window|document|typeof)"
)
_SCRIPT_MARKS = re.compile(r"[;{}()=]")
_FILE_NAME = re.compile(r"[^\s/]+\.(?:jpe?g|png|gif|webp|svg|pdf)\b", re.IGNORECASE)
_DATE = (
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º)?\s(?:de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?\d{4}"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
)
_TIME = r"\d{1,2}[:：.h]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?"
_DATE_LINE = regex(
    rf"(?:[^\W\d_]{{1,14}}[:：,.]?\s?){{0,3}}{_DATE}(?:T|[\s,·|•/–—-]|at|um|à|(?:星期|周).){{0,5}}(?:{_TIME})?"
    r"\s?(?:[A-Z]{2,5}|\(?(?:UTC|GMT)[+-]?[\d:]{0,5}\)?)?",
    re.IGNORECASE,
)
_DATE_AT_END = regex(rf"{_DATE}(?:[\s,T·|–—-]{{0,5}}{_TIME})?$")
_SOME_DATE = re.compile(r"\d{4}|\d[-/.]\d")
_DATE_LENGTH = 60
_SEPARATOR = re.compile(r"\s+[-–—·•:»«/~]+\s+|\s*[|｜_]+\s*|\s*[–—]{2}\s*")
_HOST = re.compile(r'href="https?://(?:[^"/@]*@)?([^"/:?#]+)', re.IGNORECASE)
_NAME = 16  # columns, of a site or an app
_MANY_LINKS = 4
_LINKED = 10  # all but a tenth of a block is links
_SOME_HOSTS = 3
_MORE = regex(
    r"(?:more (?:from|on|about|in)\b|read (?:more|also|next)\b|also read\b|see also\b|related\b|you may also\b"
    r"|recommended\b|相关阅读|相關閱讀|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|更多阅读|往期)",
    re.IGNORECASE,
)
# The label of a link to what a text is about or where it comes from.
_SOURCE = regex(
    r"(?:via|(?:original\s)?sources?|h/?t|hat\s?tip|(?:the\s)?original(?:\s(?:article|paper|post|report|story|study))?"
    r"|(?:full\s)?(?:paper|report|study|text)|preprint|(?:source\s)?code|repo(?:sitory)?|git(?:hub|lab)|downloads?|demo|slides?"
    r"|(?:more|further|full)\s(?:info(?:rmation)?|details)|quellen?|mehr\sinfo(?:s|rmationen)?|fuentes?|fonte"
    r"|消息来源|[来來]源|原文(?:[链鏈]接|[连連][结結])?|出[处處]|[转轉]自|[论論]文|下[载載]|[项項]目地址)"
    r"(?:\s(?:on|at|about|from|in|zu|bei))?(?:\sthe)?\s?[:：]?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r'<a [^>]*?href="([^"]*)"')
_FILE = re.compile(
    r"\.(?:pdf|txt|zip|gz|tgz|epub|mobi|docx?|odt|pptx?|odp|xlsx?|ods|csv|ipynb|mp3|m4a|ogg|opus|mp4|torrent|apk|dmg|exe)$",
    re.IGNORECASE,
)
_BRACKETS = "()[]（）［］【】"
_CREDIT_LABEL = re.compile(r"[^\W\d_]{1,12}\s?[:：]")


class Selection(NamedTuple):
    """The blocks that belong to the article, and the others that have text, with the reason; both in order.

    ``misnamed`` are the numbers of the elements that are named as boilerplate but contain the article.
    """

    kept: list[Block]
    removed: list[tuple[Block, str]]
    misnamed: set[int]


def select(
    blocks: list[Block],
    title: str = "",
    asides: Collection[int] = (),
    media: Sequence[Media] = (),
    own_host: str = "",
) -> Selection:
    """Return which of ``blocks`` belong to the article; ``title`` is left out where the text repeats it.

    ``own_host`` is the host of the article's page, if known. Boilerplate among ``asides`` belongs to the article if it
    holds sentences; words above ``media`` are not a tail to cut off.
    """
    inside: dict[int, list[Block]] = {number: [] for number in asides}
    for block in blocks if asides else ():
        if block.boilerplate in inside:
            inside[block.boilerplate].append(block)
    pictured = {each.boilerplate for each in media if each.frame.figure and not each.link} if asides else set()
    misnamed = _misnamed(blocks) | {
        number
        for number in asides
        if _holds_sentences(inside[number])
        or _holds_facts(inside[number])
        or (number in pictured and _is_captions(inside[number]))
    }
    reasons: dict[int, str] = {}
    plain = []
    leads_away = False
    for block in reversed(blocks):
        outside = not block.boilerplate or block.boilerplate in misnamed
        if not outside:
            reasons[block.order] = AROUND
        elif _is_about_the_article(block):
            reasons[block.order] = "byline or date"
        elif leads_away and _is_label(block):
            reasons[block.order] = AROUND
        else:
            plain.append(block)
        if block.length:
            leads_away = not outside and block.kind in ("heading", "list") and block.linked >= block.length
    plain.reverse()
    kept = _noted(plain, _without_sharing(plain), SHARING, reasons)
    to_read = _reading_list(kept, own_host) if own_host else set()
    elsewhere = _elsewhere(kept, own_host) if own_host else set()
    sources = {block.order for block in kept if _names_source(block, own_host)} if own_host else set()
    kept = _noted(kept, _without_noise(kept, to_read | elsewhere | sources), "no text of its own", reasons)
    if title:
        kept = _noted(kept, _without_title(kept, title), "repeats the title", reasons)
    # In a body that is all links, such as a link with its description, the links are the content.
    found = _noted(
        kept, _without_tail(kept, _over_media(blocks, media) | to_read | sources | elsewhere), AFTER, reasons
    )
    if not found:
        found = [block for block in plain if not fits(block.text, _LABEL) and not block.shares]
        found = _without_title(found, title) if title else found
        reasons = {order: reason for order, reason in reasons.items() if order not in {each.order for each in found}}
    return Selection(
        found,
        [(each, reasons[each.order]) for each in blocks if each.order in reasons and _says_something(each)],
        misnamed,
    )


def _says_something(block: Block) -> bool:
    return any(map(str.isalnum, block.text)) or (block.links > 0 and bool(block.text.strip()))


def _over_media(blocks: list[Block], media: Sequence[Media]) -> set[int]:
    """Return the blocks (by order) that are followed by media of the article; links count as neither."""
    orders = [block.order for block in blocks if block.length]
    found = set()
    for each in media:
        at = bisect(orders, each.order)
        if at and not each.boilerplate and not (each.link and leads_to_page(each.link.split('"')[1])):
            found.add(orders[at - 1])
    return found - {block.order for block in blocks if _is_mostly_links(block)}


def _noted(before: list[Block], after: list[Block], reason: str, reasons: dict[int, str]) -> list[Block]:
    """Return ``after``, and record the reason for each block of ``before`` that it lacks."""
    if len(after) < len(before):
        stay = {block.order for block in after}
        reasons.update((block.order, reason) for block in before if block.order not in stay)
    return after


def _is_about_the_article(block: Block) -> bool:
    return block.meta and _is_note(block)


def _misnamed(blocks: list[Block]) -> set[int]:
    """Return the boilerplate elements that contain the article.

    Themes use any name, and some sites print whole debates as comments. Such elements hold three times the text
    outside; only long paragraphs count, since comments tend to be short.
    """
    prose = [block for block in blocks if not block.boilerplate and _is_prose(block)]
    outside = sum(block.length for block in prose)
    if sum(1 for block in prose if not fits(block.text, _NOTE)) > 1 and not fits(
        " ".join(b.text for b in prose), _ARTICLE
    ):
        return set()  # an article by itself, however many comments it has; introductions of debates are shorter
    inside: Counter[int] = Counter()
    for block in blocks:
        if block.boilerplate and _is_prose(block) and not (outside and fits(block.text, _LONG)):
            inside[block.boilerplate] += block.length
    return {number for number, length in inside.items() if length > 3 * outside}


def _holds_sentences(inside: list[Block]) -> bool:
    """Return whether an aside is mostly sentences with few links; without links, a few sentences are enough."""
    length = sum(block.length for block in inside)
    prose = [block for block in inside if _is_prose(block)]
    sentences = " ".join(block.text for block in prose)
    linked = any(block.links for block in inside)
    return (
        (not fits(sentences, _SENTENCES if linked else _UNLINKED_SENTENCES) or (not linked and _are_several(sentences)))
        and 2 * sum(block.length for block in prose) > length
        and 5 * sum(block.linked for block in inside) <= length
        and not any(block.shares for block in inside)
    )


def _holds_facts(inside: list[Block]) -> bool:
    """Return whether an aside is a box of facts: a list or a table, and no link."""
    facts = sum(1 for block in inside if block.length and block.kind in ("list", "table"))
    return facts > 1 and not any(block.links for block in inside)


def _are_several(sentences: str) -> bool:
    return sum(1 for _ in islice(_SENTENCE.finditer(sentences), 2)) > 1


def _is_captions(inside: list[Block]) -> bool:
    """Return whether the text of an aside with an image is its caption, which does not link to another page."""
    return all(block.kind == "caption" and not block.links for block in inside if block.length)


def _is_prose(block: Block) -> bool:
    return not fits(block.text, _LABEL) and 3 * block.linked < block.length and bool(_SENTENCE_END.search(block.text))


def _without_sharing(blocks: list[Block]) -> list[Block]:
    """Return the blocks without share links, linked icons, tables of contents, and the label before either."""
    sharing = [_is_sharing(block) or _is_contents(block) for block in blocks]
    return [
        block
        for block, is_sharing, before_sharing in zip(blocks, sharing, [*sharing[1:], False], strict=False)
        if not is_sharing and not (before_sharing and _is_label(block))
    ]


def _is_contents(block: Block) -> bool:
    """Return whether the block is a line of a table of contents."""
    return block.kind == "list" and block.anchors > 0 and block.anchors == block.links and block.linked >= block.length


def _is_sharing(block: Block) -> bool:
    icons = block.links - len(block.link_texts)
    if not block.shares and not block.linked and _SENTENCE_END.search(block.text.rstrip(":： ")):
        return False  # a last sentence with counters behind it
    return (block.shares > 0 or icons > 2) and 2 * (block.length - block.linked) <= 2 * _LABEL


def _without_noise(blocks: list[Block], to_read: Collection[int] = ()) -> list[Block]:
    """Return the blocks without those that are never content, wherever they are; links ``to_read`` (by order) stay."""
    kept = []
    introduced, pointers = _introduced(blocks), _pointers_in_quotes(blocks)
    for number, block in enumerate(blocks):
        if number in pointers:
            continue
        if block.kind == "code":
            is_empty = _is_gutter(block, blocks[number + 1 : number + 2])
        elif block.kind == "caption":
            is_empty = number > 0 and _is_second_caption(blocks[number - 1], block)
        else:
            stays = introduced[number] or block.order in to_read or block.frame.post
            is_empty = block.linked > 0 and not stays and _only_links(block)
        if not is_empty and (block.order in to_read or not _is_noise(block)):
            kept.append(block)
        elif is_empty and kept and number and kept[-1] is blocks[number - 1] and _leads_to_more(kept[-1]):
            kept.pop()
    return kept


def _pointers_in_quotes(blocks: list[Block]) -> set[int]:
    """Return the numbers of the blocks of quotes that only point to other articles: a label, then links."""
    found: set[int] = set()
    for number, block in enumerate(blocks):
        if block.kind != "quote":
            continue
        label, _, lines = block.text.partition("\n")
        if lines and _MORE.match(label) and _LINKED * block.linked >= (_LINKED - 1) * (block.length - len(label)):
            found.add(number)
        if block.linked or not _leads_to_more(block):
            continue
        end = number + 1
        while end < len(blocks) and _LINKED * blocks[end].linked >= (_LINKED - 1) * blocks[end].length > 0:
            end += 1
        if end > number + 1:
            found.update(range(number, end))
    return found


def _leads_to_more(block: Block) -> bool:
    """Return whether the block only introduces links to other articles of the site."""
    return fits(block.text, _SENTENCES) and _MORE.match(block.text) is not None and not _SENTENCE.search(block.text)


def _introduced(blocks: list[Block]) -> list[bool]:
    """Return for each block whether it is a link announced by the sentence before it, and so part of the text."""
    found = [False] * len(blocks)
    for number, block in enumerate(blocks):
        if not _announces(block):
            continue
        end = number + 1
        while end < len(blocks) and _is_mostly_links(blocks[end]) and blocks[end].kind != "heading":
            end += 1
        links = blocks[number + 1 : end]
        if len(links) != 1 or links[0].kind != "paragraph" or not fits(links[0].text, _LABEL):
            found[number + 1 : end] = [True] * len(links)
    return found


def _announces(block: Block) -> bool:
    if block.kind != "paragraph" or not block.text.endswith((":", "：")):
        return False
    if block.text.casefold().startswith("more from"):
        return False
    return not fits(block.text, _LABEL) and not _is_mostly_links(block)


def _is_mostly_links(block: Block) -> bool:
    return 2 * block.linked > block.length


def _is_gutter(block: Block, following: list[Block]) -> bool:
    """Return whether the block only numbers the lines of the code after it."""
    if not following or following[0].kind != "code":
        return False
    numbers = block.text.split()
    return all(number == str(line) for line, number in enumerate(numbers, 1))


def _is_second_caption(before: Block, block: Block) -> bool:
    """Return whether the block, under a caption, credits the source of the image."""
    return (
        before.kind == "caption"
        and not block.after_image
        and bool(_CREDIT_LABEL.match(block.text))
        and fits(block.text, _NOTE)
        and not _SENTENCE_END.search(block.text)
    )


def _is_noise(block: Block) -> bool:
    """Return whether the block is never content, wherever it is: a rule, raw markup, a date, an image credit."""
    text = block.text
    if not any(map(str.isalnum, text)):
        return block.kind != "code" or not text.strip()
    if block.kind in ("code", "list", "table"):
        return False
    if text[0] in "[<.#@" and block.kind != "quote" and _MARKUP.fullmatch(text):
        return True
    if block.kind == "heading":
        return False
    if "{" in text and (_is_style(text) or _is_script(text)):
        return True
    if len(text) <= _DATE_LENGTH and _SOME_DATE.search(text) and _DATE_LINE.fullmatch(text):
        return True
    return block.kind == "caption" and _is_credit(block)


def _is_style(text: str) -> bool:
    """Return whether a text consists of style rules; the last one may be unclosed."""
    parts = _STYLE_RULES.split(_STYLE_COMMENT.sub("", text))
    if not _SELECTOR.fullmatch(parts[0]):
        return False
    return all(_SELECTOR.fullmatch(part) or all(map(_DECLARATION.fullmatch, _declarations(part))) for part in parts[1:])


def _declarations(rules: str) -> list[str]:
    """Return the declarations between two braces; the last one, which may be cut off, only if it is the first."""
    *whole, last = filter(str.strip, rules.split(";")) if rules.strip() else [""]
    return whole if whole or not last else [last]


def _is_script(text: str) -> bool:
    """Return whether a text is a script, whole or cut off: it begins like one, and is full of its signs."""
    return _SCRIPT.match(text) is not None and 14 * len(_SCRIPT_MARKS.findall(text)) >= len(text)


def _only_links(block: Block) -> bool:
    """Return whether the block consists of links only, or of one link after a short label."""
    if block.kind not in ("paragraph", "quote") or (block.kind == "quote" and _SENTENCE_END.search(block.text)):
        return False
    if block.linked >= block.length:
        return True
    link = fold(block.link_texts[-1]) if block.link_texts else ""
    label = block.text.removesuffix(link).rstrip() if link else ""
    return label != block.text.rstrip() and label.endswith((":", "：")) and fits(label, _POINTER_LABEL)


def _is_credit(block: Block) -> bool:
    """Return whether a caption only credits the image: a file name, or names with links in between."""
    if _FILE_NAME.match(block.text):
        return True
    partly = 0.35 * block.length < block.linked < block.length
    return partly and fits(block.text, _NOTE) and not _SENTENCE_END.search(block.text)


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Return the blocks without the repeated title: before the text, or linked in the note under a syndicated copy."""
    wanted = _key(title)
    if not wanted:
        return blocks
    parts = _parts(title)
    last = max(1, len(blocks) - 3)  # the first block is never a closing note
    return [
        block
        for number, block in enumerate(blocks)
        if not (number < 3 and _repeats_title(block, wanted, parts))
        and not (number >= last and _is_note_with(block, wanted))
    ]


def _is_note_with(block: Block, wanted: str) -> bool:
    """Return whether the block is a note, short or with a typical opening, that links the title (given by its key)."""
    title = next((text for text in block.link_texts if _key(text) == wanted), None)
    if title is None:
        return False
    opens = fits(block.text[len(title) :], _CLOSING_NOTE) and _key(block.text).startswith(wanted)
    return _is_note(block) or opens


def _is_note(block: Block) -> bool:
    return fits(block.text, _NOTE) or _is_mostly_links(block)


def _repeats_title(block: Block, wanted: str, parts: set[str]) -> bool:
    """Return whether the block is the title, the title without the site's name, or the title with author and date."""
    if block.length > 4 * len(wanted) + _ARTICLE:
        return False
    key = _key(block.text)
    if key == wanted * max(1, len(key) // len(wanted)) or (block.kind == "heading" and key in parts):
        return True
    more = len(key) - len(wanted)
    return more < _DATE_LENGTH and key.startswith(wanted) and bool(_DATE_AT_END.search(block.text))


def _parts(title: str) -> set[str]:
    """Return the variants of a title without the names of site or section at either end, as keys."""
    if len(title) > _LONG:
        return set()
    marks = list(_SEPARATOR.finditer(title))
    return {_key(title[: mark.start()]) for mark in marks} | {_key(title[mark.end() :]) for mark in marks}


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _without_tail(blocks: list[Block], known: Collection[int] = ()) -> list[Block]:
    """Return the blocks up to the end of the article, without empty headings, link lists and notes after it.

    The ``known`` blocks (by order) belong to the article.
    """
    introduced = _introduced(blocks)
    # A list stays whole: an item that is a link beside others with words is no list of links to other articles.
    worded = {id(block.frame.counter) for block in blocks if block.kind == "list" and not _trails(block)}
    end = len(blocks)
    among_links = False
    while end > 0:
        block = blocks[end - 1]
        before = blocks[end - 2] if end > 1 else None
        trails = _trails(block) or (among_links and _is_label(block)) or is_closing_note(block, before)
        if introduced[end - 1] or block.frame.post or not trails:
            break
        if block.order in known or (block.kind == "list" and block.frame.depth and id(block.frame.counter) in worded):
            break
        linked = block.linked >= block.length and block.kind in ("heading", "list")
        among_links = linked or (among_links and _is_label(block))
        end -= 1
    return blocks if _is_all_links(blocks[:end]) else blocks[:end]


def _reading_list(blocks: list[Block], own_host: str) -> set[int]:
    """Return the links (by order) at the end of an article if there are several, most of them to other hosts.

    Such links are sources or things to read, unless their texts are short, as are the names of sites to follow.
    """
    end = len(blocks)
    while end and (_is_wholly_links(blocks[end - 1]) or blocks[end - 1].kind == "heading"):
        end -= 1
    links = [block for block in blocks[end:] if block.links and block.length and _is_wholly_links(block)]
    lines = [list(map(str.lower, _HOST.findall(block.html or ""))) for block in links]
    away = {name for line in lines for name in line if not _is_own(name, own_host)}
    leading_away = sum(1 for line in lines if line and line[0] in away)  # its source may follow
    named = sum(1 for block in links if not fits(block.text, _NAME))
    is_list = sum(map(len, lines)) >= _MANY_LINKS and len(away) >= _SOME_HOSTS and 2 * named > len(links)
    return {block.order for block in links} if is_list and 2 * leading_away > len(lines) else set()


def _is_wholly_links(block: Block) -> bool:
    """Return whether there are at most signs around the links of a block."""
    if block.linked >= block.length:
        return True
    if not block.links or 2 * block.linked < block.length:
        return False
    rest = block.text
    for text in map(fold, block.link_texts):
        rest = rest.replace(text, "", 1)
    return not any(map(str.isalnum, rest))


def _elsewhere(blocks: list[Block], own_host: str) -> set[int]:
    """Return the blocks (by order) that lead to other hosts as part of the text, with the rest of one long link.

    A short post may end with an address written out: it is what the post is about.
    """
    found = {block.order for block in blocks if _leads_elsewhere(block, own_host)}
    for before, block in pairwise(blocks):
        if (before.order in found) != (block.order in found) and _is_one_link(before, block):
            found |= {before.order, block.order}
    if blocks and fits(" ".join(block.text for block in blocks), _POST):
        found.update(block.order for block in blocks[1:] if _refers_to(block, own_host))
    return found


def _is_one_link(before: Block, block: Block) -> bool:
    """Return whether two blocks are one link: a card with the title and the description of its page."""
    addresses = {*_ADDRESS.findall(before.html or ""), *_ADDRESS.findall(block.html or "")}
    return (
        len(addresses) == 1
        and min(before.length, block.length) > 0
        and _is_wholly_links(before)
        and _is_wholly_links(block)
    )


def _refers_to(block: Block, own_host: str) -> bool:
    """Return whether a block has words around its links, one of which is a written address on another host."""
    if block.kind != "paragraph" or block.shares or _is_wholly_links(block):
        return False
    if not any("/" in text and not re.search(r"\s", text.strip()) for text in block.link_texts):
        return False
    return any(not _is_own(name.lower(), own_host) for name in _HOST.findall(block.html or ""))


def _leads_elsewhere(block: Block, own_host: str) -> bool:
    """Return whether a block consists of links to other hosts only, so not to other articles of the site."""
    if block.kind not in ("paragraph", "quote") or block.shares or not 0 < block.length <= block.linked:
        return False
    if fits(block.text, _LABEL):
        return False
    hosts = [found[1].lower() for found in _HOST.finditer(block.html or "")]
    return bool(hosts) and not any(_is_own(name, own_host) for name in hosts)


def _names_source(block: Block, own_host: str) -> bool:
    """Return whether a block links files, or states a source or its subject in a label and links to other hosts."""
    if block.kind not in ("paragraph", "quote") or block.shares or not block.linked or not fits(block.text, _NOTE):
        return False
    addresses = _ADDRESS.findall(block.html or "")
    if addresses and all(map(_FILE.search, addresses)):
        return True
    hosts = [found[1].lower() for found in _HOST.finditer(block.html or "")]
    if not hosts or any(_is_own(name, own_host) for name in hosts) or not block.link_texts:
        return False
    text = block.text.strip(_BRACKETS).strip()
    label = text.partition(fold(block.link_texts[0]))[0].strip() or text
    return _SOURCE.fullmatch(label) is not None


def _is_own(name: str, own_host: str) -> bool:
    own = own_host.removeprefix("www.")
    return name.removeprefix("www.") == own or name.endswith(f".{own}")


def _is_all_links(blocks: list[Block]) -> bool:
    """Return whether most of the blocks are links, so that more links are part of the content."""
    return 2 * sum(map(_is_mostly_links, blocks)) >= len(blocks)


def _trails(block: Block) -> bool:
    if block.kind == "code":
        return False
    if (block.kind == "heading" and not _is_sentence(block)) or block.linked >= block.length:
        return True
    if block.links - block.anchors > len(block.link_texts) and _is_label(block):  # a button: its link is an icon
        return True
    if block.small >= block.length and fits(block.text, _NOTE) and not _SENTENCE_END.search(block.text):
        return True
    if 4 * block.linked > block.length and _IN_BRACKETS.fullmatch(block.text):
        return True
    around = block.length - block.linked
    return (
        block.kind != "list"
        and 4 * block.linked > block.length
        and (block.after_rule or around <= _NOTE_LABEL)
        and fits(block.text, _NOTE)
        and not _SENTENCE_END.search(block.text)
    )


def _is_sentence(block: Block) -> bool:
    """Return whether a heading is long enough for a sentence and ends as one, or is too long for a heading."""
    if not fits(block.text, _NOTE) or not (block.links or fits(block.text, _LONG_HEADING)):
        return True
    return not fits(block.text, _SHORT_HEADING) and bool(_SENTENCE_END.search(block.text.rstrip("?？:：")))


def _is_label(block: Block) -> bool:
    """Return whether a block may be the label of links, being short, neither a sentence nor numbered."""
    if not fits(block.text, _LABEL) or _NUMBERED.match(block.text):
        return False
    return not _SENTENCE_END.search(block.text.rstrip(":： "))
