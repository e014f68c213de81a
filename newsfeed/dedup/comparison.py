"""Comparison of a later paragraph with its possible sources: the repeated, changed and new words.

Nothing is decided here: the rules of :mod:`newsfeed.dedup.novelty` decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import binary_digits
from newsfeed.dedup.clauses import clauses
from newsfeed.dedup.exchanges import LONGEST_SLOT, Replacement, Slot, gaps, mean_the_same, trimmed, without_forms
from newsfeed.dedup.facts import full_dates, is_inside_name
from newsfeed.dedup.lexicon.words import MONTHS, SAYING, function_places
from newsfeed.dedup.vocabulary import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.dedup.alignment import Aligned, Tokens
    from newsfeed.dedup.clauses import Clause
    from newsfeed.text.normalise import Normal

COVERED = 0.66  # of a paragraph's content
SHORT_UNITS = 20  # twenty characters, ten words
TITLE_UNITS = 40  # of the longest title


@dataclass(frozen=True)
class Carried:
    """The sentences of a later paragraph that one source covers best, as the positions of their tokens.

    ``normal`` is the normal form of the source.
    """

    source: Aligned
    normal: Normal
    places: frozenset[int]

    @cached_property
    def known(self) -> Known:
        """The words, neighbours and numbers of the source."""
        return Known.of(self.source.tokens)

    @cached_property
    def text(self) -> str:
        """The words of the source, joined: for words of Chinese, in which each character is a token."""
        return "".join(self.source.tokens.words)

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses of the source."""
        return clauses(self.normal, self.source.tokens)

    @cached_property
    def starts(self) -> frozenset[int]:
        """The first token of each sentence of the source."""
        return frozenset(each.start for each in self.clauses if each.opens)


@dataclass(frozen=True)
class Comparison:
    """A later paragraph and its sources, with the sets of token positions that the rules use.

    ``clauses`` are the paragraph's clauses; ``normals`` are the normal forms of the sources; ``share`` is the part of
    the paragraph's content that must be covered.
    """

    later: Normal
    tokens: Tokens
    clauses: Sequence[Clause]
    sources: Sequence[Aligned]
    normals: Sequence[Normal]
    share: float = COVERED

    @cached_property
    def carried(self) -> list[Carried]:
        """The sources that carry sentences: each sentence is carried by the one that covers most of it.

        One source must have the whole content of a sentence; words from several sources together may mean something
        else.
        """
        if len(self.sources) == 1:
            return [Carried(self.sources[0], self.normals[0], frozenset(range(len(self.tokens.words))))]
        covers = [binary_digits(source.covers(), len(self.tokens.words)) for source in self.sources]
        places: dict[int, set[int]] = {}
        for sentence in self.sentences:
            sizes = [self.units(at for at in sentence if digits[at] == "1") for digits in covers]
            places.setdefault(sizes.index(max(sizes)), set()).update(sentence)
        return [
            Carried(self.sources[index], self.normals[index], frozenset(each)) for index, each in sorted(places.items())
        ]

    @cached_property
    def sentences(self) -> list[range]:
        """The tokens of each sentence."""
        starts = [0, *(each.start for each in self.clauses if each.opens and each.start), len(self.tokens.words)]
        return [range(start, end) for start, end in pairwise(starts)]

    @cached_property
    def starts(self) -> set[int]:
        """The first token of each sentence."""
        return {sentence.start for sentence in self.sentences}

    @cached_property
    def covered(self) -> list[bool]:
        """For each token, whether the source that covers its sentence best has it."""
        covered = [False] * len(self.tokens.words)
        for part in self.carried:
            digits = binary_digits(part.source.covers(), len(covered))
            for at in part.places:
                covered[at] = digits[at] == "1"
        return covered

    @cached_property
    def slots(self) -> list[tuple[Carried, Slot]]:
        """The gaps between the same words, each with the source that covers the sentence best."""
        return [
            (part, slot)
            for part in self.carried
            for slot in gaps(part.source.runs, len(self.tokens.words), len(part.source.tokens.words))
            if (slot.mine.start if slot.mine else max(0, slot.mine.start - 1)) in part.places
        ]

    @cached_property
    def changed(self) -> list[tuple[Carried, Slot]]:
        """The gaps outside replaced frames in which the source has other words, not known to mean the same."""
        beside = [(part, Slot(without(whole.mine, self.replaced_frames), whole.theirs)) for part, whole in self.slots]
        return [
            (part, slot)
            for (part, slot), (_, whole), replaces in zip(beside, self.slots, self.replacements, strict=True)
            if (replaces if slot == whole else self._replaces(part, slot))
        ]

    @cached_property
    def replacements(self) -> list[bool]:
        """For each of the gaps, whether words there replace others."""
        return [self._replaces(part, slot) for part, slot in self.slots]

    def _replaces(self, part: Carried, slot: Slot) -> bool:
        if not slot.mine or is_left_out(slot):
            return False
        return not mean_the_same(self.tokens.words, slot.mine, part.source.tokens.words, slot.theirs)

    @cached_property
    def changes(self) -> list[Replacement]:
        """The words in these gaps."""
        return [trimmed(slot.own_words(self.tokens), slot.words_of(part.source.tokens)) for part, slot in self.changed]

    @cached_property
    def replaced_frames(self) -> frozenset[int]:
        """The tokens of frames that are mostly not repeated: the whole frame is another one.

        Function words and verbs of saying are common to most attributions, whoever speaks.
        """
        return within(each for each in self.clauses if each.frame and self._is_replaced(each))

    def _is_replaced(self, frame: Clause) -> bool:
        places = range(frame.start, frame.end)
        if 2 * sum(self.covered[at] for at in places) < len(places):
            return True
        words, is_function = self.tokens.words, function_places(self.tokens.words)
        naming = [at for at in places if not is_function[at] and words[at] not in SAYING | {"according"}]
        kept = [at for at in naming if self.covered[at] or at in self.exchanged]
        return 2 * len(kept) < len(naming)

    @cached_property
    def exchanged(self) -> frozenset[int]:
        """The tokens that replace equally many tokens of the source, word for word."""
        return frozenset(at for _, slot in self.slots if len(slot.mine) == len(slot.theirs) for at in slot.mine)

    @cached_property
    def added(self) -> frozenset[int]:
        """The uncovered tokens that replace nothing.

        The source has nothing in their place, or the same in other words, or a longer text that was left out.
        """
        return frozenset(
            at
            for (_, slot), replaces in zip(self.slots, self.replacements, strict=True)
            if not replaces
            for at in slot.mine
        )

    @cached_property
    def unimportant(self) -> frozenset[int]:
        """The tokens in which another name or date is no difference: added ones, and those of another pointer.

        In a title, an added word names something else, unless it is inside a name.
        """
        added = self.added
        if self.is_title:
            added = frozenset(at for at in added if is_inside_name(self.later, self.tokens, at))
        pointers = within(each for each in self.clauses if each.frame == "pointer")
        return added | (pointers & self.replaced_frames)

    @cached_property
    def datelines(self) -> frozenset[int]:
        """The tokens of a date that opens the text, if the source has no date in their place."""
        framed = within(each for each in self.clauses if each.frame == "dateline")
        return frozenset(
            at
            for part, slot in self.slots
            if not any(word.isdigit() or word in MONTHS for word in slot.words_of(part.source.tokens))
            for at in slot.mine
            if at in framed
        )

    @cached_property
    def is_short(self) -> bool:
        """Whether the paragraph has fewer than :data:`SHORT_UNITS`."""
        return sum(self.tokens.units) < SHORT_UNITS

    @cached_property
    def is_title(self) -> bool:
        """Whether the paragraph is one short line without a full stop, or one short sentence: a title, a teaser."""
        return sum(self.tokens.units) <= TITLE_UNITS and len(self.sentences) == 1

    @cached_property
    def uncovered(self) -> frozenset[int]:
        """The tokens that no source has."""
        return frozenset(at for at, is_covered in enumerate(self.covered) if not is_covered)

    @cached_property
    def attributed(self) -> frozenset[int]:
        """The tokens that name a speaker, or spell a name: another name there is no difference."""
        return within(each for each in self.clauses if each.frame in ("attribution", "spelling"))

    @cached_property
    def replacing(self) -> frozenset[int]:
        """The uncovered tokens that replace other words of the source."""
        return frozenset(at for _, slot in self.slots for at in slot.mine) - self.added

    @cached_property
    def framed(self) -> frozenset[int]:
        """The tokens in frames."""
        return within(each for each in self.clauses if each.frame)

    @cached_property
    def said(self) -> list[int]:
        """The tokens outside all frames; all tokens if frames are more than half of the text."""
        framed = self.framed
        if 2 * self.units(framed) > sum(self.tokens.units):
            framed = frozenset()
        return [at for at in range(len(self.tokens.words)) if at not in framed]

    @cached_property
    def content(self) -> frozenset[int]:
        """The tokens outside frames that are not function words."""
        is_function = function_places(self.tokens.words)
        return frozenset(at for at in self.said if not is_function[at])

    @cached_property
    def new(self) -> frozenset[int]:
        """The content words that stand nowhere in the sources, inflected or joined with a neighbour.

        An added full date does not count: it only dates the same statement.
        """
        words = self.tokens.words
        dated = self.added & full_dates(words)
        return frozenset(
            at
            for part in self.carried
            for at in (self.content & self.uncovered & part.places) - dated
            if not part.known.has(words, at) and at not in self.reworded
        )

    @cached_property
    def reworded(self) -> frozenset[int]:
        """The uncovered tokens that replace another form of the same word."""
        return frozenset(
            at
            for part, slot in self.slots
            if 0 < len(slot.theirs) <= LONGEST_SLOT
            for at in slot.mine
            if not without_forms([self.tokens.words[at]], slot.words_of(part.source.tokens))
        )

    @cached_property
    def new_share(self) -> float:
        """The part of the content that is new, by units."""
        return self.units(self.new) / max(1, self.units(self.content))

    def offset(self, at: int) -> int:
        """Return where a token starts in the original text."""
        return int(self.later.offsets[self.tokens.starts[at]])

    def units(self, places: Iterable[int]) -> int:
        """Return the units of the tokens at these positions."""
        return sum(map(self.tokens.units.__getitem__, places))


def is_left_out(slot: Slot) -> bool:
    """Return whether the source has so much more in a gap that text was left out rather than replaced."""
    return len(slot.theirs) > LONGEST_SLOT + 2 * len(slot.mine)


def within(clauses: Iterable[Clause]) -> frozenset[int]:
    """Return the positions of the tokens of these clauses."""
    return frozenset(at for clause in clauses for at in range(clause.start, clause.end))


def without(places: range, left_out: frozenset[int]) -> range:
    """Return the positions without those of ``left_out`` at either end."""
    start, stop = places.start, places.stop
    while start < stop and start in left_out:
        start += 1
    while stop > start and stop - 1 in left_out:
        stop -= 1
    return range(start, stop)
