"""Complete articles from their pages. The new text is a revision if another text was already delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.items import Rendition
from newsfeed.loaders.fulltext import is_more_complete, with_rendition
from newsfeed.loaders.identity import content_digest
from newsfeed.loaders.revisions import Outcome, completed_revision, undelivered_outcome
from newsfeed.pipelines.filtering import reason_to_drop
from newsfeed.pipelines.intake import extract_quotations
from newsfeed.store.articles.pages import Page
from newsfeed.store.articles.write import AcceptedArticle

if TYPE_CHECKING:
    from newsfeed.store.repository import Store


class Completed(NamedTuple):
    """The outcome of reading an article's page, and whether the article now has the page's text."""

    outcome: Outcome
    by_page: bool


def complete(store: Store, number: int, page: Rendition | None) -> Completed:
    """Replace an article's text with its page's if that is more complete than its feed's.

    ``page`` is ``None`` if the page contains no article. The page's text from an earlier reading is used then.
    """
    with store.alone():
        stored = store.stored_articles([number])[number]
        [article] = store.articles([number])
        known = store.kept_pages([number]).get(number)
        feed = known.feed if known and known.feed else Rendition.of(article)
        readings = (page, known.page if known else None)
        better = next((each for each in readings if each and is_more_complete(each, feed)), None)
        store.keep_page(number, Page(better, feed if better else None))
        article.title = feed.title
        completed = with_rendition(article, better or feed)
        content = content_digest(completed)
        revision = stored.revision
        if content != stored.content:
            before = store.contents([number]).get((number, content))
            revision = completed_revision(stored.revision, stored.given, before)
            quotations = extract_quotations(completed)
            completed.dropped = reason_to_drop(completed, store.patterns())
            store.rewrite_article(
                AcceptedArticle(
                    number, stored.id, completed, quotations, revision, content, stored.as_of, stored.moment
                )
            )
    return Completed(undelivered_outcome(stored.given, revision), better is not None and better is page)
