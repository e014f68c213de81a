"""A simulated month of polling: feeds that behave in all the ways feeds do."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from newsfeed.store.repository import Store

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("month")]  # one run serves all tests

START = datetime(2024, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = 30


def rss(*names, now=None):
    """Return a feed with an entry for each name, dated one an hour, or all ``now``."""
    items = "".join(
        f"<item><guid>{name}</guid><title>Report {name}</title><link>https://news.example.org/{name}</link>"
        f"<pubDate>{format_datetime(now or START - HOUR * place)}</pubDate>"
        f"<description>What happened at {name} was told by {name} people who had seen all of it.</description></item>"
        for place, name in enumerate(names, 1)
    )
    return f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


def tagged(tag, *names):
    return {"etag": f'W/"{tag} \xe9"', "body": rss(*names)}


def hourly(hours, make):
    """Return answers that begin at these hours."""
    return [[hour * 3600, make(hour)] for hour in hours]


FEED = {"body": rss("first", "second")}
TAGGED = tagged("known", "first", "second")
ENTRIES = [f"n{number}" for number in range(200)]
BROKEN = {
    "/login": {
        "headers": {"Content-Type": "text/html"},
        "body": "<!DOCTYPE html><title>Sign in</title>",
        "etag": '"x"',
    },
    "/empty": {"body": "", "etag": '"x"'},
    "/cut": {"body": rss("first", "second")[:150], "headers": {"Content-Length": "9999", "ETag": '"x"'}},
}
ANSWERS = {
    "/steady": hourly(range(0, DAYS * 24, 6), lambda hour: tagged(hour, *ENTRIES[hour // 6 : hour // 6 + 10])),
    "/silent": [[0, tagged("same", "first", "second")]],
    "/stuck": [[0, tagged("same", "first")], [DAY.total_seconds(), tagged("same", "first", "unseen")]],
    "/gone": [[0, FEED], [2 * 86400, {"status": 410}]],
    "/missing": [[0, FEED], [86400, {"status": 404}]],
    "/flaky": [[0, TAGGED], [86400, {"status": 500}], [2 * 86400, TAGGED]],
    "/silenced": [[0, TAGGED], [86400, {"status": 0}], [2 * 86400, TAGGED]],
    "/busy": [[0, TAGGED], [86400, {"status": 429, "headers": {"Retry-After": str(6 * 3600)}}], [86400 * 2, TAGGED]],
    "/beside": [[0, FEED]],
    "/moved": [[0, FEED], [86400, {"status": 301, "headers": {"Location": "/new"}}]],
    "/new": [[0, {"body": rss("first", "second", "third")}]],
    "/elsewhere": [[0, {"status": 302, "headers": {"Location": "/new"}}]],
    "/patient": [[0, FEED | {"headers": {"Cache-Control": "max-age=28800"}}]],
    "/asking": [[0, {"body": rss("first").replace("<item>", "<ttl>720</ttl><item>", 1)}]],
    "/stamped": hourly(range(DAYS * 24), lambda hour: {"body": rss("a", "b", "c", now=START + HOUR * hour)}),
    "/rotating": hourly(
        range(DAYS * 24), lambda hour: {"body": rss("a", "b", "c").replace("<guid>", f"<guid>{hour}-")}
    ),
    "/reordered": hourly(range(DAYS * 24), lambda hour: {"body": rss(*(["a", "b", "c"] * 2)[hour % 3 :][:3])}),
    **{path: [[0, TAGGED], [3600, answer], [4 * 86400, TAGGED]] for path, answer in BROKEN.items()},
}
HOSTS = {path: host for host, path in enumerate(path for path in ANSWERS if path not in {"/new", "/beside"})}
HOSTS["/beside"] = HOSTS["/busy"]


class Month:
    """What was asked in the month, and what the store holds after it."""

    def __init__(self, asked, store):
        self.asked = [each | {"at": datetime.fromisoformat(each["at"])} for each in asked]
        self.store = store
        self.feeds = {each.scope.rpartition("/")[2]: each for each in store.subscriptions()}

    def polls(self, path):
        return [each for each in self.asked if each["path"] == path]

    def waits(self, path, since=START):
        times = [each["at"] for each in self.polls(path) if each["at"] >= since]
        return [later - earlier for earlier, later in pairwise(times)]

    def articles(self, path):
        feed = self.feeds[path.removeprefix("/")].scope
        return {each.guid: each for each in self.store.articles(self.store.select(feed=feed))}


@pytest.fixture(scope="module")
def month(play, tmp_path_factory):
    folder = tmp_path_factory.mktemp("month")
    asked = play(folder, START, DAYS, ANSWERS, HOSTS)
    store = Store(f"sqlite:///{folder}/newsfeed.db")
    yield Month(asked, store)
    store.close()


def test_everything_new_comes_in_once(month):
    articles = month.articles("/steady")
    assert set(articles) == set(ENTRIES[: (DAYS * 24 - 6) // 6 + 10])
    assert {each.revision for each in articles.values()} == {1}
    assert 24 * DAYS / 6 < len(month.polls("/steady")) < 24 * DAYS
    assert sum(each["status"] == 200 for each in month.polls("/steady")) == DAYS * 24 / 6


def test_validators_are_echoed_byte_for_byte(month):
    first, second, *_ = month.polls("/silent")
    assert "if-none-match" not in first["headers"]
    assert second["headers"]["if-none-match"] == 'W/"same \xe9"'
    assert second["status"] == 304


@pytest.mark.parametrize("path", ["/flaky", "/silenced", "/busy", *BROKEN])
def test_after_a_failure_of_whatever_kind_the_whole_document_is_asked_for(month, path):
    polls = month.polls(path)
    asked = {(before["answer"], "if-none-match" in poll["headers"]) for before, poll in pairwise(polls)}
    assert {(0, True), (1, False), (2, True)} <= asked
    assert (1, True) not in asked


def test_a_silent_feed_is_polled_seldom(month):
    waits = month.waits("/silent")
    assert waits[0] < HOUR
    assert 5 * HOUR < waits[-1] <= DAY
    assert all(earlier * 0.8 < later for earlier, later in pairwise(waits))


def test_no_feed_is_polled_more_often_than_every_half_hour(month):
    for path in set(ANSWERS) - {"/new"}:
        assert min(month.waits(path), default=DAY) >= HOUR / 2, path


def test_a_server_stuck_on_unchanged_is_asked_for_the_document(month):
    unconditional = [each["at"] for each in month.polls("/stuck") if "if-none-match" not in each["headers"]]
    gaps = [later - earlier for earlier, later in pairwise(unconditional)]
    assert gaps
    assert all(8 * DAY < gap < 10 * DAY for gap in gaps)
    assert set(month.articles("/stuck")) == {"first", "unseen"}


def test_gone_feeds_are_asked_no_more(month):
    assert [each["status"] for each in month.polls("/gone")].count(410) == 1
    assert month.polls("/gone")[-1]["status"] == 410
    assert (month.feeds["gone"].status, month.feeds["gone"].why) == ("retired", "gone for good (410)")
    assert len(month.articles("/gone")) == 2


def test_missing_feeds_are_asked_every_few_days_for_ever(month):
    waits = month.waits("/missing", START + DAY)
    assert waits == sorted(waits) or max(waits) > 3 * DAY
    assert max(waits) < 5 * DAY
    assert month.polls("/missing")[-1]["at"] > START + (DAYS - 5) * DAY
    assert month.feeds["missing"].status == "active"


def test_a_feed_that_failed_comes_back(month):
    assert 3 < sum(each["status"] == 500 for each in month.polls("/flaky")) < 12
    assert month.feeds["flaky"].why is None
    assert month.feeds["flaky"].history.failures == 0


def test_a_busy_host_is_left_alone_altogether(month):
    busy = [each["at"] for each in month.polls("/busy") if each["status"] == 429]
    others = [each["at"] for each in month.polls("/busy") + month.polls("/beside")]
    assert 2 <= len(busy) <= 5
    for refused in busy:
        assert not any(refused < moment < refused + 6 * HOUR for moment in others)


def test_a_move_is_followed_at_once_and_believed_after_days(month):
    old = month.polls("/moved")
    assert START + 3 * DAY <= old[-1]["at"] < START + 4 * DAY
    assert month.feeds["moved"].url.endswith("/new")
    assert set(month.articles("/moved")) == {"first", "second", "third"}
    assert month.feeds["elsewhere"].url.endswith("/elsewhere")
    assert month.polls("/elsewhere")[-1]["at"] > START + (DAYS - 2) * DAY


def test_what_caches_and_the_feed_ask_for_is_heeded(month):
    assert min(month.waits("/patient")) >= 8 * HOUR
    assert min(month.waits("/asking")) >= 12 * HOUR


@pytest.mark.parametrize("path", sorted(BROKEN))
def test_what_is_no_feed_takes_nothing_away(month, path):
    assert set(month.articles(path)) == {"first", "second"}
    assert {each.revision for each in month.articles(path).values()} == {1}
    assert not any(each["headers"].get("if-none-match") == '"x"' for each in month.polls(path))
    assert month.feeds[path.removeprefix("/")].history.failures == 0


def test_entries_that_are_stamped_or_reordered_or_get_new_ids_are_the_same_entries(month):
    for path in ("/stamped", "/reordered", "/rotating"):
        articles = month.articles(path).values()
        assert sorted(each.title for each in articles) == ["Report a", "Report b", "Report c"]
        assert {each.revision for each in articles} == {1}


def test_everything_is_judged_and_given_back(month):
    assert month.store.count_pending() == 0
    assert month.store.undelivered() == []
