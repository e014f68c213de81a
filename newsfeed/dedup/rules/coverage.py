"""The rules on how much of a text is repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import LONG_UNITS

if TYPE_CHECKING:
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason

SHORTEST_UNITS = 12  # of a text that counts as contained in a longer one
COVERED_BY_PHRASES = 0.7  # of a text that shares no long run
NEW_WORDS = 0.2


def short_text_is_not_contained(compared: Comparison) -> Reason | None:
    """Keep a short text unless one source has its whole content; very short texts repeat only exactly."""
    covered = compared.units(at for at in compared.said if compared.covered[at])
    wanted = max(SHORTEST_UNITS, compared.share * compared.units(compared.said))
    is_contained = covered >= wanted and not compared.new and len(compared.carried) == 1
    return None if is_contained else "too short"


def too_little_is_covered(compared: Comparison) -> Reason | None:
    """Keep a text if the sources cover less of its content than the configured share."""
    covered = compared.units(at for at in compared.said if compared.covered[at])
    uncovered = compared.units(compared.content & compared.uncovered)
    return "partly" if covered < compared.share * (covered + uncovered) else None


def only_phrases_are_covered(compared: Comparison) -> Reason | None:
    """Keep a text that shares nothing longer than a phrase with its source, however many of its words recur there."""
    longest = max(
        compared.units(range(run.later, run.later + run.length))
        for part in compared.carried
        for run in part.source.runs
    )
    covered = compared.units(at for at in compared.said if compared.covered[at])
    if longest >= LONG_UNITS or 2 * longest >= sum(compared.tokens.units):
        return None
    return "partly" if covered < COVERED_BY_PHRASES * compared.units(compared.said) else None


def too_many_words_are_new(compared: Comparison) -> Reason | None:
    """Keep a text of which more than one content word in five (:data:`NEW_WORDS`) is new."""
    return "new words" if compared.new_share > NEW_WORDS else None
