"""When news is judged and given on."""

from datetime import UTC, datetime, timedelta

from newsfeed.subscriptions.batching import BATCH_SIZE, LONGEST_WAIT, PendingBatch

NOW = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_news_waits_for_more_but_not_long():
    news = PendingBatch(since=None)
    assert news.ready_at() is None
    news.add(3, NOW)
    news.add(0, NOW + 9 * SECOND)
    news.add(1, NOW + 9 * SECOND)
    assert news.ready_at() == NOW + LONGEST_WAIT
    assert news.ready_at(more_may_come=False) == NOW
    news.clear()
    assert news.ready_at(more_may_come=False) is None


def test_a_batch_is_enough():
    news = PendingBatch(since=None)
    news.add(BATCH_SIZE, NOW)
    assert news.ready_at() == NOW


def test_what_could_not_be_given_waits_again():
    news = PendingBatch(since=NOW)
    news.put_off(NOW + 60 * SECOND)
    news.add(BATCH_SIZE, NOW)
    assert news.ready_at() == news.ready_at(more_may_come=False) == NOW + 60 * SECOND
