"""Complete articles from their pages. The new text is a revision if another text was already delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.items import Rendition
from newsfeed.loaders.fulltext import is_more_complete, with_rendition
from newsfeed.loaders.identity import content_digest
from newsfeed.loaders.revisions import Outcome, completed_revision, undelivered_outcome
from newsfeed.pipelines.filtering import reason_to_drop
from newsfeed.pipelines.intake import extract_quotations, quotations_of
from newsfeed.pipelines.rejudging import mark_dependent
from newsfeed.store.articles.pages import Page
from newsfeed.store.articles.write import AcceptedArticle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.items import Article, KnownArticle
    from newsfeed.store.repository import Store
    from newsfeed.text.quotes.quotations import Quotation


class Completed(NamedTuple):
    """The outcome of reading an article's page, and whether the article now has the page's text."""

    outcome: Outcome
    by_page: bool


class _Choice(NamedTuple):
    """A stored article, its feed's text, the better page, the article with its chosen text, and that text's digest."""

    stored: KnownArticle
    feed: Rendition
    better: Rendition | None
    completed: Article
    content: str


def complete(store: Store, number: int, page: Rendition | None) -> Completed:
    """Replace an article's text with its page's if that is more complete than its feed's.

    ``page`` is ``None`` if the page contains no article. The page's text from an earlier reading is used then.
    Quotations are extracted before the store is locked for writing.
    """
    extracted = extract_completion(store, number, page)
    with store.alone():
        stored, feed, better, completed, content = _choose(store, number, page)
        store.keep_page(number, Page(better, feed if better else None))
        revision = stored.revision
        if content != stored.content:
            before, _ = store.contents([number]).get((number, content), (None, ""))
            revision = completed_revision(stored.revision, stored.given, before)
            quotations = quotations_of(completed, content, extracted)
            completed.dropped = reason_to_drop(completed, store.patterns())
            mark_dependent(store, [number])
            store.rewrite_article(
                AcceptedArticle(
                    number, stored.id, completed, quotations, revision, content, stored.as_of, stored.moment
                )
            )
    return Completed(undelivered_outcome(stored.given, revision), better is not None and better is page)


def extract_completion(store: Store, number: int, page: Rendition | None) -> dict[str, Sequence[Quotation]]:
    """Return the quotations of the text that an article will take from its page, by content digest, or none."""
    read = _choose(store, number, page)
    return {} if read.content == read.stored.content else {read.content: extract_quotations(read.completed)}


def _choose(store: Store, number: int, page: Rendition | None) -> _Choice:
    [article] = store.articles([number])
    known = store.kept_pages([number]).get(number)
    feed = known.feed if known and known.feed else Rendition.of(article)
    readings = (page, known.page if known else None)
    better = next((each for each in readings if each and is_more_complete(each, feed)), None)
    article.title = feed.title
    completed = with_rendition(article, better or feed)
    return _Choice(store.stored_articles([number])[number], feed, better, completed, content_digest(completed))
