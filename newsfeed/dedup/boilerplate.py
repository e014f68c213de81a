"""Decide which repeated paragraphs are boilerplate: share buttons, promotion, "subscribe", sign-offs.

Boilerplate has one reliable sign: the same source puts the same words at the head or the tail of stories that have
nothing else in common. A background sentence is inside stories, before new text; a story published again is repeated as
a whole.

The counts for a passage are sums over the articles of a source, so they can be updated as articles come and go.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.fingerprints.winnowing import digest
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

PassageAtSite = tuple[int, str]
"""The key of the counts: the number of a passage, and a site."""

Core = tuple[int, str, int]
"""A passage at a site, and the core that distinguishes a story with it from others: a passage, or a title's digest."""

LONGEST = 400
"""Characters of normal form: a longer passage is a text, not a footer, unless it is all that many titles have."""

AT_EDGE = 0.8
"""The share of occurrences that must be at an edge; the rest allows for a comment under a footer."""

OWN_PART = 0.25
"""The share of an article's characters that must not be repeated for it to be a story and not a copy of one."""


_FIGURE = re.compile(
    r"(?<![\d$€£¥￥.,])(?:\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?\s*(?:million|billion|thousand|per\s?cent|%|％|[万萬亿億]))"
)


def tells_figures(text: str) -> bool:
    """Return whether a text has figures other than prices: a box under all stories of one day is news once.

    >>> tells_figures("VIRUS LATEST: 3.5 million cases"), tells_figures("确诊3.5万例"), tells_figures("$3,500 a year")
    (True, True, False)
    """
    return _FIGURE.search(text) is not None


class RepeatedLine(NamedTuple):
    """A paragraph of an article: its passage, whether it is a heading, its length in characters of normal form."""

    passage: int
    heading: bool
    length: int

    @property
    def may_repeat(self) -> bool:
        """Whether it is short enough to be boilerplate, and not empty."""
        return 1 <= self.length <= LONGEST


class Mention(NamedTuple):
    """The occurrences of a repeated passage in one article.

    It occurs ``lines`` times, ``at_edge`` of them at an edge; ``core`` distinguishes the article's story from others,
    if something does.
    """

    lines: int
    at_edge: int
    core: int | None


@dataclass(slots=True)
class Tally:
    """The occurrences of a passage in all articles of a source.

    ``lines`` and ``at_edge`` are sums; ``stories`` is the number of different cores.
    """

    lines: int = 0
    at_edge: int = 0
    stories: int = 0

    def is_boilerplate(self, minimum: int) -> bool:
        """Return whether at least ``minimum`` stories begin or end with the passage, and it is rare elsewhere."""
        return self.stories >= minimum and self.at_edge >= AT_EDGE * self.lines


def mentions(lines: Sequence[RepeatedLine], repeated: Collection[int], title: int | None = None) -> dict[int, Mention]:
    """Return the occurrences in an article of each of the passages that its source repeats.

    A long passage counts only where it is the whole article, which then only its ``title`` distinguishes from others.

    >>> story, footer = RepeatedLine(1, heading=False, length=80), RepeatedLine(9, heading=False, length=20)
    >>> mentions([story, footer, footer], repeated={9})
    {9: Mention(lines=2, at_edge=2, core=1)}
    >>> mentions([story._replace(length=900)], repeated={1}, title=7)
    {1: Mention(lines=1, at_edge=1, core=7)}
    """
    if len(lines) == 1 and lines[0].length > LONGEST:
        return {lines[0].passage: Mention(1, 1, title)} if lines[0].passage in repeated else {}
    repeated = {line.passage for line in lines if line.may_repeat}.intersection(repeated)
    places = [index for index, line in enumerate(lines) if line.passage in repeated]
    core, edge = (_core(lines, repeated), _edge(lines, repeated)) if places else (None, set())
    found: dict[int, Mention] = {}
    for index in places:
        passage = lines[index].passage
        known = found.get(passage, Mention(0, 0, core))
        found[passage] = Mention(known.lines + 1, known.at_edge + (index in edge), core)
    return found


def _core(lines: Sequence[RepeatedLine], repeated: Collection[int]) -> int | None:
    """Return the passage of an article's longest own paragraph, or None if too little of the article is its own."""
    own = [line for line in lines if line.passage not in repeated]
    if sum(line.length for line in own) < OWN_PART * sum(line.length for line in lines):
        return None
    return max(own, key=lambda line: line.length).passage if own else None


def _edge(lines: Sequence[RepeatedLine], repeated: Collection[int]) -> set[int]:
    """Return the positions of the repeated paragraphs at the beginning and the end of an article.

    A heading belongs to the text that follows it, so the beginning stops at a heading.
    """
    edge: set[int] = set()
    for index, line in enumerate(lines):
        if line.heading or line.passage not in repeated:
            break
        edge.add(index)
    for index in reversed(range(len(lines))):
        if lines[index].passage not in repeated:
            break
        edge.add(index)
    return edge


class Holding(NamedTuple):
    """An article of a site that holds a passage, and when it was published (ISO 8601)."""

    passage: int
    site: str
    article: int
    moment: str

    @property
    def key(self) -> PassageAtSite:
        """The passage at its site."""
        return self.passage, self.site


def title_core(title: str | None) -> int | None:
    """Return the digest of a title, or None without one.

    >>> title_core("The ferry!") == title_core("the ferry"), title_core("")
    (True, None)
    """
    normal = normalise(title or "")
    return digest(normal) if normal else None


class ReadArticle(NamedTuple):
    """An article whose lines are counted, by its number; ``title`` is the digest of its title, if it has one."""

    number: int
    site: str
    lines: list[RepeatedLine]
    title: int | None = None


@dataclass(slots=True)
class Repeat(Tally):
    """A passage at a site: how many counted articles hold it, since when, and whether it is boilerplate."""

    articles: int = 0
    since: str = ""
    boilerplate: bool = False


class Recount:
    """The counts of some passages at their sites, before and after articles have left or entered.

    Two rounds: :meth:`leave` and :meth:`enter` change how many articles hold each passage; then :meth:`show` subtracts
    the old and adds the new occurrences of articles where they differ. A site repeats a passage if at least ``minimum``
    of its articles hold it.
    """

    def __init__(self, minimum: int, stored: Mapping[PassageAtSite, Repeat]) -> None:
        self._minimum = minimum
        self.stored: dict[PassageAtSite, Repeat] = {}
        self.now: dict[PassageAtSite, Repeat] = {}
        self.cores: Counter[Core] = Counter()
        self.know(stored)

    def know(self, stored: Mapping[PassageAtSite, Repeat]) -> None:
        """Add the stored sums of more passages."""
        self.stored |= {key: copy(repeat) for key, repeat in stored.items()}
        self.now |= stored

    def leave(self, leaving: Iterable[Holding]) -> set[PassageAtSite]:
        """Count articles out; return the passages whose first article may be among them."""
        leaving = list(leaving)
        for held in leaving:
            self.now[held.key].articles -= 1
        return {held.key for held in leaving if held.moment == self.now[held.key].since}

    def enter(self, entering: Iterable[Holding], others: Iterable[Holding]) -> None:
        """Count articles in; ``others`` are counted articles that hold passages which have no sums yet."""
        holding: defaultdict[int, list[Holding]] = defaultdict(list)
        for held in (*entering, *others):
            holding[held.passage].append(held)
        repeated = {passage for passage, _ in self.now}
        for passage, held_by in holding.items():
            if passage in repeated or len(held_by) > 1:
                for held in held_by:
                    repeat = self.now.setdefault(held.key, Repeat())
                    repeat.articles += 1
                    repeat.since = min(repeat.since or held.moment, held.moment)

    def repeated_before(self) -> set[PassageAtSite]:
        """Return the passages that their sites repeated before."""
        return {key for key, repeat in self.stored.items() if repeat.articles >= self._minimum}

    def repeated_now(self) -> set[PassageAtSite]:
        """Return the passages that their sites repeat now."""
        return {key for key, repeat in self.now.items() if repeat.articles >= self._minimum}

    def show(self, changing: Sequence[ReadArticle], gone: Container[int], come: Container[int]) -> None:
        """Subtract the previous occurrences of articles from the sums, and add the present ones.

        ``gone`` are the numbers of the articles that have left, ``come`` of those that have entered.
        """
        self._add((each for each in changing if each.number not in come), self.repeated_before(), -1)
        self._add((each for each in changing if each.number not in gone), self.repeated_now(), 1)

    def decide(self) -> set[PassageAtSite]:
        """Decide which passages are boilerplate now; return those for which this has changed."""
        for repeat in self.now.values():
            repeat.boilerplate = repeat.is_boilerplate(self._minimum)
        never = Repeat()
        return {key for key in self.now if self.now[key].boilerplate != self.stored.get(key, never).boilerplate}

    def _add(self, articles: Iterable[ReadArticle], repeated: Iterable[PassageAtSite], sign: int) -> None:
        by_site: defaultdict[str, set[int]] = defaultdict(set)
        for passage, site in repeated:
            by_site[site].add(passage)
        for article in articles:
            for passage, mention in mentions(article.lines, by_site[article.site], article.title).items():
                repeat = self.now[passage, article.site]
                repeat.lines += sign * mention.lines
                repeat.at_edge += sign * mention.at_edge
                if mention.core is not None:
                    self.cores[passage, article.site, mention.core] += sign
