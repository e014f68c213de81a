"""Ingest readings: match them with the articles of the store, and write new and revised articles.

:mod:`newsfeed.loaders.matching` matches readings with articles, and :mod:`newsfeed.loaders.revisions` decides whether
they are news. Quotations are extracted before the store is locked for writing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from newsfeed.dedup.order import reading_time
from newsfeed.items import Rendition
from newsfeed.loaders.fulltext import fuller
from newsfeed.loaders.identity import Named, content_digest, digest
from newsfeed.loaders.matching import is_title_of_several, match, match_identifier, near_titles, new_id, unknown_names
from newsfeed.loaders.revisions import (
    OLDER,
    Outcome,
    SeenContent,
    decide,
    has_text,
    is_older,
    is_only_read_anew,
    says_less,
    undelivered_outcome,
)
from newsfeed.pipelines.filtering import reason_to_drop
from newsfeed.pipelines.rejudging import mark_dependent
from newsfeed.store.articles.write import AcceptedArticle, markup_of
from newsfeed.store.garbage import collecting_paused
from newsfeed.store.pruning import Restored
from newsfeed.text.html.extract import EXTRACTION
from newsfeed.text.quotes.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.items import Article, KnownArticle
    from newsfeed.store.repository import Store
    from newsfeed.text.quotes.quotations import Quotation


class Ingested(NamedTuple):
    """The number of an article in the store, and whether it is news.

    ``is_written`` is true if the reading was written to the store, ``stands_as_read`` if the stored article is now the
    same as the reading, whether or not it was before.
    """

    number: int
    outcome: Outcome
    is_written: bool = False
    stands_as_read: bool = False


class Extracted(NamedTuple):
    """A batch of readings and the quotations of those that may be news, by content digest."""

    readings: Sequence[Named]
    quotations: Mapping[str, Sequence[Quotation]]


class _Decision(NamedTuple):
    """A reading, its article, and whether it is news.

    ``unknown`` are new names of the article; ``fresh`` is true if this content of it has not been seen before.
    ``refreshed`` is true if the stored text is the same text with other markup, or as extracted by older rules: it is
    rewritten, which is not news. ``restored`` is true if the text had been pruned, and is written back. ``keeps_text``
    is true if the article keeps its text because the reading has less. ``title_of_several`` is the feed and the kind of
    its title if other articles have that title, too. ``as_read`` is false if the reading's text is replaced by that of
    its page or of the stored article.
    """

    number: int
    id: str
    reading: Named
    known: KnownArticle | None
    content: str
    fresh: bool
    outcome: Outcome
    unknown: Sequence[str]
    refreshed: bool
    restored: bool
    keeps_text: bool
    title_of_several: tuple[str, str] | None
    as_read: bool

    @property
    def is_accepted(self) -> bool:
        """Whether the reading will be written."""
        return self.outcome != "unchanged" or self.refreshed

    @property
    def stands_as_read(self) -> bool:
        """Whether the article will be stored as the document has it."""
        known = self.known
        has_text = known is not None and self.content == known.content and (self.restored or not known.pruned)
        holds_text = self.is_accepted or has_text
        return holds_text and self.as_read and not self.keeps_text and not self.reading.names.is_cut

    @property
    def fetched(self) -> str | None:
        """The time of the reading."""
        return self.reading.article.fetched

    @property
    def is_noted(self) -> bool:
        """Whether the content will be remembered; a partial content is not."""
        return self.outcome != "unchanged" or self.refreshed or (self.fresh and not self.reading.names.is_cut)

    @property
    def revision(self) -> int:
        """The revision that this reading creates; ``OLDER`` if it creates none."""
        if self.refreshed and self.known:
            return self.known.revision
        if self.outcome == "unchanged":
            return OLDER
        return self.known.revision + 1 if self.known else 1

    @property
    def news(self) -> Outcome:
        """The outcome with regard to delivery: an unchanged but undelivered article is still news."""
        if self.outcome != "unchanged" or self.known is None:
            return self.outcome
        return undelivered_outcome(self.known.given, self.known.revision)


class _StoredArchive:
    """The stored articles that may match some readings (:class:`newsfeed.loaders.matching.Archive`)."""

    def __init__(self, store: Store, readings: Sequence[Named]) -> None:
        self._store = store
        self._numbers: dict[int, int] = {}
        self._articles: dict[int, KnownArticle] = {}
        self._degraded = store.degraded_kinds({reading.names.document.scope for reading in readings})
        self._look_up(name for reading in readings for name in reading.names.identifiers)
        unmatched = [reading for reading in readings if match_identifier(reading, self) is None]
        self._look_up(name for reading in unmatched for name in near_titles(reading))

    def _look_up(self, wanted: Iterable[str]) -> None:
        digests = set(map(digest, wanted))
        found = self._store.find_names(digests) if digests else {}
        if unread := set(found.values()).difference(self._articles):
            self._articles |= self._store.stored_articles(unread)
        self._numbers |= found

    def article(self, name: str) -> KnownArticle | None:
        number = self._numbers.get(digest(name))
        return None if number is None else self._articles[number]

    def candidates(self, reading: Named) -> set[int]:
        """Return the numbers of the articles that have a name of a reading."""
        asked = map(digest, (*reading.names.identifiers, *near_titles(reading)))
        return {self._numbers[name] for name in asked if name in self._numbers}

    def is_degraded(self, scope: str, kind: str) -> bool:
        return (scope, kind) in self._degraded

    def names(self, number: int) -> set[int]:
        return self._store.names_of(number)

    def contents(self, number: int) -> set[str]:
        return {content for _, content in self._store.contents([number])}

    def text(self, number: int) -> str:
        return self._store.body(number)


def extract_quotations(article: Article) -> Sequence[Quotation]:
    """Return the quotations of an article."""
    return quotations([paragraph.text for paragraph in article.paragraphs])


def quotations_of(article: Article, content: str, extracted: Mapping[str, Sequence[Quotation]]) -> Sequence[Quotation]:
    """Return the quotations of an article, extracted before the store was locked.

    They are extracted now if another process has changed the store since, so that another text is written.
    """
    return extracted[content] if content in extracted else extract_quotations(article)


def extract(store: Store, batch: Sequence[Article | Named]) -> Extracted:
    """Return a batch with the quotations of likely news, without locking the store.

    An article without names is identified by its id.
    """
    if not batch:  # an unchanged feed
        return Extracted((), {})
    readings = [each if isinstance(each, Named) else Named.by_id(each) for each in batch]
    texts = [reading.article for reading in readings]
    by_name = {digest(name): place for place, each in enumerate(readings) for name in each.names.identifiers}
    numbers = {by_name[name]: number for name, number in store.find_names(by_name).items()}
    pages = store.kept_pages(numbers.values()) if numbers else {}
    texts += [fuller(pages[number].page, texts[place]) for place, number in numbers.items() if number in pages]
    known = store.stored_articles(numbers.values()).values() if numbers else ()
    unchanged = {each.content for each in known if each.extracted >= EXTRACTION and not each.pruned}
    contents = {content_digest(article): article for article in texts}
    return Extracted(
        readings,
        {content: extract_quotations(article) for content, article in contents.items() if content not in unchanged},
    )


def take_in(
    store: Store, batch: Sequence[Article | Named] | Extracted, fuller: list[Article] | None = None
) -> list[Ingested]:
    """Store the new and revised articles of a batch, in order; return the outcome of each.

    Readings with less text than their articles, which keep their text, are added to ``fuller``.
    """
    extracted = batch if isinstance(batch, Extracted) else extract(store, batch)
    readings = extracted.readings
    if not readings:
        return []
    taken: list[Ingested] = []
    with store.alone(), collecting_paused():
        documents = {reading.names.document for reading in readings}
        store.degrade({(document.scope, kind) for document in documents for kind in document.repeating})
        while len(taken) < len(readings):
            if _changes_nothing(readings, taken):
                taken.append(taken[-1])
                continue
            decided = _take_in_distinct(store, _without_repeats(readings[len(taken) :]), extracted)
            if fuller is not None:
                fuller += [each.reading.article for each in decided if each.keeps_text]
            taken += [Ingested(each.number, each.news, each.is_accepted, each.stands_as_read) for each in decided]
    return taken


def _changes_nothing(readings: Sequence[Named], taken: Sequence[Ingested]) -> bool:
    """Return whether the next reading repeats the last two, of which the second was not written."""
    place = len(taken)
    return place > 1 and not taken[-1].is_written and readings[place] == readings[place - 1] == readings[place - 2]


def _without_repeats(batch: Sequence[Named]) -> Sequence[Named]:
    """Return the start of a batch up to a name or title that an earlier reading registers.

    The second reading must find the first in the store. An identifier that entries share is looked up, but registered
    for none of them.
    """
    registered: set[str] = set()
    for place, (_, of) in enumerate(batch):
        title = [f"{of.document.scope} {of.title}"] if of.title else []
        asked = of.identifiers.union(of.variants, title)
        if not registered.isdisjoint(asked):
            return batch[:place]
        registered |= asked if of.alone else asked - {of.surest}
    return batch


def _take_in_distinct(store: Store, batch: Sequence[Named], extracted: Extracted) -> list[_Decision]:
    """Ingest a batch up to the second reading of the same article."""
    decided = _decide(store, batch)
    accepted = [_accepted(each, extracted) for each in decided if each.is_accepted]
    if accepted:
        patterns = store.patterns()
        for each in accepted:
            each.article.dropped = reason_to_drop(each.article, patterns)
        mark_dependent(store, [each.number for each in decided if each.is_accepted and each.known])
        store.write_articles(accepted)
    store.restore_texts([_restored(each, extracted) for each in decided if each.restored])
    store.degrade({several for each in decided if (several := each.title_of_several)})
    store.register_names({digest(name): each.number for each in decided for name in each.unknown})
    store.note_contents([(each.number, each.content, each.revision, each.fetched) for each in decided if each.is_noted])
    store.note_documents({each.number: as_of for each in decided if (as_of := _confirmed(each))})
    return decided


def _confirmed(decided: _Decision) -> str | None:
    """Return the time of a document that confirms the stored article, if it is the newest such time so far."""
    known, as_of = decided.known, decided.reading.names.document.as_of
    if known is None or as_of is None or decided.keeps_text or decided.content != known.content:
        return None
    return as_of if known.as_of is None or as_of > known.as_of else None


def _accepted(decided: _Decision, extracted: Extracted) -> AcceptedArticle:
    article = decided.reading.article
    return AcceptedArticle(
        decided.number,
        decided.id,
        article,
        quotations_of(article, decided.content, extracted.quotations),
        decided.revision,
        decided.content,
        decided.reading.names.document.as_of,
        _moment(decided),
    )


def _restored(decided: _Decision, extracted: Extracted) -> Restored:
    article = decided.reading.article
    return Restored(decided.number, article, quotations_of(article, decided.content, extracted.quotations))


def _moment(decided: _Decision) -> str:
    """Return the time by which an article is ordered; later readings of its live feed do not change it.

    Files may be read in any order, so the earliest of their times counts.
    """
    if decided.reading.names.document.poll is not None and decided.known:
        return decided.known.moment
    own = _reading_time(decided.reading)
    return min(own, decided.known.moment) if decided.known else own


def _reading_time(reading: Named) -> str:
    """Return the time by which a reading is ordered: of an undated entry of a file, the time of that file, if known.

    Else an old entry without a date would be as new as the crawl that reads it.
    """
    article, document = reading.article, reading.names.document
    return reading_time(article.published or article.updated, document.as_of or article.fetched or "", document.poll)


def _decide(store: Store, batch: Sequence[Named]) -> list[_Decision]:
    """Return the decisions on a batch up to the second reading of the same article."""
    archive = _StoredArchive(store, batch)
    known = _up_to_a_repeat(batch, archive)
    numbers = [each.number for each in known if each]
    seen = _contents(store, numbers)
    free = count(store.next_number())
    decided = []
    with_pages = _with_pages(store, batch, known, seen)
    readings = _with_known_texts(store, with_pages, known, seen)
    markup = store.markup(numbers) if numbers else {}
    for reading, paged, found, read in zip(readings, with_pages, known, batch, strict=False):
        number, id_ = (found.number, found.id) if found else (next(free), new_id(reading.names, archive))
        content = content_digest(reading.article)
        outcome = decide(reading, found, seen[number])
        unknown = list(unknown_names(reading, found, archive))
        keeps_text = found is not None and (reading is not paged or (reading.names.is_cut and content != found.content))
        changeable = None if keeps_text else found
        restored = changeable is not None and _is_restored(reading, changeable, content, markup[number])
        refreshed = (
            changeable is not None
            and not restored
            and _is_refreshed(reading, changeable, content, outcome, archive, markup[number])
        )
        if refreshed:
            outcome = "unchanged"
        fresh = content not in seen[number]
        several = _title_of_several(reading, found, archive)
        decided.append(
            _Decision(
                number,
                id_,
                reading,
                found,
                content,
                fresh,
                outcome,
                unknown,
                refreshed,
                restored,
                keeps_text,
                several,
                reading is read,
            )
        )
    return decided


def _title_of_several(reading: Named, known: KnownArticle | None, archive: _StoredArchive) -> tuple[str, str] | None:
    """Return the feed and the kind of a reading's title if other articles of the feed have that title, too."""
    kind = reading.names.title_kind
    if kind is None or not is_title_of_several(reading, known, archive):
        return None
    return reading.names.document.scope, kind


def _contents(store: Store, numbers: Sequence[int]) -> Mapping[int, Mapping[str, SeenContent]]:
    """Return the contents read for these articles, by article number and digest."""
    found: defaultdict[int, dict[str, SeenContent]] = defaultdict(dict)
    for (number, content), seen in store.contents(numbers).items() if numbers else ():
        found[number][content] = SeenContent(*seen)
    return found


def _with_known_texts(
    store: Store,
    readings: Sequence[Named],
    known: Sequence[KnownArticle | None],
    seen: Mapping[int, Mapping[str, SeenContent]],
) -> list[Named]:
    """Return the readings; those without text get the text of their article, because no reading removes it."""
    found: list[Named] = []
    contents = []
    for reading, before in zip(readings, known, strict=True):
        article = reading.article
        found.append(reading)
        if before is None or decide(reading, before, seen[before.number]) != "revised" or has_text(article):
            continue
        [stored] = store.articles([before.number])
        if says_less(article, stored):
            filled = replace(article, title=article.title or stored.title, paragraphs=stored.paragraphs)
            filled.summary, filled.image = article.summary or stored.summary, article.image or stored.image
            found[-1] = Named(filled, reading.names)
            contents.append((before.number, content_digest(article), OLDER, article.fetched))
    store.note_contents(contents)
    return found


def _is_restored(reading: Named, known: KnownArticle, content: str, markup: Sequence[tuple[Any, ...]]) -> bool:
    """Return whether the reading has the text, paragraph by paragraph, that the article had before it was pruned."""
    kinds = [each.kind for each in reading.article.paragraphs]
    return known.pruned is not None and content == known.content and kinds == [kind for kind, *_ in markup]


def _is_refreshed(
    reading: Named,
    known: KnownArticle,
    content: str,
    outcome: Outcome,
    archive: _StoredArchive,
    markup: Sequence[tuple[Any, ...]],
) -> bool:
    """Return whether the stored text differs only in markup, was extracted by older rules, or lacks its time.

    For a removed text that was read by other rules this cannot be known, and is assumed.
    """
    if known.pruned:
        return content == known.content or (outcome != "unchanged" and known.extracted < EXTRACTION)
    if outcome != "unchanged":
        return known.extracted < EXTRACTION and is_only_read_anew(archive.text(known.number), reading.article)
    if content != known.content:
        return False
    if known.extracted < EXTRACTION or _dates_better(reading, known):
        return True
    return not is_older(reading, known) and markup != markup_of(reading.article.paragraphs)


def _dates_better(reading: Named, known: KnownArticle) -> bool:
    """Return whether a reading from a file dates an undated article, or is the earlier one of two without a date."""
    if reading.names.document.poll is not None or known.published or known.updated:
        return False
    return bool(reading.article.published or reading.article.updated) or _reading_time(reading) < known.moment


def _up_to_a_repeat(batch: Sequence[Named], archive: _StoredArchive) -> list[KnownArticle | None]:
    """Return the known article of each reading, up to one that may be of an article with an earlier reading."""
    found: list[KnownArticle | None] = []
    numbers: set[int] = set()
    for reading in batch:
        if numbers and not numbers.isdisjoint(archive.candidates(reading)):
            break
        article = match(reading, archive)
        if article is not None:
            numbers.add(article.number)
        found.append(article)
    return found


def _with_pages(
    store: Store,
    batch: Sequence[Named],
    known: Sequence[KnownArticle | None],
    seen: Mapping[int, Mapping[str, SeenContent]],
) -> list[Named]:
    """Return the readings, each with its article's page text if that is still more complete than the feed's.

    A new text of the feed is stored, so that the page is read again.
    """
    numbers = [each.number for each in known if each]
    pages = store.kept_pages(numbers) if numbers else {}
    readings = list(batch[: len(known)])
    feeds: dict[int, Rendition] = {}
    contents = []
    for place, (reading, found) in enumerate(zip(batch, known, strict=False) if pages else ()):
        article, content = reading.article, content_digest(reading.article)
        if found is None or found.number not in pages:
            continue
        if decide(reading, found, seen[found.number]) != "revised":
            continue
        page, feed = pages[found.number]
        readings[place] = Named(fuller(page, article), reading.names)
        if feed and feed.text == Rendition.of(article).text and feed.title == article.title:
            continue
        feeds[found.number] = Rendition.of(article)
        if readings[place].article is not article:
            contents.append((found.number, content, found.revision, article.fetched))
    store.outdate_pages(feeds)
    store.note_contents(contents)
    return readings
