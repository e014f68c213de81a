"""Which pages are asked for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.pipelines.fulltext import WantedPage, article_pages
from newsfeed.store.articles.pages import Unread


def test_a_page_that_two_feeds_lead_to_is_one() -> None:
    url = "https://a.example/1"
    assert article_pages([Unread(1, 1, url), Unread(2, 2, url)]) == [WantedPage(url, [1, 2])]


def test_a_page_that_stands_for_several_articles_of_a_feed_is_none_of_theirs() -> None:
    url = "https://a.example/today"
    assert article_pages([Unread(1, 1, url), Unread(2, 1, url), Unread(3, 2, url)]) == []


def test_a_front_page_is_no_article_s() -> None:
    urls = ["https://a.example", "https://a.example/", "https://a.example/?p=7"]
    assert [page.url for page in article_pages(Unread(number, 1, url) for number, url in enumerate(urls))] == urls[2:]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.sampled_from("abc")), max_size=30))
@settings(max_examples=50)
def test_no_page_comes_twice_and_no_article_without_its_page(entries: list[tuple[int, int, str]]) -> None:
    unread = [Unread(n, feed, f"https://{host}.example/{name}") for n, (feed, name, host) in enumerate(entries)]
    found = article_pages(unread)
    assert len({page.url for page in found}) == len(found)
    by_number = {each.number: each for each in unread}
    assert all(by_number[number].url == page.url for page in found for number in page.articles)
    alone = {each.number for each in unread if sum(other.url == each.url for other in unread) == 1}
    assert alone <= {number for page in found for number in page.articles}
