from __future__ import annotations

from newsfeed.reporting.counter import ReasonCounter


def test_the_commonest_come_first_and_beyond_a_few_the_rest_is_one() -> None:
    tally = ReasonCounter()
    for number in range(3000):
        tally.add(f"reason {number}")
    tally.add("reason 5")
    assert tally.total == 3001
    assert str(tally) == (
        "2 × reason 5, 1 × reason 0, 1 × reason 1, 1 × reason 2, 1 × reason 3, 1 × reason 4, 1 × reason 6, "
        "1 × reason 7, 2,992 × for other reasons"
    )


def test_what_comes_late_but_often_is_named() -> None:
    tally = ReasonCounter()
    for number in range(20):
        tally.add(f"reason {number}")
    for _ in range(500):
        tally.add("late")
    assert str(tally).startswith("500 × late, 1 × reason 0, ")
