"""Explain in words why an article and its paragraphs are shown or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.policy import treatments
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsfeed.dedup.policy import Policies, Policy, Treatment
    from newsfeed.items import Article, Paragraph, Reference
    from newsfeed.store.articles.explain import Explanation

_WIDTH = 60  # characters of a paragraph that are shown

_COPY_REASONS = {
    "same title": "both have the same text and title",
    "taken over": "its long text was taken over",
    "several titles": "its text was read before, but its site has several titles above it: no copy",
}

_REASONS = {
    "identical": "the same text",
    "contained": "all of it stands in the earlier text",
    "nothing new": "what is added says nothing new",
    "too short": "too short to be left out",
    "partly": "too much of it is new",
    "new words": "it has new words",
    "new clause": "it has a new clause",
    "heading": "a heading stays",
    "step": "an item of a list stays with the others",
    "introduction": "it introduces what follows",
    "code": "code stays unless it is exactly the same",
}


def explanation(found: Explanation, policies: Policies) -> Iterator[str]:
    """Yield the lines of an explanation; the policies decide the treatment of duplicates and copies."""
    article = found.article
    yield f"{article.title or 'untitled'} ({article.url or 'no address'})"
    yield f"  id         {article.id}, revision {article.revision}"
    yield f"  feed       {article.feed.title or article.feed.url}, site {article.site}"
    yield f"  published  {article.published or 'unknown'}, first read {article.fetched}"
    yield f"  shown      {_shown(found, policies.of(article))}"
    if found.pruned:
        yield f"  pruned     {found.pruned[:10]}; what was decided of it stands"
    for other in article.also:
        yield f"  also in    {other.site or other.feed_title}: {other.title or 'untitled'} ({other.url or other.id})"
    treated = treatments(article, policies.of(article))
    for number, ((paragraph, treatment), reason) in enumerate(zip(treated, found.reasons, strict=True), 1):
        text = _shortened(" ".join((paragraph.text or paragraph.url or "").split()))
        yield f"{number:4}  {_kept(paragraph, treatment):11} {text}"
        yield from (f"      {line}" for line in _because(article, paragraph, reason, found.others))


def _shortened(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


def _shown(found: Explanation, policy: Policy) -> str:
    article = found.article
    if found.pruned:
        return "in no output: its text was removed"
    if article.dropped is not None:
        return f"in no feed: its subscription drops it ({article.dropped}), and it counts as read for nobody"
    if found.waits:
        return "not yet: it waits to be judged"
    reason = _COPY_REASONS.get(found.copy_reason or "", "")
    if article.duplicate_of:
        original = _named(article.duplicate_of, found.others)
        if policy != "drop":
            return f"in every output, as a copy of {original}: {reason}"
        return f"in outputs without {original}, which stands for it elsewhere: {reason}"
    return f"in every output{f'; {reason}' if reason else ''}"


def _kept(paragraph: Paragraph, treatment: Treatment) -> str:
    if paragraph.status == "duplicate":
        return "read before" if treatment == "shown" else treatment
    return {"unique": "kept", "boilerplate": "boilerplate"}[paragraph.status]


def _because(
    article: Article, paragraph: Paragraph, reason: str | None, others: Mapping[str, Reference]
) -> Iterator[str]:
    """Yield the reason why a paragraph is kept or left out, and where it was read before."""
    if paragraph.repeated:
        holding, since = counted(paragraph.repeated.articles, "article"), paragraph.repeated.since[:10]
        yield f"{holding} of {article.site} with it at the beginning or end, since {since}"
    elif reason:
        yield _REASONS.get(reason, f"not left out: {reason}")
    for origin in paragraph.reuse:
        where = "this article" if origin.article == article.id else _named(origin.article, others)
        yield f"{origin.share:.0%} in paragraph {origin.paragraph + 1} of {where}"


def _named(id_: str, others: Mapping[str, Reference]) -> str:
    known = others.get(id_)
    return f"{known.title or 'untitled'} ({known.url or id_})" if known else id_
