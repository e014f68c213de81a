"""What happens to duplicate paragraphs in the text of an article and in feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from newsfeed.errors import NewsfeedError
from newsfeed.items import MEDIA
from newsfeed.text.html.render import article_html, links_of

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    r"""Set the text, HTML and links of an article to those of the paragraphs that stay; return the article.

    >>> from newsfeed.items import Article, Paragraph
    >>> read = [Paragraph("One."), Paragraph("Seen.", status="duplicate"), Paragraph("Share!", status="boilerplate")]
    >>> clean(Article(paragraphs=read)).text, clean(Article(paragraphs=read), "mark").text
    ('One.', 'One.\n\nSeen.')
    """
    stay = staying(article, policy)
    article.text, article.html, article.links = _text(stay), article_html(stay), links_of(stay)
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


def _says_nothing_new(paragraph: Paragraph) -> bool:
    return paragraph.status == "duplicate" or paragraph.novelty == 0 or paragraph.kind in {"heading", *MEDIA}


def _staying(paragraphs: Iterable[Paragraph], policy: Policy) -> list[Paragraph]:
    stay = {"unique", "duplicate"} if policy == "mark" else {"unique"}
    return [paragraph for paragraph in paragraphs if paragraph.status in stay]


def _text(paragraphs: Iterable[Paragraph]) -> str:
    return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.text)
