"""The repository: articles, verdicts and runs. All persistent data of a crawl passes through this module."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from newsfeed.dedup.config import DedupConfig
from newsfeed.store import (
    archived,
    boilerplate,
    copies,
    dialects,
    documents,
    metadata,
    pairs,
    pruning,
    rerun,
    schema,
    search,
    space,
    subscriptions,
    verdicts,
)
from newsfeed.store import feeds as feeds_of_articles
from newsfeed.store.articles import dropping, explain, load, names, pages, revisions, write
from newsfeed.store.engine import check_files, file_identities, lasting, open_engine
from newsfeed.store.index import passages, postings
from newsfeed.store.index.occurrences import first_in_a_row, first_read
from newsfeed.store.schema import articles, failures, feeds, remarks, runs
from newsfeed.text.dates.parsing import iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from newsfeed.dedup.candidates import Found
    from newsfeed.dedup.copies import Copy, Telling
    from newsfeed.dedup.order import Occurrence
    from newsfeed.dedup.policy import Policy
    from newsfeed.dedup.verdict import ArticleVerdict, Earliest, PendingArticle, PlacedText
    from newsfeed.items import Article, KnownArticle, Reference, Rendition
    from newsfeed.store.articles.explain import Explanation
    from newsfeed.store.articles.write import AcceptedArticle
    from newsfeed.store.index.indexing import Text
    from newsfeed.subscriptions.model import Subscription
    from newsfeed.text.search_query import SearchQuery

_READ_AT_ONCE = 200
_PARAGRAPHS_AT_ONCE = 5_000


class Store:
    """An open store at an SQLAlchemy URL; it is created if missing, unless it ``must_exist``.

    Articles are judged with the store's deduplication options (``terms``): the given ones if the store has no articles
    yet, else those of its creation or its last rerun. All values derived from texts were computed by one version of the
    ``algorithm``: the current one, unless ``any_algorithm`` is set to open the store for a rerun. Every method that
    writes is one transaction.

    Raises :class:`newsfeed.store.engine.StoreError` if the store cannot be opened.
    """

    def __init__(
        self, url: str, *, must_exist: bool = False, any_algorithm: bool = False, terms: DedupConfig | None = None
    ) -> None:
        self._url = url
        self._engine = open_engine(url, must_exist=must_exist, any_algorithm=any_algorithm)
        self._connection = self._engine.connect()
        self._files: dict[Path, tuple[int, int]] = {}
        with self._writing() as connection:
            self.config = rerun.agree(connection, terms or DedupConfig())
            self.algorithm = metadata.read(connection, metadata.ALGORITHM) or ""
        self._files = file_identities(url)

    def close(self) -> None:
        """Close the store; it cannot be used afterwards."""
        self._connection.close()
        self._engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Run the enclosed block in one transaction, during which no other process writes to the store."""
        with self._writing():
            yield

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._transaction(write=False)

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._transaction(write=True)

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        if self._connection.in_transaction():  # inside alone()
            yield self._connection
            return
        check_files(self._url, self._files, self._connection)
        with lasting(self._url, self._engine), self._connection.execution_options(write=write).begin():
            yield self._connection

    def now(self) -> datetime:
        """Return the time by the clock of the database's machine, which leases and due times follow."""
        with self._reading() as connection:
            return dialects.now(connection)

    def start_run(self, source: str, started: str) -> int:
        """Record the start of a run; return its number."""
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
        """Record the end of a run.

        ``counts`` are its statistics; ``failed`` and ``remarked`` map sources to their reasons; ``given`` are the
        numbers of the articles that it delivered.
        """
        with self._writing() as connection:
            write.mark_delivered(connection, given)
            connection.execute(runs.update().where(runs.c.number == number), {"finished": finished, "counts": counts})
            for table, reasons in ((failures, failed), (remarks, remarked)):
                rows = [{"run": number, "source": source, "reason": reason} for source, reason in reasons]
                if rows:
                    connection.execute(table.insert(), rows)

    def find_names(self, digests: Iterable[int]) -> dict[int, int]:
        """Return the article number for each name digest."""
        with self._reading() as connection:
            return names.find(connection, digests)

    def names_of(self, number: int) -> set[int]:
        """Return the digests of all names of an article."""
        with self._reading() as connection:
            return names.of_article(connection, number)

    def register_names(self, known: Mapping[int, int]) -> None:
        """Assign these name digests to articles; a name that already has an article keeps it."""
        with self._writing() as connection:
            names.register(connection, known)

    def degraded_kinds(self, scopes: Iterable[str]) -> set[tuple[str, str]]:
        """Return the degraded kinds of identifiers in these scopes, as pairs of scope and kind."""
        with self._reading() as connection:
            return names.degraded_kinds(connection, scopes)

    def degrade(self, repeating: Collection[tuple[str, str]]) -> None:
        """Mark kinds of identifiers that a scope uses for several entries; the mark is permanent."""
        with self._writing() as connection:
            names.degrade(connection, repeating)

    def stored_articles(self, numbers: Iterable[int]) -> dict[int, KnownArticle]:
        """Return the stored values of these articles that matching needs."""
        with self._reading() as connection:
            return write.stored(connection, numbers)

    def body(self, number: int) -> str:
        """Return the paragraphs of an article, joined by spaces."""
        with self._reading() as connection:
            return write.text(connection, number)

    def markup(self, numbers: Iterable[int]) -> Mapping[int, list[tuple[Any, ...]]]:
        """Return kind and markup of each paragraph of these articles, in order."""
        with self._reading() as connection:
            return write.markup(connection, numbers)

    def next_number(self) -> int:
        """Return the number for the next new article."""
        with self._reading() as connection:
            return write.next_number(connection)

    def contents(self, numbers: Iterable[int]) -> dict[tuple[int, str], tuple[int, str]]:
        """Return the contents read for these articles, with the revision that each created and the time of reading."""
        with self._reading() as connection:
            return revisions.contents(connection, numbers)

    def note_contents(self, rows: Sequence[tuple[int, str, int, str | None]]) -> None:
        """Record contents of articles, as rows of article number, digest, revision and time of reading."""
        with self._writing() as connection:
            revisions.note(connection, rows)

    def read_document(self, digest: str) -> tuple[documents.ReadDocument, list[documents.StandingArticle]] | None:
        """Return a document that was read, with its articles, if they are unchanged in the store since that reading."""
        with self._reading() as connection:
            return documents.find(connection, digest)

    def has_read_documents(self) -> bool:
        """Return whether the store remembers any document."""
        with self._reading() as connection:
            return documents.any_read(connection)

    def note_read_documents(self, read: Sequence[documents.ReadDocument]) -> None:
        """Remember documents whose articles are in the store as the documents have them."""
        with self._writing() as connection:
            documents.note(connection, read)

    def note_documents(self, times: Mapping[int, str]) -> None:
        """Record the times of the newest documents that contain these articles as they are stored."""
        with self._writing() as connection:
            write.note_documents(connection, times)

    def write_articles(self, accepted: Sequence[AcceptedArticle]) -> None:
        """Write articles, replacing any that are stored under the same numbers."""
        with self._writing() as connection:
            write.write(connection, accepted, self.config)

    def rewrite_article(self, accepted: AcceptedArticle) -> None:
        """Replace the text of a stored article, possibly with one that it had before."""
        with self._writing() as connection:
            revisions.restart(connection, accepted.number, accepted.content, accepted.revision)
            write.write(connection, [accepted], self.config)
            row = (accepted.number, accepted.content, accepted.revision, accepted.article.fetched)
            revisions.note(connection, [row])

    def prune_next(self, before: str, after: int) -> pruning.Pruned | None:
        """Remove the texts of the next articles from before a time; see :func:`newsfeed.store.pruning.prune`."""
        with self._writing() as connection:
            return pruning.prune(connection, before, after, iso(dialects.now(connection)))

    def sweep_next(self) -> bool:
        """Remove the shingles of pruned texts from the next part of the index; return whether there was one."""
        with self._writing() as connection:
            return pruning.sweep(connection)

    def compact_search(self, *, begin: bool) -> bool:
        """Take some steps to shrink the index for search; return whether there are more."""
        with self._writing() as connection:
            return search.compact(connection, begin=begin)

    def has_pruned(self) -> bool:
        """Return whether the text of any article was removed."""
        with self._reading() as connection:
            pruned = select(articles.c.number).where(articles.c.pruned.is_not(None))
            return connection.execute(pruned.limit(1)).first() is not None

    def pruned_among(self, numbers: Iterable[int]) -> set[int]:
        """Return those of these articles whose text was removed."""
        with self._reading() as connection:
            return pruning.among(connection, numbers)

    def restore_texts(self, restored: Sequence[pruning.Restored]) -> None:
        """Write the texts of pruned articles back; the verdicts on them stand."""
        if restored:
            with self._writing() as connection:
                pruning.restore(connection, restored)

    def count_unfinished(self, before: str) -> int:
        """Return the number of articles from before a time that keep their text until they are judged and delivered."""
        with self._reading() as connection:
            return pruning.count_unfinished(connection, before)

    def shrink_next(self) -> bool:
        """Return some unused space to the file system; return whether there is more."""
        with self._writing() as connection:
            return space.is_shrinkable(connection) and space.shrink(connection)

    def settle(self) -> None:
        """Shrink the file of an SQLite store after texts were removed.

        Raises :class:`NewsfeedError` if another process or a full disk prevents it.
        """
        space.settle(self._connection, rebuild=self.has_pruned())

    def size(self) -> int:
        """Return the size of the store in its database in bytes."""
        with self._reading() as connection:
            return dialects.size(connection)

    def policies(self) -> dict[str, Policy]:
        """Return the policies of the subscriptions that have one of their own, by scope."""
        with self._reading() as connection:
            return subscriptions.policies(connection)

    def patterns(self) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
        """Return the ``keep`` and ``drop`` patterns of the subscriptions that have any, by scope."""
        with self._reading() as connection:
            return dropping.patterns(connection)

    def dropped(self, scope: str) -> dict[int, str | None]:
        """Return the reason why each article of a feed is dropped, ``None`` if it is not dropped."""
        with self._reading() as connection:
            return dropping.dropped(connection, scope)

    def dropped_among(self, numbers: Collection[int]) -> list[str]:
        """Return the reasons of those of these articles that are dropped."""
        if not numbers:
            return []
        with self._reading() as connection:
            return dropping.dropped_among(connection, numbers)

    def set_dropped(self, reasons: Mapping[int, str | None]) -> None:
        """Drop articles for these reasons; those whose reason is ``None`` will be judged like new ones."""
        with self._writing() as connection:
            dropping.set_dropped(connection, reasons, self.config)

    def unread_pages(self, numbers: Sequence[int]) -> list[pages.Unread]:
        """Return the articles whose page has not been read since their feed last changed them."""
        with self._reading() as connection:
            return pages.unread(connection, numbers)

    def awaiting_pages(self) -> list[int]:
        """Return the numbers of new articles in full-text feeds whose pages have not been requested."""
        with self._reading() as connection:
            return pages.awaiting(connection)

    def postpone_pages(self, numbers: Collection[int], denied: str | None = None) -> None:
        """Record a failed request for the pages of these articles, which no longer wait for them.

        ``denied`` is the URL that they redirected to, if robots.txt denies it.
        """
        with self._writing() as connection:
            pages.postpone(connection, numbers, denied)

    def kept_pages(self, numbers: Iterable[int]) -> dict[int, pages.Page]:
        """Return the stored pages of these articles, by article number."""
        with self._reading() as connection:
            return pages.kept(connection, numbers)

    def keep_page(self, number: int, page: pages.Page) -> None:
        """Store an article's page, read for the current text of its feed."""
        with self._writing() as connection:
            pages.keep(connection, number, page)

    def outdate_pages(self, feeds: Mapping[int, Rendition]) -> None:
        """Store the current feed texts of articles with stored pages, and mark the pages to be read again."""
        with self._writing() as connection:
            pages.outdate(connection, feeds)

    def learn_boilerplate(self, limit: int) -> int:
        """Learn from new articles with up to ``limit`` paragraphs in total; return the number of articles."""
        with self._writing() as connection:
            return boilerplate.learn(connection, self.config.stories, limit)

    def count_pending(self) -> int:
        """Return the number of articles that have to be judged."""
        with self._reading() as connection:
            return verdicts.count_pending(connection)

    def pending_articles(self, limit: int) -> list[PendingArticle]:
        """Return articles to be judged, with up to ``limit`` paragraphs in total, but at least one article."""
        with self._reading() as connection:
            return verdicts.pending_articles(connection, limit)

    def sharing(self, shingles: NDArray[np.int64]) -> Found:
        """Return the passages with each shingle; ``shingles`` must be sorted and unique."""
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
        """Return each passage's earliest in-window occurrence at or before the given rank."""
        with self._reading() as connection:
            return first_read(connection, schema.paragraphs.c.passage, asked, self.config)

    def known_passages(self, normals: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Return the number and fingerprint of the passages that have these normal forms, by normal form."""
        with self._reading() as connection:
            return passages.known(connection, normals)

    def first_in_a_row(self, numbers: Sequence[int], before: int) -> Occurrence | None:
        """Return the place of the first of these passages where one article first has them in a row, before a rank."""
        with self._reading() as connection:
            return first_in_a_row(connection, numbers, before)

    def first_quoted(self, asked: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Occurrence]:
        """Return each exact quotation's earliest in-window occurrence at or before the given rank, by digest."""
        with self._reading() as connection:
            return first_read(connection, schema.quotes.c.digest, asked, self.config)

    def placed_texts(self, numbers: Iterable[int]) -> list[PlacedText]:
        """Return the paragraphs of these articles with which others are compared.

        Without a window, these are the first paragraphs with their text.
        """
        with self._reading() as connection:
            return verdicts.placed_texts(connection, numbers, first=not self.config.window)

    def placed_lines(self, numbers: Iterable[int]) -> list[PlacedText]:
        """Return the joined runs of short paragraphs of these articles, with the place of the first of each."""
        with self._reading() as connection:
            return verdicts.placed_lines(connection, numbers)

    def quoted_by(self, numbers: Iterable[int]) -> set[int]:
        """Return the digests of the quotations in these articles."""
        with self._reading() as connection:
            return verdicts.quoted_by(connection, numbers)

    def last_judged(self) -> int:
        """Return the highest rank of a judged article, or -1."""
        with self._reading() as connection:
            return verdicts.last_judged(connection)

    def mark_for_rejudging(self, passage_numbers: Iterable[int], digests: Iterable[int], *, min_rank: int) -> None:
        """Mark judged articles with rank >= ``min_rank`` that contain one of these passages or quotations."""
        with self._writing() as connection:
            verdicts.mark_for_rejudging(connection, passage_numbers, digests, min_rank=min_rank)

    def start_rerun(self, terms: DedupConfig) -> dict[str, int]:
        """Start or resume re-judging all articles with these options; return the earlier paragraph counts by status."""
        with self._writing() as connection:
            before = rerun.begin(connection, terms)
        self.config = terms
        return before

    def count_outdated(self) -> int:
        """Return the number of articles that must be reindexed before any can be judged."""
        with self._reading() as connection:
            return rerun.count_outdated(connection)

    def outdated_texts(self, limit: int) -> list[rerun.OutdatedText]:
        """Return the texts of outdated articles with up to ``limit`` paragraphs in total, but at least one article."""
        with self._reading() as connection:
            return rerun.outdated_texts(connection, limit)

    def index_again(self, texts: Sequence[Text]) -> None:
        """Reindex outdated articles."""
        with self._writing() as connection:
            rerun.index_again(connection, texts, self.config.origin)

    def finish_indexing(self) -> None:
        """Record that all articles are indexed by the current version of the algorithm."""
        with self._writing() as connection:
            rerun.finish_indexing(connection)

    def finish_rerun(self) -> dict[str, int]:
        """Record that all articles have been re-judged; return the number of paragraphs by status."""
        with self._writing() as connection:
            rerun.end(connection)
            return rerun.count_statuses(connection)

    def archived_articles(self) -> Iterator[archived.ArchivedArticle]:
        """Yield all articles that are not dropped, in the order of reading, with everything that verdicts depend on."""
        with self._reading() as connection:
            yield from archived.read(connection)

    def archive_state(self) -> str:
        """Return a digest of the articles that :meth:`archived_articles` yields."""
        with self._reading() as connection:
            return archived.state(connection)

    def judged(self, numbers: Iterable[int]) -> dict[Occurrence, tuple[str, float, str | None]]:
        """Return status, novelty and reason of each paragraph of these articles, by its place."""
        with self._reading() as connection:
            return verdicts.judged(connection, numbers)

    def write_verdicts(self, judgements: Sequence[ArticleVerdict]) -> None:
        """Store verdicts."""
        with self._writing() as connection:
            verdicts.write(connection, judgements)

    def find(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of the articles with one of these ids, guids or URLs."""
        with self._reading() as connection:
            return explain.find(connection, names)

    def explain(self, number: int) -> Explanation:
        """Return an article and the reasons for the verdicts on it."""
        with self._reading() as connection:
            return explain.explain(connection, number)

    def same_texts(self, numbers: Iterable[int]) -> dict[int, int | None]:
        """Map these articles, and all that share their text, to the article that each repeats.

        See :func:`newsfeed.store.copies.connected`.
        """
        with self._reading() as connection:
            return copies.connected(connection, numbers)

    def tellings(self, numbers: Collection[int]) -> list[Telling]:
        """Return the evidence that decides which of these articles are copies."""
        with self._reading() as connection:
            return copies.tellings(connection, numbers)

    def write_copies(self, numbers: Iterable[int], found: Mapping[int, Copy]) -> None:
        """Store the copies among these articles, each with its original; the others are marked as not being copies."""
        with self._writing() as connection:
            copies.write(connection, numbers, found)

    def articles(self, numbers: Sequence[int], after: Sequence[int] = ()) -> Iterator[Article]:
        """Yield the articles with these numbers, in this order, with the verdicts reached so far.

        They belong to one output, which already contains the articles in ``after``. Representatives of omitted copies
        are chosen from that whole output.
        """
        with self._reading() as connection:
            represented = copies.representatives(connection, [*after, *numbers])
        start = 0
        while some := numbers[start : start + _READ_AT_ONCE]:
            with self._reading() as connection:
                some = verdicts.filling(connection, some, _PARAGRAPHS_AT_ONCE)
                batch = load.read(connection, some, represented)
            start += len(some)
            batch.reverse()
            while batch:
                yield batch.pop()  # keep no reference to an article that the caller has finished with

    def passage_pairs(self, ids: Sequence[str]) -> Iterator[pairs.ParagraphPair]:
        """Yield the pairs of paragraphs whose later paragraph is in one of these articles."""
        for start in range(0, len(ids), _READ_AT_ONCE):
            with self._reading() as connection:
                batch = pairs.read(connection, ids[start : start + _READ_AT_ONCE])
            yield from batch

    def references(self, ids: Iterable[str]) -> dict[str, Reference]:
        """Return references to the articles with these ids."""
        with self._reading() as connection:
            return load.references(connection, ids)

    def last_poll(self, feed: str) -> str | None:
        """See :func:`newsfeed.store.feeds.last_poll`."""
        with self._reading() as connection:
            return feeds_of_articles.last_poll(connection, feed)

    def note_polls(self, polls: Mapping[str, str]) -> None:
        """See :func:`newsfeed.store.feeds.note_polls`."""
        with self._writing() as connection:
            feeds_of_articles.note_polls(connection, polls)

    def impossible_dates(self) -> dict[str, int]:
        """See :func:`newsfeed.store.feeds.impossible_dates`."""
        with self._reading() as connection:
            return feeds_of_articles.impossible_dates(connection)

    def count(self, *, feed: str | None = None) -> tuple[int, str | None]:
        """Return the number and latest moment (ISO 8601) of all articles, or of those of the feed with this URL."""
        query = select(func.count(), func.max(articles.c.moment)).select_from(articles)
        if feed is not None:
            query = query.join(feeds, feeds.c.number == articles.c.feed).where(feeds.c.url == feed)
        with self._reading() as connection:
            number, latest = connection.execute(query).one()
        return number, latest

    def select(
        self, *, since: str | None = None, feed: str | None = None, matching: SearchQuery | None = None
    ) -> list[int]:
        """Return the numbers of the articles since a moment, of the feed with this stored URL, that match a query.

        Articles whose text was removed are left out.
        """
        query = select(articles.c.number).where(articles.c.pruned.is_(None)).order_by(articles.c.number)
        if since is not None:
            query = query.where(articles.c.moment >= since)
        if feed is not None:
            query = query.join(feeds, feeds.c.number == articles.c.feed).where(feeds.c.url == feed)
        with self._reading() as connection:
            if matching is not None:
                query = query.where(*search.conditions(connection, matching))
            return list(connection.execute(query).scalars())

    def index_words(self) -> Iterator[int]:
        """Build the index for search, in batches; yield the number of articles of each."""
        with self._writing() as connection:
            search.start(connection)
        count = 1
        while count:
            with self._writing() as connection:
                count = search.go_on(connection)
            yield count

    def size_of_search(self) -> int:
        """Return the size of the index for search in bytes, 0 if there is none."""
        with self._reading() as connection:
            return search.size(connection)

    def subscribe(self, subscription: Subscription) -> Subscription:
        """Add a subscription; return it with its number."""
        with self._writing() as connection:
            return subscriptions.add(connection, subscription)

    def change_subscription(self, subscription: Subscription) -> None:
        """Store the subscriber's settings for a feed (title, folder, status and options) and its due time."""
        with self._writing() as connection:
            subscriptions.change(connection, subscription)

    def unsubscribe(self, url: str) -> bool:
        """Delete a subscription but keep its articles; return whether it existed."""
        with self._writing() as connection:
            return subscriptions.remove(connection, url)

    def name_agency(self, scope: str) -> None:
        """Update the agency of a feed's stored articles after its agency flag has changed."""
        with self._writing() as connection:
            subscriptions.name_agency(connection, scope)

    def subscriptions(self) -> list[Subscription]:
        """Return all subscriptions, sorted by folder and title."""
        with self._reading() as connection:
            return subscriptions.everything(connection)

    def subscription(self, url: str) -> Subscription | None:
        """Return the subscription with this URL, or the one that was added under it."""
        with self._reading() as connection:
            return subscriptions.find(connection, url)

    def lease(self, owner: str, now: datetime, until: datetime, most: int) -> list[Subscription]:
        """Lease up to ``most`` due feeds to ``owner`` until ``until``, at most one per host."""
        with self._writing() as connection:
            return subscriptions.lease(connection, owner, now, until, most)

    def extend_leases(self, owner: str, until: datetime) -> None:
        """Extend the leases and locks of ``owner`` until the given time."""
        with self._writing() as connection:
            subscriptions.extend_leases(connection, owner, until)

    def release(self, owner: str) -> None:
        """Release the leases and locks of ``owner``."""
        with self._writing() as connection:
            subscriptions.release(connection, owner)

    def next_moments(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the next due time of a feed after ``now``, and the end of the next pause of a host with a due feed.

        Each is ``None`` if there is none.
        """
        with self._reading() as connection:
            return subscriptions.next_moments(connection, now)

    def is_leased(self, number: int, owner: str) -> bool:
        """Return whether ``owner`` still holds the lease of a feed; if not, another process may have polled it."""
        with self._reading() as connection:
            return subscriptions.is_leased(connection, number, owner)

    def finish_poll(self, polled: Subscription, quiet_until: datetime) -> None:
        """Store a leased feed after its poll and end the lease; its host is paused until ``quiet_until``."""
        with self._writing() as connection:
            subscriptions.finish_poll(connection, polled, quiet_until)

    def newest(
        self,
        scopes: Iterable[str],
        most: int,
        *,
        first_reading: int | None = None,
        copies: Collection[str] = (),
    ) -> list[int]:
        """Return the numbers of the ``most`` newest judged articles of these subscriptions, newest first.

        If ``first_reading`` is given, only that many of the newest articles from the first reading of each feed are
        included. Articles that only repeat others are left out, except those of the subscriptions ``copies``.
        """
        with self._reading() as connection:
            return subscriptions.newest(connection, scopes, most, first_reading=first_reading, copies=copies)

    def acquire_lock(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Try to acquire the named lock for ``owner``; return whether it is held."""
        with self._writing() as connection:
            return subscriptions.acquire_lock(connection, name, owner, now, until)

    def release_lock(self, name: str, owner: str) -> None:
        """Release the named lock if ``owner`` holds it."""
        with self._writing() as connection:
            subscriptions.release_lock(connection, name, owner)

    def quiet_until(self, host: str) -> datetime | None:
        """Return the end of a host's pause; ``None`` if the host has never been requested."""
        with self._reading() as connection:
            return subscriptions.quiet_until(connection, host)

    def back_off(self, host: str, until: datetime) -> None:
        """Pause requests to a host until the given time; a longer existing pause is kept."""
        with self._writing() as connection:
            subscriptions.back_off(connection, host, until)

    def undelivered(self) -> list[int]:
        """Return the numbers of judged articles in subscribed feeds whose current revision is undelivered."""
        with self._reading() as connection:
            return subscriptions.undelivered(connection)

    def mark_delivered(self, numbers: Sequence[int]) -> None:
        """Mark the current revision of these articles as delivered."""
        with self._writing() as connection:
            write.mark_delivered(connection, numbers)
