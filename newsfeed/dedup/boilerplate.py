"""Which repeated paragraphs are boilerplate: share buttons, promotion, "subscribe", sign-offs.

Boilerplate shows by one thing only: the same source puts the same words at the head or the tail of stories that have
nothing else in common. A background sentence repeats inside stories, and a story published twice repeats altogether.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD, TAIL = 2, 6
"""How many paragraphs from the start and from the end of an article count as its edge."""

LONGEST = 400
"""In characters of normal form: what is longer is a text, not a footer."""

AT_EDGE = 0.8
"""The share of occurrences that must stand at an edge; the rest allows for a comment or a list under a footer."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """How one source repeats one passage.

    ``stories`` counts articles whose longest paragraphs differ, so that copies of one story count once; ``occurrences``
    and ``at_edge`` count paragraphs; ``length`` is in characters of normal form.
    """

    stories: int
    occurrences: int
    at_edge: int
    length: int


def is_boilerplate(repetition: Repetition, minimum: int) -> bool:
    """Say whether a passage that stands in at least ``minimum`` different stories of a source is its boilerplate.

    >>> is_boilerplate(Repetition(stories=6, occurrences=6, at_edge=6, length=40), minimum=4)
    True
    >>> is_boilerplate(Repetition(stories=6, occurrences=6, at_edge=2, length=40), minimum=4)
    False
    """
    return (
        repetition.stories >= minimum
        and 0 < repetition.length <= LONGEST
        and repetition.at_edge >= AT_EDGE * repetition.occurrences
    )
