"""Articles and their pages in the store: what is given, and what is a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsfeed.dedup.order import PollTimes
from newsfeed.formats.feed import Entry, Feed, TextConstruct
from newsfeed.items import Article, Paragraph, Rendition, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.completion import complete, extract_completion
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import extract, take_in
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsfeed.loaders.identity import Named

NOW = "2024-06-01T00:00:00+00:00"
TEASER = "The lock at Harrow Reach closes for three weeks in autumn, the canal trust says."
OTHER_TEASER = "Harrow Reach: the canal trust says that the lock closes in autumn for three weeks."
GATES = (
    "Both pairs of gates are lifted out by a floating crane, and the mitre posts get new oak from the trust's forest."
)
BOATS = "Until the third of November boats turn at the winding hole above the mill, where the trust has put up a sign."


def teaser(text: str = TEASER, title: str | None = "The lock", **fields: str) -> Article:
    paragraphs = [Paragraph(text)] if text else []
    return Article(
        id=article_id("", "lock"),
        title=title,
        url="https://canal.example/lock",
        fetched=NOW,
        feed=Source("f"),
        paragraphs=paragraphs,
        **fields,  # type: ignore[arg-type]
    )


def page(*texts: str, title: str | None = None) -> Rendition:
    return Rendition(title, [Paragraph(text) for text in texts])


class Crawls:
    """Crawls of a store, one after the other."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, article: Article | Named, *answers: Rendition | None, ends: bool = True) -> tuple[str, int]:
        """Read an article and, where one comes, its page; return the outcome and how many pages were to be read."""
        run = self.store.start_run("tests", NOW)
        [(number, outcome, *_)] = take_in(self.store, [article])
        unread = self.store.unread_pages([number])
        for answer in answers:
            outcome = complete(self.store, number, answer).outcome
        list(judge_pending(self.store))
        if ends:
            self.store.finish_run(run, NOW, {}, [], [], [number])
        return outcome, len(unread)

    @property
    def article(self) -> Article:
        """The article as it is given now."""
        [found] = self.store.articles(self.store.select())
        return found

    @property
    def texts(self) -> list[str]:
        """Its paragraphs."""
        return [paragraph.text for paragraph in self.article.paragraphs]


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Crawls]:
    """An empty store, and how it is crawled."""
    store = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    yield Crawls(store)
    store.close()


def test_an_article_and_its_page_in_one_crawl_are_one_revision(crawl: Crawls) -> None:
    assert crawl(teaser(), page(TEASER, GATES, BOATS)) == ("new", 1)
    assert (crawl.texts, crawl.article.revision) == ([TEASER, GATES, BOATS], 1)
    assert crawl(teaser()) == ("unchanged", 0)


def test_a_live_feed_that_keeps_its_teaser_has_no_page_read_again(crawl: Crawls) -> None:
    def poll(hour: int, text: str, *answers: Rendition) -> tuple[str, int]:
        now = f"2024-06-01T{hour:02}:00:00+00:00"
        entry = Entry(guid="lock", link="https://canal.example/lock", title=TextConstruct("Lock"),
                      content=TextConstruct(f"<p>{text}</p>"))  # fmt: skip
        reading = Reading("https://canal.example/feed", remote=True, fetched=now, poll=PollTimes(now))
        [named] = load(Feed("rss", [entry]), reading)
        return crawl(named, *answers)

    assert poll(1, TEASER, page(TEASER, GATES, BOATS)) == ("new", 1)
    assert [poll(hour, TEASER) for hour in (2, 3)] == [("unchanged", 0)] * 2
    assert poll(4, f"{TEASER} Boats wait.")[1] == 1
    assert crawl.texts == [TEASER, GATES, BOATS]


def test_what_was_given_without_its_page_is_revised_by_it(crawl: Crawls) -> None:
    assert crawl(teaser()) == ("new", 1)
    assert crawl(teaser(), page(TEASER, GATES, BOATS)) == ("revised", 1)
    assert (crawl.texts, crawl.article.revision) == ([TEASER, GATES, BOATS], 2)


def test_a_crawl_that_broke_off_before_the_page_came_gave_nothing(crawl: Crawls) -> None:
    assert crawl(teaser(), ends=False) == ("new", 1)
    assert crawl(teaser(), page(TEASER, GATES, BOATS)) == ("new", 1)
    assert crawl.article.revision == 1


def test_a_page_that_tells_less_is_not_asked_for_again(crawl: Crawls) -> None:
    for answer in (page(TEASER), page("Subscribe to read on. " * 20), None):
        assert crawl(teaser(f"{TEASER} {len(str(answer))}"), answer)[1] == 1
        assert crawl(teaser(f"{TEASER} {len(str(answer))}"))[1] == 0
        assert crawl.texts == [f"{TEASER} {len(str(answer))}"]


def test_a_teaser_in_other_words_is_no_revision_but_has_the_page_read_again(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES, BOATS))
    assert crawl(teaser(OTHER_TEASER), page(TEASER, GATES, BOATS)) == ("unchanged", 1)
    assert crawl(teaser(OTHER_TEASER)) == ("unchanged", 0)
    assert crawl(teaser()) == ("unchanged", 0)
    assert (crawl.texts, crawl.article.revision) == ([TEASER, GATES, BOATS], 1)


def test_a_teaser_in_other_words_is_no_revision_where_no_page_comes(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES, BOATS))
    assert crawl(teaser(OTHER_TEASER)) == ("unchanged", 1)
    assert crawl(teaser(OTHER_TEASER)) == ("unchanged", 1)
    assert crawl.texts == [TEASER, GATES, BOATS]


def test_a_page_in_other_words_is_a_revision(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES, BOATS))
    assert crawl(teaser(OTHER_TEASER), page(TEASER, GATES)) == ("revised", 1)
    assert (crawl.texts, crawl.article.revision) == ([TEASER, GATES], 2)


def test_another_title_is_a_revision_and_the_page_s_text_stays(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES, BOATS))
    assert crawl(teaser(title="Lock to close")) == ("revised", 1)
    assert (crawl.article.title, crawl.texts) == ("Lock to close", [TEASER, GATES, BOATS])
    assert crawl(teaser(title="Lock to close"), None) == ("unchanged", 1)
    assert crawl.texts == [TEASER, GATES, BOATS]


def test_a_page_that_is_gone_or_walled_later_takes_nothing_away(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES, BOATS))
    for number, answer in enumerate((None, page(TEASER), page("Subscribe to read on. " * 20))):
        assert crawl(teaser(f"{OTHER_TEASER} {number}"), answer) == ("unchanged", 1)
        assert crawl.texts == [TEASER, GATES, BOATS]


def test_a_feed_that_begins_to_give_the_whole_text_is_believed(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES))
    whole = f"{TEASER} {GATES} {BOATS}"
    assert crawl(teaser(whole)) == ("revised", 1)
    assert crawl.texts == [whole]
    assert crawl(teaser(whole), page(TEASER, GATES)) == ("unchanged", 1)
    assert crawl.texts == [whole]


def test_a_text_that_nobody_was_given_makes_no_revision(crawl: Crawls) -> None:
    crawl(teaser(), page(TEASER, GATES, BOATS))
    whole = f"{TEASER} {GATES} {BOATS}"
    assert crawl(teaser(whole), page(TEASER, GATES, BOATS, whole), ends=False) == ("revised", 1)
    assert crawl.article.revision == 2
    assert crawl(teaser(whole))[0] == "revised"


def test_an_older_copy_of_the_feed_changes_nothing(crawl: Crawls) -> None:
    crawl(teaser(updated="2024-05-02T00:00:00+00:00"), page(TEASER, GATES, BOATS))
    older = teaser(OTHER_TEASER, title="Lock", updated="2024-05-01T00:00:00+00:00")
    assert crawl(older) == ("unchanged", 0)
    assert (crawl.article.title, crawl.texts) == ("The lock", [TEASER, GATES, BOATS])


def test_a_title_that_only_the_page_gives(crawl: Crawls) -> None:
    crawl(teaser("", title=None), page(TEASER, GATES, title="Lock closes"))
    assert (crawl.article.title, crawl.article.language) == ("Lock closes", "en")
    assert crawl(teaser("", title=None)) == ("unchanged", 0)
    assert crawl.article.title == "Lock closes"


def test_what_repeats_an_article_is_judged_again_when_its_page_came(crawl: Crawls) -> None:
    early = teaser(published="2024-05-01T00:00:00+00:00")
    late = Article(
        id=article_id("", "copy"), title="Copied", published="2024-05-03T00:00:00+00:00", fetched=NOW,
        feed=Source("g"), paragraphs=[Paragraph(BOATS)],
    )  # fmt: skip
    store = crawl.store
    take_in(store, [early, late])
    list(judge_pending(store))
    crawl(early, page(TEASER, GATES, BOATS))
    [copied] = [found for found in store.articles(store.select()) if found.title == "Copied"]
    assert copied.paragraphs[0].status == "duplicate"


QUOTED = f"“The gates come out first, and the oak goes in last,” said the lock keeper. {GATES} {BOATS}"


def extracted_of(store: Store, article: Article) -> set[str]:
    """Return the texts whose quotations are extracted before the store is locked."""
    return set(extract(store, [article]).quotations)


def test_quotations_of_a_page_are_extracted_before_the_store_is_locked(crawl: Crawls) -> None:
    """A page is completed, then its feed changes the teaser: the page's text is what will be stored again."""
    run = crawl.store.start_run("tests", NOW)
    [(number, *_)] = take_in(crawl.store, [teaser()])
    ahead = extract_completion(crawl.store, number, page(TEASER, QUOTED))
    complete(crawl.store, number, page(TEASER, QUOTED))
    assert set(ahead) == {crawl.store.stored_articles([number])[number].content}
    assert [quotation.speaker for found in ahead.values() for quotation in found] == ["the lock keeper"]
    assert extract_completion(crawl.store, number, page(TEASER, QUOTED)) == {}
    crawl.store.finish_run(run, NOW, {}, [], [], [number])
    changed = teaser(OTHER_TEASER, title="The lock closes")
    ahead_of_feed = extracted_of(crawl.store, changed)
    take_in(crawl.store, [changed])
    assert crawl.store.stored_articles([number])[number].content in ahead_of_feed


def test_quotations_of_a_text_that_comes_back_are_extracted_before_the_store_is_locked(crawl: Crawls) -> None:
    for text in (TEASER, GATES):
        crawl(teaser(text))
    assert len(extracted_of(crawl.store, teaser(TEASER))) == 1
    assert extracted_of(crawl.store, teaser(GATES)) == set()
