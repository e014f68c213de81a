"""The rules on signs that the normal form leaves out, or cuts: formulas, hashtags, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.dedup.comparison import TITLE_UNITS
from newsfeed.dedup.facts import addresses

if TYPE_CHECKING:
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason

HASHTAG_UNITS = 2
NOTE_UNITS = 100  # of a text of several sentences in which a change from A => B counts
SIGNS_IN_CODE = 0.08  # of the characters, and three
_FORMULA = re.compile(r"\w\(\)|\$\$|\\[a-z]{2,}\s*[{(\[]")
_OPERATOR = re.compile(r"(?<![\w/.])[a-z]{2,}:(?=[\"“”\w])")  # of a search: intext:"word" site:a.example
_CHANGE_OF_STATE = re.compile(r"\w\W{0,4}(?:=>|->|→|⇒)\W{0,4}\w|\w[➡⟶➔]\ufe0f?\w")
_CODE_SIGN = re.compile(r"[{}\[\]<>=;@$\\&%]")
_HASHTAG = re.compile(r"[#＃]\w+")


def a_formula_differs(compared: Comparison) -> Reason | None:
    """Keep a short text with a formula, code, a search or a change from A => B: the normal form loses the signs."""
    text, units = compared.later.original, sum(compared.tokens.units)
    is_line = len(compared.sentences) == 1
    if (is_line or units <= TITLE_UNITS) and (_FORMULA.search(text) or len(_OPERATOR.findall(text)) > 1):
        return "partly"
    if units <= NOTE_UNITS and len(_CODE_SIGN.findall(text)) >= max(3, SIGNS_IN_CODE * len(text)):
        return "partly"
    return "partly" if (is_line or units <= NOTE_UNITS) and _CHANGE_OF_STATE.search(text) else None


def a_hashtag_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with a new word in its hashtags: under a standing description they name the subject."""
    tags = [match.span() for match in _HASHTAG.finditer(compared.later.original)]
    starts = {at: compared.offset(at) for at in compared.new} if tags else {}
    tagged = [at for at, place in starts.items() if any(start < place < end for start, end in tags)]
    return "new words" if compared.units(tagged) >= HASHTAG_UNITS else None


def an_address_is_cut(compared: Comparison) -> Reason | None:
    """Keep a text with an address that its sources have only with more at its end: it leads to another page."""
    ours = addresses(compared.later.original)
    theirs = {address for each in compared.normals for address in addresses(each.original)} if ours else set()
    is_cut = any(address not in theirs and any(other.startswith(address) for other in theirs) for address in ours)
    return "another address" if is_cut else None
