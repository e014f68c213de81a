"""Decide which articles are copies of others, among those with the same text.

A repeated text is not enough: hundreds of films share one description, and all episodes one programme note. Under the
same title it is the same article; a long text that another outlet has, or that comes again within days, was taken over,
whatever its title. Where one outlet puts several titles above a text, the text does not distinguish these articles. In
doubt an article is no copy: a repeat costs a second, lost news is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsfeed.dedup.lexicon.words import FUNCTION, stem
from newsfeed.text.normalise import normalise
from newsfeed.text.scripts import is_unsegmented

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CopyReason = Literal["same title", "taken over", "several titles"]
"""The reason why an article is a copy: both have one title; or its long text is another outlet's, or is days old.

The reason against it, although its text was read before: one site has several titles above the text.
"""

SHORTEST_COPY = 100
"""Bytes of UTF-8 (thirty ideographs, fifteen words); with less text an article is a copy only across outlets."""

LONG_COPY = 400
"""Bytes of UTF-8 (130 ideographs, 65 words) from which a shared text was taken over, and is not just a stock phrase."""

WITHIN = 4 * 86_400
"""Seconds between a long text and its copy under another title on the same site."""

MOST_TITLES = 3
"""Different titles of one site above a text, from which no article with that text is a copy."""

STORY_HOURS = 6
"""Hours between two articles of one site, up to which they may tell one story."""

_WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_a-z]")  # no figures
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_SHARED_WORDS = 2
_TITLE_PART = 0.5  # of the longer title, at least, that the shorter one makes up
_SHORTEST_PART = 12  # bytes of UTF-8 of such a title, at least: a bare name is not enough
_MOST_COMPARED = 100  # articles that one is compared with; a text in so many does not identify a story
_COUNTING = re.compile(
    r"\d|[一二三四五六七八九十百上中下]|\b(?:[ivx]{1,4}|one|two|three|four|five|first|second|third|part)\b"
)
"""Numbers and dates, which distinguish the parts of a series."""


class Telling(NamedTuple):
    """An article among those with the same text.

    ``key`` is its place in the order of reading, ``seconds`` its time; ``size`` is the length of its text in bytes of
    UTF-8. ``by_title`` is set if only the title distinguishes articles of its site.
    """

    number: int
    key: tuple[int, str]
    seconds: int
    title: str | None
    site: str
    feed: int
    size: int
    enclosures: frozenset[str]
    by_title: bool = False


class Copy(NamedTuple):
    """The article that an article is a copy of, by number, and the reason; ``None`` if the reason speaks against it."""

    of: int | None
    reason: CopyReason


def find_copies(tellings: Iterable[Telling]) -> dict[int, Copy]:
    """Return, by number, the articles with the same text that are copies, or the reason why they are not.

    >>> first = Telling(1, (1, "a"), 1, "The ferry", "a.example", 1, 900, frozenset())
    >>> find_copies([first, first._replace(number=2, key=(2, "b"), site="b.example", feed=2)])
    {2: Copy(of=1, reason='same title')}
    """
    found = sorted(tellings, key=lambda each: each.key)
    if _has_several_titles(found):
        return {each.number: Copy(None, "several titles") for each in found}
    copies: dict[int, Copy] = {}
    originals: list[Telling] = []
    for each in found:
        reasons = ((original, _reason(original, each)) for original in originals[:_MOST_COMPARED])
        copy = next((Copy(original.number, reason) for original, reason in reasons if reason), None)
        if copy:
            copies[each.number] = copy
        else:
            originals.append(each)
    return copies


def first_of_chain(number: int, repeating: Mapping[int, int | None]) -> int:
    """Return the article at the end of a chain of repeats."""
    seen = {number}
    while (repeated := repeating.get(number)) is not None and repeated not in seen:
        seen.add(repeated)
        number = repeated
    return number


def tells_on(first: Telling, later: Telling, *, repeats: bool) -> bool:
    """Return whether a later article that reuses much of an earlier one's text tells the same story.

    Text taken over by another outlet is the same story. One outlet repeats its standing words in every part of a
    series, so its articles tell one story only within hours, under titles about one thing (:func:`_are_of_one_thing`);
    or if the later one ``repeats`` the earlier one, with its title, or with a long text, unless one feed has both under
    titles without a word in common.

    >>> fire = Telling(1, (1, "a"), 1, "Fire in Upton, 2 hurt", "a.example", 1, 900, frozenset())
    >>> quiz = fire._replace(title="Quiz of 5 May")
    >>> tells_on(fire, fire._replace(title="Upton: fire is out", seconds=9_000), repeats=False)
    True
    >>> tells_on(quiz, quiz._replace(title="Quiz of 6 May", seconds=9_000), repeats=False)
    False
    """
    if first.site != later.site and first.feed != later.feed:
        return True
    size = min(first.size, later.size)
    if repeats and size >= SHORTEST_COPY and same_title(first.title, later.title):
        return True
    titles = _without_shared_end(first.title or "", later.title or "")
    if repeats and size >= LONG_COPY and (first.feed != later.feed or not _have_nothing_in_common(*titles)):
        return True
    if first.by_title or later.by_title or abs(later.seconds - first.seconds) > STORY_HOURS * 3_600:
        return False
    return _are_of_one_thing(*titles)


def _are_of_one_thing(one: str, other: str) -> bool:
    """Return whether two titles of one outlet are about one thing, rather than the names of two parts of a series.

    They have two words in common, or one that is half of a short title. They differ in more than a number or one word,
    and do not name two versions.

    >>> _are_of_one_thing("Fire hits a mill in Upton", "Six hurt in Upton fire")
    True
    >>> _are_of_one_thing("Boats in oak", "Boats in paper"), _are_of_one_thing("Otter 1.4 is out", "Otter 1.5 is here")
    (False, False)
    >>> _are_of_one_thing("MPs pass the budget", "Police chief defends road blocks, infuriating MPs")
    False
    """
    ours, theirs = _words(one), _words(other)
    versions = [_VERSION.findall(each) for each in (one, other)]
    if ours == theirs or (all(versions) and versions[0] != versions[1]):
        return False
    if len(ours) == len(theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1:
        return False
    shared = _shared(ours, theirs)
    shorter = min(len({*each} - FUNCTION) for each in (ours, theirs))
    return len(shared) >= _SHARED_WORDS or any(map(is_unsegmented, shared)) or 2 * len(shared) >= shorter > 0


def _have_nothing_in_common(one: str, other: str) -> bool:
    """Return whether two titles of scripts with spaces have no word in common."""
    ours, theirs = _words(one), _words(other)
    return not _shared(ours, theirs) and not any(is_unsegmented(word) for word in (*ours, *theirs))


def _words(title: str) -> list[str]:
    return _WORD.findall(normalise(title))


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> set[str]:
    """Return the words, but function words, that two titles have in common, whatever their endings."""
    stems = {stem(word) for word in theirs}
    return {stem(word) for word in {*ours} - FUNCTION if stem(word) in stems}


def _without_shared_end(one: str, other: str) -> tuple[str, str]:
    """Return two titles without what both have after their last bar: the name of a show, and a date.

    >>> _without_shared_end("Doctor | Radio (5 May)", "Dancing | Radio (5 May)")
    ('Doctor ', 'Dancing ')
    """
    (head, bar, end), (other_head, _, other_end) = one.rpartition("|"), other.rpartition("|")
    return (head, other_head) if bar and normalise(end) == normalise(other_end) else (one, other)


def same_title(one: str | None, other: str | None) -> bool:
    """Return whether two titles are the same, or one is the other with a word or two before or after it.

    >>> same_title("Mill to close in May", "UPDATE: Mill to close in May | Harbour Post")
    True
    >>> same_title("Upton", "Upton (north)")
    False
    >>> same_title("Mill to close in May", "Mill to open in May"), same_title("Film, part 1", "Film, part 2")
    (False, False)
    """
    shorter, longer = sorted((normalise(one or ""), normalise(other or "")), key=len)
    if shorter == longer:
        return True
    if shorter not in longer or not shorter:
        return False
    before, _, after = longer.partition(shorter)
    if len(shorter) < _TITLE_PART * len(longer) or _COUNTING.search(before + " " + after):
        return False
    if len(shorter.encode("utf-8", "replace")) < _SHORTEST_PART:
        return False
    return _is_apart(before[-1:], shorter[0]) and _is_apart(after[:1], shorter[-1])


def _is_apart(outer: str, inner: str) -> bool:
    """Return whether two neighbouring characters belong to different words."""
    return outer in {"", " "} or is_unsegmented(outer) or is_unsegmented(inner)


def _reason(original: Telling, later: Telling) -> CopyReason | None:
    """Return why an article is a copy of an earlier one with the same text, if it is."""
    is_same_title = same_title(original.title, later.title)
    is_soon = abs(later.seconds - original.seconds) <= WITHIN
    if min(original.size, later.size) < SHORTEST_COPY:  # "Status: supported" may recur under one title of a site
        is_elsewhere = original.feed != later.feed and original.site != later.site
        return "same title" if original.title and is_same_title and is_elsewhere and is_soon else None
    if original.feed == later.feed or original.site == later.site:
        if original.enclosures != later.enclosures:
            return None
        if is_same_title:
            return "same title"
        taken_over = original.feed != later.feed and is_soon
    elif is_same_title:
        return "same title"
    else:
        taken_over = True
    is_long = min(original.size, later.size) >= LONG_COPY
    return "taken over" if taken_over and is_long and not (original.by_title or later.by_title) else None


def _has_several_titles(tellings: Sequence[Telling]) -> bool:
    """Return whether one site has as many as :data:`MOST_TITLES` different titles above the text."""
    titles: dict[str, list[str]] = {}
    for each in tellings:
        known = titles.setdefault(each.site, [])
        if each.title and not any(same_title(each.title, other) for other in known):
            known.append(each.title)
            if len(known) == MOST_TITLES:
                return True
    return False
