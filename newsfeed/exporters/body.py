"""The body of a feed entry as HTML: the paragraphs for the reader, folded if the policy says so."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from newsfeed.dedup.policy import treatments
from newsfeed.exporters.notes import also_note, linked_title, reuse_note
from newsfeed.text.characters import xml_text
from newsfeed.text.html.render import article_html
from newsfeed.text.html.roles import OWN_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.dedup.policy import Policy
    from newsfeed.items import Article, Paragraph, Reference


def content(article: Article, policy: Policy, references: Mapping[str, Reference]) -> str:
    """Return the body of an article as HTML, without boilerplate; ``references`` are earlier articles, by their ids."""
    treated = treatments(article, policy)
    if not any(treatment == "folded" for _, treatment in treated):
        return _html((paragraph for paragraph, treatment in treated if treatment == "shown"), article)
    parts = []
    for treatment, run in groupby(treated, key=itemgetter(1)):
        if treatment == "shown":
            parts.append(_html((paragraph for paragraph, _ in run), article))
        elif treatment == "folded":
            parts += [_folded(paragraph, article, references) for paragraph, _ in run]
    return "\n".join(parts)


def with_notes(
    article: Article,
    policy: Policy,
    references: Mapping[str, Reference],
    sources: Sequence[tuple[Reference, float]] = (),
) -> str:
    """Return the body of an article with the notes that feeds add: where else it is, and how much was read before.

    ``sources`` are the earlier articles that hold parts of it, with their shares.
    """
    parts = (content(article, policy, references), also_note(article.also), reuse_note(sources))
    return "\n".join(filter(None, parts))


def _folded(paragraph: Paragraph, article: Article, references: Mapping[str, Reference]) -> str:
    """Return a duplicate paragraph folded under a line that names where it was read before."""
    main = max(paragraph.reuse, key=lambda origin: origin.share, default=None)
    where = ""
    if main and main.article == article.id:
        where = " in this article"
    elif main and main.article in references:
        where = f" in {linked_title(references[main.article])}"
    return f'<details><summary class="{OWN_NOTE}">Read before{where}</summary>{_html([paragraph], article)}</details>'


def _html(paragraphs: Iterable[Paragraph], article: Article) -> str:
    """Return paragraphs as HTML that is legal in XML, with their own markup if they have any."""
    return xml_text(article_html(paragraphs, article.language))
