"""Read and check our settings before anything starts."""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import TYPE_CHECKING, cast, get_args

from scrapy.settings import Settings

from newsfeed.dedup.alignment import ANCHOR_UNITS
from newsfeed.dedup.config import DedupConfig, Origin
from newsfeed.errors import NewsfeedError
from newsfeed.fetch.addresses import exemptions
from newsfeed.fetch.proxy import proxy
from newsfeed.fetch.useragent import user_agent
from newsfeed.settings import defaults
from newsfeed.text.dates.ages import age_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.settings import BaseSettings


_MOST = 10**12  # the largest value of a setting; SQLite's integers end at nine times 10**18
_MOST_SECONDS = 366 * 24 * 3600
# Scrapy settings that requests depend on, with their least values. With smaller values Scrapy hangs, or fails later.
_WHOLE = {
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DEPTH_LIMIT": 0,
    "DOWNLOAD_MAXSIZE": 1,
    "DOWNLOAD_TIMEOUT": 1,
    "REDIRECT_MAX_TIMES": 0,
    "RETRY_TIMES": 0,
    "URLLENGTH_LIMIT": 0,
}
_ALIKE = 0.9  # similarity from which a name is a misspelling of ours


def dedup_config(settings: BaseSettings) -> DedupConfig:
    """Return the deduplication options of the settings; raise :class:`NewsfeedError` for a value that is not valid."""
    return DedupConfig(
        stories=whole_number(settings, "NEWSFEED_BOILERPLATE_STORIES", least=2),
        share=_share(settings, "NEWSFEED_DUPLICATE_SHARE"),
        run=whole_number(settings, "NEWSFEED_REUSE_RUN", least=ANCHOR_UNITS),
        window=whole_number(settings, "NEWSFEED_WINDOW", least=0),
        origin=_origin(settings, "NEWSFEED_ORIGIN"),
    )


def check_names(given: Iterable[str]) -> None:
    """Raise :class:`NewsfeedError` if a name misspells a setting of ours: it would silently have no effect.

    ``given`` are the names on the command line; names in the environment are checked, too.
    """
    known = list(defaults)
    named = [*((name, name) for name in given), *((name, f"environment variable {name}") for name in os.environ)]
    for name, shown in named:
        spelt = name.upper()
        alike = get_close_matches(spelt, known, 1, _ALIKE)
        if name not in known and (alike or spelt.startswith("NEWSFEED")):
            nearest = get_close_matches(spelt, known, 1)
            advice = f"did you mean {nearest[0]}?" if nearest else f"ours are {', '.join(known)}"
            raise NewsfeedError(f"{shown}: no such setting; {advice}")


def check_types(settings: BaseSettings, given: Iterable[str]) -> None:
    """Raise :class:`NewsfeedError` if a switch or a number, of Scrapy's or ours, is given as anything else.

    ``given`` are the names on the command line; ours may also be in the environment.
    """
    usual = {**Settings(), **defaults}
    for name in {*given, *(name for name in os.environ if name.startswith("NEWSFEED_"))}:
        default = usual.get(name)
        try:
            if isinstance(default, bool):
                settings.getbool(name)
            elif isinstance(default, int | float):
                settings.getfloat(name)
        except (TypeError, ValueError) as error:
            kind = "0 or 1" if isinstance(default, bool) else "a number"
            raise NewsfeedError(f"{name}={settings[name]}: must be {kind}") from error


def check_fetching(settings: BaseSettings) -> None:
    """Raise :class:`NewsfeedError` if a setting that requests depend on is not valid."""
    exemptions(settings["NEWSFEED_ALLOW_PRIVATE"])
    proxy(settings["NEWSFEED_PROXY"])
    user_agent(settings["USER_AGENT"], settings["NEWSFEED_CONTACT"])
    for name, least in _WHOLE.items():
        whole_number(settings, name, least)
    seconds(settings, "DOWNLOAD_DELAY")


def retention(settings: BaseSettings) -> str:
    """Return the age from which texts are removed, such as 1y; empty if none are.

    Raises :class:`NewsfeedError` for anything else.
    """
    age = str(settings["NEWSFEED_RETENTION"] or "")
    if age and not age_of(age):
        raise NewsfeedError(f"NEWSFEED_RETENTION={age}: must be an age such as 90d, 52w or 1y, or empty")
    return age


def whole_number(settings: BaseSettings, name: str, least: int) -> int:
    """Return a setting as a whole number; raise :class:`NewsfeedError` if it is not one, or out of bounds."""
    try:
        number = settings.getint(name)
    except (TypeError, ValueError):
        number = least - 1
    if not least <= number <= _MOST:
        raise NewsfeedError(f"{name}={settings[name]}: must be a whole number, at least {least}")
    return number


def seconds(settings: BaseSettings, name: str) -> float:
    """Return a setting as a number of seconds; raise :class:`NewsfeedError` if it is not one, or out of bounds."""
    try:
        number = settings.getfloat(name)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= _MOST_SECONDS:
        raise NewsfeedError(f"{name}={settings[name]}: must be a number of seconds, at least 0, at most a year")
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
