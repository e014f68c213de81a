"""How far long work is, where no terminal shows it."""

import logging

import pytest

from newsfeed.reporting.progress import Progress


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(caplog):
    caplog.set_level(logging.INFO, "newsfeed")
    return Clock()


def test_a_line_a_minute_says_how_far_a_stage_is(clock, caplog):
    progress = Progress(clock)
    progress.stage("reading")
    for _ in range(600):  # ten minutes
        clock.now += 1
        progress.advance(7)
    assert [record.levelname for record in caplog.records] == ["INFO"] * 10
    assert caplog.messages[:2] == ["reading: 420", "reading: 840"]


def test_the_total_is_said_where_it_is_known_and_short_work_says_nothing(clock, caplog):
    progress = Progress(clock)
    progress.stage("comparing", 5000)
    clock.now += 59
    progress.advance(1000)
    assert not caplog.messages
    clock.now += 2
    progress.advance(1000)
    progress.stage("writing", 10)
    progress.advance()
    assert caplog.messages == ["comparing: 2,000 of 5,000"]


def test_a_watch_says_how_it_is(clock, caplog):
    progress = Progress(clock)
    for polls in range(1, 4):
        progress.status(f"watching: {polls} polls")
        clock.now += 61
    assert caplog.messages == ["watching: 2 polls", "watching: 3 polls"]
