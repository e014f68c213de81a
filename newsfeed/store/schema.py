"""The tables of the store.

``articles`` and ``paragraphs`` hold the texts, ``names`` the names of each article, ``passages`` each distinct normal
form once, ``postings`` the winnowed shingles of passages (packed: see :mod:`newsfeed.store.index.postings`), ``reuse``
and ``quotes`` the results of detection, ``repeats`` and ``stories`` the evidence for boilerplate
(:mod:`newsfeed.store.boilerplate`). A paragraph's place in reading order is (its article's rank, the article's number,
its position): "earlier" always means earlier in that order.

:mod:`newsfeed.store.migrations` migrates stores with older tables: a change to a table needs a step there.
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
from newsfeed.store.dialects import Number, Sorted, fit

metadata = MetaData()


class Pending(IntEnum):
    """The next processing step of an article."""

    DROPPED = -1
    """None: a pattern of its subscription drops it, and its text does not count as read."""
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


class Moment(TypeDecorator[datetime]):
    """A time, stored as fixed-length text that sorts chronologically."""

    impl = Sorted
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Convert a value to its stored form."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert a stored value back."""
        return datetime.fromisoformat(value) if value else None


class NumberByNumber(TypeDecorator[Mapping[int, int]]):
    """A mapping of numbers to numbers, 16 bytes per pair."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Mapping[int, int] | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Convert a value to its stored form."""
        return array("q", chain.from_iterable(value.items())).tobytes() if value else None

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Mapping[int, int]:  # noqa: ARG002
        """Convert a stored value back."""
        numbers = array("q", value or b"")
        return dict(zip(numbers[::2], numbers[1::2], strict=True))


class Seconds(TypeDecorator[timedelta]):
    """A span of time."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        """Convert a value to its stored form."""
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002
        """Convert a stored value back."""
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
    """Return a table of reasons that a run reports for its sources, one per row."""
    return Table(
        name,
        metadata,
        Column("run", ForeignKey("runs.number"), nullable=False, index=True),
        Column("source", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )


failures = _reasons("failures")
remarks = _reasons("remarks")


UNREAD = -1
"""The rank of paragraphs and quotations that do not count as read, below the ranks of all others."""


def _rank() -> Column[int]:
    """Return the column of an article's rank (:mod:`newsfeed.store.index.occurrences`)."""
    return Column("rank", BigInteger, nullable=False, server_default="0")


feeds = Table(
    "feeds",
    metadata,
    Column("number", Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("polled", Text),  # when a crawl last read the live feed to its end
)

articles = Table(
    "articles",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("feed", ForeignKey("feeds.number"), nullable=False),
    Column("site", Text, nullable=False),
    Column("agency", Text),  # from which it comes (newsfeed.text.agencies); the own site of a feed flagged as one
    Column("moment", Text, nullable=False),  # the reading time: the time of publication where that is possible
    _rank(),
    *field_columns(),
    Column("content", Text, nullable=False),  # digest of the visible content: a change is a revision
    Column("extracted", SmallInteger, nullable=False, server_default="0"),  # the EXTRACTION version of its text
    Column("as_of", Text),  # the time when its source document was made, if known
    Column("revision", Integer, nullable=False),
    Column("given", Integer, nullable=False, default=0),  # the last revision that a completed run delivered
    Column("simhash", BigInteger),
    Column("novelty", Float, nullable=False),
    Column("duplicate_of", Number),
    Column("repeats", Number),  # the earlier article that it repeats entirely, whether or not it is a copy
    Column("copy_reason", Text),  # why it is a copy
    Column("follows", Number),  # the earlier article with most of its text, if the share is large
    Column("pending", SmallInteger, nullable=False),  # a value of Pending
    Column("pruned", Text),  # when its text was removed (newsfeed.store.pruning)
    Index("articles_by_moment", "moment", "number"),
    Index("articles_by_feed", "feed", "fetched"),
    Index("articles_by_rank", "rank"),
    Index("articles_by_site", "site", "dropped", "moment", "novelty", "duplicate_of"),  # covers all totals
    Index("articles_by_copy", "duplicate_of"),
    Index("articles_by_repeated", "repeats"),
    Index("articles_by_followed", "follows"),
)
# Literals, not parameters: otherwise SQLite cannot see that the partial index covers a query.
IS_PENDING = articles.c.pending > literal_column("0")
IS_TO_BE_JUDGED = and_(IS_PENDING, articles.c.pending <= literal_column(str(int(Pending.FRESH))))
IS_UNCOUNTED = and_(IS_PENDING, articles.c.pending == literal_column(str(int(Pending.UNCOUNTED))))
IS_OUTDATED = and_(IS_PENDING, articles.c.pending == literal_column(str(int(Pending.OUTDATED))))
JUDGING_ORDER = (articles.c.pending.desc(), articles.c.rank, articles.c.number)
"""New texts first, in reading order: then only earlier runs can have judged articles later than the current one."""

IS_OF_AGENCY = articles.c.agency.is_not(None)
Index("articles_by_agency", articles.c.agency, articles.c.site, sqlite_where=IS_OF_AGENCY)

Index("articles_pending", *JUDGING_ORDER, sqlite_where=IS_PENDING)

IS_REOPENABLE = and_(articles.c.pending == Pending.JUDGED, articles.c.pruned.is_(None))
"""The article has a verdict and a text, so it can be judged again."""

IS_NEWS = articles.c.given < articles.c.revision
"""No completed run has delivered the current revision."""

Index("articles_news", articles.c.moment, articles.c.number, sqlite_where=IS_NEWS)
names = Table(
    "names",
    metadata,
    Column("digest", Number, primary_key=True),
    Column("article", ForeignKey("articles.number"), nullable=False, index=True),
)

degraded = Table(
    "degraded",
    metadata,
    Column("scope", Text, primary_key=True),  # the scope of names: a feed
    Column("kind", Text, primary_key=True),  # the kind of identifier that it gave to several entries
    sqlite_with_rowid=False,
)

revisions = Table(
    "revisions",
    metadata,
    Column("article", ForeignKey("articles.number"), primary_key=True),
    Column("content", Text, primary_key=True),
    Column("revision", Integer, nullable=False),  # 0: never a revision, but the content of an older copy
    Column("seen", Text, nullable=False),
    sqlite_with_rowid=False,
)
documents = Table(
    "documents",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("format", Text, nullable=False),
    Column("step", Text),
    Column("problems", Text, nullable=False),  # one per line
    Column("articles", LargeBinary, nullable=False),  # the number of each entry's article, 64 bits each
    Column("state", LargeBinary, nullable=False),  # a digest of their state in the store
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
    Column("reason", Text),  # the deciding rule
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
    Column("asked", SmallInteger, nullable=False),  # 1: page read for the feed's current text; 0: for an earlier one
    Column("denied", Text),  # the URL that the page redirected to and that robots.txt denied
    # The page's and the feed's text, each as {"title", "paragraphs": [[kind, text, markup]]}, if the article uses its
    # page's text; a paragraph without markup of its own has no third member.
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
    # The first occurrence in reading order: the article's rank and number, and the paragraph's position.
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
    Column("base", BigInteger, nullable=False),  # the first passage of the segment
    Column("first", BigInteger, nullable=False),  # the first shingle of the row
    Column("packed", LargeBinary, nullable=False),  # ascending uint64, each a shingle and a passage with it
    Index("postings_by_segment", "segment", "number", "first", "base"),
)

reuse = Table(
    "reuse",
    metadata,
    Column("article", Number, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("from_article", Number, nullable=False),
    Column("from_position", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("distance", Integer, nullable=False),
    Column("spans", JSON, nullable=False),
    Index("reuse_by_source", "from_article", "from_position", "article", "share"),  # covers the counts of spread
    sqlite_with_rowid=False,
)

IS_MARKED = reuse.c.share > 0
"""The part means something to a reader. If not, the verdict still depends on the source."""

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
    Column("position", Integer, nullable=False),  # of the paragraph in which it opens; start and end are offsets
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
    Column("articles", Integer, nullable=False),  # the site's articles with it; since: when the first was published
    Column("since", Text, nullable=False),
    Column("boilerplate", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

stories = Table(
    "stories",
    metadata,
    Column("passage", Number, primary_key=True),
    Column("site", Text, primary_key=True),
    Column("core", Number, primary_key=True),  # of a story: a passage that only it has, or its title's digest
    Column("articles", Integer, nullable=False),
    sqlite_with_rowid=False,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("number", Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("host", Text, nullable=False),
    Column("scope", Text, nullable=False),  # the URL under which it was added
    Column("title", Text),
    Column("site", Text),
    Column("folder", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("why", Text),
    Column("due", Moment, nullable=False),
    Column("owner", Text),  # the process that is polling it, and the end of its lease
    Column("leased_until", Moment),
    Column("least", Seconds),
    Column("most", Seconds),
    Column("user_agent", Text),
    Column("credentials", Text),
    Column("full_text", Boolean),
    Column("zone", Text),
    Column("policy", Text),
    Column("keep", JSON(none_as_null=True)),
    Column("drop", JSON(none_as_null=True)),
    Column("prefer", Boolean),
    Column("agency", Boolean),
    Column("polls", Integer, nullable=False),
    Column("polled", Moment),
    Column("succeeded", Moment),
    Column("received", Moment),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("etag", LargeBinary),
    Column("modified", LargeBinary),
    Column("asked", Seconds, nullable=False),  # the polling interval that the document requests
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

fit(metadata)
