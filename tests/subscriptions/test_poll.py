"""What servers answer, and what that means for a feed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import Response

from newsfeed.fetch.status import IM_USED
from newsfeed.subscriptions.conditional import Validators
from newsfeed.subscriptions.model import Failed, Options, Received, Subscription, Unchanged, received
from newsfeed.subscriptions.poll import ask, breakdown, moved_to, read_answer
from newsfeed.subscriptions.schedule import HOUR, PublisherLimits

NOW = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)
URL = "https://news.example.org/feed"
FEED = b"""<rss version="2.0"><channel><title>Harbour &amp; News</title><link>/</link><item><guid>1</guid>
<title>The ferry sails</title><pubDate>Fri, 05 Jan 2024 10:00:00 GMT</pubDate></item></channel></rss>"""
SUBSCRIPTION = Subscription(1, URL, URL, due=NOW)


def read(body=FEED, status=200, subscription=SUBSCRIPTION, meta=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(URL, meta=meta or {})
    response = Response(URL, status=status, body=body, headers=named, request=request)
    return read_answer(response, subscription, NOW, 1 << 20)


@pytest.fixture
def known():
    answer, articles = read(ETag='"1"', Last_Modified="today")
    return received(SUBSCRIPTION, answer, range(len(articles)), 1, NOW - HOUR)


def test_a_feed_comes_with_its_articles():
    answer, [(article, _)] = read(ETag='W/"1"', Last_Modified="whenever", Cache_Control="max-age=600")
    assert isinstance(answer, Received)
    assert (answer.title, answer.site) == ("Harbour & News", "https://news.example.org/")
    assert answer.dates == [datetime(2024, 1, 5, 10, 0, tzinfo=UTC)]
    assert answer.validators == Validators(b'W/"1"', b"whenever")
    assert answer.fresh_for == timedelta(minutes=10)
    assert not answer.only_new
    assert (article.title, article.feed.url, article.fetched) == ("The ferry sails", URL, "2024-01-05T12:00:00+00:00")


def test_an_article_keeps_its_id_when_the_feed_moves():
    _, [(before, _)] = read()
    _, [(after, _)] = read(subscription=replace(SUBSCRIPTION, url="https://elsewhere.example/feed"))
    assert (before.id, before.feed.url) == (after.id, after.feed.url)


def test_a_document_asks_when_to_come_back():
    asking = b"<ttl>120</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays><item>"
    answer, _ = read(FEED.replace(b"<item>", asking))
    assert answer.wishes == PublisherLimits(2 * HOUR, frozenset({3}), frozenset({6}))
    weekly = b'<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" version="2.0"><channel>'
    period = b"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    answer, _ = read(FEED.replace(b'<rss version="2.0"><channel>', weekly + period))
    assert answer.wishes == PublisherLimits(6 * HOUR)


def test_half_an_entry_takes_the_place_of_no_whole_one():
    two = FEED.replace(b"</channel>", b"<item><guid>2</guid><title>Barges</title><description>The barges sail too")
    answer, articles = read(two[: two.index(b" too")], ETag='"1"')
    assert [each.title for each, _ in articles] == ["The ferry sails"]
    assert not answer.whole


def test_the_same_bytes_again_need_no_reading(known):
    answer, articles = read(subscription=known, ETag='"2"')
    assert (answer, articles) == (Unchanged(again=True, validators=Validators(b'"2"', None)), [])


def entry(guid, text, link="", date="Fri, 05 Jan 2024 10:00:00 GMT"):
    return (
        f"<item><guid>{guid}</guid><link>{link}</link><title>Quay {guid}</title><pubDate>{date}</pubDate>"
        f"<description>{text}</description></item>"
    )


def feed_of(*entries):
    return f'<rss version="2.0"><channel><title>Quays</title>{"".join(entries)}</channel></rss>'.encode()


OLD = [entry(1, "Barges lie at the north quay."), entry(2, "Nets dry on the south quay.")]


@pytest.mark.parametrize(
    ("entries", "read_again"),
    [
        ([OLD[1], entry(3, "The east quay is closed."), OLD[0]], ["Quay 3"]),
        ([entry(1, "No barges lie at the north quay."), OLD[1]], ["Quay 1"]),
        ([entry(1, "Barges lie at the north quay.", date="Fri, 05 Jan 2024 11:00:00 GMT"), OLD[1]], []),
        ([entry(1, "Barges lie at the north quay.", link="/north"), OLD[1]], ["Quay 1"]),
        # One id for two articles: what the others are known by must be seen again.
        ([*OLD, entry(2, "Nets dry.").replace("Quay", "Pier")], ["Quay 1", "Quay 2", "Pier 2"]),
    ],
)
def test_entries_that_say_what_they_said_are_not_read_again(entries, read_again):
    first, articles = read(feed_of(*OLD))
    assert len(articles) == 2
    known = received(SUBSCRIPTION, first, [7, 8], 2, NOW - HOUR)
    answer, articles = read(feed_of(*entries), subscription=known)
    assert [article.title for article, _ in articles] == read_again
    assert len(answer.entries) == len(entries)
    unread = [known.history.entries[each] for each in answer.entries if each in known.history.entries]
    assert len(unread) + len(read_again) == len(entries)
    assert set(unread) <= {7, 8}


def test_unchanged_is_believed_only_of_what_was_asked_for(known):
    answer, _ = read(b"", 304, known, ETag='"2"', Cache_Control="max-age=60")
    assert answer == Unchanged(validators=Validators(b'"2"', b"today"), fresh_for=timedelta(minutes=1))
    assert read(b"", 304)[0].kind == "broken"


def test_an_answer_may_hold_only_what_is_new(known):
    answer, _ = read(FEED.replace(b"ferry", b"barge"), IM_USED, known)
    assert answer.only_new


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the document is empty"),
        (b"<!DOCTYPE html><title>Sign in</title><form action='/login'>", "an HTML page, not a feed"),
        (b"\x1f\x8bnot gzip", ""),
        (b"<opml version='2.0'><body><outline xmlUrl='https://a.example/'/></body></opml>", "a list of feeds"),
    ],
)
def test_what_is_no_feed_breaks(body, reason):
    answer, articles = read(body)
    assert (answer.kind, articles) == ("broken", [])
    assert answer.reason.startswith(reason)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, "missing"), (410, "gone"), (429, "busy"), (503, "busy"), (500, "failed"), (401, "failed"), (302, "failed")],
)
def test_other_statuses_fail(status, kind):
    answer, _ = read(b"", status)
    assert answer.kind == kind
    assert str(status) in answer.reason


def test_a_busy_server_may_say_when():
    assert read(b"", 429, Retry_After="120")[0].retry_after == timedelta(minutes=2)
    assert read(b"", 503, Retry_After="soon")[0].retry_after is None


@pytest.mark.parametrize(
    ("reasons", "urls", "moved"),
    [
        ([], [], None),
        ([301], ["/a"], URL),
        ([308, 301], ["/a", "/b"], URL),
        ([301, 302], ["/a", "/b"], "/b"),
        ([302, 301], ["/a", "/b"], None),
    ],
)
def test_only_permanent_redirects_move_a_feed(reasons, urls, moved):
    request = Request(URL, meta={"redirect_urls": urls, "redirect_reasons": reasons})
    assert moved_to(Response(URL, request=request)) == moved


def test_a_request_says_what_is_known():
    request = ask(URL, Options(user_agent="reader/1", credentials="me:s:cret"), Validators(b'"\xff"', b"today"))
    assert request.headers["User-Agent"] == b"reader/1"
    assert request.headers["Authorization"] == b"Basic bWU6czpjcmV0"
    assert (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == (b'"\xff"', b"today")
    assert list(ask(URL, Options()).headers) == []


def test_a_host_that_is_not_known_is_missing():
    assert breakdown(CannotResolveHostError("the host name is not known")) == Failed(
        "the host name is not known", "missing"
    )
    assert breakdown(DownloadTimeoutError("the server took too long")) == Failed("the server took too long")
