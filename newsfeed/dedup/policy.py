"""The treatment of duplicate paragraphs in the text of an article and in feeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast, get_args

from newsfeed.dedup.statuses import is_own, says_nothing_new
from newsfeed.errors import NewsfeedError
from newsfeed.text.html.render import article_html, links_of
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.items import Article, Paragraph, Status

Policy = Literal["drop", "mark", "fold"]
"""The treatment of duplicate paragraphs.

``drop`` removes them, and leaves articles that only repeat earlier ones out of feeds; ``mark`` keeps them; ``fold``
removes them from the text, and shows them folded in feeds, with where they were read before.
"""


Treatment = Literal["shown", "folded", "left out"]
"""How a paragraph appears to a reader."""

_OF_DUPLICATES: dict[Policy, Treatment] = {"drop": "left out", "mark": "shown", "fold": "folded"}


@dataclass(frozen=True, slots=True)
class Policies:
    """The policy of a command, and those of the subscriptions that have one of their own, by the URL of their feed."""

    default: Policy = "drop"
    by_feed: Mapping[str, Policy] = field(default_factory=dict)

    def of(self, article: Article) -> Policy:
        """Return the policy for an article.

        >>> from newsfeed.items import Article, Source
        >>> Policies("drop", {"https://a.example/feed": "mark"}).of(Article(feed=Source("https://a.example/feed")))
        'mark'
        """
        return self.by_feed.get(article.feed.url, self.default)

    def folding(self, feeds: Iterable[str]) -> list[str]:
        """Return those of these feeds whose duplicates are folded: all of their articles are shown, also copies."""
        return [feed for feed in feeds if self.by_feed.get(feed, self.default) == "fold"]

    def leaves_out(self, article: Article) -> bool:
        """Return whether feeds leave an article out: one that is dropped, or that only repeats another one there."""
        repeats_another = article.represented_by is not None
        return article.dropped is not None or (repeats_another and self.of(article) == "drop")


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
    article.text, article.html, article.links = _text(stay), article_html(stay, article.language), links_of(stay)
    article.summary = _summary(article, stay)
    return article


def cleaned_summary(article: Article, policy: Policy = "drop") -> str | None:
    """Return the summary of an article without the paragraphs that its reader does not see."""
    return _summary(article, staying(article, policy))


def staying(article: Article, policy: Policy = "drop") -> list[Paragraph]:
    """Return the paragraphs of an article that its reader sees."""
    return [paragraph for paragraph, treatment in treatments(article, policy) if treatment == "shown"]


def treatments(article: Article, policy: Policy = "drop") -> list[tuple[Paragraph, Treatment]]:
    """Return the paragraphs of an article, each with its treatment.

    An article that is not represented by another is read for its title, its link or its enclosure, so it keeps its text
    even if all of that was read before.
    """
    if article.represented_by is None and all(
        says_nothing_new(each.status, each.novelty, each.kind) for each in article.paragraphs if is_own(each.status)
    ):
        policy = "mark"
    return [(paragraph, _treatment(paragraph.status, policy)) for paragraph in article.paragraphs]


def _treatment(status: Status, policy: Policy) -> Treatment:
    if status == "duplicate":
        return _OF_DUPLICATES[policy]
    return "shown" if is_own(status) else "left out"


def _summary(article: Article, stay: Sequence[Paragraph]) -> str | None:
    """Return the summary of an article without the paragraphs that do not stay, or a substitute if none is left.

    >>> from newsfeed.items import Article, Paragraph
    >>> read = [Paragraph("It sails."), Paragraph("Did you like this? Share it!", status="boilerplate")]
    >>> _summary(Article(summary="It sails. Did you like this? Share it!", paragraphs=read), read[:1])
    'It sails.'
    """
    kept = {paragraph.text for paragraph in stay}
    summary = article.summary or ""
    for paragraph in article.paragraphs:
        text = "" if paragraph.text in kept else fold(paragraph.text)
        if text and text in summary:
            summary = fold(f" {summary} ".replace(f" {text} ", " ", 1))
    if summary or not article.summary:
        return summary or None
    return next((each.text for each in stay if each.kind in ("lead", "paragraph")), None)


def _text(paragraphs: Iterable[Paragraph]) -> str:
    return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.text)
