from __future__ import annotations

from datetime import timedelta

import pytest

from newsfeed.formats import Hints, parse

SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'


def hints(inside: str) -> Hints:
    return parse(f"<rss {SY} {ITUNES}><channel>{inside}<item/></channel></rss>".encode()).hints


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("", Hints()),
        ("<ttl> 60 </ttl>", Hints(ttl=timedelta(hours=1))),
        ("<ttl>0</ttl>", Hints()),
        ("<ttl>-5</ttl><ttl>soon</ttl>", Hints()),
        ("<ttl>99999999999999999999</ttl>", Hints()),
        ("<sy:updatePeriod> hourly\n</sy:updatePeriod>", Hints(interval=timedelta(hours=1))),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            Hints(interval=timedelta(hours=6)),
        ),
        ("<sy:updateFrequency>2</sy:updateFrequency>", Hints(interval=timedelta(hours=12))),
        (
            "<sy:updatePeriod>Weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            Hints(interval=timedelta(weeks=1)),
        ),
        ("<sy:updatePeriod>often</sy:updatePeriod>", Hints()),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>25</hour><hour>x</hour></skipHours>",
            Hints(skip_hours=frozenset({0, 7})),
        ),
        (
            "<skipDays><day>Sunday</day><day>monday</day><day>Doomsday</day></skipDays>",
            Hints(skip_days=frozenset({6, 0})),
        ),
        ("<itunes:complete>Yes</itunes:complete>", Hints(ended=True)),
    ],
)
def test_hints_of_a_channel(inside: str, expected: Hints) -> None:
    assert hints(inside) == expected


def test_hints_that_leave_no_time_to_come_back_count_for_nothing() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert hints(f"<skipHours>{hours}</skipHours>") == Hints()


def test_hints_of_other_formats() -> None:
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" {SY}><sy:updatePeriod>daily</sy:updatePeriod></feed>'
    assert parse(atom.encode()).hints == Hints(interval=timedelta(days=1))
    assert parse(b'{"items": [], "expired": true}').hints == Hints(ended=True)
    assert parse(b'{"items": [], "expired": "true"}').hints == Hints()
