"""The tables of the store.

``articles`` and ``paragraphs`` hold what was read, ``names`` what each article is known by, ``passages`` every distinct
normal form once, ``postings`` the winnowed shingles that lead to a passage (packed: see
:mod:`newsfeed.store.index.postings`), ``reuse`` and ``quotes`` what detection decided, ``repeats`` and ``stories``
what makes boilerplate (:mod:`newsfeed.store.boilerplate`). A paragraph's place in the order of reading is (its
article's rank, the article's number, its position): "earlier" always means earlier in that order.

A store made with other tables than these is brought up to date by :mod:`newsfeed.store.migrations`: whoever changes one
adds a step there.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import chain

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    literal_column,
)

from newsfeed.store.articles.rows import field_columns

metadata = MetaData()


class Pending(IntEnum):
    """What an article waits for."""

    JUDGED = 0
    """Nothing."""
    AGAIN = 1
    """To be judged again."""
    FRESH = 2
    """To be judged for the first time."""
    UNCOUNTED = 3
    """To be counted among the articles of its site (:mod:`newsfeed.store.boilerplate`)."""
    OUTDATED = 4
    """To be indexed by this version of the algorithm."""


# SQLite gives an INTEGER PRIMARY KEY the row's own number; PostgreSQL needs the wide type said.
Number = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A time, kept as text of one length, so that texts are in the order of the times."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return what is stored."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return what was stored."""
        return datetime.fromisoformat(value) if value else None


class NumberByNumber(TypeDecorator[Mapping[int, int]]):
    """Numbers by others: 16 bytes a pair."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Mapping[int, int] | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Return what is stored."""
        return array("q", chain.from_iterable(value.items())).tobytes() if value else None

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Mapping[int, int]:  # noqa: ARG002
        """Return what was stored."""
        numbers = array("q", value or b"")
        return dict(zip(numbers[::2], numbers[1::2], strict=True))


class Seconds(TypeDecorator[timedelta]):
    """A span of time."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        """Return what is stored."""
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002
        """Return what was stored."""
        return None if value is None else timedelta(seconds=value)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("number", Number, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("counts", JSON(none_as_null=True)),
)


def _reasons(name: str) -> Table:
    """Return a table of what a run says of its sources, a reason a row."""
    return Table(
        name,
        metadata,
        Column("run", ForeignKey("runs.number"), nullable=False, index=True),
        Column("source", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )


failures = _reasons("failures")
remarks = _reasons("remarks")


def _rank() -> Column[int]:
    """Return the column of an article's rank (:mod:`newsfeed.store.index.occurrences`)."""
    return Column("rank", BigInteger, nullable=False, server_default="0")


feeds = Table(
    "feeds",
    metadata,
    Column("number", Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("feed", ForeignKey("feeds.number"), nullable=False),
    Column("site", Text, nullable=False),
    Column("moment", Text, nullable=False),  # when it was published, as far as known
    _rank(),
    *field_columns(),
    Column("content", Text, nullable=False),  # digest of what a reader sees: a change of it is a revision
    Column("extracted", SmallInteger, nullable=False, server_default="0"),  # by which EXTRACTION its text was read
    Column("as_of", Text),  # when the document was made that it was read from, as far as known
    Column("revision", Integer, nullable=False),
    Column("given", Integer, nullable=False, default=0),  # the last revision that a completed run has given back
    Column("simhash", BigInteger),
    Column("novelty", Float, nullable=False),
    Column("duplicate_of", Number),
    Column("repeats", Number),  # the earlier article whose text it only repeats, whether or not it is a copy
    Column("copy_reason", Text),  # why it is a copy
    Column("follows", Number),  # the earlier article that has most of its text, if that is much of it
    Column("pending", SmallInteger, nullable=False),  # a value of Pending
    Index("articles_by_moment", "moment", "number"),
    Index("articles_by_rank", "rank"),
    Index("articles_by_site", "site"),
    Index("articles_by_copy", "duplicate_of"),
    Index("articles_by_repeated", "repeats"),
)
# Literals, not parameters: only so can SQLite see that the partial index holds what a query asks for.
IS_PENDING = articles.c.pending > literal_column("0")
IS_TO_BE_JUDGED = and_(IS_PENDING, articles.c.pending <= literal_column(str(int(Pending.FRESH))))
IS_UNCOUNTED = and_(IS_PENDING, articles.c.pending == literal_column(str(int(Pending.UNCOUNTED))))
IS_OUTDATED = and_(IS_PENDING, articles.c.pending == literal_column(str(int(Pending.OUTDATED))))
JUDGING_ORDER = (articles.c.pending.desc(), articles.c.rank, articles.c.number)
"""New texts first and in the order of reading: then only earlier runs can have judged anything later than one."""

Index("articles_pending", *JUDGING_ORDER, sqlite_where=IS_PENDING, postgresql_where=IS_PENDING)

IS_NEWS = articles.c.given < articles.c.revision
"""No completed run has given it back as it is now."""

Index("articles_news", articles.c.moment, articles.c.number, sqlite_where=IS_NEWS, postgresql_where=IS_NEWS)
names = Table(
    "names",
    metadata,
    Column("digest", Number, primary_key=True),
    Column("article", ForeignKey("articles.number"), nullable=False, index=True),
)

degraded = Table(
    "degraded",
    metadata,
    Column("scope", Text, primary_key=True),  # of names: a feed
    Column("kind", Text, primary_key=True),  # of identifier that it gave to several entries
    sqlite_with_rowid=False,
)

revisions = Table(
    "revisions",
    metadata,
    Column("article", ForeignKey("articles.number"), primary_key=True),
    Column("content", Text, primary_key=True),
    Column("revision", Integer, nullable=False),  # 0: never one, but an older copy's
    Column("seen", Text, nullable=False),
    sqlite_with_rowid=False,
)
paragraphs = Table(
    "paragraphs",
    metadata,
    Column("article", ForeignKey("articles.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("passage", ForeignKey("passages.number"), nullable=False),
    _rank(),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("novelty", Float, nullable=False),
    Column("reason", Text),  # the rule that decided
    Column("html", Text),
    Column("url", Text),
    Column("level", SmallInteger),
    Column("ordered", Boolean),
    Column("start", Integer),
    Index("paragraphs_by_passage", "passage", "rank"),
    sqlite_with_rowid=False,
)

pages = Table(
    "pages",
    metadata,
    Column("article", ForeignKey("articles.number"), primary_key=True),
    Column("asked", SmallInteger, nullable=False),  # 1: the page was read for what the feed says now; 0: before
    Column("denied", Text),  # the URL that the page redirected to and that robots.txt denied
    # What the page says and what the feed says, each as {"title", "paragraphs": [[kind, text, markup]]}, where the
    # article is given as its page tells it; a paragraph without markup of its own has no third member.
    Column("page", JSON(none_as_null=True)),
    Column("feed", JSON(none_as_null=True)),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Number, primary_key=True),
    Column("digest", BigInteger, nullable=False),
    Column("length", Integer, nullable=False),
    Column("simhash", BigInteger, nullable=False),
    # The paragraph that is read first of those that have it: its article's rank and number, and the position in it.
    Column("rank", BigInteger),
    Column("article", Number),
    Column("position", Integer),
    UniqueConstraint("digest"),
    Index("passages_by_first", "article"),
)

postings = Table(
    "postings",
    metadata,
    Column("number", Number, primary_key=True),
    Column("segment", Integer, nullable=False),
    Column("base", BigInteger, nullable=False),  # of the segment: its first passage
    Column("first", BigInteger, nullable=False),  # of the row's shingles
    Column("packed", LargeBinary, nullable=False),  # uint64, ascending: a shingle and a passage that has it
    Index("postings_by_segment", "segment", "number", "first", "base"),
)

reuse = Table(
    "reuse",
    metadata,
    Column("article", Number, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("from_article", Number, nullable=False, index=True),
    Column("from_position", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("distance", Integer, nullable=False),
    Column("spans", JSON, nullable=False),
    sqlite_with_rowid=False,
)

quotes = Table(
    "quotes",
    metadata,
    Column("article", Number, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    _rank(),
    Column("text", Text, nullable=False),
    Column("speaker", Text),
    Column("simhash", BigInteger, nullable=False),
    Column("digest", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),  # of the paragraph it opens in, with its place there
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("first_article", Number),
    Column("first_position", Integer),
    Index("quotes_by_digest", "digest", "rank"),
    sqlite_with_rowid=False,
)

repeats = Table(
    "repeats",
    metadata,
    Column("passage", Number, primary_key=True),
    Column("site", Text, primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("at_edge", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("articles", Integer, nullable=False),  # of the site that hold it, and when the first was published
    Column("since", Text, nullable=False),
    Column("boilerplate", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

stories = Table(
    "stories",
    metadata,
    Column("passage", Number, primary_key=True),
    Column("site", Text, primary_key=True),
    Column("core", Number, primary_key=True),  # the passage that tells a story with the repeated one apart
    Column("articles", Integer, nullable=False),
    sqlite_with_rowid=False,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("number", Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("host", Text, nullable=False),
    Column("scope", Text, nullable=False),  # the address it was added by
    Column("title", Text),
    Column("site", Text),
    Column("folder", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("why", Text),
    Column("due", Moment, nullable=False),
    Column("owner", Text),  # who polls it right now, and how long nobody else may
    Column("leased_until", Moment),
    Column("least", Seconds),
    Column("most", Seconds),
    Column("user_agent", Text),
    Column("credentials", Text),
    Column("full_text", Boolean),
    Column("zone", Text),
    Column("polls", Integer, nullable=False),
    Column("polled", Moment),
    Column("succeeded", Moment),
    Column("received", Moment),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("etag", LargeBinary),
    Column("modified", LargeBinary),
    Column("asked", Seconds, nullable=False),  # the wait that the document asks for
    Column("skip_hours", JSON, nullable=False),
    Column("skip_days", JSON, nullable=False),
    Column("rhythm_entries", Float),
    Column("rhythm_days", Float),
    Column("document", LargeBinary),
    Column("holds", JSON, nullable=False),
    Column("entries", NumberByNumber),
    Column("moved_to", Text),
    Column("moved_since", Moment),
    Column("moved_polls", Integer),
    Index("subscriptions_by_due", "status", "due"),
    Index("subscriptions_by_lease", "leased_until"),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("quiet_until", Moment, nullable=False),
    sqlite_with_rowid=False,
)

duties = Table(
    "duties",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Moment, nullable=False),
    sqlite_with_rowid=False,
)
