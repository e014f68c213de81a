"""The watch: one crawl that polls every subscribed feed when it is due, for ever or for one round.

Due feeds are leased from the store when there is room to poll them, so that several watches share the work. Each poll
is a task of its own, from the request to the transaction that stores what came of it, and can be given up at any
moment. When some news has come together, it is judged, and given to the item pipelines.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals

from newsfeed.config import terms
from newsfeed.errors import NewsfeedError
from newsfeed.exporters.delivery import Delivery
from newsfeed.exporters.publication import Publication
from newsfeed.pipelines.dedup import DedupPipeline
from newsfeed.pipelines.fulltext import HostPauses, WatchPages
from newsfeed.pipelines.intake import extract, take_in
from newsfeed.reporting.polls import PollStats
from newsfeed.reporting.progress import Progress
from newsfeed.reporting.timing import StageTimer
from newsfeed.store.repository import Store
from newsfeed.subscriptions.batching import LONGEST_WAIT, PendingBatch
from newsfeed.subscriptions.clock import Clock, SystemClock
from newsfeed.subscriptions.model import Failed, Received, Unchanged, failed, failure_wait, received, unchanged
from newsfeed.subscriptions.poll import ask, breakdown, read_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsfeed.items import Article
    from newsfeed.loaders.identity import Named
    from newsfeed.pipelines.intake import Ingested
    from newsfeed.subscriptions.model import Subscription
    from newsfeed.subscriptions.poll import Answer

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
"""How long a feed belongs to the process that polls it, unless that says that it goes on."""

LOOK_AGAIN = 60.0
"""Seconds after which a watch that has nothing to do looks for subscriptions that others have added."""

SOON = timedelta(minutes=1)
"""A round waits so long for a host that wants to be left alone, no longer."""

AGAIN_AFTER = timedelta(minutes=5)
"""News that could not be given on is tried again after this."""

ELSEWHERE = timedelta(seconds=5)
"""While another watch does what one at a time may do, this one asks again after so long."""

_JUDGING, _READING = "judging", "reading pages"  # duties of one watch at a time
_NOWHERE = "data:,"  # a request that needs no network: its callback is where our own work runs


class WatchSpider(Spider):
    """Polls the subscribed feeds.

    Arguments: ``once`` (``1``: one round, of all that is due), ``publish`` (a directory for feeds of the newest
    articles), ``hook`` (a shell command for each batch of news), ``title`` and ``base_url`` (of the published feeds)
    and ``clock`` (for tests).
    """

    name = "watch"
    # Its summary is about crawls. The store gives out the feeds of a host one at a time, NEWSFEED_HOST_DELAY apart.
    custom_settings = {"EXTENSIONS": {"newsfeed.reporting.outcome.Outcome": None}, "DOWNLOAD_DELAY": 0}  # noqa: RUF012

    store: Store
    delivery: Delivery
    pages: WatchPages

    def __init__(
        self,
        once: str = "0",
        publish: str = "",
        hook: str = "",
        title: str = "",
        base_url: str = "",
        clock: Clock | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.once = once == "1"
        self._names = hook, publish
        self._publication = Publication.of(title, base_url)
        self.poll_stats = PollStats()
        self._clock = clock or SystemClock()
        self._owner = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        self._polls: set[asyncio.Task[None]] = set()
        self._progress = Progress()
        # What broke off has waited long enough, but a round ends with what it brings itself.
        self._news = PendingBatch(since=self._clock.now() - (timedelta() if self.once else LONGEST_WAIT))
        self._pages_due: datetime | None = self._clock.now()
        self._reading: asyncio.Task[int] | None = None
        self._published = not publish
        self._giving: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> WatchSpider:
        """Build the spider and have it told when the engine has stopped."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.finish, signals.engine_stopped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Poll what is due, judge what came, and wait; until there is nothing due, if it is to be one round."""
        self.store = Store(self.settings["NEWSFEED_STORE"], terms=terms(self.settings))
        self.delivery = Delivery.from_settings(self.settings, *self._names, self._publication)
        room = max(1, self.settings.getint("CONCURRENT_REQUESTS") - 1)  # one is for giving back
        self._delay = timedelta(seconds=self.settings.getfloat("NEWSFEED_HOST_DELAY"))
        stats = self.crawler.stats
        assert stats is not None  # noqa: S101 - a running crawl has them
        pauses = HostPauses(self.store, self._clock, self._delay)
        self.pages = WatchPages(self.crawler, self.store, StageTimer(stats), pauses, self.poll_stats.pages)
        keeping = asyncio.create_task(self._keep_leases())
        try:
            while True:
                self._begin_polls(room - len(self._polls))
                self._begin_reading()
                if self._is_time_to_judge():
                    async for request in self._judge():
                        yield request
                wait = self._time_to_wait()
                if wait is None:
                    return
                self._progress.status(self.poll_stats.line(len(self._polls)))
                await self._clock.wait(self._under_way(), wait)
                self._end_polls()
                self._end_reading()
        finally:
            for task in filter(None, (keeping, self._reading, *self._polls)):
                task.cancel()
            self.delivery.stop()

    async def give_back(self, _response: Response, numbers: Sequence[int]) -> AsyncIterator[Article]:
        """Give news to the item pipelines and the delivery, and note that it was given."""
        try:
            for article in self.store.articles(numbers):
                yield article
            await self.delivery.deliver(self.store, numbers)
            self.store.mark_delivered(numbers)
            self._published = True
        except NewsfeedError as error:
            self._news.put_off(self._clock.now() + AGAIN_AFTER)
            logger.error("%s; its %d articles are given again later", error, len(numbers))  # noqa: TRY400 - one line
        finally:
            self.store.release_lock(_JUDGING, self._owner)
            if self._giving is not None:
                self._giving.set_result(None)

    def finish(self) -> None:
        """Leave what was not done to others, or to the next watch."""
        self._progress.close()
        if hasattr(self, "store"):
            self.store.release(self._owner)
            self.store.close()

    async def _keep_leases(self) -> None:
        """Say, again and again, that what is leased is still being worked on."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            self.store.extend_leases(self._owner, self._clock.now() + LEASE)

    def _begin_polls(self, room: int) -> None:
        """Poll as many of the due feeds as there is room for."""
        if room > 0:
            now = self._clock.now()
            for subscription in self.store.lease(self._owner, now, now + LEASE, room):
                self._polls.add(asyncio.create_task(self._poll(subscription)))

    def _begin_reading(self) -> None:
        """Read the pages that articles wait for, unless another watch does, or there are none."""
        now = self._clock.now()
        if self._pages_due is None or self._pages_due > now or self._reading is not None:
            return
        self._pages_due = None
        unread = self.pages.unread()
        if not unread:
            return
        if self.store.acquire_lock(_READING, self._owner, now, now + LEASE):
            self._reading = asyncio.create_task(self.pages.read(unread))
        else:
            self.pages.want(each.number for each in unread)
            self._pages_due = now + ELSEWHERE

    def _end_reading(self) -> None:
        """Have what waited for its page given on."""
        if self._reading is not None and self._reading.done():
            reading, self._reading = self._reading, None
            self.store.release_lock(_READING, self._owner)
            self._news.add(reading.result(), self._clock.now())

    def _under_way(self) -> set[asyncio.Future[Any]]:
        """Return what is to be waited for: the polls, the pages, and that news has been given back."""
        begun = (*self._polls, self._reading, self._giving)
        return {each for each in begun if each is not None and not each.done()}

    def _is_giving(self) -> bool:
        return self._giving is not None and not self._giving.done()

    def _end_polls(self) -> None:
        """Forget the polls that are done; what they could not store raises here, and ends the watch."""
        done = {poll for poll in self._polls if poll.done()}
        self._polls -= done
        for poll in done:
            poll.result()

    def _time_to_wait(self) -> float | None:
        """Return for how many seconds there is nothing to begin, or ``None`` where all is done."""
        now = self._clock.now()
        host = self.store.next_host(now)
        ripe = None if self._is_giving() else self._news.ready_at(more_may_come=not self.once)
        moments = [each for each in (host, ripe, self._pages_due) if each is not None]
        if self.once:
            if self._under_way():
                return LOOK_AGAIN
            soon = [(each - now).total_seconds() for each in moments if each - now <= SOON]
            return min(soon, default=None)
        if due := self.store.next_due(now):
            moments.append(due)
        return min([LOOK_AGAIN, *((each - now).total_seconds() for each in moments)])

    async def _poll(self, subscription: Subscription) -> None:
        """Poll a leased feed, and store its articles and its new state in one transaction."""
        answer, articles = await self._ask(subscription)
        now = self._clock.now()
        extracted = extract(self.store, articles)
        with self.store.alone():
            if not self.store.is_leased(subscription.number, self._owner):
                return  # the lease has expired: another process has polled the feed
            taken = take_in(self.store, extracted)
            after = _after_poll(subscription, answer, taken, now)
            busy = isinstance(answer, Failed) and answer.kind == "busy"
            wait = failure_wait(after, answer) if isinstance(answer, Failed) and busy else timedelta()
            self.store.finish_poll(after, now + max(self._delay, wait))
            if isinstance(answer, Failed) and busy and answer.host:
                self.store.back_off(answer.host, now + wait)  # redirects may have led there
        outcomes = _outcomes(answer, taken)
        self.poll_stats.add(subscription, after, answer, outcomes)
        self._news.add(outcomes["new"] + outcomes["revised"], now)
        if subscription.options.full_text and isinstance(answer, Received):
            self.pages.want(after.history.holds)
            self._pages_due = self._pages_due or now

    async def _ask(self, subscription: Subscription) -> tuple[Answer, Sequence[Named]]:
        assert self.crawler.engine is not None  # noqa: S101 - it runs this
        request = ask(subscription.url, subscription.options, subscription.conditions(self._clock.now()))
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever a download fails with
            return breakdown(error), []
        try:
            return read_answer(response, subscription, self._clock.now(), self.settings.getint("DOWNLOAD_MAXSIZE"))
        except Exception as error:
            # One document that we cannot read is no reason to read no others.
            logger.exception("%s: could not be read", subscription.url)
            return Failed(f"could not be read: {type(error).__name__}", "broken"), []

    def _is_time_to_judge(self) -> bool:
        more_may_come = bool(self._polls or self._reading) or not self.once
        ripe = self._news.ready_at(more_may_come=more_may_come)
        return ripe is not None and ripe <= self._clock.now() and not self._is_giving()

    async def _judge(self) -> AsyncIterator[Request]:
        """Judge what waits for it, and have what nobody has been given yet given back.

        One watch at a time does this for all that share the store.
        """
        now = self._clock.now()
        if not self.store.acquire_lock(_JUDGING, self._owner, now, now + LEASE):
            self._news.put_off(now + ELSEWHERE)
            return
        self._news.clear()
        self._pages_due = self._pages_due or now  # a watch that has died may have left some
        pipeline = self.crawler.get_item_pipeline(DedupPipeline)
        if pipeline is not None:
            await pipeline.judge(self.store, self._progress)
        numbers = self.store.undelivered()
        if numbers or not self._published:
            self._giving = asyncio.get_running_loop().create_future()
            yield Request(_NOWHERE, self.give_back, cb_kwargs={"numbers": numbers}, dont_filter=True)
        else:
            self.store.release_lock(_JUDGING, self._owner)


def _after_poll(subscription: Subscription, answer: Answer, taken: Sequence[Ingested], now: datetime) -> Subscription:
    """Return the state of a feed after a poll; ``taken`` are the articles of its new and changed entries, stored."""
    match answer:
        case Failed():
            return failed(subscription, answer, now)
        case Unchanged():
            return unchanged(subscription, answer, now)
    known, read = subscription.history.entries, iter(taken)
    numbers = [known[digest] if digest in known else next(read).number for digest in answer.entries]
    held = frozenset(subscription.history.holds)
    new = sum(each.outcome == "new" and each.number not in held for each in taken)
    return received(subscription, answer, numbers, new, now)


def _outcomes(answer: Answer, taken: Sequence[Ingested]) -> Counter[str]:
    """Return the number of entries by outcome."""
    outcomes = Counter[str](each.outcome for each in taken)
    if isinstance(answer, Received):
        outcomes["unchanged"] += len(answer.entries) - len(taken)
    return outcomes
