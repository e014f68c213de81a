"""Verdicts on articles and their paragraphs: every rule that decides what is a duplicate, a copy or the same story.

Pure functions. :func:`judge_paragraph` takes a paragraph and the :class:`Evidence` that was gathered for it,
:func:`judge` an article and the verdicts on its paragraphs; reading the store before and writing the verdicts after is
:mod:`newsfeed.pipelines.detection`. How much of a text was read before is measured in
:mod:`newsfeed.dedup.reuse`, what counts as new in :mod:`newsfeed.dedup.novelty`, boilerplate in
:mod:`newsfeed.dedup.boilerplate`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsfeed.dedup.boilerplate import tells_figures
from newsfeed.dedup.facts import counts_of_the_day
from newsfeed.dedup.fingerprints.simhash import distance
from newsfeed.dedup.marks import content_units, means_something
from newsfeed.dedup.order import Occurrence, time_bits
from newsfeed.dedup.reuse import Passage, read_before, repeated
from newsfeed.dedup.statuses import is_own, says_nothing_new
from newsfeed.items import MEDIA
from newsfeed.text.normalise import normals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsfeed.dedup.config import DedupConfig, Origin
    from newsfeed.dedup.lines import PossibleLine
    from newsfeed.items import Status
    from newsfeed.text.normalise import Normal

LETTERS_AT_ONCE = 300_000
"""Letters of normal form that are kept tokenised at a time, at about 150 bytes a letter."""

QUOTE_COVERED = 0.8
"""The share of a quotation's characters that an earlier paragraph must hold to count as its first occurrence."""

SHORTEST = 24
"""Bytes of UTF-8 (eight ideographs, four or five words); a shorter paragraph is never removed."""

COPIED_FROM_ONE = 0.8
"""The share of an article's text that one earlier article must hold for the article to be its copy."""

SAME_STORY = 0.3
"""The share of an article's text that one earlier article must hold for both to tell the same story."""

SAME_DAY_HOURS = 18
"""Hours between two articles, from which "today" is a different day in each."""

STORY_DAYS = 14
"""Days between two articles, up to which they may tell the same story."""

SHOWN = MEDIA | {"code", "table"}
"""Kinds that stay even if they are repeated, and that a line above may introduce."""

LONGEST_INTRODUCTION = 200
"""Bytes of UTF-8 (65 ideographs, 35 words) of a line that introduces the paragraph after it."""

_LEADS_ON = re.compile(r"[:：?？][^\w\s]*\s*$")
_LEADS_ON_AT_ONCE = re.compile(r"[:：,，、]\s*$")
_KEYWORDS = re.compile(r"(?:[^|｜]{1,100}[|｜]){2}")  # a row of them, or of the fields of a form, tells no story
_QUESTION = re.compile(r"\W*(?:Q|问|問)\s*\d*\s*[.:：、]")
_SECTION = re.compile(
    r"\W*(?:第?[一二三四五六七八九十]{1,3}[、.．章节]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:、|[.)]\s))"
)
_ENDED = re.compile(r"[。！!….;；][^\w\s]*\s*$")

STORY_RUN = 60
"""Bytes of UTF-8 (twenty ideographs, ten words) of a repeated run that two articles of a story have in common."""


class StoredParagraph(NamedTuple):
    """A paragraph to be judged; ``status``, ``novelty`` and ``reason`` are the verdict so far.

    ``passage`` is the number of its normal form, with ``length`` (characters) and ``simhash``; ``first`` is the
    earliest paragraph that has that normal form.
    """

    position: int
    passage: int
    text: str
    kind: str
    ordered: bool | None
    status: str
    novelty: float
    reason: str | None
    boilerplate: bool
    length: int
    simhash: int
    first: Occurrence


class StoredQuote(NamedTuple):
    """A quotation to be traced; ``start`` and ``end`` are offsets in the text of the paragraph it opens in."""

    ordinal: int
    digest: int
    position: int
    start: int
    end: int


@dataclass(slots=True)
class PendingArticle:
    """An article to be judged; ``fresh`` if it has never been judged before."""

    number: int
    rank: int
    fresh: bool
    paragraphs: list[StoredParagraph] = field(default_factory=list)
    quotes: list[StoredQuote] = field(default_factory=list)

    def place_of(self, part: StoredParagraph | StoredQuote) -> Occurrence:
        """Return the place of one of its paragraphs, or of the paragraph in which one of its quotations opens."""
        return Occurrence(self.rank, self.number, part.position)


class Earliest(NamedTuple):
    """The first paragraph that has a passage, and the passage's fingerprint."""

    at: Occurrence
    simhash: int


class Candidate(NamedTuple):
    """An earlier passage to compare a paragraph with.

    ``rarity`` is the share of the shingles they have in common that few passages had before.
    """

    passage: int
    first: Earliest
    rarity: float


class PlacedText(NamedTuple):
    """A paragraph that later verdicts may depend on: its place, its passage and its text."""

    at: Occurrence
    passage: int
    text: str


class ReuseSource(NamedTuple):
    """An earlier paragraph that holds part of a judged one.

    ``rarity`` is that of the :class:`Candidate`. ``share`` is 0, and there are no spans, if that part means nothing to
    a reader; the verdict still depends on it.
    """

    at: Occurrence
    share: float
    distance: int
    spans: Sequence[tuple[int, int]]
    rarity: float = 1.0


@dataclass(slots=True)
class ParagraphVerdict:
    """The verdict on one paragraph; ``changed`` if it differs from the stored one.

    ``reason`` is the rule that decided, ``None`` where nothing of the paragraph was read before. ``meant`` are the
    ``origins`` with which the paragraph is marked if it stays.
    """

    position: int
    status: Status
    novelty: float
    reason: str | None = None
    origins: Sequence[ReuseSource] = ()
    meant: Sequence[ReuseSource] = ()
    changed: bool = True


@dataclass(slots=True)
class ArticleVerdict:
    """The verdict on one article.

    ``repeats`` is the earlier article whose text it only repeats: whether that makes it a copy depends on all articles
    with this text (:mod:`newsfeed.dedup.copies`). ``follows`` is the earlier article of the same story; ``first_seen``
    maps the ordinal of each quotation to where its words were first read.
    """

    number: int
    novelty: float
    repeats: int | None
    follows: int | None
    paragraphs: list[ParagraphVerdict]
    first_seen: dict[int, Occurrence | None]

    @property
    def changed(self) -> bool:
        """Whether the verdict on one of the paragraphs differs from the stored one."""
        return any(each.changed for each in self.paragraphs)


class Texts:
    """Passages by number, tokenised on demand; some are kept tokenised, because many are needed often."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._normals = dict(zip(texts, normals(list(texts.values())), strict=True))
        self._passages: dict[int, Passage] = {}
        self._letters = 0

    def __getitem__(self, number: int) -> Passage:
        passage = self._passages.get(number)
        if passage is None:
            passage = Passage(self._normals[number])
            if self._letters > LETTERS_AT_ONCE:
                self._passages, self._letters = {}, 0
            self._passages[number] = passage
            self._letters += len(passage.normal.text)
        return passage


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything needed to judge some paragraphs.

    For paragraphs whose passage was read before, ``same`` maps their place to the earlier one and ``forms`` to their
    normal form. ``earlier`` maps the place of any other paragraph to the passages near it that were read before, whose
    texts are in ``texts``. ``lines`` maps paragraphs that only join short lines of one earlier article to these lines.
    """

    config: DedupConfig
    same: Mapping[Occurrence, Occurrence]
    forms: Mapping[Occurrence, Normal]
    earlier: Mapping[Occurrence, Sequence[Candidate]]
    lines: Mapping[Occurrence, list[ReuseSource]]
    texts: Texts


def without_news_as_boilerplate(paragraphs: list[StoredParagraph]) -> list[StoredParagraph]:
    """Return the paragraphs, with those that have figures taken for text, or all if they are nothing but boilerplate.

    Figures are news where they appear first, under however many stories; and an article must not end up empty.
    """
    if all(each.boilerplate for each in paragraphs):
        return [each._replace(boilerplate=False) for each in paragraphs]
    return [
        each._replace(boilerplate=False) if each.boilerplate and tells_figures(each.text) else each
        for each in paragraphs
    ]


def judge(
    article: PendingArticle,
    judged: list[ParagraphVerdict],
    quoted: Mapping[tuple[int, int], Occurrence],
    origin: Origin,
) -> ArticleVerdict:
    """Return the verdict on an article, given those on its paragraphs.

    ``quoted`` maps the digest of a quotation and the rank of its article to the first paragraph that quotes the same
    words.
    """
    _keep_steps(article.paragraphs, judged)
    _keep_introduced(article.paragraphs, judged)
    _keep_introductions(article.paragraphs, judged)
    letters = {each.position: 0 if each.kind in MEDIA else each.length for each in article.paragraphs}
    own = [each for each in judged if is_own(each.status)]
    total = sum(letters[each.position] for each in own)
    source, part = _main_source(article.number, own, letters)
    same_story = part >= SAME_STORY * total and _is_same_story(article, source, own, origin)
    nothing_new = part >= COPIED_FROM_ONE * total and _has_nothing_new(article, own)
    first_seen = {quote.ordinal: _first_seen(article, quote, judged, quoted) for quote in article.quotes}
    for paragraph, verdict in zip(article.paragraphs, judged, strict=True):
        _mark(verdict)
        before = (paragraph.status, paragraph.novelty, paragraph.reason)
        verdict.changed = (verdict.status, verdict.novelty, verdict.reason) != before
    return ArticleVerdict(
        number=article.number,
        novelty=round(sum(letters[each.position] * each.novelty for each in own) / total if total else 1.0, 4),
        repeats=source if nothing_new else None,
        follows=source if same_story else None,
        paragraphs=judged,
        first_seen=first_seen,
    )


def _mark(verdict: ParagraphVerdict) -> None:
    """Remove the marks of meaningless repeats from a paragraph that stays.

    A paragraph that is repeated altogether keeps its novelty of 0: nothing of it is new, though it needs no mark.
    """
    if verdict.status != "unique" or not verdict.origins:
        return
    verdict.origins = verdict.meant
    if verdict.novelty > 0:
        verdict.novelty = round(1 - sum(each.share for each in verdict.origins), 4)


def _has_nothing_new(article: PendingArticle, own: Sequence[ParagraphVerdict]) -> bool:
    kinds = {each.position: each.kind for each in article.paragraphs}
    return all(says_nothing_new(each.status, each.novelty, kinds[each.position]) for each in own)


def _keep_steps(paragraphs: Sequence[StoredParagraph], judged: Sequence[ParagraphVerdict]) -> None:
    """Keep the repeated items of lists that have a new one, if they are steps, or stood in another text.

    Steps are followed one after the other, and ingredients that a text mentioned are missed in their list.
    """
    for is_list, group in groupby(zip(paragraphs, judged, strict=True), lambda pair: pair[0].kind == "list"):
        items = list(group) if is_list else []
        if any(verdict.status == "unique" for _, verdict in items):
            is_step: bool | None = None
            for item, verdict in items:
                is_step = is_step if item.ordered is None else item.ordered  # null further on in the same item
                if verdict.status == "duplicate" and (is_step or verdict.reason != "identical"):
                    verdict.status, verdict.reason = "unique", "step"


def _keep_introduced(paragraphs: Sequence[StoredParagraph], judged: Sequence[ParagraphVerdict]) -> None:
    """Keep the repeated lines to which a new line leads on: "See the tools here:" would lead to nothing.

    All items of a list are kept, and a line to which a comma leads: it is the rest of a sentence.
    """
    leads_on, is_list = False, False
    for paragraph, verdict in zip(paragraphs, judged, strict=True):
        if not is_own(verdict.status):
            continue
        is_list = paragraph.kind == "list" and (is_list or leads_on)
        if verdict.status == "duplicate" and (leads_on or is_list) and _is_short(paragraph.text):
            verdict.status, verdict.reason = "unique", "introduced"
        leads_on = (
            verdict.status == "unique"
            and verdict.reason not in ("introduced", "introduction")
            and _LEADS_ON_AT_ONCE.search(paragraph.text) is not None
        )


def _keep_introductions(paragraphs: Sequence[StoredParagraph], judged: Sequence[ParagraphVerdict]) -> None:
    """Keep the repeated lines that introduce a paragraph with news: a question, "The winners are:", "二、渡轮"."""
    is_news_next = False
    for paragraph, verdict in zip(reversed(paragraphs), reversed(judged), strict=True):
        if is_news_next and verdict.status == "duplicate" and introduces(paragraph.text, verdict.reason):
            verdict.status, verdict.reason = "unique", "introduction"
        elif is_own(verdict.status):
            is_news_next = verdict.status == "unique" and (
                paragraph.kind in SHOWN or not says_nothing_new(verdict.status, verdict.novelty, paragraph.kind)
            )


def introduces(text: str, reason: str | None) -> bool:
    """Return whether a repeated line introduces the next paragraph: a question, a colon, a section's number, a name.

    A name is a line without a full stop that is no paragraph of its source, but a part of one.

    >>> introduces("The winners are:", "identical"), introduces("The winners are known.", "identical")
    (True, False)
    >>> introduces("二、渡轮", "identical"), introduces("渡轮公司", "contained"), introduces("渡轮公司", "identical")
    (True, True, False)
    """
    if not _is_short(text):
        return False
    if _LEADS_ON.search(text) or _QUESTION.match(text):
        return True
    is_name = reason == "contained" and "《" not in text  # which points to another article
    return not _ENDED.search(text) and (is_name or _SECTION.match(text) is not None)


def _is_short(text: str) -> bool:
    return len(text.encode("utf-8", "replace")) <= LONGEST_INTRODUCTION


def judge_paragraph(at: Occurrence, paragraph: StoredParagraph, evidence: Evidence) -> ParagraphVerdict:
    """Return the verdict on the paragraph at this place."""
    if paragraph.boilerplate:
        return ParagraphVerdict(paragraph.position, "boilerplate", 0.0, "boilerplate")
    if paragraph.kind in MEDIA:  # a repeated caption, or none at all, never takes an image out
        return ParagraphVerdict(paragraph.position, "unique", 1.0)
    if at in evidence.lines:
        return ParagraphVerdict(paragraph.position, "duplicate", 0.0, "contained", evidence.lines[at])
    if at in evidence.same:
        first = Earliest(evidence.same[at], paragraph.simhash)
        earlier: Sequence[Candidate] = [Candidate(paragraph.passage, first, rarity=1.0)]
        text = Passage(evidence.forms[at])
        found = repeated(text.normal)
    elif at in evidence.earlier:
        earlier = evidence.earlier[at]
        text = evidence.texts[paragraph.passage]
        sources = [evidence.texts[each.passage] for each in earlier]
        found = read_before(text, sources, share=evidence.config.share, run=evidence.config.run)
    else:
        return ParagraphVerdict(paragraph.position, "unique", 1.0)
    named = [earlier[part.index] for part in found.sources]
    kept = _reason_to_keep(at, paragraph, text.normal, named, evidence) if found.duplicate else None
    duplicate = found.duplicate and kept is None
    origins = [
        ReuseSource(
            each.first.at,
            round(part.share, 4),
            distance(paragraph.simhash, each.first.simhash),
            part.spans,
            each.rarity,
        )
        for part, each in zip(found.sources, named, strict=True)
    ]
    may_stay = not duplicate or paragraph.kind == "list" or _is_short(paragraph.text)
    return ParagraphVerdict(
        paragraph.position,
        "duplicate" if duplicate else "unique",
        round(1 - found.share, 4),
        (kept or found.reason) if found.sources else None,
        origins,
        _meant(text, origins) if origins and may_stay else [],
    )


def sources_of_lines(
    paragraph: StoredParagraph, lines: Sequence[PossibleLine], first: Occurrence, simhashes: Sequence[int]
) -> list[ReuseSource]:
    """Return the earlier lines that a paragraph joins, from ``first`` on, with the part of it that each holds."""
    letters = sum(len(line.normal.text) for line in lines)
    found = []
    for away, (line, simhash) in enumerate(zip(lines, simhashes, strict=True)):
        start, end = line.normal.span(0, len(line.normal.text))
        span = (line.start + start, line.start + end)
        share = round(len(line.normal.text) / letters, 4)
        at = first._replace(position=first.position + away)
        found.append(ReuseSource(at, share, distance(paragraph.simhash, simhash), [span]))
    return found


def _meant(text: Passage, origins: Sequence[ReuseSource]) -> list[ReuseSource]:
    """Return the origins of a paragraph that stays: the meaningful ones, then the others without spans."""
    value = content_units(text)
    marked = [
        each if means_something(value, each.spans, each.rarity) else each._replace(share=0.0, spans=())
        for each in origins
    ]
    return sorted(marked, key=lambda origin: origin.share == 0)


def _reason_to_keep(
    at: Occurrence, paragraph: StoredParagraph, form: Normal, sources: Sequence[Candidate], evidence: Evidence
) -> Literal["heading", "too short", "code", "another date"] | None:
    """Return why a text would lose something if this repeat was removed from it, ``None`` if it would not.

    A heading names the text after it, "Yes." and "2" mean something only in place, and in code every character counts.
    """
    if paragraph.kind == "heading":
        return "heading"
    if len(form.text.encode()) < SHORTEST:
        return "too short"
    before = (evidence.texts[each.passage].normal.original for each in sources)
    if paragraph.kind == "code" and all(text != paragraph.text for text in before):
        return "code"
    return "another date" if _is_of_another_day(at, form, sources, evidence.config.origin) else None


def _is_of_another_day(at: Occurrence, form: Normal, sources: Sequence[Candidate], origin: Origin) -> bool:
    """Return whether a text counts something of "today" that was read about another day: "one new case today"."""
    shift, mask = time_bits(origin)
    apart = (abs((at.rank >> shift & mask) - (each.first.at.rank >> shift & mask)) for each in sources)
    return all(seconds >= SAME_DAY_HOURS * 3_600 for seconds in apart) and counts_of_the_day(form.text)


def _main_source(
    number: int, judged: Sequence[ParagraphVerdict], letters: Mapping[int, int]
) -> tuple[int | None, float]:
    """Return the earlier article that holds most of these paragraphs' text, and how many letters of it."""
    covered: defaultdict[int, float] = defaultdict(float)
    ranks: dict[int, int] = {}
    for each in judged:
        for origin in each.origins:
            covered[origin.at.article] += origin.share * letters[each.position]
            ranks[origin.at.article] = origin.at.rank
    covered.pop(number, None)
    return min(covered.items(), key=lambda found: (-found[1], ranks[found[0]], found[0]), default=(None, 0.0))


def _is_same_story(
    article: PendingArticle, source: int | None, judged: Sequence[ParagraphVerdict], origin: Origin
) -> bool:
    """Return whether an article that takes much from its main source was published soon after, and takes a long run."""
    texts = {each.position: each.text for each in article.paragraphs}
    shift, mask = time_bits(origin)
    for each in judged:
        for other in each.origins:
            apart = abs((article.rank >> shift & mask) - (other.at.rank >> shift & mask))
            if other.at.article == source and apart <= STORY_DAYS * 86_400:
                runs = (texts[each.position][start:end] for start, end in other.spans)
                if any(len(run.encode("utf-8", "replace")) >= STORY_RUN and not _KEYWORDS.search(run) for run in runs):
                    return True
    return False


def _first_seen(
    article: PendingArticle,
    quote: StoredQuote,
    judged: Sequence[ParagraphVerdict],
    quoted: Mapping[tuple[int, int], Occurrence],
) -> Occurrence | None:
    """Return where a quotation's words were first read: in a source of its paragraph, or in the same quotation."""
    for origin in judged[quote.position].origins:
        covered = sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in origin.spans)
        if covered >= QUOTE_COVERED * (quote.end - quote.start):
            return origin.at
    same = quoted[quote.digest, article.rank]
    return same if same < article.place_of(quote) else None
