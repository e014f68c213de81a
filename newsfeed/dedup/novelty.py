"""Decide whether a paragraph says anything that its sources do not.

The length of the uncovered rest does not count, only its content: function words, attributions, pointers to other pages
and words that the sources use elsewhere say nothing new; a figure, a date, a name, a negation or a clause of its own
does. :data:`RULES` lists the rules in the order in which they are asked; the first that objects decides. Each is a pure
function of a :class:`Comparison`, and every answer can be read off the two texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.facts import Difference, difference, stated_anew, swaps
from newsfeed.dedup.lexicon.words import function_places
from newsfeed.dedup.vocabulary import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.dedup.alignment import Aligned, Tokens
    from newsfeed.dedup.clauses import Clause
    from newsfeed.text.normalise import Normal

SHORT_UNITS = 20  # twenty characters, ten words
SHORTEST_UNITS = 12  # of a text that counts as contained in a longer one
COVERED = 0.66
NEW_WORDS = 0.2
NEW_WORDS_TOGETHER = 0.1
CLAUSE_UNITS = 5  # new units that make a clause new, if most of its content is
QUOTED_UNITS = 3  # new units that make a quotation another one
EXCHANGED_UNITS = 4  # characters of a clause that stands whole in the place of another

Reason = Literal["identical", "contained", "nothing new", "too short", "partly", "new words", "new clause"] | Difference
DUPLICATE: frozenset[Reason] = frozenset(["identical", "contained", "nothing new"])


@dataclass(frozen=True)
class Comparison:
    """A later paragraph beside its sources, with the sets of token positions that the rules ask about.

    ``covered`` has one flag a token: whether it stands in one of the sources. ``clauses`` are the paragraph's clauses.
    ``share`` is the part of its content that must be covered.
    """

    later: Normal
    tokens: Tokens
    covered: Sequence[bool]
    clauses: Sequence[Clause]
    sources: Sequence[Aligned]
    share: float = COVERED

    @cached_property
    def known(self) -> Known:
        """The words, neighbours and numbers of the sources."""
        return Known.of(source.tokens for source in self.sources)

    @cached_property
    def is_short(self) -> bool:
        """Whether the paragraph has fewer than :data:`SHORT_UNITS`."""
        return sum(self.tokens.units) < SHORT_UNITS

    @cached_property
    def uncovered(self) -> frozenset[int]:
        """The tokens that stand in no source."""
        return frozenset(at for at, is_covered in enumerate(self.covered) if not is_covered)

    @cached_property
    def attributed(self) -> frozenset[int]:
        """The tokens that name a speaker, or spell a name: there, another name says nothing else."""
        return _within(each for each in self.clauses if each.frame in ("attribution", "spelling"))

    @cached_property
    def said(self) -> list[int]:
        """The tokens outside all frames; all tokens if frames are more than half of the text."""
        framed = _within(each for each in self.clauses if each.frame)
        if 2 * self.units(framed) > sum(self.tokens.units):
            framed = frozenset()
        return [at for at in range(len(self.tokens.words)) if at not in framed]

    @cached_property
    def content(self) -> frozenset[int]:
        """The tokens of what is said that are no function words."""
        is_function = function_places(self.tokens.words)
        return frozenset(at for at in self.said if not is_function[at])

    @cached_property
    def new(self) -> frozenset[int]:
        """The content words that stand nowhere in the sources, inflected or joined with a neighbour."""
        words = self.tokens.words
        return frozenset(at for at in self.content & self.uncovered if not self.known.has(words, at))

    @cached_property
    def new_share(self) -> float:
        """The part of the content that is new, by units."""
        return self.units(self.new) / max(1, self.units(self.content))

    def units(self, places: Iterable[int]) -> int:
        """Return the units of the tokens at these positions."""
        return sum(self.tokens.units[at] for at in places)


Rule = Callable[[Comparison], Reason | None]
"""A rule returns the reason why the paragraph stays, or None if it has no objection."""


def judge(compared: Comparison) -> Reason:
    """Return why a paragraph is, or is not, a duplicate of its sources."""
    for rule in SHORT_RULES if compared.is_short else RULES:
        if reason := rule(compared):
            return reason
    return "contained" if compared.is_short else "nothing new"


def short_text_is_not_contained(compared: Comparison) -> Reason | None:
    """Keep a short text unless every word of it stands in the sources; very short texts repeat only exactly."""
    is_contained = all(compared.covered) and sum(compared.tokens.units) >= SHORTEST_UNITS
    return None if is_contained else "too short"


def too_little_is_covered(compared: Comparison) -> Reason | None:
    """Keep a text of which less than the wanted share of what it says stands in the sources."""
    covered = compared.units(at for at in compared.said if compared.covered[at])
    return "partly" if covered < compared.share * compared.units(compared.said) else None


def a_fact_differs(compared: Comparison) -> Reason | None:
    """Keep a text with another figure, date, name, address, direction or negation outside its attributions."""
    places = compared.uncovered - compared.attributed
    return difference(compared.later, compared.tokens, places, compared.known, compared.sources)


def the_speaker_speaks_again(compared: Comparison) -> Reason | None:
    """Keep another statement of one speaker: an attribution in much the same words, with another figure or date."""
    repeated = _within(each for each in compared.clauses if _is_repeated(each, compared.covered))
    return stated_anew(compared.tokens, compared.uncovered & repeated, compared.known)


def too_many_words_are_new(compared: Comparison) -> Reason | None:
    """Keep a text of which more than one content word in five (:data:`NEW_WORDS`) is new."""
    return "new words" if compared.new_share > NEW_WORDS else None


def a_clause_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with more than one new content word in ten (:data:`NEW_WORDS_TOGETHER`), if these stand together.

    They do if they make up most of a clause, or stand in a quotation, which is given word for word.
    """
    if compared.new_share <= NEW_WORDS_TOGETHER:
        return None
    return "new clause" if any(_is_new(each, compared) for each in compared.clauses) else None


def a_clause_replaces_another(compared: Comparison) -> Reason | None:
    """Keep a text in which a whole clause of Chinese stands in the place of another, as in the titles of a series."""
    exchanged = {
        mine
        for source in compared.sources
        for mine, theirs in swaps(source, compared.tokens)
        if min(len(mine), len(theirs)) >= EXCHANGED_UNITS and set(compared.tokens.units[mine.start : mine.stop]) == {1}
    }
    is_exchanged = any(
        each.frame is None
        and range(each.start, each.end) in exchanged
        and not any(compared.covered[each.start : each.end])
        for each in compared.clauses
    )
    return "new clause" if is_exchanged else None


SHORT_RULES: tuple[Rule, ...] = (short_text_is_not_contained, a_fact_differs)
"""The rules for a text of fewer than :data:`SHORT_UNITS`; every word of it being covered, no frame is left out."""

RULES: tuple[Rule, ...] = (
    too_little_is_covered,
    a_fact_differs,
    the_speaker_speaks_again,
    too_many_words_are_new,
    a_clause_is_new,
    a_clause_replaces_another,
)
"""The rules for all other texts."""


def _within(clauses: Iterable[Clause]) -> frozenset[int]:
    return frozenset(at for clause in clauses for at in range(clause.start, clause.end))


def _is_repeated(clause: Clause, covered: Sequence[bool]) -> bool:
    """Return whether an attribution repeats at least half of its words: it may introduce another statement."""
    return clause.frame == "attribution" and 2 * sum(covered[clause.start : clause.end]) >= clause.end - clause.start


def _is_new(clause: Clause, compared: Comparison) -> bool:
    places = compared.content.intersection(range(clause.start, clause.end))
    fresh = compared.units(places & compared.new)
    if clause.quoted:
        return fresh >= QUOTED_UNITS
    return fresh >= CLAUSE_UNITS and 2 * fresh > compared.units(places)
