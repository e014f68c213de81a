"""Places of marks in the charts of the pages and the report, which templates draw as SVG."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.dates.parsing import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.store.browse import ListedArticle

CHART = (720, 120)
"""Width and height of the chart of novelty over time, in pixels."""

_MOST_DAYS = 120  # bars of the chart; a longer period is summed by month or year
_MOST_STRETCHES = 40  # bars of a histogram of times
_LANES = 8  # outlets of a time line; the others are left out
_LANE = 22  # pixels
_NAMES = 190  # pixels for the names of outlets
_MARGIN = 8  # pixels, for the dots at both ends


class Bar(NamedTuple):
    """A stretch of time in the chart, with its place in pixels."""

    label: str
    articles: int
    novelty: float
    x: float
    width: float
    height: float


class Dot(NamedTuple):
    """An article in a time line, with its place in pixels."""

    article: ListedArticle
    x: float
    y: float


class Lane(NamedTuple):
    """The line of one outlet in a time line: its name and the position of its base line in pixels."""

    site: str
    y: float


class Timeline(NamedTuple):
    """The articles of a story by time and outlet, in a drawing of this size in pixels; names end at ``start``."""

    lanes: Sequence[Lane]
    dots: Sequence[Dot]
    start: int
    width: int
    height: int


def bars(days: Sequence[tuple[str, int, float]]) -> list[Bar]:
    """Return bars of the number of articles and their novelty by day, month or year, as fine as fits.

    >>> [bar.label for bar in bars([("2024-01-01", 2, 0.5), ("2024-01-02", 4, 1.0)])]
    ['2024-01-01', '2024-01-02']
    """
    summed: dict[str, tuple[int, float]] = {}
    length = _fitting((day for day, _, _ in days), _MOST_DAYS)
    for day, count, novelty in days:
        known, total = summed.get(day[:length], (0, 0.0))
        summed[day[:length]] = known + count, total + count * novelty
    summed = dict(list(summed.items())[-_MOST_DAYS:])
    width, height = CHART
    most = max((count for count, _ in summed.values()), default=1)
    step = width / max(1, len(summed))
    return [
        Bar(label, count, total / count, round(place * step, 2), round(step * 0.85, 2), round(height * count / most, 2))
        for place, (label, (count, total)) in enumerate(summed.items())
    ]


def stretches(days: Mapping[str, int]) -> list[tuple[str, int, str, str]]:
    """Return counts by day, month or year, as fine as fits, each with its first day and the day after its last.

    >>> stretches({"2024-01-31": 2, "2024-02-01": 1})[0]
    ('2024-01-31', 2, '2024-01-31', '2024-02-01')
    """
    summed: dict[str, int] = {}
    length = _fitting(days, _MOST_STRETCHES)
    for day, count in sorted(days.items()):
        summed[day[:length]] = summed.get(day[:length], 0) + count
    return [(name, count, *_bounds(name)) for name, count in list(summed.items())[-_MOST_STRETCHES:]]


def _fitting(days: Iterable[str], most: int) -> int:
    """Return the length of the date prefix (day, month or else year) that gives at most ``most`` bars."""
    stated = set(days)
    return next((length for length in (10, 7) if len({day[:length] for day in stated}) <= most), 4)


def _bounds(name: str) -> tuple[str, str]:
    """Return the first day of a day, month or year, and the first day after it; empty texts for other names."""
    try:
        begin = date.fromisoformat(f"{name}-01-01"[:10])
        longest = {10: 1, 7: 31, 4: 366}[len(name)]
        after = begin + timedelta(days=longest)
    except (ValueError, KeyError, OverflowError):
        return "", ""
    end = after if len(name) == 10 else after.replace(day=1) if len(name) == 7 else date(begin.year + 1, 1, 1)
    return begin.isoformat(), end.isoformat()


def timeline(members: Sequence[ListedArticle]) -> Timeline:
    """Return the time line of a story, whose articles are in the order of publication."""
    sites = list(dict.fromkeys(each.site for each in members))[:_LANES]
    lanes = [Lane(site, (place + 0.5) * _LANE) for place, site in enumerate(sites)]
    of = {lane.site: lane.y for lane in lanes}
    times = {each.number: time.timestamp() for each in members if (time := parse_date(each.moment)) is not None}
    first, last = min(times.values(), default=0.0), max(times.values(), default=0.0)
    width = CHART[0]
    scale = (width - _NAMES - 2 * _MARGIN) / ((last - first) or 1.0)
    dots = [
        Dot(each, round(_NAMES + _MARGIN + (times[each.number] - first) * scale, 1), of[each.site])
        for each in members
        if each.site in of and each.number in times
    ]
    return Timeline(lanes, dots, _NAMES, width, len(lanes) * _LANE)
