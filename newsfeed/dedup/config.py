"""The terms on which paragraphs are judged: what a verdict depends on besides the texts of the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from newsfeed.dedup.alignment import LONG_UNITS
from newsfeed.dedup.comparison import COVERED

Origin = Literal["earliest", "longest"]
"""Which of several articles that hold the same keeps it: the first published, or the longest."""


@dataclass(frozen=True, slots=True)
class DedupConfig:
    """The settings that verdicts depend on; a store remembers those that its verdicts were given on.

    ``stories`` is the number of different stories of one site that must begin or end with a paragraph for it to be
    boilerplate; ``share`` the part of what a paragraph says that must have been read before for it to be a duplicate;
    ``run`` the length, in units, of a repeated run that is reuse on its own. Only what was published up to ``window``
    days apart is compared (0: all); of articles that hold the same, the ``origin`` is read first.
    """

    stories: int = 4
    share: float = COVERED
    run: int = LONG_UNITS
    window: int = 0
    origin: Origin = "earliest"

    def by_setting(self) -> dict[str, Any]:
        """Return the terms by the names of their settings."""
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
    """Return the settings in which two terms differ.

    >>> changes(DedupConfig(stories=4), DedupConfig(stories=10))
    [ConfigChange(name='NEWSFEED_BOILERPLATE_STORIES', old=4, new=10)]
    """
    pairs = zip(old.by_setting().items(), new.by_setting().values(), strict=True)
    return [ConfigChange(name, was, is_now) for (name, was), is_now in pairs if was != is_now]
