"""The store: what was read, what was decided, and which run saw what. Everything a crawl keeps goes through here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from newsfeed.dedup.config import DedupConfig
from newsfeed.store import boilerplate, copies, metadata, rerun, schema, subscriptions, verdicts
from newsfeed.store.articles import explain, load, names, pages, revisions, write
from newsfeed.store.engine import open_engine
from newsfeed.store.index import passages, postings
from newsfeed.store.index.occurrences import first_read
from newsfeed.store.schema import articles, failures, feeds, remarks, runs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from newsfeed.dedup.candidates import Found
    from newsfeed.dedup.copies import Copy, Telling
    from newsfeed.dedup.order import Occurrence
    from newsfeed.dedup.verdict import ArticleVerdict, Earliest, PendingArticle
    from newsfeed.items import Article, Reference, Rendition
    from newsfeed.store.articles.explain import Explanation
    from newsfeed.store.articles.write import AcceptedArticle
    from newsfeed.store.index.indexing import Text
    from newsfeed.subscriptions.model import Subscription

_READ_AT_ONCE = 200


class Store:
    """An open store, at an SQLAlchemy URL; made if it is not there, unless it ``must_exist``.

    Its articles are judged on its ``terms``: those given if it holds none yet, else those it was begun with or last
    judged again on. What it knows of their texts was computed by one version of the ``algorithm``: this one, unless
    ``any_algorithm`` will do, for the store to be judged again. Every method that writes is one transaction.

    Raises :class:`newsfeed.store.engine.StoreError` when it cannot be opened.
    """

    def __init__(
        self, url: str, *, must_exist: bool = False, any_algorithm: bool = False, terms: DedupConfig | None = None
    ) -> None:
        self._engine = open_engine(url, must_exist=must_exist, any_algorithm=any_algorithm)
        self._connection = self._engine.connect()
        with self._writing() as connection:
            self.config = rerun.agree(connection, terms or DedupConfig())
            self.algorithm = metadata.read(connection, metadata.ALGORITHM) or ""

    def close(self) -> None:
        """Close the store; it cannot be used afterwards."""
        self._connection.close()
        self._engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make one transaction of what is done inside: nobody else writes to the store meanwhile."""
        with self._writing():
            yield

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._transaction(write=False)

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._transaction(write=True)

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        if self._connection.in_transaction():  # it is part of what is done alone
            yield self._connection
            return
        with self._connection.execution_options(write=write).begin():
            yield self._connection

    def start_run(self, source: str, started: str) -> int:
        """Note that a run began; return its number."""
        with self._writing() as connection:
            statement = runs.insert().values(source=source, started=started).returning(runs.c.number)
            return int(connection.execute(statement).scalar_one())

    def finish_run(
        self,
        number: int,
        finished: str,
        counts: Mapping[str, Any],
        failed: Iterable[tuple[str, str]],
        remarked: Iterable[tuple[str, str]],
        given: Sequence[int],
    ) -> None:
        """Note how a run ended.

        ``counts`` are its statistics; ``failed`` and ``remarked`` sources come with their reasons; ``given`` are the
        numbers of the articles that it gave back.
        """
        with self._writing() as connection:
            write.mark_delivered(connection, given)
            connection.execute(runs.update().where(runs.c.number == number), {"finished": finished, "counts": counts})
            for table, reasons in ((failures, failed), (remarks, remarked)):
                rows = [{"run": number, "source": source, "reason": reason} for source, reason in reasons]
                if rows:
                    connection.execute(table.insert(), rows)

    def find_names(self, digests: Iterable[int]) -> dict[int, int]:
        """Return the number of the article that each name belongs to, by the name's digest."""
        with self._reading() as connection:
            return names.find(connection, digests)

    def names_of(self, number: int) -> set[int]:
        """Return the digests of all names of an article."""
        with self._reading() as connection:
            return names.of_article(connection, number)

    def register_names(self, known: Mapping[int, int]) -> None:
        """Store which articles these digests of names belong to; a name that has an article keeps it."""
        with self._writing() as connection:
            names.register(connection, known)

    def degraded_kinds(self, scopes: Iterable[str]) -> set[tuple[str, str]]:
        """Return which of these scopes have degraded kinds of identifiers, as pairs of scope and kind."""
        with self._reading() as connection:
            return names.degraded_kinds(connection, scopes)

    def degrade(self, repeating: Collection[tuple[str, str]]) -> None:
        """Store which scopes give one identifier of a kind to several entries; this is never forgotten."""
        with self._writing() as connection:
            names.degrade(connection, repeating)

    def stored_articles(self, numbers: Iterable[int]) -> dict[int, write.StoredArticle]:
        """Return what matching needs of the articles with these numbers."""
        with self._reading() as connection:
            return write.stored(connection, numbers)

    def body(self, number: int) -> str:
        """Return the paragraphs of an article, joined by spaces."""
        with self._reading() as connection:
            return write.text(connection, number)

    def next_number(self) -> int:
        """Return the number that the next new article gets."""
        with self._reading() as connection:
            return write.next_number(connection)

    def contents(self, numbers: Iterable[int]) -> dict[tuple[int, str], int]:
        """Return the contents that were read of these articles, with the revision that each made."""
        with self._reading() as connection:
            return revisions.contents(connection, numbers)

    def note_contents(self, rows: Sequence[tuple[int, str, int, str | None]]) -> None:
        """Store that articles had these contents: their numbers, digests, revisions and when they were read."""
        with self._writing() as connection:
            revisions.note(connection, rows)

    def write_articles(self, accepted: Sequence[AcceptedArticle]) -> None:
        """Write articles, each in place of the one that is stored under its number."""
        with self._writing() as connection:
            write.write(connection, accepted, self.config)

    def rewrite_article(self, accepted: AcceptedArticle) -> None:
        """Write another text of a stored article; it may have had this text before."""
        with self._writing() as connection:
            revisions.restart(connection, accepted.number, accepted.content, accepted.revision)
            write.write(connection, [accepted], self.config)
            row = (accepted.number, accepted.content, accepted.revision, accepted.article.fetched)
            revisions.note(connection, [row])

    def unread_pages(self, numbers: Sequence[int]) -> list[pages.Unread]:
        """Return those of some articles whose page has not been read for what their feed says now."""
        with self._reading() as connection:
            return pages.unread(connection, numbers)

    def awaiting_pages(self) -> list[int]:
        """Return the numbers of new articles of feeds with full text whose pages have not been asked for."""
        with self._reading() as connection:
            return pages.awaiting(connection)

    def postpone_pages(self, numbers: Collection[int], denied: str | None = None) -> None:
        """Store that the pages of these articles were requested in vain; they do not wait for them any longer.

        ``denied`` is the URL that they redirected to, if robots.txt denies that.
        """
        with self._writing() as connection:
            pages.postpone(connection, numbers, denied)

    def kept_pages(self, numbers: Iterable[int]) -> dict[int, pages.Page]:
        """Return the stored page of each of these articles that has one."""
        with self._reading() as connection:
            return pages.kept(connection, numbers)

    def keep_page(self, number: int, page: pages.Page) -> None:
        """Store an article's page, read for the current text of its feed."""
        with self._writing() as connection:
            pages.keep(connection, number, page)

    def outdate_pages(self, feeds: Mapping[int, Rendition]) -> None:
        """Store the current texts that feeds have of articles with known pages, and mark these to be read again."""
        with self._writing() as connection:
            pages.outdate(connection, feeds)

    def learn_boilerplate(self, limit: int) -> int:
        """Learn from some new articles, with up to ``limit`` paragraphs together; return how many they were."""
        with self._writing() as connection:
            return boilerplate.learn(connection, self.config.stories, limit)

    def count_pending(self) -> int:
        """Return how many articles wait for judgement."""
        with self._reading() as connection:
            return verdicts.count_pending(connection)

    def pending_articles(self, limit: int) -> list[PendingArticle]:
        """Return articles that wait for judgement, with up to ``limit`` paragraphs together, but at least one."""
        with self._reading() as connection:
            return verdicts.pending_articles(connection, limit)

    def sharing(self, shingles: NDArray[np.int64]) -> Found:
        """Return the passages that have each shingle; these are in order and without repeats."""
        with self._reading() as connection:
            return postings.find(connection, shingles)

    def earliest(self, numbers: Iterable[int]) -> dict[int, Earliest]:
        """Return the first occurrence of each passage."""
        with self._reading() as connection:
            return passages.earliest(connection, numbers)

    def first_places(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the first occurrence of each of these passages, with the columns number, rank, article, position."""
        with self._reading() as connection:
            return passages.first_places(connection, numbers)

    def first_texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the text of the first occurrence of each passage."""
        with self._reading() as connection:
            return passages.first_texts(connection, numbers)

    def first_read(self, asked: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Occurrence]:
        """Return where each passage is read first of all up to a rank that count for it, if anywhere."""
        with self._reading() as connection:
            return first_read(connection, schema.paragraphs.c.passage, asked, self.config)

    def first_quoted(self, asked: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Occurrence]:
        """Return which paragraph quotes exactly the words of a digest first, of all up to a rank that count for it."""
        with self._reading() as connection:
            return first_read(connection, schema.quotes.c.digest, asked, self.config)

    def last_judged(self) -> int:
        """Return the rank of the judged article that is read last, or -1."""
        with self._reading() as connection:
            return verdicts.last_judged(connection)

    def mark_for_rejudging(self, passage_numbers: Iterable[int], digests: Iterable[int], *, min_rank: int) -> None:
        """Mark judged articles with rank >= ``min_rank`` that contain one of these passages or quotations."""
        with self._writing() as connection:
            verdicts.mark_for_rejudging(connection, passage_numbers, digests, min_rank=min_rank)

    def start_rerun(self, terms: DedupConfig) -> dict[str, int]:
        """Have every article judged on these terms, or go on with it; return how many paragraphs had which status."""
        with self._writing() as connection:
            before = rerun.begin(connection, terms)
        self.config = terms
        return before

    def count_outdated(self) -> int:
        """Return how many articles must be indexed again before any can be judged."""
        with self._reading() as connection:
            return rerun.count_outdated(connection)

    def outdated_texts(self, limit: int) -> list[rerun.OutdatedText]:
        """Return the texts of outdated articles with up to ``limit`` paragraphs together, but at least one."""
        with self._reading() as connection:
            return rerun.outdated_texts(connection, limit)

    def index_again(self, texts: Sequence[Text]) -> None:
        """Index outdated articles anew."""
        with self._writing() as connection:
            rerun.index_again(connection, texts, self.config.origin)

    def finish_indexing(self) -> None:
        """Store that everything is indexed by this version of the algorithm."""
        with self._writing() as connection:
            rerun.finish_indexing(connection)

    def finish_rerun(self) -> dict[str, int]:
        """Note that every article has been judged again; return how many paragraphs have which status."""
        with self._writing() as connection:
            rerun.end(connection)
            return rerun.count_statuses(connection)

    def write_verdicts(self, judgements: Sequence[ArticleVerdict]) -> None:
        """Store verdicts."""
        with self._writing() as connection:
            verdicts.write(connection, judgements)

    def find(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of the articles that one of these ids, guids or addresses belongs to."""
        with self._reading() as connection:
            return explain.find(connection, names)

    def explain(self, number: int) -> Explanation:
        """Return an article and the reasons of the verdicts on it."""
        with self._reading() as connection:
            return explain.explain(connection, number)

    def same_texts(self, numbers: Iterable[int]) -> dict[int, int | None]:
        """Return which of these articles repeat others or are repeated, with all that do; each with the one it repeats.

        See :func:`newsfeed.store.copies.connected`.
        """
        with self._reading() as connection:
            return copies.connected(connection, numbers)

    def tellings(self, numbers: Collection[int]) -> list[Telling]:
        """Return what decides which of these articles are copies."""
        with self._reading() as connection:
            return copies.tellings(connection, numbers)

    def write_copies(self, numbers: Iterable[int], found: Mapping[int, Copy]) -> None:
        """Store which of these articles are copies, and of which; the others are none."""
        with self._writing() as connection:
            copies.write(connection, numbers, found)

    def articles(self, numbers: Sequence[int], after: Sequence[int] = ()) -> Iterator[Article]:
        """Yield the articles with these numbers, in this order, with what has been decided so far.

        They are one output, ``after`` those that it has already: the articles that stand for others are found in it.
        """
        with self._reading() as connection:
            represented = copies.representatives(connection, [*after, *numbers])
        for start in range(0, len(numbers), _READ_AT_ONCE):
            with self._reading() as connection:
                batch = load.read(connection, numbers[start : start + _READ_AT_ONCE], represented)
            yield from batch

    def references(self, ids: Iterable[str]) -> dict[str, Reference]:
        """Return how to refer to the articles with these ids."""
        with self._reading() as connection:
            return load.references(connection, ids)

    def count(self, *, feed: str | None = None) -> tuple[int, str | None]:
        """Return the number of articles, all or of the feed with this URL, and the latest moment of one (ISO 8601)."""
        query = select(func.count(), func.max(articles.c.moment)).select_from(articles)
        if feed is not None:
            query = query.join(feeds, feeds.c.number == articles.c.feed).where(feeds.c.url == feed)
        with self._reading() as connection:
            number, latest = connection.execute(query).one()
        return number, latest

    def select(self, *, since: str | None = None, feed: str | None = None) -> list[int]:
        """Return the numbers of the articles from the moment ``since`` on and of the feed with this URL, as stored."""
        query = select(articles.c.number).order_by(articles.c.number)
        if since is not None:
            query = query.where(articles.c.moment >= since)
        if feed is not None:
            query = query.join(feeds, feeds.c.number == articles.c.feed).where(feeds.c.url == feed)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def subscribe(self, subscription: Subscription) -> Subscription:
        """Add a subscription; return it with its number."""
        with self._writing() as connection:
            return subscriptions.add(connection, subscription)

    def change_subscription(self, subscription: Subscription) -> None:
        """Store what its subscriber says of a feed: its title, folder, status and options, and when it is due."""
        with self._writing() as connection:
            subscriptions.change(connection, subscription)

    def unsubscribe(self, url: str) -> bool:
        """Forget a subscription; its articles stay. Return whether there was one."""
        with self._writing() as connection:
            return subscriptions.remove(connection, url)

    def subscriptions(self) -> list[Subscription]:
        """Return all subscriptions, folder by folder, in the order of their titles."""
        with self._reading() as connection:
            return subscriptions.everything(connection)

    def subscription(self, url: str) -> Subscription | None:
        """Return the subscription to this address, or that was added by it."""
        with self._reading() as connection:
            return subscriptions.find(connection, url)

    def lease(self, owner: str, now: datetime, until: datetime, most: int) -> list[Subscription]:
        """Give up to ``most`` due feeds to ``owner``, each of another host; nobody else has them before ``until``."""
        with self._writing() as connection:
            return subscriptions.lease(connection, owner, now, until, most)

    def extend_leases(self, owner: str, until: datetime) -> None:
        """Have the leases and duties of ``owner`` last longer."""
        with self._writing() as connection:
            subscriptions.extend_leases(connection, owner, until)

    def release(self, owner: str) -> None:
        """Give back the leased feeds of ``owner``."""
        with self._writing() as connection:
            subscriptions.release(connection, owner)

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next feed is due, after ``now``."""
        with self._reading() as connection:
            return subscriptions.next_due(connection, now)

    def next_host(self, now: datetime) -> datetime | None:
        """Return when the next host may be asked that is left alone for now, although a feed of it is due."""
        with self._reading() as connection:
            return subscriptions.next_host(connection, now)

    def is_leased(self, number: int, owner: str) -> bool:
        """Return whether ``owner`` still holds the lease of a feed; if not, another process may have polled it."""
        with self._reading() as connection:
            return subscriptions.is_leased(connection, number, owner)

    def finish_poll(self, polled: Subscription, quiet_until: datetime) -> None:
        """Store a leased feed after its poll and end the lease; its host is left alone until ``quiet_until``."""
        with self._writing() as connection:
            subscriptions.finish_poll(connection, polled, quiet_until)

    def newest(
        self, scopes: Iterable[str], most: int, *, first_reading: int | None = None, copies: bool = False
    ) -> list[int]:
        """Return the numbers of the ``most`` newest judged articles of these subscriptions, the newest first.

        Of those that the first reading of a feed brought, only the ``first_reading`` newest are taken, if that is
        given; articles that only repeat others are left out, unless ``copies`` are wanted.
        """
        with self._reading() as connection:
            return subscriptions.newest(connection, scopes, most, first_reading=first_reading, copies=copies)

    def acquire_lock(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Give to ``owner`` what only one process may do at a time, unless another has it; return whether it has it."""
        with self._writing() as connection:
            return subscriptions.acquire_lock(connection, name, owner, now, until)

    def release_lock(self, name: str, owner: str) -> None:
        """Leave to others what ``owner`` alone was to do."""
        with self._writing() as connection:
            subscriptions.release_lock(connection, name, owner)

    def quiet_until(self, host: str) -> datetime | None:
        """Return until when a host is to be left alone; ``None`` where nobody has asked it yet."""
        with self._reading() as connection:
            return subscriptions.quiet_until(connection, host)

    def back_off(self, host: str, until: datetime) -> None:
        """Note until when a host is to be left alone; whoever asked for longer is heeded."""
        with self._writing() as connection:
            subscriptions.back_off(connection, host, until)

    def undelivered(self) -> list[int]:
        """Return the numbers of the judged articles of subscribed feeds that nobody has been given as they are now."""
        with self._reading() as connection:
            return subscriptions.undelivered(connection)

    def mark_delivered(self, numbers: Sequence[int]) -> None:
        """Note that these articles were given to whoever waits for news."""
        with self._writing() as connection:
            write.mark_delivered(connection, numbers)
