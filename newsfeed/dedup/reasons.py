"""The reasons why a paragraph stays or goes."""

from typing import Literal

from newsfeed.dedup.facts import Difference

Reason = Literal["identical", "contained", "nothing new", "too short", "partly", "new words", "new clause"] | Difference
DUPLICATE: frozenset[Reason] = frozenset(["identical", "contained", "nothing new"])
