"""A signal ends work that blocks the event loop, wherever in it the signal comes."""

import os
import signal

import pytest

from newsfeed.pipelines.interruption import Interrupted, interruptible


class Dying:
    """Sends a signal from where Python prints exceptions instead of raising them."""

    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(1000))


@pytest.fixture
def stopped():
    """Handle SIGTERM as a crawl does; yield what was handled."""
    seen = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: seen.append(number))
    yield seen
    signal.signal(signal.SIGTERM, before)


def work(stop):
    """Call a function that sends a signal, and go on for seconds."""
    with interruptible():
        stop()
        for _ in range(10_000_000):
            sum(range(100))


def test_a_signal_ends_the_work(stopped):
    with pytest.raises(Interrupted):
        work(lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert stopped == [signal.SIGTERM]


def test_a_signal_that_comes_while_an_object_is_deleted_ends_it_too(stopped, capsys):
    alarm = signal.getsignal(signal.SIGALRM)
    with pytest.raises(Interrupted):
        work(Dying)
    assert stopped == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGALRM) == alarm
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert capsys.readouterr().err == ""
