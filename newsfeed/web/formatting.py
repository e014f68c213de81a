"""Format values for people in a language and a time zone: times, gaps, shares, counts, addresses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from newsfeed.text.dates.parsing import parse_date
from newsfeed.text.foreign import written
from newsfeed.web.wording import Language, dropped_reason, reason, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

_HOURS = 48  # up to which a gap is given in hours
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Formatting(NamedTuple):
    """The formatting of values for one reader."""

    language: Language
    zone: tzinfo

    def functions(self) -> dict[str, Callable[..., Any] | str]:
        """Return the functions that templates use, by name, and the language as ``hl``."""
        return {
            "hl": self.language,
            "w": partial(word, self.language),
            "why": partial(reason, self.language),
            "dropped": partial(dropped_reason, self.language),
            "when": self.when,
            "gap": self.gap,
            "lapse": self.lapse,
            "percent": percent,
            "count": count,
            "safe_link": safe_link,
            "segment": segment,
            "written": written,
        }

    def when(self, moment: str | None) -> str:
        """Return a time to the minute in the reader's zone; an unreadable one unchanged."""
        time = parse_date(moment) if moment else None
        if time is None:
            return moment or ""
        local = time.astimezone(self.zone)
        if self.language == "zh":
            return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"

    def gap(self, earlier: str | None, later: str | None) -> str:
        """Return the time between two moments.

        >>> from datetime import UTC
        >>> Formatting("en", UTC).gap("2024-01-01T10:00:00+00:00", "2024-01-01T13:12:00+00:00")
        '+3 h 12 min'
        """
        begin, end = (parse_date(each) if each else None for each in (earlier, later))
        if begin is None or end is None:
            return ""
        return self.lapse((end - begin).total_seconds() / 3600)

    def lapse(self, hours: float) -> str:
        """Return a duration, negative if one time is before the other, in days if it is long.

        >>> from datetime import UTC
        >>> [Formatting("en", UTC).lapse(each) for each in (-0.5, 15.85, 2078)]
        ['−30 min', '+15 h 51 min', '+87 d']
        """
        minutes = round(hours * 60)
        sign, minutes = ("+" if minutes >= 0 else "−"), abs(minutes)
        whole, rest = divmod(minutes, 60)
        if whole >= _HOURS:
            days = round(whole / 24)
            return f"{sign}{days} 天" if self.language == "zh" else f"{sign}{days} d"
        if self.language == "zh":
            return f"{sign}{whole} 小时 {rest} 分" if whole else f"{sign}{rest} 分"
        return f"{sign}{whole} h {rest} min" if whole else f"{sign}{rest} min"


def percent(share: float) -> str:
    r"""Return a share in per cent, unbreakable; only 1 is 100 %, and only 0 is 0 %.

    >>> percent(0.999), percent(1.0), percent(0.001)
    ('99\xa0%', '100\xa0%', '1\xa0%')
    """
    whole = round(share * 100)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole}\N{NO-BREAK SPACE}%"


def count(number: float) -> str:
    """Return a number with its thousands separated."""
    return f"{number:,.0f}"


def safe_link(url: str | None) -> str | None:
    """Return an address that a page may link to, ``None`` for anything but http and https."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def segment(value: str) -> str:
    """Return a value as one segment of a path."""
    return quote(value, safe="")
