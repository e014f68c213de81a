"""The closing summaries of a crawl, a round of a watch, and a rerun of deduplication."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from newsfeed.reporting.timing import STAGES
from newsfeed.text.characters import for_terminal
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.dedup.config import ConfigChange

LISTED = 20
"""The most remarks that a summary lists; failures are all listed."""

_FIGURE = re.compile(r"\d[\d,.]*")
_ALIKE = 3  # sources with the same remark that are named one by one


class Output(NamedTuple):
    """A written output: its name, the number of articles in it, and the number that its format left out."""

    name: str
    articles: int
    left_out: int


class StoreGrowth(NamedTuple):
    """A store's name, and the number of its articles before a crawl and after it."""

    name: str
    before: int
    after: int


def summary(
    stats: Mapping[str, Any],
    failures: Sequence[tuple[str, str]],
    remarks: Sequence[tuple[str, str]],
    seconds: float,
    *,
    outputs: Sequence[Output] = (),
    store: StoreGrowth | None = None,
    dropped: Mapping[str, int] | None = None,
    by_stage: bool = False,
) -> str:
    """Return the summary of a crawl with these counts (names under ``newsfeed/``), failures and remarks.

    Failures and remarks are given as (source, reason); ``outputs`` are the written outputs; ``dropped`` are the numbers
    of dropped articles by reason. ``by_stage`` shows where the time went.
    """

    def count(name: str) -> int:
        return int(stats.get(f"newsfeed/{name}", 0))

    unique, reuse = count("paragraphs/unique"), count("paragraphs/reuse")
    inside, across = count("paragraphs/duplicate_inside"), count("paragraphs/duplicate_across")
    articles = [count(f"articles/{outcome}") for outcome in ("new", "revised", "unchanged")]
    lines = [
        _line("sources", count("sources"), f"{len(failures):,} failed"),
        *_mended(*(count(f"documents/{step}") for step in ("repaired", "entries", "lenient"))),
        _line("entries", count("entries")),
        *_pages(*(count(f"pages/{what}") for what in ("more", "less", "failed"))),
        _line("articles", sum(articles), "{:,} new, {:,} revised, {:,} unchanged".format(*articles)),
        _line("copies", count("articles/copies"), "articles that only repeat an earlier one"),
        *_dropped(dropped),
        _line("kept", unique + reuse, f"paragraphs, {reuse:,} of them reuse part of an earlier one"),
        _line("duplicates", inside + across, f"paragraphs, {inside:,} inside an article, {across:,} across articles"),
        _line("boilerplate", count("paragraphs/boilerplate"), "paragraphs"),
        *_removed(count("paragraphs/removed")),
        *(_line("written", each.articles, _written(each)) for each in outputs),
        *(
            [_line("written", 0, "articles: no output was written; name one with -O FILE")]
            if store and not outputs
            else []
        ),
        *([_line("store", store.after, f"articles in {store.name}, {store.before:,} known before")] if store else []),
        f"{'seconds':<12}{seconds:>9.1f}",
        *(_stages(stats, seconds) if by_stage else []),
    ]
    return "\n".join(lines + _listed("failed", failures) + _listed("remarks", _together(remarks), LISTED))


def impossible_dates_remark(entries: int) -> str:
    """Return the remark on entries of a live feed that state impossible times."""
    named = counted(entries, "entry")
    return f"{named} with an impossible date, before 1995 or in the future: the time of the poll counts instead"


def fuller_remark(entries: int) -> str:
    """Return the remark on entries with less text than their articles, which keep their text."""
    return f"{counted(entries, 'entry')} without text, or with only the start of it: the text read before is kept"


def _written(output: Output) -> str:
    left_out = f", {output.left_out:,} that only repeat earlier ones left out" if output.left_out else ""
    return f"articles to {for_terminal(output.name)}{left_out}"


def _dropped(dropped: Mapping[str, int] | None) -> list[str]:
    """Return the line about articles dropped by patterns, if there are any."""
    if not dropped:
        return []
    return [_line("dropped", sum(dropped.values()), f"articles, by patterns: {by_pattern(dropped)}")]


def by_pattern(dropped: Mapping[str, int]) -> str:
    """Return the numbers of dropped articles by their reasons, most frequent first.

    >>> by_pattern({"--drop golf": 1, "no match for --keep ferry": 1200})
    'no match for --keep ferry (1,200), --drop golf (1)'
    """
    ordered = sorted(dropped.items(), key=lambda each: (-each[1], each[0]))
    named = [f"{for_terminal(reason)} ({number:,})" for reason, number in ordered[:LISTED]]
    return ", ".join([*named, "…"] if len(ordered) > LISTED else named)


def _removed(texts: int) -> list[str]:
    return (
        [_line("removed", texts, "texts around articles: navigation, sharing, bylines, repeated titles")]
        if texts
        else []
    )


def _mended(repaired: int, by_entry: int, lenient: int) -> list[str]:
    """Return the line about broken documents, if there were any."""
    broken = repaired + by_entry + lenient
    remark = f"broken documents, {repaired:,} repaired, {by_entry:,} read entry by entry, {lenient:,} by feedparser"
    return [_line("mended", broken, remark)] if broken else []


def _pages(more: int, less: int, failed: int) -> list[str]:
    """Return the line about pages, if any were requested."""
    asked = more + less + failed
    remark = f"{more:,} more complete than their feeds, {less:,} not, {failed:,} not read"
    return [_line("pages", asked, remark)] if asked else []


def rerun_summary(
    articles: int,
    other: int,
    changed: Iterable[ConfigChange],
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> str:
    """Return the summary of judging a store again.

    ``articles`` were judged, ``other`` of them with another verdict than before; ``changed`` are the options that
    changed; ``before`` and ``after`` are the numbers of paragraphs by status.
    """
    names = {"kept": "unique", "duplicates": "duplicate", "boilerplate": "boilerplate"}
    return "\n".join(
        [
            *(f"{'changed':<12}{each.name}: {each.new}, {each.old} before" for each in changed),
            _line("articles", articles, f"judged again, {other:,} of them with another verdict than before"),
            *(
                _line(name, after.get(status, 0), f"paragraphs, {before.get(status, 0):,} before")
                for name, status in names.items()
            ),
        ]
    )


def round_summary(
    polls: int,
    unchanged: int,
    entries: Mapping[str, int],
    pages: Mapping[str, int],
    failures: Sequence[tuple[str, str]],
    remarks: Sequence[tuple[str, str]],
    dropped: Mapping[str, int],
    seconds: float,
) -> str:
    """Return the summary of a round of a watch.

    ``entries`` and ``pages`` are counts by outcome, ``dropped`` are the numbers of dropped articles by reason; failures
    and remarks are given as (source, reason).
    """
    held = sum(entries.values()) - entries.get("gone", 0)
    fates = ", ".join(f"{entries.get(fate, 0):,} {fate}" for fate in ("new", "revised", "unchanged", "gone"))
    lines = [
        _line("polls", polls, f"{unchanged:,} unchanged, {len(failures):,} failed"),
        _line("entries", held, fates),
        *_dropped(dropped),
        *_pages(*(pages.get(what, 0) for what in ("more", "less", "failed"))),
        f"{'seconds':<12}{seconds:>9.1f}",
    ]
    return "\n".join(lines + _listed("failed", failures) + _listed("remarks", _together(remarks), LISTED))


def _stages(stats: Mapping[str, Any], seconds: float) -> list[str]:
    spent = [(stage, float(stats.get(f"newsfeed/seconds/{stage}", 0))) for stage in STAGES]
    return [f"  {stage:<10}{part:>9.1f}  {part / max(seconds, part, 1e-9):.0%}" for stage, part in spent]


def _line(name: str, number: int, remark: str = "") -> str:
    return f"{name:<12}{number:>9,}  {remark}".rstrip()


def _together(remarks: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return remarks, merging many sources whose remarks are the same except for figures, the most frequent first."""
    alike: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, reason in remarks:
        alike[_FIGURE.sub("0", reason)].append((source, reason))
    together = []
    for several in sorted(alike.values(), key=lambda each: -len(each) if len(each) > _ALIKE else 0):
        source, reason = several[0]
        others = len({each for each, _ in several}) - 1
        if len(several) <= _ALIKE:
            together += several
        elif not others:
            together.append((source, f"{reason}; {len(several) - 1:,} more of this kind"))
        else:
            own = "" if all(each == reason for _, each in several) else ", each with its own figures"
            together.append((f"{source} and {others:,} more{own}", reason))
    return together


def _listed(heading: str, entries: Sequence[tuple[str, str]], most: int | None = None) -> list[str]:
    if not entries:
        return []
    most = len(entries) if most is None else most
    lines = [f"  {for_terminal(source)}: {for_terminal(reason)}" for source, reason in entries[:most]]
    more = len(entries) - most
    return [f"{heading}:", *lines, *([f"  … and {more:,} more, all in the store"] if more > 0 else [])]
