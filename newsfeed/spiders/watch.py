"""The ``watch`` spider: polls every subscribed feed when it is due, for ever or for one round.

Due feeds are leased from the store when there is capacity to poll them, so that several watches share the work. Each
poll is a separate task, from the request to the transaction that stores its result, and can be cancelled at any time.
New articles are judged in batches and passed to the item pipelines.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals

from newsfeed.config import dedup_config, retention
from newsfeed.errors import NewsfeedError
from newsfeed.exporters.delivery import Delivery
from newsfeed.exporters.publication import Publication
from newsfeed.fetch.backoff import host_wait
from newsfeed.pipelines.dedup import DedupPipeline
from newsfeed.pipelines.fulltext import HostPauses, WatchPages
from newsfeed.pipelines.intake import extract, take_in
from newsfeed.pipelines.interruption import Interrupted, interruptible
from newsfeed.pipelines.retention import prune
from newsfeed.reporting.polls import PollStats
from newsfeed.reporting.progress import Progress
from newsfeed.reporting.summary import fuller_remark
from newsfeed.reporting.timing import StageTimer
from newsfeed.store.engine import StoreError, StoreUnavailableError
from newsfeed.store.repository import Store
from newsfeed.subscriptions.batching import LONGEST_WAIT, PendingBatch
from newsfeed.subscriptions.clock import Clock, SystemClock, has_come
from newsfeed.subscriptions.model import Failed, Received, Unchanged, failed, received, unchanged
from newsfeed.subscriptions.poll import ask, breakdown, read_answer
from newsfeed.text.counting import counted
from newsfeed.text.dates.ages import ago

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
"""The duration of a lease unless its owner extends it."""

LOOK_AGAIN = 60.0
"""Seconds after which an idle watch looks for subscriptions that others have added."""

SOON = timedelta(minutes=1)
"""The longest time that a round waits for a paused host."""

AGAIN_AFTER = timedelta(minutes=5)
"""The time after which a failed delivery is repeated."""

PRUNE_AGAIN = timedelta(days=1)
"""The time between two searches for old articles whose texts must be removed."""

LOCK_RETRY = timedelta(seconds=5)
"""How long to wait before trying again to acquire a lock that another watch holds."""

STORE_RETRY = 15.0
"""Seconds after which a watch tries again to use a store whose server failed."""

_JUDGING, _READING, _PRUNING = "judging", "reading pages", "pruning"  # locks that one watch holds at a time
_NOWHERE = "data:,"  # a request without network access, whose callback does our own work


class WatchSpider(Spider):
    """Polls the subscribed feeds.

    Arguments: ``once`` (``1``: one round of all due feeds), ``publish`` (a directory for feeds of the newest articles),
    ``hook`` (a shell command for each batch of news), ``title`` and ``base_url`` (of the published feeds) and ``clock``
    (for tests).
    """

    name = "watch"
    # The summary is for crawls. The store leases the feeds of a host one at a time, NEWSFEED_HOST_DELAY apart.
    custom_settings = {"EXTENSIONS": {"newsfeed.reporting.outcome.Outcome": None}, "DOWNLOAD_DELAY": 0}  # noqa: RUF012

    store: Store
    delivery: Delivery
    pages: WatchPages
    _news: PendingBatch
    _pages_due: datetime | None
    _retention: str

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
        self._reading: asyncio.Task[int] | None = None
        self._pruning: asyncio.Task[None] | None = None
        self._pruned: datetime | None = None
        self._published = not publish
        self._delivery_done: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> WatchSpider:
        """Build the spider and connect it to Scrapy's signals."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.finish, signals.engine_stopped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Poll due feeds, judge new articles, and wait; with ``once``, until nothing is due."""
        self.store = Store(self.settings["NEWSFEED_STORE"], terms=dedup_config(self.settings))
        self._set_clock()
        # Articles of an interrupted watch have waited long enough, but a round ends with its own articles.
        self._news = PendingBatch(since=self._clock.now() - (timedelta() if self.once else LONGEST_WAIT))
        self._pages_due = self._clock.now()
        self._retention = retention(self.settings)
        self.delivery = Delivery.from_settings(self.settings, *self._names, self._publication)
        self._room = max(1, self.settings.getint("CONCURRENT_REQUESTS") - 1)  # one is for the item pipelines
        self._delay = timedelta(seconds=self.settings.getfloat("NEWSFEED_HOST_DELAY"))
        stats = self.crawler.stats
        assert stats is not None  # noqa: S101 - a running crawl has them
        pauses = HostPauses(self.store, self._clock, self._delay)
        self.pages = WatchPages(self.crawler, self.store, StageTimer(stats), pauses, self.poll_stats.pages)
        keeping = asyncio.create_task(self._keep_leases())
        try:
            is_ended = False
            while not is_ended:
                try:
                    async for request in self._work():
                        yield request
                    is_ended = True
                except StoreUnavailableError as error:
                    if self.once:
                        raise
                    logger.error("%s; the watch tries again every %d seconds", error.state, STORE_RETRY)  # noqa: TRY400 - one line
                    await self._wait_for_store()
        except StoreError as error:
            logger.error("%s", error)  # noqa: TRY400 - one line
        except Interrupted:
            return
        finally:
            keeping.cancel()
            self._cancel_tasks()
            self.delivery.stop()

    async def _work(self) -> AsyncIterator[Request]:
        """Work until the watch is stopped; with ``once``, until nothing is due."""
        while True:
            try:
                with interruptible():  # others may write to the store for some time
                    self._start_polls(self._room - len(self._polls))
                    self._start_reading()
                    self._start_pruning()
            except Interrupted:
                return
            if self._is_time_to_judge():
                async for request in self._judge():
                    yield request
            wait = self._time_to_wait()
            if wait is None:
                return
            self._progress.status(self.poll_stats.line(len(self._polls)))
            await self._clock.wait(self._under_way(), wait)
            self._finish_polls()
            self._finish_reading()
            self._finish_pruning()

    async def _wait_for_store(self) -> None:
        """Cancel all work, and wait until the store can be used; what others have not done meanwhile is due again."""
        self._cancel_tasks()
        while True:
            await self._clock.wait([], STORE_RETRY)
            with suppress(StoreUnavailableError), interruptible():
                self._set_clock()
                self.store.release(self._owner)
                break
        self._news = PendingBatch(since=self._clock.now() - LONGEST_WAIT)
        self._pages_due = self._clock.now()
        logger.warning("the store can be used again; the watch continues")

    def _cancel_tasks(self) -> None:
        for task in filter(None, (self._reading, self._pruning, *self._polls)):
            if not task.cancel() and not task.cancelled():
                task.exception()  # asyncio would log it: the server has failed for all of them
        self._polls.clear()
        self._reading = self._pruning = self._pruned = None

    async def deliver(self, _response: Response, numbers: Sequence[int]) -> AsyncIterator[Article]:
        """Yield new articles to the item pipelines, deliver them, and mark them as delivered."""
        try:
            for article in self.store.articles(numbers):
                yield article
            await self.delivery.deliver(self.store, numbers)
            self.store.mark_delivered(numbers)
            self._published = True
        except NewsfeedError as error:
            self._news.put_off(self._clock.now() + AGAIN_AFTER)
            logger.error("%s; to be delivered again later: %s", error, counted(len(numbers), "article"))  # noqa: TRY400 - one line
        finally:
            with suppress(StoreError):  # locks run out
                self.store.release_lock(_JUDGING, self._owner)
            if self._delivery_done is not None:
                self._delivery_done.set_result(None)

    def finish(self) -> None:
        """Release leases and locks, and close the store."""
        self._progress.close()
        if hasattr(self, "store"):
            with suppress(StoreError):  # leases run out
                self.store.release(self._owner)
            self.store.close()

    async def _keep_leases(self) -> None:
        """Extend the leases of this watch again and again."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            with suppress(StoreUnavailableError):  # the next time, the server may be there again
                self._set_clock()
                self.store.extend_leases(self._owner, self._clock.now() + LEASE)

    def _set_clock(self) -> None:
        """Follow the store's clock, so that watches on several machines agree on due times and expired leases."""
        if isinstance(self._clock, SystemClock):
            self._clock.set(self.store.now())

    def _start_polls(self, room: int) -> None:
        """Begin to poll up to ``room`` due feeds."""
        if room > 0:
            now = self._clock.now()
            for subscription in self.store.lease(self._owner, now, now + LEASE, room):
                self._polls.add(asyncio.create_task(self._poll(subscription)))

    def _start_reading(self) -> None:
        """Begin to read the pages for which articles wait, unless another watch does."""
        now = self._clock.now()
        if self._pages_due is None or not has_come(self._pages_due, now) or self._reading is not None:
            return
        self._pages_due = None
        unread = self.pages.unread()
        if not unread:
            return
        if self.store.acquire_lock(_READING, self._owner, now, now + LEASE):
            self._reading = asyncio.create_task(self.pages.read(unread))
        else:
            self.pages.want(each.number for each in unread)
            self._pages_due = now + LOCK_RETRY

    def _finish_reading(self) -> None:
        """Add the articles that waited for their pages to the batch."""
        if self._reading is not None and self._reading.done():
            reading, self._reading = self._reading, None
            self.store.release_lock(_READING, self._owner)
            self._news.add(reading.result(), self._clock.now())

    def _start_pruning(self) -> None:
        """Begin to remove the texts of old articles, once a day, unless another watch does."""
        now = self._clock.now()
        before = ago(self._retention, now)
        is_recent = self._pruned is not None and timedelta() <= now - self._pruned < PRUNE_AGAIN
        if before is None or self._pruning is not None or is_recent:
            return
        self._pruned = now
        if self.store.acquire_lock(_PRUNING, self._owner, now, now + LEASE):
            self._pruning = asyncio.create_task(self._prune(before))

    async def _prune(self, before: str) -> None:
        steps, articles = prune(self.store, before), 0
        with suppress(Interrupted):  # the watch is being stopped; the next one continues
            while True:
                with interruptible():
                    step = next(steps, None)
                if step is None:
                    break
                articles += step.articles
                await asyncio.sleep(0)
        if articles:
            logger.info("the texts of %s from before %s removed", counted(articles, "article"), before[:10])

    def _finish_pruning(self) -> None:
        """Let other watches prune; an exception of the pruning is raised here, and ends the watch."""
        if self._pruning is not None and self._pruning.done():
            pruning, self._pruning = self._pruning, None
            self.store.release_lock(_PRUNING, self._owner)
            pruning.result()

    def _under_way(self) -> set[asyncio.Future[Any]]:
        """Return the tasks to wait for: polls, pages, and the delivery."""
        begun = (*self._polls, self._reading, self._pruning, self._delivery_done)
        return {each for each in begun if each is not None and not each.done()}

    def _is_delivering(self) -> bool:
        return self._delivery_done is not None and not self._delivery_done.done()

    def _finish_polls(self) -> None:
        """Remove finished polls; an exception of theirs is raised here, and ends the watch."""
        for poll in [poll for poll in self._polls if poll.done()]:
            self._polls.remove(poll)
            poll.result()

    def _time_to_wait(self) -> float | None:
        """Return the seconds until the next work begins; ``None`` if all work is done."""
        now = self._clock.now()
        due, host = self.store.next_moments(now)
        ready = None if self._is_delivering() else self._news.ready_at(more_may_come=not self.once)
        own = [now if has_come(each, now) else each for each in (ready, self._pages_due) if each is not None]
        moments = [*own, *([host] if host else [])]
        if self.once:
            if self._under_way():
                return LOOK_AGAIN
            soon = [(each - now).total_seconds() for each in moments if each - now <= SOON]
            return min(soon, default=None)
        moments += [due] if due else []
        return min([LOOK_AGAIN, *((each - now).total_seconds() for each in moments)])

    async def _poll(self, subscription: Subscription) -> None:
        """Poll a leased feed, and store its articles and its new state in one transaction."""
        with suppress(Interrupted):  # the watch is being stopped, which returns the lease
            answer, articles = await self._ask(subscription)
            with interruptible():
                self._store_answer(subscription, answer, articles)

    def _store_answer(self, subscription: Subscription, answer: Answer, articles: Sequence[Named]) -> None:
        now = self._clock.now()
        extracted = extract(self.store, articles)
        with self.store.alone():
            if not self.store.is_leased(subscription.number, self._owner):
                return  # the lease has expired: another process has polled the feed
            fuller: list[Article] = []
            taken = take_in(self.store, extracted, fuller)
            after = _after_poll(subscription, answer, taken, now)
            self.store.finish_poll(after, now + self._delay)
            dropped = self.store.dropped_among([each.number for each in taken if each.outcome != "unchanged"])
            if isinstance(answer, Failed) and answer.kind == "busy" and answer.host:
                self.store.back_off(answer.host, now + host_wait(answer.retry_after))  # redirects may have led there
        if fuller:
            logger.info("%s: %s", subscription.url, fuller_remark(len(fuller)))
            self.poll_stats.kept_texts[subscription.url] = len(fuller)
        outcomes = _outcomes(answer, taken)
        self.poll_stats.add(subscription, after, answer, outcomes)
        self.poll_stats.dropped.update(dropped)
        self._news.add(outcomes["new"] + outcomes["revised"], now)
        if subscription.options.full_text and isinstance(answer, Received):
            self.pages.want(after.history.holds)
            self._pages_due = self._pages_due or now

    async def _ask(self, subscription: Subscription) -> tuple[Answer, Sequence[Named]]:
        assert self.crawler.engine is not None  # noqa: S101 - it runs this
        try:
            request = ask(subscription.url, subscription.options, subscription.conditions(self._clock.now()))
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - a download may fail with any exception
            return breakdown(error), []
        for problem in response.flags:
            logger.info("%s: %s", subscription.url, problem)
        try:
            with interruptible():
                return read_answer(response, subscription, self._clock.now(), self.settings.getint("DOWNLOAD_MAXSIZE"))
        except Exception as error:
            # One unreadable document must not stop the watch.
            logger.exception("%s: could not be read", subscription.url)
            return Failed(f"could not be read: {type(error).__name__}", "broken"), []

    def _is_time_to_judge(self) -> bool:
        more_may_come = bool(self._polls or self._reading) or not self.once
        ready = self._news.ready_at(more_may_come=more_may_come)
        return ready is not None and has_come(ready, self._clock.now()) and not self._is_delivering()

    async def _judge(self) -> AsyncIterator[Request]:
        """Judge pending articles, and request the delivery of those not delivered yet.

        Of all watches that share the store, one at a time does this.
        """
        now = self._clock.now()
        if not self.store.acquire_lock(_JUDGING, self._owner, now, now + LEASE):
            self._news.put_off(now + LOCK_RETRY)
            return
        self._news.clear()
        self._pages_due = self._pages_due or now  # a killed watch may have left some
        pipeline = self.crawler.get_item_pipeline(DedupPipeline)
        if pipeline is not None:
            try:
                await pipeline.judge(self.store, self._progress)
            except Interrupted:
                return  # the watch is being stopped, which releases the lock
        numbers = self.store.undelivered()
        if numbers or not self._published:
            self._delivery_done = asyncio.get_running_loop().create_future()
            yield Request(_NOWHERE, self.deliver, cb_kwargs={"numbers": numbers}, dont_filter=True)
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
