"""The bars of histograms: as fine as fits, and the days that each is a link to."""

from __future__ import annotations

import pytest

from newsfeed.web.charts import bars, stretches


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2024-12-31"], [("2024-12-31", 1, "2024-12-31", "2025-01-01")]),
        (
            [f"2024-{month:02d}-{day:02d}" for month in (2, 12) for day in range(1, 29)],
            [("2024-02", 28, "2024-02-01", "2024-03-01"), ("2024-12", 28, "2024-12-01", "2025-01-01")],
        ),
        (
            [f"{year}-{month:02d}-15" for year in (2020, 2021, 2022, 2023) for month in range(1, 13)],
            [(str(year), 12, f"{year}-01-01", f"{year + 1}-01-01") for year in (2020, 2021, 2022, 2023)],
        ),
        (["", "9999-12-31"], [("", 1, "", ""), ("9999-12-31", 1, "", "")]),
    ],
)
def test_counts_are_summed_by_day_month_or_year(days: list[str], expected: list[tuple[str, int, str, str]]) -> None:
    assert stretches(dict.fromkeys(days, 1)) == expected


def test_a_long_period_is_shown_by_month_with_the_mean_of_its_novelty() -> None:
    days = [(f"2024-{month:02d}-{day:02d}", 1, day % 2) for month in range(1, 7) for day in range(1, 29)]
    assert [(bar.label, bar.articles, bar.novelty) for bar in bars(days)] == [
        (f"2024-{month:02d}", 28, 0.5) for month in range(1, 7)
    ]
