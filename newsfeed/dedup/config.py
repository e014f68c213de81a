"""Deduplication options, stored with the verdicts they produced."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from newsfeed.dedup.alignment import LONG_UNITS
from newsfeed.dedup.comparison import COVERED

Origin = Literal["earliest", "longest"]
"""The rule for which of several articles keeps a text that all have: the first published, or the longest."""


@dataclass(frozen=True, slots=True)
class DedupConfig:
    """The options that verdicts depend on; a store keeps those with which its verdicts were computed.

    ``stories`` is the number of different stories of one site that must begin or end with a paragraph for it to be
    boilerplate; ``share`` the part of a paragraph's content that must have been read before for it to be a duplicate;
    ``run`` the length, in units, from which a repeated run is reuse on its own. Only articles published up to
    ``window`` days apart are compared (0: all); ``origin`` decides which of several articles with the same text is read
    first.
    """

    stories: int = 4
    share: float = COVERED
    run: int = LONG_UNITS
    window: int = 0
    origin: Origin = "earliest"

    def by_setting(self) -> dict[str, Any]:
        """Return the options by the names of their settings."""
        return {_SETTINGS[name]: value for name, value in asdict(self).items()}


_SETTINGS = {
    "stories": "NEWSFEED_BOILERPLATE_STORIES",
    "share": "NEWSFEED_DUPLICATE_SHARE",
    "run": "NEWSFEED_REUSE_RUN",
    "window": "NEWSFEED_WINDOW",
    "origin": "NEWSFEED_ORIGIN",
}


class ConfigChange(NamedTuple):
    """An option that differs from the stored one."""

    name: str
    old: object
    new: object


def changes(old: DedupConfig, new: DedupConfig) -> list[ConfigChange]:
    """Return the options in which two configurations differ.

    >>> changes(DedupConfig(stories=4), DedupConfig(stories=10))
    [ConfigChange(name='NEWSFEED_BOILERPLATE_STORIES', old=4, new=10)]
    """
    pairs = zip(old.by_setting().items(), new.by_setting().values(), strict=True)
    return [ConfigChange(name, was, is_now) for (name, was), is_now in pairs if was != is_now]
