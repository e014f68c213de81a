"""Subscriptions in the store: what is remembered, and who may poll what when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsfeed.items import Article, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.subscriptions.conditional import Validators
from newsfeed.subscriptions.model import History, Move, Options, Subscription
from newsfeed.subscriptions.schedule import DAY, HOUR, PublisherLimits, Rhythm

NOW = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(stores, store_url):
    return stores.open(store_url)


@pytest.fixture
def other(store, stores, store_url):
    """Give the same store as another process has it."""
    return stores.open(store_url)


def feed(url, **fields):
    return Subscription(0, url, url, **{"due": NOW} | fields)


def add(store, *urls, **fields):
    return [store.subscribe(feed(url, **fields)) for url in urls]


def lease(store, owner="me", now=NOW, most=10):
    return sorted(each.url for each in store.lease(owner, now, now + 10 * MINUTE, most))


def settle(store, subscription, owner="me", due=NOW + HOUR, quiet=NOW, articles=()):
    """Store what a poll brought, as a watch does; return whether the feed was still leased."""
    with store.alone():
        if not store.is_leased(subscription.number, owner):
            return False
        take_in(store, articles)
        store.finish_poll(replace(subscription, due=due), quiet)
    return True


def test_everything_about_a_feed_is_remembered(store, other):
    known = feed(
        "https://a.example/feed",
        title="A",
        site="https://a.example/",
        folder=("World", "Sea"),
        options=Options(MINUTE, HOUR, "reader", "me:secret"),
    )
    added = store.subscribe(known)
    assert added == replace(known, number=added.number)
    history = History(
        polls=3, polled=NOW, succeeded=NOW - HOUR, received=NOW - DAY, failures=2, failing_since=NOW - MINUTE,
        validators=Validators(b'W/"\xff"', b"odd \x80"),
        wishes=PublisherLimits(HOUR, frozenset({1, 23}), frozenset({6})),
        rhythm=Rhythm(2.5, 1.25), document=b"\0\1", holds=(7, 5, 9),
        entries={-(1 << 63): 7, 12: 5, 13: 9}, move=Move("https://b.example/", NOW, 2),
    )  # fmt: skip
    [leased] = store.lease("me", NOW, NOW + MINUTE, 1)
    polled = replace(leased, history=history, due=NOW + timedelta(seconds=1.5), why="busy", title="B")
    store.finish_poll(polled, NOW)
    assert other.subscription("https://a.example/feed") == polled


def test_a_feed_is_found_by_the_address_it_was_added_by(store):
    [added] = add(store, "https://a.example/feed")
    store.lease("me", NOW, NOW + MINUTE, 1)
    settle(store, replace(added, url="https://new.example/feed"))
    assert store.subscription("https://a.example/feed").url == "https://new.example/feed"
    assert store.unsubscribe("https://new.example/feed")
    assert store.subscription("https://a.example/feed") is None
    assert not store.unsubscribe("https://new.example/feed")


def test_nobody_polls_what_another_polls(store, other):
    add(store, "https://a.example/", "https://b.example/", "https://c.example/")
    mine = lease(store, "me", most=2)
    yours = lease(other, "you")
    assert len(mine) == 2
    assert sorted(mine + yours) == ["https://a.example/", "https://b.example/", "https://c.example/"]
    assert lease(store) == []


def test_what_has_waited_longest_comes_first(store):
    for hours in (1, 3, 2):
        add(store, f"https://{hours}.example/", due=NOW - hours * HOUR)
    assert lease(store, most=1) == ["https://3.example/"]
    assert lease(store, most=1) == ["https://2.example/"]


def test_only_what_is_due_and_active_is_polled(store):
    add(store, "https://later.example/", due=NOW + MINUTE)
    add(store, "https://paused.example/", status="paused")
    add(store, "https://gone.example/", status="retired")
    assert lease(store) == []
    assert store.next_moments(NOW)[0] == NOW + MINUTE
    assert lease(store, now=NOW + MINUTE) == ["https://later.example/"]
    assert store.next_moments(NOW + MINUTE)[0] is None


def test_a_lease_runs_out_and_with_it_the_right_to_store(store, other):
    [added] = add(store, "https://a.example/")
    lease(store, "dead")
    assert lease(other, now=NOW + 9 * MINUTE) == []
    assert lease(other, "heir", now=NOW + 11 * MINUTE) == ["https://a.example/"]
    assert not settle(store, added, "dead")
    assert settle(other, added, "heir")
    assert lease(other, now=NOW + 59 * MINUTE) == []


def test_whoever_still_works_keeps_the_lease(store, other):
    add(store, "https://a.example/")
    lease(store, "slow")
    assert store.acquire_lock("judging", "slow", NOW, NOW + MINUTE)
    store.extend_leases("slow", NOW + 20 * MINUTE)
    assert lease(other, "you", now=NOW + 19 * MINUTE) == []
    assert not other.acquire_lock("judging", "you", NOW + 19 * MINUTE, NOW + HOUR)
    assert lease(other, "you", now=NOW + 21 * MINUTE) == ["https://a.example/"]


def test_what_was_given_back_is_due_as_before(store, other):
    add(store, "https://a.example/")
    lease(store, "me")
    store.release("me")
    assert lease(other, "you") == ["https://a.example/"]


def test_a_host_is_asked_for_one_feed_at_a_time(store, other):
    first, second = add(store, "https://a.example/1", "https://A.example:443/2")
    assert lease(store) == ["https://a.example/1"]
    assert lease(other, "you") == []
    settle(store, first, quiet=NOW + 5 * MINUTE)
    assert lease(other, "you", now=NOW + 4 * MINUTE) == []
    assert store.next_moments(NOW + 4 * MINUTE)[1] == NOW + 5 * MINUTE
    assert lease(other, "you", now=NOW + 5 * MINUTE) == ["https://A.example:443/2"]
    assert store.next_moments(NOW + 5 * MINUTE)[1] is None
    assert second.number != first.number


def test_whoever_asks_a_host_to_be_left_alone_longer_is_heeded(store):
    first, _ = add(store, "https://a.example/1", "https://a.example/2")
    lease(store)
    settle(store, first, quiet=NOW + HOUR)
    add(store, "https://a.example/3")
    lease(store, now=NOW + HOUR)
    settle(store, first, quiet=NOW + 2 * MINUTE)
    assert lease(store, now=NOW + 59 * MINUTE) == []


def test_what_the_subscriber_does_meanwhile_stays_done(store, other):
    [added] = add(store, "https://a.example/")
    lease(store)
    other.change_subscription(replace(added, status="paused", folder=("Later",), options=Options(most=HOUR)))
    settle(store, added)
    found = store.subscription("https://a.example/")
    assert (found.status, found.folder, found.options, found.due) == (
        "paused",
        ("Later",),
        Options(most=HOUR),
        NOW + HOUR,
    )


def test_what_is_removed_meanwhile_stays_removed(store, other):
    [added] = add(store, "https://a.example/")
    lease(store)
    other.unsubscribe("https://a.example/")
    assert not settle(store, added, articles=[article("a")])
    assert store.select() == []


def test_a_feed_that_moves_to_another_subscription_is_retired(store):
    old, _ = add(store, "https://old.example/", "https://new.example/")
    lease(store)
    settle(store, replace(old, url="https://new.example/"))
    found = store.subscription("https://old.example/")
    assert (found.url, found.status) == ("https://old.example/", "retired")
    assert "https://new.example/" in found.why


def article(name):
    url = "https://a.example/"
    return Article(id=article_id(url, name), title=name, fetched="2024-01-05T12:00:00+00:00", feed=Source(url))


def test_a_poll_is_stored_whole_or_not_at_all(store):
    [added] = add(store, "https://a.example/")
    lease(store)

    with pytest.raises(AttributeError), store.alone():
        take_in(store, [article("a"), None])
    assert store.select() == []
    assert settle(store, added, articles=[article("a")])
    assert len(store.select()) == 1


def test_news_is_what_nobody_was_given_of_subscribed_feeds(store):
    [added] = add(store, "https://a.example/")
    lease(store)
    settle(store, added, articles=[article("a"), article("b")])
    other = article("c")
    other.feed = Source("elsewhere.xml")
    take_in(store, [other])
    assert store.undelivered() == []  # not judged yet
    list(judge_pending(store))
    news = store.undelivered()
    assert sorted(each.title for each in store.articles(news)) == ["a", "b"]
    store.mark_delivered(news)
    assert store.undelivered() == []


def test_one_process_at_a_time_has_a_duty(store, other):
    assert store.acquire_lock("judging", "me", NOW, NOW + MINUTE)
    assert not other.acquire_lock("judging", "you", NOW, NOW + MINUTE)
    assert store.acquire_lock("judging", "me", NOW, NOW + 2 * MINUTE)
    assert not other.acquire_lock("judging", "you", NOW + MINUTE, NOW + HOUR)
    assert other.acquire_lock("judging", "you", NOW + 2 * MINUTE, NOW + HOUR)
    other.release("you")
    assert store.acquire_lock("judging", "me", NOW + 2 * MINUTE, NOW + HOUR)
    other.release_lock("judging", "you")  # whose it is not
    assert not other.acquire_lock("judging", "you", NOW + 2 * MINUTE, NOW + HOUR)
    store.release_lock("judging", "me")
    assert other.acquire_lock("judging", "you", NOW + 2 * MINUTE, NOW + HOUR)
