"""The pages as data: each function returns the data of one page as plain values.

:mod:`newsfeed.web.app` renders them as HTML, JSON, CSV or Atom; nothing here knows about requests or templates.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.policy import treatments
from newsfeed.store import browse
from newsfeed.store.copies import preferred as preferred_copies
from newsfeed.text.dates.parsing import parse_date
from newsfeed.text.html.render import unquoted
from newsfeed.web.charts import stretches
from newsfeed.web.marked import Segment, SideBySide, marked_html, segments, side_by_side
from newsfeed.web.reader import articles
from newsfeed.web.shown_again import shown_positions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from newsfeed.items import Article, Paragraph
    from newsfeed.store.browse import ListedArticle, ParagraphCounts, ReuseLink
    from newsfeed.web.marks import Marks
    from newsfeed.web.query import Query

ROWS = 50
"""Rows of a list on one page."""

SAMPLE = 25
"""Rows of a list in random order, few enough to be read."""

PARAGRAPHS = 200
"""Paragraphs of an article on one page."""

HIDDEN = ("copies", "dropped", "duplicate", "boilerplate")
"""The kinds of hidden items in clean feeds: two of articles, two of paragraphs."""

_MATRIX = 30  # outlets of the matrix; the rest is summed up as others
_BARS = 40  # outlets of a histogram
_OPENING = 280  # characters


class NotFoundError(Exception):
    """There is no such page, article or paragraph."""


class StoryRow(NamedTuple):
    """A story in the list of news: its newest article, the others, and counts of its paragraphs.

    A copy of a preferred outlet represents its original.
    """

    article: ListedArticle
    others: Sequence[ListedArticle]
    outlets: Sequence[str]
    opening: str
    counts: ParagraphCounts | None
    root: str

    @property
    def tellings(self) -> list[str]:
        """The ids of the article and its copies: the row is read if one of them is."""
        first = self.article.duplicate_of or self.article.number
        return [each.id for each in (self.article, *self.others) if first in (each.number, each.duplicate_of)]


class NewsPage(NamedTuple):
    """The list of news, the cursor of the next page, and the counts of hidden articles and paragraphs."""

    rows: Sequence[StoryRow]
    after: str | None
    hidden: browse.HiddenCounts


class HiddenPage(NamedTuple):
    """Articles or paragraphs that clean feeds leave out, and the count of each kind."""

    what: str
    counts: browse.HiddenCounts
    rows: Sequence[browse.HiddenArticle] | Sequence[browse.HiddenParagraph]
    after: str | None


class SourcePlace(NamedTuple):
    """An article that holds part of a paragraph: where, when, and how much."""

    id: str
    position: int
    title: str | None
    site: str
    moment: str
    share: float
    language: str | None
    is_same: bool


class ShownParagraph(NamedTuple):
    """A paragraph of an article for display, cut into new and repeated segments.

    ``markup`` is its sanitised HTML, if any, with the repeated words marked. ``reason`` is the stored reason for its
    verdict.
    """

    position: int
    paragraph: Paragraph
    parts: Sequence[Segment]
    markup: str | None
    before: Sequence[SourcePlace]
    since: int
    is_left_out: bool
    reason: str | None


class ReadingPage(NamedTuple):
    """An article with the earlier and later occurrences of its parts; ``again`` are the restored positions."""

    listed: ListedArticle
    article: Article
    paragraphs: Sequence[ShownParagraph]
    taken_up_by: Sequence[SourcePlace]
    story: Sequence[ListedArticle]
    repeated: int
    page: int
    pages: int
    again: Sequence[int]


class ProvenPair(NamedTuple):
    """Two paragraphs side by side with evidence: the time when each was read, and the SHA-256 of each in UTF-8."""

    pair: PairPage
    earlier_fetched: str | None
    later_fetched: str | None
    earlier_digest: str
    later_digest: str


class PairPage(NamedTuple):
    """Two paragraphs side by side, the earlier one on the left.

    ``share`` and ``reason`` are the stored values of the later one, if the earlier one is a source of it.
    """

    earlier: ListedArticle
    earlier_position: int
    later: ListedArticle
    later_position: int
    compared: SideBySide
    stored: Paragraph
    share: float | None
    reason: str | None


class StoryPage(NamedTuple):
    """A story: its articles in the order of publication, with the paragraphs that each adds."""

    members: Sequence[ListedArticle]
    adds: Mapping[int, Sequence[str]]


class PassagePage(NamedTuple):
    """A paragraph, and all later occurrences of it or of a part of it."""

    listed: ListedArticle
    position: int
    text: str
    places: Sequence[tuple[ReuseLink, Sequence[Segment]]]
    outlets: Sequence[tuple[str, int]]


class FiguresPage(NamedTuple):
    """The number of paragraphs that repeat an earlier article, by outlet, by period and by share, and in total."""

    outlets: Sequence[Figure]
    times: Sequence[Figure]
    shares: Sequence[Figure]
    total: int


class Figure(NamedTuple):
    """A bar of a histogram, for an outlet, a period (from a day to before another), or a share."""

    name: str
    paragraphs: int
    since: str = ""
    until: str = ""


class OutletsPage(NamedTuple):
    """The outlets, and a matrix of how many articles of one repeat another."""

    outlets: Sequence[browse.Outlet]
    names: Sequence[str]
    cells: Mapping[tuple[str, str], browse.OutletPair]
    largest: int
    agencies: Sequence[str]


class OutletPage(NamedTuple):
    """One outlet: the outlets that it repeats, and those that repeat it."""

    outlet: browse.Outlet
    takes_from: Sequence[browse.OutletPair]
    is_taken_by: Sequence[browse.OutletPair]


class OutletPairPage(NamedTuple):
    """Paragraphs of one outlet that repeat another, with the median time between them in hours.

    ``articles`` are the earlier and the later one, if all paragraphs are of these two.
    """

    pairs: Sequence[tuple[browse.ReusePair, Sequence[Segment]]]
    hours: float | None
    articles: tuple[ListedArticle, ListedArticle] | None = None


class QuotePage(NamedTuple):
    """A quotation and the articles that have it."""

    text: str
    places: Sequence[tuple[ListedArticle, str | None, int]]
    speakers: Sequence[str]


def news(connection: Connection, query: Query, shown: Collection[str] = ()) -> NewsPage:
    """Return the newest stories, one row each: an article that later ones follow is listed under the newest of them.

    Hidden articles have a row of their own if the reader has ``shown`` them again (by id).
    """
    found = browse.newest(connection, query.filters, ROWS + 1, query.after, also=shown)
    more, found = found[ROWS:], found[:ROWS]
    numbers = [each.number for each in found]
    root = browse.roots(connection, numbers)
    stories = browse.members(connection, set(root.values()))
    counts, openings = browse.paragraph_counts(connection, numbers), browse.openings(connection, numbers)
    standing = _preferred(connection, found, stories, root)
    rows, seen = [], set()
    for each in found:
        is_extra = each.id in shown
        if root[each.number] in seen and not is_extra:
            continue
        if not is_extra:
            seen.add(root[each.number])
        told = standing.get(each.number, each)
        members = stories.get(root[each.number], [])
        sites = list(dict.fromkeys([told.site, *(member.site for member in members)]))
        rows.append(
            StoryRow(
                told,
                [member for member in members if member.number != told.number],
                sites,
                _cut(openings.get(each.number, "")),
                counts.get(each.number),
                next((member.id for member in members if member.number == root[each.number]), each.id),
            )
        )
    after = f"{found[-1].moment}~{found[-1].number}" if more else None
    # The counts of hidden articles ignore the words, because searching every paragraph twice more would be slowest.
    return NewsPage(rows, after, browse.hidden_counts(connection, replace(query.filters, words=(), asked=None)))


def _preferred(
    connection: Connection,
    found: Sequence[ListedArticle],
    stories: Mapping[int, Sequence[ListedArticle]],
    root: Mapping[int, int],
) -> dict[int, ListedArticle]:
    """Return the copies of preferred subscriptions that represent these articles, by article number."""
    copies = {
        member.number: member
        for each in found
        for member in stories.get(root[each.number], ())
        if member.duplicate_of == each.number
    }
    preferred = [copies[number] for number in preferred_copies(connection, list(copies))]
    return {copy.duplicate_of: copy for copy in reversed(preferred) if copy.duplicate_of is not None}


def hidden(connection: Connection, query: Query, what: str) -> HiddenPage:
    """Return hidden articles or paragraphs of one kind: ``copies``, ``dropped``, ``duplicate`` or ``boilerplate``."""
    counts = browse.hidden_counts(connection, query.filters)
    rows: list[browse.HiddenArticle] | list[browse.HiddenParagraph]
    if what in ("copies", "dropped"):
        rows = browse.hidden_articles(connection, query.filters, ROWS, query.after, dropped=what == "dropped")
    else:
        rows = browse.hidden_paragraphs(connection, query.filters, what, ROWS, query.after)
    after = f"{rows[-1].moment}~{rows[-1].number}" if len(rows) >= ROWS else None
    return HiddenPage(what, counts, rows, after)


def article(connection: Connection, marks: Marks, id_: str, page: int = 1) -> ReadingPage:
    """Return an article with the sources of its paragraphs; raise NotFoundError."""
    listed = _listed(connection, id_)
    [item] = articles(connection, [listed.number])
    before = {
        position: list(links)
        for position, links in groupby(browse.read_before(connection, listed.number), key=attrgetter("position"))
    }
    reasons = browse.reasons(connection, listed.number)
    since = browse.read_since(connection, listed.number)
    taken = dict.fromkeys(range(len(item.paragraphs)), 0)
    for link in since:
        taken[link.position] = taken.get(link.position, 0) + 1
    root = browse.roots(connection, [listed.number])[listed.number]
    story = browse.members(connection, [root]).get(root, [])
    pages = max(1, -(-len(item.paragraphs) // PARAGRAPHS))
    page = min(max(1, page), pages)
    shown = [
        ShownParagraph(
            position,
            paragraph,
            segments(paragraph.text, spans_of(before.get(position, ()))),
            _markup(paragraph, spans_of(before.get(position, ()))),
            [_source(link, listed) for link in before.get(position, ())],
            taken.get(position, 0),
            treatment == "left out",
            reasons[position],
        )
        for position, (paragraph, treatment) in enumerate(treatments(item))
    ][(page - 1) * PARAGRAPHS : page * PARAGRAPHS]
    repeated = sum(paragraph.status == "duplicate" for paragraph in item.paragraphs)
    again = sorted(shown_positions(connection, marks, [listed.number]).get(id_, ()))
    return ReadingPage(listed, item, shown, _by_article(since, listed), story, repeated, page, pages, again)


def blocks(paragraphs: Iterable[ShownParagraph]) -> list[list[ShownParagraph]]:
    """Return the paragraphs in folded groups: consecutive ones left out for one earlier article are together."""

    def key(shown: ShownParagraph) -> str | int:
        is_duplicate = shown.is_left_out and shown.paragraph.status == "duplicate" and shown.before
        return shown.before[0].id if is_duplicate else shown.position

    return [list(group) for _, group in groupby(paragraphs, key=key)]


def pair(connection: Connection, id_: str, position: int, other: str, other_position: int) -> PairPage:
    """Return two paragraphs, given in any order, side by side; raise NotFoundError."""
    places = [(_listed(connection, id_), position), (_listed(connection, other), other_position)]
    places.sort(key=lambda place: (place[0].moment, place[0].number, place[1]))
    (earlier, earlier_position), (later, later_position) = places
    before, after = (browse.paragraph(connection, each.number, at) for each, at in places)
    if before is None or after is None:
        raise NotFoundError
    [item] = articles(connection, [later.number])
    stored = item.paragraphs[later_position]
    place = (earlier.id, earlier_position)
    share = next((each.share for each in stored.reuse if (each.article, each.paragraph) == place), None)
    reason = None if share is None else browse.reasons(connection, later.number)[later_position]
    compared = side_by_side(before, after)
    return PairPage(earlier, earlier_position, later, later_position, compared, stored, share, reason)


def evidence(connection: Connection, id_: str, position: int, other: str, other_position: int) -> ProvenPair:
    """Return two paragraphs side by side with evidence; raise NotFoundError."""
    found = pair(connection, id_, position, other, other_position)
    earlier, later = articles(connection, [found.earlier.number, found.later.number])
    texts = (earlier.paragraphs[found.earlier_position].text, later.paragraphs[found.later_position].text)
    digests = (sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts)
    return ProvenPair(found, earlier.fetched, later.fetched, *digests)


def story(connection: Connection, id_: str) -> StoryPage:
    """Return the story that an article belongs to; raise NotFoundError."""
    listed = _listed(connection, id_)
    root = browse.roots(connection, [listed.number])[listed.number]
    members = browse.members(connection, [root]).get(root, [])
    return StoryPage(members, story_additions(connection, members))


def story_additions(connection: Connection, members: Sequence[ListedArticle]) -> dict[int, list[str]]:
    """Return the paragraphs that each article of a story adds to those before it, by the article's number."""
    items = articles(connection, [member.number for member in members])
    return {
        member.number: [
            paragraph.text
            for paragraph in item.paragraphs
            if paragraph.status == "unique" and paragraph.novelty > 0 and paragraph.kind != "heading"
        ]
        for member, item in zip(members, items, strict=True)
    }


def passage(connection: Connection, id_: str, position: int) -> PassagePage:
    """Return a paragraph and its later occurrences; raise NotFoundError."""
    listed = _listed(connection, id_)
    text = browse.paragraph(connection, listed.number, position)
    if text is None:
        raise NotFoundError
    links = browse.read_since(connection, listed.number, position)
    places = []
    for link in links:
        theirs = browse.paragraph(connection, link.number, link.other_position) or ""
        places.append((link, segments(theirs, link.spans)))
    counts: dict[str, int] = {}
    for link in links:
        counts[link.site] = counts.get(link.site, 0) + 1
    return PassagePage(listed, position, text, places, sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def figures(connection: Connection, query: Query) -> FiguresPage:
    """Return the numbers of paragraphs that repeat an earlier article, for histograms."""
    counted = browse.repeat_counts(connection, query.filters)
    sites, days, tenths = Counter[str](), Counter[str](), Counter[int]()
    for each in counted:
        sites[each.site] += each.paragraphs
        days[each.day] += each.paragraphs
        tenths[min(10, max(1, each.tenths))] += each.paragraphs
    return FiguresPage(
        [Figure(*each) for each in sorted(sites.items(), key=lambda each: (-each[1], each[0]))[:_BARS]],
        [Figure(*each) for each in stretches(days)],
        [
            Figure(f"{10 * tenth - 10}–{10 * tenth}\N{NO-BREAK SPACE}%", tenths[tenth], f"{(tenth - 1) / 10:.1f}")
            for tenth in range(10, 0, -1)
        ],
        sum(sites.values()),
    )


def outlets(connection: Connection, query: Query) -> OutletsPage:
    """Return all outlets and the matrix of their repeats."""
    found = browse.outlets(connection, query.filters)
    pairs = browse.outlet_pairs(connection, query.filters)
    active: dict[str, int] = {}
    for each in pairs:
        for site in (each.from_site, each.to_site):
            active[site] = active.get(site, 0) + each.articles
    names = sorted(sorted(active), key=lambda site: -active[site])[:_MATRIX]
    cells = {(each.from_site, each.to_site): each for each in pairs}
    largest = max((each.articles for each in pairs), default=0)
    return OutletsPage(found, names, cells, largest, browse.agency_sites(connection))


def outlet(connection: Connection, site: str, query: Query) -> OutletPage:
    """Return one outlet; raise NotFoundError if it has no article."""
    found = next((each for each in browse.outlets(connection, query.filters) if each.site == site), None)
    if found is None:
        raise NotFoundError
    pairs = browse.outlet_pairs(connection, query.filters, limit=10_000)
    return OutletPage(
        found, [each for each in pairs if each.to_site == site], [each for each in pairs if each.from_site == site]
    )


def article_pair(connection: Connection, id_: str, other: str) -> OutletPairPage:
    """Return the paragraphs of one of two articles that repeat the other's; raise NotFoundError."""
    both = (_listed(connection, id_), _listed(connection, other))
    earlier, later = sorted(both, key=lambda each: (each.moment, each.number))
    pairs = browse.pairs_of(connection, later.number, earlier.number)
    return OutletPairPage(_marked(pairs), hours_between(earlier.moment, later.moment), (earlier, later))


def _marked(pairs: Sequence[browse.ReusePair]) -> list[tuple[browse.ReusePair, Sequence[Segment]]]:
    return [(each, segments(each.later_text, each.spans)) for each in pairs]


def outlet_pair(connection: Connection, from_site: str, to_site: str) -> OutletPairPage:
    """Return paragraphs of ``to_site`` that repeat ``from_site``."""
    pairs = browse.pairs_between(connection, from_site, to_site)
    hours = [gap for each in pairs if (gap := hours_between(each.earlier_moment, each.later_moment)) is not None]
    return OutletPairPage(_marked(pairs), median(hours) if hours else None)


def quote(connection: Connection, id_: str, ordinal: int) -> QuotePage:
    """Return a quotation and the articles that have the same words; raise NotFoundError."""
    found = browse.quote(connection, _listed(connection, id_).number, ordinal)
    if found is None:
        raise NotFoundError
    text, digest = found
    places = browse.quoted_in(connection, digest)
    return QuotePage(text, places, list(dict.fromkeys(speaker for _, speaker, _ in places if speaker)))


def spans_of(links: Sequence[ReuseLink]) -> list[tuple[int, int]]:
    """Return the spans of all sources of a paragraph."""
    return [(start, end) for link in links for start, end in link.spans]


def _markup(paragraph: Paragraph, spans: Sequence[tuple[int, int]]) -> str | None:
    html = (unquoted(paragraph) or paragraph).html
    return marked_html(html, paragraph.text, spans) if html is not None and spans else html


def hours_between(earlier: str, later: str) -> float | None:
    """Return the hours between two ISO 8601 times, ``None`` if one cannot be read."""
    begin, end = parse_date(earlier), parse_date(later)
    return (end - begin).total_seconds() / 3600 if begin and end else None


def _listed(connection: Connection, id_: str) -> ListedArticle:
    found = browse.find(connection, [id_]).get(id_)
    if found is None:
        raise NotFoundError
    return found


def _source(link: ReuseLink, own: ListedArticle) -> SourcePlace:
    is_same = link.number == own.number
    place = (link.id, link.other_position, link.title, link.site, link.moment)
    return SourcePlace(*place, link.share, link.language, is_same)


def _by_article(links: Sequence[ReuseLink], own: ListedArticle) -> list[SourcePlace]:
    """Return one source per article: the one with the largest share."""
    best: dict[int, ReuseLink] = {}
    for link in links:
        if link.number not in best or link.share > best[link.number].share:
            best[link.number] = link
    return [_source(link, own) for link in best.values()]


def _cut(text: str) -> str:
    return text if len(text) <= _OPENING else text[: _OPENING - 1].rstrip() + "…"
