"""Whether a paragraph says anything that its sources do not.

What counts is not how long the uncovered rest is but what it says: function words, who is quoted, pointers to other
pages and words that the sources use elsewhere say nothing new; a figure, a date, a name, a negation or a clause of its
own does. Every rule can be read off the two texts:

1. Short texts (:data:`SHORT_UNITS`) repeat only if every word of theirs stands in the source.
2. Figures, dates, names, addresses, directions and negations must agree; of who says it, if the sources hold it too,
   figures and dates only.
3. Most of what it says (:data:`COVERED`, unless another share is asked for) stands in the sources.
4. At most one content word in five (:data:`NEW_WORDS`) is new; one in ten (:data:`NEW_WORDS_TOGETHER`) if new words
   make up a clause of their own, or stand in a quotation, which is given word for word.
5. No whole clause of Chinese stands in the place of another between the same words, as in the titles of a series.
"""

from __future__ import annotations

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


def judge(
    later: Normal,
    tokens: Tokens,
    covered: Sequence[bool],
    parts: Sequence[Clause],
    sources: Sequence[Aligned],
    share: float = COVERED,
) -> Reason:
    """Return why a paragraph is, or is not, a duplicate of what its sources say.

    ``covered`` tells of each token whether it stands in one of the sources; ``parts`` are the paragraph's clauses;
    ``share`` is the part of what it says that must be covered.
    """
    known = Known.of(source.tokens for source in sources)
    total = sum(tokens.units)
    if total < SHORT_UNITS:
        if not all(covered) or total < SHORTEST_UNITS:
            return "too short"
        return difference(later, tokens, frozenset(), known, sources) or "contained"
    framed = _within(part for part in parts if part.frame)
    if _units(tokens, framed) > total / 2:
        framed = frozenset()
    said = [at for at in range(len(tokens.words)) if at not in framed]
    if _units(tokens, (at for at in said if covered[at])) < share * _units(tokens, said):
        return "partly"
    attributed = _within(part for part in parts if part.frame in ("attribution", "spelling"))
    rest = frozenset(at for at, is_covered in enumerate(covered) if not is_covered)
    if found := difference(later, tokens, rest - attributed, known, sources):
        return found
    if found := stated_anew(tokens, rest & _within(part for part in parts if _is_repeated(part, covered)), known):
        return found
    is_function = function_places(tokens.words)
    content = frozenset(at for at in said if not is_function[at])
    new = frozenset(at for at in content & rest if not known.has(tokens.words, at))
    new_part = _units(tokens, new) / max(1, _units(tokens, content))
    if new_part > NEW_WORDS:
        return "new words"
    if new_part > NEW_WORDS_TOGETHER and any(_is_new(part, tokens, content, new) for part in parts):
        return "new clause"
    if _has_exchanged_clause(tokens, covered, parts, sources):
        return "new clause"
    return "nothing new"


def _within(parts: Iterable[Clause]) -> frozenset[int]:
    return frozenset(at for part in parts for at in range(part.start, part.end))


def _units(tokens: Tokens, places: Iterable[int]) -> int:
    return sum(tokens.units[at] for at in places)


def _is_repeated(part: Clause, covered: Sequence[bool]) -> bool:
    """Tell whether who says it is told in much the same words: then it may be another statement of the same speaker."""
    return part.frame == "attribution" and 2 * sum(covered[part.start : part.end]) >= part.end - part.start


def _is_new(part: Clause, tokens: Tokens, content: frozenset[int], new: frozenset[int]) -> bool:
    places = content.intersection(range(part.start, part.end))
    fresh = _units(tokens, places & new)
    if part.quoted:
        return fresh >= QUOTED_UNITS
    return fresh >= CLAUSE_UNITS and 2 * fresh > _units(tokens, places)


def _has_exchanged_clause(
    tokens: Tokens, covered: Sequence[bool], parts: Sequence[Clause], sources: Sequence[Aligned]
) -> bool:
    exchanged = {
        mine
        for source in sources
        for mine, theirs in swaps(source, tokens)
        if min(len(mine), len(theirs)) >= EXCHANGED_UNITS and set(tokens.units[mine.start : mine.stop]) == {1}
    }
    return any(
        part.frame is None and range(part.start, part.end) in exchanged and not any(covered[part.start : part.end])
        for part in parts
    )
