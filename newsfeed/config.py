"""Validated settings: the values of our settings as typed options, checked before anything starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from newsfeed.dedup.alignment import ANCHOR_UNITS
from newsfeed.dedup.config import DedupConfig, Origin
from newsfeed.errors import NewsfeedError
from newsfeed.fetch.addresses import exemptions
from newsfeed.fetch.useragent import user_agent

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


_MOST = 10**12  # what a setting may be; SQLite's numbers end at nine times 10**18


def terms(settings: BaseSettings) -> DedupConfig:
    """Return the terms that the settings name; raise :class:`NewsfeedError` if one of them cannot be."""
    return DedupConfig(
        stories=whole_number(settings, "NEWSFEED_BOILERPLATE_STORIES", least=2),
        share=_share(settings, "NEWSFEED_DUPLICATE_SHARE"),
        run=whole_number(settings, "NEWSFEED_REUSE_RUN", least=ANCHOR_UNITS),
        window=whole_number(settings, "NEWSFEED_WINDOW", least=0),
        origin=_origin(settings, "NEWSFEED_ORIGIN"),
    )


def check_fetching(settings: BaseSettings) -> None:
    """Raise :class:`NewsfeedError` if a setting that requests depend on cannot be."""
    exemptions(settings["NEWSFEED_ALLOW_PRIVATE"])
    user_agent(settings["USER_AGENT"], settings["NEWSFEED_CONTACT"])
    whole_number(settings, "DOWNLOAD_MAXSIZE", least=1)
    whole_number(settings, "DOWNLOAD_TIMEOUT", least=1)


def whole_number(settings: BaseSettings, name: str, least: int) -> int:
    """Return a setting that must be a whole number; raise :class:`NewsfeedError` if it is none, or out of bounds."""
    try:
        number = settings.getint(name)
    except (TypeError, ValueError):
        number = least - 1
    if not least <= number <= _MOST:
        raise NewsfeedError(f"{name}={settings[name]}: must be a whole number, at least {least}")
    return number


def _share(settings: BaseSettings, name: str) -> float:
    try:
        share = settings.getfloat(name)
    except (TypeError, ValueError):
        share = 0.0
    if not 0 < share <= 1:
        raise NewsfeedError(f"{name}={settings[name]}: must be a number above 0, at most 1")
    return share


def _origin(settings: BaseSettings, name: str) -> Origin:
    chosen = settings[name]
    if chosen not in get_args(Origin):
        raise NewsfeedError(f"{name}={chosen}: must be {' or '.join(get_args(Origin))}")
    return cast("Origin", chosen)
