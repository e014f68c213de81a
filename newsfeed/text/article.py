"""Which blocks of a body belong to the article; decided by structure, never by one site's words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from newsfeed.text.spacing import fits, fold

if TYPE_CHECKING:
    from newsfeed.text.blocks import Block

# Widths in columns: an ideograph takes two.
_LONG = 300
_NOTE = 120
_NOTE_LABEL = 18
_LABEL = 24
_POINTER_LABEL = 10

_SENTENCE_END = re.compile(r"[.!?…。！？；;:：][\"'”’」』)）\]]*$")
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]|［[^［］]*］|【[^【】]*】|（[^（）]*）|\([^()]*\)")
# Shortcodes, tags and style rules that a site failed to carry out.
_MARKUP = re.compile(
    r"(?:\[/?[A-Za-z][\w-]*+(?:\s[^\[\]=]*+=[^\[\]]*+)?\]\s*+)+"
    r"|(?:</?[A-Za-z][^<>]*+>\s*+)+"
    r"|(?:[.#@][^{}]*+\{[^{}]*+\}\s*+)+"
)
_FILE_NAME = re.compile(r"[^\s/]+\.(?:jpe?g|png|gif|webp|svg|pdf)\b", re.IGNORECASE)
_DATE = (
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º)?\s(?:de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?\d{4}"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
)
_TIME = r"\d{1,2}[:：.h]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?"
_DATE_LINE = re.compile(
    rf"(?:[^\W\d_]{{1,14}}[:：,.]?\s?){{0,3}}{_DATE}(?:T|[\s,·|•/–—-]|at|um|à|(?:星期|周).){{0,5}}(?:{_TIME})?"
    r"\s?(?:[A-Z]{2,5}|\(?(?:UTC|GMT)[+-]?[\d:]{0,5}\)?)?",
    re.IGNORECASE,
)
_SOME_DATE = re.compile(r"\d{4}|\d[-/.]\d")
_DATE_LENGTH = 60


def select(blocks: list[Block], title: str = "") -> list[Block]:
    """Return the blocks among ``blocks`` that belong to the article, in order."""
    misnamed = _misnamed(blocks)
    plain = [
        block
        for block in blocks
        if (not block.furniture or block.furniture in misnamed) and not (block.meta and fits(block.text, _NOTE))
    ]
    kept = [block for block in _without_sharing(plain) if not _is_noise(block)]
    if title:
        kept = _without_title(kept, title)
    # Of a body that is all links, such as a link with its description, the links are what it says.
    return _without_tail(kept) or [block for block in plain if not fits(block.text, _LABEL) and not block.shares]


def _misnamed(blocks: list[Block]) -> set[int]:
    """Return the furniture that holds the article: themes give any name, some sites write whole debates as comments.

    It holds three times the text outside, and only its long paragraphs count, since comments tend to be short.
    """
    outside = sum(block.length for block in blocks if not block.furniture and _is_prose(block))
    inside: Counter[int] = Counter()
    for block in blocks:
        if block.furniture and _is_prose(block) and not (outside and fits(block.text, _LONG)):
            inside[block.furniture] += block.length
    return {number for number, length in inside.items() if length > 3 * outside}


def _is_prose(block: Block) -> bool:
    return not fits(block.text, _LABEL) and 3 * block.linked < block.length and bool(_SENTENCE_END.search(block.text))


def _without_sharing(blocks: list[Block]) -> list[Block]:
    """Leave out blocks made of share links or of linked icons, and the label before them."""
    sharing = [_is_sharing(block) for block in blocks]
    return [
        block
        for block, is_sharing, before_sharing in zip(blocks, sharing, [*sharing[1:], False], strict=False)
        if not is_sharing
        and not (before_sharing and fits(block.text, _LABEL) and not _SENTENCE_END.search(block.text[:-1]))
    ]


def _is_sharing(block: Block) -> bool:
    icons = block.links - len(block.link_texts)
    return (block.shares > 0 or icons > 2) and 2 * (block.length - block.linked) <= 2 * _LABEL


def _is_noise(block: Block) -> bool:
    """Tell whether the block says nothing of its own, wherever it stands."""
    text = block.text
    if not any(map(str.isalnum, text)):
        return block.kind != "code" or not text.strip()
    if block.kind in ("code", "list"):
        return False
    if text[0] in "[<.#@" and _MARKUP.fullmatch(text):
        return True
    if block.kind == "heading":
        return False
    if len(text) <= _DATE_LENGTH and _SOME_DATE.search(text) and _DATE_LINE.fullmatch(text):
        return True
    if block.kind == "caption":
        return _is_credit(block)
    return block.linked > 0 and _is_pointer(block)


def _is_pointer(block: Block) -> bool:
    """Tell whether the block only points elsewhere: all of it is links, or one link behind a short label."""
    if block.linked >= block.length:
        return True
    link = fold(block.link_texts[-1]) if block.link_texts else ""
    label = block.text.removesuffix(link).rstrip() if link else ""
    return label != block.text.rstrip() and label.endswith((":", "：")) and fits(label, _POINTER_LABEL)


def _is_credit(block: Block) -> bool:
    """Tell whether a caption only says where the picture comes from: a file's name, or names with links in between."""
    if _FILE_NAME.match(block.text):
        return True
    partly = 0.35 * block.length < block.linked < block.length
    return partly and fits(block.text, _NOTE) and not _SENTENCE_END.search(block.text)


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Leave out the title said again: before the text, or linked in the note that closes a syndicated copy."""
    wanted = _key(title)
    if not wanted:
        return blocks
    last = max(1, len(blocks) - 3)  # what comes first closes nothing
    return [
        block
        for number, block in enumerate(blocks)
        if not (number < 3 and _key(block.text) == wanted)
        and not (number >= last and any(_key(text) == wanted for text in block.link_texts))
    ]


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Cut what trails after the article: headings over nothing, link lists and their labels, notes that lead away."""
    end = len(blocks)
    among_links = False
    while end > 0:
        block = blocks[end - 1]
        if not _trails(block) and not (among_links and _is_label(block)):
            break
        linked = block.linked >= block.length and block.kind in ("heading", "list")
        among_links = linked or (among_links and _is_label(block))
        end -= 1
    return blocks[:end] or blocks


def _trails(block: Block) -> bool:
    if block.kind == "code":
        return False
    if block.kind == "heading" or block.linked >= block.length:
        return True
    if block.linked and _IN_BRACKETS.fullmatch(block.text):
        return True
    around = block.length - block.linked
    return (
        4 * block.linked > block.length
        and (block.after_rule or around <= _NOTE_LABEL)
        and fits(block.text, _NOTE)
        and not _SENTENCE_END.search(block.text)
    )


def _is_label(block: Block) -> bool:
    return fits(block.text, _LABEL) and not _SENTENCE_END.search(block.text)
