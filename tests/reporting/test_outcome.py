"""What breaks a run, and what is said of it. Whole crawls with their exit codes are tried in ``tests/e2e``."""

from __future__ import annotations

import json

import pytest
from scrapy import Spider, signals
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newsfeed.reporting.outcome import Outcome


@pytest.fixture
def outcome() -> Outcome:
    """Return the extension of a crawl that has read two sources."""
    found = Outcome.from_crawler(get_crawler())
    found.start()
    found.stats.set_value("newsfeed/sources", 2)
    found.stats.set_value("newsfeed/sources/read", 1)
    return found


def end(outcome: Outcome, reason: str = "finished") -> int:
    """End the run as Scrapy does; return the exit code."""
    outcome.spider_closed(Spider("feeds"), reason)
    outcome.engine_stopped()
    return outcome.exit_code


def test_a_run_that_reads_its_sources_is_done(outcome: Outcome) -> None:
    assert (end(outcome), outcome.broken) == (0, None)


def test_a_run_that_never_stops_is_not_done(outcome: Outcome) -> None:
    assert outcome.exit_code == 1


def test_a_failed_source_does_not_break_a_run_but_all_of_them_do(outcome: Outcome) -> None:
    outcome.fail("a.xml", "empty")
    assert end(outcome) == 0
    outcome.fail("b.xml", "empty")
    outcome.stats.set_value("newsfeed/sources/read", 0)
    assert end(outcome) == 1
    assert outcome.broken == "nothing could be read"
    assert outcome.stats.get_value("newsfeed/sources/failed") == len(outcome.failures) == 2


def test_a_remark_is_no_failure(outcome: Outcome) -> None:
    for source in ("a.xml", "b.xml", "c.xml"):
        outcome.remark(source, "2 bare ampersands were escaped")
    assert end(outcome) == 0
    assert outcome.failures == []


def test_a_run_without_sources_has_read_nothing(outcome: Outcome) -> None:
    outcome.stats.set_value("newsfeed/sources/read", 0)
    assert end(outcome) == 1
    assert outcome.broken == "nothing could be read: the sources hold no feeds or articles"


@pytest.mark.parametrize(
    ("reason", "broken"),
    [("shutdown", "it was interrupted"), ("closespider_timeout", "it ended early: closespider_timeout")],
)
def test_a_run_that_ends_early_is_broken(outcome: Outcome, reason: str, broken: str) -> None:
    assert (end(outcome, reason), outcome.broken) == (1, broken)


@pytest.mark.parametrize("level", ["ERROR", "CRITICAL"])
def test_what_scrapy_only_logs_breaks_a_run(outcome: Outcome, level: str) -> None:
    outcome.stats.inc_value(f"log_count/{level}")
    assert (end(outcome), outcome.broken) == (1, "an error was logged")


def test_a_warning_does_not_break_a_run(outcome: Outcome) -> None:
    outcome.stats.inc_value("log_count/WARNING")
    assert end(outcome) == 0


@pytest.mark.parametrize("signal", [signals.spider_error, signals.item_error])
def test_an_exception_in_spider_or_pipeline_breaks_a_run(signal: object) -> None:
    crawler = get_crawler()
    outcome = Outcome.from_crawler(crawler)
    crawler.signals.send_catch_log(signal, failure=Failure(OSError("disk\n full")), item=None, response=None)
    assert outcome.broken == "OSError: disk full"


def test_the_first_thing_that_broke_a_run_is_the_one_named(
    outcome: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome.break_run("the disk is full")
    outcome.break_run("nothing was written")
    assert end(outcome, "shutdown") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1] == "broken: the disk is full"


def test_what_is_no_crawl_has_no_summary(capsys: pytest.CaptureFixture[str]) -> None:
    end(Outcome.from_crawler(get_crawler()))
    assert capsys.readouterr().err == ""


def test_the_closing_summary_names_failures_and_remarks(outcome: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    outcome.fail("a.xml", "empty")
    outcome.remark("b.xml", "2 bare ampersands were escaped")
    end(outcome)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "sources             2  1 failed\n" in printed.err
    assert "\nfailed:\n  a.xml: empty\n" in printed.err
    assert "\nremarks:\n  b.xml: 2 bare ampersands were escaped\n" in printed.err
    assert "broken" not in printed.err


def test_the_summary_is_json_where_the_log_is(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome.from_crawler(get_crawler(settings_dict={"NEWSFEED_JSON_LOGS": True}))
    outcome.start()
    outcome.stats.inc_value("newsfeed/entries", 7)
    outcome.fail("a\x1b.xml", "empty")
    end(outcome)
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["message"], said["counts"]["entries"]) == ("summary", 7)
    assert said["failed"] == [{"source": "a\x1b.xml", "reason": "empty"}]
