"""What happens to duplicate paragraphs in the text of an article and in feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from newsfeed.errors import NewsfeedError
from newsfeed.items import MEDIA
from newsfeed.text.html.render import article_html, links_of
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.items import Article, Paragraph

Policy = Literal["drop", "mark", "fold"]
"""What happens to duplicate paragraphs.

``drop`` removes them, and leaves articles that only repeat earlier ones out of feeds; ``mark`` keeps them; ``fold``
removes them from the text, and shows them folded in feeds, with where they were read before.
"""


def policy(setting: str) -> Policy:
    """Return the policy that a setting names; raise :class:`NewsfeedError` if it names none."""
    if setting not in get_args(Policy):
        raise NewsfeedError(f"NEWSFEED_POLICY={setting}: known are {', '.join(get_args(Policy))}")
    return cast("Policy", setting)


def clean(article: Article, policy: Policy = "drop") -> Article:
    r"""Set the text, HTML, links and summary of an article to those of the paragraphs that stay; return the article.

    >>> from newsfeed.items import Article, Paragraph
    >>> read = [Paragraph("One."), Paragraph("Seen.", status="duplicate"), Paragraph("Share!", status="boilerplate")]
    >>> clean(Article(paragraphs=read)).text, clean(Article(paragraphs=read), "mark").text
    ('One.', 'One.\n\nSeen.')
    """
    stay = staying(article, policy)
    article.text, article.html, article.links = _text(stay), article_html(stay), links_of(stay)
    article.summary = _summary(article, stay)
    return article


def staying(article: Article, policy: Policy = "drop") -> list[Paragraph]:
    """Return the paragraphs of an article that its reader is given.

    An article that no other stands for is read for its title, its link or its enclosure, and keeps its text even if
    all of that was read before.
    """
    own = [paragraph for paragraph in article.paragraphs if paragraph.status != "boilerplate"]
    read_before = [each for each in own if each.status == "duplicate"]
    if read_before and article.represented_by is None and all(map(_says_nothing_new, own)):
        return own
    return _staying(article.paragraphs, policy)


def _summary(article: Article, stay: Sequence[Paragraph]) -> str | None:
    """Return the summary of an article without the paragraphs that do not stay, or what stands for one if none is left.

    >>> from newsfeed.items import Article, Paragraph
    >>> read = [Paragraph("It sails."), Paragraph("Did you like this? Share it!", status="boilerplate")]
    >>> _summary(Article(summary="It sails. Did you like this? Share it!", paragraphs=read), read[:1])
    'It sails.'
    """
    kept = {paragraph.text for paragraph in stay}
    summary = article.summary or ""
    for paragraph in article.paragraphs:
        text = fold(paragraph.text)
        if text and text in summary and paragraph.text not in kept:
            summary = fold(f" {summary} ".replace(f" {text} ", " ", 1))
    if summary or not article.summary:
        return summary or None
    return next((each.text for each in stay if each.kind in ("lead", "paragraph")), None)


def _says_nothing_new(paragraph: Paragraph) -> bool:
    return paragraph.status == "duplicate" or paragraph.novelty == 0 or paragraph.kind in {"heading", *MEDIA}


def _staying(paragraphs: Iterable[Paragraph], policy: Policy) -> list[Paragraph]:
    stay = {"unique", "duplicate"} if policy == "mark" else {"unique"}
    return [paragraph for paragraph in paragraphs if paragraph.status in stay]


def _text(paragraphs: Iterable[Paragraph]) -> str:
    return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.text)
