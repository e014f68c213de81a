"""Detection of what was read before: pure functions over text."""

from newsfeed.dedup.reuse import Reuse, compare

VERSION = 3
"""Version of the algorithm: stored beside every value it computed; values of two versions are never mixed."""

__all__ = ["VERSION", "Reuse", "compare"]
