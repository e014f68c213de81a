"""When news is judged and given on."""

from datetime import UTC, datetime, timedelta

from newsfeed.news import AT_ONCE, LONGEST_WAIT, News

NOW = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_news_waits_for_more_but_not_long():
    news = News(since=None)
    assert not news.is_ripe(NOW, more_may_come=False)
    news.add(3, NOW)
    news.add(0, NOW + 9 * SECOND)
    assert not news.is_ripe(NOW + SECOND, more_may_come=True)
    assert news.is_ripe(NOW + SECOND, more_may_come=False)
    assert news.is_ripe(NOW + LONGEST_WAIT, more_may_come=True)
    news.clear()
    assert not news.is_ripe(NOW + LONGEST_WAIT, more_may_come=False)


def test_a_batch_is_enough():
    news = News(since=None)
    news.add(AT_ONCE, NOW)
    assert news.is_ripe(NOW, more_may_come=True)


def test_what_could_not_be_given_waits_again():
    news = News(since=NOW)
    news.put_off(NOW + 60 * SECOND)
    news.add(AT_ONCE, NOW)
    assert not news.is_ripe(NOW + 59 * SECOND, more_may_come=False)
    assert news.is_ripe(NOW + 60 * SECOND, more_may_come=True)
